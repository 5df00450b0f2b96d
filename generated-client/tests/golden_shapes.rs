//! Types of every shape, as the generator's own tests pin them down: they compile against the runtime, and read and
//! write what they should.

// Only tests use this crate within a crate.
#![allow(dead_code)]

#[path = "../src/runtime/mod.rs"]
mod runtime;

#[rustfmt::skip]
#[path = "../../generator/tests/emit/golden/shapes/mod.rs"]
mod generated;

#[cfg(feature = "test-util")]
use generated::types;
use generated::types::*;
use runtime::{Maybe, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Reads a value and writes it again.
#[track_caller]
fn again<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).expect("the value reads");
    assert_eq!(&serde_json::to_value(&read).expect("the value writes"), value);
    read
}

#[test]
fn every_property_comes_and_goes() {
    let everything: Everything = again(&json!({
        "flag": true,
        "count": null,
        "ratio": 0.5,
        "note": null,
        "content": "AQI=",
        "created-at": "2026-11-23 10:00:00",
        "day": "2026-11-23",
        "any": { "a": [1] },
        "kind": "b c",
        "level": -1,
        "parts": [{ "x": { "id": "p" } }],
        "labels": { "a": "b" },
        "parent": { "flag": false, "count": 1, "created-at": "", "any": 1, "ids": [] },
        "holes": [1, null],
        "either": { "id": "p" },
        "owner": { "id": "o" },
        "old \"name\"": "old",
        "ids": [1, 2],
        "unknown": [{}],
    }));
    assert_eq!((everything.note, everything.count), (Maybe::Null, None));
    assert_eq!((everything.kind, everything.level), (Some(Kind::BC), Some(Level::MinusOne)));
    assert!(matches!(everything.either, Some(Either::Part(part)) if part.id == "p"));
    assert_eq!(everything.parent.map(|parent| parent.count), Some(Some(1)));
}

#[test]
fn wrapped_properties_come_out_of_their_wrapper() {
    let value = json!({ "flag": true, "count": 1, "created-at": "", "any": 1, "ids": { "data": [7] }, "owner": { "data": { "id": "o" } } });
    let everything: Everything = serde_json::from_value(value).expect("the value reads");
    assert_eq!(everything.ids, [7]);
    assert_eq!(everything.owner.map(|owner| owner.id).as_deref(), Some("o"));
}

#[test]
fn required_properties_are_required() {
    let lacking = serde_json::from_value::<Everything>(json!({ "flag": true, "created-at": "", "any": 1 })).expect_err("`ids` is lacking");
    assert!(lacking.to_string().contains("ids"), "{lacking}");
}

#[test]
fn what_is_built_is_what_is_sent() {
    let built = Everything::new(true, "2026-11-23T10:00:00Z", json!(null), [1])
        .note("x")
        .kind("a")
        .labels([("k", "v".to_owned())])
        .parent(Everything::default())
        .either("text");
    assert_eq!(
        serde_json::to_value(&built).expect("the value writes"),
        json!({
            "flag": true,
            "count": null,
            "note": "x",
            "created-at": "2026-11-23T10:00:00Z",
            "any": null,
            "kind": "a",
            "labels": { "k": "v" },
            "parent": { "flag": false, "count": null, "created-at": "", "any": null, "ids": [] },
            "either": "text",
            "ids": [1],
        })
    );
}

#[test]
fn properties_of_any_name_are_typed() {
    let counters: Counters = again(&json!({ "a": 1, "b": 2, "c": { "no": "number" } }));
    assert_eq!(counters.additional.len(), 2);
    assert_eq!(serde_json::to_value(Counters::new().additional([("x", 1)])).expect("it writes"), json!({ "x": 1 }));
}

#[test]
fn unions_are_distinguished_or_kept() {
    assert!(matches!(again(&json!("t")), Either::Text(_)));
    assert!(matches!(again(&json!([{ "id": "p" }])), Either::List(_)));
    assert!(matches!(again(&json!(1.5)), Either::Other(_)));
    assert!(matches!(again(&json!({ "id": "p", "type": "kitten" })), Animal::Cat(_)));
    assert!(matches!(again(&json!({ "type": "dog" })), Animal::Dog(_)));
    assert!(matches!(again(&json!({ "type": "cow" })), Animal::Other(_)));
}

#[test]
fn enums_keep_what_came_later() {
    assert_eq!(again::<Kind>(&json!("")), Kind::Empty);
    assert_eq!(again::<Kind>(&json!("new")), Kind::Other("new".to_owned()));
    assert_eq!(again::<Level>(&json!(1)), Level::N1);
    assert_eq!(again::<Level>(&json!(-7)), Level::Other(-7));
}
