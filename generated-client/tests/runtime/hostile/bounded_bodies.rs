//! Nothing that a server announces is believed before it has come, and no body that is collected is without a bound.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};

use crate::api::{PAGES, against, client};
use crate::runtime::{
    Binary, Body, Bytes, Call, Client, Delivery, Empty, Error, Json, Method, Paged, Request, Retry, Text, Transport, TransportError,
    TransportFuture, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};

/// A body of pieces that announces whatever it likes.
#[derive(Clone)]
struct Pieces {
    left: u64,
    piece: Bytes,
    announced: SizeHint,
    /// The bytes that were asked for.
    taken: Arc<Mutex<u64>>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        *self.taken.lock().expect("no test panics here") += self.piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.announced
    }
}

/// Answers with these statuses and bodies, one after the other; the last one again and again.
struct Answers(Mutex<VecDeque<(u16, Pieces)>>, Arc<Mutex<u32>>);

impl Transport for Answers {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        *self.1.lock().expect("no test panics here") += 1;
        let mut answers = self.0.lock().expect("no test panics here");
        let (status, body) = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }.expect("an answer");
        let mut response = http::Response::new(Body::stream(body));
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        response.headers_mut().insert("x-request-id", http::HeaderValue::from_static("r-1"));
        Box::pin(async { Ok(response) })
    }
}

const LIMIT: u64 = 1000;

fn pieces(text: &str, count: u64) -> Pieces {
    Pieces { left: count, piece: Bytes::from(text.to_owned()), announced: SizeHint::default(), taken: Arc::default() }
}

/// A client whose server sends this; and how often it was asked.
fn answering(status: u16, body: &Pieces) -> (Client, Arc<Mutex<u32>>) {
    let asked = Arc::<Mutex<u32>>::default();
    let answers = Answers(Mutex::new([(status, body.clone())].into()), asked.clone());
    let builder = client().transport(answers).clock(FakeClock::default()).max_response_bytes(LIMIT);
    (builder.build().expect("all is given"), asked)
}

type Collect = fn(Request) -> Result<(), Error>;

/// Every way to collect the body of a success.
const WAYS: [(&str, Collect); 8] = [
    ("a value", |request| block_on(Call::<Json<Value>>::from(request).into_future()).map(drop)),
    ("text", |request| block_on(Call::<Text>::from(request).into_future()).map(drop)),
    ("bytes", |request| block_on(Call::<Binary>::from(request).into_future()).map(drop)),
    ("no body", |request| block_on(Call::<Empty>::from(request).into_future())),
    ("a value with its response", |request| block_on(Call::<Json<Value>>::from(request).with_response().into_future()).map(drop)),
    ("one page", |request| block_on(Call::<Paged<Value>>::from(request.paging(&PAGES)).into_future()).map(drop)),
    ("all pages", |request| block_on(Call::<Paged<Value>>::from(request.paging(&PAGES)).stream().collect()).map(drop)),
    ("pages ahead", |request| {
        block_on(async {
            let mut pages = Call::<Paged<Value>>::from(request.paging(&PAGES)).pages().read_ahead(3);
            while let Some(page) = pages.next().await {
                page?;
            }
            Ok(())
        })
    }),
];

#[test]
fn every_body_that_is_collected_has_a_bound() {
    for method in [Method::GET, Method::POST] {
        for (what, collect) in WAYS {
            // Far more than any memory holds, in pieces of a hundred bytes.
            let body = pieces(&" ".repeat(100), u64::MAX);
            let (client, asked) = answering(200, &body);
            let error = collect(client.call(method.clone(), "/things")).expect_err(what);
            assert!(matches!(error, Error::Decode(_)), "{method} {what}: {error:?}");
            assert!(error.to_string().contains("larger than the limit of 1000 bytes (`max_response_bytes`)"), "{method} {what}: {error}");
            let known = (error.status().map(|status| status.as_u16()), error.request_id(), error.delivery(), error.attempts());
            assert_eq!(known, (Some(200), Some("r-1"), Delivery::Done, 1), "{method} {what}");
            assert!(!error.is_transient(), "{method} {what}: it would be as large again");
            assert_eq!(*asked.lock().expect("no test panics here"), 1, "{method} {what}");
            let taken = *body.taken.lock().expect("no test panics here");
            assert!(taken <= LIMIT + 100, "{method} {what}: {taken} bytes were taken");
        }
    }
}

