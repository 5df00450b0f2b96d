//! JSON as text: values that are not parsed, and values that are written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Reads the name of a field in place, borrowed from the JSON text if possible.
pub(crate) struct FieldName<'a, 'de>(pub &'a mut Cow<'de, str>);

impl<'de> DeserializeSeed<'de> for FieldName<'_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for FieldName<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<(), E> {
        *self.0 = Cow::Borrowed(name);
        Ok(())
    }

    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        *self.0 = Cow::Owned(name.to_owned());
        Ok(())
    }
}

/// An object whose values are not parsed.
#[derive(Default)]
pub(crate) struct RawObject<'t>(pub Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawObject<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawObject<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let (mut raw, mut name) = (Vec::new(), Cow::Borrowed(""));
        while fields.next_key_seed(FieldName(&mut name))?.is_some() {
            raw.push((std::mem::take(&mut name), fields.next_value()?));
        }
        Ok(RawObject(raw))
    }
}

/// Returns a value as compact JSON.
pub(crate) fn json_text(value: &(impl Serialize + ?Sized)) -> String {
    // A value that was parsed from JSON can be written as JSON.
    serde_json::to_string(value).unwrap_or_default()
}

/// Returns an object as JSON, from the JSON of its fields.
pub(crate) fn object_text<'t>(fields: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let fields: Vec<String> = fields.map(|(name, json)| format!("{}:{json}", json_text(name))).collect();
    format!("{{{}}}", fields.join(","))
}
