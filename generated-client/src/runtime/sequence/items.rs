//! Streams of the items of one response.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::BytesMut;
use futures_core::Stream;
use http::StatusCode;

use super::divider::Divider;
use super::event_stream::EventStream;
use super::framing::{Divide, RawItem};
use super::item::{is_end_mark, read_item};
use crate::runtime::call::{Download, DownloadFuture, start};
use crate::runtime::error::Error;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::FromJson;
use crate::runtime::policy::Sleep;
use crate::runtime::request::Request;
use crate::runtime::response::RawResponse;

/// A stream of the items of one response, which are read as they come.
///
/// An error of the connection ends the stream, and so does an item that is larger than
/// [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes), or is cut off by the end of the response. Of events,
/// lines of JSON, JSON text sequences and parts, an item that cannot be read is one error, and the next items follow; of other
/// sequences, it ends the stream. [`Error::body`] is the item.
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

    /// Makes a new connection where that of an event stream ends or breaks, and goes on: with the id of the last event that had
    /// one as `Last-Event-ID`, after the time that the server's `retry` says, or three seconds.
    ///
    /// It does so only if the call may be repeated: by its method, or by [`safe_to_repeat`](crate::runtime::Call::safe_to_repeat).
    /// It ends with `204 No Content`, with the last item by definition, and where as many connections as the call has retries
    /// have brought no event. Whether events are repeated or missed is up to the server.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::{Call, Error, Sequence, Value};
    ///
    /// async fn follow<O>(watch: Call<Sequence<Value>, O>) -> Result<(), Error> {
    ///     let mut events = watch.stream().reconnecting();
    ///     while let Some(event) = events.next().await {
    ///         println!("{}", event?);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn reconnecting(mut self) -> Self {
        self.frames.reconnects = true;
        self
    }

    /// Returns the id of the last event of an event stream that had one. A later call goes on after it with
    /// `.header("Last-Event-ID", id)`, if the server does.
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.divider.events().and_then(EventStream::last_id)
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
        let (index, frame) = match ready!(frames.poll_next(context)) {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let read = frames.read(|response| read_item(response, index, &frame));
        Poll::Ready(read.map(|read| read.map_err(|error| frames.pass(error))))
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
    divider: Divider,
    buffer: BytesMut,
    /// The number of items so far.
    count: usize,
    /// Whether a new connection is made where one ends.
    reconnects: bool,
    /// The connections since the last item.
    fruitless: u32,
}

/// How far the response is.
enum ResponseStage {
    NotSent,
    Sent(DownloadFuture),
    Begun(Box<Download>),
    /// Until a new connection is made.
    Waiting(Sleep),
    Ended,
}

/// How long a new connection waits where the server does not say it.
const RECONNECTION_TIME: Duration = Duration::from_secs(3);

impl Frames {
    fn new(request: Request) -> Self {
        let divider = Divider::new(request.state().framing);
        let response = ResponseStage::NotSent;
        Self { request, response, divider, buffer: BytesMut::new(), count: 0, reconnects: false, fruitless: 0 }
    }

