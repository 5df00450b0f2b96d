//! What a mock answers.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use serde::Serialize;

use crate::runtime::response::{WrittenResponse, as_json};
use crate::runtime::transport::TransportErrorKind;

/// What a [`Mock`](super::Mock) answers: a response, or what becomes of the connection.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::test::MockResponse;
///
/// let busy = MockResponse::status(503).retry_after(Duration::from_secs(2)).body("come back");
/// let slow = MockResponse::json(&["a", "b"]).header("x-page", "1").delay(Duration::from_secs(9));
/// let broken = MockResponse::json(&["a", "b"]).cut_after(4);
/// # let _ = (busy, slow, broken);
/// ```
///
/// # Panics
///
/// What no response can have panics when it is set: a status beyond 100 to 999, a header that is none, a value that is no JSON.
#[derive(Debug, Clone)]
pub struct MockResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) delay: Duration,
    pub(super) end: ResponseEnd,
}

/// How a response ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseEnd {
    /// With the body.
    Whole,
    /// After so many bytes of the body, the connection breaks.
    CutAfter(usize),
    /// There is none: the transport fails.
    Fails(TransportErrorKind),
    /// It never comes.
    Never,
}

impl MockResponse {
    /// Responds with a status, and without a body.
    #[track_caller]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or_else(|_| panic!("{status} is not a status"));
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), delay: Duration::ZERO, end: ResponseEnd::Whole }
    }

    /// Responds with what an operation's kind of response has written.
    pub(super) fn written(response: WrittenResponse) -> Self {
        let written = Self::status(response.status).body(response.body);
        match response.media {
            Some(media) => written.header(CONTENT_TYPE.as_str(), media),
            None => written,
        }
    }

    /// Responds with 200 and a JSON value.
    #[track_caller]
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        Self::status(200).with_json(value)
    }

    /// Responds with 200 and what is no answer to anything: an HTML page in place of JSON.
    pub fn garbage() -> Self {
        Self::status(200).header("content-type", "text/html").body("<!doctype html><title>Not what you asked for</title>")
    }

    /// The connection breaks before a response: the server may have processed the request.
    pub fn broken() -> Self {
        Self::fails(TransportErrorKind::Broken)
    }

    /// There is no connection: nothing was sent.
    pub fn refused() -> Self {
        Self::fails(TransportErrorKind::Connect)
    }

    /// The transport fails, with an error of this kind.
    pub fn fails(kind: TransportErrorKind) -> Self {
        Self { end: ResponseEnd::Fails(kind), ..Self::status(200) }
    }

    /// No response comes: the attempt ends by its timeout, which passes at once on the [`TestClock`](super::TestClock).
    pub fn stalls() -> Self {
        Self { end: ResponseEnd::Never, ..Self::status(200) }
    }

    /// Sets the status of the response.
    #[track_caller]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Self::status(status).status;
        self
    }

    /// Sets the body to a JSON value.
    #[track_caller]
    pub fn with_json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.body = as_json(value).to_string().into();
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// Sets the bytes of the body. Their media type is a [`header`](Self::header).
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_ref())) else {
            panic!("`{name}` cannot be a header with this value")
        };
        // One that was set by the body's kind is replaced.
        if name == CONTENT_TYPE {
            self.headers.remove(&name);
        }
        self.headers.append(name, value);
        self
    }

    /// Asks the client to wait, by `Retry-After` in whole seconds.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.headers.insert(RETRY_AFTER, seconds.into());
        self
    }

    /// Lets this much time pass on the mock's clock before the response. An attempt whose timeout is shorter ends by it.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Breaks the connection after this many bytes of the body.
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.end = ResponseEnd::CutAfter(bytes);
        self
    }
}
