//! Members that no field names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The members of an object that its definition does not name, and values that its fields could not take.
///
/// They are sent back unchanged with the object. Nothing is allocated while there are none, and they stay
/// unparsed text until someone looks.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    /// Members as text, `"a":1,"b":2`, until they are asked for.
    text: String,
    members: OnceLock<Map<String, Value>>,
    /// Names of members that lay beside a wrapped value: they are no members of this object and are not sent.
    aside: Vec<String>,
}

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
        let name = name.into();
        let inner = self.0.get_or_insert_default();
        inner.aside.retain(|aside| *aside != name);
        inner.parsed().insert(name, value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let inner = self.0.as_mut()?;
        let value = inner.parsed().remove(name);
        if inner.parsed().is_empty() {
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
        self.0.as_deref().map(|inner| inner.members.get_or_init(|| parse(&inner.text)))
    }

    /// Returns what is sent with the object.
    pub(crate) fn to_send(&self) -> impl Iterator<Item = (&str, &Value)> {
        let aside = self.0.as_deref().map_or(&[][..], |inner| &inner.aside);
        self.iter().filter(|(name, _)| !aside.iter().any(|aside| aside == name))
    }

    /// Adds a member as it came: a piece of JSON text.
    pub(crate) fn push_text(&mut self, name: &str, json: &str) {
        let inner = self.0.get_or_insert_default();
        if let Some(members) = inner.members.get_mut() {
            members.insert(name.to_owned(), lenient(json));
            return;
        }
        let text = &mut inner.text;
        text.push(if text.is_empty() { '{' } else { ',' });
        match name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            true => text.extend(["\"", name, "\""]),
            false => text.push_str(&Value::from(name).to_string()),
        }
        text.push(':');
        text.push_str(json);
    }

    /// Adds a member as it came.
    pub(crate) fn keep(&mut self, name: &str, value: Value) {
        self.0.get_or_insert_default().parsed().insert(name.to_owned(), value);
    }

    /// Keeps what lay beside a wrapped value, under the name of the member that was wrapped.
    pub(crate) fn set_aside(&mut self, name: &str, beside: Map<String, Value>) {
        if !beside.is_empty() {
            self.keep(name, Value::Object(beside));
            self.0.get_or_insert_default().aside.push(name.to_owned());
        }
    }
}

impl Inner {
    /// Returns the members to be changed; the text no longer counts from then on.
    fn parsed(&mut self) -> &mut Map<String, Value> {
        if self.members.get().is_none() {
            self.members = OnceLock::from(parse(&self.text));
        }
        self.text = String::new();
        match self.members.get_mut() {
            Some(members) => members,
            None => unreachable!("set three lines above"),
        }
    }
}

/// Parses members that were kept as text. The text has been through a parser once, which went over it lightly.
fn parse(text: &str) -> Map<String, Value> {
    let mut whole = text.to_owned();
    whole.push_str(if text.is_empty() { "{}" } else { "}" });
    if let Ok(members) = serde_json::from_str(&whole) {
        return members;
    }
    let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(&whole).unwrap_or_default();
    members.into_iter().map(|(name, raw)| (name.into_owned(), lenient(raw.get()))).collect()
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
