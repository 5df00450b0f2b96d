//! Pages of a list, and the streams that fetch them.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, Uri};
use serde_json::{Map, Value};

use super::api::{Paging, PagingStyle};
use super::error::Error;
use super::failure::incomplete;
use super::read::{Read, Unreadable, decode_list};
use super::redirect::{resolve, same_origin};
use super::request::{Parts, Request};
use super::send::{RawReply, SendFuture, send};
use super::walk::{Facts, Position, Walk};

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its items.
    pub items: Vec<T>,
    /// How many items the whole list has, where the server says so.
    pub total: Option<u64>,
    /// The number of this page, where the server says so.
    pub number: Option<i64>,
    /// The number of the last page, where the server says so.
    pub last: Option<i64>,
    info: Map<String, Value>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// Returns the reply without its items: whatever else the server says about the list.
    #[inline]
    pub fn info(&self) -> &Map<String, Value> {
        &self.info
    }

    /// Returns the address or the cursor of the next page, where the server gives one.
    #[inline]
    pub fn next_page(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

impl<T: Read> Page<T> {
    #[inline]
    pub(crate) fn read(reply: &RawReply) -> Result<Self, Unreadable> {
        let parts = reply.request.parts();
        let listing = decode_list(&reply.text(), parts.paging.map_or("", |paging| paging.items))?;
        let facts = facts(parts.paging, &listing.info, &reply.headers, listing.items.len());
        Ok(Self { items: listing.items, total: facts.total, number: facts.current, last: facts.last, next: facts.next, info: listing.info })
    }
}

#[inline]
fn facts(paging: Option<&Paging>, info: &Map<String, Value>, headers: &HeaderMap, items: usize) -> Facts {
    match paging {
        Some(paging) => Facts::read(paging, info, headers, items),
        None => Facts { items: items as u64, ..Facts::default() },
    }
}

impl<T> Deref for Page<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'p, T> IntoIterator for &'p Page<T> {
    type Item = &'p T;
    type IntoIter = std::slice::Iter<'p, T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// The pages of a list, fetched one after the other. An error is the last thing that comes.
#[must_use = "nothing is fetched until pages are asked for"]
pub struct Pages<T> {
    request: Request,
    walk: Option<Walk>,
    fetching: Option<SendFuture>,
    /// An error that comes after a page that has already been handed out.
    failed: Option<Error>,
    done: bool,
    items: PhantomData<fn() -> T>,
}

impl<T: Read> Pages<T> {
    #[inline]
    pub(crate) fn new(mut request: Request) -> Self {
        let parts = request.parts_mut();
        // One deadline for all pages, from now on.
        parts.until = parts.until();
        let walk = parts.paging.map(|paging| Walk::new(paging, given(parts, paging).as_deref()));
        Self { request, walk, fetching: None, failed: None, done: false, items: PhantomData }
    }

    /// Returns the next page, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Takes a page that has come, and makes the request for the next one.
    #[inline]
    fn take(&mut self, reply: RawReply) -> Result<Page<T>, Error> {
        let (page, reply) = reply.read(Page::read)?;
        let Some(walk) = &mut self.walk else {
            self.done = true;
            return Ok(page);
        };
        let facts =
            Facts { items: page.items.len() as u64, total: page.total, current: page.number, last: page.last, next: page.next.clone() };
        let trouble = walk.advance(&facts).map_err(|problem| incomplete(self.request.parts(), problem))?;
        self.failed = trouble.map(|problem| incomplete(self.request.parts(), problem));
        self.done = walk.position == Position::End;
        turn_to(&mut self.request, walk, &reply.uri).map_err(|problem| incomplete(self.request.parts(), problem))?;
        Ok(page)
    }
}

/// Returns what the caller's own request says in the parameter that pages are asked for with.
#[inline]
fn given(parts: &Parts, paging: &Paging) -> Option<String> {
    let name = parameter(paging)?;
    parts.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// Returns the parameter that pages are asked for with.
#[inline]
fn parameter(paging: &Paging) -> Option<&'static str> {
    match paging.style {
        PagingStyle::Page { param, .. } | PagingStyle::Offset { param } | PagingStyle::Cursor { param } => Some(param),
        PagingStyle::NextLink | PagingStyle::LinkHeader => None,
    }
}

/// Makes a request ask for the page that the walk has come to.
#[inline]
fn turn_to(request: &mut Request, walk: &Walk, here: &Uri) -> Result<(), String> {
    match (&walk.position, parameter(walk.paging)) {
        (Position::Number(number), Some(name)) => request.set_query(name, *number),
        (Position::Mark(mark), Some(name)) => request.set_query(name, mark.as_str()),
        (Position::Mark(link), None) => {
            let next = resolve(here, link).ok_or("the address of the next page is not valid")?;
            if !same_origin(here, &next) {
                return Err("the next page is on another host, which credentials do not travel to".to_owned());
            }
            request.parts_mut().address = Some(next.to_string());
        }
        _ => {}
    }
    Ok(())
}

impl<T: Read> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.failed.take() {
            self.done = true;
            return Poll::Ready(Some(Err(error)));
        }
        if self.done && self.fetching.is_none() {
            return Poll::Ready(None);
        }
        if self.fetching.is_none() {
            self.fetching = Some(send(self.request.clone()));
        }
        let Some(fetching) = &mut self.fetching else {
            return Poll::Ready(None);
        };
        let reply = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        let page = reply.and_then(|reply| self.take(reply));
        self.done |= page.is_err();
        Poll::Ready(Some(page))
    }
}

impl<T> fmt::Debug for Pages<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.request).finish_non_exhaustive()
    }
}

/// The items of all pages. An error is the last thing that comes.
#[must_use = "nothing is fetched until items are asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    items: std::vec::IntoIter<T>,
}

impl<T: Read> Items<T> {
    #[inline]
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, items: Vec::new().into_iter() }
    }

    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Waits for all items.
    ///
    /// # Errors
    ///
    /// A page could not be fetched or read, or the pages do not add up to the server's count.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

/// Items are moved, never pinned.
impl<T> Unpin for Items<T> {}

impl<T: Read> Stream for Items<T> {
    type Item = Result<T, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
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
