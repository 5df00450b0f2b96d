//! The trait of types that are read from JSON.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer};
use serde_json::Value;

use crate::runtime::json::input::{Mismatch, Outcome, Source, json_text};

/// A type that can be read from JSON, with the tolerance that servers need.
///
/// All types of this crate are read so, and numbers, strings, booleans, [`Value`], `Option`, `Vec` and maps of such types.
/// It is here to be named as a bound; types of your own implement [`serde::Deserialize`].
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Error, FromJson, Pages};
///
/// /// Reads all pages of any list.
/// async fn all<T: FromJson>(mut pages: Pages<T>) -> Result<Vec<T>, Error> {
///     let mut items = Vec::new();
///     while let Some(page) = pages.next().await {
///         items.extend(page?.items);
///     }
///     Ok(items)
/// }
/// ```
pub trait FromJson: Default {
    /// The type in error messages: "a string".
    #[doc(hidden)]
    const EXPECTED: &'static str;

    /// Whether `[]` is read as an empty value: some servers write an empty object as an empty array.
    #[doc(hidden)]
    const EMPTY_LIST: bool = false;

    /// Whether the value is a secret, which a server may show only once.
    #[doc(hidden)]
    const IS_SECRET: bool = false;

    /// Reads a value into this one, which is the default.
    ///
    /// After a mismatch, this value is unspecified.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error>;

    /// Returns the value that stands for null, if there is one.
    #[doc(hidden)]
    fn null() -> Option<Self> {
        None
    }

    /// Returns whether a value has this type, without any tolerance. This selects the variant of a union.
    #[doc(hidden)]
    fn matches_type(_value: &Value) -> bool {
        true
    }

    /// Reads a value that has been parsed. Returns `None`, and leaves the value unchanged, if the type reads only from text.
    #[doc(hidden)]
    fn take(&mut self, _value: &mut Value) -> Option<Outcome> {
        None
    }

    /// Returns whether no field of the value, from which this one was read, is known.
    #[doc(hidden)]
    fn has_no_known_field(&mut self, _value: &Value, _source: Source<'_>) -> bool {
        false
    }
}

/// Reads the next value of an array or an object in place.
pub(crate) struct ReadInto<'a, 'de, T>(pub &'a mut T, pub Source<'de>);

impl<'de, T: FromJson> DeserializeSeed<'de> for ReadInto<'_, 'de, T> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        self.0.read(from, self.1)
    }
}

impl FromJson for Value {
    const EXPECTED: &'static str = "any value";

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, _: Source<'de>) -> Result<Outcome, D::Error> {
        *self = Self::deserialize(from)?;
        Ok(Ok(()))
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const EMPTY_LIST: bool = T::EMPTY_LIST;

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        (**self).read(from, source)
    }

    fn matches_type(value: &Value) -> bool {
        T::matches_type(value)
    }

    fn take(&mut self, value: &mut Value) -> Option<Outcome> {
        (**self).take(value)
    }

    fn has_no_known_field(&mut self, value: &Value, source: Source<'_>) -> bool {
        (**self).has_no_known_field(value, source)
    }
}

/// Reads a value from a piece of the text.
pub(crate) fn read_piece<'de, T: FromJson>(slot: &mut T, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
    slot.read(&mut serde_json::Deserializer::from_str(json), source)
}

/// Reads a value that was parsed for another type.
pub(crate) fn reread<T: FromJson>(slot: &mut T, value: &mut Value, source: Source<'_>) -> Outcome {
    if let Some(outcome) = slot.take(value) {
        return outcome;
    }
    source
        .continued(&json_text(value), |source| source.read_all(ReadInto(slot, source)))
        .unwrap_or_else(|_| Err(Mismatch::new(T::EXPECTED, value)))
}

/// Reads a value that has been parsed.
pub(crate) fn read_value<T: FromJson>(slot: &mut T, value: &mut Value) -> Outcome {
    Source::of_parts(|source| reread(slot, value, source))
}
