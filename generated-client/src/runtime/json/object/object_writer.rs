//! Writing objects: exactly what the caller has set.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::runtime::json::input::Extra;
use crate::runtime::json::purpose::is_request;
use crate::runtime::json::read::Maybe;

/// Writes the fields of one object, by methods that are named as the rows of the tables.
///
/// It keeps the first error until the end, so that the code of each type is a list of fields and nothing else.
pub struct ObjectWriter<'a, S: SerializeMap> {
    to: &'a mut S,
    written: Vec<&'static str>,
    result: Result<(), S::Error>,
}

impl<'a, S: SerializeMap> ObjectWriter<'a, S> {
    pub(super) fn new(to: &'a mut S) -> Self {
        Self { to, written: Vec::new(), result: Ok(()) }
    }

    /// Writes a required field.
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.put(name, value);
    }

    /// Writes a required field of a type without a value to begin with.
    pub fn late<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.put(name, value);
    }

    /// Writes a field that is always sent.
    pub fn tag<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.put(name, value);
    }

    /// Writes a field that is null where it has no value.
    pub fn nullable<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.put(name, value);
    }

    /// Writes a field unless it is `None`.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Writes a field that only the server sets, unless it is `None` or the object is written into a request.
    pub fn read_only<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if is_request() {
            // What was received in its place, and did not fit, is not sent either.
            self.written.push(name);
        } else {
            self.optional(name, value);
        }
    }

    /// Writes a field unless it is absent. Null is written.
    pub fn maybe<T: Serialize>(&mut self, name: &'static str, value: &Maybe<T>) {
        if !value.is_absent() {
            self.put(name, value);
        }
    }

    /// Writes the entries of a map as fields.
    pub fn additional<T: Serialize>(&mut self, additional: &BTreeMap<String, T>) {
        for (name, value) in additional {
            self.entry(name, value);
        }
    }

    /// Writes the extra fields, except those that have been written: a field that was set since replaces the received value.
    pub fn extra(&mut self, extra: &Extra) {
        for (name, value, text) in extra.to_send() {
            if self.written.contains(&name) {
                continue;
            }
            match text.filter(|_| writes_json_text::<S>()) {
                Some(text) => self.entry(name, text),
                None => self.entry(name, value),
            }
        }
    }

    fn put<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.written.push(name);
        self.entry(name, value);
    }

    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.result.is_ok() {
            self.result = self.to.serialize_entry(name, value);
        }
    }

    /// Returns the first error.
    pub(super) fn end(self) -> Result<(), S::Error> {
        self.result
    }
}

/// Returns whether a serializer is serde_json's for text, or one that passes on to it.
///
/// That one alone writes a `RawValue` as the text that it is. There is no other way to know it: should its name change, what a
/// value does not hold is written as a string.
pub(crate) fn writes_json_text<S>() -> bool {
    std::any::type_name::<S>().contains("serde_json::ser::Compound<")
}
