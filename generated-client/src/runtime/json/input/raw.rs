//! JSON as text: what is not parsed yet, and what is written again.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A member's name, borrowed from the text wherever it can be.
pub(crate) struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }

        from.deserialize_identifier(KeyVisitor)
    }
}

/// The members of an object, each as its text.
#[derive(Default)]
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

/// Returns an object as JSON, of the texts of its members.
pub(crate) fn object_text<'t>(members: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let members: Vec<String> = members.map(|(name, json)| format!("{}:{json}", json_text(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// Parses JSON that has been through a parser once, which went over it lightly: what is none after all (a number beyond
/// all bounds, half a surrogate pair) is kept as its text.
pub(crate) fn lenient(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|_| json.into())
}
