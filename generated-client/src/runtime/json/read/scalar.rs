//! Booleans, numbers and texts, each of which some server writes as one of the others.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::runtime::json::input::{DriftKind, JsonKind, Misfit, Outcome, Source};

/// A type that is one JSON scalar. Each method returns the value, or `None` where it cannot be that.
pub trait Scalar: Default {
    /// What messages call a value of this type.
    const EXPECTED: &'static str;

    /// Whether a value that does not fit is an error wherever it stands: it is not put aside as one of a field that may be
    /// empty is.
    const CLOSED: bool = false;

    /// Tells whether values of a kind are of this type, no tolerance asked for.
    fn is_own(kind: JsonKind) -> bool;

    /// Returns the value where it is one that an enumeration lacks.
    fn unknown(&self) -> Option<String> {
        None
    }

    /// Takes a text.
    fn of_text(text: &str) -> Option<Self>;

    /// Takes a text that need not be copied, or gives it back.
    fn of_string(text: String) -> Result<Self, String> {
        Self::of_text(&text).ok_or(text)
    }

    /// Takes a boolean.
    fn of_bool(_value: bool) -> Option<Self> {
        None
    }

    /// Takes a number.
    fn of_number(_value: &Number) -> Option<Self> {
        None
    }

    /// Takes null, a list or an object.
    fn of_other(_value: &Value) -> Option<Self> {
        None
    }
}

/// Reads one scalar: what the [`Read`](super::Read) implementations of scalars call.
pub fn read_scalar<'de, T: Scalar, D: Deserializer<'de>>(scalar: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    let found = Found::deserialize(from)?;
    let kind = source.is_watched().then(|| found.kind());
    let taken = match found {
        Found::Text(text) => T::of_text(text).ok_or_else(|| text.into()),
        Found::String(text) => T::of_string(text).map_err(Value::from),
        Found::Number(number) => T::of_number(&number).ok_or(Value::Number(number)),
        Found::Bool(value) => T::of_bool(value).ok_or(Value::Bool(value)),
        Found::Other(value) => T::of_other(&value).ok_or(value),
    };
    Ok(match taken {
        Ok(value) => {
            *scalar = value;
            if let Some(kind) = kind {
                note(source, kind, T::EXPECTED, T::is_own(kind), scalar.unknown());
            }
            Ok(())
        }
        Err(value) => Err(misfit::<T>(&value)),
    })
}

#[cold]
fn misfit<T: Scalar>(value: &Value) -> Box<Misfit> {
    let misfit = Misfit::new(T::EXPECTED, value);
    if T::CLOSED { misfit.closed() } else { misfit }
}

/// Takes down how a scalar strays from its definition.
#[cold]
fn note(source: Source<'_>, found: JsonKind, expected: &'static str, is_own: bool, unknown: Option<String>) {
    source.watch(|findings| {
        if !is_own {
            findings.note_kind(expected, found);
        } else if unknown.is_some() {
            findings.note(DriftKind::UnknownValue, None, Some(found), unknown);
        }
    });
}

/// Takes one scalar that has been parsed already.
pub fn take_scalar<T: Scalar>(scalar: &mut T, value: &mut Value) -> Outcome {
    let taken = match *value {
        Value::String(ref mut text) => T::of_string(std::mem::take(text)).map_err(|back| *text = back).ok(),
        Value::Number(ref number) => T::of_number(number),
        Value::Bool(value) => T::of_bool(value),
        ref other => T::of_other(other),
    };
    *scalar = taken.ok_or_else(|| misfit::<T>(value))?;
    Ok(())
}

/// What is found where a scalar is expected. All scalars are parsed by this one type: it is compiled once.
enum Found<'de> {
    Text(&'de str),
    String(String),
    Number(Number),
    Bool(bool),
    Other(Value),
}

impl Found<'_> {
    #[cold]
    fn kind(&self) -> JsonKind {
        match self {
            Self::Text(_) | Self::String(_) => JsonKind::Text,
            Self::Number(number) => JsonKind::of_number(number),
            Self::Bool(_) => JsonKind::Boolean,
            Self::Other(value) => JsonKind::of(value),
        }
    }
}

