//! Streams of the items of one response.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::framing::Framing;
use super::item::read_item;
use super::json_values::JsonValues;
use crate::runtime::call::{Download, DownloadFuture, start};
use crate::runtime::error::Error;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::FromJson;
use crate::runtime::request::Request;

/// A stream of the items of one response, which are read as they come. An error ends the stream: it is one of the connection, or
/// of an item that cannot be read, is larger than [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes), or is
/// cut off by the end of the response.
///
/// Dropping it ends the request.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Sequence, Value};
///
/// async fn follow<O>(watch: Call<Sequence<Value>, O>) -> Result<(), Error> {
///     let mut events = watch.stream();
///     while let Some(event) = events.next().await {
///         println!("{}", event?);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is fetched until items are asked for"]
pub struct SequenceItems<T> {
    frames: Frames,
    items: PhantomData<fn() -> T>,
}

impl<T: FromJson> SequenceItems<T> {
    pub(crate) fn new(request: Request) -> Self {
        Self { frames: Frames::new(request), items: PhantomData }
    }

    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn request(&self) -> &Request {
        &self.frames.request
    }
}

/// Items are moved, and never pinned.
impl<T> Unpin for SequenceItems<T> {}

impl<T: FromJson> Stream for SequenceItems<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frames = &mut self.frames;
        let (index, item) = match ready!(frames.poll_next(context)) {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        Poll::Ready(frames.read(|download| download.read_part(|response| read_item(response, index, &item))))
    }
}

impl<T> fmt::Debug for SequenceItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SequenceItems").field("items", &self.frames.count).finish_non_exhaustive()
    }
}

/// The items as bytes. It does not depend on their type, so that it is compiled once.
struct Frames {
    request: Request,
    response: ResponseStage,
    framing: JsonValues,
    buffer: BytesMut,
    /// The number of items so far.
    count: usize,
}

/// How far the response is.
enum ResponseStage {
    NotSent,
    Sent(DownloadFuture),
    Begun(Box<Download>),
    Ended,
}

impl Frames {
    fn new(request: Request) -> Self {
        Self { request, response: ResponseStage::NotSent, framing: JsonValues::default(), buffer: BytesMut::new(), count: 0 }
    }

    /// Polls for an item, with its number from zero on.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(usize, Bytes), Error>>> {
        loop {
            if let Some(item) = self.framing.decode(&mut self.buffer) {
                return Poll::Ready(Some(self.count(item)));
            }
            if let Some(error) = self.too_large(self.buffer.len()) {
                return Poll::Ready(Some(Err(error)));
            }
            let step = match &mut self.response {
                ResponseStage::NotSent => Ok(Some(ResponseStage::Sent(start(self.request.clone())))),
                ResponseStage::Sent(sent) => {
                    ready!(Pin::new(sent).poll(context)).map(|download| Some(ResponseStage::Begun(Box::new(download))))
                }
                ResponseStage::Begun(download) => match ready!(Pin::new(&mut **download).poll_next(context)) {
                    Some(piece) => piece.map(|piece| {
                        self.buffer.extend_from_slice(&piece);
                        None
                    }),
                    None => return Poll::Ready(self.last()),
                },
                ResponseStage::Ended => return Poll::Ready(None),
            };
            match step {
                Ok(Some(next)) => self.response = next,
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(self.end(error)))),
            }
        }
    }

    fn count(&mut self, item: Bytes) -> Result<(usize, Bytes), Error> {
        if let Some(error) = self.too_large(item.len()) {
            return Err(error);
        }
        self.count += 1;
        Ok((self.count - 1, item))
    }

    /// Returns what is left at the end of the response.
    fn last(&mut self) -> Option<Result<(usize, Bytes), Error>> {
        match self.framing.decode_eof(&mut self.buffer) {
            Ok(Some(item)) => Some(self.count(item)),
            Ok(None) => {
                self.response = ResponseStage::Ended;
                None
            }
            Err(_) => {
                let why = Unreadable::unfinished(self.count);
                self.read(|download| download.read_part(|_| Err::<(usize, Bytes), _>(why)))
            }
        }
    }

    /// Returns the error for an item of this many bytes, if that is too many.
    fn too_large(&mut self, bytes: usize) -> Option<Error> {
        let most = self.request.state().client.core().max_response_bytes;
        if u64::try_from(bytes).is_ok_and(|bytes| bytes <= most) {
            return None;
        }
        let problem = format!("item {} is larger than the limit of {most} bytes (`max_response_bytes`)", self.count + 1);
        self.read(|download| download.read_part(|_| Err::<(), _>(Unreadable::Format(problem))))?.err()
    }

    /// Reads something of the response, which ends with an error.
    fn read<T>(&mut self, read: impl FnOnce(&mut Download) -> Result<T, Error>) -> Option<Result<T, Error>> {
        let ResponseStage::Begun(download) = &mut self.response else {
            return None;
        };
        let read = read(download);
        Some(read.map_err(|error| self.end(error)))
    }

    /// Ends the request.
    fn end(&mut self, error: Error) -> Error {
        self.response = ResponseStage::Ended;
        self.buffer = BytesMut::new();
        error
    }
}
