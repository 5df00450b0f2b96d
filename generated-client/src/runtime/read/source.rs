//! The text that values are read from.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::object::Key;
use super::{Misfit, Outcome, Read};

/// JSON text that values are read from. All of it is in memory, so what does not fit can be looked up once more.
#[derive(Debug, Clone, Copy)]
pub struct Source<'de>(&'de str);

impl<'de> Source<'de> {
    /// Reads from this text.
    pub(crate) fn new(text: &'de str) -> Self {
        Self(text)
    }

    /// Tells whether a member's value is certainly no object.
    pub(crate) fn is_no_object(self, name: &str) -> bool {
        self.after(name).is_some_and(|value| !value.starts_with('{'))
    }

    /// Returns the text of a member's value. The name is borrowed from the text, and so tells where it is.
    #[cold]
    pub(crate) fn value_of(self, name: &'de str) -> Option<&'de str> {
        let mut values = serde_json::Deserializer::from_str(self.after(name)?).into_iter::<&RawValue>();
        values.next()?.ok().map(RawValue::get)
    }

    /// Returns the text from a member's value on.
    fn after(self, name: &str) -> Option<&'de str> {
        let start = (name.as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        let after = self.0.get(start..)?.strip_prefix(name)?.strip_prefix('"')?;
        Some(after.trim_ascii_start().strip_prefix(':')?.trim_ascii_start())
    }
}

/// Reads a value from a text of its own.
pub(crate) fn read_text<T: Read>(slot: &mut T, text: &str) -> serde_json::Result<Outcome> {
    slot.read(&mut serde_json::Deserializer::from_str(text), Source(text))
}

/// Reads a value that has been taken for something else at first.
pub(crate) fn reread<T: Read>(slot: &mut T, value: &Value) -> Outcome {
    if let Some(outcome) = slot.take(value) {
        return outcome;
    }
    match read_text(slot, &json_text(value)) {
        Ok(outcome) => outcome,
        Err(_) => Err(Misfit::new(T::EXPECTED, value)),
    }
}

/// The members of an object, each as its text.
pub(crate) struct RawMembers<'t>(pub Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut raw = Vec::new();
        while let Some(Key(name)) = members.next_key()? {
            raw.push((name, members.next_value()?));
        }
        Ok(RawMembers(raw))
    }
}

/// Returns a value as compact JSON.
pub(crate) fn json_text(value: &(impl Serialize + ?Sized)) -> String {
    // What has been JSON can be JSON again.
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a value through serde's own trait: what the generated `Deserialize` implementations call.
///
/// Values are read from text. serde_json hands its text over; from anything else one is made.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = from.deserialize_newtype_struct(RAW_VALUE, TextVisitor)?;
    let mut value = T::default();
    match read_text(&mut value, &text) {
        Ok(Ok(())) => Ok(value),
        Ok(Err(misfit)) => Err(serde::de::Error::custom(misfit)),
        Err(error) => Err(serde::de::Error::custom(error)),
    }
}

/// The name under which serde_json hands over text, as it does for its `RawValue`. That type itself would do for
/// serde_json alone: under another name, or from another format, what comes is an ordinary value, and takes longer.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Some(name) = members.next_key::<Cow<'de, str>>()? else {
            return Ok("{}".into());
        };
        if name == RAW_VALUE {
            return Ok(members.next_value::<Key>()?.0);
        }
        let mut object = serde_json::Map::new();
        object.insert(name.into_owned(), members.next_value()?);
        while let Some((name, value)) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(json_text(&object).into())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Ok(json_text(&Value::deserialize(from)?).into())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        self.visit_newtype_struct(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        self.visit_newtype_struct(serde::de::value::SeqAccessDeserializer::new(items))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(json_text(value).into())
    }
}
