//! The transport itself: one request after the other, each over a connection that is kept or new.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use tokio::runtime::{Handle, Id};
#[cfg(feature = "http2")]
use tokio::{sync::oneshot, task::JoinSet};

use super::connector::Connector;
use super::exchange::{WaitLimits, begin, exchange, prepare};
#[cfg(feature = "http2")]
use super::http2::{self, Http2Sender, Http2Settings, Opening, Turn};
use super::incoming::{IncomingBody, Lease};
use super::judge::Failed;
use super::keep_alive::idle_limit;
use super::pool::{Connection, Pool};
use super::request_body::RequestBody;
use super::target::{Key, LastTarget};
#[cfg(feature = "http2")]
use super::tls::Offer;
#[cfg(feature = "http2")]
use super::{
    sender::Sender,
    stream::{Activity, Stream},
    timer::KeptTimer,
};
#[cfg(feature = "http2")]
use crate::runtime::platform;
use crate::runtime::platform::{NO_RUNTIME, in_runtime};
use crate::runtime::transport::{
    Body, ConnectionUse, FreshConnection, Handover, Transport, TransportError, TransportErrorKind, TransportFuture,
};

/// The default transport: HTTP/1.1, and HTTP/2 with the feature `http2`, over TCP, TLS, Unix sockets and proxies, with connections that are kept for later requests.
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
    pub last_target: LastTarget,
    pub limits: WaitLimits,
    pub read_timeout: Duration,
    #[cfg(feature = "http2")]
    pub http2: Http2Settings,
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
        let shared = self.shared.clone();
        let mut outgoing = match OutgoingRequest::new(&shared, request, runtime.id()) {
            Ok(outgoing) => outgoing,
            Err(problem) => return Box::pin(async { Err(not_sent(problem)) }),
        };
        Box::pin(async move {
            let mut sending = pin!(outgoing.send(&shared, &runtime));
            // It stays on the runtime on which it was begun, wherever it is polled.
            poll_fn(|context| {
                let _entered = (!in_runtime()).then(|| runtime.enter());
                sending.as_mut().poll(context)
            })
            .await
        })
    }
}

fn not_sent(text: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, text.into()).permanent()
}

/// A request on its way to a connection.
struct OutgoingRequest {
    /// `None` while a connection has it.
    request: Option<Request<RequestBody>>,
    key: Key,
    /// Whether a connection that has been used before will not do.
    is_fresh: bool,
    handover: Handover,
}

impl OutgoingRequest {
    fn new(shared: &TransportState, request: Request<Body>, runtime: Id) -> Result<Self, String> {
        let target = shared.last_target.find(request.uri(), &shared.connector)?;
        let is_fresh = request.extensions().get::<FreshConnection>().is_some();
        let handover = request.extensions().get::<Handover>().cloned().unwrap_or_default();
        Ok(Self { request: Some(prepare(request, &target)?), key: (target, runtime), is_fresh, handover })
    }

    async fn send(&mut self, shared: &Arc<TransportState>, runtime: &Handle) -> Result<Response<Body>, TransportError> {
        let Self { request, key, .. } = self;
        if self.is_fresh {
            shared.pool.clear(key);
        }
        self.handover.wait();
        loop {
            // Another call may give back one that is as old as the one that was dead.
            let idle = if self.is_fresh { None } else { shared.pool.take(key).await };
            let (connection, connection_use) = match idle {
                Some(idle) => (idle, ConnectionUse::Reused),
                None => connection(shared, key, runtime).await?,
            };
            self.handover.begin();
            let is_reused = connection_use == ConnectionUse::Reused;
            // From here on it is closed if the request fails, or is given up: its future may be dropped at any time.
            let mut lease = Lease::new(connection, shared.pool.clone(), key.clone(), runtime.clone());
            let Some(connection) = lease.connection() else { continue };
            match exchange(connection, request, &key.0, is_reused, shared.limits).await {
                Ok(mut response) => {
                    response.extensions_mut().insert(connection_use);
                    connection.idle_limit = idle_limit(response.headers(), shared.pool.limits().idle_time);
                    return Ok(response.map(|body| with_lease(body, lease, shared.read_timeout)));
                }
                // Any method can be sent again: the connection had been closed before anything was written.
                Err(Failed::Unsent(unsent)) if is_reused => *request = Some(*unsent),
                Err(Failed::Unsent(_)) => {
                    return Err(TransportError::new(TransportErrorKind::NotSent, "the connection was closed before the request was sent"));
                }
                Err(Failed::Error(error)) => {
                    #[cfg(feature = "http2")]
                    if connection.sender.http2().is_some_and(Http2Sender::needs_http1) {
                        shared.pool.shared.leave(key);
                    }
                    return Err(error.with_connection(connection_use));
                }
            }
        }
    }
}

