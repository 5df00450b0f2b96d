//! One page of a list.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::item_keys::{ItemKeys, KeyKind};
use super::page_info::PageInfo;
use crate::runtime::api::Paging;
use crate::runtime::json::read::FromJson;
use crate::runtime::json::{Unreadable, decode_list};
use crate::runtime::response::{RawResponse, ResponseBody};

/// One page of a list, or the whole list.
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

impl<T: FromJson + 'static> ResponseBody for Paged<T> {
    type Output = Page<T>;
    const ACCEPT: &'static str = "application/json";

    fn read(response: &RawResponse) -> Result<Page<T>, Unreadable> {
        Page::read(response)
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
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number of items in the whole list, if the server reports it.
    pub total: Option<u64>,
    /// The number of this page, if the server reports it.
    pub number: Option<i64>,
    /// The number of the last page, if the server reports it.
    pub last: Option<i64>,
    info: Map<String, Value>,
    next: Option<String>,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Page<T> {
    /// Returns the response without the items: everything else that the server reports about the list.
    #[inline]
    pub fn info(&self) -> &Map<String, Value> {
        &self.info
    }

    /// Returns the status of the response with this page.
    #[inline]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers of the response with this page.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::{Call, Error, Paged, Value};
    ///
    /// async fn request_ids<O>(list: Call<Paged<Value>, O>) -> Result<(), Error> {
    ///     let mut pages = list.pages();
    ///     while let Some(page) = pages.next().await {
    ///         println!("{:?}", page?.headers().get("x-request-id"));
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the URL or the cursor of the next page, if the server reports it.
    #[inline]
    pub fn next_page(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

impl<T: FromJson> Page<T> {
    #[inline]
    pub(crate) fn read(response: &RawResponse) -> Result<Self, Unreadable> {
        Self::read_json(response, &response.json_text()?)
    }

    /// Reads a page of a walk, and what its items are distinguished by.
    #[inline]
    pub(crate) fn read_with_keys(
        response: &RawResponse,
        keys: Option<(&'static str, KeyKind)>,
    ) -> Result<(Self, Option<ItemKeys>), Unreadable> {
        let json = response.json_text()?;
        let page = Self::read_json(response, &json)?;
        Ok((page, keys.and_then(|(place, kind)| ItemKeys::read(&json, place, kind))))
    }

    fn read_json(response: &RawResponse, json: &str) -> Result<Self, Unreadable> {
        let paging = response.request.state().paging;
        let listing = decode_list(json, paging.map_or("", |paging| paging.items), response.recorder())?;
        let PageInfo { total, current, last, next, .. } = facts(paging, &listing.info, &response.headers, listing.items.len());
        let (status, mut headers) = (response.status, response.headers.clone());
        response.request.state().client.core().secrets.places().mark(&mut headers);
        Ok(Self { items: listing.items, total, number: current, last, next, info: listing.info, status, headers })
    }
}

impl<T> Page<T> {
    /// Keeps these of the items.
    #[inline]
    pub(crate) fn keep(&mut self, items: &[bool]) {
        let mut kept = items.iter();
        self.items.retain(|_| kept.next() != Some(&false));
    }

    /// Returns what the page reports about the list.
    #[inline]
    pub(crate) fn facts(&self) -> PageInfo {
        PageInfo { items: self.items.len() as u64, total: self.total, current: self.number, last: self.last, next: self.next.clone() }
    }
}

#[inline]
fn facts(paging: Option<&Paging>, info: &Map<String, Value>, headers: &HeaderMap, items: usize) -> PageInfo {
    match paging {
        Some(paging) => PageInfo::read(paging, info, headers, items),
        None => PageInfo { items: items as u64, ..PageInfo::default() },
    }
}

/// Without the headers, which may contain secrets.
impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("total", &self.total)
            .field("number", &self.number)
            .field("last", &self.last)
            .field("info", &self.info)
            .field("next", &self.next)
            .field("status", &self.status)
            .finish_non_exhaustive()
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
