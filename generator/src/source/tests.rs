//! What is read, and what is refused.

use super::*;
use serde_json::json;

fn parse(name: &str, text: &str) -> Result<Value, String> {
    match Source::parse(name, text) {
        Ok(source) => Ok(source.value),
        Err(problems) => Err(problems.iter().map(Diagnostic::render).collect()),
    }
}

#[test]
fn both_formats_give_the_same_value() {
    let value = json!({"b": {"200": [1, "x", null, 1.5]}, "a": "é"});
    assert_eq!(parse("x", "\u{feff}{\"b\": {\"200\": [1, \"x\", null, 1.5]}, \"a\": \"\\u00e9\"}"), Ok(value.clone()));
    assert_eq!(parse("x", "\u{feff}# comment\r\nb:\r\n  200: [1, x, ~, 1.5]\r\na: é\r\n"), Ok(value.clone()));
    assert_eq!(parse("x.yaml", "{b: {200: [1, x, null, 1.5]}, a: é}"), Ok(value));
}

#[test]
fn yaml_keys_and_scalars_are_what_they_look_like() {
    let value = json!({"no": "NO", "1.0": "012", "null": true, "true": "2020-01-01", "v": ".inf"});
    assert_eq!(parse("x", "no: NO\n1.0: 012\nnull: true\ntrue: 2020-01-01\nv: '.inf'"), Ok(value));
    assert_eq!(parse("x", "a: !thing {b: !other c}"), Ok(json!({"a": {"b": "c"}})));
}

#[test]
fn merges_and_aliases_are_applied() {
    let text = "a: &a {x: 1, y: 2}\nb: &b {z: 3}\nc: {<<: [*a, *b], y: 5}\nd: {<<: *a}\ne: *b";
    let value = json!({"a": {"x": 1, "y": 2}, "b": {"z": 3}, "c": {"y": 5, "x": 1, "z": 3},
        "d": {"x": 1, "y": 2}, "e": {"z": 3}});
    assert_eq!(parse("x", text), Ok(value));
    assert_eq!(parse("x", "a: {<<: 1}"), Err("x:1:4: error: `<<` merges a mapping or a list of mappings, nothing else (at /a/<<)".into()));
}

#[test]
fn problems_have_a_place() {
    let cases = [
        ("x.json", "{\"a\": 1,\n \"b\\\"c\": 2, \"b\\\"c\": 3}", "x.json:2:13: error: duplicate key `b\"c` (at /b\"c)"),
        ("x.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n", "x.yaml:4:3: error: duplicate key `c` (at /b/c)"),
        ("x.json", "{\"é\": 1 \"b\": 2}", "x.json:1:9: error: not valid JSON: expected `,` or `}`"),
        ("x.json", "swagger", "x.json:1:1: error: not valid JSON: expected value"),
        (
            "x",
            "a: [1\nb: 2",
            "x:2:2: error: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence at line 1 column 4",
        ),
        ("x", "a: 1\n---\nb: 2", "x:2:1: error: more than one YAML document in one file"),
    ];
    for (name, text, expected) in cases {
        assert_eq!(parse(name, text), Err(expected.into()), "{text}");
    }
}

#[test]
fn depth_and_aliases_are_bounded() {
    let deep = "[".repeat(100_000);
    assert_eq!(parse("x", &deep), Err("x:1:128: error: nested too deeply: more than 127 levels".into()));
    let mut bomb = String::from("a0: &a0 [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]\n");
    for level in 1..20 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    let problem = parse("x", &bomb).unwrap_err();
    assert!(problem.contains("expand to too much"), "{problem}");
}
