//! Dates on their way in and out.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::text::Text;
use super::{Date, IsoDuration, LocalDateTime, Timestamp};
use crate::runtime::{Maybe, Misfit, Outcome, Param, Read, Source};

/// Reads a text, a number, or the object that PHP makes of a date. Only what is none of these is a misfit.
struct TextVisitor<'a> {
    text: &'a mut Text,
    expected: &'static str,
}

impl TextVisitor<'_> {
    fn keep(self, text: Text) -> Outcome {
        *self.text = text;
        Ok(())
    }

    fn misfit(self, value: Value) -> Outcome {
        Err(Misfit::new(self.expected, value))
    }
}

impl<'de> Visitor<'de> for TextVisitor<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E>(self, value: &str) -> Result<Outcome, E> {
        Ok(self.keep(Text::string(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Outcome, E> {
        Ok(self.keep(Text::json(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Outcome, E> {
        Ok(self.keep(Text::json(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Outcome, E> {
        Ok(match Value::from(value) {
            Value::Null => self.misfit(Value::Null),
            number => self.keep(Text::json(number.to_string())),
        })
    }

    fn visit_bool<E>(self, value: bool) -> Result<Outcome, E> {
        Ok(self.misfit(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(self.misfit(Value::Null))
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
        Ok(self.misfit(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(members))?;
        // Numbers come so, too, where serde_json keeps their digits.
        let kept = value.is_number() || value.get("date").is_some_and(Value::is_string);
        Ok(if kept { self.keep(Text::json(value.to_string())) } else { self.misfit(value) })
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let json = if self.is_json() { serde_json::from_str::<Value>(self.as_str()).ok() } else { None };
        match json {
            Some(value) => value.serialize(to),
            None => to.serialize_str(self.as_str()),
        }
    }
}

macro_rules! on_the_wire {
    ($name:ident, $expected:literal) => {
        impl Read for $name {
            const EXPECTED: &'static str = $expected;

            fn read<'de, D: Deserializer<'de>>(&mut self, from: D, _: Source) -> Result<Outcome, D::Error> {
                from.deserialize_any(TextVisitor { text: &mut self.0, expected: $expected })
            }

            fn suits(value: &Value) -> bool {
                value.is_string()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(to)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::runtime::deserialize(from)
            }
        }

        impl Param for $name {
            fn write(&self, out: &mut String) {
                out.push_str(self.as_str());
            }
        }

        impl From<&str> for Maybe<$name> {
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }
    };
}

on_the_wire!(Timestamp, "a date and time");
on_the_wire!(Date, "a date");
on_the_wire!(LocalDateTime, "a date and time");
on_the_wire!(IsoDuration, "a duration");
