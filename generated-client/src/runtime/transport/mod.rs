//! Transports: what sends requests to a server. An application can replace it.

mod connection_use;
mod delivery;
mod error;
mod guarded_body;
mod handover;
mod progress;
mod received;
#[cfg(all(feature = "reqwest-013", not(all(target_family = "wasm", target_os = "unknown"))))]
mod reqwest_013;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Uri;
use http_body::{Frame, SizeHint};

use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send, maybe_sync};

pub use self::connection_use::ConnectionUse;
pub use self::delivery::Delivery;
pub(crate) use self::delivery::closes;
pub(crate) use self::error::last_cause;
pub use self::error::{TransportError, TransportErrorKind};
pub(crate) use self::handover::Handover;
pub use self::progress::Progress;
pub(crate) use self::progress::ProgressObserver;
pub(crate) use self::received::{BodyEnd, BodyLimits, ReceivedBody};
#[cfg(all(feature = "reqwest-013", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::reqwest_013::Reqwest013;

/// Whether this build of the crate has a TLS library.
pub(crate) const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "native-tls", all(target_family = "wasm", target_os = "unknown")));

/// What an error says of an `https` URL without one.
pub(crate) const NO_TLS: &str = concat!(
    "it needs TLS, which this build has not: enable the feature `rustls` or `native-tls` of the crate `",
    env!("CARGO_PKG_NAME"),
    "`"
);

/// Among the extensions of a request: it must not be sent over a connection that has been used before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreshConnection;

/// Among the extensions of a response: the transport has followed redirects, to this URL.
#[derive(Debug, Clone)]
pub(crate) struct LedTo(pub Uri);

/// Sends one request, and returns its response. Retries, redirects and error statuses are not its concern.
///
/// It alone decides where a body ends. A body that ends before the length that the server announced is an error of the
/// body: the client does not look at `Content-Length`.
///
/// A client has a transport of its own, unless [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport)
/// sets another: to record requests, to answer them from memory, or to use another HTTP library.
///
/// # Examples
///
/// ```
/// use tallyfy::{Body, Client, Method, Transport, TransportFuture};
///
/// /// Answers every request from memory.
/// struct Memory;
///
/// impl Transport for Memory {
///     fn send(&self, request: http::Request<Body>) -> TransportFuture {
///         let answer = format!(r#"{{"path": "{}"}}"#, request.uri().path());
///         Box::pin(async { Ok(http::Response::new(Body::from(answer))) })
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let client = Client::builder().base_url("https://api.example.com").transport(Memory).build()?;
/// assert_eq!(client.request(Method::GET, "/users/7").await?["path"], "/users/7");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends a request. The future may be dropped at any time: the call was dropped, or its timeout has passed.
    fn send(&self, request: http::Request<Body>) -> TransportFuture;
}

/// The future of a response.
///
/// # Examples
///
/// ```
/// use tallyfy::{Body, TransportFuture};
///
/// fn no_content() -> TransportFuture {
///     Box::pin(async {
///         let mut response = http::Response::new(Body::default());
///         *response.status_mut() = http::StatusCode::NO_CONTENT;
///         Ok(response)
///     })
/// }
/// ```
pub type TransportFuture = Pin<Box<maybe_send!(dyn Future<Output = Result<http::Response<Body>, TransportError>>)>>;

/// The body of a request or a response: bytes in memory, or a stream.
///
/// # Examples
///
/// ```
/// use tallyfy::{Body, Bytes};
///
/// let body = Body::from("hello");
/// assert_eq!(body.as_bytes(), Some(&Bytes::from("hello")));
/// ```
#[derive(Default)]
pub struct Body(Inner);

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Full(Bytes),
    Stream(BoxBody),
}

/// After this many frames without bytes, other work has its turn.
const MOST_EMPTY_FRAMES: usize = 32;

type BoxBody = Pin<Box<maybe_sync!(dyn http_body::Body<Data = Bytes, Error = TransportError>)>>;

impl Body {
    /// Creates a body that streams another one.
    pub fn stream(body: impl http_body::Body<Data = Bytes, Error = TransportError> + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Inner::Stream(Box::pin(body)))
    }

    /// Returns the bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        static NONE: Bytes = Bytes::new();
        match &self.0 {
            Inner::Empty => Some(&NONE),
            Inner::Full(bytes) => Some(bytes),
            Inner::Stream(_) => None,
        }
    }

    /// Polls for the next bytes. Frames without bytes are skipped, but not endlessly in one poll: the timeout must count.
    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        for _ in 0..MOST_EMPTY_FRAMES {
            let frame = ready!(http_body::Body::poll_frame(Pin::new(&mut *self), context));
            match frame.transpose()?.map(Frame::into_data) {
                Some(Ok(data)) if data.is_empty() => {}
                Some(Ok(data)) => return Poll::Ready(Ok(Some(data))),
                // Trailers are ignored.
                Some(Err(_)) => {}
                None => return Poll::Ready(Ok(None)),
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        match bytes.into() {
            bytes if bytes.is_empty() => Self(Inner::Empty),
            bytes => Self(Inner::Full(bytes)),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Empty => f.write_str("Body(empty)"),
            Inner::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.0 {
            Inner::Stream(body) => body.as_mut().poll_frame(context),
            inner => Poll::Ready(match std::mem::take(inner) {
                Inner::Full(bytes) => Some(Ok(Frame::data(bytes))),
                _ => None,
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Empty => true,
            Inner::Full(_) => false,
            Inner::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Empty => SizeHint::with_exact(0),
            Inner::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(body) => body.size_hint(),
        }
    }
}
