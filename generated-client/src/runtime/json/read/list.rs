//! Arrays, and maps.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::reading::{FromJson, ReadInto, reread};
use super::union::Candidate;
use super::visitor::{ContainerReader, ContainerVisitor, NUMBER, number};
use crate::runtime::json::input::{JsonKind, Mismatch, Outcome, PathStep, Source};

impl<T: FromJson> FromJson for Vec<T> {
    const EXPECTED: &'static str = "an array";

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        from.deserialize_any(ContainerVisitor(ReadList(self, source)))
    }

    fn matches_type(value: &Value) -> bool {
        value.as_array().is_some_and(|items| items.iter().all(T::matches_type))
    }
}

struct ReadList<'a, 'de, T>(&'a mut Vec<T>, Source<'de>);

impl<T: FromJson> ReadList<'_, '_, T> {
    /// Reads an object as the only item: some servers omit the array around a single item.
    fn one(self, value: Value) -> Outcome {
        let Self(list, source) = self;
        let mut candidate = Candidate::new(value, None, source);
        match candidate.read_matching() {
            Some(item) => list.push(item),
            None => return Err(Mismatch::new(Self::EXPECTED, &candidate.take())),
        }
        Ok(())
    }
}

impl<'de, T: FromJson> ContainerReader<'de> for ReadList<'_, 'de, T> {
    const EXPECTED: &'static str = "an array";

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outcome, A::Error> {
        let Self(list, source) = self;
        let depth = source.depth();
        let mut first = None;
        loop {
            let at = list.len();
            source.step(depth, PathStep::Item(at));
            // An item is read in place, so that large ones are not moved.
            list.push(T::default());
            let Some(slot) = list.last_mut() else {
                continue;
            };
            match items.next_element_seed(ReadInto(slot, source))? {
                Some(Ok(())) => {}
                None => {
                    list.pop();
                    source.back(depth);
                    return Ok(first.map_or(Ok(()), Err));
                }
                // The remaining items are read as well, for the secrets in them.
                Some(Err(mismatch)) => drop(first.get_or_insert_with(|| mismatch.in_item(at))),
            }
        }
    }

    fn object<A: MapAccess<'de>>(self, fields: A) -> Result<Outcome, A::Error> {
        self.1.note_kind(Self::EXPECTED, JsonKind::Object);
        match Value::deserialize(MapAccessDeserializer::new(fields))? {
            Value::Object(fields) if fields.keys().all(|key| index(key).is_some()) => Ok(reread(self.0, &mut in_order(fields), self.1)),
            Value::Object(fields) => Ok(self.one(Value::Object(fields))),
            value => Ok(self.other(value)),
        }
    }

    fn other(self, mut value: Value) -> Outcome {
        self.1.note_kind(Self::EXPECTED, JsonKind::of(&value));
        if value.is_null() {
            return Ok(());
        }
        let mut item = T::default();
        reread(&mut item, &mut value, self.1)
            .map_err(|mismatch| if mismatch.is_closed() { mismatch } else { Mismatch::new(Self::EXPECTED, &value) })?;
        self.0.push(item);
        Ok(())
    }
}

fn index(key: &str) -> Option<u64> {
    key.parse().ok()
}

/// Returns the values of an object whose keys are indexes, as an array. An empty object is an empty array.
fn in_order(fields: Map<String, Value>) -> Value {
    let mut items: Vec<(u64, Value)> = fields.into_iter().map(|(key, value)| (index(&key).unwrap_or(u64::MAX), value)).collect();
    items.sort_by_key(|(index, _)| *index);
    items.into_iter().map(|(_, value)| value).collect()
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";
    const EMPTY_LIST: bool = true;

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        from.deserialize_any(ContainerVisitor(ReadMap(self, source)))
    }

    fn matches_type(value: &Value) -> bool {
        value.as_object().is_some_and(|fields| fields.values().all(T::matches_type))
    }
}

struct ReadMap<'a, 'de, T>(&'a mut BTreeMap<String, T>, Source<'de>);

impl<'de, T: FromJson> ContainerReader<'de> for ReadMap<'_, 'de, T> {
    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outcome, A::Error> {
        let Self(map, source) = self;
        let depth = source.depth();
        let mut first = None;
        while let Some(key) = fields.next_key::<String>()? {
            if key == NUMBER {
                source.back(depth);
                return number(fields).map(|value| ReadMap(map, source).other(value));
            }
            source.step(depth, PathStep::Entry(&key));
            let mut value = T::default();
            match fields.next_value_seed(ReadInto(&mut value, source))? {
                Ok(()) => drop(map.insert(key, value)),
                Err(mismatch) => drop(first.get_or_insert_with(|| mismatch.in_entry(&key))),
            }
        }
        source.back(depth);
        Ok(first.map_or(Ok(()), Err))
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        if !(value.is_null() || value.as_array().is_some_and(Vec::is_empty)) {
            return Err(Mismatch::new(Self::EXPECTED, &value));
        }
        self.1.note_kind(Self::EXPECTED, JsonKind::of(&value));
        Ok(())
    }
}
