//! What distinguishes the items of a page: their ids or, if they have none, their content.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::runtime::json::input::{FieldName, Outcome, Repaired};
use crate::runtime::json::read::{ContainerReader, ContainerVisitor};

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
        let read = ReadKeys { steps, kind, keys: &mut keys };
        read.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()?.ok()?;
    }
    keys.into_iter().collect()
}

struct ReadKeys<'a> {
    steps: &'a [&'a str],
    kind: KeyKind,
    /// `None` for an item without a key.
    keys: &'a mut Vec<Option<u64>>,
}

impl<'de> DeserializeSeed<'de> for ReadKeys<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(ContainerVisitor(self))
    }
}

impl<'de> ContainerReader<'de> for ReadKeys<'_> {
    const EXPECTED: &'static str = "a list";

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outcome, A::Error> {
        while let Some(key) = items.next_element_seed(ReadKey(self.kind))? {
            self.keys.push(key);
        }
        Ok(Ok(()))
    }

    fn object<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outcome, A::Error> {
        let Self { steps, kind, keys } = self;
        let Some((step, steps)) = steps.split_first() else {
            let mut by_index = Vec::new();
            while let Some(FieldName(key)) = fields.next_key()? {
                by_index.push((key.parse::<u64>().ok(), fields.next_value_seed(ReadKey(kind))?));
            }
            by_index.sort_by_key(|(index, _)| *index);
            keys.extend(by_index.into_iter().map(|(index, key)| index.and(key)));
            return Ok(Ok(()));
        };
        while let Some(FieldName(key)) = fields.next_key()? {
            if key == *step {
                keys.clear();
                let _ = fields.next_value_seed(ReadKeys { steps, kind, keys })?;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Ok(()))
    }

    fn other(self, value: Value) -> Outcome {
        // A scalar in place of the list is read as its only item.
        if !value.is_null() {
            self.keys.push(None);
        }
        Ok(())
    }
}

/// Reads the key of an item.
struct ReadKey(KeyKind);

impl<'de> DeserializeSeed<'de> for ReadKey {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<u64>, D::Error> {
        match self.0 {
            KeyKind::Content => <&RawValue>::deserialize(from).map(|item| Some(content(item.get()))),
            KeyKind::Id => {
                let mut key = None;
                let _ = from.deserialize_any(ContainerVisitor(ReadId(&mut key)))?;
                Ok(key)
            }
        }
    }
}

struct ReadId<'a>(&'a mut Option<u64>);

impl<'de> ContainerReader<'de> for ReadId<'_> {
    const EXPECTED: &'static str = "an item";

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outcome, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Ok(()))
    }

    fn object<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outcome, A::Error> {
        while let Some(FieldName(name)) = fields.next_key()? {
            if name == ID {
                *self.0 = id(fields.next_value::<&RawValue>()?.get());
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Ok(()))
    }

    fn other(self, _: Value) -> Outcome {
        Ok(())
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
