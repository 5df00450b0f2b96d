//! Reads the value of one field of an object.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::runtime::json::input::{
    Extra, ExtraBuilder, FieldOrigin, JsonKind, Mismatch, NullLike, Outcome, PathStep, RawObject, Source, object_text,
};
use crate::runtime::json::read::{FromJson, Maybe, ReadInto, read_piece};

/// The value of a field that has not been read yet.
pub struct FieldReader<'a, 'de, M> {
    pub(super) map: &'a mut M,
    pub(super) key: &'a Cow<'de, str>,
    pub(super) state: &'a mut ObjectState<'de>,
}

/// The state of an object while it is read.
pub(super) struct ObjectState<'de> {
    /// One bit per required field that was found. Required fields beyond the first 128 are not checked.
    seen: u128,
    /// The extra fields.
    kept: ExtraBuilder,
    /// The length of the object's path.
    depth: usize,
    /// The names of the fields, each with whether it is required.
    fields: &'static [(&'static str, bool)],
    /// Why the first field that does not fit cannot be read.
    mismatch: Option<Box<Mismatch>>,
    /// Whether a required secret was read. A server may send it once only, so that it must not be lost because other fields are
    /// missing: these are left at their defaults.
    has_secret: bool,
    source: Source<'de>,
}

impl<'de, M: MapAccess<'de>> FieldReader<'_, 'de, M> {
    /// Reads a required field; `index` is its position in [`Object::REQUIRED`](super::Object::REQUIRED).
    pub fn required<T: FromJson>(self, slot: &mut T, index: usize) -> Result<Outcome, M::Error> {
        let outcome = self.map.next_value_seed(ReadInto(slot, self.state.source))?;
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Reads a field that is always sent, but may be missing in what is received.
    pub fn tag<T: FromJson>(self, slot: &mut T) -> Result<Outcome, M::Error> {
        self.map.next_value_seed(ReadInto(slot, self.state.source))
    }

    /// Reads an optional field, which is left out where it has no value. One that does not fit is kept among the extra fields.
    pub fn optional<T: FromJson>(mut self, slot: &mut Option<T>) -> Result<Outcome, M::Error> {
        Ok(self.read(slot)?.map(|unread| match unread {
            Some(text) => {
                *slot = None;
                self.state.keep(self.key, text);
            }
            None if self.state.source.is_strict() && slot.is_none() => *slot = self.state.exact_null(),
            None => {}
        }))
    }

    /// Reads an optional field, which is null where it has no value. One that does not fit is kept among the extra fields.
    pub fn nullable<T: FromJson>(mut self, slot: &mut Option<T>) -> Result<Outcome, M::Error> {
        Ok(self.read(slot)?.map(|unread| {
            if let Some(text) = unread {
                *slot = None;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Reads a field for which null and absent differ. A value that does not fit is kept among the extra fields.
    pub fn maybe<T: FromJson>(mut self, slot: &mut Maybe<T>) -> Result<Outcome, M::Error> {
        Ok(self.read(slot)?.map(|unread| {
            if let Some(text) = unread {
                *slot = Maybe::Absent;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Reads a value. Returns its JSON text if it does not fit and is to be kept.
    #[inline]
    fn read<T: FromJson>(&mut self, slot: &mut T) -> Result<Result<Option<&'de str>, Box<Mismatch>>, M::Error> {
        if let Cow::Borrowed(key) = self.key {
            let outcome = self.map.next_value_seed(ReadInto(slot, self.state.source))?;
            let absorbed = self.state.absorb(outcome);
            return Ok(absorbed.map(|absorbed| if absorbed { self.state.source.value_of(key).or(Some("null")) } else { None }));
        }
        // A name with escapes is not borrowed, so its position is not known. The text is taken before the value is read.
        let text = self.map.next_value::<&RawValue>()?.get();
        let outcome = read_piece(slot, text, self.state.source).map_err(serde::de::Error::custom)?;
        Ok(self.state.absorb(outcome).map(|absorbed| absorbed.then_some(text)))
    }

    /// Like [`FieldReader::required`], for a value that may be wrapped in an object, in its field `payload`.
    pub fn unwrap_required<T: FromJson>(mut self, payload: &str, slot: &mut T, index: usize) -> Result<Outcome, M::Error> {
        if self.is_bare() {
            return self.required(slot, index);
        }
        let (_, outcome) = self.unwrap(payload, slot)?;
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Like [`FieldReader::optional`], for a value that may be wrapped in an object, in its field `payload`.
    pub fn unwrap_optional<T: FromJson>(self, payload: &str, slot: &mut Option<T>) -> Result<Outcome, M::Error> {
        if self.is_bare() {
            return self.optional(slot);
        }
        self.unwrap_absorbed(payload, slot)
    }

    /// Like [`FieldReader::nullable`], for a value that may be wrapped in an object, in its field `payload`.
    pub fn unwrap_nullable<T: FromJson>(self, payload: &str, slot: &mut Option<T>) -> Result<Outcome, M::Error> {
        if self.is_bare() {
            return self.nullable(slot);
        }
        self.unwrap_absorbed(payload, slot)
    }

    /// Like [`FieldReader::maybe`], for a value that may be wrapped in an object, in its field `payload`.
    pub fn unwrap_maybe<T: FromJson>(self, payload: &str, slot: &mut Maybe<T>) -> Result<Outcome, M::Error> {
        if self.is_bare() {
            return self.maybe(slot);
        }
        self.unwrap_absorbed(payload, slot)
    }

    /// Reads a wrapped value; one that does not fit leaves its field empty.
    fn unwrap_absorbed<S: FromJson + Default>(mut self, payload: &str, slot: &mut S) -> Result<Outcome, M::Error> {
        let (text, outcome) = self.unwrap(payload, slot)?;
        Ok(self.state.absorb(outcome).map(|absorbed| {
            if absorbed {
                *slot = S::default();
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Returns whether the value is certainly not wrapped, so that it can be read at once.
    fn is_bare(&self) -> bool {
        matches!(self.key, Cow::Borrowed(key) if self.state.source.is_no_object(key))
    }

    /// Reads a value that may be wrapped. Returns its JSON text as well.
    fn unwrap<T: FromJson>(&mut self, payload: &str, slot: &mut T) -> Result<(&'de str, Outcome), M::Error> {
        // Whether there is a wrapper is known only after the whole value has been parsed.
        let text = self.map.next_value::<&RawValue>()?.get();
        let (inner, beside) = unwrap(payload, text).map_err(serde::de::Error::custom)?;
        let wrapped = inner.len() < text.len();
        let place = self.state.source.depth();
        if wrapped {
            self.state.source.watch(|recorder| recorder.note_wrapper(T::EXPECTED));
            self.state.source.step(place, PathStep::Field(payload));
        }
        let outcome = read_piece(slot, inner, self.state.source).map_err(serde::de::Error::custom)?;
        self.state.source.back(place);
        if let (Ok(()), Some(beside)) = (&outcome, beside) {
            self.state.kept.keep_apart(self.state.source, self.key, &beside, FieldOrigin::Wrapper);
        }
        Ok((text, if wrapped { outcome.map_err(|mismatch| mismatch.in_field(payload)) } else { outcome }))
    }

    /// Reads an additional property whose type is defined. One that does not fit is kept among the extra fields.
    pub fn additional<T: FromJson>(mut self, additional: &mut BTreeMap<String, T>, key: &str) -> Result<Outcome, M::Error> {
        self.state.source.step(self.state.depth, PathStep::Entry(key));
        let mut value = T::default();
        Ok(self.read(&mut value)?.map(|unread| match unread {
            None => drop(additional.insert(key.to_owned(), value)),
            Some(text) => self.state.keep(self.key, text),
        }))
    }

    /// Keeps a field that the definition does not name.
    pub fn unknown(self) -> Result<Outcome, M::Error> {
        let text = self.map.next_value::<&'de RawValue>()?.get();
        if self.state.source.is_watched() {
            self.state.source.watch(|recorder| recorder.note_unknown_field(self.key, JsonKind::of_json(text), self.state.fields));
        }
        self.state.keep(self.key, text);
        Ok(Ok(()))
    }
}

impl<'de> ObjectState<'de> {
    #[inline]
    pub(super) fn new(fields: &'static [(&'static str, bool)], source: Source<'de>) -> Self {
        Self { seen: 0, kept: ExtraBuilder::default(), depth: source.depth(), fields, mismatch: None, has_secret: false, source }
    }

    /// Goes to a field.
    #[inline]
    pub(super) fn step(&self, key: &str) {
        self.source.step(self.depth, PathStep::Field(key));
    }

    /// Keeps why a field cannot be read, if it is the first one. The remaining fields are read as well: the secrets in them must
    /// be known to the error.
    #[cold]
    pub(super) fn fail(&mut self, mismatch: Box<Mismatch>, key: &str) {
        self.mismatch.get_or_insert_with(|| mismatch.in_field(key));
    }

    /// Ends the object. Returns its extra fields, if there are any.
    #[inline]
    pub(super) fn finish(self, required: &'static [&'static str]) -> Result<Option<Extra>, Box<Mismatch>> {
        if self.mismatch.is_none() && self.kept.is_empty() && has_all(required, self.seen) {
            self.source.back(self.depth);
            return Ok(None);
        }
        self.finish_with_more(required)
    }

    /// Ends an object that has extra fields or is not as it should be. This is compiled once for all types.
    #[inline(never)]
    fn finish_with_more(mut self, required: &'static [&'static str]) -> Result<Option<Extra>, Box<Mismatch>> {
        self.source.back(self.depth);
        if let Some(mismatch) = self.mismatch.take() {
            return Err(mismatch);
        }
        if let Some(mismatch) = first_missing(required, self.seen).map(Mismatch::missing) {
            if !self.has_secret {
                return Err(mismatch);
            }
            self.source.note_mismatch(&mismatch);
        }
        Ok(self.kept.finish(self.source))
    }

    /// Adds an extra field.
    fn keep(&mut self, name: &str, json: &str) {
        self.kept.keep(self.source, name, json);
    }

    /// Returns what strict reading makes of null in a field that is left out where it has no value: nothing, unless null is a value
    /// of the type.
    fn exact_null<T: FromJson>(&self) -> Option<T> {
        let null = T::null();
        if null.is_none() {
            self.source.watch(|recorder| recorder.note_null(T::EXPECTED));
        }
        null
    }

    /// Absorbs the mismatch of an optional field, and records it. Returns whether there was one. A value that a closed enum
    /// does not name is not absorbed: it is an error of the object.
    fn absorb(&self, outcome: Outcome) -> Result<bool, Box<Mismatch>> {
        match outcome {
            Ok(()) => Ok(false),
            Err(mismatch) if mismatch.is_closed() => Err(mismatch),
            Err(mismatch) => {
                self.source.note_mismatch(&mismatch);
                Ok(true)
            }
        }
    }

    /// Finishes a required field.
    fn settle<T: FromJson>(&mut self, slot: &mut T, index: usize, outcome: Outcome) -> Outcome {
        if let Err(mismatch) = outcome {
            if !(T::EMPTY_LIST && mismatch.is(NullLike::List)) {
                return Err(mismatch);
            }
            self.source.note_mismatch(&mismatch);
            *slot = T::default();
        }
        self.has_secret |= T::IS_SECRET;
        self.seen |= bit(index);
        Ok(())
    }
}

/// Separates a value from a wrapper around it. Returns the JSON text of the value, and the other fields of the wrapper.
fn unwrap<'t>(payload: &str, text: &'t str) -> serde_json::Result<(&'t str, Option<String>)> {
    if !text.starts_with('{') {
        return Ok((text, None));
    }
    let RawObject(fields) = serde_json::from_str(text)?;
    let Some((_, inner)) = fields.iter().rfind(|(name, _)| name == payload) else {
        return Ok((text, None));
    };
    let beside = fields.iter().filter(|(name, _)| name != payload).map(|(name, raw)| (&**name, raw.get()));
    Ok((inner.get(), (fields.len() > 1).then(|| object_text(beside))))
}

/// Returns whether all required fields are there: one comparison, unless they are more than there are bits.
#[inline]
fn has_all(required: &'static [&'static str], seen: u128) -> bool {
    let all = bit(required.len()).wrapping_sub(1);
    required.len() < 128 && seen & all == all
}

/// Returns the first required field that is missing.
fn first_missing(required: &'static [&'static str], seen: u128) -> Option<&'static str> {
    if has_all(required, seen) {
        return None;
    }
    let unseen = |index: &usize| seen & bit(*index) == 0 && *index < 128;
    (0..required.len()).find(unseen).and_then(|index| required.get(index).copied())
}

/// Returns the bit of a required field.
const fn bit(index: usize) -> u128 {
    if index < 128 { 1 << index } else { 0 }
}
