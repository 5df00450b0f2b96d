//! A client of reqwest as a transport.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Delivery, Transport, TransportError, TransportErrorKind, TransportFuture, last_cause};
use crate::runtime::executor::{NO_RUNTIME, in_runtime};

/// With the feature `reqwest-013`: a configured client of reqwest 0.13 as the transport.
///
/// Its connections, proxies, TLS, timeouts and middleware are its own. Some of its settings do what this crate does, too:
///
/// - redirects: set `Policy::none()`, or an error does not say where it came from;
/// - retries: set `reqwest::retry::never()`, or attempts multiply;
/// - decompression: what reqwest has unpacked is not unpacked again.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Reqwest013};
///
/// # let reqwest = reqwest_013::Client::builder();
/// let reqwest = reqwest.redirect(reqwest_013::redirect::Policy::none()).retry(reqwest_013::retry::never()).build()?;
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
            let response: http::Response<reqwest_013::Body> = client.execute(request).await.map_err(judge)?.into();
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
    let not_sent = error.is_connect() || error.is_builder();
    let error = error.without_url();
    if not_sent && last_cause(&error).to_string().contains("scheme is not http") {
        return TransportError::new(TransportErrorKind::Tls, "this client of reqwest has no TLS: enable a TLS feature of reqwest")
            .permanent();
    }
    let judged = TransportError::new(kind, error);
    if not_sent { judged.with_delivery(Delivery::NeverSent) } else { judged }
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
