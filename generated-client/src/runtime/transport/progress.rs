//! How far a body has come.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::{Body, TransportError};

/// How far a body has come.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Method};
///
/// let client = Client::builder().base_url("https://api.example.com").build()?;
/// let call = client
///     .request(Method::PUT, "/picture")
///     .body("image/png", vec![0; 100_000])
///     .on_upload(|progress| println!("{} of {:?} bytes", progress.done, progress.total));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that have been handed to the connection, or taken from it.
    pub done: u64,
    /// The bytes that there are, where that is known.
    pub total: Option<u64>,
}

type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// Who is told how far a body has come.
#[derive(Clone)]
pub(crate) struct Watcher {
    tell: Tell,
    /// How a body is watched. Only programs that watch one compile it.
    watch: fn(Tell, Body) -> Body,
}

impl Watcher {
    pub(crate) fn new(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell), watch }
    }

    /// Returns a body that tells how far it has come.
    pub(crate) fn watch(&self, body: Body) -> Body {
        (self.watch)(self.tell.clone(), body)
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

fn watch(tell: Tell, body: Body) -> Body {
    let total = body.size_hint().exact();
    Body::stream(Watched { body, tell, total, done: 0, rest: Bytes::new() })
}

/// Nothing larger is handed over at once, or all of a body in memory would be done at its first byte.
const PIECE: usize = 64 * 1024;

struct Watched {
    body: Body,
    tell: Tell,
    total: Option<u64>,
    done: u64,
    /// What has come from the body, and is not handed over yet.
    rest: Bytes,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)).transpose()?.map(Frame::into_data) {
                Some(Ok(data)) => self.rest = data,
                Some(Err(other)) => return Poll::Ready(Some(Ok(other))),
                None => return Poll::Ready(None),
            }
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        self.done += size as u64;
        (self.tell)(Progress { done: self.done, total: self.total });
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        self.total.map_or_else(SizeHint::default, |total| SizeHint::with_exact(total.saturating_sub(self.done)))
    }
}
