//! Overlays: what they do to a document.

use std::borrow::Cow;

use generator::diagnostic::Diagnostic;
use generator::node::Sink;
use generator::overlay::apply;
use generator::source::Source;
use serde_json::{Value, json};

fn parse(name: &str, value: &Value) -> Source {
    Source::parse(name, value.to_string()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The document after the actions, which must be applied without diagnostics.
fn applied(document: &Value, actions: Value) -> Value {
    let overlay = json!({"overlay": "1.1.0", "info": {}, "actions": actions});
    let (document, overlay) = (parse("document", document), parse("overlay", &overlay));
    let sink = Sink::default();
    let (value, _) = apply(&document, &overlay, &sink);
    let found: Vec<String> = sink.into_diagnostics().iter().map(Diagnostic::render).collect();
    assert_eq!(found, Vec::<String>::new());
    Cow::into_owned(value)
}

#[test]
fn updates_merge_objects_append_to_lists_and_replace_the_rest() {
    let document = json!({"a": {"b": 1, "list": [1], "deep": {"x": 1}}, "c": [{"n": 1}, {"n": 2}]});
    let cases = [
        (
            json!({"target": "$.a", "update": {"b": 2, "list": [2, 3], "deep": {"y": null}}}),
            json!({"a": {"b": 2, "list": [1, 2, 3], "deep": {"x": 1, "y": null}}, "c": [{"n": 1}, {"n": 2}]}),
        ),
        (
            json!({"target": "$.a.list", "update": {"n": 3}}),
            json!({"a": {"b": 1, "list": [1, {"n": 3}], "deep": {"x": 1}}, "c": [{"n": 1}, {"n": 2}]}),
        ),
        (
            json!({"target": "$.c[?@.n == 2]", "update": {"m": 3}}),
            json!({"a": {"b": 1, "list": [1], "deep": {"x": 1}}, "c": [{"n": 1}, {"n": 2, "m": 3}]}),
        ),
        (
            json!({"target": "$.a.b", "update": "text"}),
            json!({"a": {"b": "text", "list": [1], "deep": {"x": 1}}, "c": [{"n": 1}, {"n": 2}]}),
        ),
        (
            json!({"target": "$", "update": {"d": {}}}),
            json!({"a": {"b": 1, "list": [1], "deep": {"x": 1}}, "c": [{"n": 1}, {"n": 2}], "d": {}}),
        ),
    ];
    for (action, expected) in cases {
        assert_eq!(applied(&document, json!([action.clone()])), expected, "{action}");
    }
}

#[test]
fn removals_take_all_that_match() {
    let document = json!({"a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "b": {"x": {"y": 1}, "z": 2}});
    let actions = json!([
        {"target": "$.a[?@ > 1 && @ != 5]", "remove": true},
        {"target": "$.b..y", "remove": true},
        {"target": "$.b.z", "remove": true, "update": 3},
    ]);
    assert_eq!(applied(&document, actions), json!({"a": [0, 1, 5], "b": {"x": {}}}));
    let nested = json!([{"target": "$.b..*", "remove": true}]);
    assert_eq!(applied(&document, nested), json!({"a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "b": {}}));
}

#[test]
fn copies_merge_what_stands_elsewhere() {
    let document = json!({"a": {"x": 1}, "b": {"y": 2}, "c": {}});
    let actions = json!([{"target": "$['b', 'c']", "copy": "$.a"}, {"target": "$.c", "update": {"z": 3}}]);
    assert_eq!(applied(&document, actions), json!({"a": {"x": 1}, "b": {"y": 2, "x": 1}, "c": {"x": 1, "z": 3}}));
}

#[test]
fn actions_see_what_earlier_ones_did() {
    let document = json!({"a": {}});
    let actions = json!([{"target": "$.a", "update": {"b": {}}}, {"target": "$.a.b", "update": {"c": 1}}]);
    assert_eq!(applied(&document, actions), json!({"a": {"b": {"c": 1}}}));
}
