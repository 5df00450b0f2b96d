use ::webhooks_without_paths::types::Down;
use ::webhooks_without_paths::webhook::{Event, Notice};

#[test]
fn the_payload_is_a_union_of_its_own() {
    let Event::Notice(notice) = Event::from_slice(br#"{"state":"down","why":"fire"}"#).unwrap() else { panic!() };
    assert!(matches!(notice, Notice::Down(down) if down.why.as_deref() == Some("fire")));
    let _: fn(Down) -> Option<String> = |down| down.why;
}
