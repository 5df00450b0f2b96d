//! Bodies that say what has changed, row by row of the table.

use serde_json::{Value, json as value};

use crate::runtime::{Changes, Extra, Maybe, Value as Json, object};

#[derive(Debug, Clone, PartialEq, Default)]
struct Write {
    title: String,
    note: Option<String>,
    color: Maybe<String>,
    users: Option<Vec<i64>>,
    data: Option<std::collections::BTreeMap<String, Json>>,
    extra: Extra,
}

object! {
    Write;
    "title" => required title;
    "note" => optional note;
    "color" => maybe color;
    "users" => optional users;
    "data" => optional data;
    _ => extra;
}

const PLAIN: Changes = Changes { resend: &[], merge: &[], not_empty: &[], keys: &[] };

/// What is sent for a change of these members.
fn sent(rules: &Changes, before: Value, after: Value) -> Value {
    let with_title = |mut members: Value| {
        members.as_object_mut().expect("an object").entry("title").or_insert("T".into());
        members
    };
    let body: Write = rules.between(&with_title(before), &with_title(after));
    serde_json::to_value(body).expect("writable")
}

#[test]
fn what_is_required_is_always_sent_and_nothing_else_that_is_the_same() {
    let same = value!({ "note": "n", "users": [1], "id": 5 });
    assert_eq!(sent(&PLAIN, same.clone(), same), value!({ "title": "T" }));
    assert_eq!(sent(&PLAIN, value!({}), value!({ "title": "U", "created_at": "now" })), value!({ "title": "U" }));
}

#[test]
fn what_differs_is_sent_as_a_whole() {
    assert_eq!(
        sent(&PLAIN, value!({ "users": [1, 2], "data": { "a": 1, "b": 1 } }), value!({ "users": [], "data": { "a": 2, "b": 1 } })),
        value!({ "title": "T", "users": [], "data": { "a": 2, "b": 1 } })
    );
}

#[test]
fn what_is_gone_is_null_where_that_says_something() {
    let before = value!({ "note": "n", "color": "red" });
    assert_eq!(sent(&PLAIN, before.clone(), value!({})), value!({ "title": "T", "color": null }));
    assert_eq!(sent(&PLAIN, before, value!({ "color": null, "note": null })), value!({ "title": "T", "color": null }));
}

#[test]
fn what_the_server_empties_is_sent_again_as_long_as_it_is_known() {
    let rules = Changes { resend: &["users"], ..PLAIN };
    assert_eq!(
        sent(&rules, value!({ "users": [1] }), value!({ "users": [1], "note": "n" })),
        value!({ "title": "T", "users": [1], "note": "n" })
    );
    assert_eq!(sent(&rules, value!({}), value!({})), value!({ "title": "T" }));
}

#[test]
fn what_is_merged_is_sent_as_far_as_it_differs() {
    let rules = Changes { merge: &["data"], ..PLAIN };
    assert_eq!(
        sent(&rules, value!({ "data": { "a": 1, "b": 1, "c": 1 } }), value!({ "data": { "a": 2, "b": 1, "d": 1 } })),
        value!({ "title": "T", "data": { "a": 2, "c": null, "d": 1 } })
    );
    assert_eq!(sent(&rules, value!({}), value!({ "data": { "a": 2 } })), value!({ "title": "T", "data": { "a": 2 } }));
}

#[test]
fn what_may_not_be_empty_is_not_sent_empty() {
    let rules = Changes { not_empty: &["note", "color"], ..PLAIN };
    assert_eq!(sent(&rules, value!({ "note": "n", "color": "red" }), value!({ "note": "" })), value!({ "title": "T" }));
    assert_eq!(sent(&rules, value!({ "note": "n" }), value!({ "note": "m" })), value!({ "title": "T", "note": "m" }));
}

#[test]
fn objects_are_sent_as_their_keys() {
    let rules = Changes { keys: &[("users", "id")], ..PLAIN };
    let after = value!({ "users": [{ "id": 1, "name": "A" }, 2] });
    assert_eq!(sent(&rules, value!({}), after), value!({ "title": "T", "users": [1, 2] }));
    let rules = Changes { keys: &[("data/users", "id")], ..PLAIN };
    let after = value!({ "data": { "users": [{ "id": 1 }], "guests": [{ "id": 2 }] } });
    assert_eq!(sent(&rules, value!({}), after), value!({ "title": "T", "data": { "users": [1], "guests": [{ "id": 2 }] } }));
}
