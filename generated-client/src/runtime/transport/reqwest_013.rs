//! A client of reqwest as a transport.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Delivery, LedTo, Transport, TransportError, TransportErrorKind, TransportFuture, last_cause};
use crate::runtime::platform::{NO_RUNTIME, in_runtime};

/// With the feature `reqwest-013`: a configured client of reqwest 0.13 as the transport.
///
/// Its connections, proxies, TLS and timeouts are its own. Some of what it can do, this crate does as well. Switch these off:
///
/// | reqwest | set | otherwise |
/// |---|---|---|
/// | redirects | `redirect(Policy::none())` | reqwest follows them. To another host, it sends no `Authorization`, but all other headers, such as those of API keys. An error names the last host. |
/// | retries | `retry(reqwest::retry::never())` | Attempts multiply, and [hooks](crate::runtime::Hook) see only those of this crate. |
/// | decompression | `no_gzip()`, `no_brotli()`, `no_deflate()`, `no_zstd()` | Downloads are unpacked, and their length is not known. Nothing is unpacked twice, and limits count the unpacked bytes. |
///
/// Of the timeouts of both, the shorter one counts. An error of reqwest keeps its kind and its causes, but not its URL, which may
/// contain a key.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Reqwest013};
///
/// # let reqwest = reqwest_013::Client::builder();
/// let reqwest = reqwest.redirect(reqwest_013::redirect::Policy::none()).retry(reqwest_013::retry::never());
/// let reqwest = reqwest.no_gzip().no_brotli().no_deflate().no_zstd().build()?;
/// let client = Client::builder().base_url("http://api.example.com").transport(Reqwest013::new(reqwest)).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reqwest013 {
    client: reqwest_013::Client,
}

impl Reqwest013 {
    /// Sends the requests through this client.
    ///
    /// # Examples
    ///
    /// ```
    /// let transport = tallyfy::Reqwest013::new(reqwest_013::Client::new());
    /// ```
    pub fn new(client: reqwest_013::Client) -> Self {
        Self { client }
    }
}

impl Transport for Reqwest013 {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        if !in_runtime() {
            return Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, NO_RUNTIME).permanent()) });
        }
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => reqwest_013::Body::from(bytes.clone()),
            None => reqwest_013::Body::wrap(body),
        });
        let client = self.client.clone();
        Box::pin(async move {
            let request = reqwest_013::Request::try_from(request).map_err(judge)?;
            let asked = request.url().clone();
            let response = client.execute(request).await.map_err(judge)?;
            let led_to = Some(response.url()).filter(|url| **url != asked).and_then(|url| url.as_str().parse().ok());
            let mut response: http::Response<reqwest_013::Body> = response.into();
            if let Some(url) = led_to {
                response.extensions_mut().insert(LedTo(url));
            }
            Ok(response.map(|body| Body::stream(Incoming(body))))
        })
    }
}

/// Returns what an error means for the request. The URL is left out, because it may contain a key.
fn judge(error: reqwest_013::Error) -> TransportError {
    let kind = match &error {
        error if error.is_timeout() => TransportErrorKind::TimedOut,
        error if error.is_connect() => TransportErrorKind::Connect,
        error if error.is_builder() => TransportErrorKind::NotSent,
        _ => TransportErrorKind::Broken,
    };
    let (not_sent, is_led_astray) = (error.is_connect() || error.is_builder(), error.is_redirect());
    let error = error.without_url();
    if not_sent && last_cause(&error).to_string().contains("scheme is not http") {
        return TransportError::new(TransportErrorKind::Tls, "this client of reqwest has no TLS: enable a TLS feature of reqwest")
            .permanent();
    }
    if not_sent && is_of_handshake(&error) {
        return TransportError::new(TransportErrorKind::Tls, error).permanent();
    }
    let judged = TransportError::new(kind, error);
    // It would be led through the same redirects.
    let judged = if is_led_astray { judged.permanent() } else { judged };
    if not_sent { judged.with_delivery(Delivery::NeverSent) } else { judged }
}

/// Returns whether rustls refused what the server sent: it says so by an error of this kind.
fn is_of_handshake(error: &reqwest_013::Error) -> bool {
    let mut causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.any(|cause| cause.downcast_ref().is_some_and(is_invalid_data))
}

/// An error that is within another one of its type is not among the causes.
fn is_invalid_data(error: &io::Error) -> bool {
    let within = error.get_ref().and_then(|within| within.downcast_ref());
    error.kind() == io::ErrorKind::InvalidData || within.is_some_and(is_invalid_data)
}

/// The body of a response.
struct Incoming(reqwest_013::Body);

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.map_err(judge)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
