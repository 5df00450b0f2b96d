//! Bodies that are sent piece by piece. They can be sent once: what is gone is gone.

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

/// How much of a file is read at once.
const CHUNK: usize = 64 * 1024;

/// What polling a body comes to.
type Polled = Poll<Option<Result<Frame<Bytes>, TransportError>>>;

fn unreadable(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, error)
}

/// A body that streams. Attempts borrow it, and the first that takes a piece has it to itself.
#[derive(Clone)]
pub(crate) struct Upload(Arc<Shared>);

struct Shared {
    begun: AtomicBool,
    hint: SizeHint,
    body: Mutex<Body>,
}

impl Upload {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Shared { begun: AtomicBool::new(false), hint: body.size_hint(), body: Mutex::new(body) }))
    }

    /// Tells whether a part of it has been sent.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.begun.load(Ordering::Acquire)
    }

    /// Returns a body that takes its pieces.
    pub(crate) fn body(&self) -> Body {
        Body::stream(Lent(self.clone()))
    }
}

struct Lent(Upload);

impl http_body::Body for Lent {
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

/// One body after the other.
pub(crate) fn joined(bodies: impl IntoIterator<Item = Body>) -> Body {
    Body::stream(Joined(bodies.into_iter().collect()))
}

struct Joined(VecDeque<Body>);

impl http_body::Body for Joined {
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

/// Makes a body of a stream, which has to yield as much as was said.
pub(crate) fn of_stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static, length: Option<u64>) -> Body {
    Body::stream(Streamed { stream: Mutex::new(Box::pin(stream)), left: length })
}

/// Bodies are shared between threads, streams need not be: the mutex is there for its type, and never locked.
struct Streamed<S> {
    stream: Mutex<Pin<Box<S>>>,
    /// What has to come yet, where that is known.
    left: Option<u64>,
}

impl<S: Stream<Item = io::Result<Bytes>> + Send> http_body::Body for Streamed<S> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        let next = ready!(stream.as_mut().poll_next(context));
        Poll::Ready(match next {
            Some(Err(error)) => Some(Err(unreadable(error))),
            Some(Ok(bytes)) => Some(match self.left.map(|left| left.checked_sub(bytes.len() as u64)) {
                Some(None) => Err(unreadable(io::Error::other("more came to send than was announced"))),
                left => {
                    self.left = left.flatten();
                    Ok(Frame::data(bytes))
                }
            }),
            None => match self.left {
                Some(1..) => Some(Err(unreadable(io::Error::other("less came to send than was announced")))),
                _ => None,
            },
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Returns the length of a file.
pub(crate) fn measured(path: &Path) -> io::Result<u64> {
    let facts = std::fs::metadata(path)?;
    if facts.is_file() { Ok(facts.len()) } else { Err(io::Error::other("it is no file")) }
}

/// Makes a body of a file of this length.
pub(crate) fn of_path(path: PathBuf, length: u64) -> Body {
    of_stream(FromDisk::Closed(path), Some(length))
}

/// A file that is read bit by bit, on a thread that may wait for the disk.
enum FromDisk {
    Closed(PathBuf),
    Reading(tokio::task::JoinHandle<io::Result<(std::fs::File, Vec<u8>)>>),
    Ended,
}

impl Stream for FromDisk {
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
            Ok((_, chunk)) if chunk.is_empty() => (Self::Ended, None),
            Ok((file, chunk)) => (Self::Reading(tokio::task::spawn_blocking(|| read(file))), Some(Ok(chunk.into()))),
            Err(error) => (Self::Ended, Some(Err(error))),
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
