//! How values are read, whatever their type.
//!
//! A type says how it is read by [`ReadValue`], which is called through a vtable. What it is read into is a [`Slot`]: the value
//! itself, or what may hold one, like an `Option`.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use super::type_info::TypeInfo;
use crate::runtime::json::input::{Extra, JsonKind, Mismatch, Outcome, Source};

/// A value that is read. After a mismatch, it is unspecified.
pub trait ReadValue {
    /// Reads a string, a number, a boolean or null; or an array or an object, unless the type reads these itself.
    fn scalar(&mut self, found: &mut RawScalar<'_>, source: Source<'_>) -> Outcome;

    /// Reads an array.
    fn array<'de>(&mut self, items: &mut dyn ArrayAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let mut found = RawScalar::Other(items.collect()?);
        Ok(self.scalar(&mut found, source))
    }

    /// Reads an object.
    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let mut found = RawScalar::Other(fields.collect()?);
        Ok(self.scalar(&mut found, source))
    }

    /// Reads JSON text that has not been parsed.
    fn text<'de>(&mut self, _json: &'de str, _source: Source<'de>) -> serde_json::Result<Outcome> {
        Ok(Ok(()))
    }
}

/// What a value is read into.
pub trait Slot {
    /// Returns a new value, in which another one is read.
    fn fill(&mut self) -> &mut dyn ReadValue;

    /// Empties it.
    fn clear(&mut self);

    /// Sets it to null, if it can be null.
    fn set_null(&mut self) {}

    /// Returns the extra fields, if it is a generated struct.
    fn extra(&mut self) -> Option<&mut Extra> {
        None
    }
}

/// Reading was stopped by an error of the deserializer, which the access has.
#[derive(Debug)]
pub struct Stopped;

/// The items of an array.
pub trait ArrayAccess<'de> {
    /// Reads the next item. Returns `None` after the last one.
    fn next(&mut self, item: ReadInto<'_, 'de>) -> Result<Option<Outcome>, Stopped>;

    /// Returns the remaining items as an array.
    fn collect(&mut self) -> Result<Value, Stopped>;

    /// Skips the remaining items.
    fn skip(&mut self) -> Result<(), Stopped>;
}

/// The fields of an object.
pub trait FieldAccess<'de> {
    /// Reads the name of the next field, borrowed from the JSON text if possible. Returns `false` after the last one.
    fn next_key(&mut self, name: &mut Cow<'de, str>) -> Result<bool, Stopped>;

    /// Reads the value of the field.
    fn value(&mut self, value: ReadInto<'_, 'de>) -> Result<Outcome, Stopped>;

    /// Returns the JSON text of the field's value.
    fn text(&mut self) -> Result<&'de str, Stopped>;

    /// Returns the value of the field, parsed.
    fn parsed(&mut self) -> Result<Value, Stopped>;

    /// Skips the value of the field.
    fn skip(&mut self) -> Result<(), Stopped>;

    /// Keeps an error of a part of the text, which ends reading.
    fn fail(&mut self, error: serde_json::Error) -> Stopped;

    /// Returns the remaining fields as an object.
    fn collect(&mut self) -> Result<Value, Stopped> {
        let (mut object, mut name) = (Map::new(), Cow::Borrowed(""));
        while self.next_key(&mut name)? {
            object.insert(std::mem::take(&mut name).into_owned(), self.parsed()?);
        }
        Ok(Value::Object(object))
    }
}

/// A JSON value where a scalar is expected. All scalars are parsed as this type, so that parsing is compiled once.
pub enum RawScalar<'a> {
    /// A string.
    Text(&'a str),
    /// A number.
    Number(Number),
    /// A boolean.
    Bool(bool),
    /// Null, an array or an object.
    Other(Value),
}

impl<'a> RawScalar<'a> {
    /// Returns the scalar of a value that has been parsed, without a copy of a string.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Number(number) => Self::Number(number.clone()),
            Value::Bool(value) => Self::Bool(*value),
            other => Self::Other(other.clone()),
        }
    }

    /// Returns the value, leaving null.
    pub(crate) fn take(&mut self) -> Value {
        match std::mem::replace(self, Self::Other(Value::Null)) {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.into(),
            Self::Bool(value) => value.into(),
            Self::Other(value) => value,
        }
    }

    /// Returns whether it is null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Other(Value::Null))
    }

    /// Returns the mismatch of the value with the expected type.
    #[cold]
    pub fn mismatch(&mut self, expected: &str) -> Box<Mismatch> {
        Mismatch::new(expected, &self.take())
    }

    /// Returns the type of the value.
    #[cold]
    pub(crate) fn kind(&self) -> JsonKind {
        match self {
            Self::Text(_) => JsonKind::String,
            Self::Number(number) => JsonKind::of_number(number),
            Self::Bool(_) => JsonKind::Boolean,
            Self::Other(value) => JsonKind::of(value),
        }
    }
}

/// Reads the next value in place.
pub struct ReadInto<'a, 'de> {
    pub(crate) slot: &'a mut dyn Slot,
    pub(crate) of: &'static TypeInfo,
    pub(crate) source: Source<'de>,
}

impl<'de> ReadInto<'_, 'de> {
    pub(super) fn text(&mut self, json: &'de str) -> serde_json::Result<Outcome> {
        if self.of.is_nullable && json == "null" {
            self.slot.set_null();
            return Ok(Ok(()));
        }
        self.slot.fill().text(json, self.source)
    }

    #[inline]
    pub(super) fn scalar<E>(&mut self, mut found: RawScalar<'_>) -> Result<Outcome, E> {
        Ok(self.slot.fill().scalar(&mut found, self.source))
    }

    /// Reads null.
    pub(crate) fn null(&mut self) -> Outcome {
        if self.of.is_nullable {
            self.slot.set_null();
            return Ok(());
        }
        self.slot.fill().scalar(&mut RawScalar::Other(Value::Null), self.source)
    }
}
