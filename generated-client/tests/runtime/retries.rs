//! The rows of the retry table that a status alone does not decide: keys, budgets, deadlines.

use std::time::Duration;

use serde_json::json as value;

use crate::api::{against, call, client, said};
use crate::runtime::{Call, Client, Delivery, Empty, Error, Json, Method, Retry, Value};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, json, reply};

fn limited() -> Act {
    Act::Reply(reply(429, &[], ""))
}

fn under(server: &Server, retry: Retry) -> Client {
    client().base_url(server.url()).clock(FakeClock::default()).retry(retry).build().expect("all is given")
}

#[test]
fn a_write_with_an_idempotency_key_is_repeated_with_the_same_key() {
    let server = Server::start([json(503, ""), Act::Cut, json(201, "{}"), json(201, "{}")]);
    let (client, _) = against(&server);
    let create = |client: &Client| client.call(Method::POST, "/things").json(&value!({})).idempotency_key("Idempotency-Key");
    call(create(&client)).expect("the third attempt succeeds");
    call(create(&client)).expect("sent");
    let keys: Vec<_> = server.received().iter().map(|request| request.header("idempotency-key").map(str::to_owned)).collect();
    assert!(keys.iter().all(|key| key.as_ref().is_some_and(|key| key.len() == 36)), "{keys:?}");
    assert_eq!((&keys[0], &keys[0]), (&keys[1], &keys[2]));
}

#[test]
fn each_call_has_a_key_of_its_own_or_the_callers() {
    let server = Server::start([json(201, "{}"), json(201, "{}"), json(201, "{}")]);
    let client: Client = client().base_url(server.url()).build().expect("all is given");
    let create = || client.call(Method::POST, "/things").idempotency_key("Idempotency-Key");
    call(create()).expect("sent");
    call(create()).expect("sent");
    let own: Call<Json<Value>> = create().into();
    block_on(own.idempotency_key("order-7").into_future()).expect("sent");
    let keys: Vec<_> = server.received().iter().filter_map(|request| request.header("idempotency-key").map(str::to_owned)).collect();
    assert!(keys[0] != keys[1] && keys[2] == "order-7", "{keys:?}");

    let none: Call<Empty> = client.call(Method::POST, "/things").into();
    let error = block_on(none.idempotency_key("order-7").into_future()).expect_err("no header for it");
    assert_eq!(said(&error), "POST /things: the operation has no idempotency key (nothing was sent)");
}

