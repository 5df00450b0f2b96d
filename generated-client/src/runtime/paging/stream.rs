//! Streams of pages and items.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::bookmark::Bookmark;
use super::fetch::PageFetcher;
use super::page::Page;
use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
use crate::runtime::request::Request;
use crate::runtime::response::RawResponse;

/// A stream of the pages of a list, which are fetched as they are needed.
///
/// If a page cannot be fetched or read, the stream yields the error in its place, and ends. It also ends with an error if
/// the number of items differs from the server's total.
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
    items: PhantomData<fn() -> T>,
}

impl<T: FromJson> Pages<T> {
    #[inline]
    pub(crate) fn new(request: Request) -> Self {
        Self { pager: PageFetcher::new(request), items: PhantomData }
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

    /// Continues from the bookmark of another stream of the same list.
    #[inline]
    pub fn resume(mut self, at: &Bookmark) -> Self {
        self.pager.resume(at);
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

    #[inline]
    fn take(&mut self, response: RawResponse) -> Result<Page<T>, Error> {
        let (page, response) = response.read(Page::read)?;
        self.pager.take(page.facts(), &response.uri)?;
        Ok(page)
    }
}

impl<T: FromJson> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(response) = ready!(self.pager.poll(context)) else {
            return Poll::Ready(None);
        };
        let page = response.and_then(|response| self.take(response));
        match &page {
            Ok(_) => self.pager.poll_ahead(context),
            Err(_) => self.pager.fail(),
        }
        Poll::Ready(Some(page))
    }
}

impl<T> fmt::Debug for Pages<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", self.pager.request()).finish_non_exhaustive()
    }
}

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
    items: std::vec::IntoIter<T>,
    /// The position of the page with these items.
    page: Bookmark,
    /// The number of items of the page that are skipped, or have been returned.
    skipped: usize,
    left: Option<u64>,
}

impl<T: FromJson> Items<T> {
    #[inline]
    pub(crate) fn new(pages: Pages<T>) -> Self {
        let page = pages.bookmark();
        Self { pages, items: Vec::new().into_iter(), page, skipped: 0, left: None }
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

    /// Continues from the bookmark of another stream of the same list.
    #[inline]
    pub fn resume(mut self, at: &Bookmark) -> Self {
        self.pages = self.pages.resume(at);
        self.page = at.clone();
        self.skipped = at.skip;
        self
    }

    /// Returns a bookmark of the next item. After an error, that is the first item that was not received.
    #[inline]
    pub fn bookmark(&self) -> Bookmark {
        match self.items.len() {
            // At the end of a page, the next item is on the next page.
            0 if self.skipped == 0 => self.pages.bookmark(),
            _ => Bookmark { skip: self.skipped, ..self.page.clone() },
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

    /// Returns the next item of the current page.
    #[inline]
    fn take(&mut self) -> Option<T> {
        let item = self.items.next()?;
        self.skipped = if self.items.len() == 0 { 0 } else { self.skipped + 1 };
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
                self.pages.pager.poll_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            let here = self.pages.bookmark();
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.page = here;
                    self.items = page.into_iter();
                    // Skips the items that were returned before the bookmark.
                    if let Some(last) = self.skipped.checked_sub(1) {
                        self.items.nth(last);
                    }
                    if self.items.len() == 0 {
                        self.skipped = 0;
                    }
                }
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