#[test]
fn the_body_of_a_refusal_has_a_bound_and_the_refusal_counts() {
    for status in [301, 400, 401, 404, 418, 422, 501] {
        for (what, collect) in WAYS {
            let body = pieces(&"x".repeat(100), u64::MAX);
            let (client, asked) = answering(status, &body);
            let error = collect(client.call(Method::POST, "/things")).expect_err(what);
            assert!(matches!(error, Error::Status(_)), "{status} {what}: {error:?}");
            assert_eq!((error.status().map(|known| known.as_u16()), error.request_id()), (Some(status), Some("r-1")), "{what}");
            let taken = *body.taken.lock().expect("no test panics here");
            assert!(taken <= LIMIT + 100, "{status} {what}: {taken} bytes were taken");
            assert_eq!(*asked.lock().expect("no test panics here"), 1, "{status} {what}");
        }
    }
}

#[test]
fn the_body_of_a_stream_that_is_refused_has_a_bound() {
    let body = pieces(&"x".repeat(100), u64::MAX);
    let (client, _) = answering(404, &body);
    let file: Call<Binary> = client.call(Method::GET, "/files/1").into();
    assert!(block_on(file.download()).expect_err("refused").is_not_found());
    assert!(*body.taken.lock().expect("no test panics here") <= LIMIT + 100);
}

#[test]
fn a_body_of_exactly_the_limit_is_whole_and_one_byte_more_is_not() {
    for (length, whole) in [(LIMIT - 1, true), (LIMIT, true), (LIMIT + 1, false)] {
        for piece in [1, length] {
            let (client, _) = answering(200, &pieces(&"x".repeat(piece as usize), length / piece));
            let text = block_on(Call::<Text>::from(client.call(Method::GET, "/things")).into_future());
            assert_eq!(text.map(|text| text.len() as u64).ok(), whole.then_some(length), "{length} in pieces of {piece}");
        }
    }
}

#[test]
fn a_download_has_a_limit_of_its_own() {
    let (client, _) = answering(200, &pieces("x", LIMIT + 1));
    let file = || Call::<Binary>::from(client.call(Method::GET, "/files/1"));
    let whole = block_on(async { file().download().await?.bytes(LIMIT + 1).await }).expect("whole");
    assert_eq!(whole.len() as u64, LIMIT + 1);
    let error = block_on(async { file().download().await?.bytes(LIMIT).await }).expect_err("too large");
    assert!(error.to_string().contains("larger than the limit of 1000 bytes"), "{error}");
}

#[test]
fn no_memory_is_taken_for_what_is_announced() {
    let absurd = [SizeHint::with_exact(20_000_000_000_000), SizeHint::with_exact(u64::MAX), {
        let mut hint = SizeHint::new();
        hint.set_lower(u64::MAX);
        hint
    }];
    for announced in absurd {
        for status in [200, 404] {
            // Two pieces: one alone is not copied.
            let body = Pieces { announced, ..pieces("1", 2) };
            let (client, _) = answering(status, &body);
            let text = block_on(Call::<Text>::from(client.call(Method::GET, "/things")).into_future());
            assert_eq!(text.ok().as_deref(), (status == 200).then_some("11"), "{status} {announced:?}");
            let file = Call::<Binary>::from(client.call(Method::GET, "/files/1"));
            let bytes = block_on(async { file.download().await?.bytes(2).await });
            assert_eq!(bytes.ok().as_deref(), (status == 200).then_some(&b"11"[..]), "{status} {announced:?}");
        }
    }
}

