//! Responses that are refusals, cannot be read, or are not complete.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::Frame;

use super::{Row, Says, builder, check, hears, row};
use crate::api::call;
use crate::runtime::{
    Binary, Body, Bytes, Call, Download, Error, Json, Method, Retry, Transport, TransportError, TransportErrorKind, TransportFuture, Writer,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

fn refused(method: Method, status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str) -> Error {
    let client = builder().transport(Says(status, headers, body)).retry(Retry::never()).build().expect("all is given");
    call(client.call(method, "/things")).expect_err("refused")
}

fn invalid(body: &'static str) -> Error {
    refused(Method::POST, 422, &[("x-request-id", "r-42")], body)
}

fn busy() -> Error {
    let client = builder().transport(Says(429, &[("retry-after", "30")], r#"{"message":"Slow down."}"#)).build().expect("all is given");
    call(client.call(Method::POST, "/things")).expect_err("refused")
}

fn without_budget() -> Error {
    let client = builder().transport(Says(503, &[], "")).retry(Retry::default().budget(0)).build().expect("all is given");
    call(client.call(Method::GET, "/things")).expect_err("refused")
}

const SEVEN: &str = r#"{"message":"Invalid.","errors":{"a":["A."],"b":["B.","B2."],"c":["C."],"d":["D."],"e":["E."],"f":["F."]}}"#;

const REFUSALS: &[Row] = &[
    row(
        "fields alone",
        || invalid(r#"{"error":true,"errors":{"name":["Required."],"guests.0":["No address."]}}"#),
        "POST /things at named.example:8080: 422 Unprocessable Entity",
        &["guests.0: No address.", "name: Required.", "request id r-42", "the server did not process it"],
        ": guests.0: No address.; name: Required. (request id r-42, the server did not process it)",
    ),
    row(
        "a sentence and a field",
        || invalid(r#"{"message":"The data was invalid.","errors":{"title":["Required."]}}"#),
        "POST /things at named.example:8080: 422 Unprocessable Entity: The data was invalid.",
        &["title: Required.", "request id r-42", "the server did not process it"],
        " title: Required. (request id r-42, the server did not process it)",
    ),
    row(
        "more than five fields",
        || invalid(SEVEN),
        "POST /things at named.example:8080: 422 Unprocessable Entity: Invalid.",
        &["a: A.", "b: B.", "b: B2.", "c: C.", "d: D.", "and 2 more", "request id r-42", "the server did not process it"],
        " a: A.; b: B.; b: B2.; c: C.; d: D.; and 2 more (request id r-42, the server did not process it)",
    ),
    row(
        "a list of errors",
        || invalid(r#"{"errors":[{"field":"a","message":"Bad."},{"field":"b","message":"Worse"}]}"#),
        "POST /things at named.example:8080: 422 Unprocessable Entity",
        &["a: Bad.", "b: Worse", "request id r-42", "the server did not process it"],
        ": a: Bad.; b: Worse (request id r-42, the server did not process it)",
    ),
    row(
        "a field that is an object",
        || invalid(r#"{"errors":{"step":{"title":["Required."]}}}"#),
        "POST /things at named.example:8080: 422 Unprocessable Entity",
        &["step.title: Required.", "request id r-42", "the server did not process it"],
        ": step.title: Required. (request id r-42, the server did not process it)",
    ),
    row(
        "no fields",
        || invalid(r#"{"message":"Invalid"}"#),
        "POST /things at named.example:8080: 422 Unprocessable Entity: Invalid",
        &["request id r-42", "the server did not process it", r#"response: {"message":"Invalid"}"#],
        " (request id r-42, the server did not process it)",
    ),
    row(
        "not found",
        || refused(Method::GET, 404, &[], r#"{"error":"No such thing"}"#),
        "GET /things at named.example:8080: 404 Not Found: No such thing",
        &[r#"response: {"error":"No such thing"}"#],
        "",
    ),
    row(
        "unauthorized",
        || refused(Method::DELETE, 401, &[], ""),
        "DELETE /things at named.example:8080: 401 Unauthorized",
        &["the server did not process it"],
        " (the server did not process it)",
    ),
    row(
        "a conflict",
        || refused(Method::PUT, 409, &[], "Somebody else was\nfaster."),
        "PUT /things at named.example:8080: 409 Conflict: Somebody else was",
        &["the server did not process it", "response: Somebody else was faster."],
        " (the server did not process it)",
    ),
    row(
        "too many requests",
        busy,
        "POST /things at named.example:8080: 429 Too Many Requests: Slow down.",
        &["the server asked to wait 30s", "4 attempts", "the server did not process it", r#"response: {"message":"Slow down."}"#],
        " (the server asked to wait 30s, 4 attempts, the server did not process it)",
    ),
    row(
        "an error of the server",
        || refused(Method::POST, 500, &[("cf-ray", "9f")], "<title>Oops</title>"),
        "POST /things at named.example:8080: 500 Internal Server Error: Oops",
        &["request id 9f", "the server may have processed it", "response: <title>Oops</title>"],
        " (request id 9f, the server may have processed it)",
    ),
    row(
        "an error of the server for a read",
        || refused(Method::GET, 502, &[("retry-after", "2")], ""),
        "GET /things at named.example:8080: 502 Bad Gateway",
        &["the server asked to wait 2s"],
        " (the server asked to wait 2s)",
    ),
    row(
        "a timeout of the server",
        || refused(Method::POST, 408, &[], ""),
        "POST /things at named.example:8080: 408 Request Timeout",
        &["the server may have processed it"],
        " (the server may have processed it)",
    ),
    row(
        "no budget for retries",
        without_budget,
        "GET /things at named.example:8080: 503 Service Unavailable",
        &["the client's retry budget is exhausted"],
        " (the client's retry budget is exhausted)",
    ),
    row(
        "a redirect",
        || refused(Method::POST, 302, &[("location", "/other")], ""),
        "POST /things at named.example:8080: 302 Found: the redirect is not followed",
        &["the server may have processed it"],
        " (the server may have processed it)",
    ),
    row("not modified", || refused(Method::GET, 304, &[], ""), "GET /things at named.example:8080: 304 Not Modified", &[], ""),
];

#[test]
fn a_refusal_says_all_that_the_server_said() {
    check(REFUSALS);
}

fn unreadable(method: Method, headers: &'static [(&'static str, &'static str)], body: &'static str) -> Error {
    let request = hears(Says(200, headers, body)).call(method, "/things").envelope("data");
    block_on(Call::<Json<Vec<i64>>>::from(request).into_future()).expect_err("not a list of numbers")
}

fn too_large() -> Error {
    let client = builder().transport(Says(200, &[], "[1,2,3]")).max_response_bytes(4).build().expect("all is given");
    call(client.call(Method::POST, "/things")).expect_err("too large")
}

const UNREADABLE: &[Row] = &[
    row(
        "another type",
        || unreadable(Method::GET, &[], r#"{"data":[1,{}]}"#),
        "GET /things at named.example:8080: 200 OK: expected an integer, found an object at data[1]",
        &[r#"response: {"data":[1,{}]}"#],
        "",
    ),
    row(
        "another type, after a write",
        || unreadable(Method::POST, &[("x-request-id", "r-1")], r#"{"data":[{}]}"#),
        "POST /things at named.example:8080: 200 OK: expected an integer, found an object at data[0]",
        &["request id r-1", "the server has processed it", r#"response: {"data":[{}]}"#],
        " (request id r-1, the server has processed it)",
    ),
    row(
        "no JSON",
        || unreadable(Method::GET, &[("content-type", "text/plain")], "hello"),
        "GET /things at named.example:8080: 200 OK: expected JSON, found text/plain: expected value at line 1 column 1",
        &["response: hello"],
        "",
    ),
    row(
        "a page",
        || unreadable(Method::GET, &[("content-type", "text/html")], "<html><title>Sign in</title>"),
        r#"GET /things at named.example:8080: 200 OK: expected JSON, found an HTML page titled "Sign in""#,
        &["response: <html><title>Sign in</title>"],
        "",
    ),
    row(
        "a compressed body",
        || unreadable(Method::GET, &[("content-encoding", "br")], "x"),
        "GET /things at named.example:8080: 200 OK: expected JSON, found the content encoding br, which was not requested (the feature `gzip` reads gzip and deflate)",
        &["response: x"],
        "",
    ),
    row(
        "a body that is too large",
        too_large,
        "POST /things at named.example:8080: 200 OK: the response is larger than the limit of 4 bytes (`max_response_bytes`)",
        &["the server has processed it", "response: [1,2,3]"],
        " (the server has processed it)",
    ),
];

#[test]
fn a_success_that_cannot_be_read_says_what_it_is() {
    check(UNREADABLE);
}

/// A success whose body breaks, or stalls while the test's clock lets it time out.
#[derive(Clone)]
struct Stops(Option<FakeClock>);

impl Transport for Stops {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let body = Body::stream(self.clone());
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

impl http_body::Body for Stops {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &self.0 {
            Some(clock) => {
                clock.time_out();
                Poll::Pending
            }
            None => Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "the peer has gone")))),
        }
    }
}

fn stops(method: Method, stalls: bool) -> Error {
    let clock = FakeClock::default();
    let transport = Stops(stalls.then(|| clock.clone()));
    let client = builder().clock(clock).transport(transport).retry(Retry::never()).build().expect("all is given");
    call(client.call(method, "/things")).expect_err("not complete")
}

fn download(transport: impl Transport) -> Download {
    let client = builder().transport(transport).build().expect("all is given");
    block_on(Call::<Binary>::from(client.call(Method::GET, "/files/1")).download()).expect("it begins")
}

fn bytes(transport: impl Transport) -> Error {
    block_on(download(transport).bytes(4)).expect_err("not these bytes")
}

/// A disk that is full.
struct Full;

impl Writer for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::Error::other("no space left")))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

const INCOMPLETE: &[Row] = &[
    row(
        "a read that breaks",
        || stops(Method::GET, false),
        "GET /things at named.example:8080: 200 OK: the connection broke: the peer has gone",
        &[],
        "",
    ),
    row(
        "a write that breaks",
        || stops(Method::POST, false),
        "POST /things at named.example:8080: 200 OK: the connection broke: the peer has gone",
        &["the server has processed it"],
        " (the server has processed it)",
    ),
    row(
        "a read that stalls",
        || stops(Method::GET, true),
        "GET /things at named.example:8080: 200 OK: the server took too long: no complete response within 60s",
        &[],
        "",
    ),
    row(
        "a download that breaks",
        || bytes(Stops(None)),
        "GET /files/1 at named.example:8080: 200 OK: the connection broke: the peer has gone",
        &[],
        "",
    ),
    row(
        "a download that is too large",
        || bytes(Says(200, &[], "12345")),
        "GET /files/1 at named.example:8080: 200 OK: the response is larger than the limit of 4 bytes",
        &[],
        "",
    ),
    row(
        "a full disk",
        || block_on(download(Says(200, &[], "1")).write_to(&mut Full)).expect_err("full"),
        "GET /files/1 at named.example:8080: 200 OK: the download cannot be written: no space left",
        &[],
        "",
    ),
    row(
        "no folder",
        || block_on(download(Says(200, &[], "1")).save("/no/such/folder/file")).expect_err("no folder"),
        "GET /files/1 at named.example:8080: 200 OK: the download cannot be written: No such file or directory (os error 2)",
        &[],
        "",
    ),
    row("a refused download", || refused(Method::GET, 410, &[], "Gone"), "GET /things at named.example:8080: 410 Gone: Gone", &[], ""),
];

#[test]
fn a_success_that_is_not_complete_says_what_is_missing() {
    check(INCOMPLETE);
}
