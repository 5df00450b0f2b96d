//! Lines and columns of places.

use crate::pointer::Pointer;
use crate::source::Source;

#[test]
fn places_are_found_again() {
    let json = "{\n  \"a\": {\"b\": [1, {\"c\\u0064\": true}, \"é\", 7]}\n}";
    let yaml = "a:\n  b:\n  - 1\n  - {cd: true}\n  - é\n  - 7\n";
    let cases = [
        ("", (1, 1), (1, 1)),
        ("/a", (2, 3), (1, 1)),
        ("/a/b", (2, 9), (2, 3)),
        ("/a/b/0", (2, 15), (3, 5)),
        ("/a/b/1", (2, 18), (4, 5)),
        ("/a/b/1/cd", (2, 30), (4, 10)),
        ("/a/b/2", (2, 37), (5, 5)),
        ("/a/b/3", (2, 42), (6, 5)),
        ("/a/b/9/z", (2, 9), (2, 3)),
        ("/z", (1, 1), (1, 1)),
    ];
    for (text, expected) in [(json, 1), (yaml, 2)] {
        let source = Source::parse("x", text).unwrap();
        for (at, in_json, in_yaml) in cases {
            let wanted = if expected == 1 { in_json } else { in_yaml };
            assert_eq!(source.position(&Pointer::parse(at).unwrap()), Some(wanted), "{at} in {text}");
        }
        let places = cases.map(|(at, ..)| Pointer::parse(at).unwrap());
        let wanted = cases.map(|(_, in_json, in_yaml)| Some(if expected == 1 { in_json } else { in_yaml }));
        assert_eq!(source.positions(&places), wanted, "all at once in {text}");
    }
}