#[test]
fn a_length_that_never_comes_is_a_broken_connection() {
    for length in ["20000000000000", "9223372036854775807", "18446744073709551615", "99999999999999999999999999"] {
        for status in [200, 404] {
            let half = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{{\"a\":").into_bytes();
            let server = Server::start([Act::ReplyAndClose(half)]);
            let error = crate::api::call(against(&server).0.call(Method::POST, "/x")).expect_err(length);
            // A length that no number holds is no response at all.
            assert!(matches!((&error, status), (Error::Transport(_), _) | (Error::Status(_), 404)), "{length} {status}: {error}");
        }
    }
}

#[test]
fn where_a_body_ends_is_for_the_transport_to_say() {
    // In chunks, a length beside them does not count (RFC 9112, section 6.3).
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ntrue\r\n0\r\n\r\n".to_vec();
    let server = Server::start([Act::Reply(chunked)]);
    assert_eq!(crate::api::call(against(&server).0.call(Method::GET, "/x")).expect("whole"), Value::Bool(true));
    // A transport that decodes, or that answers from memory, may leave the header as it was.
    struct Decoded(&'static str);
    impl Transport for Decoded {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            let mut response = http::Response::new(Body::from("true"));
            response.headers_mut().insert("content-length", http::HeaderValue::from_static(self.0));
            Box::pin(async { Ok(response) })
        }
    }
    for length in ["0", "3", "4", "5", "20000000000000", "-1", "x", ""] {
        let client = client().transport(Decoded(length)).retry(Retry::never()).build().expect("all is given");
        assert_eq!(crate::api::call(client.call(Method::GET, "/x")).expect(length), Value::Bool(true));
        let file = Call::<Binary>::from(client.call(Method::GET, "/files/1"));
        assert_eq!(block_on(async { file.download().await?.bytes(4).await }).expect(length), "true");
    }
}

#[test]
fn frames_without_bytes_do_not_keep_the_timeout_from_counting() {
    /// Sends nothing, as fast as it can.
    struct Nothing(FakeClock, u32);
    impl http_body::Body for Nothing {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            self.1 += 1;
            if self.1 == 1000 {
                self.0.time_out();
            }
            assert!(self.1 < 10_000, "the timeout does not count");
            Poll::Ready(Some(Ok(if self.1 % 2 == 0 { Frame::data(Bytes::new()) } else { Frame::trailers(http::HeaderMap::new()) })))
        }
    }
    struct Sends(FakeClock);
    impl Transport for Sends {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            let body = Body::stream(Nothing(self.0.clone(), 0));
            Box::pin(async { Ok(http::Response::new(body)) })
        }
    }
    let clock = FakeClock::default();
    let client = client().transport(Sends(clock.clone())).clock(clock).retry(Retry::never()).build().expect("all is given");
    assert!(crate::api::call(client.call(Method::POST, "/x")).expect_err("nothing comes").is_timeout());
    let file = Call::<Binary>::from(client.call(Method::GET, "/files/1"));
    assert!(block_on(async { file.download().await?.bytes(4).await }).expect_err("nothing comes").is_timeout());
}

#[test]
fn totals_page_numbers_and_lists_by_index_take_no_memory_in_advance() {
    let huge = u64::MAX.to_string();
    let last = i64::MAX.to_string();
    for (total, last) in [(huge.as_str(), last.as_str()), ("9223372036854775807", "9223372036854775807"), ("-1", "-1"), ("1e300", "1e300")]
    {
        let page = format!(r#"{{"data":[1],"meta":{{"pagination":{{"total":{total},"current_page":1,"total_pages":{last}}}}}}}"#);
        let pages = (0..3).map(|_| Act::Reply(reply(200, &[], &page))).chain([Act::Reply(reply(404, &[], ""))]);
        let server = Server::start(pages.collect::<Vec<_>>());
        let list = Call::<Paged<i64>>::from(against(&server).0.call(Method::GET, "/things").paging(&PAGES));
        let all = block_on(list.stream().read_ahead(2).collect());
        assert!(all.is_err() || total.starts_with('-') || total.contains('e'), "{total} {last}: {all:?}");
    }
    let sparse = format!(r#"{{"{}":2,"0":1}}"#, u64::MAX);
    assert_eq!(crate::api::read::<Vec<i64>>(&sparse, None).expect("two items"), [1, 2]);
}

#[test]
fn the_usual_limit_is_sixty_four_mebibytes() {
    let body = pieces(&" ".repeat(1 << 20), 65);
    let answers = Answers(Mutex::new([(200, body)].into()), Arc::default());
    let client = client().transport(answers).build().expect("all is given");
    let error = block_on(Call::<Empty>::from(client.call(Method::GET, "/things")).into_future()).expect_err("too large");
    assert!(error.to_string().contains("67108864 bytes"), "{error}");
}
