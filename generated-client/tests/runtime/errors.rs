//! What a server says about a failure is found wherever it says it.

use serde_json::{Value, json as value};

use crate::api::{against, call, said};
use crate::runtime::{Error, Method, Untyped};
use crate::support::server::{Act, Server, json, reply};

fn failing(status: u16, body: &str) -> Error {
    let server = Server::start([json(status, body)]);
    let (client, _) = against(&server);
    let call: Result<Value, Error> = call(client.call(Method::POST, "/things"));
    call.expect_err("a failure")
}

#[test]
fn the_message_is_found() {
    for (body, message) in [
        (value!({ "message": "No right.", "error": true }).to_string(), Some("No right.")),
        (value!({ "error": "invalid_client" }).to_string(), Some("invalid_client")),
        (value!({ "error": "invalid_grant", "error_description": "Wrong password." }).to_string(), Some("Wrong password.")),
        (value!({ "error": { "code": "SEAT_POOL_EXHAUSTED", "message": "No seat.", "details": {} } }).to_string(), Some("No seat.")),
        (value!({ "error": true, "errors": { "name": ["Too long.", "Taken."] } }).to_string(), Some("name: Too long.")),
        (value!({ "message": "", "errors": { "name": "Taken." } }).to_string(), Some("name: Taken.")),
        (value!({ "errors": [{ "field": "x", "message": "Bad." }] }).to_string(), Some("Bad.")),
        (value!({ "errors": [{ "detail": "Bad.", "title": "Worse" }] }).to_string(), Some("Bad.")),
        (value!({ "title": "Not found", "status": 404 }).to_string(), Some("Not found")),
        (value!(["First.", "Second."]).to_string(), Some("First.")),
        (value!("Just text.").to_string(), Some("Just text.")),
        ("Plain text.\nMore of it.".to_owned(), Some("Plain text.")),
        ("<!doctype html><html><head><TITLE>Bad\n gateway</TITLE>".to_owned(), Some("Bad gateway")),
        ("<html><body><h1 class=x>oops</h1>".to_owned(), Some("oops")),
        ("<html></html>".to_owned(), None),
        (value!({ "error": true }).to_string(), None),
        (value!({ "errors": {} }).to_string(), None),
        ("{}".to_owned(), None),
        ("null".to_owned(), None),
        (String::new(), None),
    ] {
        assert_eq!(failing(400, &body).message(), message, "{body}");
    }
    assert_eq!(failing(400, &"x".repeat(100_000)).message().map(str::len), Some(500));
}

#[test]
fn field_errors_are_a_map() {
    for (body, fields) in [
        (value!({ "errors": { "name": ["A.", "B."], "members.0": ["C."] } }), value!({ "name": ["A.", "B."], "members.0": ["C."] })),
        (value!({ "errors": { "name": "A." } }), value!({ "name": ["A."] })),
        (value!({ "errors": { "step": { "title": ["A."], "x": { "y": "B." } } } }), value!({ "step.title": ["A."], "step.x.y": ["B."] })),
        (value!({ "errors": [{ "field": "a", "message": "A." }, { "name": "b", "message": "B." }] }), value!({ "a": ["A."], "b": ["B."] })),
        (value!({ "error": { "errors": { "a": ["A."] } } }), value!({ "a": ["A."] })),
        (value!({ "error": { "details": [{ "path": "a", "message": "A." }] } }), value!({ "a": ["A."] })),
        (value!({ "error": { "details": { "pool_type": "guest" } } }), value!({})),
        (value!({ "errors": {} }), value!({})),
        (value!({ "error": true }), value!({})),
        (value!([]), value!({})),
    ] {
        let error = failing(422, &body.to_string());
        assert!(error.is_validation());
        assert_eq!(serde_json::to_value(error.field_errors()).expect("writable"), fields, "{body}");
    }
}

#[test]
fn the_code_is_found() {
    for (body, code) in [
        (value!({ "code": "RESOURCE_NOT_FOUND", "message": "x" }), Some("RESOURCE_NOT_FOUND")),
        (value!({ "code": 17 }), Some("17")),
        (value!({ "error": { "code": "SEAT_POOL_EXHAUSTED" } }), Some("SEAT_POOL_EXHAUSTED")),
        (value!({ "error": "invalid_client" }), Some("invalid_client")),
        (value!({ "error": "Something went wrong." }), None),
        (value!({}), None),
    ] {
        assert_eq!(failing(404, &body.to_string()).code().as_deref(), code, "{body}");
    }
}

