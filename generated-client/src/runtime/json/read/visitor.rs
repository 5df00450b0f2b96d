//! What lists, maps and objects have in common when they are read: a scalar in their place is one case, not six.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::runtime::json::input::Outcome;

/// Reads a list, a map or an object.
pub(crate) trait Structure<'de>: Sized {
    /// What messages call it.
    const EXPECTED: &'static str;

    /// Takes a list.
    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error>;

    /// Takes an object.
    fn object<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error>;

    /// Takes null, or a scalar.
    fn other(self, value: Value) -> Outcome;
}

/// The visitor of a [`Structure`].
pub(crate) struct Structured<S>(pub S);

impl<'de, S: Structure<'de>> Visitor<'de> for Structured<S> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        self.0.object(members)
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(self.0.other(Value::Null))
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

    fn visit_bool<E>(self, value: bool) -> Result<Outcome, E> {
        Ok(self.0.other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Outcome, E> {
        Ok(self.0.other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Outcome, E> {
        Ok(self.0.other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Outcome, E> {
        Ok(self.0.other(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Outcome, E> {
        Ok(self.0.other(value.into()))
    }
}
