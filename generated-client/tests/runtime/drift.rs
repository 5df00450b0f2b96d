//! Servers that stray from their definition: every row is decoded, or an error that keeps status, headers and body.

use serde_json::{Value, json as value};

use crate::api::against;
use crate::runtime::{Call, Client, Error, Extra, Json, Method, Timestamp, object, string_enum};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};

#[derive(Debug, Clone, PartialEq, Default)]
struct Thing {
    id: i64,
    kind: Option<ThingKind>,
    on: Option<bool>,
    note: Option<String>,
    tags: Option<Vec<String>>,
    due: Option<Timestamp>,
    r#type: Option<String>,
    extra: Extra,
}

object! {
    Thing;
    "id" => required id;
    "kind" => optional kind;
    "on" => optional on;
    "note" => optional note;
    "tags" => optional tags;
    "due" => optional due;
    "type" => optional r#type;
    _ => extra;
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ThingKind {
    Task,
    Approval,
    Other(String),
}

string_enum! {
    ThingKind;
    "task" => Task;
    "approval" => Approval;
}

fn thing(client: &Client) -> Result<Thing, Error> {
    let call: Call<Json<Thing>> = client.call(Method::GET, "/things/{case}").path("case", "any").into();
    block_on(call.into_future())
}

/// Answers once, and reads what came.
fn get(status: u16, media: Option<&str>, body: &str) -> Result<Thing, Error> {
    let headers: Vec<_> = media.map(|media| ("content-type", media)).into_iter().collect();
    // A response that is retried is the same each time.
    let server = Server::start((0..4).map(|_| Act::Reply(reply(status, &headers, body))));
    thing(&against(&server).0)
}

fn specified() -> Value {
    value!({ "id": 1, "kind": "task", "on": true, "note": "n", "tags": ["a"], "due": "2026-01-02T03:04:05Z", "type": "x" })
}

/// As specified, but for one member.
fn with(member: &str, value: Value) -> Value {
    let mut thing = specified();
    thing[member] = value;
    thing
}

#[test]
fn bodies_that_stray_are_read() {
    const JSON: Option<&str> = Some("application/json");
    let read = |body: Value| get(200, JSON, &body.to_string()).expect("readable");
    let whole = read(specified());
    assert_eq!(serde_json::to_value(&whole).expect("writable"), specified());
    assert_eq!((whole.kind.clone(), whole.on), (Some(ThingKind::Task), Some(true)));

    assert_eq!(read(value!({ "id": 1 })), Thing { id: 1, ..Thing::default() });
    assert_eq!(read(with("new", value!({ "a": 1 }))).extra.get("new"), Some(&value!({ "a": 1 })));
    let nulls = read(with("note", Value::Null));
    assert_eq!((nulls.note, nulls.id), (None, 1));
    assert_eq!((read(with("tags", Value::Null)).tags, read(with("due", Value::Null)).due), (None, None));
    assert_eq!(read(with("kind", value!("email"))).kind, Some(ThingKind::Other("email".to_owned())));
    assert_eq!(read(with("kind", Value::Null)).kind, None);
    assert_eq!(read(with("on", value!(false))).on, Some(false));
    assert_eq!(read(with("id", value!(9_007_199_254_740_993_i64))).id, 9_007_199_254_740_993);
    for (due, seconds) in [("2026-01-02T03:04:05+02:00", 1_767_315_845), ("2026-01-02 03:04:05", 1_767_323_045)] {
        let moment = read(with("due", value!(due))).due.expect("a moment");
        assert_eq!((moment.as_str(), moment.unix_seconds()), (due, Some(seconds)));
    }

    let error = get(200, JSON, &with("id", Value::Null).to_string()).expect_err("null for a required number");
    assert_eq!((error.status().map(|status| status.as_u16()), error.json_path()), (Some(200), Some("id")));
    assert!(error.body().is_some() && error.headers().is_some_and(|headers| headers.contains_key("content-type")));
}

#[test]
fn statuses_and_media_types_that_stray_are_read() {
    for (status, media) in [
        (201, Some("application/json")),
        (200, Some("application/json; charset=utf-8")),
        (200, Some("application/vnd.api+json")),
        (200, Some("text/plain")),
        (200, None),
    ] {
        assert_eq!(get(status, media, &specified().to_string()).expect("readable").id, 1, "{status} {media:?}");
    }
}

#[test]
fn errors_keep_what_came() {
    for (status, media, body, message) in [
        (404, "application/json", r#"{"message": "gone"}"#, "gone"),
        (500, "text/html", "<h1>oops</h1>", "oops"),
        (429, "application/json", r#"{"message": "slow down"}"#, "slow down"),
    ] {
        let error = get(status, Some(media), body).expect_err("a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
        assert_eq!(error.headers().and_then(|headers| headers.get("content-type")?.to_str().ok()), Some(media));
        assert_eq!(error.message(), Some(message));
    }
}