/// Places, and the line and column of each.
type Positions<'c> = &'c [(&'c str, (usize, usize))];

/// Compares the positions in a document, and in the same one with a byte-order mark and Windows' line ends.
fn check(name: &str, text: &str, expected: Positions) {
    for text in [text.to_owned(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
        let source = Source::parse(name, text.as_str()).unwrap_or_else(|problems| panic!("{problems:?} in {text}"));
        let found: Vec<_> = expected.iter().map(|(at, _)| (*at, source.position(&Pointer::parse(at).unwrap()).unwrap())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn yaml_is_found_however_it_is_written() {
    let cases: &[(&str, Positions)] = &[
        // Anchors, aliases and merges lead to where the text stands.
        (
            "a: &a\n  x: 1\n  y: {z: 2}\nb: *a\nc:\n  <<: *a\n  y: 3\nd: {<<: [*a, {w: 4}]}\ne: &e text\nf: *e\n*e : 5\n",
            &[
                ("/a", (1, 1)),
                ("/a/x", (2, 6)),
                ("/b", (4, 1)),
                ("/b/x", (2, 6)),
                ("/b/y/z", (3, 10)),
                ("/c", (5, 1)),
                ("/c/x", (2, 6)),
                ("/c/y", (7, 6)),
                ("/c/y/z", (7, 6)),
                ("/d/w", (8, 18)),
                ("/d/y", (3, 3)),
                ("/e", (9, 4)),
                ("/f", (10, 4)),
                ("/text", (11, 6)),
            ],
        ),
        // Tags, markers of documents, directives and comments.
        (
            "%YAML 1.1\n# one\n---\n# two\na: !thing {b: !other c}\nd: !!str 5 # three\n...\n",
            &[("", (5, 1)), ("/a", (5, 1)), ("/a/b", (5, 15)), ("/d", (6, 4))],
        ),
        // What is empty, and blocks of lines, begin at their key.
        (
            "a:\nb: ~\nc: ''\nd: |\n  one\n  two\ne: >-\n\n  three\nf: one\n  two\ng: {h: , i}\nj:\n  - |\n    four\n  -\n",
            &[
                ("/a", (1, 1)),
                ("/b", (2, 4)),
                ("/c", (3, 4)),
                ("/d", (4, 1)),
                ("/e", (7, 1)),
                ("/f", (10, 4)),
                ("/g/h", (12, 5)),
                ("/g/i", (12, 10)),
                ("/j/0", (14, 5)),
                ("/j/1", (16, 4)),
            ],
        ),
        // Keys as they read, not as they are written.
        (
            "\"a\\u00e9/\\\"\": 1\n'it''s': 2\n200: {x: 3}\nnull: 4\n? b\n: c: 5\n",
            &[("/aé~1\"", (1, 15)), ("/it's", (2, 10)), ("/200/x", (3, 10)), ("/null", (4, 7)), ("/b", (5, 3)), ("/b/c", (6, 6))],
        ),
        // Columns count characters.
        ("ü: {日本: 語, b: {c: \u{1f600}, d: e}}\n", &[("/ü/日本", (1, 9)), ("/ü/b", (1, 12)), ("/ü/b/d", (1, 25))]),
        // Lists beside their key, in one another, and in one line.
        (
            "a:\n- b\n- c: 1\n  d: 2\n- - e\n  - [f, {g: h}]\n- {i: j}\n",
            &[
                ("/a", (1, 1)),
                ("/a/0", (2, 3)),
                ("/a/1", (3, 3)),
                ("/a/1/d", (4, 6)),
                ("/a/2", (5, 3)),
                ("/a/2/1", (6, 5)),
                ("/a/2/1/1", (6, 9)),
                ("/a/2/1/1/g", (6, 13)),
                ("/a/3", (7, 3)),
                ("/a/9", (1, 1)),
            ],
        ),
        // A flow mapping that is closed where its parent begins, or further on.
        ("a: {\n  b: 1\n}\nc: [\n  2\n]\nd: {e: {\n    f: 3\n  }}\n", &[("/a/b", (2, 6)), ("/c/0", (5, 3)), ("/d/e/f", (8, 8))]),
    ];
    for (text, expected) in cases {
        check("x.yaml", text, expected);
    }
}

/// What the parser of values takes although the specification of YAML does not.
#[test]
fn what_is_untidy_is_found_as_well() {
    let quoted = "a:\n  b:\n    c: 1\n    d: \"two\n    lines\"\n    e: 2\nf: {g: 3}\n";
    check(
        "x.yaml",
        quoted,
        &[("/a", (1, 1)), ("/a/b", (2, 3)), ("/a/b/c", (3, 8)), ("/a/b/d", (4, 8)), ("/a/b/e", (6, 8)), ("/f/g", (7, 8))],
    );
    check("x.yaml", "a: {b: 1}\nc: \"d\"# e\nf: {g: 2}\n", &[("/a/b", (1, 8)), ("/c", (2, 4)), ("/f/g", (3, 8))]);
    check("x.yaml", "a: {b: {c: 1,\nd: 2}}\ne: 3\n", &[("/a/b", (1, 5)), ("/a/b/c", (1, 12)), ("/a/b/d", (2, 4)), ("/e", (3, 4))]);
    check("x.yaml", "a: 1\nb:\t2\nc: 3\n", &[("/a", (1, 4)), ("/b", (2, 4)), ("/c", (3, 4))]);
    let deep = format!("a: {}b{}\n", "[".repeat(126), "]".repeat(126));
    check("x.yaml", &deep, &[("/a", (1, 1)), (&format!("/a{}", "/0".repeat(126)), (1, 130))]);
}

#[test]
fn json_is_found_however_it_is_written() {
    let cases: &[(&str, Positions)] = &[
        ("{\t\"a\"\t:\t[\t1\t,\t{\"b\":\t2}\t]\t}", &[("/a", (1, 3)), ("/a/0", (1, 11)), ("/a/1", (1, 15)), ("/a/1/b", (1, 21))]),
        ("{\"description\": \"one\",\n \"description\": \"two\"}", &[("/description", (2, 17))]),
        (
            "{\"a\\/b\": 1, \"\\ud83d\\ude00\": {\"\\\"\": 2}, \"\\\\\": 3, \"\": 4}",
            &[("/a~1b", (1, 10)), ("/\u{1f600}", (1, 13)), ("/\u{1f600}/\"", (1, 36)), ("/\\", (1, 46)), ("/", (1, 53))],
        ),
        ("  [\"é\",\n\n [[], \"\u{2028}x\", 5]]  ", &[("", (1, 3)), ("/0", (1, 4)), ("/1", (3, 2)), ("/1/2", (3, 13))]),
    ];
    for (text, expected) in cases {
        check("x.json", text, expected);
    }
}

#[test]
fn numbers_are_found_as_they_are_written_however_many() {
    let json =
        "{\"a\": [1.10, 2.0 , {\"}\\\"]\": \"{\\\\\", \"b\": 1e2}], \"s\": [\"x\\\"\", [\"]\"]], \"c~\": {\"/\": -0.50}, \"d\": 7.0\n}";
    let places = [("/a/0", "1.10"), ("/a/1", "2.0"), ("/a/2/b", "1e2"), ("/c~0/~1", "-0.50"), ("/d", "7.0")];
    let source = Source::parse("x.json", json).unwrap();
    // The first ones are looked for one by one.
    for round in 0..3 {
        for (at, written) in places {
            assert_eq!(source.spelling(&Pointer::parse(at).unwrap()).as_deref(), Some(written), "{at} in round {round}");
        }
        assert_eq!(source.spelling(&Pointer::parse("/s/0").unwrap()), None);
    }
}
