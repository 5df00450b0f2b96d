//! Iterators over lists.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::call::runtime_of;
use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
use crate::runtime::paging::{self, Bookmark, Page};
use crate::runtime::request::Request;
use crate::runtime::sequence;
use crate::runtime::worker::wait;

/// An iterator over the items of all pages of a list. An error ends it.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Blocking, Call, Error, Paged, Value};
///
/// fn one_by_one<O>(list: Call<Paged<Value>, O, (), Blocking>) -> Result<(), Error> {
///     for item in list.items().limit(1000) {
///         println!("{}", item?);
///     }
///     Ok(())
/// }
///
/// fn all<O>(list: Call<Paged<Value>, O, (), Blocking>) -> Result<Vec<Value>, Error> {
///     list.items().collect()
/// }
/// ```
#[must_use = "nothing is fetched until items are asked for"]
pub struct Items<T>(Waited<paging::Items<T>>);

impl<T: FromJson> Items<T> {
    pub(super) fn new(items: paging::Items<T>) -> Self {
        Self(Waited::new(items))
    }

    /// Ends the iterator after this many items, without fetching further pages. The server's total is not checked then.
    pub fn limit(self, items: u64) -> Self {
        Self(self.0.map(|stream| stream.limit(items)))
    }

    /// Fetches up to this many pages in advance: see [`Pages::read_ahead`].
    pub fn read_ahead(self, pages: usize) -> Self {
        Self(self.0.map(|stream| stream.read_ahead(pages)))
    }

    /// Reads each page but the first with the page before once more: see [`Pages::checked`].
    pub fn checked(self) -> Self {
        Self(self.0.map(paging::Items::checked))
    }

    /// Continues from the bookmark of another iterator, or of a stream, of the same list.
    pub fn resume(self, at: &Bookmark) -> Self {
        Self(self.0.map(|stream| stream.resume(at)))
    }

    /// Returns a bookmark of the next item. After an error, that is the first item that was not received.
    pub fn bookmark(&self) -> Bookmark {
        self.0.stream.bookmark()
    }
}

impl<T: FromJson> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        // Most items are there already.
        self.0.stream.next_of_page().map(Ok).or_else(|| self.0.next(paging::Items::request))
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.stream.fmt(f)
    }
}

/// An iterator over the pages of a list, which are fetched as they are needed. An error ends it.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Blocking, Call, Error, Paged, Value};
///
/// fn page_by_page<O>(list: Call<Paged<Value>, O, (), Blocking>) -> Result<(), Error> {
///     for page in list.pages().read_ahead(2) {
///         let page = page?;
///         println!("{} items of {:?}", page.len(), page.total);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is fetched until pages are asked for"]
pub struct Pages<T>(Waited<paging::Pages<T>>);

impl<T: FromJson> Pages<T> {
    pub(super) fn new(pages: paging::Pages<T>) -> Self {
        Self(Waited::new(pages))
    }

    /// Fetches up to this many pages in advance, concurrently. The iterator returns them in order. The requests make progress
    /// while the next page is asked for.
    pub fn read_ahead(self, pages: usize) -> Self {
        Self(self.0.map(|stream| stream.read_ahead(pages)))
    }

    /// Reads each page but the first with the page before once more, so that also changes that leave the total as it is make nothing
    /// vanish: for twice the requests, one after the other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::{Blocking, Call, Error, Paged, Value};
    ///
    /// /// Counts the items of a list that others change meanwhile.
    /// fn count<O>(list: Call<Paged<Value>, O, (), Blocking>) -> Result<usize, Error> {
    ///     list.pages().checked().map(|page| Ok(page?.len())).sum()
    /// }
    /// ```
    pub fn checked(self) -> Self {
        Self(self.0.map(paging::Pages::checked))
    }

    /// Continues from the bookmark of another iterator, or of a stream, of the same list.
    pub fn resume(self, at: &Bookmark) -> Self {
        Self(self.0.map(|stream| stream.resume(at)))
    }

    /// Returns a bookmark of the next page. After an error, that is the page that was not received.
    pub fn bookmark(&self) -> Bookmark {
        self.0.stream.bookmark()
    }
}

impl<T: FromJson> Iterator for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(paging::Pages::request)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.stream.fmt(f)
    }
}

/// An iterator over the items of one response, which are read as they come. Which errors end it,
/// [`SequenceItems`](crate::runtime::SequenceItems) says.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Blocking, Call, Error, Sequence, Value};
///
/// fn follow<O>(watch: Call<Sequence<Value>, O, (), Blocking>) -> Result<(), Error> {
///     for event in watch.items() {
///         println!("{}", event?);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is fetched until items are asked for"]
pub struct SequenceItems<T>(Waited<sequence::SequenceItems<T>>);

impl<T: FromJson> SequenceItems<T> {
    pub(super) fn new(items: sequence::SequenceItems<T>) -> Self {
        Self(Waited::new(items))
    }

    /// Makes a new connection where that of an event stream ends or breaks, and goes on, as
    /// [`SequenceItems::reconnecting`](crate::runtime::SequenceItems::reconnecting) does.
    pub fn reconnecting(self) -> Self {
        Self(self.0.map(sequence::SequenceItems::reconnecting))
    }

    /// Returns the id of the last event of an event stream that had one. A later call goes on after it with
    /// `.header("Last-Event-ID", id)`, if the server does.
    pub fn last_event_id(&self) -> Option<&str> {
        self.0.stream.last_event_id()
    }
}

impl<T: FromJson> Iterator for SequenceItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(sequence::SequenceItems::request)
    }
}

impl<T> fmt::Debug for SequenceItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.stream.fmt(f)
    }
}

/// A stream that is waited for.
struct Waited<S> {
    stream: S,
    /// Whether it ended because it could not be waited for.
    ended: bool,
}

impl<S> Waited<S> {
    fn new(stream: S) -> Self {
        Self { stream, ended: false }
    }

    fn map(self, change: impl FnOnce(S) -> S) -> Self {
        Self { stream: change(self.stream), ..self }
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Waited<S> {
    fn next(&mut self, request: impl Fn(&S) -> &Request) -> Option<Result<T, Error>> {
        if self.ended {
            return None;
        }
        match runtime_of(request(&self.stream)) {
            Ok(runtime) => wait(&runtime, poll_fn(|context| Pin::new(&mut self.stream).poll_next(context))),
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}
