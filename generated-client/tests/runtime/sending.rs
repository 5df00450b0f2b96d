//! Attempts that go wrong: what is sent again, after which wait, and what the error says in the end.

use std::time::Duration;

use serde_json::{Value, json as value};

use crate::api::{against, call, client, said};
use crate::runtime::{Call, Client, Delivery, Error, Json, Method, Retry};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::ports::free_address;
use crate::support::server::{Act, Server, json, reply};

fn get(client: &Client) -> Result<Value, Error> {
    call(client.call(Method::GET, "/things/{id}").path("id", "1"))
}

fn post(client: &Client) -> Result<Value, Error> {
    call(client.call(Method::POST, "/things").json(&value!({ "name": "x" })))
}

fn limited(headers: &[(&str, &str)]) -> Act {
    Act::Reply(reply(429, headers, r#"{"message": "Slow down.", "code": "RATE_LIMIT_EXCEEDED"}"#))
}

#[test]
fn what_the_server_declined_is_sent_again_whatever_the_method() {
    let server = Server::start([limited(&[]), limited(&[]), json(201, r#"{"id": 7}"#)]);
    let (client, clock) = against(&server);
    assert_eq!(post(&client).expect("the third attempt succeeds"), value!({ "id": 7 }));
    assert_eq!(clock.waits(), [500, 1000]);
    let bodies: Vec<_> = server.received().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [br#"{"name":"x"}"#; 3]);
}

#[test]
fn when_the_retries_give_up_the_error_tells_the_last_refusal() {
    let acts = (0..4).map(|_| limited(&[("retry-after", "3"), ("x-request-id", "r-1")]));
    let server = Server::start(acts);
    let (client, _) = against(&server);
    let error = post(&client).expect_err("never let in");
    assert!(error.is_rate_limited() && error.is_transient() && error.is_safe_to_retry());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!((error.attempts(), error.delivery()), (4, Delivery::Refused));
    assert_eq!(error.code().as_deref(), Some("RATE_LIMIT_EXCEEDED"));
    assert_eq!(
        said(&error),
        "POST /things: 429 Too Many Requests: Slow down. (request id r-1, the server asked to wait 3s, 4 attempts, the server did not process it)"
    );
}

#[test]
fn a_sick_server_is_asked_again_only_where_that_is_safe() {
    for (method, status, attempts) in [
        (Method::GET, 503, 2),
        (Method::HEAD, 502, 2),
        (Method::PUT, 504, 2),
        (Method::DELETE, 500, 2),
        (Method::GET, 408, 2),
        (Method::GET, 501, 1),
        (Method::GET, 404, 1),
        (Method::POST, 503, 1),
        (Method::PATCH, 500, 1),
    ] {
        let server = Server::start([Act::ReplyAndClose(reply(status, &[], "")), Act::ReplyAndClose(reply(200, &[], ""))]);
        let (client, _) = against(&server);
        let result = call(client.call(method.clone(), "/things"));
        assert_eq!(server.received().len(), attempts, "{method} {status}");
        assert_eq!(result.is_ok(), attempts == 2, "{method} {status}");
    }
}

#[test]
fn the_definition_can_overrule_the_method() {
    let sick = || Server::start([json(503, ""), json(200, "{}")]);
    let server = sick();
    let (client, _) = against(&server);
    let error = call(client.call(Method::GET, "/mail").never_retry()).expect_err("not sent again");
    assert_eq!((server.received().len(), error.delivery(), error.is_safe_to_retry()), (1, Delivery::Unknown, false));
    let server = sick();
    let (client, _) = against(&server);
    call(client.call(Method::POST, "/search").always_retry()).expect("sent again");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_write_that_may_have_happened_is_not_repeated_and_says_so() {
    let server = Server::start([json(503, "<h1>Down</h1>")]);
    let (client, _) = against(&server);
    let error = post(&client).expect_err("no second chance");
    assert_eq!((error.delivery(), error.is_safe_to_retry()), (Delivery::Unknown, false));
    assert_eq!(said(&error), "POST /things: 503 Service Unavailable: Down (the server may have processed it)");

    let server = Server::start([Act::Cut, json(200, "{}")]);
    let (client, _) = against(&server);
    let error = post(&client).expect_err("no second chance");
    assert!(matches!(error, Error::Transport(_)) && error.is_transient() && !error.is_timeout());
    assert_eq!((error.delivery(), error.is_safe_to_retry(), error.status()), (Delivery::Unknown, false, None));
    assert!(said(&error).starts_with("POST /things: the connection broke: "), "{error}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_read_survives_a_cut_connection() {
    let server = Server::start([Act::Cut, json(200, "{}")]);
    let (client, clock) = against(&server);
    get(&client).expect("the second attempt succeeds");
    assert_eq!(clock.waits(), [500]);
}

#[test]
fn a_body_that_was_not_taken_leaves_doubt_too() {
    let server = Server::start([Act::CutBeforeBody, json(200, "{}")]);
    let (client, _) = against(&server);
    let large = vec![b'x'; 16 << 20];
    let error = call(client.call(Method::POST, "/files").file("application/octet-stream", large)).expect_err("cut");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::Unknown, 1));
}

#[test]
fn without_a_connection_nothing_was_sent_and_any_method_is_tried_again() {
    let clock = FakeClock::default();
    let url = format!("http://{}", free_address());
    let client = client().base_url(url).clock(clock.clone()).build().expect("all is given");
    let error = post(&client).expect_err("nobody listens");
    assert_eq!((error.delivery(), error.attempts(), error.is_safe_to_retry()), (Delivery::NeverSent, 4, true));
    assert_eq!(clock.waits(), [500, 1000, 2000]);
    assert!(error.to_string().contains("no connection: Connection refused"), "{error}");
    assert!(error.to_string().ends_with("(4 attempts, nothing was sent)"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn half_a_response_is_no_response() {
    let half = || Act::ReplyAndClose(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\": 1".to_vec());
    let server = Server::start([half(), json(200, r#"{"id": 1}"#)]);
    let (client, _) = against(&server);
    assert_eq!(get(&client).expect("the second attempt succeeds"), value!({ "id": 1 }));

    let server = Server::start([half()]);
    let (client, _) = against(&server);
    let error = post(&client).expect_err("not sent again");
    // The status line has come: what was asked for is done.
    assert_eq!((error.delivery(), error.is_safe_to_retry()), (Delivery::Done, false));
}

#[test]
fn a_refusal_counts_even_when_its_explanation_is_cut_short() {
    let server = Server::start([Act::ReplyAndClose(b"HTTP/1.1 404 No\r\ncontent-length: 9\r\n\r\n{".to_vec())]);
    let (client, _) = against(&server);
    assert!(get(&client).expect_err("refused").is_not_found());
}

#[test]
fn an_attempt_that_stalls_is_given_up() {
    let clock = FakeClock::default();
    let stall = |clock: &FakeClock| {
        let clock = clock.clone();
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
        Act::Stall(half, Box::new(move || clock.time_out()))
    };
    let server = Server::start([stall(&clock), json(200, "{}"), stall(&clock)]);
    let client = client().base_url(server.url()).clock(clock.clone()).timeout(Duration::from_secs(9));
    let client = client.build().expect("all is given");
    get(&client).expect("the second attempt succeeds");
    let error = post(&client).expect_err("not sent again");
    assert!(error.is_timeout() && error.is_transient());
    assert!(error.to_string().contains("the server took too long: no complete response within 9s"), "{error}");
    assert_eq!(clock.limits(), [Duration::from_secs(9); 3]);
}

#[test]
fn one_deadline_holds_for_all_attempts_and_waits() {
    let server = Server::start((0..9).map(|_| json(503, "")));
    let (client, clock) = against(&server);
    let call: Call<Json<Value>> = client.call(Method::GET, "/things").into();
    let call = call.retries(8).timeout(Duration::from_secs(5)).deadline(Duration::from_secs(6));
    let error = block_on(call.into_future()).expect_err("always sick");
    // After 0.5 + 1 + 2 seconds the next wait, 4, would not leave anything.
    assert_eq!((clock.waits(), error.attempts()), (vec![500, 1000, 2000], 4));
    let limits: Vec<_> = clock.limits().iter().map(Duration::as_millis).collect();
    assert_eq!(limits, [5000, 5000, 4500, 2500]);
}

#[test]
fn a_call_has_the_last_word_on_retries() {
    let server = Server::start([json(503, ""), json(503, "")]);
    let (client, _) = against(&server);
    let call: Call<Json<Value>> = client.call(Method::GET, "/things").into();
    block_on(call.retries(0).into_future()).expect_err("not sent again");
    assert_eq!(server.received().len(), 1);

    let never = crate::api::client().base_url(server.url()).retry(Retry::never()).build().expect("all is given");
    get(&never).expect_err("not sent again");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn success_may_come_without_a_body_or_under_another_status() {
    let server = Server::start([
        json(200, ""),
        Act::Reply(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        json(201, "{\"id\": 1}"),
        Act::Reply(reply(200, &[("content-type", "text/html")], "{\"id\": 2}")),
        Act::Reply(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"i\r\n7\r\nd\": 3}\n\r\n0\r\n\r\n".to_vec()),
    ]);
    let (client, _) = against(&server);
    let replies: Vec<_> = (0..5).map(|_| get(&client).expect("a success")).collect();
    assert_eq!(replies, [value!(null), value!(null), value!({ "id": 1 }), value!({ "id": 2 }), value!({ "id": 3 })]);
}

#[test]
fn a_page_in_place_of_json_is_an_error_that_keeps_it() {
    let page = "<html><head><title>Sign in</title></head></html>";
    let server = Server::start([Act::Reply(reply(200, &[("content-type", "text/html"), ("x-request-id", "r-2")], page))]);
    let (client, _) = against(&server);
    let error = get(&client).expect_err("no JSON");
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.body().map(|body| &body[..]), Some(page.as_bytes()));
    assert_eq!(error.headers().and_then(|headers| headers.get("content-type")), Some(&"text/html".parse().expect("a value")));
    assert_eq!(said(&error), "GET /things/{id}: 200 OK: expected JSON, found an HTML page titled \"Sign in\" (request id r-2)");
}

#[test]
fn the_response_can_be_had_beside_the_value() {
    let server = Server::start([Act::Reply(reply(201, &[("x-more", "1")], "{\"data\": {\"id\": 5}}"))]);
    let (client, _) = against(&server);
    let call: Call<Json<Value>> = client.call(Method::POST, "/things").envelope("data").into();
    let reply = block_on(call.with_response().into_future()).expect("a success");
    assert_eq!((reply.value, reply.status.as_u16()), (value!({ "id": 5 }), 201));
    assert_eq!(reply.headers.get("x-more").map(|value| value.as_bytes()), Some(&b"1"[..]));
    assert_eq!(&reply.body[..], b"{\"data\": {\"id\": 5}}");
}