#[test]
fn each_question_has_its_statuses() {
    type Question = fn(&Error) -> bool;
    let questions: [(&str, Question, &[u16]); 8] = [
        ("not found", Error::is_not_found, &[404, 410]),
        ("unauthorized", Error::is_unauthorized, &[401]),
        ("forbidden", Error::is_forbidden, &[403]),
        ("validation", Error::is_validation, &[400, 422]),
        ("conflict", Error::is_conflict, &[409, 412]),
        ("rate limited", Error::is_rate_limited, &[429]),
        ("timeout", Error::is_timeout, &[408, 504]),
        ("transient", Error::is_transient, &[408, 429, 500, 502, 503, 504]),
    ];
    for status in [400, 401, 402, 403, 404, 405, 408, 409, 410, 412, 415, 422, 429, 500, 501, 502, 503, 504] {
        let acts = (0..4).map(|_| json(status, "{}"));
        let server = Server::start(acts);
        let (client, _) = against(&server);
        let error = call(client.call(Method::POST, "/things")).expect_err("a failure");
        for (name, question, statuses) in questions {
            assert_eq!(question(&error), statuses.contains(&status), "{status} {name}");
        }
    }
}

#[test]
fn an_error_is_one_line_and_keeps_the_response() {
    let body = r#"{"message": "The name has\nalready been taken.", "errors": {"name": ["Taken."]}}"#;
    let server = Server::start([Act::Reply(reply(422, &[("x-request-id", "abc")], body))]);
    let (client, _) = against(&server);
    let error = call(client.call(Method::PUT, "/organizations/{org_id}/groups/{id}").path("id", "5")).expect_err("a failure");
    assert_eq!(
        said(&error),
        "PUT /organizations/{org_id}/groups/{id}: 422 Unprocessable Entity: The name has already been taken. name: Taken. \
         (request id abc, the server did not process it)"
    );
    assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
    assert_eq!(error.json::<Value>().map(|body| body["errors"]["name"][0].clone()), Some(value!("Taken.")));
    assert_eq!(error.request_id(), Some("abc"));
    assert_eq!((error.method().as_str(), error.path()), ("PUT", "/organizations/{org_id}/groups/{id}"));
    assert!(format!("{error:?}").contains("Taken."));
}

#[test]
fn a_long_body_is_cut() {
    let error = failing(500, &"x".repeat(1 << 20));
    assert_eq!(error.body().map(|body| body.len()), Some(64 * 1024));
}

#[test]
fn errors_are_small_and_travel() {
    fn travels<T: std::error::Error + Send + Sync + 'static>() {}
    travels::<Error>();
    assert_eq!(size_of::<Error>(), 2 * size_of::<usize>());
}

/// What the generator makes of errors that differ by their status.
#[derive(Debug, PartialEq)]
enum Failure {
    Number(i64),
    Text(String),
    List(Vec<bool>),
}

crate::runtime::errors! {
    Failure;
    404 | 410 => Text;
    409 => Number | List;
    500..=599 => Number;
}

#[test]
fn a_typed_body_goes_by_the_status() {
    let typed = |status, body: &str| failing(status, body).typed::<Failure>();
    assert_eq!(typed(404, r#""gone""#), Ok(Failure::Text("gone".to_owned())));
    assert_eq!(typed(410, "\u{feff}\"gone\""), Ok(Failure::Text("gone".to_owned())));
    assert_eq!(typed(501, "7"), Ok(Failure::Number(7)));
    // The first alternative of a status that reads.
    assert_eq!(typed(409, "7"), Ok(Failure::Number(7)));
    assert_eq!(typed(409, "[true]"), Ok(Failure::List(vec![true])));
    assert_eq!(failing(422, r#"["a"]"#).typed::<Vec<String>>(), Ok(vec!["a".to_owned()]));
}

#[test]
fn a_body_without_a_type_says_why() {
    let why = |status, body: &str| failing(status, body).typed::<Failure>().expect_err("no such type").to_string();
    assert_eq!(why(418, "7"), "the definition declares no body for 418 I'm a teapot");
    let declared = |status, problem| format!("the body of {status} is not what the definition declares: {problem}");
    assert_eq!(why(500, "[]"), declared("500 Internal Server Error", "expected an integer, found an empty array"));
    assert_eq!(why(409, r#""x""#), declared("409 Conflict", "expected an integer, found the string \"x\""));
    assert_eq!(why(404, " "), declared("404 Not Found", "expected JSON: no body"));
    assert_eq!(why(404, "null"), declared("404 Not Found", "expected JSON: no body"));
    assert!(why(404, "<html>").starts_with(&declared("404 Not Found", "expected JSON: ")));
    assert!(why(404, &format!("{:?}", "x".repeat(70_000))).ends_with(" (only its first 64 KiB are kept)"));
    let server = Server::start([json(200, "7 8"), Act::Cut]);
    let (client, _) = against(&server);
    for _ in 0..2 {
        let error = call(client.call(Method::POST, "/things")).expect_err("no success");
        assert_eq!(error.typed::<Failure>(), Err(Untyped::NoResponse), "{error}");
    }
}
