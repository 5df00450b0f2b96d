//! What is known of a response stays known, in whatever way its body ends: each ending, each class of status, reads and
//! writes.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body::Frame;

use crate::api::{call, client};
use crate::runtime::{
    Binary, Body, Bytes, Call, Client, ClientBuilder, Delivery, Error, Method, Retry, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server};

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ending {
    Whole,
    Empty,
    /// The connection breaks after a part, or before any of it.
    Cut,
    CutAtOnce,
    /// The transport reports that time has run out.
    TimedOut,
    /// The transport reports that nothing was sent, although the response has begun.
    NotSent,
    /// Nothing more comes, after a part or from the start.
    Stalled,
    StalledAtOnce,
    TooLarge,
    /// It is not JSON, though its headers say so.
    Page,
    /// It is JSON that is cut, in a response that ends well.
    Half,
    NotUtf8,
    Compressed,
}

use Ending::*;

const ENDINGS: [Ending; 13] =
    [Whole, Empty, Cut, CutAtOnce, TimedOut, NotSent, Stalled, StalledAtOnce, TooLarge, Page, Half, NotUtf8, Compressed];

const LIMIT: u64 = 200;

impl Ending {
    /// Returns the bytes that come.
    fn content(self) -> Vec<u8> {
        match self {
            Whole => br#"{"message":"why"}"#.to_vec(),
            Empty | CutAtOnce | StalledAtOnce => Vec::new(),
            Cut | TimedOut | NotSent | Stalled | Half => br#"{"message":"wh"#.to_vec(),
            TooLarge => format!(r#"{{"message":"{}"}}"#, "x".repeat(300)).into_bytes(),
            Page => b"<html><title>why</title></html>".to_vec(),
            NotUtf8 => b"{\"message\":\"\xff\xfe".to_vec(),
            Compressed => b"\x1f\x8b\x08\x00".to_vec(),
        }
    }

    /// Returns the error that the transport reports after that.
    fn error(self) -> Option<TransportErrorKind> {
        match self {
            Cut | CutAtOnce => Some(TransportErrorKind::Broken),
            TimedOut => Some(TransportErrorKind::TimedOut),
            NotSent => Some(TransportErrorKind::NotSent),
            _ => None,
        }
    }

    fn stalls(self) -> bool {
        matches!(self, Stalled | StalledAtOnce)
    }
}

struct Ends {
    ending: Ending,
    content: Option<Bytes>,
    clock: FakeClock,
    waits: bool,
}

impl http_body::Body for Ends {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Some(content) = self.content.take().filter(|content| !content.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(content))));
        }
        if self.ending.stalls() {
            // The timer of a download starts with the first wait.
            match std::mem::replace(&mut self.waits, true) {
                true => self.clock.time_out(),
                false => context.waker().wake_by_ref(),
            }
            return Poll::Pending;
        }
        Poll::Ready(self.ending.error().map(|kind| Err(TransportError::new(kind, "so it ends"))))
    }
}

/// Answers every request with this status, and a body that ends so.
struct Answers {
    status: u16,
    ending: Ending,
    clock: FakeClock,
    asked: Arc<Mutex<u32>>,
}

const HEADERS: [(&str, &str); 4] =
    [("x-request-id", "r-1"), ("retry-after", "3"), ("x-ratelimit-remaining", "0"), ("content-type", "application/json")];

impl Transport for Answers {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        *self.asked.lock().expect("no test panics here") += 1;
        let content = Some(Bytes::from(self.ending.content()));
        let mut response =
            http::Response::new(Body::stream(Ends { ending: self.ending, content, clock: self.clock.clone(), waits: false }));
        *response.status_mut() = http::StatusCode::from_u16(self.status).expect("a status");
        for (name, value) in HEADERS {
            response.headers_mut().insert(name, http::HeaderValue::from_static(value));
        }
        Box::pin(async { Ok(response) })
    }
}

fn settings(clock: &FakeClock) -> ClientBuilder {
    client().clock(clock.clone()).max_response_bytes(LIMIT).retry(Retry::default().retries(1))
}

/// One cell of the table.
struct Cell {
    status: u16,
    ending: Ending,
    writes: bool,
}

impl Cell {
    fn method(&self) -> Method {
        if self.writes { Method::POST } else { Method::GET }
    }

