//! Whole responses: out of their envelope, or as one page of a list.
//!
//! The envelope of a response is unwrapped here, in `decode` for a value and in `decode_list` for a list. A property with an
//! envelope of its own is unwrapped by the `unwrap_…` methods of `object/member.rs`. Which responses have an envelope is
//! decided when they are generated, in `generator/src/lower/operations/response.rs`.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::runtime::json::input::{Findings, Key, Misfit, Nothing, Outcome, Source, Step};
use crate::runtime::json::read::{Read, Slot, Structure, Structured};

/// Why a reply could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no JSON.
    Syntax(serde_json::Error),
    /// It is not what its media type promises: what is wrong, and where.
    Other(String),
    /// It is not what the definition promises.
    Misfit(Box<Misfit>),
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Syntax(error)
    }
}

impl From<Box<Misfit>> for Unreadable {
    fn from(misfit: Box<Misfit>) -> Self {
        Self::Misfit(misfit)
    }
}

/// Reads the value that a text is, or that lies under the member `envelope` where the text has such a member.
///
/// Nothing at all, null and an empty list are the empty value.
pub(crate) fn decode<T: Read>(text: &str, envelope: Option<&str>, findings: Option<&RefCell<Findings>>) -> Result<T, Unreadable> {
    let text = text.trim_ascii();
    if text.is_empty() || text == "null" {
        return Ok(T::default());
    }
    Source::open(text, findings, |source| read_payload(source, envelope.filter(|_| text.starts_with('{'))))
}

fn read_payload<T: Read>(source: Source<'_>, envelope: Option<&str>) -> Result<T, Unreadable> {
    let mut value = T::default();
    let wrapped = match envelope {
        Some(payload) => source.read_all(Envelope { payload, slot: &mut value, source })?.map(|outcome| (outcome, payload)),
        None => None,
    };
    let (outcome, payload) = match wrapped {
        Some((outcome, payload)) => (outcome, Some(payload)),
        None => (source.read_all(Slot(&mut value, source))?, None),
    };
    if let Err(misfit) = &outcome {
        source.back(0);
        if let Some(payload) = payload {
            source.step(0, Step::Member(payload));
        }
        source.note_misfit(misfit);
    }
    match (outcome, payload) {
        (Ok(()), _) => Ok(value),
        (Err(misfit), _) if misfit.is(Nothing::Null) || T::EMPTY_LIST && misfit.is(Nothing::List) => Ok(T::default()),
        (Err(misfit), None) => Err(misfit.into()),
        (Err(misfit), Some(payload)) => Err(misfit.in_member(payload).into()),
    }
}

/// Reads the payload of an object; says nothing where there is none.
struct Envelope<'a, 'de, T> {
    payload: &'a str,
    slot: &'a mut T,
    source: Source<'de>,
}

impl<'de, T: Read> DeserializeSeed<'de> for Envelope<'_, 'de, T> {
    type Value = Option<Outcome>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Outcome>, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, T: Read> Visitor<'de> for Envelope<'_, 'de, T> {
    type Value = Option<Outcome>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<Outcome>, A::Error> {
        let mut outcome = None;
        while let Some(Key(key)) = members.next_key()? {
            if key == self.payload {
                self.source.step(0, Step::Member(self.payload));
                outcome = Some(members.next_value_seed(Slot(&mut *self.slot, self.source))?);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(outcome)
    }
}

/// One page of a list as it came.
pub(crate) struct Listing<T> {
    /// The items.
    pub items: Vec<T>,
    /// The rest of the reply.
    pub info: Map<String, Value>,
}

/// Reads a page whose items lie at `place`, a JSON pointer; a bare list is one too.
pub(crate) fn decode_list<T: Read>(text: &str, place: &str, findings: Option<&RefCell<Findings>>) -> Result<Listing<T>, Unreadable> {
    let text = text.trim_ascii();
    let mut listing = Listing { items: Vec::new(), info: Map::new() };
    let bare = !text.starts_with('{');
    let steps: Vec<&str> = if bare { Vec::new() } else { place.split('/').skip(1).collect() };
    if text.is_empty() {
        return Ok(listing);
    }
    let Listing { items, info } = &mut listing;
    Source::open(text, findings, |source| -> Result<(), Unreadable> {
        let outcome = source.read_all(PageSlot { source, steps: &steps, items, info })?;
        if let Err(misfit) = &outcome {
            source.back(0);
            source.note_misfit(misfit);
        }
        Ok(outcome?)
    })?;
    Ok(listing)
}

struct PageSlot<'a, 'de, T> {
    source: Source<'de>,
    steps: &'a [&'a str],
    items: &'a mut Vec<T>,
    info: &'a mut Map<String, Value>,
}

impl<'de, T: Read> DeserializeSeed<'de> for PageSlot<'_, 'de, T> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        match self.steps {
            [] => self.items.read(from, self.source),
            _ => from.deserialize_any(Structured(self)),
        }
    }
}

impl<'de, T: Read> Structure<'de> for PageSlot<'_, 'de, T> {
    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Outcome, A::Error> {
        let Some((step, steps)) = self.steps.split_first() else {
            return Ok(Ok(()));
        };
        let depth = self.source.depth();
        let mut info = Map::new();
        let mut outcome = None;
        while let Some(Key(key)) = members.next_key()? {
            if key != *step {
                info.insert(key.into_owned(), members.next_value()?);
                continue;
            }
            self.source.step(depth, Step::Member(step));
            let mut beside = Map::new();
            let inner = PageSlot { source: self.source, steps, items: &mut *self.items, info: &mut beside };
            outcome = Some(members.next_value_seed(inner)?);
            if !beside.is_empty() {
                info.insert(key.into_owned(), beside.into());
            }
        }
        let outcome = match outcome {
            Some(outcome) => outcome.map_err(|misfit| misfit.in_member(step)),
            // An empty object is a server's empty list; any other without items is no list at all.
            None if info.is_empty() => Ok(()),
            None => Err(Misfit::lacking(step)),
        };
        *self.info = info;
        Ok(outcome)
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        Err(Misfit::new(Self::EXPECTED, &value))
    }
}
