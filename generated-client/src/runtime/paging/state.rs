//! The state of pagination: which page is next, and whether all items were received.

use http::HeaderMap;
use http::header::LINK;
use serde_json::{Map, Value};

use crate::runtime::api::{Paging, PagingStyle};

/// What a page reports about the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PageInfo {
    pub items: u64,
    pub total: Option<u64>,
    pub current: Option<i64>,
    pub last: Option<i64>,
    /// The URL or the cursor of the next page.
    pub next: Option<String>,
}

impl PageInfo {
    /// Reads the information from a response without its items. Values of other types (`links: []`) are ignored.
    #[inline]
    pub(crate) fn read(paging: &Paging, info: &Map<String, Value>, headers: &HeaderMap, items: usize) -> Self {
        let find = |saved: Option<&str>| saved.and_then(|saved| find(info, saved));
        Self {
            items: items as u64,
            total: find(paging.total).and_then(number).and_then(|total| total.try_into().ok()),
            current: find(paging.current).and_then(number),
            last: find(paging.last).and_then(number).filter(|last| *last > 0),
            next: match paging.style {
                PagingStyle::LinkHeader => next_link(headers),
                _ => find(paging.next).and_then(text),
            },
        }
    }
}

/// Returns the value at a JSON pointer. If its outermost object does not exist, the rest of the pointer is looked up next to
/// the items.
#[inline]
fn find<'v>(info: &'v Map<String, Value>, saved: &str) -> Option<&'v Value> {
    let (first, rest) = match saved.strip_prefix('/')?.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (saved.strip_prefix('/')?, None),
    };
    match (info.get(first), rest) {
        (Some(value), Some(rest)) => value.pointer(&format!("/{rest}")),
        (Some(value), None) => Some(value),
        (None, Some(rest)) => find(info, &format!("/{rest}")),
        (None, None) => None,
    }
}

#[inline]
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[inline]
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the URL that a `Link` header marks with `rel="next"`.
#[inline]
fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    for value in values {
        let mut rest = value;
        while let Some((_, after)) = rest.split_once('<') {
            let (address, after) = after.split_once('>')?;
            let parameters = after.split_once('<').map_or(after, |(parameters, _)| parameters);
            if parameters.split([';', ',']).any(is_next) {
                return Some(address.to_owned());
            }
            rest = after;
        }
    }
    None
}

/// Returns whether a parameter of a link is `rel="next"`.
#[inline]
fn is_next(parameter: &str) -> bool {
    let relations = parameter.trim().strip_prefix("rel=").unwrap_or_default();
    relations.trim_matches('"').split(' ').any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// The position of a page in a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PagePosition {
    /// The page that the caller's request asks for.
    Start,
    /// The page with this number, or after this many items.
    Number(i64),
    /// The page at this URL or cursor.
    Link(String),
    /// After the last page.
    End,
}

/// The state of a stream over the pages of a list.
#[derive(Debug, Clone)]
pub(crate) struct PagingState {
    pub paging: &'static Paging,
    pub position: PagePosition,
    /// The number of the first page, or of the first item.
    start: i64,
    /// Whether the stream started with the first item, so that the count can be checked at the end.
    whole: bool,
    seen: u64,
    total: Option<u64>,
    /// The number of the last page, if the server reports it.
    last: Option<i64>,
    /// The distance from the last page to the next one.
    step: i64,
    empty_pages: u32,
}

/// The part of the state that a bookmark contains.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SavedState {
    pub position: PagePosition,
    pub start: i64,
    pub whole: bool,
    pub seen: u64,
    pub total: Option<u64>,
}

/// After this many empty pages in a row, the server's page numbers are assumed to be endless.
const MOST_EMPTY_PAGES: u32 = 100;

impl PagingState {
    /// Starts at the page that the request asks for: `given` is its page parameter.
    #[inline]
    pub(crate) fn new(paging: &'static Paging, given: Option<&str>) -> Self {
        let first = match paging.style {
            PagingStyle::Page { first, .. } => first,
            _ => 0,
        };
        let numbered = given.and_then(|given| given.parse().ok());
        Self {
            paging,
            position: PagePosition::Start,
            start: numbered.unwrap_or(first),
            whole: given.is_none() || numbered == Some(first),
            seen: 0,
            total: None,
            last: None,
            step: 1,
            empty_pages: 0,
        }
    }

    /// Returns the part of the state that a bookmark contains.
    #[inline]
    pub(crate) fn save(&self) -> SavedState {
        let Self { position, start, whole, seen, total, .. } = self.clone();
        SavedState { position, start, whole, seen, total }
    }

