//! The body of a response, and what becomes of its connection.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::judge;
use super::pool::{Connection, Pool};
use super::target::Key;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// A connection that is in use.
pub(super) struct Lease {
    connection: Option<Connection>,
    pool: Arc<Pool>,
    key: Key,
    runtime: Handle,
}

impl Lease {
    pub(super) fn new(connection: Connection, pool: Arc<Pool>, key: Key, runtime: Handle) -> Self {
        Self { connection: Some(connection), pool, key, runtime }
    }

    /// Returns the connection.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }

    /// Gives the connection back after a whole response. It is closed if the request has not been sent to its end.
    pub(super) fn end(mut self) {
        match self.connection.take() {
            Some(connection) if !connection.activity.is_uploading() => self.pool.put(&self.key, connection, &self.runtime),
            Some(connection) => connection.abort(),
            None => {}
        }
    }
}

/// What is left of a response must not be taken for another one.
impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.abort();
        }
    }
}

/// The body of a response.
pub(super) struct IncomingBody {
    body: Incoming,
    /// `None` after its end.
    lease: Option<Lease>,
    /// The longest time without a byte.
    read_timeout: Duration,
    /// When the next bytes come too late, while they are waited for.
    until: Option<Instant>,
}

impl IncomingBody {
    pub(super) fn new(body: Incoming, lease: Lease, read_timeout: Duration) -> Self {
        Self { body, lease: Some(lease), read_timeout, until: None }
    }

    /// Returns whether a body that gives nothing more has no end. hyper takes a stream that is reset without an error for one that
    /// has ended, and only a whole one says so.
    #[cfg(feature = "http2")]
    fn is_cut_short(&self) -> bool {
        let connection = self.lease.as_ref().and_then(|lease| lease.connection.as_ref());
        connection.is_some_and(|connection| connection.sender.is_shared()) && !self.body.is_end_stream()
    }

    fn end(&mut self) {
        if let Some(lease) = self.lease.take() {
            lease.end();
        }
    }

    /// Returns whether nothing has come for too long.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let Some(until) = self.until.or_else(|| Instant::now().checked_add(self.read_timeout)) else { return false };
        self.until = Some(until);
        let Some(Lease { connection: Some(connection), runtime, .. }) = &mut self.lease else { return false };
        // The body may be read outside the runtime.
        let _entered = (!connection.timer.is_made()).then(|| runtime.enter());
        connection.timer.poll(until, context).is_ready()
    }
}

impl http_body::Body for IncomingBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.lease.is_none() {
            return Poll::Ready(None);
        }
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                self.until = None;
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => {
                let authority = self.lease.as_ref().map_or("", |lease| &lease.key.0.authority);
                let error = judge::of_body(error, authority);
                self.lease = None;
                Poll::Ready(Some(Err(error)))
            }
            #[cfg(feature = "http2")]
            Poll::Ready(None) if self.is_cut_short() => {
                self.lease = None;
                Poll::Ready(Some(Err(judge::cut_short())))
            }
            Poll::Ready(None) => {
                self.end();
                Poll::Ready(None)
            }
            Poll::Pending if self.is_late(context) => {
                self.lease = None;
                let text = format!("nothing was received within {:?} (`read_timeout`)", self.read_timeout);
                Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::TimedOut, text))))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.lease.is_none() || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
