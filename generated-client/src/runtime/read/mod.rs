//! Tolerant reading: what a server sends becomes a typed value whenever that can be done without guessing.
//!
//! serde parses; the rules are here. A value of the wrong kind is no parse error but a [`Misfit`] that carries
//! the JSON. The nearest optional member absorbs it: the field stays empty and the object keeps the JSON among its
//! [`Extra`] members. A required one passes it on, and a misfit that nobody absorbs becomes a decoding error
//! with its path. None of this costs anything as long as values are what they should be.
//!
//! A list or an object that turns out to be a misfit half way is put together again from what has been read of it,
//! as it would be sent: the price for reading everything once.

mod choice;
mod decode;
mod extra;
mod list;
mod maybe;
mod misfit;
mod object;
mod scalar;
mod structure;
mod table;
mod write;

use serde::de::{DeserializeSeed, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::choice::{IntEnum, TextEnum, Union, fits, named, read_union, tag};
pub(crate) use self::choice::{int_enum, text_enum, union};
pub(crate) use self::decode::{Listing, Unreadable, decode, decode_list};
pub use self::extra::Extra;
pub use self::maybe::Maybe;
pub use self::misfit::{Misfit, Outcome};
pub use self::object::{Kept, Member, Object, read_object};
pub(crate) use self::scalar::read_scalars;
pub use self::scalar::{Base64, Scalar, ScalarVisitor};
pub(crate) use self::table::object;
pub use self::table::{count_marked, marked};
pub use self::write::{Members, write_object};

/// A type that reads itself from JSON as servers write it.
pub trait Read: Default + Serialize {
    /// What messages call a value of this type.
    const EXPECTED: &'static str;

    /// Whether `[]` stands for an empty value: some servers cannot tell an empty object from an empty list.
    const EMPTY_LIST: bool = false;

    /// Reads one value into this one, which is at its default.
    ///
    /// After a misfit this value is in no particular state.
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source) -> Result<Outcome, D::Error>;

    /// Tells whether a value is of this type's own kind, no tolerance asked for: how the alternatives of a union are told apart.
    fn suits(_value: &Value) -> bool {
        true
    }

    /// Tells whether nothing of the value, which this one was read from, has been understood.
    fn is_foreign(&mut self, _value: &Value) -> bool {
        false
    }
}

/// What a value is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// JSON text that is all in memory: unknown members are kept as a piece of it.
    Text,
    /// Anything else that serde reads.
    Other,
}

/// Reads the next value of a list or an object in place.
pub(crate) struct Slot<'a, T>(pub &'a mut T, pub Source);

impl<'de, T: Read> DeserializeSeed<'de> for Slot<'_, T> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        self.0.read(from, self.1)
    }
}

/// Reads a value through serde's own trait: what the generated `Deserialize` implementations call.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::default();
    match value.read(from, Source::Other)? {
        Ok(()) => Ok(value),
        Err(misfit) => Err(serde::de::Error::custom(misfit)),
    }
}

/// Reads a value that has been taken for something else at first.
///
/// It goes through text, so that no type is compiled for a second kind of reader; only rare answers come here.
pub(crate) fn reread<T: Read>(slot: &mut T, value: Value) -> Outcome {
    let text = value.to_string();
    let mut reader = serde_json::Deserializer::from_str(&text);
    match slot.read(&mut reader, Source::Text) {
        Ok(outcome) => outcome,
        Err(_) => Err(Misfit::new(T::EXPECTED, value)),
    }
}

impl Read for Value {
    const EXPECTED: &'static str = "any value";

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, _: Source) -> Result<Outcome, D::Error> {
        *self = Self::deserialize(from)?;
        Ok(Ok(()))
    }
}

impl<T: Read> Read for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const EMPTY_LIST: bool = T::EMPTY_LIST;

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source) -> Result<Outcome, D::Error> {
        (**self).read(from, source)
    }

    fn suits(value: &Value) -> bool {
        T::suits(value)
    }

    fn is_foreign(&mut self, value: &Value) -> bool {
        (**self).is_foreign(value)
    }
}
