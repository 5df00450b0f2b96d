//! The transport itself: one request after the other, each over a connection that is kept or new.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use tokio::runtime::Handle;

use super::connector::Connector;
use super::exchange::{Failed, WaitLimits, begin, exchange, prepare};
use super::incoming::{IncomingBody, Lease};
use super::keep_alive::idle_limit;
use super::origin::Origin;
use super::pool::{Connection, Pool};
use crate::runtime::executor::{NO_RUNTIME, in_runtime};
use crate::runtime::transport::{Body, ConnectionUse, FreshConnection, Transport, TransportError, TransportErrorKind, TransportFuture};

/// The default transport: HTTP/1.1 over TCP, TLS, Unix sockets and proxies, with connections that are kept for later requests.
///
/// A client makes one of its own. Build one to configure it: timeouts, proxies, certificates, addresses. It is a [`Transport`],
/// so another one can wrap it. Clones share the connections.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{Client, HttpTransport, Proxy};
///
/// let transport = HttpTransport::builder()
///     .connect_timeout(Duration::from_secs(5))
///     .proxy(Proxy::all("http://proxy.example.com:3128")?)
///     .build()?;
/// let client = Client::builder().base_url("https://api.example.com").transport(transport).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct HttpTransport {
    pub(super) shared: Arc<TransportState>,
}

/// What clones share.
pub(super) struct TransportState {
    pub connector: Connector,
    pub pool: Arc<Pool>,
    pub limits: WaitLimits,
    pub read_timeout: Duration,
}

impl HttpTransport {
    /// Returns why `https` cannot work, if so.
    pub(crate) fn check_tls(&self) -> Result<(), &str> {
        self.shared.connector.tls.check()
    }
}

/// Shows no setting: any of them may be a secret.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Body>) -> TransportFuture {
        let Ok(runtime) = Handle::try_current() else {
            return Box::pin(async { Err(not_sent(NO_RUNTIME)) });
        };
        let sending = Box::pin(send(self.shared.clone(), request, runtime.clone()));
        Box::pin(OnRuntime { runtime, sending })
    }
}

fn not_sent(text: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, text.into()).permanent()
}

async fn send(shared: Arc<TransportState>, request: Request<Body>, runtime: Handle) -> Result<Response<Body>, TransportError> {
    let origin = Origin::of(request.uri()).map_err(not_sent)?;
    let authority = origin.authority();
    let is_fresh = request.extensions().get::<FreshConnection>().is_some();
    let mut request = prepare(request, &origin, &shared.connector).map_err(not_sent)?;
    let is_proxied = shared.connector.route(&origin).is_some_and(|route| !route.tunnel);
    let key = (origin, runtime.id());
    if is_fresh {
        shared.pool.clear(&key);
    }
    loop {
        let idle = shared.pool.take(&key).await;
        let is_reused = idle.is_some();
        let connection_use = if is_reused { ConnectionUse::Reused } else { ConnectionUse::New };
        let connection = match idle {
            Some(connection) => connection,
            None => open(&shared, &key.0, &authority).await?,
        };
        // From here on it is closed if the request fails, or is given up: its future may be dropped at any time.
        let mut lease = Lease::new(connection, shared.pool.clone(), key.clone(), runtime.clone());
        let Some(connection) = lease.connection() else { continue };
        match exchange(connection, request, &authority, is_reused, is_proxied, shared.limits).await {
            Ok(mut response) => {
                response.extensions_mut().insert(connection_use);
                connection.idle_limit = idle_limit(response.headers(), shared.pool.limits().idle_time);
                return Ok(response.map(|body| with_lease(body, lease, authority, shared.read_timeout)));
            }
            // Any method can be sent again: the connection had been closed before anything was written.
            Err(Failed::Unsent(unsent)) if is_reused => request = *unsent,
            Err(Failed::Unsent(_)) => {
                return Err(TransportError::new(TransportErrorKind::NotSent, "the connection was closed before the request was sent"));
            }
            Err(Failed::Error(error)) => return Err(error.with_connection(connection_use)),
        }
    }
}

async fn open(shared: &TransportState, origin: &Origin, authority: &str) -> Result<Connection, TransportError> {
    let stream = shared.connector.connect(origin).await?;
    begin(stream, authority, shared.pool.limits().idle_time).await
}

/// Returns the body of a response. Where there is none, the connection is free at once.
fn with_lease(body: hyper::body::Incoming, lease: Lease, authority: String, read_timeout: Duration) -> Body {
    if http_body::Body::is_end_stream(&body) {
        lease.end();
        return Body::default();
    }
    Body::stream(IncomingBody::new(body, lease, authority, read_timeout))
}

/// A request that stays on the runtime on which it was begun, wherever it is polled.
struct OnRuntime {
    runtime: Handle,
    sending: TransportFuture,
}

impl Future for OnRuntime {
    type Output = Result<Response<Body>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let runtime = (!in_runtime()).then(|| self.runtime.clone());
        let _entered = runtime.as_ref().map(Handle::enter);
        self.sending.as_mut().poll(context)
    }
}
