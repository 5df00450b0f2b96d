//! Bodies that are streamed. They can be sent once.

use std::collections::VecDeque;
use std::future::Future;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// The number of bytes of a file that are read at a time.
const CHUNK: usize = 64 * 1024;

/// The result of polling a body.
type Polled = Poll<Option<Result<Frame<Bytes>, TransportError>>>;

fn unreadable(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, error)
}

/// A streamed body that several attempts share. The first one that reads from it consumes it.
#[derive(Clone)]
pub(crate) struct Upload(Arc<SharedUpload>);

struct SharedUpload {
    begun: AtomicBool,
    hint: SizeHint,
    body: Mutex<Body>,
}

impl Upload {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(SharedUpload { begun: AtomicBool::new(false), hint: body.size_hint(), body: Mutex::new(body) }))
    }

    /// Returns whether a part of the body has been sent.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.begun.load(Ordering::Acquire)
    }

    /// Returns a body that reads from this one.
    pub(crate) fn body(&self) -> Body {
        Body::stream(SharedBody(self.clone()))
    }
}

struct SharedBody(Upload);

impl http_body::Body for SharedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let shared = &self.0.0;
        shared.begun.store(true, Ordering::Release);
        let mut body = shared.body.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_frame(context)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.0.hint
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
pub(crate) fn stream_body(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static, length: Option<u64>) -> Body {
    Body::stream(StreamBody { stream: Mutex::new(Box::pin(stream)), left: length })
}

/// A body must be `Sync`, a stream need not be. The mutex makes it so, and is never locked.
struct StreamBody<S> {
    stream: Mutex<Pin<Box<S>>>,
    /// The number of remaining bytes, if it is known.
    left: Option<u64>,
}

impl<S: Stream<Item = io::Result<Bytes>> + Send> http_body::Body for StreamBody<S> {
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

/// Returns the length of a file.
pub(crate) fn file_length(path: &Path) -> io::Result<u64> {
    let facts = std::fs::metadata(path)?;
    if facts.is_file() { Ok(facts.len()) } else { Err(io::Error::other("it is not a file")) }
}

/// Returns a file of this length as a body.
pub(crate) fn file_body(path: PathBuf, length: u64) -> Body {
    stream_body(FileStream::Closed(path), Some(length))
}

/// A stream that reads a file in chunks, on a thread for blocking work.
enum FileStream {
    Closed(PathBuf),
    Reading(tokio::task::JoinHandle<io::Result<(std::fs::File, Vec<u8>)>>),
    AttemptOutcome,
}

impl Stream for FileStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Closed(path) = &mut *self {
            let path = std::mem::take(path);
            *self = Self::Reading(tokio::task::spawn_blocking(|| read(std::fs::File::open(path)?)));
        }
        let Self::Reading(reading) = &mut *self else {
            return Poll::Ready(None);
        };
        let read_so_far = ready!(Pin::new(reading).poll(context)).unwrap_or_else(|error| Err(io::Error::other(error)));
        let (next, item) = match read_so_far {
            Ok((_, chunk)) if chunk.is_empty() => (Self::AttemptOutcome, None),
            Ok((file, chunk)) => (Self::Reading(tokio::task::spawn_blocking(|| read(file))), Some(Ok(chunk.into()))),
            Err(error) => (Self::AttemptOutcome, Some(Err(error))),
        };
        *self = next;
        Poll::Ready(item)
    }
}

fn read(mut file: std::fs::File) -> io::Result<(std::fs::File, Vec<u8>)> {
    let mut chunk = Vec::with_capacity(CHUNK);
    file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
    Ok((file, chunk))
}
