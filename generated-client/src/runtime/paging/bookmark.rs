//! Bookmarks: positions in a list that can be stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::state::{PagePosition, SavedState};
use crate::runtime::error::Error;
use crate::runtime::text::percent;

/// A position in a list. It can be stored as a short string, by `Display`, `FromStr` and serde. The same call can
/// continue from there, in another process or on another day.
///
/// The list may have changed meanwhile. The items are counted from the stored position on, and the count is compared with
/// the total of the server at the end.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Bookmark, Call, Error, Paged, Value};
///
/// /// Reads ten items, from where the last call of this function stopped.
/// async fn ten_more<O>(list: Call<Paged<Value>, O>, kept: Option<&str>) -> Result<String, Error> {
///     let mut items = list.stream().limit(10);
///     if let Some(kept) = kept {
///         items = items.resume(&kept.parse::<Bookmark>()?);
///     }
///     while let Some(item) = items.next().await {
///         println!("{}", item?);
///     }
///     Ok(items.bookmark().to_string())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    pub(crate) paging_state: SavedState,
    /// The number of items of the page that have been returned.
    pub(crate) skip: usize,
}

impl Bookmark {
    /// Returns the position in a list without pagination.
    #[inline]
    pub(crate) fn without_paging(done: bool) -> SavedState {
        let position = if done { PagePosition::End } else { PagePosition::Start };
        SavedState { position, start: 0, whole: true, seen: 0, total: None }
    }
}

impl fmt::Display for Bookmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SavedState { position, start, whole, seen, total } = &self.paging_state;
        write!(f, "1:{}:{start}:{}:{seen}:", self.skip, u8::from(*whole))?;
        total.iter().try_for_each(|total| write!(f, "{total}"))?;
        match position {
            PagePosition::Start => f.write_str(":s"),
            PagePosition::End => f.write_str(":e"),
            PagePosition::Number(number) => write!(f, ":n{number}"),
            PagePosition::Link(link) => write!(f, ":m{}", percent(link)),
        }
    }
}

impl FromStr for Bookmark {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::argument("the string is not a valid bookmark"))
    }
}

fn parse(text: &str) -> Option<Bookmark> {
    let fields: Vec<&str> = text.split(':').collect();
    let &["1", skip, start, whole, seen, total, position] = fields.as_slice() else {
        return None;
    };
    let total = if total.is_empty() { None } else { Some(total.parse().ok()?) };
    let (kind, value) = position.split_at_checked(1)?;
    let position = match kind {
        "s" => PagePosition::Start,
        "e" => PagePosition::End,
        "n" => PagePosition::Number(value.parse().ok()?),
        "m" => PagePosition::Link(percent_encoding::percent_decode_str(value).decode_utf8().ok()?.into_owned()),
        _ => return None,
    };
    let paging_state = SavedState { position, start: start.parse().ok()?, whole: whole == "1", seen: seen.parse().ok()?, total };
    Some(Bookmark { paging_state, skip: skip.parse().ok()? })
}

impl Serialize for Bookmark {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bookmark {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
