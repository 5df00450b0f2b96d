//! Fields that may be absent, null or a value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::reading::FromJson;
use crate::runtime::json::input::{Outcome, Source};

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

/// A type for null or a value.
trait Nullable<T>: Sized {
    /// Returns null.
    fn null() -> Self;

    /// Replaces it by the default value, and returns that.
    fn fill(&mut self) -> Option<&mut T>;
}

impl<T: Default> Nullable<T> for Option<T> {
    fn null() -> Self {
        None
    }

    fn fill(&mut self) -> Option<&mut T> {
        Some(self.insert(T::default()))
    }
}

impl<T: Default> Nullable<T> for Maybe<T> {
    fn null() -> Self {
        Self::Null
    }

    fn fill(&mut self) -> Option<&mut T> {
        *self = Self::Value(T::default());
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

/// Reads null or a value.
struct NullableVisitor<'a, 'de, T, N>(&'a mut N, Source<'de>, PhantomData<T>);

impl<'de, T: FromJson, N: Nullable<T>> Visitor<'de> for NullableVisitor<'_, 'de, T, N> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", T::EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        *self.0 = N::null();
        Ok(Ok(()))
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        match self.0.fill() {
            Some(slot) => slot.read(from, self.1),
            None => Ok(Ok(())),
        }
    }
}

macro_rules! read_nullable {
    ($nullable:ident) => {
        impl<T: FromJson> FromJson for $nullable<T> {
            const EXPECTED: &'static str = T::EXPECTED;
            const EMPTY_LIST: bool = T::EMPTY_LIST;

            fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
                from.deserialize_option(NullableVisitor(self, source, PhantomData))
            }

            fn matches_type(value: &Value) -> bool {
                value.is_null() || T::matches_type(value)
            }
        }
    };
}

read_nullable!(Option);
read_nullable!(Maybe);
