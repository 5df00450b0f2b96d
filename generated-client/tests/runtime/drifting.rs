//! Where a response differs from its definition, the observer learns what, where and how often, but no content.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json, to_value};

use crate::api::{PAGES, client};
use crate::runtime::{
    Client, ClientBuilder, Drift, DriftKind, Error, Extra, FromJson, Json, JsonKind, Method, Paged, Request, Secret, Timestamp, int_enum,
    object, string_enum, union,
};
use crate::support::memory::{Answer, block_on};

#[derive(Debug, Clone, PartialEq, Default)]
struct Job {
    id: i64,
    state: Option<State>,
    level: Option<Level>,
    share: Option<f64>,
    done: Option<bool>,
    names: Option<Vec<String>>,
    labels: Option<BTreeMap<String, i64>>,
    due: Option<Timestamp>,
    owner: Option<Owner>,
    subject: Option<Subject>,
    animal: Option<Animal>,
    parts: Option<Vec<Part>>,
    key: Option<Secret>,
    extra: Extra,
}

object! {
    Job;
    "id" => required id;
    "state" => optional state;
    "level" => optional level;
    "share" => optional share;
    "done" => optional done;
    "names" => optional names;
    "labels" => optional labels;
    "due" => optional due;
    "owner" => optional owner "data";
    "subject" => optional subject;
    "animal" => optional animal;
    "parts" => optional parts;
    "key" => optional key;
    _ => extra;
}

/// Beside its name, numbers under any name.
#[derive(Debug, Clone, PartialEq, Default)]
struct Owner {
    name: String,
    scores: BTreeMap<String, i64>,
    extra: Extra,
}

