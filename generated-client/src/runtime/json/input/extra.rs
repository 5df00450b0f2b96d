//! Fields that a definition does not name.

use std::fmt;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::extra_store::{Parsed, Store};

/// Fields that the definition does not name, and values that do not fit the type of their field.
///
/// They are sent back unchanged with the object. They are parsed when they are first used. All objects of a response share
/// their text: as long as one object with extra fields exists, the extra fields of all of them stay in memory.
///
/// What a [`Value`] cannot hold is a string of its JSON here: a number of more digits than 64 bits hold (`12345678901234567.89`,
/// `1e999`), half of a surrogate pair, a value that is nested too deeply. It is sent back as it came all the same, by
/// whatever writes JSON text; a `Value` that is made of the object has the string.
///
/// # Examples
///
/// ```
/// use tallyfy::{Extra, Value};
///
/// let mut extra: Extra = [("color", "red")].into_iter().collect();
/// extra.insert("priority", 3);
/// assert_eq!(extra.get("priority"), Some(&Value::from(3)));
/// assert_eq!(extra.remove("color"), Some(Value::from("red")));
/// assert_eq!(extra.len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct Extra(ExtraState);

#[derive(Clone, Default)]
enum ExtraState {
    #[default]
    NullLike,
    /// Received with a response.
    Came { store: Store, object: usize },
    /// Set by the program.
    Own(Box<Parsed>),
}

impl Extra {
    /// Returns the value of a field.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields()?.get(name)
    }

    /// Returns all fields and their values.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Sets a field. Returns the value that it had before.
    #[inline]
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        self.change(|parsed| {
            parsed.sideband.retain(|sideband| *sideband != name);
            parsed.keep(name, value, None)
        })
    }

    /// Removes a field, and returns its value.
    #[inline]
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.get(name)?;
        self.change(|parsed| {
            parsed.texts.remove(name);
            parsed.fields.remove(name)
        })
    }

    /// Returns whether there are no fields.
    #[inline]
    pub fn is_empty(&self) -> bool {
        matches!(self.0, ExtraState::NullLike)
    }

    /// Returns the number of fields.
    #[inline]
    pub fn len(&self) -> usize {
        self.fields().map_or(0, Map::len)
    }

    #[inline]
    fn fields(&self) -> Option<&Map<String, Value>> {
        self.parsed().map(|parsed| &parsed.fields)
    }

    fn parsed(&self) -> Option<&Parsed> {
        match &self.0 {
            ExtraState::NullLike => None,
            ExtraState::Came { store, object } => store.get()?.parsed(*object),
            ExtraState::Own(parsed) => Some(parsed),
        }
    }

    /// Changes the fields, but not those of clones.
    fn change<R>(&mut self, change: impl FnOnce(&mut Parsed) -> R) -> R {
        let mut parsed = match std::mem::take(&mut self.0) {
            ExtraState::Own(parsed) => parsed,
            shared => Box::new(Self(shared).parsed().cloned().unwrap_or_default()),
        };
        let result = change(&mut parsed);
        if !parsed.fields.is_empty() {
            self.0 = ExtraState::Own(parsed);
        }
        result
    }

    /// Returns what is sent with the object: the values, and the JSON of those that are not written as they came.
    #[inline]
    pub(crate) fn to_send(&self) -> impl Iterator<Item = (&str, &Value, Option<&RawValue>)> {
        let parsed = self.parsed();
        let is_sent = move |name: &str| parsed.is_some_and(|parsed| !parsed.sideband.iter().any(|known| known == name));
        let text = move |name: &str| serde_json::from_str(parsed?.texts.get(name)?.as_str()?).ok();
        self.iter().filter(move |(name, _)| is_sent(name)).map(move |(name, value)| (name, value, text(name)))
    }

    /// Refers to the extra fields of an object that is being read.
    pub(crate) fn came(store: Store, object: usize) -> Self {
        Self(ExtraState::Came { store, object })
    }

    /// Returns the number of the object in the store of the response that is being read.
    pub(crate) fn object(&self) -> Option<usize> {
        match self.0 {
            ExtraState::Came { object, .. } => Some(object),
            _ => None,
        }
    }
}

impl fmt::Debug for Extra {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Extra {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for Extra {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, fields: I) {
        for (name, value) in fields {
            self.insert(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut extra = Self::default();
        extra.extend(fields);
        extra
    }
}
