//! The tables of the documentation, row by row and method by method: what is sent again, what is followed, and what the
//! error says of the rest.

use std::io;
use std::time::Duration;

use serde_json::json as value;

use crate::api::{against, call, client, said};
use crate::runtime::{
    Bytes, Client, ClientBuilder, Delivery, Error, File, Method, Renewing, Request, Retry, Secret, TokenFuture, TokenSource, Tokens,
};
use crate::support::clock::{FakeClock, FixedRandom};
use crate::support::ports::free_address;
use crate::support::server::{Act, Server, json, reply};

const IDEMPOTENT: [Method; 6] = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
const OTHERS: [Method; 2] = [Method::POST, Method::PATCH];
const TRANSIENT: [u16; 5] = [408, 500, 502, 503, 504];

fn empty(status: u16) -> Act {
    Act::Reply(reply(status, &[], ""))
}

/// How often a request is sent of which the first attempt comes to this; and what the error says, where it is sent once.
fn sent(act: Act, request: impl FnOnce(&Client) -> Request) -> (usize, Option<Delivery>) {
    let server = Server::start([act, empty(200)]);
    let (client, _) = against(&server);
    let result = call(request(&client));
    (server.received().len(), result.err().map(|error| error.delivery()))
}

fn things(method: &Method) -> impl FnOnce(&Client) -> Request {
    let method = method.clone();
    |client| client.call(method, "/things")
}

#[test]
fn what_was_declined_is_sent_again_with_every_method() {
    for method in IDEMPOTENT.iter().chain(&OTHERS) {
        assert_eq!(sent(empty(429), things(method)), (2, None), "{method}");
        assert_eq!(sent(empty(429), |client| client.call(method.clone(), "/things").never_retry()), (2, None), "{method}");
    }
}

#[test]
fn what_may_have_happened_is_sent_again_where_a_repeat_is_safe() {
    for status in TRANSIENT {
        for method in &IDEMPOTENT {
            assert_eq!(sent(empty(status), things(method)), (2, None), "{method} {status}");
            let never = sent(empty(status), |client| client.call(method.clone(), "/things").never_retry());
            assert_eq!(never, (1, Some(Delivery::Unknown)), "{method} {status}");
        }
        for method in &OTHERS {
            assert_eq!(sent(empty(status), things(method)), (1, Some(Delivery::Unknown)), "{method} {status}");
            assert_eq!(sent(empty(status), |client| client.call(method.clone(), "/things").always_retry()), (2, None), "{method} {status}");
            let keyed = sent(empty(status), |client| client.call(method.clone(), "/things").idempotency_key("Idempotency-Key"));
            assert_eq!(keyed, (2, None), "{method} {status}");
        }
    }
    for cut in [|| Act::Cut, || Act::Reset(Vec::new())] {
        for method in &IDEMPOTENT {
            assert_eq!(sent(cut(), things(method)), (2, None), "{method}");
        }
        for method in &OTHERS {
            assert_eq!(sent(cut(), things(method)), (1, Some(Delivery::Unknown)), "{method}");
        }
    }
}

#[test]
fn any_other_refusal_is_final() {
    for status in [304, 400, 401, 403, 404, 405, 406, 407, 409, 410, 413, 415, 418, 422, 425, 451, 501, 505, 511] {
        let delivery = if status >= 500 { Delivery::Unknown } else { Delivery::Refused };
        for method in [Method::GET, Method::POST] {
            assert_eq!(sent(empty(status), things(&method)), (1, Some(delivery)), "{method} {status}");
        }
    }
}

fn in_pieces() -> File {
    struct Once(Option<Bytes>);
    impl futures_core::Stream for Once {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }
    File::from_stream("a", Some(1), Once(Some(Bytes::from_static(b"a"))))
}