impl<'de> Deserialize<'de> for Found<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(FoundVisitor)
    }
}

struct FoundVisitor;

impl<'de> Visitor<'de> for FoundVisitor {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Found<'de>, E> {
        Ok(Found::Text(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Found<'de>, E> {
        Ok(Found::String(value.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Found<'de>, E> {
        Ok(Found::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Found<'de>, E> {
        Ok(Found::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Found<'de>, E> {
        Ok(Found::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Found<'de>, E> {
        Ok(Number::from_f64(value).map_or(Found::Other(Value::Null), Found::Number))
    }

    fn visit_unit<E>(self) -> Result<Found<'de>, E> {
        Ok(Found::Other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Found<'de>, A::Error> {
        Ok(Found::Other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Found<'de>, A::Error> {
        // Numbers come so where serde_json keeps their digits.
        Ok(match Value::deserialize(MapAccessDeserializer::new(members))? {
            Value::Number(number) => Found::Number(number),
            value => Found::Other(value),
        })
    }
}

/// Implements [`Read`] for scalars.
macro_rules! read_scalars {
    ($($scalar:ty)*) => {
        $(impl $crate::runtime::Read for $scalar {
            const EXPECTED: &'static str = <$scalar as $crate::runtime::Scalar>::EXPECTED;

            fn read<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
                source: $crate::runtime::Source<'de>,
            ) -> Result<$crate::runtime::Outcome, D::Error> {
                $crate::runtime::read_scalar(self, from, source)
            }

            #[inline]
            fn suits(value: &$crate::runtime::Value) -> bool {
                <$scalar as $crate::runtime::Scalar>::is_own($crate::runtime::JsonKind::of(value))
            }

            fn take(&mut self, value: &mut $crate::runtime::Value) -> Option<$crate::runtime::Outcome> {
                Some($crate::runtime::take_scalar(self, value))
            }
        })*
    };
}
pub(crate) use read_scalars;

read_scalars!(bool String i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean";

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        kind == JsonKind::Boolean
    }

    #[inline]
    fn of_text(text: &str) -> Option<Self> {
        match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    #[inline]
    fn of_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    #[inline]
    fn of_number(value: &Number) -> Option<Self> {
        match value.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        }
    }
}

impl Scalar for String {
    const EXPECTED: &'static str = "a text";

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        kind == JsonKind::Text
    }

    #[inline]
    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    #[inline]
    fn of_string(text: String) -> Result<Self, String> {
        Ok(text)
    }

    #[inline]
    fn of_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }

    #[inline]
    fn of_number(value: &Number) -> Option<Self> {
        Some(value.to_string())
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(impl Scalar for $integer {
            const EXPECTED: &'static str = "a whole number";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::Integer
            }

            #[inline]
            fn of_text(text: &str) -> Option<Self> {
                let text = text.trim();
                text.parse().ok().or_else(|| whole(text.parse().ok()?)?.try_into().ok())
            }

            #[inline]
            fn of_number(value: &Number) -> Option<Self> {
                if let Some(number) = value.as_i64() {
                    return number.try_into().ok();
                }
                match value.as_u64() {
                    Some(number) => number.try_into().ok(),
                    None => whole(value.as_f64()?)?.try_into().ok(),
                }
            }
        })*
    };
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Returns the whole number that a float is. Beyond 2^53 it would be no longer one but many.
fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
}

macro_rules! floats {
    ($($float:ty)*) => {
        $(impl Scalar for $float {
            const EXPECTED: &'static str = "a number";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                matches!(kind, JsonKind::Integer | JsonKind::Number)
            }

            #[inline]
            fn of_text(text: &str) -> Option<Self> {
                // `parse` takes "inf" and "nan" too, which are no JSON numbers.
                text.trim().parse().ok().filter(|number: &$float| number.is_finite())
            }

            #[inline]
            fn of_number(value: &Number) -> Option<Self> {
                value.as_f64().map(|number| number as $float)
            }
        })*
    };
}

floats!(f32 f64);
