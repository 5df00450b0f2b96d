//! A definition that says something else than the crate does is found out.

use serde_json::{Value, json};

use crate::on_the_wire::document::{Document, entries};
use crate::on_the_wire::problems;

/// The committed definition, of which these operations are left.
fn definition(keys: &[&str]) -> Value {
    let mut root: Value = serde_json::from_str(include_str!("../generated/definition.json")).expect("it is JSON");
    let kept = entries(&root["operations"]).filter(|(key, _)| keys.contains(key)).map(|(key, value)| (key.to_owned(), value.clone()));
    root["operations"] = kept.collect();
    root
}

#[test]
fn whatever_differs_is_found() {
    let cases = [
        ("groups.list", "/operations/groups.list/method", json!("POST"), "method"),
        ("groups.list", "/operations/groups.list/path", json!("/organizations/{org_id}/teams"), "path"),
        ("groups.list", "/operations/groups.list/server", json!("account"), "path"),
        ("groups.list", "/operations/groups.list/parameters/0/lists", json!(["multi"]), "query"),
        ("groups.list", "/operations/groups.list/auth", json!([]), "authorization"),
        ("groups.list", "/operations/groups.list/fixed", json!([{"in": "header", "name": "X-More", "value": "1"}]), "x-more"),
        ("groups.list", "/operations/groups.list/bound", json!(["org_id"]), "query"),
        ("groups.list", "/operations/groups.list/response/items", json!("/groups"), "missing field"),
        ("groups.list", "/operations/groups.list/response/total", json!("/of_all/groups"), "read"),
        ("groups.list", "/operations/groups.list/response/kind", json!("text"), "reply 200"),
        ("groups.create", "/operations/groups.create/body/media", json!("text/json"), "content-type"),
        ("groups.create", "/types/CreateGroupInput/fields/1/is", json!("read_only"), "body"),
        ("groups.create", "/types/CreateGroupInput/fields/1/name", json!("about"), "lacks fields"),
        ("groups.create", "/operations/groups.create/response/envelope", json!("group"), "reply 201"),
        ("groups.create", "/types/Group/fields/0/name", json!("key"), "reply 201"),
        ("groups.create", "/operations/groups.create/errors/0/type", json!("bool"), "not what is declared"),
        ("groups.upload_logo", "/operations/groups.upload_logo/form", json!("application/x-www-form-urlencoded"), "content-type"),
        ("groups.delete", "/operations/groups.delete/successes/0", json!({"status": 404, "has_body": false}), "reply 404"),
        ("groups.delete", "/operations/groups.delete/idempotency_key", json!("Idempotency-Key"), "idempotency-key"),
    ];
    for (key, place, value, words) in cases {
        let mut root = definition(&[key]);
        assert_eq!(problems(&Document::of(root.clone())).0, Vec::<String>::new(), "{key}");
        put(&mut root, place, value);
        let found: Vec<String> = problems(&Document::of(root)).0.into_iter().filter(|it| it.starts_with(&format!("{key}: "))).collect();
        assert!(found.iter().any(|it| it.contains(words)), "{place}: {found:#?}");
    }
}

/// Puts a value in a place, which need not be there yet.
fn put(root: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').expect("a place below the root");
    match root.pointer_mut(parent).unwrap_or_else(|| panic!("there is no {parent}")) {
        Value::Array(list) => list[name.parse::<usize>().expect("a number")] = value,
        members => members[name] = value,
    }
}