/// Returns a connection that is shared, or a new one.
async fn connection(shared: &Arc<TransportState>, key: &Key, runtime: &Handle) -> Result<(Connection, ConnectionUse), TransportError> {
    #[cfg(feature = "http2")]
    if shared.http2.allows(&key.0.origin, key.0.is_forwarded())
        && shared.pool.limits().idle_per_host > 0
        && !shared.pool.shared.has_left(key)
    {
        return shared_connection(shared, key, runtime).await;
    }
    let _ = runtime;
    Ok((open(shared, key).await?, ConnectionUse::New))
}

/// Returns a connection that other calls use at the same time, if the server speaks HTTP/2. Until that is known, one call opens
/// a connection, and the others wait for it.
#[cfg(feature = "http2")]
async fn shared_connection(
    shared: &Arc<TransportState>,
    key: &Key,
    runtime: &Handle,
) -> Result<(Connection, ConnectionUse), TransportError> {
    let connection = match shared.pool.shared.turn(key).await {
        Turn::Share(sender) => return Ok((with_http2(sender, shared.pool.limits().idle_time), ConnectionUse::Reused)),
        Turn::Open(opening) => open_for_others(shared.clone(), key.clone(), runtime.clone(), opening).await?,
        Turn::Alone => {
            let connection = open(shared, key).await?;
            shared.pool.opened(key, &connection, runtime);
            connection
        }
    };
    Ok((connection, ConnectionUse::New))
}

/// Opens the connection that others wait for. It is a task of its own: the others must not wait for a call that nobody polls. It is
/// given up with its call.
#[cfg(feature = "http2")]
async fn open_for_others(shared: Arc<TransportState>, key: Key, runtime: Handle, opening: Opening) -> Result<Connection, TransportError> {
    let (sender, opened) = oneshot::channel();
    let tending = runtime.clone();
    let work = async move {
        match open(&shared, &key).await {
            Ok(connection) => {
                shared.pool.opened(&key, &connection, &tending);
                let _ = sender.send(Ok(connection));
                // The call that opened it is the first one on it.
                platform::yield_now().await;
                drop(opening);
            }
            Err(error) => {
                let _ = sender.send(Err(error));
                opening.fail();
            }
        }
    };
    let mut tasks = JoinSet::new();
    tasks.spawn_on(work, &runtime);
    if let Ok(opened) = opened.await {
        return opened;
    }
    match tasks.join_next().await {
        Some(Err(ended)) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        _ => Err(TransportError::new(TransportErrorKind::NotSent, "the runtime ended before there was a connection")),
    }
}

async fn open(shared: &TransportState, key: &Key) -> Result<Connection, TransportError> {
    let target = &*key.0;
    let (origin, idle_time) = (&target.origin, shared.pool.limits().idle_time);
    let offer = shared.connector.offer;
    #[cfg(feature = "http2")]
    let has_left = shared.pool.shared.has_left(key);
    #[cfg(feature = "http2")]
    let offer = if has_left { Offer::Http1 } else { offer };
    // On the heap: it would make the future of each call large, and few calls open a connection.
    let stream = Box::pin(shared.connector.connect(origin, offer)).await?;
    #[cfg(feature = "http2")]
    if matches!(stream, Stream::Http2(_)) || (!has_left && shared.http2.is_assumed(origin, target.is_forwarded())) {
        return Ok(with_http2(http2::begin(stream, origin, &shared.http2).await?, idle_time));
    }
    begin(stream, &target.authority, idle_time).await
}

#[cfg(feature = "http2")]
fn with_http2(sender: Http2Sender, idle_limit: Duration) -> Connection {
    Connection { sender: Sender::Http2(sender), activity: Arc::new(Activity::new()), idle_limit, timer: KeptTimer::default() }
}

/// Returns the body of a response. Where there is none, the connection is free at once.
fn with_lease(body: hyper::body::Incoming, lease: Lease, read_timeout: Duration) -> Body {
    if http_body::Body::is_end_stream(&body) {
        lease.end();
        return Body::default();
    }
    Body::stream(IncomingBody::new(body, lease, read_timeout))
}