object! {
    Owner;
    "name" => required name;
    .. => scores;
    _ => extra;
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Part {
    size: i64,
    state: Option<State>,
    extra: Extra,
}

object! {
    Part;
    "size" => required size;
    "state" => optional state;
    _ => extra;
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Open,
    Closed,
    Other(String),
}

string_enum! {
    State;
    "open" => Open;
    "closed" => Closed;
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Level {
    One,
    Two,
    Other(i64),
}

int_enum! {
    Level;
    1 => One;
    2 => Two;
}

#[derive(Debug, Clone, PartialEq)]
enum Subject {
    Number(i64),
    Owner(Box<Owner>),
    Part(Box<Part>),
    Other(Value),
}

union! {
    Subject;
    Number;
    Owner;
    Part;
}

#[derive(Debug, Clone, PartialEq)]
enum Animal {
    Cat(Part),
    Other(Value),
}

union! {
    Animal by "kind";
    "cat" => Cat;
}

/// Makes a call that is answered with a body; returns what it came to, and what was told.
fn told<T>(
    body: &Value,
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> (Result<T, Error>, Vec<Drift>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = told.clone();
    let builder = client().transport(Answer("application/json", body.to_string().into()));
    let client = set(builder.on_drift(move |drift| keep.lock().expect("no panic").push(drift))).build().expect("all is given");
    let result = call(&client);
    let told = told.lock().expect("no panic").clone();
    (result, told)
}

fn request(client: &Client) -> Request {
    client.call(Method::GET, "/jobs/{job_id}").path("job_id", "personal")
}

fn get<T: FromJson + 'static>(client: &Client) -> Result<T, Error> {
    block_on(crate::runtime::Call::<Json<T>>::from(request(client)).into_future())
}

/// How the response to a call differs from its definition: kind, place, what came.
fn strays(job: &Value) -> Vec<(DriftKind, String, Option<JsonKind>)> {
    let (_, told) = told(job, |builder| builder, get::<Job>);
    told.into_iter().map(|drift| (drift.kind, drift.json_path, drift.found)).collect()
}

#[test]
fn what_is_as_defined_is_not_reported() {
    let job = json!({
        "id": 1, "state": "open", "level": 2, "share": 1, "done": true, "names": ["a"], "labels": { "x": 1 },
        "due": "2026-01-02 03:04:05", "owner": { "data": { "name": "n", "likes": 3 }, "meta": {} }, "subject": { "size": 1 },
        "animal": { "kind": "cat", "size": 2 }, "parts": [{ "size": 1 }, { "size": 2, "state": "closed" }], "key": "hush",
    });
    // The tag of an alternative is a member like others, which `Part` lacks.
    assert_eq!(strays(&job), [(DriftKind::UnknownField, "animal.kind".to_owned(), Some(JsonKind::String))]);
    assert_eq!(strays(&json!({ "id": 1, "state": null, "names": null, "owner": null })), []);
}

#[test]
fn each_kind_is_reported_with_its_place() {
    use DriftKind::{MissingField, TypeMismatch, UnknownField, UnknownValue, UnknownVariant};
    use JsonKind::{Array, Boolean, Integer, Null, Number, Object};
    let cases = [
        // Members that nobody knows, of any kind.
        (json!({ "id": 1, "new": null }), UnknownField, "new", Some(Null)),
        (json!({ "id": 1, "new": false }), UnknownField, "new", Some(Boolean)),
        (json!({ "id": 1, "new": -7 }), UnknownField, "new", Some(Integer)),
        (json!({ "id": 1, "new": 0.5 }), UnknownField, "new", Some(Number)),
        (json!({ "id": 1, "new": "t" }), UnknownField, "new", Some(JsonKind::String)),
        (json!({ "id": 1, "new": [{ "id": 1 }] }), UnknownField, "new", Some(Array)),
        (json!({ "id": 1, "new": { "a": 1 } }), UnknownField, "new", Some(Object)),
        (json!({ "id": 1, "parts": [{ "size": 1 }, { "size": 1, "new": 1 }] }), UnknownField, "parts[*].new", Some(Integer)),
        (json!({ "id": 1, "subject": { "size": 1, "new": 1 } }), UnknownField, "subject.new", Some(Integer)),
        // Values that an enumeration lacks.
        (json!({ "id": 1, "state": "paused" }), UnknownValue, "state", Some(JsonKind::String)),
        (json!({ "id": 1, "level": 3 }), UnknownValue, "level", Some(Integer)),
        (json!({ "id": 1, "parts": [{ "size": 1, "state": "paused" }] }), UnknownValue, "parts[*].state", Some(JsonKind::String)),
        // Values that are none of several types.
        (json!({ "id": 1, "subject": true }), UnknownVariant, "subject", Some(Boolean)),
        (json!({ "id": 1, "subject": { "height": "m" } }), UnknownVariant, "subject", Some(Object)),
        (json!({ "id": 1, "animal": { "kind": "dog" } }), UnknownVariant, "animal", Some(Object)),
        // Values of another kind: converted,
        (json!({ "id": "1" }), TypeMismatch, "id", Some(JsonKind::String)),
        (json!({ "id": 1.0 }), TypeMismatch, "id", Some(Number)),
        (json!({ "id": 1, "share": "0.5" }), TypeMismatch, "share", Some(JsonKind::String)),
        (json!({ "id": 1, "done": 1 }), TypeMismatch, "done", Some(Integer)),
        (json!({ "id": 1, "due": 1 }), TypeMismatch, "due", Some(Integer)),
        (json!({ "id": 1, "names": "a" }), TypeMismatch, "names", Some(JsonKind::String)),
        (json!({ "id": 1, "names": {} }), TypeMismatch, "names", Some(Object)),
        (json!({ "id": 1, "names": [1] }), TypeMismatch, "names[*]", Some(Integer)),
        (json!({ "id": 1, "labels": [] }), TypeMismatch, "labels", Some(Array)),
        (json!({ "id": 1, "labels": { "ann@example.com": "5" } }), TypeMismatch, "labels.*", Some(JsonKind::String)),
        (json!({ "id": 1, "owner": { "data": { "name": 5 } } }), TypeMismatch, "owner.data.name", Some(Integer)),
        // kept beside the field,
        (json!({ "id": 1, "share": "half" }), TypeMismatch, "share", Some(JsonKind::String)),
        (json!({ "id": 1, "owner": [] }), TypeMismatch, "owner", Some(Array)),
        (json!({ "id": 1, "owner": { "data": { "name": [] } } }), TypeMismatch, "owner.data.name", Some(Array)),
        (json!({ "id": 1, "owner": { "name": "n", "ann@example.com": "five" } }), TypeMismatch, "owner.*", Some(JsonKind::String)),
        (json!({ "id": 1, "labels": { "ann@example.com": [] } }), TypeMismatch, "labels.*", Some(Array)),
        (json!({ "id": 1, "parts": [{ "size": 1 }, { "size": {} }] }), TypeMismatch, "parts[*].size", Some(Object)),
        // or the end of the call.
        (json!({ "id": [] }), TypeMismatch, "id", Some(Array)),
        (json!({ "id": null }), TypeMismatch, "id", Some(Null)),
        (json!(["id"]), TypeMismatch, "", Some(Array)),
        // Members that are always there.
        (json!({}), MissingField, "id", None),
        (json!({ "id": 1, "owner": { "likes": 1 } }), MissingField, "owner.name", None),
        (json!({ "id": 1, "parts": [{}] }), MissingField, "parts[*].size", None),
    ];
    for (job, kind, place, found) in cases {
        assert_eq!(strays(&job), [(kind, place.to_owned(), found)], "{job}");
    }
}

#[test]
fn a_page_tells_once_how_often() {
    let items: Vec<Value> =
        (0..20).map(|id| json!({ "id": id, "color": "red", "state": if id < 5 { "paused" } else { "open" } })).collect();
    let body = json!({ "data": items, "meta": { "pagination": { "total": 20 } } });
    let (page, told) = told(
        &body,
        |builder| builder,
        |client| {
            block_on(
                crate::runtime::Call::<Paged<Job>>::from(client.call(Method::GET, "/jobs").envelope("data").paging(&PAGES)).into_future(),
            )
        },
    );
    assert_eq!(page.expect("a page").items.len(), 20);
    let lines: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "GET /jobs: an unknown field at data[*].color, found a string, 20 times",
            "GET /jobs: an unknown enum value at data[*].state, found a string, 5 times",
        ]
    );
    let first = json!({
        "method": "GET", "path": "/jobs", "json_path": "data[*].color", "kind": "unknown_field",
        "expected": null, "found": "string", "value": null, "count": 20,
    });
    assert_eq!(to_value(&told[0]).expect("JSON"), first);
}