    /// Polls for an item, with its number from zero on.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(usize, RawItem), Error>>> {
        loop {
            if let Some(frame) = self.divider.decode(&mut self.buffer) {
                return Poll::Ready(self.count(frame));
            }
            if let Some(error) = self.too_large(self.buffer.len() + self.divider.taken()) {
                return Poll::Ready(Some(Err(error)));
            }
            let step = match &mut self.response {
                ResponseStage::NotSent => Ok(Some(ResponseStage::Sent(start(self.request.clone())))),
                ResponseStage::Sent(sent) => match ready!(Pin::new(sent).poll(context)) {
                    Ok(download) => self.begin(download).map(Some),
                    Err(error) => Err(error),
                },
                ResponseStage::Begun(download) => match ready!(Pin::new(&mut **download).poll_next(context)) {
                    Some(Ok(piece)) => {
                        self.buffer.extend_from_slice(&piece);
                        Ok(None)
                    }
                    Some(Err(error)) => self.again().map(Some).ok_or(error),
                    None => match self.last() {
                        Some(last) => return Poll::Ready(Some(last)),
                        None => Ok(Some(self.again().unwrap_or(ResponseStage::Ended))),
                    },
                },
                ResponseStage::Waiting(time) => {
                    ready!(time.as_mut().poll(context));
                    Ok(Some(ResponseStage::NotSent))
                }
                ResponseStage::Ended => return Poll::Ready(None),
            };
            match step {
                Ok(Some(next)) => self.response = next,
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(self.end(error)))),
            }
        }
    }

    /// Looks at the head of the response.
    fn begin(&mut self, mut download: Download) -> Result<ResponseStage, Error> {
        let divider = &mut self.divider;
        download.read_part(|response| divider.begin(&response.headers).map_err(Unreadable::Format))?;
        self.reconnects &= download.status() != StatusCode::NO_CONTENT;
        Ok(ResponseStage::Begun(Box::new(download)))
    }

    /// Prepares a new connection, if one is to be made.
    fn again(&mut self) -> Option<ResponseStage> {
        let (state, events) = (self.request.state(), self.divider.events()?);
        let core = state.client.core();
        let most = state.retries.unwrap_or_else(|| core.retry.most());
        if !self.reconnects || !state.repeatable() || self.fruitless >= most {
            return None;
        }
        let (until, waiting) = (state.until(), core.clock.timer(events.retry().unwrap_or(RECONNECTION_TIME)));
        let id = events.last_id().filter(|id| !id.is_empty()).map(str::to_owned);
        self.fruitless += 1;
        self.request.state_mut().until = until;
        if let Some(id) = id {
            self.request = self.request.clone().header("last-event-id", id);
        }
        self.divider.again();
        self.buffer.clear();
        Some(ResponseStage::Waiting(waiting))
    }

    /// Counts an item. The end mark is none.
    fn count(&mut self, frame: RawItem) -> Option<Result<(usize, RawItem), Error>> {
        if let Some(error) = self.too_large(frame.size) {
            return Some(Err(error));
        }
        if is_end_mark(self.request.state(), &frame) {
            self.response = ResponseStage::Ended;
            self.buffer = BytesMut::new();
            return None;
        }
        self.count += 1;
        self.fruitless = 0;
        Some(Ok((self.count - 1, frame)))
    }

    /// Returns what is left at the end of the response.
    fn last(&mut self) -> Option<Result<(usize, RawItem), Error>> {
        match self.divider.decode_eof(&mut self.buffer) {
            Ok(Some(frame)) => self.count(frame),
            Ok(None) => None,
            Err(_) => {
                let why = Unreadable::unfinished(self.count);
                let error = self.read(|_| Err::<(usize, RawItem), _>(why))?;
                Some(error.map_err(|error| self.end(error)))
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
        let error = self.read(|_| Err::<(), _>(Unreadable::Format(problem)))?.err()?;
        Some(self.end(error))
    }

    /// Reads something of the response.
    fn read<T>(&mut self, read: impl FnOnce(&RawResponse) -> Result<T, Unreadable>) -> Option<Result<T, Error>> {
        match &mut self.response {
            ResponseStage::Begun(download) => Some(download.read_part(read)),
            ResponseStage::NotSent | ResponseStage::Sent(_) | ResponseStage::Waiting(_) | ResponseStage::Ended => None,
        }
    }

    /// Passes on the error of an item. It ends the request unless it is known where the next item begins; so does a failure that
    /// the server tells in place of one.
    fn pass(&mut self, error: Error) -> Error {
        let goes_on = self.divider.is_independent() && matches!(error, Error::Decode(_));
        if goes_on { error } else { self.end(error) }
    }

    /// Ends the request.
    fn end(&mut self, error: Error) -> Error {
        self.response = ResponseStage::Ended;
        self.buffer = BytesMut::new();
        error
    }
}
