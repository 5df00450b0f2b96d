//! One page of a list.

use std::marker::PhantomData;
use std::ops::Deref;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::state::Facts;
use crate::runtime::api::Paging;
use crate::runtime::json::read::Read;
use crate::runtime::json::{Unreadable, decode_list};
use crate::runtime::response::{RawReply, Reply};

/// One page of a list, or all of it.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Page, Paged, Value};
///
/// /// A call for a list of any values: awaiting it gives one page.
/// async fn first_page<O>(list: Call<Paged<Value>, O>) -> Result<Page<Value>, Error> {
///     list.await
/// }
/// ```
#[derive(Debug)]
pub struct Paged<T>(PhantomData<T>);

impl<T: Read + 'static> Reply for Paged<T> {
    type Output = Page<T>;
    const ACCEPT: &'static str = "application/json";

    fn read(reply: &RawReply) -> Result<Page<T>, Unreadable> {
        Page::read(reply)
    }
}

/// One page of a list.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Paged, Value};
///
/// async fn first_page<O>(list: Call<Paged<Value>, O>) -> Result<(), Error> {
///     let page = list.await?;
///     println!("{} of {:?}, page {:?} of {:?}", page.len(), page.total, page.number, page.last);
///     for item in &page {
///         println!("{item}");
///     }
///     Ok(())
/// }
/// ```
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
        let listing = decode_list(&reply.json_text()?, parts.paging.map_or("", |paging| paging.items), reply.findings.as_ref())?;
        let facts = facts(parts.paging, &listing.info, &reply.headers, listing.items.len());
        Ok(Self { items: listing.items, total: facts.total, number: facts.current, last: facts.last, next: facts.next, info: listing.info })
    }
}

impl<T> Page<T> {
    /// Returns what the page says about the list.
    #[inline]
    pub(crate) fn facts(&self) -> Facts {
        Facts { items: self.items.len() as u64, total: self.total, current: self.number, last: self.last, next: self.next.clone() }
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
