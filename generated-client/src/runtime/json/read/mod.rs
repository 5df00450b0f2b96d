//! Tolerant reading: what a server sends becomes a typed value whenever that can be done without guessing.
//!
//! serde parses; the rules are here. A value of the wrong kind is no parse error but a [`Misfit`]. The nearest optional
//! member absorbs it: the field stays empty, and the object keeps the JSON as it came among its [`Extra`] members.
//! A required one passes it on, and a misfit that nobody absorbs becomes a decoding error with its path. None of this
//! costs anything as long as values are what they should be.
//!
//! What strays from the definition, whether it is absorbed or not, is taken down if somebody wants to know ([`Findings`]).
//!
//! Everything is read from text that is all in memory ([`Source`]), so that what does not fit can be found again, and
//! so that each type is compiled for one kind of reader only.

mod bytes;
mod deserialize;
mod enums;
mod list;
mod maybe;
mod scalar;
mod union;
mod visitor;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer};
use serde_json::Value;

use crate::runtime::json::input::{Misfit, Outcome, Source, json_text};

pub use self::bytes::{Base64, Base64Url};
pub use self::deserialize::deserialize;
pub(crate) use self::deserialize::deserialize_by_reading;
pub use self::enums::{IntEnum, TextEnum, UnknownValue};
pub(crate) use self::enums::{int_enum, text_enum};
pub use self::maybe::Maybe;
pub(crate) use self::scalar::read_scalars;
pub use self::scalar::{Scalar, read_scalar, take_scalar};
pub(crate) use self::union::union;
pub use self::union::{Candidate, Union, read_union};
pub(crate) use self::visitor::{Structure, Structured};

/// A type that reads itself from JSON as servers write it.
pub trait Read: Default {
    /// What messages call a value of this type.
    const EXPECTED: &'static str;

    /// Whether `[]` stands for an empty value: some servers cannot tell an empty object from an empty list.
    const EMPTY_LIST: bool = false;

    /// Reads one value into this one, which is at its default.
    ///
    /// After a misfit this value is in no particular state.
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error>;

    /// Tells whether a value is of this type's own kind, no tolerance asked for: how the alternatives of a union are told apart.
    fn suits(_value: &Value) -> bool {
        true
    }

    /// Takes a value that has been parsed already, or leaves it as it is; `None` where this type is read from text only.
    fn take(&mut self, _value: &mut Value) -> Option<Outcome> {
        None
    }

    /// Tells whether nothing of the value, which this one was read from, has been understood.
    fn is_foreign(&mut self, _value: &Value, _source: Source<'_>) -> bool {
        false
    }
}

/// Reads the next value of a list or an object in place.
pub(crate) struct Slot<'a, 'de, T>(pub &'a mut T, pub Source<'de>);

impl<'de, T: Read> DeserializeSeed<'de> for Slot<'_, 'de, T> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        self.0.read(from, self.1)
    }
}

impl Read for Value {
    const EXPECTED: &'static str = "any value";

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, _: Source<'de>) -> Result<Outcome, D::Error> {
        *self = Self::deserialize(from)?;
        Ok(Ok(()))
    }
}

impl<T: Read> Read for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const EMPTY_LIST: bool = T::EMPTY_LIST;

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        (**self).read(from, source)
    }

    fn suits(value: &Value) -> bool {
        T::suits(value)
    }

    fn take(&mut self, value: &mut Value) -> Option<Outcome> {
        (**self).take(value)
    }

    fn is_foreign(&mut self, value: &Value, source: Source<'_>) -> bool {
        (**self).is_foreign(value, source)
    }
}

/// Reads a value from a piece of the text.
pub(crate) fn read_piece<'de, T: Read>(slot: &mut T, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
    slot.read(&mut serde_json::Deserializer::from_str(json), source)
}

/// Reads a value that has been taken for something else at first.
pub(crate) fn reread<T: Read>(slot: &mut T, value: &mut Value, source: Source<'_>) -> Outcome {
    if let Some(outcome) = slot.take(value) {
        return outcome;
    }
    source
        .continued(&json_text(value), |source| source.read_all(Slot(slot, source)))
        .unwrap_or_else(|_| Err(Misfit::new(T::EXPECTED, value)))
}

/// Reads a value that has been parsed already.
pub(crate) fn read_value<T: Read>(slot: &mut T, value: &mut Value) -> Outcome {
    Source::open("", None, |source| reread(slot, value, source))
}
