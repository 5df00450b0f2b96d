//! A request that may be sent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::{Body as _, Frame, SizeHint};

use super::RequestLimit;
use crate::runtime::transport::{Body, TransportError};

/// A request that may be sent. It is in flight until this is dropped.
pub(crate) struct Permit {
    limiter: Arc<dyn RequestLimit>,
    origin: String,
    /// Whether it is one of those in flight.
    is_counted: bool,
}

impl Permit {
    pub(super) fn new(limiter: Arc<dyn RequestLimit>, origin: String, is_counted: bool) -> Self {
        Self { limiter, origin, is_counted }
    }

    /// Obeys what the head of the response says. The request stays in flight until the returned body has been read or dropped.
    pub(crate) fn until_read(self, status: StatusCode, headers: &HeaderMap, body: Body) -> Body {
        self.limiter.obey(&self.origin, status, headers);
        match body.as_bytes() {
            // Nothing is to come any more.
            Some(_) => body,
            None if body.is_end_stream() => body,
            None => Body::stream(InFlight { body, permit: Some(self) }),
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.is_counted {
            self.limiter.release();
        }
    }
}

/// The body of a response whose request is in flight.
struct InFlight {
    body: Body,
    permit: Option<Permit>,
}

impl http_body::Body for InFlight {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) || self.body.is_end_stream() {
            self.permit = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
