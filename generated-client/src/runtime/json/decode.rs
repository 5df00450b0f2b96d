//! Whole responses: out of their envelope, or as one page of a list.
//!
//! The envelope of a response is unwrapped here, in `decode` for a value and in `decode_list` for a list. A property with an
//! envelope of its own is unwrapped by the `unwrap_…` methods of `object/field_reader.rs`. Which responses have an envelope is
//! decided when they are generated, in `generator/src/lower/operations/response.rs`.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::runtime::json::input::{FieldName, Mismatch, NullLike, Outcome, PathStep, SharedRecorder, Source};
use crate::runtime::json::read::{ContainerReader, ContainerVisitor, FromJson, NUMBER, ReadInto, number};

/// Why a body could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// It is not valid JSON.
    Json(serde_json::Error),
    /// It is not valid for its media type: what is wrong, and where.
    Format(String),
    /// It does not fit the type of the definition.
    Mismatch(Box<Mismatch>),
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<Box<Mismatch>> for Unreadable {
    fn from(mismatch: Box<Mismatch>) -> Self {
        Self::Mismatch(mismatch)
    }
}

/// Reads a value from JSON text, or from its field `envelope` if it has one.
///
/// An empty text and null are the default value; so is an empty array in place of an object.
pub(crate) fn decode<T: FromJson>(text: &str, envelope: Option<&str>, recorder: Option<&SharedRecorder>) -> Result<T, Unreadable> {
    let text = text.trim_ascii();
    if text.is_empty() || text == "null" {
        return Ok(T::default());
    }
    let envelope = envelope.filter(|_| text.starts_with('{'));
    Ok(Source::read(text, recorder, &|source| read_payload(source, envelope))??)
}

fn read_payload<T: FromJson>(source: Source<'_>, envelope: Option<&str>) -> serde_json::Result<Result<T, Box<Mismatch>>> {
    let mut value = T::default();
    let wrapped = match envelope {
        Some(payload) => source.read_all(Envelope { payload, slot: &mut value, source })?.map(|outcome| (outcome, payload)),
        None => None,
    };
    let (outcome, payload) = match wrapped {
        Some((outcome, payload)) => (outcome, Some(payload)),
        None => (source.read_all(ReadInto(&mut value, source))?, None),
    };
    if let Err(mismatch) = &outcome {
        source.back(0);
        if let Some(payload) = payload {
            source.step(0, PathStep::Field(payload));
        }
        source.note_mismatch(mismatch);
    }
    Ok(match (outcome, payload) {
        (Ok(()), _) => Ok(value),
        (Err(mismatch), _) if mismatch.is(NullLike::Null) || T::EMPTY_LIST && mismatch.is(NullLike::List) => Ok(T::default()),
        (Err(mismatch), None) => Err(mismatch),
        (Err(mismatch), Some(payload)) => Err(mismatch.in_field(payload)),
    })
}

/// Reads one field of an object; `None` if the object does not have it.
struct Envelope<'a, 'de, T> {
    payload: &'a str,
    slot: &'a mut T,
    source: Source<'de>,
}

impl<'de, T: FromJson> DeserializeSeed<'de> for Envelope<'_, 'de, T> {
    type Value = Option<Outcome>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Outcome>, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, T: FromJson> Visitor<'de> for Envelope<'_, 'de, T> {
    type Value = Option<Outcome>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Option<Outcome>, A::Error> {
        let mut outcome = None;
        while let Some(FieldName(key)) = fields.next_key()? {
            if key == self.payload {
                self.source.step(0, PathStep::Field(self.payload));
                outcome = Some(fields.next_value_seed(ReadInto(&mut *self.slot, self.source))?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(outcome)
    }
}

/// One page of a list.
pub(crate) struct Listing<T> {
    /// The items.
    pub items: Vec<T>,
    /// The response without the items.
    pub info: Map<String, Value>,
}

/// Reads a page whose items are at `place`, a JSON pointer. A response that is an array is a page too.
pub(crate) fn decode_list<T: FromJson>(text: &str, place: &str, recorder: Option<&SharedRecorder>) -> Result<Listing<T>, Unreadable> {
    let text = text.trim_ascii();
    let bare = !text.starts_with('{');
    let steps: Vec<&str> = if bare { Vec::new() } else { place.split('/').skip(1).collect() };
    if text.is_empty() {
        return Ok(Listing { items: Vec::new(), info: Map::new() });
    }
    let listing = Source::read(text, recorder, &|source| {
        let (mut items, mut info) = (Vec::new(), Map::new());
        let outcome = source.read_all(ReadPage { source, steps: &steps, items: &mut items, info: &mut info })?;
        if let Err(mismatch) = &outcome {
            source.back(0);
            source.note_mismatch(mismatch);
        }
        Ok(outcome.map(|()| Listing { items, info }))
    });
    Ok(listing??)
}

struct ReadPage<'a, 'de, T> {
    source: Source<'de>,
    steps: &'a [&'a str],
    items: &'a mut Vec<T>,
    info: &'a mut Map<String, Value>,
}

impl<'de, T: FromJson> DeserializeSeed<'de> for ReadPage<'_, 'de, T> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        match self.steps {
            [] => self.items.read(from, self.source),
            _ => from.deserialize_any(ContainerVisitor(self)),
        }
    }
}

impl<'de, T: FromJson> ContainerReader<'de> for ReadPage<'_, 'de, T> {
    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outcome, A::Error> {
        let Some((step, steps)) = self.steps.split_first() else {
            return Ok(Ok(()));
        };
        let depth = self.source.depth();
        let mut info = Map::new();
        let mut outcome = None;
        while let Some(FieldName(key)) = fields.next_key()? {
            if key == NUMBER {
                return number(fields).map(|value| Err(Mismatch::new(Self::EXPECTED, &value)));
            }
            if key != *step {
                info.insert(key.into_owned(), fields.next_value()?);
                continue;
            }
            self.source.step(depth, PathStep::Field(step));
            let mut beside = Map::new();
            let inner = ReadPage { source: self.source, steps, items: &mut *self.items, info: &mut beside };
            outcome = Some(fields.next_value_seed(inner)?);
            if !beside.is_empty() {
                info.insert(key.into_owned(), beside.into());
            }
        }
        let outcome = match outcome {
            Some(outcome) => outcome.map_err(|mismatch| mismatch.in_field(step)),
            // An empty object is read as an empty list. Any other object without items is an error.
            None if info.is_empty() => Ok(()),
            None => Err(Mismatch::missing(step)),
        };
        *self.info = info;
        Ok(outcome)
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        Err(Mismatch::new(Self::EXPECTED, &value))
    }
}
