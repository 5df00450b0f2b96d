//! Sends requests over a connection that others use, too.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http2::SendRequest;
use tokio::sync::watch;
use tokio::time::timeout;

use super::form::to_http2;
use crate::runtime::connection::idle::{IdleSince, SETTLED};
use crate::runtime::connection::request_body::RequestBody;
use crate::runtime::connection::stream::{Activity, ReadState};
use crate::runtime::connection::{judge, tls};
use crate::runtime::platform;
use crate::runtime::transport::TransportError;

/// A connection on which nothing has come for this time, while a call waited, takes no other call after that one is given up: the
/// path to the server may be dead.
const SILENCE: Duration = Duration::from_millis(200);

/// How long the end of a connection is waited for that has failed: its task has the reason.
const PATIENCE: Duration = Duration::from_millis(20);

/// Sends requests over a connection. Each call has one of its own, and the connection is kept with another one.
pub(in crate::runtime::connection) struct Http2Sender {
    sender: SendRequest<RequestBody>,
    state: Arc<ConnectionState>,
    /// Whether there had been no call for so long that the server may have closed the connection.
    was_idle: bool,
}

/// What all users of a connection know of it.
struct ConnectionState {
    is_https: bool,
    received: Arc<ReadState>,
    /// `None` while its task runs, and then how that ended.
    ended: watch::Receiver<Option<hyper::Result<()>>>,
    /// Whether it takes no further requests.
    is_retired: AtomicBool,
    /// Whether the server wants HTTP/1.1.
    needs_http1: AtomicBool,
    /// The number of senders, and when the last call ended.
    senders: AtomicUsize,
    idle: Mutex<IdleSince>,
}

impl Http2Sender {
    pub(super) fn new(
        sender: SendRequest<RequestBody>,
        is_https: bool,
        received: Arc<ReadState>,
        ended: watch::Receiver<Option<hyper::Result<()>>>,
    ) -> Self {
        let state = ConnectionState {
            is_https,
            received,
            ended,
            is_retired: AtomicBool::new(false),
            needs_http1: AtomicBool::new(false),
            senders: AtomicUsize::new(1),
            idle: Mutex::new(IdleSince::now()),
        };
        Self { sender, state: Arc::new(state), was_idle: false }
    }

    /// Returns another one for the same connection.
    pub(super) fn another(&self) -> Self {
        let was_idle = self.idle().is_some_and(|idle| idle > SETTLED);
        self.state.senders.fetch_add(1, Ordering::AcqRel);
        Self { sender: self.sender.clone(), state: self.state.clone(), was_idle }
    }

    /// Returns whether the connection takes no further requests.
    pub(in crate::runtime::connection) fn is_closed(&self) -> bool {
        self.sender.is_closed() || self.state.is_retired.load(Ordering::Acquire)
    }

    /// Returns whether the connection takes further requests, after its tasks have had a turn if nobody has looked for a while.
    pub(super) async fn is_usable(&self) -> bool {
        if self.was_idle {
            platform::yield_now().await;
        }
        !self.is_closed()
    }

    /// Returns how long there has been no call. Asked of the sender that the connection is kept with.
    pub(super) fn idle(&self) -> Option<Duration> {
        let is_idle = self.state.senders.load(Ordering::Acquire) <= 1;
        is_idle.then(|| self.state.idle.lock().unwrap_or_else(PoisonError::into_inner).elapsed())
    }

    /// Takes no further requests. Those under way go on.
    pub(super) fn retire(&self) {
        self.state.is_retired.store(true, Ordering::Release);
    }

    /// Notes that the server wants HTTP/1.1.
    pub(super) fn demand_http1(&self) {
        self.state.needs_http1.store(true, Ordering::Release);
    }

    /// Returns whether the server wants HTTP/1.1.
    pub(in crate::runtime::connection) fn needs_http1(&self) -> bool {
        self.state.needs_http1.load(Ordering::Acquire)
    }

    /// Notes that a call has been given up whose request has these facts.
    pub(in crate::runtime::connection) fn give_up(&self, request: &Activity) {
        if request.age().min(self.state.received.silence()) >= SILENCE {
            self.retire();
        }
    }

    /// Sends a request, and waits for the head of its response.
    pub(in crate::runtime::connection) async fn send(
        &mut self,
        mut request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, TrySendError<Request<RequestBody>>> {
        to_http2(&mut request, self.state.is_https);
        self.sender.try_send_request(request).await
    }

    /// Returns the error of TLS that ended the connection, if so.
    pub(super) fn tls_error(&self, authority: &str) -> Option<TransportError> {
        self.state.received.look_at_error(|error| tls::in_chain(error, authority)).flatten()
    }

    /// Waits a moment for the end of the connection. Returns the error with which it has ended, if it has.
    pub(super) async fn ending(&self) -> Option<Option<String>> {
        let mut ended = self.state.ended.clone();
        let ended = timeout(PATIENCE, ended.wait_for(Option::is_some)).await.ok()?.ok()?;
        ended.as_ref().map(|result| result.as_ref().err().map(judge::words))
    }
}

impl Drop for Http2Sender {
    fn drop(&mut self) {
        *self.state.idle.lock().unwrap_or_else(PoisonError::into_inner) = IdleSince::now();
        self.state.senders.fetch_sub(1, Ordering::AcqRel);
    }
}
