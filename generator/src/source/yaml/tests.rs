//! Scalars by YAML 1.2: what is a number, and what only looks like one.

use serde_json::{Value, json};

use crate::source::Source;

fn value(text: &str) -> Value {
    let source = Source::parse("x.yaml", format!("key: {text}\n")).unwrap_or_else(|found| panic!("{text}: {found:?}"));
    source.value()["key"].clone()
}

#[test]
fn plain_scalars_are_what_they_look_like() {
    for text in ["", "~", "null", "Null", "NULL"] {
        assert_eq!(value(text), Value::Null, "{text}");
    }
    for (text, expected) in [("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false)] {
        assert_eq!(value(text), json!(expected), "{text}");
    }
    let integers = [
        ("0", 0),
        ("7", 7),
        ("+7", 7),
        ("-7", -7),
        ("0x1F", 31),
        ("-0x1f", -31),
        ("0o17", 15),
        ("0b101", 5),
        ("-9223372036854775808", i64::MIN),
    ];
    for (text, expected) in integers {
        assert_eq!(value(text), json!(expected), "{text}");
    }
    assert_eq!(value("18446744073709551615"), json!(u64::MAX));
    let floats =
        [("1.10", 1.1), ("+.5", 0.5), ("-5.", -5.0), ("1e3", 1000.0), ("01.5", 1.5), ("-18446744073709551616", -18446744073709551616.0)];
    for (text, expected) in floats {
        assert_eq!(value(text), json!(expected), "{text}");
    }
}

#[test]
fn what_is_no_value_of_json_is_text() {
    let texts = [
        "no",
        "yes",
        "on",
        "tRUE",
        "nUll",
        "012",
        "-012",
        "00",
        "1_000",
        "1:30",
        "0x",
        "0xG",
        "0o8",
        "0b2",
        "--1",
        "+-1",
        "-+1",
        "0x-1",
        "e5",
        "1e400",
        "inf",
        "nan",
        "infinity",
        ".inf",
        "-.INF",
        ".nan",
        "2020-01-01",
        "1.2.3",
    ];
    for text in texts {
        assert_eq!(value(text), json!(text), "{text}");
    }
    for quoted in ["'1'", "\"1\"", "|\n  1", "!!str 1", "!!timestamp 1", "!mine '1'"] {
        assert_eq!(value(quoted).as_str().map(str::trim), Some("1"), "{quoted}");
    }
}

#[test]
fn tags_decide_and_those_of_the_document_do_not() {
    assert_eq!(value("!!int '7'"), json!(7));
    assert_eq!(value("!!float 7"), json!(7.0));
    assert_eq!(value("!!bool 'true'"), json!(true));
    assert_eq!(value("!!null '~'"), Value::Null);
    assert_eq!(value("!mine 7"), json!(7));
    assert_eq!(value("! 7"), json!(7));
    assert_eq!(value("!mine [!!str 7, !!map {b: !c 1}]"), json!(["7", {"b": 1}]));
}

#[test]
fn what_is_wrong_has_its_place() {
    let cases = [
        ("a: !!int b\n", "x.yaml:1:4: error: invalid value: string \"b\", expected an integer"),
        ("a:\n  ? [b]\n  : c\n", "x.yaml:2:5: error: invalid type: sequence, expected text as a key"),
        ("a: *b\n", "x.yaml:1:4: error: unknown anchor"),
        ("a: &a [*a]\n", "x.yaml:1:8: error: this alias stands for what it is a part of: that has no end"),
        ("a: \u{1}\n", "x.yaml:1:4: error: not valid YAML: control characters are not allowed"),
        ("a: 1\n---\nb: [\n", "x.yaml:2:1: error: more than one YAML document in one file"),
        ("a: 1\na: 2\nb: [\n", "x.yaml:2:1: error: duplicate key `a` (at /a)"),
        ("a: 1\n b: 2\n", "x.yaml:2:3: error: not valid YAML: mapping values are not allowed in this context"),
    ];
    for (text, expected) in cases {
        let found = Source::parse("x.yaml", text).expect_err(text);
        assert_eq!(found.iter().map(crate::Diagnostic::render).collect::<String>(), expected, "{text}");
    }
}

#[test]
fn the_rest_of_an_empty_document_is_null() {
    for text in ["", "# nothing\n", "---\n", "--- ~\n...\n"] {
        assert_eq!(*Source::parse("x.yaml", text).unwrap().value(), Value::Null, "{text}");
    }
}

#[test]
fn a_comma_may_follow_a_tag() {
    let refused = Source::parse("x.yaml", "a: 1\nb: {c: !d, e: [!f,!g, 1], h: !<i>, j: !, k: 1}\n").unwrap_err();
    assert!(refused[0].position.is_some(), "{refused:?}");
    let text = "a: say !hello, and !bye, [!x, y]\nb: ['!c,d', \"!e,f\", 7]\nc: |\n  !g,h\n";
    let source = Source::parse("x.yaml", text).unwrap();
    assert_eq!(*source.value(), json!({"a": "say !hello, and !bye, [!x, y]", "b": ["!c,d", "!e,f", 7], "c": "!g,h\n"}));
    assert_eq!(source.position(&crate::pointer::Pointer::root().push("b")), Some((2, 1)));
}

#[test]
fn a_tag_may_follow_anything() {
    for before in [
        "'b'", "\"b\"", "[b]", "{b: c}", "&b", "*b", "b", "!b", "b:", "?", "%", "@", "|", "`", "\u{a0}", "-", "b2", "&b2", "*b2", "|2",
        ">-2", "!b2", "'b' c", "---b", "%b", "1",
    ] {
        for tag in ["!", "!!", "!c", "!<c>", "!c!d"] {
            for text in [format!("a: [{before}{tag}, 1]\n"), format!("{{a: {before}{tag}, e: 1}}\n"), format!("a: {before}{tag},\n")] {
                let expected = serde_yaml::from_str::<Value>(&text);
                match Source::parse("x.yaml", text.as_str()) {
                    Ok(source) => assert_eq!(Some(source.value()), expected.ok().as_ref(), "{text}"),
                    Err(found) => assert!(found[0].position.is_some(), "{text}: {found:?}"),
                }
            }
        }
    }
}

#[test]
fn a_block_scalar_may_end_the_text() {
    for (scalar, expected) in
        [("|\n  b", "b"), (">\n  b\n  c", "b c"), ("|+\n  b", "b"), ("|\n  b\n", "b\n"), ("|", ""), ("|-", ""), ("|2", "")]
    {
        let source = Source::parse("x.yaml", format!("a: {scalar}")).unwrap();
        assert_eq!(source.value()["a"], json!(expected), "{scalar:?}");
    }
    // Wherever the input is cut off, it is read or refused.
    let whole = "%YAML 1.1\n---\na: &x !t |+2 # c\n    b\n\n'c': \"d\\u00e9\\\n e\"\n? f\n: [*x, {g: h}, - i]\n<<: >-\n j\n...\n";
    for (end, _) in whole.char_indices() {
        let _ = Source::parse("x.yaml", &whole[..end]);
        let _ = Source::parse("x.yaml", &whole[end..]);
    }
}
