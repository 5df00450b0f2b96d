//! Objects on their way out: exactly what the caller said.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::runtime::json::input::Extra;
use crate::runtime::json::read::Maybe;

/// Takes the members of one object.
pub struct Members<'a, S> {
    to: &'a mut S,
    written: Vec<&'static str>,
}

impl<'a, S: SerializeMap> Members<'a, S> {
    pub(super) fn new(to: &'a mut S) -> Self {
        Self { to, written: Vec::new() }
    }

    /// Writes a member.
    pub fn put<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.written.push(name);
        self.to.serialize_entry(name, value)
    }

    /// Writes a member unless it is empty.
    pub fn put_some<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        value.as_ref().map_or(Ok(()), |value| self.put(name, value))
    }

    /// Writes a member unless it is absent: null is written.
    pub fn put_maybe<T: Serialize>(&mut self, name: &'static str, value: &Maybe<T>) -> Result<(), S::Error> {
        if value.is_absent() { Ok(()) } else { self.put(name, value) }
    }

    /// Writes the members whose names are data.
    pub fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), S::Error> {
        rest.iter().try_for_each(|(name, value)| self.to.serialize_entry(name, value))
    }

    /// Writes the members that no field names. A field that has been set since wins over what came in its place.
    pub fn extra(&mut self, extra: &Extra) -> Result<(), S::Error> {
        extra.to_send().filter(|(name, _)| !self.written.contains(name)).try_for_each(|(name, value)| self.to.serialize_entry(name, value))
    }
}
