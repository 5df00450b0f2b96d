//! Booleans, numbers and texts, each of which some server writes as one of the others.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Misfit, Outcome, Read, Source};
use crate::runtime::encode::{base64, unbase64};

/// A type that is one JSON scalar. Each method returns the value, or `None` where it cannot be that.
pub trait Scalar: Default + Serialize {
    /// What messages call a value of this type.
    const EXPECTED: &'static str;

    /// Tells whether a value is of this type's own kind.
    fn suits(value: &Value) -> bool;

    /// Takes a text.
    fn of_text(text: &str) -> Option<Self>;

    /// Takes a boolean.
    fn of_bool(value: bool) -> Option<Self>;

    /// Takes a whole number.
    fn of_integer(value: i128) -> Option<Self>;

    /// Takes any other number.
    fn of_float(value: f64) -> Option<Self>;
}

/// Reads one [`Scalar`].
pub struct ScalarVisitor<'a, T>(pub &'a mut T);

impl<T: Scalar> ScalarVisitor<'_, T> {
    fn take(self, taken: Option<T>, raw: impl FnOnce() -> Value) -> Outcome {
        match taken {
            Some(value) => {
                *self.0 = value;
                Ok(())
            }
            None => Err(Misfit::new(T::EXPECTED, raw())),
        }
    }

    /// Takes what came as a whole: numbers come so where serde_json keeps their digits.
    fn take_value(self, value: Value) -> Outcome {
        let taken = match &value {
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(whole), ..) => T::of_integer(whole.into()),
                (_, Some(whole), _) => T::of_integer(whole.into()),
                (.., float) => float.and_then(T::of_float),
            },
            _ => None,
        };
        self.take(taken, || value)
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<'_, T> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Outcome, E> {
        Ok(self.take(T::of_bool(value), || value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Outcome, E> {
        Ok(self.take(T::of_integer(value.into()), || value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Outcome, E> {
        Ok(self.take(T::of_integer(value.into()), || value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Outcome, E> {
        Ok(self.take(T::of_float(value), || value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Outcome, E> {
        Ok(self.take(T::of_text(value), || value.into()))
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(self.take(None, || Value::Null))
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        let items = serde::de::value::SeqAccessDeserializer::new(items);
        Ok(self.take_value(Value::deserialize(items)?))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        Ok(self.take_value(Value::deserialize(MapAccessDeserializer::new(members))?))
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
                _: $crate::runtime::Source,
            ) -> Result<$crate::runtime::Outcome, D::Error> {
                from.deserialize_any($crate::runtime::ScalarVisitor(self))
            }

            fn suits(value: &$crate::runtime::Value) -> bool {
                <$scalar as $crate::runtime::Scalar>::suits(value)
            }
        })*
    };
}
pub(crate) use read_scalars;

read_scalars!(bool String Base64 i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean";

    fn suits(value: &Value) -> bool {
        value.is_boolean()
    }

    fn of_text(text: &str) -> Option<Self> {
        match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    fn of_integer(value: i128) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn of_float(_: f64) -> Option<Self> {
        None
    }
}

impl Scalar for String {
    const EXPECTED: &'static str = "a text";

    fn suits(value: &Value) -> bool {
        value.is_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn of_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }

    fn of_integer(value: i128) -> Option<Self> {
        Some(value.to_string())
    }

    fn of_float(value: f64) -> Option<Self> {
        Some(Value::from(value).to_string())
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(impl Scalar for $integer {
            const EXPECTED: &'static str = "a whole number";

            fn suits(value: &Value) -> bool {
                value.is_i64() || value.is_u64()
            }

            fn of_text(text: &str) -> Option<Self> {
                let text = text.trim();
                text.parse().ok().or_else(|| Self::of_float(text.parse().ok()?))
            }

            fn of_bool(_: bool) -> Option<Self> {
                None
            }

            fn of_integer(value: i128) -> Option<Self> {
                value.try_into().ok()
            }

            fn of_float(value: f64) -> Option<Self> {
                // Beyond 2^53 a float is no longer one whole number but many.
                let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
                if exact { Self::of_integer(value as i128) } else { None }
            }
        })*
    };
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

macro_rules! floats {
    ($($float:ty)*) => {
        $(impl Scalar for $float {
            const EXPECTED: &'static str = "a number";

            fn suits(value: &Value) -> bool {
                value.is_number()
            }

            fn of_text(text: &str) -> Option<Self> {
                // `parse` takes "inf" and "nan" too, which are no JSON numbers.
                text.trim().parse().ok().filter(|number: &$float| number.is_finite())
            }

            fn of_bool(_: bool) -> Option<Self> {
                None
            }

            fn of_integer(value: i128) -> Option<Self> {
                Some(value as $float)
            }

            fn of_float(value: f64) -> Option<Self> {
                Some(value as $float)
            }
        })*
    };
}

floats!(f32 f64);

/// Bytes that travel as base64 text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Base64(pub Vec<u8>);

impl<T: Into<Vec<u8>>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Scalar for Base64 {
    const EXPECTED: &'static str = "bytes as base64";

    fn suits(value: &Value) -> bool {
        value.is_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        unbase64(text).map(Self)
    }

    fn of_bool(_: bool) -> Option<Self> {
        None
    }

    fn of_integer(_: i128) -> Option<Self> {
        None
    }

    fn of_float(_: f64) -> Option<Self> {
        None
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&base64(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::deserialize(from)
    }
}

impl crate::runtime::Param for Base64 {
    fn write(&self, out: &mut String) {
        out.push_str(&base64(&self.0));
    }
}
