//! The progress of an upload or a download.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::{Body, TransportError};
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_sync};
use crate::runtime::observer::observe;

/// The progress of an upload or a download.
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
    /// The number of bytes that have been sent or received.
    pub done: u64,
    /// The number of all bytes, if it is known.
    pub total: Option<u64>,
}

type ProgressCallback = Arc<maybe_sync!(dyn Fn(Progress))>;

/// Reports the progress of bodies.
#[derive(Clone)]
pub(crate) struct ProgressObserver {
    callback: ProgressCallback,
    /// Wraps a body. It is a function pointer, so that only programs that use it contain it.
    watch: fn(ProgressCallback, Body) -> Body,
}

impl ProgressObserver {
    pub(crate) fn new(callback: impl Fn(Progress) + MaybeSend + MaybeSync + 'static) -> Self {
        Self { callback: Arc::new(callback), watch }
    }

    /// Returns a body that reports its progress.
    pub(crate) fn watch(&self, body: Body) -> Body {
        (self.watch)(self.callback.clone(), body)
    }
}

impl fmt::Debug for ProgressObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProgressObserver")
    }
}

fn watch(callback: ProgressCallback, body: Body) -> Body {
    let total = body.size_hint().exact();
    Body::stream(ObservedBody { body, callback: Some(callback), total, done: 0, rest: Bytes::new() })
}

/// Larger chunks are split. Otherwise a body in memory would report only its end.
const PIECE: usize = 64 * 1024;

struct ObservedBody {
    body: Body,
    /// `None` after a panic in it.
    callback: Option<ProgressCallback>,
    total: Option<u64>,
    done: u64,
    /// The remaining part of the last chunk.
    rest: Bytes,
}

impl http_body::Body for ObservedBody {
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
        let progress = Progress { done: self.done, total: self.total };
        if self.callback.as_ref().is_some_and(|callback| !observe(|| callback(progress))) {
            self.callback = None;
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        self.total.map_or_else(SizeHint::default, |total| SizeHint::with_exact(total.saturating_sub(self.done)))
    }
}