    fn name(&self) -> String {
        format!("{} {} {:?}", self.method(), self.status, self.ending)
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns how often the request is sent, where one retry is allowed.
    fn attempts(&self) -> u32 {
        let broken = self.ending.error().is_some() || self.ending.stalls();
        let repeated = match self.status {
            429 => true,
            408 | 500 | 502 | 503 | 504 => !self.writes,
            _ => self.is_success() && broken && !self.writes,
        };
        1 + u32::from(repeated)
    }

    fn delivery(&self) -> Delivery {
        match self.status {
            200..=299 => Delivery::Done,
            302 | 408 | 500.. => Delivery::Unknown,
            _ => Delivery::Refused,
        }
    }

    /// Checks everything that is known of the response.
    fn check(&self, error: &Error, waits: &[u128]) {
        let name = self.name();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(self.status), "{name}: {error}");
        assert_eq!(error.request_id(), Some("r-1"), "{name}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3)), "{name}");
        assert_eq!(error.rate_limit().and_then(|limit| limit.remaining), Some(0), "{name}");
        assert_eq!(error.headers().map(|headers| headers.contains_key("content-type")), Some(true), "{name}");
        assert_eq!((error.delivery(), error.attempts()), (self.delivery(), self.attempts()), "{name}: {error}");
        let safe = !self.writes || error.delivery() == Delivery::Refused;
        assert_eq!(error.is_safe_to_retry(), safe, "{name}");
        let broken = self.ending.error().is_some() || self.ending.stalls();
        match (self.is_success(), broken) {
            (true, true) => assert!(matches!(error, Error::Transport(_)), "{name}: {error:?}"),
            (true, false) => assert!(matches!(error, Error::Decode(_)), "{name}: {error:?}"),
            (false, _) => {
                assert!(matches!(error, Error::Status(_)), "{name}: {error:?}");
                assert!(error.to_string().contains(&self.status.to_string()), "{name}: {error}");
            }
        }
        let timed_out = self.is_success() && (self.ending.stalls() || self.ending == TimedOut);
        assert_eq!(error.is_timeout(), timed_out || [408, 504].contains(&self.status), "{name}");
        // The wait that the server asks for is obeyed where it refused.
        let least = if self.is_success() { 0 } else { 3000 };
        assert_eq!(waits.len() as u32 + 1, self.attempts(), "{name}");
        assert!(waits.iter().all(|wait| *wait >= least), "{name}: {waits:?}");
        // What has come of the explanation is kept.
        let kept = error.body().map_or(0, |body| body.len());
        let came = self.ending.content().len();
        assert!(kept > 0 || came == 0, "{name}");
    }
}

const STATUSES: [u16; 20] = [200, 201, 206, 300, 302, 304, 400, 401, 403, 404, 408, 409, 410, 422, 429, 500, 501, 502, 503, 504];

/// Returns all cells.
fn cells() -> impl Iterator<Item = Cell> {
    let endings = STATUSES.into_iter().flat_map(|status| ENDINGS.map(|ending| (status, ending)));
    endings.flat_map(|(status, ending)| [false, true].map(|writes| Cell { status, ending, writes }))
}

#[test]
fn whatever_becomes_of_a_body_its_response_is_known() {
    let mut checked = 0;
    for cell in cells() {
        let (clock, asked) = (FakeClock::default(), Arc::<Mutex<u32>>::default());
        let answers = Answers { status: cell.status, ending: cell.ending, clock: clock.clone(), asked: asked.clone() };
        let client = settings(&clock).transport(answers).build().expect("all is given");
        match call(client.call(cell.method(), "/things")) {
            Ok(_) => assert!(cell.is_success() && matches!(cell.ending, Whole | Empty), "{}", cell.name()),
            Err(error) => cell.check(&error, &clock.waits()),
        }
        assert!(*asked.lock().expect("no test panics here") == cell.attempts(), "{}", cell.name());
        checked += 1;
    }
    assert_eq!(checked, STATUSES.len() * ENDINGS.len() * 2);
}

/// Returns what a socket sends for a cell, if a socket can end a body so.
fn act(cell: &Cell, clock: &FakeClock) -> Option<Act> {
    let content = cell.ending.content();
    let headers: String = HEADERS.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let broken = cell.ending.error().is_some() || cell.ending.stalls();
    let length = content.len() + if broken { 50 } else { 0 };
    let head = format!("HTTP/1.1 {} X\r\n{headers}content-length: {length}\r\n\r\n", cell.status);
    let sent = [head.into_bytes(), content].concat();
    match cell.ending {
        TimedOut | NotSent => None,
        Cut | CutAtOnce => Some(Act::ReplyAndClose(sent)),
        Stalled | StalledAtOnce => {
            let clock = clock.clone();
            Some(Act::Stall(sent, Box::new(move || clock.time_out())))
        }
        _ => Some(Act::Reply(sent)),
    }
}

#[test]
fn over_a_socket_it_is_the_same() {
    // 304 has no body, whatever its length says. A stall may be seen before the head is, so it is not timed here.
    let cells = cells().filter(|cell| cell.status != 304 && !cell.ending.stalls());
    let mut checked = 0;
    for cell in cells {
        let clock = FakeClock::default();
        let Some(acts) = (0..2).map(|_| act(&cell, &clock)).collect::<Option<Vec<_>>>() else { continue };
        let server = Server::start(acts);
        let client: Client = settings(&clock).base_url(server.url()).build().expect("all is given");
        match call(client.call(cell.method(), "/things")) {
            Ok(_) => assert!(cell.is_success() && matches!(cell.ending, Whole | Empty), "{}", cell.name()),
            Err(error) => cell.check(&error, &clock.waits()),
        }
        assert_eq!(server.received().len() as u32, cell.attempts(), "{}", cell.name());
        checked += 1;
    }
    assert_eq!(checked, (STATUSES.len() - 1) * (ENDINGS.len() - 4) * 2);
}

#[test]
fn a_refusal_that_stalls_over_a_socket_is_that_refusal() {
    // The client's own clock: the server keeps silent until the attempt has ended.
    for (status, delivery) in [(422, Delivery::Refused), (404, Delivery::Refused), (500, Delivery::Unknown)] {
        let half = format!("HTTP/1.1 {status} X\r\ncontent-length: 50\r\n\r\n{{").into_bytes();
        let server = Server::start([Act::Stall(half, Box::new(|| ()))]);
        let client = client().base_url(server.url()).timeout(Duration::from_millis(300)).build().expect("all is given");
        let error = call(client.call(Method::POST, "/things")).expect_err("refused");
        assert_eq!((error.status().map(|status| status.as_u16()), error.delivery()), (Some(status), delivery), "{error}");
    }
}

#[test]
fn a_redirect_is_followed_whatever_becomes_of_its_body() {
    for ending in ENDINGS {
        struct Redirects(Answers);
        impl Transport for Redirects {
            fn send(&self, request: http::Request<Body>) -> TransportFuture {
                if request.uri().path() == "/there" {
                    return Box::pin(async { Ok(http::Response::new(Body::from("true"))) });
                }
                let answer = self.0.send(request);
                Box::pin(async {
                    let mut response = answer.await?;
                    response.headers_mut().insert("location", http::HeaderValue::from_static("/there"));
                    Ok(response)
                })
            }
        }
        let clock = FakeClock::default();
        let answers = Answers { status: 302, ending, clock: clock.clone(), asked: Arc::default() };
        let client = settings(&clock).transport(Redirects(answers)).build().expect("all is given");
        assert_eq!(call(client.call(Method::GET, "/things")).expect("followed"), true, "{ending:?}");
    }
}

#[test]
fn a_download_that_breaks_off_keeps_what_is_known() {
    for ending in [Cut, CutAtOnce, TimedOut, NotSent, Stalled, StalledAtOnce] {
        let clock = FakeClock::default();
        let answers = Answers { status: 200, ending, clock: clock.clone(), asked: Arc::default() };
        let client = settings(&clock).transport(answers).build().expect("all is given");
        let file = Call::<Binary>::from(client.call(Method::GET, "/files/1"));
        let error = block_on(async { file.download().await?.bytes(LIMIT).await }).expect_err("broken");
        let known = (error.status().map(|status| status.as_u16()), error.request_id(), error.delivery());
        assert_eq!(known, (Some(200), Some("r-1"), Delivery::Done), "{ending:?}: {error}");
        assert!(matches!(error, Error::Transport(_)), "{ending:?}: {error:?}");
    }
}

#[test]
fn a_refused_token_that_cannot_be_renewed_keeps_the_refusal() {
    use crate::runtime::Secret;
    let clock = FakeClock::default();
    let answers = Answers { status: 401, ending: Whole, clock: clock.clone(), asked: Arc::default() };
    let given = Arc::<Mutex<u32>>::default();
    let provider = move || {
        let mut given = given.lock().expect("no test panics here");
        *given += 1;
        let first = *given == 1;
        async move { if first { Ok(Secret::from("first")) } else { Err(Error::credentials("signed out")) } }
    };
    let builder = ClientBuilder::new(&crate::api::API).base_url("http://things.example").clock(clock);
    let client = builder.transport(answers).token_provider(provider).build().expect("all is given");
    let error = call(client.call(Method::POST, "/things")).expect_err("signed out");
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    let known = (error.status().map(|status| status.as_u16()), error.request_id(), error.message(), error.delivery());
    assert_eq!(known, (Some(401), Some("r-1"), Some("why"), Delivery::Refused), "{error}");
}
