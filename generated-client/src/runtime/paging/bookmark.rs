//! Bookmarks: positions in a list that can be stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::item_keys::KeyKind;
use super::loops::LoopDetector;
use super::recent::RecentItems;
use super::state::{PagePosition, Place};
use super::walk::SavedWalk;
use crate::runtime::error::Error;
use crate::runtime::text::{base64_url, percent, unbase64};

/// A position in a list. It can be stored as a short string, by `Display`, `FromStr` and serde. The same call can
/// continue from there, in another process or on another day.
///
/// The list may have changed meanwhile. The bookmark contains hashes of the items that came last, at most as many as a page has, by
/// which the stream finds its place again, and the count, which is compared with the total of the server at the end.
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
pub struct Bookmark(pub(crate) SavedWalk);

impl Bookmark {
    /// Returns the position in a list without pagination.
    #[inline]
    pub(crate) fn without_paging(position: PagePosition, skip: usize) -> Self {
        let recent = RecentItems::new(Vec::new(), KeyKind::Id, false);
        Self(SavedWalk { place: Place::new(position, 0, true), recent, skip })
    }
}

impl fmt::Display for Bookmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SavedWalk { place, recent, skip } = &self.0;
        let Place { position, start, whole, seen, total, grew, fell, size, before, loops } = place;
        write!(f, "1:{skip}:{start}:{}:{seen}:", u8::from(*whole))?;
        total.iter().try_for_each(|total| write!(f, "{total}"))?;
        write!(f, ":{}:{grew}:{fell}:{size}:", Position(position))?;
        before.iter().try_for_each(|before| Position(before).fmt(f))?;
        let LoopDetector { mark, limit, steps } = loops;
        match limit {
            0 => f.write_str(":")?,
            _ => write!(f, ":{mark},{limit},{steps}")?,
        }
        let kind = if recent.kind == KeyKind::Id { "i" } else { "c" };
        write!(f, ":{kind}{}{},{}", u8::from(recent.older), written(&recent.missed), written(&recent.keys))
    }
}

fn written(keys: &[u64]) -> String {
    let bytes: Vec<u8> = keys.iter().flat_map(|key| key.to_be_bytes()).collect();
    base64_url(&bytes)
}

struct Position<'a>(&'a PagePosition);

impl fmt::Display for Position<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            PagePosition::Start => f.write_str("s"),
            PagePosition::End => f.write_str("e"),
            PagePosition::Number(number) => write!(f, "n{number}"),
            PagePosition::Link(link) => write!(f, "m{}", percent(link)),
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
    let &["1", skip, start, whole, seen, total, position, grew, fell, size, before, loops, recent] = fields.as_slice() else {
        return None;
    };
    let place = Place {
        position: parse_position(position)?,
        start: start.parse().ok()?,
        whole: whole == "1",
        seen: seen.parse().ok()?,
        total: if total.is_empty() { None } else { Some(total.parse().ok()?) },
        grew: grew.parse().ok()?,
        fell: fell.parse().ok()?,
        size: size.parse().ok()?,
        before: if before.is_empty() { None } else { Some(parse_position(before)?) },
        loops: parse_loops(loops)?,
    };
    Some(Bookmark(SavedWalk { place, recent: parse_recent(recent)?, skip: skip.parse().ok()? }))
}

fn parse_position(text: &str) -> Option<PagePosition> {
    let (kind, value) = text.split_at_checked(1)?;
    Some(match kind {
        "s" => PagePosition::Start,
        "e" => PagePosition::End,
        "n" => PagePosition::Number(value.parse().ok()?),
        "m" => PagePosition::Link(percent_encoding::percent_decode_str(value).decode_utf8().ok()?.into_owned()),
        _ => return None,
    })
}

fn parse_loops(text: &str) -> Option<LoopDetector> {
    if text.is_empty() {
        return Some(LoopDetector::default());
    }
    let (mark, rest) = text.split_once(',')?;
    let (limit, steps) = rest.split_once(',')?;
    Some(LoopDetector { mark: mark.parse().ok()?, limit: limit.parse().ok()?, steps: steps.parse().ok()? })
}

fn parse_recent(text: &str) -> Option<RecentItems> {
    let (head, keys) = text.split_at_checked(2)?;
    let (kind, older) = match head {
        "i0" => (KeyKind::Id, false),
        "i1" => (KeyKind::Id, true),
        "c0" => (KeyKind::Content, false),
        "c1" => (KeyKind::Content, true),
        _ => return None,
    };
    let (missed, keys) = keys.split_once(',')?;
    let mut recent = RecentItems::new(parse_keys(keys)?, kind, older);
    recent.missed = parse_keys(missed)?;
    Some(recent)
}

fn parse_keys(text: &str) -> Option<Vec<u64>> {
    unbase64(text)?.chunks(8).map(|key| key.try_into().ok().map(u64::from_be_bytes)).collect()
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
