//! Fields that may be absent, null or a value.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::reading::FromJson;
use super::type_info::TypeInfo;
use super::value::{RawScalar, ReadValue, Slot};
use crate::runtime::json::input::{Mismatch, Outcome, Source};

/// A field of a request that may be absent, null or a value. A server treats these as three different things.
///
/// # Examples
///
/// ```
/// use tallyfy::Maybe;
///
/// let value: Maybe<String> = "red".into();
/// assert_eq!(value.as_option().map(String::as_str), Some("red"));
/// let null: Maybe<String> = None.into();
/// assert!(null.is_null()); // sent as null
/// assert!(Maybe::<String>::default().is_absent()); // not sent
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Maybe<T> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent as null.
    Null,
    /// Sent.
    Value(T),
}

impl<T> Maybe<T> {
    /// Returns the value, if there is one.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns whether the field is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes null, because the field can be null.
impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Maybe<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// The object around an absent field leaves it out. Anywhere else, `Absent` is written as null.
impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::from)
    }
}

macro_rules! nullable {
    ($nullable:ident, $value:path, $empty:path, $null:expr) => {
        impl<T: FromJson> FromJson for $nullable<T> {
            const TYPE: &'static TypeInfo = &TypeInfo { is_nullable: true, is_secret: false, ..*T::TYPE };

            #[inline]
            fn vacant() -> Option<Self> {
                Some(Self::default())
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn Slot {
                self
            }

            fn matches_strings() -> bool {
                T::matches_strings()
            }

            fn matches_type(value: &Value) -> bool {
                value.is_null() || T::matches_type(value)
            }
        }

        impl<T: FromJson> Slot for $nullable<T> {
            fn fill(&mut self) -> &mut dyn ReadValue {
                // An object may name a field twice. The last one counts.
                *self = T::vacant().map_or($empty, $value);
                match self {
                    $value(value) => value.slot().fill(),
                    empty => empty,
                }
            }

            fn clear(&mut self) {
                *self = Self::default();
            }

            fn set_null(&mut self) {
                *self = $null;
            }
        }

        /// An empty one, of a type that is read from its text.
        impl<T: FromJson> ReadValue for $nullable<T> {
            fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
                Err(found.mismatch(T::TYPE.expected))
            }

            fn text<'de>(&mut self, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
                Ok(T::from_text(json, source)?.map(|value| *self = $value(value)))
            }
        }
    };
}

nullable!(Option, Some, None, None);
nullable!(Maybe, Maybe::Value, Maybe::Absent, Maybe::Null);
