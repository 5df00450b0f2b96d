//! Arrays, and maps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::late::Late;
use super::reading::FromJson;
use super::type_info::TypeInfo;
use super::union::Candidate;
use super::value::{ArrayAccess, FieldAccess, RawScalar, ReadInto, ReadValue, Slot, Stopped};
use crate::runtime::json::input::{JsonKind, Mismatch, Outcome, PathStep, Source};

/// An array, in error messages.
const ARRAY: &str = "an array";

impl<T: FromJson> FromJson for Vec<T> {
    const TYPE: &'static TypeInfo = &TypeInfo::new(ARRAY);

    #[inline]
    fn vacant() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn slot(&mut self) -> &mut dyn Slot {
        self
    }

    fn matches_strings() -> bool {
        false
    }

    fn matches_type(value: &Value) -> bool {
        value.as_array().is_some_and(|items| items.iter().all(T::matches_type))
    }
}

impl<T: FromJson> Slot for Vec<T> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

impl<T: FromJson> ReadValue for Vec<T> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, source: Source<'_>) -> Outcome {
        read_one(&mut Items::of(self), T::TYPE, &found.take(), source)
    }

    fn array<'de>(&mut self, items: &mut dyn ArrayAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        read_items(&mut Items::of(self), T::TYPE, items, source)
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        source.note_kind(Self::TYPE.expected, JsonKind::Object);
        let value = fields.collect()?;
        Ok(match items_by_index(value) {
            Ok(items) => ReadInto::new(self, source).reread(&items),
            // Some servers omit the array around a single item.
            Err(item) => {
                let mut candidate = Candidate::new(item, source);
                match candidate.read_matching() {
                    Some(item) => {
                        self.push(item);
                        Ok(())
                    }
                    None => Err(Mismatch::new(Self::TYPE.expected, &candidate.take())),
                }
            }
        })
    }
}

/// A list of any type, for what is compiled once for all of them.
trait List {
    fn len(&self) -> usize;

    /// Adds an item, and returns it.
    fn grow(&mut self) -> &mut dyn Slot;

    /// Removes the last item, which was not read.
    fn shrink(&mut self);
}

/// The items of a list while they are read.
struct Items<'a, T> {
    list: &'a mut Vec<T>,
    /// Whether the list has an item before that is read.
    is_vacant: bool,
}

impl<'a, T> Items<'a, T> {
    fn of(list: &'a mut Vec<T>) -> Self {
        Self { list, is_vacant: false }
    }
}

impl<T: FromJson> List for Items<'_, T> {
    fn len(&self) -> usize {
        self.list.len()
    }

    fn grow(&mut self) -> &mut dyn Slot {
        let Some(vacant) = T::vacant() else { return self };
        self.is_vacant = true;
        let at = self.list.len();
        self.list.push(vacant);
        self.list[at].slot()
    }

    fn shrink(&mut self) {
        if self.is_vacant {
            self.list.pop();
        }
    }
}

/// The next item of a type that is read from its text.
impl<T: FromJson> Slot for Items<'_, T> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl<T: FromJson> ReadValue for Items<'_, T> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Err(found.mismatch(T::TYPE.expected))
    }

    fn text<'de>(&mut self, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
        Ok(T::from_text(json, source)?.map(|item| self.list.push(item)))
    }
}

fn read_items<'de>(
    list: &mut dyn List,
    of: &'static TypeInfo,
    items: &mut dyn ArrayAccess<'de>,
    source: Source<'de>,
) -> Result<Outcome, Stopped> {
    let depth = source.depth();
    let mut first = None;
    let mut at = list.len();
    loop {
        source.step(depth, PathStep::Item(at));
        // An item is read in place, so that large ones are not moved.
        match items.next(ReadInto { slot: list.grow(), of, source })? {
            Some(Ok(())) => {}
            None => {
                list.shrink();
                source.back(depth);
                return Ok(first.map_or(Ok(()), Err));
            }
            // The remaining items are read as well, for the secrets in them.
            Some(Err(mismatch)) => drop(first.get_or_insert_with(|| mismatch.in_item(at))),
        }
        at += 1;
    }
}

/// Reads a scalar in place of an array as its only item. Null is an array without items.
fn read_one(list: &mut dyn List, of: &'static TypeInfo, value: &Value, source: Source<'_>) -> Outcome {
    source.note_kind(ARRAY, JsonKind::of(value));
    if value.is_null() {
        return Ok(());
    }
    ReadInto { slot: list.grow(), of, source }.reread(value).map_err(|mismatch| {
        list.shrink();
        if mismatch.is_closed() { mismatch } else { Mismatch::new(ARRAY, value) }
    })
}

/// Returns the values of an object whose keys are indexes, as an array; the object if they are not. An empty object is an empty
/// array.
fn items_by_index(object: Value) -> Result<Value, Value> {
    let index = |key: &str| key.parse::<u64>().ok();
    match object {
        Value::Object(fields) if fields.keys().all(|key| index(key).is_some()) => Ok(in_order(fields, index)),
        other => Err(other),
    }
}

fn in_order(fields: Map<String, Value>, index: impl Fn(&str) -> Option<u64>) -> Value {
    let mut items: Vec<(u64, Value)> = fields.into_iter().map(|(key, value)| (index(&key).unwrap_or(u64::MAX), value)).collect();
    items.sort_by_key(|(index, _)| *index);
    items.into_iter().map(|(_, value)| value).collect()
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    const TYPE: &'static TypeInfo = &TypeInfo { empty_list: true, ..TypeInfo::new("an object") };

    #[inline]
    fn vacant() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn slot(&mut self) -> &mut dyn Slot {
        self
    }

    fn matches_strings() -> bool {
        false
    }

    fn matches_type(value: &Value) -> bool {
        value.as_object().is_some_and(|fields| fields.values().all(T::matches_type))
    }
}

impl<T: FromJson> Slot for BTreeMap<String, T> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

impl<T: FromJson> ReadValue for BTreeMap<String, T> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, source: Source<'_>) -> Outcome {
        let value = found.take();
        if !(value.is_null() || value.as_array().is_some_and(Vec::is_empty)) {
            return Err(Mismatch::new(Self::TYPE.expected, &value));
        }
        source.note_kind(Self::TYPE.expected, JsonKind::of(&value));
        Ok(())
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        let depth = source.depth();
        let (mut first, mut name) = (None, Cow::Borrowed(""));
        while fields.next_key(&mut name)? {
            let key = std::mem::take(&mut name);
            source.step(depth, PathStep::Entry(&key));
            let mut value = Late::default();
            match fields.value(value.read(source))?.and_then(|()| value.value()) {
                Ok(value) => drop(self.insert(key.into_owned(), value)),
                Err(mismatch) => drop(first.get_or_insert_with(|| mismatch.in_entry(&key))),
            }
        }
        source.back(depth);
        Ok(first.map_or(Ok(()), Err))
    }
}
