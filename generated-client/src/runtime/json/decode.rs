//! Whole responses: out of their envelope, or as one page of a list.
//!
//! The envelope of a response is unwrapped here, in `decode` for a value and in `decode_list` for a list. A property with an
//! envelope of its own is unwrapped by the `unwrap_…` methods of `object/field_reader.rs`. Which responses have an envelope is
//! decided when they are generated, in `generator/src/lower/operations/response.rs`.

use std::borrow::Cow;
use std::cell::RefCell;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::runtime::json::input::{Mismatch, NullLike, Outcome, PathStep, SharedRecorder, Source};
use crate::runtime::json::read::{FieldAccess, FromJson, Late, RawScalar, ReadInto, ReadValue, Slot, Stopped, TypeInfo};

/// Why a body could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// It is not valid JSON.
    Json(serde_json::Error),
    /// It is not valid for its media type: what is wrong, and where.
    Format(String),
    /// It does not fit the type of the definition.
    Mismatch(Box<Mismatch>),
    /// It is not a value, but says that the server has failed: what the server says, as JSON.
    Failed(String),
    /// An item of a sequence could not be read.
    Item(Box<UnreadableItem>),
}

/// An item of a sequence that could not be read.
#[derive(Debug)]
pub struct UnreadableItem {
    /// Its number, from zero on.
    pub index: usize,
    /// What it is.
    pub body: Bytes,
    /// Why.
    pub why: Unreadable,
}

impl Unreadable {
    /// Says what is wrong.
    pub(crate) fn problem(&self) -> String {
        match self {
            Self::Mismatch(mismatch) => mismatch.to_string(),
            Self::Json(error) => format!("expected JSON: {error}"),
            Self::Format(problem) | Self::Failed(problem) => problem.clone(),
            Self::Item(item) => format!("item {}: {}", item.index + 1, item.why.problem()),
        }
    }

    /// Returns why the item of this number, from zero on, could not be read at the end of the response.
    pub(crate) fn unfinished(index: usize) -> Self {
        Self::Format(format!("the response ends in the middle of item {}", index + 1))
    }
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
        return Ok(Late::default().value()?);
    }
    let envelope = envelope.filter(|_| text.starts_with('{'));
    // It is read twice if something in it must be replaced.
    let value = RefCell::new(Late::default());
    Source::read(text, recorder, &|source| {
        let mut value = value.borrow_mut();
        *value = Late::default();
        read_payload(value.read(source), envelope)
    })??;
    Ok(value.into_inner().value()?)
}

fn read_payload(into: ReadInto<'_, '_>, envelope: Option<&str>) -> serde_json::Result<Outcome> {
    let ReadInto { slot, of, source } = into;
    let wrapped = match envelope {
        Some(payload) => {
            let mut envelope = Envelope { payload, slot: &mut *slot, of, outcome: None };
            // It begins with a brace, so that it is an object.
            let _ = source.read_all(&mut ReadInto { slot: &mut envelope, of: &OBJECT, source })?;
            envelope.outcome.map(|outcome| (outcome, payload))
        }
        None => None,
    };
    let (outcome, payload) = match wrapped {
        Some((outcome, payload)) => (outcome, Some(payload)),
        None => (source.read_all(&mut ReadInto { slot: &mut *slot, of, source })?, None),
    };
    let Err(mismatch) = outcome else {
        return Ok(Ok(()));
    };
    source.back(0);
    if let Some(payload) = payload {
        source.step(0, PathStep::Field(payload));
    }
    source.note_mismatch(&mismatch);
    if mismatch.is(NullLike::Null) || of.empty_list && mismatch.is(NullLike::List) {
        slot.clear();
        return Ok(Ok(()));
    }
    Ok(Err(match payload {
        Some(payload) => mismatch.in_field(payload),
        None => mismatch,
    }))
}

/// An object, of which only a part is read.
const OBJECT: TypeInfo = TypeInfo::new("an object");

/// Reads one field of an object, if the object has it.
struct Envelope<'a> {
    payload: &'a str,
    slot: &'a mut dyn Slot,
    of: &'static TypeInfo,
    outcome: Option<Outcome>,
}

impl Slot for Envelope<'_> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl ReadValue for Envelope<'_> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Err(found.mismatch(OBJECT.expected))
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let mut key = Cow::Borrowed("");
        while fields.next_key(&mut key)? {
            if key == self.payload {
                source.step(0, PathStep::Field(self.payload));
                self.outcome = Some(fields.value(ReadInto { slot: &mut *self.slot, of: self.of, source })?);
            } else {
                fields.skip()?;
            }
        }
        Ok(Ok(()))
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
    let page = RefCell::new((Vec::new(), Map::new()));
    let outcome = Source::read(text, recorder, &|source| {
        let (items, info) = &mut *page.borrow_mut();
        items.clear();
        read_page(ReadPage { steps: &steps, items, of: Vec::<T>::TYPE, info }, source)
    });
    outcome??;
    let (items, info) = page.into_inner();
    Ok(Listing { items, info })
}

fn read_page(mut page: ReadPage<'_>, source: Source<'_>) -> serde_json::Result<Outcome> {
    page.info.clear();
    let outcome = source.read_all(&mut page.read(source))?;
    if let Err(mismatch) = &outcome {
        source.back(0);
        source.note_mismatch(mismatch);
    }
    Ok(outcome)
}

struct ReadPage<'a> {
    steps: &'a [&'a str],
    items: &'a mut dyn Slot,
    of: &'static TypeInfo,
    info: &'a mut Map<String, Value>,
}

impl ReadPage<'_> {
    /// Reads the items, where they are, or else the object around them.
    fn read<'de>(&mut self, source: Source<'de>) -> ReadInto<'_, 'de> {
        if self.steps.is_empty() {
            return ReadInto { slot: &mut *self.items, of: self.of, source };
        }
        ReadInto { slot: self, of: &OBJECT, source }
    }
}

impl Slot for ReadPage<'_> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl ReadValue for ReadPage<'_> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Err(found.mismatch(OBJECT.expected))
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let Some((step, steps)) = self.steps.split_first() else {
            return Ok(Ok(()));
        };
        let depth = source.depth();
        let mut info = Map::new();
        let mut outcome = None;
        let mut name = Cow::Borrowed("");
        while fields.next_key(&mut name)? {
            let key = std::mem::take(&mut name);
            if key != *step {
                info.insert(key.into_owned(), fields.parsed()?);
                continue;
            }
            source.step(depth, PathStep::Field(step));
            let mut beside = Map::new();
            let mut inner = ReadPage { steps, items: &mut *self.items, of: self.of, info: &mut beside };
            outcome = Some(fields.value(inner.read(source))?);
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
}
