//! Writing the fields of a struct as the items of an array: as many as the caller has set.

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::runtime::json::input::Extra;
use crate::runtime::json::object::writes_json_text;
use crate::runtime::json::read::Maybe;

/// What was received in the place of an item, and did not fit.
struct ReceivedItem<'a> {
    at: usize,
    value: &'a Value,
    text: Option<&'a RawValue>,
}

/// Writes the items of one array.
///
/// It keeps the first error until the end, so that the code of each type is a list of fields and nothing else.
pub struct ItemWriter<'a, S: SerializeSeq> {
    to: S,
    /// In the order of their places.
    received: Vec<ReceivedItem<'a>>,
    /// The place of the next item.
    next: usize,
    /// How many items before that have no value: they are written only if one comes after them.
    left_out: usize,
    result: Result<(), S::Error>,
}

impl<'a, S: SerializeSeq> ItemWriter<'a, S> {
    /// Begins an array.
    pub fn begin<T>(to: T, extra: &'a Extra) -> Result<Self, S::Error>
    where
        T: Serializer<SerializeSeq = S, Ok = S::Ok, Error = S::Error>,
    {
        let numbered = extra.to_send().filter_map(|(name, value, text)| Some(ReceivedItem { at: name.parse().ok()?, value, text }));
        let mut received: Vec<_> = numbered.collect();
        received.sort_by_key(|item| item.at);
        Ok(Self { to: to.serialize_seq(None)?, received, next: 0, left_out: 0, result: Ok(()) })
    }

    /// Writes an item.
    pub fn put<T: Serialize>(&mut self, value: &T) {
        self.element(value);
        self.next += 1;
    }

    /// Writes an item that need not be there.
    pub fn put_some<T: Serialize>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.put(value),
            None => self.put_received(),
        }
    }

    /// Writes an item that need not be there. Null is written.
    pub fn put_maybe<T: Serialize>(&mut self, value: &Maybe<T>) {
        if value.is_absent() { self.put_received() } else { self.put(value) }
    }

    /// Writes the items that have no fields, between those that did not fit.
    pub fn rest<T: Serialize>(&mut self, items: &[T]) {
        for item in items {
            while self.has_received() {
                self.put_received();
            }
            self.put(item);
        }
    }

    /// Writes what was received behind, and ends the array.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        while let Some(last) = self.received.last().filter(|last| last.at >= self.next) {
            // Items in between were removed since.
            if !self.received.iter().any(|item| item.at == self.next) {
                let after = self.received.iter().map(|item| item.at).find(|at| *at > self.next);
                self.next = after.unwrap_or(last.at);
            }
            self.put_received();
        }
        self.result?;
        self.to.end()
    }

    fn has_received(&self) -> bool {
        self.received.iter().any(|item| item.at == self.next)
    }

    /// Writes what was received in the place of the next item, if anything was.
    fn put_received(&mut self) {
        let found = self.received.iter().find(|item| item.at == self.next).map(|item| (item.value, item.text));
        match found {
            Some((_, Some(text))) if writes_json_text::<S>() => self.element(text),
            Some((value, _)) => self.element(value),
            None => self.left_out += 1,
        }
        self.next += 1;
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) {
        for _ in 0..std::mem::take(&mut self.left_out) {
            self.write(&());
        }
        self.write(value);
    }

    fn write<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.result.is_ok() {
            self.result = self.to.serialize_element(value);
        }
    }
}
