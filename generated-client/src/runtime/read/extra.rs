//! Members that no field names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json_text;

/// The members of an object that its definition does not name, and values that its fields could not take.
///
/// They are sent back unchanged with the object. Nothing is allocated while there are none, and they stay
/// unparsed text until someone looks.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    /// Members as they came, `{"a":1,"b":2`; empty once one has been changed.
    text: String,
    /// The same, once someone has looked.
    members: OnceLock<Box<Map<String, Value>>>,
    /// Names of members that lay beside a wrapped value: they are no members of this object and are not sent.
    aside: Vec<String>,
}

/// Room for the few short members that most objects have, without growing in steps.
const USUAL_LENGTH: usize = 128;

impl Extra {
    /// Returns a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members()?.get(name)
    }

    /// Returns all members with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a member, or replaces it and returns what it was.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        let inner = self.0.get_or_insert_default();
        inner.aside.retain(|aside| *aside != name);
        inner.change(|members| members.insert(name, value))
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let value = self.0.as_mut()?.change(|members| members.remove(name));
        if self.members().is_some_and(Map::is_empty) {
            self.0 = None;
        }
        value
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Counts them.
    pub fn len(&self) -> usize {
        self.members().map_or(0, Map::len)
    }

    fn members(&self) -> Option<&Map<String, Value>> {
        let inner = self.0.as_deref()?;
        Some(inner.members.get_or_init(|| parse(&inner.text)))
    }

    /// Returns what is sent with the object.
    pub(crate) fn to_send(&self) -> impl Iterator<Item = (&str, &Value)> {
        let aside = self.0.as_deref().map_or(&[][..], |inner| &inner.aside);
        self.iter().filter(|(name, _)| !aside.iter().any(|aside| aside == name))
    }

    /// Adds a member as it came, a piece of JSON text, while an object is read.
    pub(crate) fn push(&mut self, name: &Cow<'_, str>, json: &str) {
        let text = &mut self.0.get_or_insert_default().text;
        if text.is_empty() {
            text.reserve(USUAL_LENGTH.max(name.len() + json.len() + 4));
        }
        text.push_str(if text.is_empty() { "{\"" } else { ",\"" });
        match name {
            // Borrowed from JSON, so it is spelt as JSON wants it.
            Cow::Borrowed(name) => text.push_str(name),
            Cow::Owned(name) => {
                let quoted = json_text(name);
                text.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
            }
        }
        text.push_str("\":");
        text.push_str(json);
    }

    /// Adds what lay beside a wrapped value, under the name of the member that was wrapped.
    pub(crate) fn push_aside(&mut self, name: &Cow<'_, str>, json: &str) {
        self.push(name, json);
        self.0.get_or_insert_default().aside.push(name.to_string());
    }
}

impl Inner {
    fn change<R>(&mut self, change: impl FnOnce(&mut Map<String, Value>) -> R) -> R {
        let text = std::mem::take(&mut self.text);
        let mut members = self.members.take().unwrap_or_else(|| parse(&text));
        let result = change(&mut members);
        self.members = OnceLock::from(members);
        result
    }
}

/// Parses members that were kept as text. The text has been through a parser once, which went over it lightly.
fn parse(text: &str) -> Box<Map<String, Value>> {
    let mut whole = text.to_owned();
    whole.push_str(if text.is_empty() { "{}" } else { "}" });
    if let Ok(members) = serde_json::from_str(&whole) {
        return Box::new(members);
    }
    let raw: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(&whole).unwrap_or_default();
    let mut members = Map::new();
    for (name, raw) in raw {
        members.insert(name.into_owned(), lenient(raw.get()));
    }
    Box::new(members)
}

/// Parses JSON; what is none after all (a number beyond all bounds, half a surrogate pair) is kept as its text.
fn lenient(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|_| json.into())
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for Extra {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut extra = Self::default();
        extra.extend(members);
        extra
    }
}
