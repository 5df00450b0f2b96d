//! Bodies that are streamed. They can be sent once.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use crate::runtime::maybe_send::MaybeSend;
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// The result of polling a body.
type Polled = Poll<Option<Result<Frame<Bytes>, TransportError>>>;

fn unreadable(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, error)
}

/// A streamed body that several attempts and calls share. The first one that reads from it takes it, so that no other can
/// send the rest, or nothing, in its place.
#[derive(Clone)]
pub(crate) struct Upload(Arc<SharedUpload>);

struct SharedUpload {
    hint: SizeHint,
    /// The body, until something reads from it.
    body: Mutex<Option<Body>>,
}

impl Upload {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(SharedUpload { hint: body.size_hint(), body: Mutex::new(Some(body)) }))
    }

    /// Returns whether a part of the body has been read, so that it cannot be sent again.
    pub(crate) fn is_consumed(&self) -> bool {
        self.lock().is_none()
    }

    /// Returns whether both are clones of the same body.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns a body that reads from this one.
    pub(crate) fn body(&self) -> Body {
        Body::stream(SharedBody { upload: self.clone(), taken: None })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Body>> {
        self.0.body.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct SharedBody {
    upload: Upload,
    /// The body, as soon as it has been read from here. It is polled without the lock: a stream of the application may use
    /// a clone of itself.
    taken: Option<Body>,
}

impl http_body::Body for SharedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        if self.taken.is_none() {
            let taken = self.upload.lock().take();
            self.taken = taken;
        }
        match &mut self.taken {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(Some(Err(unreadable(io::Error::other("the stream has been sent, and can be sent only once"))))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.upload.0.hint
    }
}

/// Returns one body after the other, as one body.
pub(crate) fn concatenated(bodies: impl IntoIterator<Item = Body>) -> Body {
    Body::stream(Concatenated(bodies.into_iter().collect()))
}

struct Concatenated(VecDeque<Body>);

impl http_body::Body for Concatenated {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        while let Some(body) = self.0.front_mut() {
            if let Some(frame) = ready!(Pin::new(body).poll_frame(context)) {
                return Poll::Ready(Some(frame));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let exact = self.0.iter().try_fold(0_u64, |sum, body| sum.checked_add(body.size_hint().exact()?));
        exact.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Returns a stream as a body. It must yield as many bytes as the length says.
pub(crate) fn stream_body(stream: impl Stream<Item = io::Result<Bytes>> + MaybeSend + 'static, length: Option<u64>) -> Body {
    Body::stream(StreamBody { stream: Mutex::new(Box::pin(stream)), left: length })
}

/// A body must be `Sync`, a stream need not be. The mutex makes it so, and is never locked.
struct StreamBody<S> {
    stream: Mutex<Pin<Box<S>>>,
    /// The number of remaining bytes, if it is known.
    left: Option<u64>,
}

impl<S: Stream<Item = io::Result<Bytes>> + MaybeSend> http_body::Body for StreamBody<S> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        let next = ready!(stream.as_mut().poll_next(context));
        Poll::Ready(match next {
            Some(Err(error)) => Some(Err(unreadable(error))),
            Some(Ok(bytes)) => Some(match self.left.map(|left| left.checked_sub(bytes.len() as u64)) {
                Some(None) => Err(unreadable(io::Error::other("the stream yields more bytes than its length"))),
                left => {
                    self.left = left.flatten();
                    Ok(Frame::data(bytes))
                }
            }),
            None => match self.left {
                Some(1..) => Some(Err(unreadable(io::Error::other("the stream yields fewer bytes than its length")))),
                _ => None,
            },
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