    /// Continues from the state of a bookmark.
    #[inline]
    pub(crate) fn restore(&mut self, saved: &SavedState) {
        let SavedState { position, start, whole, seen, total } = saved.clone();
        (self.position, self.start, self.whole, self.seen, self.total) = (position, start, whole, seen, total);
        (self.last, self.empty_pages) = (None, 0);
    }

    /// Returns the position this many pages ahead, if that page certainly exists.
    #[inline]
    pub(crate) fn after(&self, steps: usize) -> Option<PagePosition> {
        if steps == 0 {
            return (self.position != PagePosition::End).then(|| self.position.clone());
        }
        let PagePosition::Number(here) = self.position else { return None };
        let there = here.checked_add(i64::try_from(steps).ok()?.checked_mul(self.step)?)?;
        let reached = match self.paging.style {
            PagingStyle::Page { .. } => there <= self.last?,
            PagingStyle::Offset { .. } => u64::try_from(there).ok()? < self.total?,
            _ => false,
        };
        reached.then_some(PagePosition::Number(there))
    }

    /// Advances by a page.
    ///
    /// An error means that the page is not the one that was requested. A problem with the whole list is only known after
    /// its last page, and is returned as the value.
    #[inline]
    pub(crate) fn advance(&mut self, page: &PageInfo) -> Result<Option<String>, String> {
        let here = self.here();
        if let Some(current) = page.current.filter(|current| self.counts_pages() && *current != here) {
            return Err(format!("the server sent page {current} in place of page {here}"));
        }
        self.seen = self.seen.saturating_add(page.items);
        self.total = page.total.or(self.total);
        self.last = page.last;
        self.step = if self.counts_pages() { 1 } else { i64::try_from(page.items).unwrap_or(i64::MAX) };
        self.empty_pages = if page.items == 0 { self.empty_pages + 1 } else { 0 };
        let next = self.next(page).unwrap_or(PagePosition::End);
        let trouble = match &next {
            PagePosition::End => self.miscount(),
            same if *same == self.position => Some("the server's next page is the current page".to_owned()),
            _ if self.empty_pages >= MOST_EMPTY_PAGES => Some(format!("{MOST_EMPTY_PAGES} empty pages in a row")),
            _ => None,
        };
        self.position = if trouble.is_some() { PagePosition::End } else { next };
        Ok(trouble)
    }

    #[inline]
    fn counts_pages(&self) -> bool {
        matches!(self.paging.style, PagingStyle::Page { .. })
    }

    #[inline]
    fn here(&self) -> i64 {
        match self.position {
            PagePosition::Number(number) => number,
            _ => self.start,
        }
    }

    #[inline]
    fn next(&self, page: &PageInfo) -> Option<PagePosition> {
        let here = self.here();
        let more = match (self.paging.style, page.last, self.total) {
            (PagingStyle::Cursor { .. } | PagingStyle::NextLink { .. } | PagingStyle::LinkHeader, ..) => {
                return page.next.clone().map(PagePosition::Link);
            }
            (PagingStyle::Offset { .. }, _, Some(total)) => {
                let reached = u64::try_from(self.start).unwrap_or(0).saturating_add(self.seen);
                reached < total && page.items > 0
            }
            (PagingStyle::Offset { .. }, _, None) => page.items > 0,
            (PagingStyle::Page { .. }, Some(last), _) => here < last,
            (PagingStyle::Page { .. }, None, _) if page.next.is_some() => true,
            (PagingStyle::Page { .. }, None, Some(total)) if self.whole => self.seen < total && page.items > 0,
            // Neither the response nor the definition has a count, so the list ends with an empty page.
            (PagingStyle::Page { .. }, None, _) => self.counts_nothing() && page.items > 0,
        };
        more.then(|| PagePosition::Number(here.saturating_add(self.step)))
    }

    /// Returns whether the definition has no location of a count in the response.
    #[inline]
    fn counts_nothing(&self) -> bool {
        let Paging { total, current, last, next, .. } = self.paging;
        total.is_none() && current.is_none() && last.is_none() && next.is_none()
    }

    /// Returns the problem if the number of items differs from the server's total.
    #[inline]
    fn miscount(&self) -> Option<String> {
        let total = self.total.filter(|total| self.whole && *total != self.seen)?;
        Some(format!("the server reports {total} items, but {} were received", self.seen))
    }
}
