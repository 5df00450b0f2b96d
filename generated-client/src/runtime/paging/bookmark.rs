//! Where a walk over a list has come to, as a small value that can be kept.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::state::{Place, Position};
use crate::runtime::error::Error;
use crate::runtime::text::percent;

/// Where a walk over a list has come to. It is a short text, as `Display`, `FromStr` and serde see it, and the same
/// call goes on from there: in another process, on another day.
///
/// The list may have changed by then. Its pages are counted on from where they were, and the count is compared with
/// what the server says at the end.
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
    pub(crate) walk: Place,
    /// The items of the page that have been handed out.
    pub(crate) skip: usize,
}

impl Bookmark {
    /// Returns the place of a list that has no pages.
    #[inline]
    pub(crate) fn without_paging(done: bool) -> Place {
        let position = if done { Position::End } else { Position::Start };
        Place { position, start: 0, whole: true, seen: 0, total: None }
    }
}

impl fmt::Display for Bookmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { position, start, whole, seen, total } = &self.walk;
        write!(f, "1:{}:{start}:{}:{seen}:", self.skip, u8::from(*whole))?;
        total.iter().try_for_each(|total| write!(f, "{total}"))?;
        match position {
            Position::Start => f.write_str(":s"),
            Position::End => f.write_str(":e"),
            Position::Number(number) => write!(f, ":n{number}"),
            Position::Mark(mark) => write!(f, ":m{}", percent(mark)),
        }
    }
}

impl FromStr for Bookmark {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::argument("that is no bookmark of a list"))
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
        "s" => Position::Start,
        "e" => Position::End,
        "n" => Position::Number(value.parse().ok()?),
        "m" => Position::Mark(percent_encoding::percent_decode_str(value).decode_utf8().ok()?.into_owned()),
        _ => return None,
    };
    let walk = Place { position, start: start.parse().ok()?, whole: whole == "1", seen: seen.parse().ok()?, total };
    Some(Bookmark { walk, skip: skip.parse().ok()? })
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
