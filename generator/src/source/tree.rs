//! Text to a value, the same way for both formats: repeated keys are refused, YAML's keys are
//! text as written, its merges are applied and its aliases cannot blow up.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use crate::source::nodes::DEPTH;

/// Keys that only describe: some documents repeat them, and JSON readers take the last one.
const DESCRIPTIVE: &[&str] = &["description", "summary", "title", "operationId"];

/// What a reading of one text shares.
pub(super) struct Reading {
    /// Whether it is YAML, where `<<` merges and no key may be repeated.
    pub yaml: bool,
    /// The bytes that values may still take: a short text can expand without end by its aliases.
    pub budget: Cell<usize>,
    /// The refusal that is ours and not the parser's, and its place.
    pub refusal: RefCell<Option<(Pointer, String)>>,
    /// What was let pass.
    pub warnings: RefCell<Vec<Diagnostic>>,
}

impl Reading {
    pub fn new(yaml: bool, budget: usize) -> Self {
        Self { yaml, budget: Cell::new(budget), refusal: RefCell::default(), warnings: RefCell::default() }
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        match self.budget.get().checked_sub(bytes + size_of::<Value>()) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => Err(self.refuse(Pointer::root(), "the aliases of this document expand to too much".into())),
        }
    }

    fn refuse<E: Error>(&self, at: Pointer, message: String) -> E {
        *self.refusal.borrow_mut() = Some((at, message));
        E::custom("refused")
    }
}

/// Reads one value, and knows the way to it.
#[derive(Clone, Copy)]
pub(super) struct ValueSeed<'r> {
    reading: &'r Reading,
    place: ValuePath<'r>,
    /// How many objects and arrays it lies in.
    depth: usize,
}

#[derive(Clone, Copy)]
enum ValuePath<'r> {
    Root,
    Property(&'r ValuePath<'r>, &'r str),
    Item(&'r ValuePath<'r>, usize),
}

impl ValuePath<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Property(parent, key) => parent.pointer().push(key),
            Self::Item(parent, index) => parent.pointer().push(index),
        }
    }
}

impl<'r> ValueSeed<'r> {
    /// Reads the whole document.
    pub fn root(reading: &'r Reading) -> Self {
        Self { reading, place: ValuePath::Root, depth: 0 }
    }

    fn at<'c>(&'c self, place: ValuePath<'c>) -> ValueSeed<'c> {
        ValueSeed { reading: self.reading, place, depth: self.depth + 1 }
    }

    /// Counts an object or an array.
    fn enter<E: Error>(&self) -> Result<(), E> {
        if self.depth >= DEPTH {
            return Err(self.reading.refuse(self.place.pointer(), too_deep()));
        }
        self.reading.spend(0)
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    /// What no integer of a value holds is the nearest float.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.reading.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.at(ValuePath::Item(&self.place, list.len())))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut map = Map::new();
        let mut merges = Vec::new();
        while let Some(key) = properties.next_key_seed(KeySeed { tree: &self, taken: &map })? {
            let value = properties.next_value_seed(self.at(ValuePath::Property(&self.place, &key)))?;
            if self.reading.yaml && key == "<<" {
                merges.push(value);
            } else {
                self.insert(&mut map, key, value)?;
            }
        }
        for merge in merges {
            self.merge(&mut map, merge)?;
        }
        Ok(Value::Object(map))
    }
}

impl ValueSeed<'_> {
    /// Adds a property. A repeated one got here because it may only describe; it does when it is text.
    fn insert<E: Error>(&self, map: &mut Map<String, Value>, key: String, value: Value) -> Result<(), E> {
        match map.entry(key) {
            Entry::Vacant(place) => {
                place.insert(value);
                Ok(())
            }
            Entry::Occupied(mut first) => match first.get() {
                Value::String(lost) if value.is_string() => {
                    let key = first.key();
                    let message = format!("duplicate key `{key}`: the last one counts, {lost:?} is lost");
                    self.reading.warnings.borrow_mut().push(Diagnostic::warning(self.place.pointer().push(key), message));
                    first.insert(value);
                    Ok(())
                }
                _ => Err(self.duplicate(first.key())),
            },
        }
    }

    fn duplicate<E: Error>(&self, key: &str) -> E {
        self.reading.refuse(self.place.pointer().push(key), format!("duplicate key `{key}`"))
    }

    /// Adds the properties of a `<<` value that the mapping has not itself.
    fn merge<E: Error>(&self, map: &mut Map<String, Value>, merge: Value) -> Result<(), E> {
        match merge {
            Value::Object(properties) => {
                for (key, value) in properties {
                    map.entry(key).or_insert(value);
                }
                Ok(())
            }
            Value::Array(list) if list.iter().all(Value::is_object) => list.into_iter().try_for_each(|item| self.merge(map, item)),
            _ => {
                let message = "`<<` merges a mapping or a list of mappings, nothing else";
                Err(self.reading.refuse(self.place.pointer().push("<<"), message.into()))
            }
        }
    }
}

pub(super) fn too_deep() -> String {
    format!("nested too deeply: more than {DEPTH} levels")
}

/// Reads a key as the text that stands there: `200` in YAML is `"200"`.
struct KeySeed<'r> {
    tree: &'r ValueSeed<'r>,
    taken: &'r Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text as a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        let descriptive = DESCRIPTIVE.contains(&key) || key.starts_with("x-");
        if self.taken.contains_key(key) && (self.tree.reading.yaml || !descriptive) {
            return Err(self.tree.duplicate(key));
        }
        self.tree.reading.spend(key.len())?;
        Ok(key.to_owned())
    }
}
