//! Booleans, numbers and strings. Some servers write one as another.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::runtime::json::input::{JsonKind, Mismatch, Outcome, Source};

/// A type that is one JSON scalar. Each conversion returns `None` if the value does not fit.
pub trait Scalar: Default {
    /// The type in error messages: "a string".
    const EXPECTED: &'static str;

    /// Whether a value that does not fit is an error in an optional field as well, rather than kept among the extra fields.
    const CLOSED: bool = false;

    /// Whether the value is a secret.
    const IS_SECRET: bool = false;

    /// Returns whether JSON values of this type fit without any tolerance.
    fn is_own(kind: JsonKind) -> bool;

    /// The values of an enum of strings.
    const VALUES: &'static [&'static str] = &[];

    /// Returns the value, if it is one that the enum does not name.
    fn unknown(&self) -> Option<String> {
        None
    }

    /// Returns whether the value has a meaning: a date may be written wrongly.
    fn has_meaning(&self) -> bool {
        true
    }

    /// Converts a string.
    fn from_json_str(text: &str) -> Option<Self>;

    /// Converts a string without a copy, or returns it.
    fn from_json_string(text: String) -> Result<Self, String> {
        Self::from_json_str(&text).ok_or(text)
    }

    /// Converts a boolean.
    fn from_json_bool(_value: bool) -> Option<Self> {
        None
    }

    /// Converts a number.
    fn from_json_number(_value: &Number) -> Option<Self> {
        None
    }

    /// Converts null, an array or an object.
    fn from_json_value(_value: &Value) -> Option<Self> {
        None
    }
}

/// Reads a scalar: what the [`FromJson`](super::FromJson) implementations of scalars call.
pub fn read_scalar<'de, T: Scalar, D: Deserializer<'de>>(scalar: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    let found = RawScalar::deserialize(from)?;
    let kind = source.is_watched().then(|| found.kind());
    let taken = match found {
        RawScalar::Text(text) => T::from_json_str(text).ok_or_else(|| text.into()),
        RawScalar::String(text) => T::from_json_string(text).map_err(Value::from),
        RawScalar::Number(number) => T::from_json_number(&number).ok_or(Value::Number(number)),
        RawScalar::Bool(value) => T::from_json_bool(value).ok_or(Value::Bool(value)),
        RawScalar::Other(value) => T::from_json_value(&value).ok_or(value),
    };
    Ok(match taken {
        Ok(value) => {
            *scalar = value;
            if let Some(kind) = kind {
                note(source, scalar, kind);
            }
            Ok(())
        }
        Err(value) => Err(mismatch::<T>(&value)),
    })
}

#[cold]
fn mismatch<T: Scalar>(value: &Value) -> Box<Mismatch> {
    let mismatch = Mismatch::new(T::EXPECTED, value);
    if T::CLOSED { mismatch.closed() } else { mismatch }
}

/// Records how a scalar differs from its definition.
#[cold]
fn note<T: Scalar>(source: Source<'_>, scalar: &T, found: JsonKind) {
    source.watch(|recorder| match scalar.unknown() {
        _ if !T::is_own(found) => recorder.note_kind(T::EXPECTED, found),
        Some(value) => recorder.note_unknown_value(found, value, T::VALUES),
        None if !scalar.has_meaning() => recorder.note_meaningless(T::EXPECTED),
        None => {}
    });
}

/// Reads a scalar that has been parsed.
pub fn take_scalar<T: Scalar>(scalar: &mut T, value: &mut Value) -> Outcome {
    let taken = match *value {
        Value::String(ref mut text) => T::from_json_string(std::mem::take(text)).map_err(|back| *text = back).ok(),
        Value::Number(ref number) => T::from_json_number(number),
        Value::Bool(value) => T::from_json_bool(value),
        ref other => T::from_json_value(other),
    };
    *scalar = taken.ok_or_else(|| mismatch::<T>(value))?;
    Ok(())
}

/// A JSON value where a scalar is expected. All scalars are parsed through this type, so that parsing is compiled once.
enum RawScalar<'de> {
    Text(&'de str),
    String(String),
    Number(Number),
    Bool(bool),
    Other(Value),
}

impl RawScalar<'_> {
    #[cold]
    fn kind(&self) -> JsonKind {
        match self {
            Self::Text(_) | Self::String(_) => JsonKind::String,
            Self::Number(number) => JsonKind::of_number(number),
            Self::Bool(_) => JsonKind::Boolean,
            Self::Other(value) => JsonKind::of(value),
        }
    }
}

impl<'de> Deserialize<'de> for RawScalar<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RawScalarVisitor)
    }
}

struct RawScalarVisitor;

impl<'de> Visitor<'de> for RawScalarVisitor {
    type Value = RawScalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::Text(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::String(value.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawScalar<'de>, E> {
        Ok(Number::from_f64(value).map_or(RawScalar::Other(Value::Null), RawScalar::Number))
    }

    fn visit_unit<E>(self) -> Result<RawScalar<'de>, E> {
        Ok(RawScalar::Other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<RawScalar<'de>, A::Error> {
        Ok(RawScalar::Other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<RawScalar<'de>, A::Error> {
        // With serde_json's feature `arbitrary_precision`, numbers are maps.
        Ok(match Value::deserialize(MapAccessDeserializer::new(fields))? {
            Value::Number(number) => RawScalar::Number(number),
            value => RawScalar::Other(value),
        })
    }
}

/// Implements [`FromJson`](super::FromJson) for scalars.
macro_rules! read_scalars {
    ($($scalar:ty)*) => {
        $(impl $crate::runtime::FromJson for $scalar {
            const EXPECTED: &'static str = <$scalar as $crate::runtime::Scalar>::EXPECTED;
            const IS_SECRET: bool = <$scalar as $crate::runtime::Scalar>::IS_SECRET;

            fn read<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
                source: $crate::runtime::Source<'de>,
            ) -> Result<$crate::runtime::Outcome, D::Error> {
                $crate::runtime::read_scalar(self, from, source)
            }

            #[inline]
            fn matches_type(value: &$crate::runtime::Value) -> bool {
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
    fn from_json_str(text: &str) -> Option<Self> {
        match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    #[inline]
    fn from_json_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    #[inline]
    fn from_json_number(value: &Number) -> Option<Self> {
        match value.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        }
    }
}

impl Scalar for String {
    const EXPECTED: &'static str = "a string";

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        kind == JsonKind::String
    }

    #[inline]
    fn from_json_str(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    #[inline]
    fn from_json_string(text: String) -> Result<Self, String> {
        Ok(text)
    }

    #[inline]
    fn from_json_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }

    #[inline]
    fn from_json_number(value: &Number) -> Option<Self> {
        Some(value.to_string())
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(impl Scalar for $integer {
            const EXPECTED: &'static str = "an integer";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::Integer
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                let text = text.trim();
                text.parse().ok().or_else(|| whole(text.parse().ok()?)?.try_into().ok())
            }

            #[inline]
            fn from_json_number(value: &Number) -> Option<Self> {
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

/// Returns the integer that a float is equal to. Beyond 2^53, a float stands for several integers.
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
            fn from_json_str(text: &str) -> Option<Self> {
                // `parse` accepts "inf" and "nan" too, which are not JSON numbers.
                text.trim().parse().ok().filter(|number: &$float| number.is_finite())
            }

            #[inline]
            fn from_json_number(value: &Number) -> Option<Self> {
                value.as_f64().map(|number| number as $float)
            }
        })*
    };
}

floats!(f32 f64);
