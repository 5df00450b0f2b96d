//! Walking a list: which page comes next, and whether all of them came.

use http::HeaderMap;
use http::header::LINK;
use serde_json::{Map, Value};

use crate::runtime::api::{Paging, PagingStyle};

/// What one page says about the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Facts {
    pub items: u64,
    pub total: Option<u64>,
    pub current: Option<i64>,
    pub last: Option<i64>,
    /// The address or the cursor of the next page.
    pub next: Option<String>,
}

impl Facts {
    /// Reads them from a reply without its items. Shapes that say nothing (`links: []`) say nothing.
    #[inline]
    pub(crate) fn read(paging: &Paging, info: &Map<String, Value>, headers: &HeaderMap, items: usize) -> Self {
        let find = |place: Option<&str>| place.and_then(|place| find(info, place));
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

/// Finds what lies at a JSON pointer. Where its outermost object is missing altogether, what should be in there lies
/// beside the items.
#[inline]
fn find<'v>(info: &'v Map<String, Value>, place: &str) -> Option<&'v Value> {
    let (first, rest) = match place.strip_prefix('/')?.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (place.strip_prefix('/')?, None),
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

/// Returns the address that a `Link` header marks with `rel="next"`.
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

/// Tells whether a parameter of a link is `rel="next"`.
#[inline]
fn is_next(parameter: &str) -> bool {
    let relations = parameter.trim().strip_prefix("rel=").unwrap_or_default();
    relations.trim_matches('"').split(' ').any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// Where a walk is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Position {
    /// As the caller's own request says.
    Start,
    /// At this number, or after this many items.
    Number(i64),
    /// At this address or cursor.
    Mark(String),
    /// After the last page.
    End,
}

/// A walk over the pages of a list.
#[derive(Debug, Clone)]
pub(crate) struct Walk {
    pub paging: &'static Paging,
    pub position: Position,
    /// The number of the page, or of the item, that the walk began with.
    start: i64,
    /// Whether it began at the beginning, so that the count can be checked at the end.
    whole: bool,
    seen: u64,
    total: Option<u64>,
    /// The number of the last page, where the server says so.
    last: Option<i64>,
    /// How far the next page is from the last one that came.
    step: i64,
    empty_pages: u32,
}

/// What is kept of a walk that is to go on later.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub position: Position,
    pub start: i64,
    pub whole: bool,
    pub seen: u64,
    pub total: Option<u64>,
}

/// So many empty pages in a row are no gap in a list but a server that counts without end.
const MOST_EMPTY_PAGES: u32 = 100;

impl Walk {
    /// Starts where the request starts: `given` is its own value of the paging parameter.
    #[inline]
    pub(crate) fn new(paging: &'static Paging, given: Option<&str>) -> Self {
        let first = match paging.style {
            PagingStyle::Page { first, .. } => first,
            _ => 0,
        };
        let numbered = given.and_then(|given| given.parse().ok());
        Self {
            paging,
            position: Position::Start,
            start: numbered.unwrap_or(first),
            whole: given.is_none() || numbered == Some(first),
            seen: 0,
            total: None,
            last: None,
            step: 1,
            empty_pages: 0,
        }
    }

    /// Returns what is to be kept of it.
    #[inline]
    pub(crate) fn save(&self) -> Place {
        let Self { position, start, whole, seen, total, .. } = self.clone();
        Place { position, start, whole, seen, total }
    }

    /// Goes on where a walk was.
    #[inline]
    pub(crate) fn restore(&mut self, place: &Place) {
        let Place { position, start, whole, seen, total } = place.clone();
        (self.position, self.start, self.whole, self.seen, self.total) = (position, start, whole, seen, total);
        (self.last, self.empty_pages) = (None, 0);
    }

    /// Returns the position so many steps from here, where the list is sure to go as far.
    #[inline]
    pub(crate) fn after(&self, steps: usize) -> Option<Position> {
        if steps == 0 {
            return (self.position != Position::End).then(|| self.position.clone());
        }
        let Position::Number(here) = self.position else { return None };
        let there = here.checked_add(i64::try_from(steps).ok()?.checked_mul(self.step)?)?;
        let reached = match self.paging.style {
            PagingStyle::Page { .. } => there <= self.last?,
            PagingStyle::Offset { .. } => u64::try_from(there).ok()? < self.total?,
            _ => false,
        };
        reached.then_some(Position::Number(there))
    }

    /// Takes note of a page that has come, and decides where to go on.
    ///
    /// An error means that the page is not the one that was asked for. Trouble with the list as a whole shows only
    /// after its last page, and is returned beside it.
    #[inline]
    pub(crate) fn advance(&mut self, page: &Facts) -> Result<Option<String>, String> {
        let here = self.here();
        if let Some(current) = page.current.filter(|current| self.counts_pages() && *current != here) {
            return Err(format!("the server's counter does not advance: it sent page {current} for page {here}"));
        }
        self.seen += page.items;
        self.total = page.total.or(self.total);
        self.last = page.last;
        self.step = if self.counts_pages() { 1 } else { i64::try_from(page.items).unwrap_or(i64::MAX) };
        self.empty_pages = if page.items == 0 { self.empty_pages + 1 } else { 0 };
        let next = self.next(page).unwrap_or(Position::End);
        let trouble = match &next {
            Position::End => self.miscount(),
            same if *same == self.position => Some("the server's next page is the same page again".to_owned()),
            _ if self.empty_pages >= MOST_EMPTY_PAGES => Some(format!("{MOST_EMPTY_PAGES} empty pages in a row")),
            _ => None,
        };
        self.position = if trouble.is_some() { Position::End } else { next };
        Ok(trouble)
    }

    #[inline]
    fn counts_pages(&self) -> bool {
        matches!(self.paging.style, PagingStyle::Page { .. })
    }

    #[inline]
    fn here(&self) -> i64 {
        match self.position {
            Position::Number(number) => number,
            _ => self.start,
        }
    }

    #[inline]
    fn next(&self, page: &Facts) -> Option<Position> {
        let here = self.here();
        let more = match (self.paging.style, page.last, self.total) {
            (PagingStyle::Cursor { .. } | PagingStyle::NextLink { .. } | PagingStyle::LinkHeader, ..) => {
                return page.next.clone().map(Position::Mark);
            }
            (PagingStyle::Offset { .. }, _, Some(total)) => {
                let reached = u64::try_from(self.start).unwrap_or(0).saturating_add(self.seen);
                reached < total && page.items > 0
            }
            (PagingStyle::Offset { .. }, _, None) => page.items > 0,
            (PagingStyle::Page { .. }, Some(last), _) => here < last,
            (PagingStyle::Page { .. }, None, _) if page.next.is_some() => true,
            (PagingStyle::Page { .. }, None, Some(total)) if self.whole => self.seen < total && page.items > 0,
            // Neither the reply nor the definition tells anything: the list ends with an empty page.
            (PagingStyle::Page { .. }, None, _) => self.counts_nothing() && page.items > 0,
        };
        more.then(|| Position::Number(here.saturating_add(self.step)))
    }

    /// Tells whether the definition names no place at all where a reply counts.
    #[inline]
    fn counts_nothing(&self) -> bool {
        let Paging { total, current, last, next, .. } = self.paging;
        total.is_none() && current.is_none() && last.is_none() && next.is_none()
    }

    /// Says so when the list has not the length that the server gave.
    #[inline]
    fn miscount(&self) -> Option<String> {
        let total = self.total.filter(|total| self.whole && *total != self.seen)?;
        Some(format!("the server counts {total} items, but {} came", self.seen))
    }
}
