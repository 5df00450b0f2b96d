//! The transport that clients have by default: reqwest, which no other file names.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};

/// Connections over TCP, with TLS as the crate's features say.
pub(crate) struct Wire(reqwest::Client);

impl Wire {
    /// Makes one. Policies that belong to the runtime are switched off here.
    ///
    /// A machine without root certificates can do without them as long as no address asks for TLS.
    pub(crate) fn new(connect_timeout: Duration, needs_tls: bool) -> Result<Self, TransportError> {
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false);
        with_tls(builder, needs_tls)?.build().map(Self).map_err(not_sent)
    }
}

#[cfg(feature = "rustls")]
fn tls_error(error: rustls::Error) -> TransportError {
    not_sent(error.to_string())
}

/// Sets up rustls with ring, given by name: no other part of the program has to agree.
#[cfg(feature = "rustls")]
fn with_tls(builder: reqwest::ClientBuilder, needed: bool) -> Result<reqwest::ClientBuilder, TransportError> {
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    // The system's certificates take milliseconds to read: once per process is enough.
    static CONFIG: std::sync::OnceLock<ClientConfig> = std::sync::OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(builder.tls_backend_preconfigured(config.clone()));
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(tls_error)?;
    let config = match config.clone().with_platform_verifier() {
        Ok(config) => CONFIG.get_or_init(|| config.with_no_client_auth()).clone(),
        Err(error) if needed => return Err(tls_error(error)),
        Err(_) => config.with_root_certificates(RootCertStore::empty()).with_no_client_auth(),
    };
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(builder: reqwest::ClientBuilder, _: bool) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder)
}

fn not_sent(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, error)
}

/// Tells how far a request has come. The address, which may carry a key, stays out.
fn judge(error: reqwest::Error) -> TransportError {
    let kind = match &error {
        error if error.is_connect() || error.is_builder() => TransportErrorKind::NotSent,
        error if error.is_timeout() => TransportErrorKind::TimedOut,
        _ => TransportErrorKind::Broken,
    };
    TransportError::new(kind, error.without_url())
}

impl Transport for Wire {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        });
        let client = self.0.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(judge)?;
            let response: http::Response<reqwest::Body> = client.execute(request).await.map_err(judge)?.into();
            Ok(response.map(|body| Body::stream(Incoming(body))))
        })
    }
}

/// A response's body.
struct Incoming(reqwest::Body);

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.map_err(|error| TransportError::new(TransportErrorKind::Broken, error.without_url()))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