fn on_disk() -> File {
    File::from_path(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
}

#[test]
fn a_stream_that_has_begun_is_never_sent_again() {
    let upload = |file: File| move |client: &Client| client.call(Method::PUT, "/files").part("file", file);
    let files: [(fn() -> File, usize); 3] = [(|| File::new("a", "a"), 2), (in_pieces, 1), (on_disk, 1)];
    for (file, times) in files {
        for act in [empty(429), empty(503), Act::Cut] {
            assert_eq!(sent(act, upload(file())).0, times, "{:?}", file());
        }
        // A redirect asks for the same body, and a new token for the same request.
        let followed = sent(Act::Reply(reply(307, &[("location", "/there")], "")), upload(file()));
        assert_eq!(followed.0, times, "{:?}", file());
    }
}

#[test]
fn redirects_are_followed_as_far_as_that_is_safe() {
    let reads = [Method::GET, Method::HEAD];
    let writes = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    for status in [301, 302, 303, 307, 308] {
        for method in reads.iter().chain(&writes) {
            for stays in [true, false] {
                let elsewhere = Server::start([empty(200)]);
                let location = if stays { "/there".to_owned() } else { format!("{}/there", elsewhere.url()) };
                let server = Server::start([Act::Reply(reply(status, &[("location", &location)], "")), empty(200)]);
                let (client, _) = against(&server);
                let result = call(client.call(method.clone(), "/things").query("q", 1));
                let there = if stays { server.received().get(1).cloned() } else { elsewhere.received().first().cloned() };
                let expected = match status {
                    _ if reads.contains(method) => Some(method.as_str()),
                    303 => Some("GET"),
                    307 | 308 if stays => Some(method.as_str()),
                    _ => None,
                };
                assert_eq!(there.as_ref().map(|request| request.method.as_str()), expected, "{status} {method} {stays}");
                assert_eq!(result.is_ok(), expected.is_some(), "{status} {method} {stays}");
            }
        }
    }
}

#[test]
fn waits_are_a_part_of_a_span_that_doubles_up_to_a_cap() {
    let sick = || Server::start((0..8).map(|_| json(429, "")));
    let fake = FakeClock::default();
    let patient = |clock: FakeClock, url: String| client().base_url(url).clock(clock).retry(Retry::default().retries(7)).build();
    call(things(&Method::GET)(&patient(fake.clone(), sick().url()).expect("all is given"))).expect_err("always declined");
    assert_eq!(fake.waits(), [500, 1000, 2000, 4000, 8000, 8000, 8000]);

    let fake = FakeClock::default();
    let hasty = client().base_url(sick().url()).clock(FixedRandom(fake.clone(), 0)).build().expect("all is given");
    call(things(&Method::GET)(&hasty)).expect_err("always declined");
    assert_eq!(fake.waits(), [0, 0, 0]);
}

/// Grants tokens that hold for so many seconds.
struct Grants(i64);

impl TokenSource for Grants {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move { Ok::<_, Error>(Tokens::new("granted", None, None).expires_in(Some(self.0), client)) })
    }
}

#[test]
fn a_short_lived_token_is_renewed_in_the_last_tenth_of_its_life() {
    for (life, early) in [(100, 10), (3600, 60)] {
        let server = Server::start((0..3).map(|_| empty(200)));
        let clock = FakeClock::default();
        let renewed = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
        let count = renewed.clone();
        let provider = Renewing::new(Grants(life)).on_renewal(move |_| {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        });
        let client = ClientBuilder::new(&crate::api::API).base_url(server.url()).clock(clock.clone()).token_provider(provider);
        let client = client.build().expect("all is given");
        let mut fetched = Vec::new();
        for pass in [0, life - early - 1, 1] {
            clock.advance(Duration::from_secs(pass.try_into().expect("no way back")));
            call(client.call(Method::GET, "/things")).expect("sent");
            fetched.push(renewed.load(std::sync::atomic::Ordering::SeqCst));
        }
        assert_eq!(fetched, [1, 1, 2], "{life}");
    }
}

#[test]
fn ten_errors_read_well_in_a_log() {
    let closed = free_address();
    let lines = [
        (
            json(422, r#"{"message":"The name is taken.","errors":{"name":["Taken."]}}"#),
            "422 Unprocessable Entity: The name is taken. name: Taken. (the server did not process it)",
        ),
        (json(404, r#"{"error":"No such thing"}"#), "404 Not Found: No such thing (the server did not process it)"),
        (json(401, ""), "401 Unauthorized (the server did not process it)"),
        (
            Act::Reply(reply(503, &[("x-request-id", "r-9")], "<title>Down for\n maintenance</title>")),
            "503 Service Unavailable: Down for maintenance (request id r-9, the server may have processed it)",
        ),
        (json(200, r#"{"data":[{"id":{}}]}"#), "200 OK: expected an integer, found an object at data[0].id (the server has processed it)"),
        (
            Act::Reply(reply(200, &[("content-type", "text/html")], "<html></html>")),
            "200 OK: expected JSON, found an HTML page (the server has processed it)",
        ),
        (json(307, ""), "307 Temporary Redirect: the redirect is not followed: it has no `Location` (the server did not process it)"),
        (
            Act::ReplyAndClose(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
            "200 OK: the connection broke: the body was cut short (the server has processed it)",
        ),
    ];
    for (act, line) in lines {
        let server = Server::start([act]);
        let (client, _) = against(&server);
        let request = client.call(Method::POST, "/things/{id}").path("id", "7").json(&value!({})).envelope("data");
        let call = crate::runtime::Call::<crate::runtime::Json<Vec<Thing>>>::from(request);
        let error = crate::support::memory::block_on(call.into_future()).expect_err(line);
        assert_eq!(said(&error), format!("POST /things/{{id}}: {line}"));
    }
    let unreachable = client().base_url(format!("http://{closed}")).retry(Retry::never()).build().expect("all is given");
    let error = call(unreachable.call(Method::GET, "/things")).expect_err("nobody listens");
    assert!(said(&error).starts_with("GET /things: no connection: Connection refused"), "{error}");
    let error = call(unreachable.call(Method::GET, "/things/{id}").path("id", "..")).expect_err("no value of a path");
    assert!(said(&error).starts_with("GET /things/{id}: ") && error.to_string().contains("`id`"), "{error}");
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Thing {
    id: i64,
    extra: crate::runtime::Extra,
}

crate::runtime::object! { Thing; "id" => required id; _ => extra; }
