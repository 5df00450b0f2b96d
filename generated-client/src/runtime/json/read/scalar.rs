//! Booleans, numbers and strings. Some servers write one as another.

use serde_json::{Number, Value};

use super::value::RawScalar;
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

    /// Returns whether the value is written as its type has it, by which an alternative of a union is chosen: a date that
    /// comes with a time has a meaning, and is a date and time rather.
    fn is_exact(&self) -> bool {
        self.has_meaning()
    }

    /// Converts a string.
    fn from_json_str(text: &str) -> Option<Self>;

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

/// Reads a scalar: what the [`ReadValue`](super::ReadValue) implementations of scalars call.
pub fn read_scalar<T: Scalar>(scalar: &mut T, found: &mut RawScalar<'_>, source: Source<'_>) -> Outcome {
    let value = match &*found {
        RawScalar::Text(text) => T::from_json_str(text),
        RawScalar::Number(number) => T::from_json_number(number),
        RawScalar::Bool(value) => T::from_json_bool(*value),
        RawScalar::Other(value) => T::from_json_value(value),
    };
    let Some(value) = value else {
        return Err(mismatch(T::EXPECTED, T::CLOSED, found));
    };
    *scalar = value;
    if source.is_watched() || source.is_in_union() {
        note(source, scalar, found.kind());
    }
    Ok(())
}

#[cold]
fn mismatch(expected: &str, is_closed: bool, found: &mut RawScalar<'_>) -> Box<Mismatch> {
    let mismatch = found.mismatch(expected);
    if is_closed { mismatch.closed() } else { mismatch }
}

/// Records how a scalar differs from its definition.
#[cold]
fn note<T: Scalar>(source: Source<'_>, scalar: &T, found: JsonKind) {
    let unknown = scalar.unknown();
    if unknown.is_some() || !T::is_own(found) || !scalar.is_exact() {
        source.mismatch();
    }
    source.watch(|recorder| match unknown {
        _ if !T::is_own(found) => recorder.note_kind(T::EXPECTED, found),
        Some(value) => recorder.note_unknown_value(found, value, T::VALUES),
        None if !scalar.has_meaning() => recorder.note_meaningless(T::EXPECTED),
        None => {}
    });
}

/// Implements [`FromJson`](super::FromJson) for scalars.
macro_rules! read_scalars {
    ($($scalar:ty)*) => {
        $(impl $crate::runtime::FromJson for $scalar {
            const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo {
                is_secret: <$scalar as $crate::runtime::Scalar>::IS_SECRET,
                ..$crate::runtime::TypeInfo::new(<$scalar as $crate::runtime::Scalar>::EXPECTED)
            };

            #[inline]
            fn vacant() -> Option<Self> {
                Some(Self::default())
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }

            #[inline]
            fn matches_strings() -> bool {
                <$scalar as $crate::runtime::Scalar>::is_own($crate::runtime::JsonKind::String)
            }

            #[inline]
            fn matches_type(value: &$crate::runtime::Value) -> bool {
                <$scalar as $crate::runtime::Scalar>::is_own($crate::runtime::JsonKind::of(value))
            }
        }

        impl $crate::runtime::ReadValue for $scalar {
            fn scalar(
                &mut self,
                found: &mut $crate::runtime::RawScalar<'_>,
                source: $crate::runtime::Source<'_>,
            ) -> $crate::runtime::Outcome {
                $crate::runtime::read_scalar(self, found, source)
            }
        }

        $crate::runtime::own_slot!($scalar);)*
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
