//! What distinguishes the items of a page: their ids or, if they have none, their content.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::runtime::json::input::{Outcome, Repaired, Source};
use crate::runtime::json::read::{ArrayAccess, FieldAccess, RawScalar, ReadInto, ReadValue, Slot, Stopped, TypeInfo, read_apart};

/// The property that identifies an item.
const ID: &str = "id";

/// What the keys of items are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Each item has an id of its own.
    Id,
    /// Two items may have the same content.
    Content,
}

/// One key for each item of a page, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ItemKeys {
    pub hashes: Vec<u64>,
    pub kind: KeyKind,
}

impl ItemKeys {
    /// Reads the keys from the JSON of a page whose items are at `place`, a JSON pointer. Ids are used if every item has one and no
    /// two are the same. Returns `None` if the items are no array, and no object with indexes.
    ///
    /// The page has been decoded before, so that the JSON is valid.
    pub(crate) fn read(json: &str, place: &str, kind: KeyKind) -> Option<Self> {
        let json = json.trim_ascii();
        let steps: Vec<&str> = if json.starts_with('{') { place.split('/').skip(1).collect() } else { Vec::new() };
        let by_id = if kind == KeyKind::Id { hashes(json, &steps, KeyKind::Id).filter(|hashes| all_different(hashes)) } else { None };
        match by_id {
            Some(hashes) => Some(Self { hashes, kind: KeyKind::Id }),
            None => hashes(json, &steps, KeyKind::Content).map(|hashes| Self { hashes, kind: KeyKind::Content }),
        }
    }
}

/// Returns whether no hash is there twice.
pub(crate) fn all_different(hashes: &[u64]) -> bool {
    let mut seen = HashSet::with_capacity(hashes.len());
    hashes.iter().all(|hash| seen.insert(*hash))
}

/// Returns a hash that is the same in every process and version, so that it can be stored: FNV-1a, and a step that mixes its bits.
pub(crate) fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let fnv = bytes.into_iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (fnv ^ fnv >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Returns the hashes of the items, with the same tolerance as the page was read with.
fn hashes(json: &str, steps: &[&str], kind: KeyKind) -> Option<Vec<u64>> {
    read_hashes(json, steps, kind).or_else(|| read_hashes(Repaired::of_valid(json)?.text(), steps, kind))
}

fn read_hashes(json: &str, steps: &[&str], kind: KeyKind) -> Option<Vec<u64>> {
    let mut keys = Vec::new();
    if !json.is_empty() {
        read_apart(json, &mut ReadKeys { steps, kind, keys: &mut keys }, &LIST).ok()?.ok()?;
    }
    keys.into_iter().collect()
}

struct ReadKeys<'a> {
    steps: &'a [&'a str],
    kind: KeyKind,
    /// `None` for an item without a key.
    keys: &'a mut Vec<Option<u64>>,
}

/// The list, or an object around it.
const LIST: TypeInfo = TypeInfo::new("a list");

impl Slot for ReadKeys<'_> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl ReadValue for ReadKeys<'_> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        // A scalar in place of the list is read as its only item.
        if !found.is_null() {
            self.keys.push(None);
        }
        Ok(())
    }

    fn array<'de>(&mut self, items: &mut dyn ArrayAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let mut key = ReadKey(None);
        while items.next(key.of(self.kind, source))?.is_some() {
            self.keys.push(key.0.take());
        }
        Ok(Ok(()))
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let Some((step, steps)) = self.steps.split_first() else {
            let mut by_index = Vec::new();
            let mut index = Cow::Borrowed("");
            while fields.next_key(&mut index)? {
                let mut key = ReadKey(None);
                let _ = fields.value(key.of(self.kind, source))?;
                by_index.push((index.parse::<u64>().ok(), key.0));
            }
            by_index.sort_by_key(|(index, _)| *index);
            self.keys.extend(by_index.into_iter().map(|(index, key)| index.and(key)));
            return Ok(Ok(()));
        };
        let mut key = Cow::Borrowed("");
        while fields.next_key(&mut key)? {
            if key == *step {
                self.keys.clear();
                let mut inner = ReadKeys { steps, kind: self.kind, keys: self.keys };
                let _ = fields.value(ReadInto { slot: &mut inner, of: &LIST, source })?;
            } else {
                fields.skip()?;
            }
        }
        Ok(Ok(()))
    }
}

/// The key of an item.
struct ReadKey(Option<u64>);

impl ReadKey {
    /// Reads the next item.
    fn of<'de>(&mut self, kind: KeyKind, source: Source<'de>) -> ReadInto<'_, 'de> {
        const ID: &TypeInfo = &TypeInfo::new("an item");
        const CONTENT: &TypeInfo = &TypeInfo { from_text: true, ..TypeInfo::new("an item") };
        ReadInto { slot: self, of: if kind == KeyKind::Id { ID } else { CONTENT }, source }
    }
}

impl Slot for ReadKey {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl ReadValue for ReadKey {
    fn scalar(&mut self, _: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Ok(())
    }

    fn array<'de>(&mut self, items: &mut dyn ArrayAccess<'de>, _: Source<'de>) -> Result<Outcome, Stopped> {
        items.skip().map(Ok)
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, _: Source<'de>) -> Result<Outcome, Stopped> {
        let mut name = Cow::Borrowed("");
        while fields.next_key(&mut name)? {
            if name == ID {
                self.0 = id(fields.text()?);
            } else {
                fields.skip()?;
            }
        }
        Ok(Ok(()))
    }

    fn text<'de>(&mut self, json: &'de str, _: Source<'de>) -> serde_json::Result<Outcome> {
        self.0 = Some(content(json));
        Ok(Ok(()))
    }
}

/// Returns the key of an id: a string or a number. A number and its string are the same.
fn id(json: &str) -> Option<u64> {
    let text = match json.as_bytes().first()? {
        b'"' => json.get(1..json.len() - 1)?,
        b'-' | b'0'..=b'9' => json,
        _ => return None,
    };
    (!text.is_empty()).then(|| hash(text.bytes()))
}

/// Returns the key of an item without an id, which does not depend on white space.
fn content(json: &str) -> u64 {
    let (mut in_string, mut escaped) = (false, false);
    hash(json.bytes().filter(|byte| {
        match byte {
            b'"' if !escaped => in_string = !in_string,
            b' ' | b'\t' | b'\r' | b'\n' if !in_string => return false,
            _ => {}
        }
        escaped = in_string && *byte == b'\\' && !escaped;
        true
    }))
}
