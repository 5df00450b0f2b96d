use super::{code, item, lines, sentence};

/// The lines of a description, joined; without the space that each begins with.
fn read(text: &str) -> String {
    let lines: Vec<_> = lines(text).iter().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()).collect();
    lines.join("\n")
}

#[track_caller]
fn table(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(read(text), *expected, "from {text:?}");
    }
}

#[test]
fn prose_stays_and_is_cut_into_lines() {
    let long = "word ".repeat(30);
    table(&[
        ("", ""),
        ("  \n\n ", ""),
        ("One.\nTwo.\n\n\n\nThree. \n", "One.\nTwo.\n\nThree."),
        ("   indented like code", "indented like code"),
        ("    indented like code\n\tby a tab", "indented like code\nby a tab"),
        ("a\r\nb\u{a0}c\u{202e}d\u{0}e", "a\nb cd e"),
        (&long, &format!("{}\n{}", "word ".repeat(18).trim_end(), "word ".repeat(12).trim_end())),
    ]);
}

#[test]
fn no_line_comes_to_begin_like_a_list() {
    for marker in ["-", "+", "*", "1.", "12)", "#", "##", ">", "|", "===", "---", "```", "~~~"] {
        for count in 15..20 {
            let text = read(&format!("{}{marker} x y z", "word ".repeat(count)));
            let begins = format!("\n{marker}");
            assert!(!text.contains(&begins), "from {marker:?} after {count} words: {text:?}");
        }
    }
}

#[test]
fn what_rust_would_take_for_a_link_or_a_tag_is_escaped() {
    table(&[
        ("an array[int] of [x]", "an array\\[int] of \\[x]"),
        ("Vec<T> & <id>", "Vec\\<T> & \\<id>"),
        ("already \\[escaped\\] \\<x>", "already \\[escaped\\] \\<x>"),
        ("[x]: https://a.b/c", "\\[x]: <https://a.b/c>"),
        ("[a][b] and [^1]", "\\[a]\\[b] and \\[^1]"),
        ("- [ ] task", "- \\[ ] task"),
        ("1 < 2 > 0 -> x", "1 \\< 2 > 0 -> x"),
        ("> quoted\n>> twice", "\\> quoted\n\\>> twice"),
    ]);
}

#[test]
fn addresses_become_links() {
    table(&[
        ("See https://a.b/c?d=e&f#g.", "See <https://a.b/c?d=e&f#g>."),
        ("(http://a.b/c)", "(<http://a.b/c>)"),
        ("(see https://a.b/c_(d)),", "(see <https://a.b/c_(d)>),"),
        ("<https://a.b>", "<https://a.b>"),
        ("x:HTTPS://A.B'", "x:<HTTPS://A.B>'"),
        ("https:// and http", "https:// and http"),
        ("[text](https://a.b/c)", "[text](https://a.b/c)"),
        ("[text](https://a.b \"title\")", "[text](https://a.b)"),
        ("[text](#/paths/x) and [it](../y)", "text and it"),
        ("![logo](https://a.b/c.png)", "[logo](https://a.b/c.png)"),
        ("[a [b](https://c.d)", "\\[a [b](https://c.d)"),
        ("[`code`](https://c.d)", "[`code`](https://c.d)"),
    ]);
}

#[test]
fn code_stays_code() {
    table(&[
        ("`a[b] <c>` ``d`e``", "`a[b] <c>` ``d`e``"),
        ("an `open one [x]", "an \\`open one \\[x]"),
        ("| `a|[b]` |", "| \\`a|\\[b]\\` |"),
        ("```json\n{\n  \"a\": [1]\n}\n```\nafter", "```text\n{\n  \"a\": [1]\n}\n```\nafter"),
        ("~~~\n```\n~~~", "~~~text\n```\n~~~"),
        ("never closed:\n```\nx", "never closed:\n```text\nx\n```"),
        ("- x\n  ```\n    y\n  ```", "- x\n```text\n  y\n```"),
        ("```not a fence```", "```not a fence```"),
    ]);
}

#[test]
fn lists_are_put_into_place() {
    table(&[
        ("* a\nlazy\n+ b", "- a\n  lazy\n- b"),
        ("Of:\n  - a\n  - b\nafter", "Of:\n- a\n- b\n  after"),
        ("- a\n\nafter", "- a\n\nafter"),
        ("- a\n\n  more\n- b", "- a\n\n  more\n- b"),
        ("- a\n    - b\n      - c\n    - d\n- e", "- a\n  - b\n    - c\n  - d\n- e"),
        ("1. a\n   more\n2) b\n10. c", "1. a\n   more\n2) b\n10. c"),
        ("1. a\n  - b\n    more", "1. a\n   - b\n     more"),
        ("-\n- a", "- a"),
        ("-5 is no item", "-5 is no item"),
    ]);
}

#[test]
fn rules_go_and_headings_and_tables_stay() {
    table(&[
        ("Title\n=====\ntext\n---\nmore", "Title\n\ntext\n\nmore"),
        ("## Head [x]\ntext", "## Head \\[x]\ntext"),
        ("#5 is no heading", "#5 is no heading"),
        ("| a | b |\n|---|---|\n| [c] | `d` |", "| a | b |\n|---|---|\n| \\[c] | `d` |"),
    ]);
}

#[test]
fn html_becomes_text() {
    table(&[
        ("a<br>b<br/>c", "a\n\nb\n\nc"),
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("<code>x</code> and <a href=\"https://a.b\">it</a>", "`x` and [it](https://a.b)"),
        ("<a href='#x'>it</a>", "it"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<script>x</script> <p", "\\<script>x\\</script> \\<p"),
        ("| a<br>b |", "| a b |"),
    ]);
}

#[test]
fn sentences_end_where_they_end() {
    let rows = [
        ("", ""),
        ("One. Two.", "One."),
        ("Names, e.g. the first. Two.", "Names, e.g. the first."),
        ("Version 1.2 of `a. b` it", "Version 1.2 of `a. b` it"),
        ("Over\ntwo lines! And more.", "Over two lines!"),
        ("## Title\n\nText.", "Title"),
        ("One of:\n- a\n- b", "One of:"),
        ("a<br>b", "a"),
    ];
    for (text, expected) in rows {
        assert_eq!(sentence(text).join("\n").trim_start(), expected, "from {text:?}");
    }
}

#[test]
fn items_name_and_explain() {
    let mut lines = Vec::new();
    item(&mut lines, "`q`", "Text to look for. Names only.");
    item(&mut lines, "`page`", "");
    item(&mut lines, "`long`", &"word ".repeat(20));
    let long = format!(" - `long`: {}", "word ".repeat(16).trim_end());
    assert_eq!(lines, [" - `q`: Text to look for.", " - `page`", &long, "   word word word word"]);
}

#[test]
fn names_cannot_leave_their_code() {
    assert_eq!(code("a`b\n"), "`ab`");
}
