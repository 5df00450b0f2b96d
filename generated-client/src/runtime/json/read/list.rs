//! Lists, and maps with keys that are data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::union::Candidate;
use super::visitor::{Structure, Structured};
use super::{Read, Slot, reread};
use crate::runtime::json::input::{JsonKind, Misfit, Outcome, Source, Step};

impl<T: Read> Read for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        from.deserialize_any(Structured(ListSlot(self, source)))
    }

    fn suits(value: &Value) -> bool {
        value.as_array().is_some_and(|items| items.iter().all(T::suits))
    }
}

struct ListSlot<'a, 'de, T>(&'a mut Vec<T>, Source<'de>);

impl<T: Read> ListSlot<'_, '_, T> {
    /// Takes an object that is one item: some servers leave the list away around a single one.
    fn one(self, value: Value) -> Outcome {
        let Self(list, source) = self;
        let mut candidate = Candidate::new(value, None, source);
        match candidate.fits() {
            Some(item) => list.push(item),
            None => return Err(Misfit::new(Self::EXPECTED, &candidate.take())),
        }
        Ok(())
    }
}

impl<'de, T: Read> Structure<'de> for ListSlot<'_, 'de, T> {
    const EXPECTED: &'static str = "a list";

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outcome, A::Error> {
        let Self(list, source) = self;
        let depth = source.depth();
        source.step(depth, Step::Item);
        let mut first = None;
        loop {
            let at = list.len();
            // An item is read where it will stay; large ones are not moved.
            list.push(T::default());
            let Some(slot) = list.last_mut() else {
                continue;
            };
            match items.next_element_seed(Slot(slot, source))? {
                Some(Ok(())) => {}
                None => {
                    list.pop();
                    source.back(depth);
                    return Ok(first.map_or(Ok(()), Err));
                }
                // The rest is read all the same, as that of an object is.
                Some(Err(misfit)) => drop(first.get_or_insert_with(|| misfit.in_item(at))),
            }
        }
    }

    fn object<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        self.1.note_kind(Self::EXPECTED, JsonKind::Object);
        match Value::deserialize(MapAccessDeserializer::new(members))? {
            Value::Object(members) if members.keys().all(|key| index(key).is_some()) => Ok(reread(self.0, &mut in_order(members), self.1)),
            Value::Object(members) => Ok(self.one(Value::Object(members))),
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
            .map_err(|misfit| if misfit.is_closed() { misfit } else { Misfit::new(Self::EXPECTED, &value) })?;
        self.0.push(item);
        Ok(())
    }
}

fn index(key: &str) -> Option<u64> {
    key.parse().ok()
}

/// Returns the values of an object that is really a list, with its indexes as keys. An empty object is an empty list.
fn in_order(members: Map<String, Value>) -> Value {
    let mut items: Vec<(u64, Value)> = Vec::new();
    for (key, value) in members {
        let index = index(&key).unwrap_or(u64::MAX);
        items.insert(items.partition_point(|(known, _)| *known < index), (index, value));
    }
    items.into_iter().map(|(_, value)| value).collect()
}

impl<T: Read> Read for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";
    const EMPTY_LIST: bool = true;

    fn read<'de, D: Deserializer<'de>>(&mut self, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
        from.deserialize_any(Structured(MapSlot(self, source)))
    }

    fn suits(value: &Value) -> bool {
        value.as_object().is_some_and(|members| members.values().all(T::suits))
    }
}

struct MapSlot<'a, 'de, T>(&'a mut BTreeMap<String, T>, Source<'de>);

impl<'de, T: Read> Structure<'de> for MapSlot<'_, 'de, T> {
    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Outcome, A::Error> {
        let Self(map, source) = self;
        let depth = source.depth();
        source.step(depth, Step::Entry);
        let mut first = None;
        while let Some(key) = members.next_key::<String>()? {
            let mut value = T::default();
            match members.next_value_seed(Slot(&mut value, source))? {
                Ok(()) => drop(map.insert(key, value)),
                Err(misfit) => drop(first.get_or_insert_with(|| misfit.in_entry(&key))),
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
            return Err(Misfit::new(Self::EXPECTED, &value));
        }
        self.1.note_kind(Self::EXPECTED, JsonKind::of(&value));
        Ok(())
    }
}
