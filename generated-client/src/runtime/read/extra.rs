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
    /// Members as text, `{"a":1,"b":2`, until one is added or changed.
    text: String,
    /// The same, once someone has looked.
    looked_at: OnceLock<Box<Parsed>>,
    /// The members from then on.
    changed: Option<Box<Parsed>>,
}

#[derive(Clone, Default)]
struct Parsed {
    members: Map<String, Value>,
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
        let name = name.into();
        let parsed = self.parsed_mut();
        parsed.aside.retain(|aside| *aside != name);
        parsed.members.insert(name, value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.get(name)?;
        let members = &mut self.parsed_mut().members;
        let value = members.remove(name);
        if members.is_empty() {
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
        self.parsed().map(|parsed| &parsed.members)
    }

    fn parsed(&self) -> Option<&Parsed> {
        let Inner { text, looked_at, changed } = self.0.as_deref()?;
        Some(changed.as_ref().unwrap_or_else(|| looked_at.get_or_init(|| parse(text))))
    }

    fn parsed_mut(&mut self) -> &mut Parsed {
        let inner = self.0.get_or_insert_default();
        let text = std::mem::take(&mut inner.text);
        let looked_at = std::mem::take(&mut inner.looked_at).into_inner();
        inner.changed.get_or_insert_with(|| looked_at.unwrap_or_else(|| parse(&text)))
    }

    /// Returns what is sent with the object.
    pub(crate) fn to_send(&self) -> impl Iterator<Item = (&str, &Value)> {
        let aside = self.parsed().map_or(&[][..], |parsed| &parsed.aside);
        self.iter().filter(|(name, _)| !aside.iter().any(|aside| aside == name))
    }

    /// Adds a member as it came: a piece of JSON text.
    pub(crate) fn push_text(&mut self, name: &str, json: &str) {
        let inner = self.0.get_or_insert_default();
        if let Some(changed) = &mut inner.changed {
            changed.members.insert(name.to_owned(), lenient(json));
            return;
        }
        let text = &mut inner.text;
        if text.is_empty() {
            text.reserve(USUAL_LENGTH);
        }
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
        self.parsed_mut().members.insert(name.to_owned(), value);
    }

    /// Keeps what lay beside a wrapped value, under the name of the member that was wrapped.
    pub(crate) fn set_aside(&mut self, name: &str, beside: Map<String, Value>) {
        if !beside.is_empty() {
            self.keep(name, Value::Object(beside));
            self.parsed_mut().aside.push(name.to_owned());
        }
    }
}

/// Parses members that were kept as text. The text has been through a parser once, which went over it lightly.
fn parse(text: &str) -> Box<Parsed> {
    let mut whole = text.to_owned();
    whole.push_str(if text.is_empty() { "{}" } else { "}" });
    let members = serde_json::from_str(&whole).unwrap_or_else(|_| {
        let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(&whole).unwrap_or_default();
        members.into_iter().map(|(name, raw)| (name.into_owned(), lenient(raw.get()))).collect()
    });
    Box::new(Parsed { members, aside: Vec::new() })
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
