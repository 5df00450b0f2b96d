//! The default transport, which uses reqwest. No other file names it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::runtime::{Handle, Id};

use super::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};
use crate::runtime::executor::{NO_RUNTIME, in_runtime};

/// Whether a client needs TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tls {
    /// Its base URL is `https`.
    Required,
    /// It may need TLS for a redirect, or for another server.
    Optional,
}

/// Sends requests through reqwest, with the TLS library of the crate's features.
pub(crate) struct ReqwestTransport {
    connect_timeout: Duration,
    tls: Tls,
    /// A pool of connections per runtime, the last one that was used first. A task on the runtime that opened a connection
    /// drives it: a request of another runtime would wait for it forever, if that runtime is not polled.
    pools: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
}

const IS_BUILT_WITH_TLS: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// Whether this build of the crate has a TLS library.
pub(crate) const HAS_TLS: bool = IS_BUILT_WITH_TLS;

/// What an error says of an `https` URL without one.
pub(crate) const NO_TLS: &str = concat!(
    "it needs TLS, which this build has not: enable the feature `rustls` or `native-tls` of the crate `",
    env!("CARGO_PKG_NAME"),
    "`"
);

/// The pools of this many runtimes are kept.
const POOLS: usize = 8;

impl ReqwestTransport {
    /// Creates a transport without reqwest's own policies for redirects and retries: the runtime has its own.
    ///
    /// A machine without root certificates is an error only if TLS is required.
    pub(crate) fn new(connect_timeout: Duration, tls: Tls) -> Result<Self, TransportError> {
        let first = pool(connect_timeout, tls)?;
        Ok(Self { connect_timeout, tls, pools: Mutex::new(vec![(None, first)]) })
    }

    /// Returns the pool of the current runtime.
    fn pool(&self) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = pools.iter().position(|(known, _)| known.is_none() || *known == runtime) {
            pools.get_mut(..=index).into_iter().for_each(|used| used.rotate_right(1));
        } else {
            pools.truncate(POOLS - 1);
            pools.insert(0, (runtime, pool(self.connect_timeout, self.tls)?));
        }
        match pools.first_mut() {
            Some((known, pool)) => {
                *known = runtime;
                Ok(pool.clone())
            }
            None => Err(not_sent("there is no pool of connections")),
        }
    }
}

fn pool(connect_timeout: Duration, tls: Tls) -> Result<reqwest::Client, TransportError> {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    with_tls(builder, tls)?.build().map_err(not_sent)
}

#[cfg(feature = "rustls")]
fn tls_error(error: rustls::Error) -> TransportError {
    not_sent(error.to_string())
}

/// Sets up rustls with ring. The provider is explicit, so the default of the process does not matter.
#[cfg(feature = "rustls")]
fn with_tls(builder: reqwest::ClientBuilder, tls: Tls) -> Result<reqwest::ClientBuilder, TransportError> {
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    // Reading the system's certificates takes milliseconds, so it is done once per process.
    static CONFIG: std::sync::OnceLock<ClientConfig> = std::sync::OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(builder.tls_backend_preconfigured(config.clone()));
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(tls_error)?;
    let config = match config.clone().with_platform_verifier() {
        Ok(config) => CONFIG.get_or_init(|| config.with_no_client_auth()).clone(),
        Err(error) if tls == Tls::Required => return Err(tls_error(error)),
        Err(_) => config.with_root_certificates(RootCertStore::empty()).with_no_client_auth(),
    };
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(builder: reqwest::ClientBuilder, _: Tls) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder)
}

fn not_sent(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, error)
}

/// Returns how far a request got. The URL is left out, because it may contain a key.
fn judge(error: reqwest::Error) -> TransportError {
    let kind = match &error {
        error if error.is_connect() || error.is_builder() => TransportErrorKind::NotSent,
        error if error.is_timeout() => TransportErrorKind::TimedOut,
        _ => TransportErrorKind::Broken,
    };
    TransportError::new(kind, error.without_url())
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        if !HAS_TLS && request.uri().scheme_str() == Some("https") {
            return Box::pin(async { Err(not_sent(NO_TLS)) });
        }
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => reqwest::Body::from(bytes.clone()),
            None => reqwest::Body::wrap(body),
        });
        let pool = self.pool();
        let Ok(runtime) = Handle::try_current() else {
            return Box::pin(async { Err(not_sent(NO_RUNTIME)) });
        };
        let sending = async move {
            let request = reqwest::Request::try_from(request).map_err(judge)?;
            let response: http::Response<reqwest::Body> = pool?.execute(request).await.map_err(judge)?.into();
            Ok(response.map(|body| Body::stream(Incoming(body))))
        };
        Box::pin(OnRuntime { runtime, sending: Box::pin(sending) })
    }
}

/// A request that stays on the runtime on which it was begun, wherever it is polled.
struct OnRuntime {
    runtime: Handle,
    sending: TransportFuture,
}

impl Future for OnRuntime {
    type Output = Result<http::Response<Body>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let runtime = (!in_runtime()).then(|| self.runtime.clone());
        let _entered = runtime.as_ref().map(Handle::enter);
        self.sending.as_mut().poll(context)
    }
}

/// The body of a response.
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
