//! What a value is made of, by its JSON.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::runtime::json::input::RawObject;

/// A value, one level deep. What has no value is left out: a null is what RFC 6570 calls undefined.
pub(super) enum Parts<'j> {
    Nothing,
    One(Cow<'j, str>),
    /// The JSON of each item.
    Items(Vec<&'j str>),
    /// The names, and the JSON of each member.
    Members(Vec<(Cow<'j, str>, &'j str)>),
}

impl<'j> Parts<'j> {
    pub(super) fn of(json: &'j str) -> Self {
        let is_something = |json: &&str| *json != "null";
        // What this crate has written as JSON can be read.
        match json.as_bytes().first() {
            Some(b'{') => {
                let RawObject(members) = serde_json::from_str(json).unwrap_or_default();
                let members = members.into_iter().map(|(name, raw)| (name, raw.get()));
                Self::Members(members.filter(|(_, json)| is_something(json)).collect())
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
                Self::Items(items.into_iter().map(RawValue::get).filter(is_something).collect())
            }
            _ if json == "null" => Self::Nothing,
            _ => Self::One(text_of(json)),
        }
    }
}

/// Returns the text of a plain value, and anything else as its JSON.
pub(super) fn text_of(json: &str) -> Cow<'_, str> {
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned),
        // JSON has `1.0` for a float that is an integer, and parameters have `1`.
        Some(b'-' | b'0'..=b'9') => Cow::Borrowed(json.strip_suffix(".0").unwrap_or(json)),
        _ => Cow::Borrowed(json),
    }
}

/// Returns whether a value has members or items.
pub(super) fn is_compound(json: &str) -> bool {
    matches!(json.as_bytes().first(), Some(b'{' | b'['))
}
