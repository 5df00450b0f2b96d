//! Members that no field names.

use std::fmt;

use serde_json::{Map, Value};

use super::extra_store::{Parsed, Store};

/// The members of an object that its definition does not name, and values that its fields could not take.
///
/// They are sent back unchanged with the object, and stay unparsed text until someone looks. All objects of one reply
/// have that text in common: as long as one of them is there that has such members, those of the others are in memory too.
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
pub struct Extra(Held);

#[derive(Clone, Default)]
enum Held {
    #[default]
    Nothing,
    /// What came with a reply.
    Came { store: Store, object: usize },
    /// What the program has put together.
    Own(Box<Parsed>),
}

impl Extra {
    /// Returns a member.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members()?.get(name)
    }

    /// Returns all members with their names.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a member, or replaces it and returns what it was.
    #[inline]
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        self.change(|parsed| {
            parsed.aside.retain(|aside| *aside != name);
            parsed.members.insert(name, value)
        })
    }

    /// Takes a member out.
    #[inline]
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.get(name)?;
        self.change(|parsed| parsed.members.remove(name))
    }

    /// Tells whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Held::Nothing)
    }

    /// Counts them.
    #[inline]
    pub fn len(&self) -> usize {
        self.members().map_or(0, Map::len)
    }

    #[inline]
    fn members(&self) -> Option<&Map<String, Value>> {
        self.parsed().map(|parsed| &parsed.members)
    }

    fn parsed(&self) -> Option<&Parsed> {
        match &self.0 {
            Held::Nothing => None,
            Held::Came { store, object } => store.get()?.parsed(*object),
            Held::Own(parsed) => Some(parsed),
        }
    }

    /// Changes the members; nobody else's change with them.
    fn change<R>(&mut self, change: impl FnOnce(&mut Parsed) -> R) -> R {
        let mut parsed = match std::mem::take(&mut self.0) {
            Held::Own(parsed) => parsed,
            shared => Box::new(Self(shared).parsed().cloned().unwrap_or_default()),
        };
        let result = change(&mut parsed);
        if !parsed.members.is_empty() {
            self.0 = Held::Own(parsed);
        }
        result
    }

    /// Returns what is sent with the object.
    #[inline]
    pub(crate) fn to_send(&self) -> impl Iterator<Item = (&str, &Value)> {
        let aside = self.parsed().map_or(&[][..], |parsed| &parsed.aside);
        self.iter().filter(|(name, _)| !aside.iter().any(|aside| aside == name))
    }

    /// Refers to what an object holds, while it is read.
    pub(crate) fn came(store: Store, object: usize) -> Self {
        Self(Held::Came { store, object })
    }

    /// Returns the number under which the members lie in the store of a reply that is being read.
    pub(crate) fn object(&self) -> Option<usize> {
        match self.0 {
            Held::Came { object, .. } => Some(object),
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
