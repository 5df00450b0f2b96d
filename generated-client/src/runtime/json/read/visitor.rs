//! The one visitor that serde calls for all values. It is compiled once, and not for each type.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::access::{ArrayItems, ObjectFields};
use super::value::{RawScalar, ReadInto};
use crate::runtime::json::input::Outcome;

/// By reference: what serde passes on by value is copied at each step.
impl<'de> DeserializeSeed<'de> for &mut ReadInto<'_, 'de> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Outcome, D::Error> {
        if self.of.from_text {
            return self.text(<&RawValue>::deserialize(from)?.get()).map_err(serde::de::Error::custom);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut ReadInto<'_, 'de> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.of.expected)
    }

    fn visit_str<E>(self, value: &str) -> Result<Outcome, E> {
        self.scalar(RawScalar::Text(value))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(RawScalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(RawScalar::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(RawScalar::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Outcome, E> {
        self.scalar(Number::from_f64(value).map_or(RawScalar::Other(Value::Null), RawScalar::Number))
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(self.null())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        let mut items = ArrayItems::new(items);
        let outcome = self.slot.fill().array(&mut items, self.source);
        items.end(outcome)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Outcome, A::Error> {
        let mut fields = ObjectFields::new(fields);
        let outcome = self.slot.fill().object(&mut fields, self.source);
        match fields.number()? {
            Some(Value::Number(number)) => self.scalar(RawScalar::Number(number)),
            Some(object) => self.scalar(RawScalar::Other(object)),
            None => fields.end(outcome),
        }
    }
}
