//! Streams of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::bookmark::Bookmark;
use super::stream::Pages;
use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
#[cfg(feature = "blocking")]
use crate::runtime::request::Request;

/// A stream of the items of all pages. An error ends the stream.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Paged, Value};
///
/// async fn one_by_one<O>(list: Call<Paged<Value>, O>) -> Result<(), Error> {
///     let mut items = list.stream().limit(1000);
///     while let Some(item) = items.next().await {
///         println!("{}", item?);
///     }
///     Ok(())
/// }
///
/// async fn all<O>(list: Call<Paged<Value>, O>) -> Result<Vec<Value>, Error> {
///     list.stream().collect().await
/// }
/// ```
#[must_use = "nothing is fetched until items are asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    /// The rest of the current page.
    items: std::vec::IntoIter<T>,
    left: Option<u64>,
}

impl<T: FromJson> Items<T> {
    #[inline]
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, items: Vec::new().into_iter(), left: None }
    }

    /// Ends the stream after this many items, without fetching further pages. The server's total is not checked then.
    #[inline]
    pub fn limit(mut self, items: u64) -> Self {
        self.left = Some(items);
        self
    }

    /// Fetches up to this many pages in advance: see [`Pages::read_ahead`].
    #[inline]
    pub fn read_ahead(mut self, pages: usize) -> Self {
        self.pages = self.pages.read_ahead(pages);
        self
    }

    /// Reads each page but the first with the page before once more: see [`Pages::checked`].
    #[inline]
    pub fn checked(mut self) -> Self {
        self.pages = self.pages.checked();
        self
    }

    /// Continues from the bookmark of another stream of the same list.
    #[inline]
    pub fn resume(mut self, at: &Bookmark) -> Self {
        self.pages = self.pages.resume(at);
        self.items = Vec::new().into_iter();
        self
    }

    /// Returns a bookmark of the next item. After an error, that is the first item that was not received.
    #[inline]
    pub fn bookmark(&self) -> Bookmark {
        match self.items.len() {
            // At the end of a page, the next item is on the next page.
            0 => self.pages.bookmark(),
            left => self.pages.bookmark_within(left),
        }
    }

    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns all items.
    ///
    /// # Errors
    ///
    /// Returns an error if a page cannot be fetched or read, or if the number of items differs from the server's total.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// Returns the next item, if it has been fetched.
    #[cfg(feature = "blocking")]
    pub(crate) fn next_of_page(&mut self) -> Option<T> {
        if self.left == Some(0) { None } else { self.take() }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn request(&self) -> &Request {
        self.pages.request()
    }

    /// Returns the next item of the current page.
    #[inline]
    fn take(&mut self) -> Option<T> {
        let item = self.items.next()?;
        self.left = self.left.map(|left| left.saturating_sub(1));
        Some(item)
    }
}

/// Items are moved, and never pinned.
impl<T> Unpin for Items<T> {}

impl<T: FromJson> Stream for Items<T> {
    type Item = Result<T, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.take() {
                self.pages.poll_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pages.fmt(f)
    }
}
