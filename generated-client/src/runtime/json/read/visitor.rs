//! What arrays, maps and objects have in common: any scalar in their place is one case.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::runtime::json::input::Outcome;

/// Reads an array, a map or an object.
pub(crate) trait ContainerReader<'de>: Sized {
    /// The type in error messages.
    const EXPECTED: &'static str;

    /// Reads an array.
    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error>;

    /// Reads an object.
    fn object<A: MapAccess<'de>>(self, fields: A) -> Result<Outcome, A::Error>;

    /// Reads null, or a scalar.
    fn other(self, value: Value) -> Outcome;
}

/// The name under which serde_json passes on a number, as a map, if any crate of the program asks for its feature
/// `arbitrary_precision`.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// Returns the number that is passed on as a map, after its name.
#[cold]
pub(crate) fn number<'de, A: MapAccess<'de>>(mut fields: A) -> Result<Value, A::Error> {
    let digits: Value = fields.next_value()?;
    // An object of the response may have this name as well; it is no number then.
    while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    let number = digits.as_str().and_then(|digits| serde_json::from_str::<Number>(digits).ok());
    Ok(number.map_or_else(|| Value::Object([(NUMBER.to_owned(), digits)].into_iter().collect()), Value::Number))
}

/// The visitor of a [`ContainerReader`].
pub(crate) struct ContainerVisitor<S>(pub S);

impl<'de, S: ContainerReader<'de>> Visitor<'de> for ContainerVisitor<S> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Outcome, A::Error> {
        self.0.object(fields)
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
