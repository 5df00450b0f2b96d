//! The trait of types that are read from JSON.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::type_info::TypeInfo;
use super::value::{RawScalar, ReadInto, ReadValue, Slot};
use crate::runtime::json::input::{Mismatch, Outcome, Source, json_text};

/// A type that can be read from JSON, with the tolerance that servers need.
///
/// All types of this crate are read so, and numbers, strings, booleans, [`Value`], `Option`, `Vec` and maps of such types. So are
/// types of other crates that the definition names, which implement serde's traits.
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
pub trait FromJson: Sized {
    /// What is known of the type, for what is compiled once for all types.
    #[doc(hidden)]
    const TYPE: &'static TypeInfo;

    /// Returns a value that another one is read into, if there is one before anything is read. A type without one is read from its
    /// JSON text.
    #[doc(hidden)]
    fn vacant() -> Option<Self>;

    /// Reads a value of a type that has none before.
    #[doc(hidden)]
    fn from_text<'de>(json: &'de str, _source: Source<'de>) -> serde_json::Result<Result<Self, Box<Mismatch>>> {
        Ok(Err(Mismatch::new(Self::TYPE.expected, &serde_json::from_str(json)?)))
    }

    /// Returns what the value is read into.
    #[doc(hidden)]
    fn slot(&mut self) -> &mut dyn Slot;

    /// Returns whether strings have this type, without any tolerance.
    #[doc(hidden)]
    fn matches_strings() -> bool {
        Self::TYPE.fields.is_none()
    }

    /// Returns whether a value has this type, without any tolerance. This selects the variant of a union.
    #[doc(hidden)]
    fn matches_type(value: &Value) -> bool {
        Self::TYPE.fields.as_ref().is_none_or(|fields| fields.are_in(value))
    }
}

impl<'a, 'de> ReadInto<'a, 'de> {
    /// Reads into a value, which is the default.
    #[inline]
    pub(crate) fn new<T: FromJson>(slot: &'a mut T, source: Source<'de>) -> Self {
        Self { slot: slot.slot(), of: T::TYPE, source }
    }

    /// Reads from a piece of the text.
    pub(crate) fn piece(mut self, json: &'de str) -> serde_json::Result<Outcome> {
        self.deserialize(&mut serde_json::Deserializer::from_str(json))
    }

    /// Reads a string.
    pub(crate) fn string(self, text: &str) -> Outcome {
        self.slot.fill().scalar(&mut RawScalar::Text(text), self.source)
    }

    /// Reads a value that was parsed for another type.
    pub(crate) fn reread(mut self, value: &Value) -> Outcome {
        match value {
            _ if self.of.from_text => {}
            Value::Array(_) | Value::Object(_) => {}
            Value::Null => return self.null(),
            scalar => return self.slot.fill().scalar(&mut RawScalar::of(scalar), self.source),
        }
        let Self { slot, of, source } = self;
        source
            .continued(&json_text(value), |source| source.read_all(&mut ReadInto { slot, of, source }))
            .unwrap_or_else(|_| Err(Mismatch::new(of.expected, value)))
    }
}

/// Reads from JSON text that is no part of a response.
pub(crate) fn read_apart(json: &str, slot: &mut dyn Slot, of: &'static TypeInfo) -> serde_json::Result<Outcome> {
    Source::of_parts(|source| source.continued(json, |source| source.read_all(&mut ReadInto { slot, of, source })))
}

/// Reads a value that has been parsed.
pub(crate) fn read_value<T: FromJson>(slot: &mut T, value: &Value) -> Outcome {
    Source::of_parts(|source| ReadInto::new(slot, source).reread(value))
}

/// A value that is read as it is.
macro_rules! own_slot {
    ($($type:ty)*) => {
        $(impl $crate::runtime::Slot for $type {
            #[inline]
            fn fill(&mut self) -> &mut dyn $crate::runtime::ReadValue {
                self
            }

            fn clear(&mut self) {
                *self = Self::default();
            }
        })*
    };
}
pub(crate) use own_slot;

impl FromJson for Value {
    const TYPE: &'static TypeInfo = &TypeInfo { has_null: true, ..TypeInfo::new("any value") };

    #[inline]
    fn vacant() -> Option<Self> {
        Some(Self::Null)
    }

    #[inline]
    fn slot(&mut self) -> &mut dyn Slot {
        self
    }
}

own_slot!(Value);

impl ReadValue for Value {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        *self = found.take();
        Ok(())
    }
}

impl<T: FromJson> FromJson for Box<T> {
    const TYPE: &'static TypeInfo = T::TYPE;

    #[inline]
    fn vacant() -> Option<Self> {
        T::vacant().map(Self::new)
    }

    fn from_text<'de>(json: &'de str, source: Source<'de>) -> serde_json::Result<Result<Self, Box<Mismatch>>> {
        Ok(T::from_text(json, source)?.map(Self::new))
    }

    #[inline]
    fn slot(&mut self) -> &mut dyn Slot {
        (**self).slot()
    }

    fn matches_strings() -> bool {
        T::matches_strings()
    }

    fn matches_type(value: &Value) -> bool {
        T::matches_type(value)
    }
}
