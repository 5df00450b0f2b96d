//! A body with a guard, which is dropped when the body has been read or dropped.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::{Body, TransportError};

use crate::runtime::maybe_send::{MaybeSend, MaybeSync};

struct GuardedBody<T> {
    body: Body,
    guard: Option<T>,
}

impl Body {
    /// Drops a guard when the body has been read or dropped.
    pub(crate) fn with_guard<T: MaybeSend + MaybeSync + Unpin + 'static>(self, guard: T) -> Self {
        // Of a body in memory, nothing is to come any more.
        if self.as_bytes().is_some() || self.is_end_stream() { self } else { Self::stream(GuardedBody { body: self, guard: Some(guard) }) }
    }
}

impl<T: Unpin> http_body::Body for GuardedBody<T> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) || self.body.is_end_stream() {
            self.guard = None;
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
