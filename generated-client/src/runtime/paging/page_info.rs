//! What a page reports about its list.

use std::cmp::Ordering;

use http::HeaderMap;
use http::header::LINK;
use serde_json::{Map, Value};

use crate::runtime::api::{Paging, PagingStyle};
use crate::runtime::text::ascii;

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
    /// Returns whether a later page says that the list is longer or shorter.
    pub(crate) fn difference(&self, later: &Self) -> Ordering {
        match self.total.zip(later.total) {
            Some((earlier, later)) => later.cmp(&earlier),
            None => later.last.cmp(&self.last),
        }
    }

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
    let values = headers.get_all(LINK).iter().map(|value| ascii(value.as_bytes()));
    for value in values {
        let mut rest = value.as_str();
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
