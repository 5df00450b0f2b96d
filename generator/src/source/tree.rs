//! Text to a value, the same way for both formats: repeated keys are refused, YAML's keys are
//! text as written, its merges are applied and its aliases cannot blow up.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What a reading of one text shares.
pub(super) struct Reading {
    /// Whether `<<` merges.
    pub merges: bool,
    /// The bytes that values may still take: a short text can expand without end by its aliases.
    pub budget: Cell<usize>,
    /// The refusal that is ours and not the parser's, in its own words.
    pub refusal: RefCell<Option<String>>,
}

impl Reading {
    fn refuse<E: Error>(&self, message: String) -> E {
        *self.refusal.borrow_mut() = Some(message);
        E::custom("refused")
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        match self.budget.get().checked_sub(bytes + size_of::<Value>()) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => Err(self.refuse("the aliases of this document expand to too much".into())),
        }
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Tree<'r>(pub &'r Reading);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.0.spend(0)?;
        // YAML's infinities and NaN are no JSON numbers; their text reports itself where a number is read.
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut map = Map::new();
        let mut merges = Vec::new();
        while let Some(key) = members.next_key_seed(Key { reading: self.0, taken: &map })? {
            let value = members.next_value_seed(self)?;
            if self.0.merges && key == "<<" {
                merges.push(value);
            } else {
                map.insert(key, value);
            }
        }
        for merge in merges {
            self.merge(&mut map, merge)?;
        }
        Ok(Value::Object(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

impl Tree<'_> {
    /// Adds the members of a `<<` value that the mapping has not itself.
    fn merge<E: Error>(self, map: &mut Map<String, Value>, merge: Value) -> Result<(), E> {
        match merge {
            Value::Object(members) => {
                for (key, value) in members {
                    map.entry(key).or_insert(value);
                }
                Ok(())
            }
            Value::Array(list) if list.iter().all(Value::is_object) => list.into_iter().try_for_each(|item| self.merge(map, item)),
            _ => Err(self.0.refuse("`<<` merges a mapping or a list of mappings, nothing else".into())),
        }
    }
}

/// Reads a key as the text that stands there: `200` in YAML is `"200"`.
struct Key<'r> {
    reading: &'r Reading,
    taken: &'r Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text as a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        if self.taken.contains_key(key) {
            return Err(self.reading.refuse(format!("duplicate key `{key}`")));
        }
        self.reading.spend(key.len())?;
        Ok(key.to_owned())
    }
}
