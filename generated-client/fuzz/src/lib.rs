//! What the fuzz targets of the client have in common: a server that answers with what the fuzzer made up, and the check that no
//! secret shows.
//!
//! An input is text, so that seeds can be read: responses, separated by lines `%%`. Each has a line with its status (and `cut`, where
//! the connection breaks after the body), lines of headers, an empty line, and its body. `{SECRET}` stands for the token of the
//! client, as a server sends it back. The n-th request gets the n-th response, and the last one again and again.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::Frame;
use tallyfy::{Body, Client, ClientBuilder, Drift, Error, Retry, Transport, TransportError, TransportErrorKind, TransportFuture};

/// The token of the client, and what `{SECRET}` stands for.
pub const SECRET: &str = "s3cr3t-0f-th3-cl13nt";
/// The separator of responses.
const NEXT: &[u8] = b"\n%%\n";
/// The most requests that one input may cause.
const MOST_REQUESTS: usize = 10_000;

/// One response.
#[derive(Debug, Clone, Default)]
struct Scripted {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    cut: bool,
}

impl Scripted {
    fn parse(text: &[u8]) -> Self {
        let mut scripted = Self::default();
        let mut rest = text;
        let mut line = || {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            line
        };
        let first = line();
        scripted.status = first.get(..3).and_then(|digits| StatusCode::from_bytes(digits).ok()).unwrap_or_default();
        scripted.cut = first.ends_with(b"cut");
        loop {
            let header = line();
            let Some(colon) = header.iter().position(|byte| *byte == b':') else { break };
            let value = header[colon + 1..].trim_ascii();
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(&header[..colon]), HeaderValue::from_bytes(value)) {
                scripted.headers.push((name, value));
            }
        }
        scripted.body = Bytes::copy_from_slice(rest);
        scripted
    }
}

/// Answers from a script.
#[derive(Clone)]
struct Server(Arc<Script>);

struct Script {
    responses: Vec<Scripted>,
    requests: AtomicUsize,
}

impl Transport for Server {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed);
        assert!(number < MOST_REQUESTS, "the client does not come to an end");
        let scripted = self.0.responses.get(number).or(self.0.responses.last()).cloned().unwrap_or_default();
        Box::pin(async move {
            let mut response = http::Response::new(Body::stream(Pieces { rest: scripted.body, cut: scripted.cut }));
            *response.status_mut() = scripted.status;
            response.headers_mut().extend(scripted.headers.into_iter().map(|(name, value)| (Some(name), value)));
            Ok(response)
        })
    }
}

/// A body in pieces, and perhaps without its end.
struct Pieces {
    rest: Bytes,
    cut: bool,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        const PIECE: usize = 100;
        if self.rest.is_empty() {
            let cut = std::mem::take(&mut self.cut);
            return Poll::Ready(cut.then(|| Err(TransportError::new(TransportErrorKind::Broken, "cut"))));
        }
        let end = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(end)))))
    }
}

/// A client of a server that answers with an input.
pub struct Subject {
    /// The builder of the client, which lacks its credentials.
    pub builder: ClientBuilder,
    /// What it reports of drift.
    pub reports: Reports,
}

/// What a client has reported of drift.
#[derive(Clone, Default)]
pub struct Reports(Arc<Mutex<Vec<String>>>);

impl Subject {
    /// Reads an input.
    pub fn new(input: &[u8]) -> Self {
        let input = replaced(input, b"{SECRET}", SECRET.as_bytes());
        let mut responses = Vec::new();
        let mut rest = &input[..];
        while let Some(end) = rest.windows(NEXT.len()).position(|window| window == NEXT) {
            responses.push(Scripted::parse(&rest[..end]));
            rest = &rest[end + NEXT.len()..];
        }
        responses.push(Scripted::parse(rest));
        let server = Server(Arc::new(Script { responses, requests: AtomicUsize::new(0) }));
        let reports = Reports::default();
        let drift = reports.clone();
        let builder = Client::builder()
            .base_url("http://api.example")
            .org_id("org")
            .retry(Retry::never())
            .max_response_bytes(1 << 20)
            .transport(server)
            .on_drift(move |found: Drift| drift.0.lock().expect("no panic").push(format!("{found:?}")));
        Self { builder, reports }
    }
}

impl Reports {
    /// Checks that no secret is in them.
    ///
    /// # Panics
    ///
    /// Panics if there is one.
    pub fn check(&self) {
        self.0.lock().expect("no panic").iter().for_each(|report| clean("a drift report", report));
    }
}

fn replaced(input: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut output = Vec::with_capacity(input.len());
    let mut rest = input;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        output.extend_from_slice(&rest[..at]);
        output.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    output.extend_from_slice(rest);
    output
}

/// Runs a future. No input needs to wait, so that no time passes.
pub fn run<F: Future>(future: F) -> F::Output {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// Checks that no secret is in what people read.
///
/// # Panics
///
/// Panics if there is one.
pub fn clean(what: &str, text: &str) {
    assert!(!text.contains(SECRET), "{what} shows the token: {text}");
}

/// Checks all that an error shows.
///
/// # Panics
///
/// Panics if there is a secret in it, or a character that controls a terminal.
pub fn check_error(error: &Error) {
    let line = error.to_string();
    assert!(!line.chars().any(char::is_control), "{line:?}");
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        clean("Display", &error.to_string());
        debug(error);
        cause = error.source();
    }
    clean("the message", error.message().unwrap_or_default());
    clean("the code", &error.code().unwrap_or_default());
    clean("the request id", error.request_id().unwrap_or_default());
    clean("the path", error.json_path().unwrap_or_default());
    debug(&error.headers());
    debug(&error.field_errors());
    debug(&error.json::<tallyfy::Value>());
    debug(&(error.retry_after(), error.rate_limit(), error.delivery()));
    clean("the body", &String::from_utf8_lossy(error.body().map_or(&[], |body| body)));
}

fn debug(value: &(impl Debug + ?Sized)) {
    clean("Debug", &format!("{value:?}"));
    clean("Debug", &format!("{value:#?}"));
}
