//! What sends requests over a connection, in its protocol.

use std::future::Future;
use std::pin::Pin;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};
use tokio::task::AbortHandle;

#[cfg(feature = "http2")]
use super::http2::Http2Sender;
use super::request_body::RequestBody;
use super::stream::Activity;

/// The head of a response. An error has the request in it, if it was not sent.
pub(super) type Sent = Result<Response<Incoming>, TrySendError<Request<RequestBody>>>;

/// The future of the head of a response.
pub(super) type Sending<'s> = Pin<Box<dyn Future<Output = Sent> + Send + 's>>;

/// Sends requests over a connection.
pub(super) enum Sender {
    Http1 {
        sender: http1::SendRequest<RequestBody>,
        /// Ends the task that drives the connection.
        task: AbortHandle,
    },
    #[cfg(feature = "http2")]
    Http2(Http2Sender),
}

impl Sender {
    /// Returns whether the connection has ended.
    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Http1 { sender, .. } => sender.is_closed(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_closed(),
        }
    }

    /// Returns whether a request can be sent at once.
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Http1 { sender, .. } => sender.is_ready(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => !sender.is_closed(),
        }
    }

    /// Waits until a request can be sent.
    pub(super) async fn ready(&mut self) -> hyper::Result<()> {
        match self {
            Self::Http1 { sender, .. } => sender.ready().await,
            #[cfg(feature = "http2")]
            Self::Http2(_) => Ok(()),
        }
    }

    /// Sends a request, and waits for the head of its response.
    pub(super) fn send(&mut self, request: Request<RequestBody>) -> Sending<'_> {
        match self {
            Self::Http1 { sender, .. } => Box::pin(sender.try_send_request(request)),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => Box::pin(sender.send(request)),
        }
    }

    /// Closes the connection at once, unless others use it: these get another one only if this one seems to be dead.
    #[cfg_attr(not(feature = "http2"), expect(unused_variables, reason = "a connection of HTTP/1.1 has one request"))]
    pub(super) fn abort(&self, request: &Activity) {
        match self {
            Self::Http1 { task, .. } => task.abort(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.give_up(request),
        }
    }

    /// Returns what can be shared of it.
    #[cfg(feature = "http2")]
    pub(super) fn http2(&self) -> Option<&Http2Sender> {
        match self {
            Self::Http1 { .. } => None,
            Self::Http2(sender) => Some(sender),
        }
    }

    /// Returns whether other calls use the connection at the same time.
    pub(super) fn is_shared(&self) -> bool {
        match self {
            Self::Http1 { .. } => false,
            #[cfg(feature = "http2")]
            Self::Http2(_) => true,
        }
    }
}