#[test]
fn a_definition_that_forbids_repeats_wins_over_a_key() {
    let server = Server::start([json(503, "")]);
    let (client, _) = against(&server);
    let request = client.call(Method::POST, "/mail").idempotency_key("Idempotency-Key").never_retry();
    assert!(!call(request).expect_err("not sent again").is_safe_to_retry());
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_client_whose_retries_are_used_up_sends_nothing_again() {
    let server = Server::start((0..4).map(|_| limited()).chain([json(200, "{}"), limited(), json(200, "{}")]));
    let client = under(&server, Retry::default().retries(2).budget(3));
    let get = || call(client.call(Method::GET, "/things"));
    let error = get().expect_err("three attempts were not enough");
    assert_eq!((error.attempts(), error.to_string().contains("used up")), (3, false));
    // One retry is left, and helps: it comes back.
    get().expect("the second attempt succeeds");
    get().expect("the second attempt succeeds");
    let server = Server::start((0..9).map(|_| limited()));
    let client = under(&server, Retry::default().budget(1));
    let errors: Vec<Error> = (0..2).map(|_| call(client.call(Method::POST, "/things")).expect_err("never let in")).collect();
    assert_eq!(errors.iter().map(Error::attempts).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(
        said(&errors[1]),
        "POST /things: 429 Too Many Requests (the client's retry budget is exhausted, the server did not process it)"
    );
}

#[test]
fn siblings_of_a_client_share_its_budget() {
    let server = Server::start((0..9).map(|_| limited()));
    let client = under(&server, Retry::default().budget(3));
    call(client.call(Method::GET, "/things")).expect_err("never let in");
    let error = call(client.bind("org_id", "other").call(Method::GET, "/things")).expect_err("never let in");
    assert_eq!(error.attempts(), 1);
}

#[test]
fn nothing_is_sent_after_the_deadline_and_nothing_waits_beyond_it() {
    let server = Server::start([limited(), limited()]);
    let (client, clock) = against(&server);
    let within = |seconds| -> Result<Value, Error> {
        let call: Call<Json<Value>> = client.call(Method::POST, "/things").into();
        block_on(call.deadline(Duration::from_secs_f64(seconds)).into_future())
    };
    let error = within(0.0).expect_err("no time at all");
    assert_eq!((error.is_timeout(), error.delivery(), error.attempts()), (true, Delivery::NeverSent, 0));
    assert_eq!(said(&error), "POST /things: the deadline has passed (nothing was sent)");
    // The first wait fits into the deadline, the second does not.
    let error = within(1.2).expect_err("never let in");
    assert_eq!((error.attempts(), error.is_rate_limited()), (2, true));
    assert_eq!(clock.waits(), [500]);
    assert_eq!(clock.limits(), [Duration::from_millis(1200), Duration::from_millis(700)]);
}

#[test]
fn properties_that_the_definition_lacks_go_into_the_body() {
    let server = Server::start((0..5).map(|_| json(200, "{}")));
    let (client, _) = against(&server);
    let send = |request: crate::runtime::Request| {
        let call: Call<Json<Value>> = request.into();
        let call = call.extra_body("b", &value!({ "x": [1] })).extra_body("c", "t\"").extra_query("q", 5);
        block_on(call.into_future())
    };
    let post = || client.call(Method::POST, "/things");
    send(post().json(&value!({ "a": 1.50, "b": 2 }))).expect("sent");
    send(post()).expect("sent");
    send(post().form("a", "1")).expect("sent");
    send(post().json_as("application/merge-patch+json", &value!({}))).expect("sent");
    let error = send(post().json(&[1])).expect_err("no object");
    assert_eq!(said(&error), "POST /things: extra fields can only be added to a form, or to a JSON object (nothing was sent)");
    let received = server.received();
    let bodies: Vec<_> = received.iter().map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"a":1.5,"b":{"x":[1]},"c":"t\""}"#,
            r#"{"b":{"x":[1]},"c":"t\""}"#,
            "a=1&b=%7B%22x%22%3A%5B1%5D%7D&c=t%22",
            r#"{"b":{"x":[1]},"c":"t\""}"#
        ]
    );
    assert!(received.iter().all(|request| request.target == "/things?q=5"));
    assert_eq!(received[1].header("content-type"), Some("application/json"));
    assert_eq!(received[3].header("content-type"), Some("application/merge-patch+json"));
}

#[test]
fn a_write_is_repeated_where_the_caller_knows_that_it_is_safe() {
    let server = Server::start([json(503, ""), json(200, "{}"), json(503, "")]);
    let (client, _) = against(&server);
    let create: Call<Json<Value>> = client.call(Method::POST, "/things").into();
    block_on(create.safe_to_repeat().into_future()).expect("the second attempt succeeds");
    assert_eq!(server.received().len(), 2);
    let create: Call<Json<Value>> = client.call(Method::POST, "/things").into();
    block_on(create.into_future()).expect_err("by itself it is sent once");
    assert_eq!(server.received().len(), 3);
}

#[test]
fn cookies_of_a_refusal_come_back_with_the_repeat_and_go_no_further() {
    let refusal = reply(503, &[("set-cookie", "node=b; Path=/; HttpOnly")], "");
    let server = Server::start([Act::Reply(refusal), json(200, "{}"), json(200, "{}")]);
    let (client, _) = against(&server);
    call(client.call(Method::GET, "/things")).expect("the second attempt succeeds");
    call(client.call(Method::GET, "/things")).expect("sent");
    let cookies: Vec<_> = server.received().iter().map(|request| request.header("cookie").map(str::to_owned)).collect();
    assert_eq!(cookies, [None, Some("node=b".to_owned()), None]);
}

#[test]
fn a_body_of_another_media_type_takes_the_place_of_the_usual_one() {
    let server = Server::start([json(200, "{}")]);
    let (client, _) = against(&server);
    let create: Call<Json<Value>> = client.call(Method::POST, "/things").json(&value!({"a": 1})).into();
    block_on(create.body_as("text/csv", "a,1").into_future()).expect("sent");
    let received = server.received();
    assert_eq!(received[0].header("content-type"), Some("text/csv"));
    assert_eq!(received[0].body, b"a,1");
}
