//! Streams of pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::bookmark::Bookmark;
use super::fetch::PageFetcher;
use super::page::Page;
use super::walk::Verdict;
use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
use crate::runtime::request::Request;
use crate::runtime::response::RawResponse;

/// A stream of the pages of a list, which are fetched as they are needed.
///
/// If a page cannot be fetched or read, the stream yields the error in its place, and ends. It also ends with an error if
/// the number of items differs from the server's total.
///
/// If the list changes meanwhile, pages are read again as needed, and each page has only the items that did not come before: the
/// chapter on lists of the guide says what holds.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Paged, Value};
///
/// async fn page_by_page<O>(list: Call<Paged<Value>, O>) -> Result<(), Error> {
///     let mut pages = list.pages().read_ahead(2);
///     while let Some(page) = pages.next().await {
///         println!("{} items", page?.len());
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is fetched until pages are asked for"]
pub struct Pages<T> {
    pager: PageFetcher,
    /// A page that waits until the page before was read again.
    deferred: Option<Page<T>>,
    /// Which items of the response are on the page that was returned last.
    kept: Vec<bool>,
}

impl<T: FromJson> Pages<T> {
    #[inline]
    pub(crate) fn new(request: Request) -> Self {
        Self { pager: PageFetcher::new(request), deferred: None, kept: Vec::new() }
    }

    /// Fetches up to this many pages in advance, concurrently. The stream yields them in order.
    ///
    /// Pages with numbers are fetched concurrently as soon as the server has reported their number. Otherwise only the next
    /// page is known. The requests make progress while the stream is polled.
    #[inline]
    pub fn read_ahead(mut self, pages: usize) -> Self {
        self.pager.read_ahead(pages);
        self
    }

    /// Reads each page but the first with the page before once more, so that also changes that leave the total as it is make nothing
    /// vanish: for twice the requests, one after the other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::{Call, Error, Paged, Value};
    ///
    /// /// Counts the items of a list that others change meanwhile.
    /// async fn count<O>(list: Call<Paged<Value>, O>) -> Result<usize, Error> {
    ///     let (mut pages, mut count) = (list.pages().checked(), 0);
    ///     while let Some(page) = pages.next().await {
    ///         count += page?.len();
    ///     }
    ///     Ok(count)
    /// }
    /// ```
    #[inline]
    pub fn checked(mut self) -> Self {
        self.pager.check();
        self
    }

    /// Continues from the bookmark of another stream of the same list.
    #[inline]
    pub fn resume(mut self, at: &Bookmark) -> Self {
        self.pager.resume(at);
        self.deferred = None;
        self
    }

    /// Returns a bookmark of the next page. After an error, that is the page that was not received.
    #[inline]
    pub fn bookmark(&self) -> Bookmark {
        self.pager.bookmark()
    }

    /// Returns the next page, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn request(&self) -> &Request {
        self.pager.request()
    }

    /// Takes a response. Returns its page, or the one before, with the items that are new; `None` if none are.
    #[inline]
    fn take(&mut self, response: RawResponse) -> Result<Option<Page<T>>, Error> {
        let keys = self.pager.keys();
        let ((page, keys), response) = response.read(|response| Page::read_with_keys(response, keys))?;
        let deferred = self.deferred.take();
        let (page, kept) = match self.pager.take(page.facts(), keys, &response.uri)? {
            Verdict::New(kept) => (Some(page), kept),
            Verdict::Deferred(kept) => (deferred, kept),
            Verdict::Defer => {
                self.deferred = Some(page);
                return Ok(None);
            }
            Verdict::Again => return Ok(None),
        };
        self.kept = kept;
        // The server's own empty pages are returned.
        let Some(mut page) = page.filter(|page| page.is_empty() || self.kept.contains(&true)) else { return Ok(None) };
        page.keep(&self.kept);
        Ok(Some(page))
    }

    /// Returns a bookmark within the page that was returned last, before its last `left` items.
    #[inline]
    pub(super) fn bookmark_within(&self, left: usize) -> Bookmark {
        let kept = self.kept.iter().enumerate().rev().filter(|(_, kept)| **kept);
        let next = kept.map(|(at, _)| at).take(left).last().unwrap_or(self.kept.len());
        self.pager.bookmark_within(next, self.kept.get(next..).unwrap_or_default())
    }

    /// Polls the pages that have been requested in advance.
    #[inline]
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        self.pager.poll_ahead(context);
    }
}

/// Pages are moved, and never pinned.
impl<T> Unpin for Pages<T> {}

impl<T: FromJson> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(response) = ready!(self.pager.poll(context)) else {
                return Poll::Ready(None);
            };
            match response.and_then(|response| self.take(response)) {
                Ok(Some(page)) => {
                    self.pager.poll_ahead(context);
                    return Poll::Ready(Some(Ok(page)));
                }
                Ok(None) => {}
                Err(error) => {
                    self.pager.fail();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", self.pager.request()).finish_non_exhaustive()
    }
}