#[test]
fn a_call_that_fails_tells_why_and_all_that_came_before() {
    let body = json!({ "data": { "new": 1, "id": "1", "parts": [{ "size": 1 }], "labels": { "a": 0 }, "owner": { "name": "n" } } });
    let envelope = |client: &Client| block_on(crate::runtime::Call::<Json<Owner>>::from(request(client).envelope("data")).into_future());
    let (failed, told) = told(&body, |builder| builder, envelope);
    assert_eq!(failed.expect_err("no name").json_path(), Some("data"));
    let last = told.last().expect("told");
    assert_eq!(last.to_string(), "GET /jobs/{job_id}: a missing field at data.name");
}

#[test]
fn values_show_where_they_are_asked_for_and_only_those_of_enums() {
    let job = json!({ "id": "51", "level": 77, "new": "mine", "state": "paused", "share": "half", "subject": "somebody", "key": 9876 });
    let (_, quiet) = told(&job, |builder| builder, get::<Job>);
    let (_, open) = told(&job, |builder| builder.drift_values(true), get::<Job>);
    assert!(quiet.iter().all(|drift| drift.value.is_none()));
    let values: Vec<_> = open.iter().filter_map(|drift| Some((drift.json_path.as_str(), drift.value.as_deref()?))).collect();
    assert_eq!(values, [("level", "77"), ("state", "paused")]);
    for drift in quiet.iter().chain(&open) {
        let shown = format!("{drift} {drift:?} {}", to_value(drift).expect("JSON"));
        assert!(["mine", "half", "somebody", "9876", "personal", "51"].iter().all(|value| !shown.contains(value)), "{shown}");
    }
}

#[test]
fn secrets_show_nowhere() {
    // The token comes back as a name and as an unknown value; a password as a value of another type.
    let job = json!({ "id": 1, "key": "hush-hush", "hush-hush": 1, "s3cret-token": true, "state": "s3cret-token", "names": ["x"] });
    let (_, told) = told(&job, |builder| builder.drift_values(true), get::<Job>);
    assert_eq!(told.len(), 3, "{told:?}");
    for drift in &told {
        let shown = format!("{drift} {drift:?} {}", to_value(drift).expect("JSON"));
        assert!(shown.contains("[redacted]") && !shown.contains("hush") && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn an_observer_that_panics_harms_no_call() {
    let heard = Arc::new(Mutex::new(0));
    let count = heard.clone();
    let answer = Answer("application/json", json!({ "id": 1, "a": 1, "b": 2 }).to_string().into());
    let client = client().transport(answer).on_drift(move |drift| {
        *count.lock().expect("not poisoned") += 1;
        // Not while the lock is held.
        std::panic::resume_unwind(Box::new(drift));
    });
    let client = client.build().expect("all is given");
    for _ in 0..2 {
        assert_eq!(get::<Job>(&client).expect("a job").extra.len(), 2);
    }
    // The rest of a response is not reported to it.
    assert_eq!(*heard.lock().expect("not poisoned"), 2);
}

#[test]
fn data_that_is_used_as_names_does_not_fill_the_memory() {
    let mut job = json!({ "id": 1 });
    for number in 0..1000 {
        job[format!("user-{number}")] = json!(1);
    }
    let (read, told) = told(&job, |builder| builder, get::<Job>);
    assert_eq!((read.expect("a job").extra.len(), told.len()), (1000, 100));
}
