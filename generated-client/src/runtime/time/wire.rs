//! Reading and writing of dates and times.

use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

use super::date::Date;
use super::duration::IsoDuration;
use super::local::LocalDateTime;
use super::text::ReceivedString;
use super::timestamp::Timestamp;
use crate::runtime::json::input::{JsonKind, json_text};
use crate::runtime::json::read::{Maybe, Scalar};
use crate::runtime::text::Param;

impl Serialize for ReceivedString {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let json = if self.is_json() { serde_json::from_str::<Value>(self.as_str()).ok() } else { None };
        match json {
            Some(value) => value.serialize(to),
            None => to.serialize_str(self.as_str()),
        }
    }
}

impl Param for ReceivedString {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}

/// Implements reading by [`Scalar`], and writing as the only field is written.
macro_rules! as_its_field {
    ($name:ident) => {
        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(to)
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                self.0.write(out);
            }
        }
    };
}
pub(super) use as_its_field;

macro_rules! on_the_wire {
    ($name:ident, $expected:literal, $is_exact:expr) => {
        impl Scalar for $name {
            const EXPECTED: &'static str = $expected;

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::String
            }

            #[inline]
            fn has_meaning(&self) -> bool {
                // Seconds since 1970 are read where servers send them. Nobody writes them as a string on purpose.
                self.meaning().is_some() && self.as_str().parse::<f64>().is_err()
            }

            #[inline]
            fn is_exact(&self) -> bool {
                let is_exact: fn(&str) -> bool = $is_exact;
                self.has_meaning() && is_exact(self.as_str())
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                Some(Self(ReceivedString::string(text)))
            }

            #[inline]
            fn from_json_number(value: &Number) -> Option<Self> {
                Some(Self(ReceivedString::json(value.to_string())))
            }

            /// Converts the JSON that PHP writes for a date.
            #[inline]
            fn from_json_value(value: &Value) -> Option<Self> {
                value.get("date")?.as_str()?;
                Some(Self(ReceivedString::json(json_text(value))))
            }
        }

        as_its_field!($name);

        impl From<&str> for Maybe<$name> {
            #[inline]
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }
    };
}

on_the_wire!(Timestamp, "a date and time", has_a_time);
on_the_wire!(Date, "a date", |text| !has_a_time(text));
on_the_wire!(LocalDateTime, "a date and time", has_a_time);
on_the_wire!(IsoDuration, "a duration", |_| true);

/// Returns whether there is more than the ten characters of a date.
fn has_a_time(text: &str) -> bool {
    text.len() > 10
}
