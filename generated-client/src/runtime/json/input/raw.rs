//! JSON as text: values that are not parsed, and values that are written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The name of a field, borrowed from the JSON text if possible.
pub(crate) struct FieldName<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for FieldName<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct FieldNameVisitor;

        impl<'de> Visitor<'de> for FieldNameVisitor {
            type Value = FieldName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<FieldName<'de>, E> {
                Ok(FieldName(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<FieldName<'de>, E> {
                Ok(FieldName(Cow::Owned(name.to_owned())))
            }
        }

        from.deserialize_identifier(FieldNameVisitor)
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
        let mut raw = Vec::new();
        while let Some(FieldName(name)) = fields.next_key()? {
            raw.push((name, fields.next_value()?));
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
