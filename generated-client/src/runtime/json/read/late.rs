//! Values that are not there before they are read.

use serde_json::Value;

use super::reading::FromJson;
use super::value::{RawScalar, ReadInto, ReadValue, Slot};
use crate::runtime::json::input::{Mismatch, Outcome, Source};

/// A value that is to be read. Not every type has one that it could begin with: there is none of most addresses, say.
pub(crate) struct Late<T>(pub Option<T>);

impl<T> Default for Late<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: FromJson> Late<T> {
    /// Reads into it.
    pub(crate) fn read<'de>(&mut self, source: Source<'de>) -> ReadInto<'_, 'de> {
        ReadInto { slot: self, of: T::TYPE, source }
    }

    /// Returns the value that was read. Where nothing was, that is the one that the type begins with, if there is one.
    pub(crate) fn value(self) -> Result<T, Box<Mismatch>> {
        self.0.or_else(T::vacant).ok_or_else(|| Mismatch::new(T::TYPE.expected, &Value::Null))
    }
}

impl<T: FromJson> Slot for Late<T> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self.0 = T::vacant();
        match &mut self.0 {
            Some(value) => value.slot().fill(),
            none => none,
        }
    }

    fn clear(&mut self) {
        self.0 = None;
    }

    fn set_null(&mut self) {
        self.0 = T::vacant();
        if let Some(value) = &mut self.0 {
            value.slot().set_null();
        }
    }
}

/// A value of a type that is read from its text.
macro_rules! late_slot {
    ($type:ty) => {
        impl $crate::runtime::Slot for $type {
            fn fill(&mut self) -> &mut dyn $crate::runtime::ReadValue {
                self
            }

            fn clear(&mut self) {}
        }

        impl $crate::runtime::ReadValue for $type {
            fn scalar(&mut self, found: &mut $crate::runtime::RawScalar<'_>, _: $crate::runtime::Source<'_>) -> $crate::runtime::Outcome {
                Err(found.mismatch(<Self as $crate::runtime::FromJson>::TYPE.expected))
            }

            fn text<'de>(
                &mut self,
                json: &'de str,
                source: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<$crate::runtime::Outcome> {
                Ok(<Self as $crate::runtime::FromJson>::from_text(json, source)?.map(|value| *self = value))
            }
        }
    };
}
pub(crate) use late_slot;
