//! The values of an `enum`, as far as they are of its type.

use std::borrow::Cow;
use std::collections::HashSet;

use openapiv3::{BooleanType, IntegerType, NumberType, StringType, Type};
use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::node::Node;
use crate::normalize::schema::word::Word;
use crate::scalar::number::integer as exact_integer;

/// What `enum` lists; empty when there is none.
pub(in crate::normalize) struct EnumValues<'d, 'p> {
    node: Option<Node<'d, 'p>>,
    /// Each value once, without null.
    values: Vec<ListedValue<'d>>,
    null: bool,
}

/// A value that an `enum` lists.
struct ListedValue<'d> {
    value: &'d Value,
    /// The text of a scalar, as it is written.
    text: Option<Cow<'d, str>>,
}

impl<'d, 'p> EnumValues<'d, 'p> {
    /// Reads the `enum` of a schema; that of strings with each spelling of a number as a value of its own.
    pub fn read(schema: &'p Node<'d, '_>, of_strings: bool) -> Self {
        let Some(node) = schema.get("enum") else {
            return Self::only(schema, of_strings);
        };
        check_constant(schema, &node);
        let (mut values, mut null, mut seen) = (Vec::new(), false, HashSet::new());
        for item in node.items() {
            let value = item.value();
            if value.is_null() {
                null = true;
                continue;
            }
            let text = if of_strings || value.is_string() { item.written() } else { None };
            let shown = text.as_deref().filter(|_| !value.is_string()).map_or_else(|| value.to_string(), str::to_owned);
            if seen.contains(&shown) {
                item.warn_repaired(format!("{shown} is listed twice"), Change::Remove);
                continue;
            }
            seen.insert(shown);
            values.push(ListedValue { value, text });
        }
        if values.is_empty() && !null && node.value().is_array() {
            node.warn_repaired("an `enum` without values has no effect", Change::Remove);
        }
        Self { node: Some(node), values, null }
    }

    /// The value of `const`, which is a list of one.
    fn only(schema: &'p Node<'d, '_>, of_strings: bool) -> Self {
        let without = Self { node: None, values: Vec::new(), null: false };
        let Some(constant) = constant(schema) else {
            return without;
        };
        if constant.value().is_null() {
            return Self { null: true, ..without };
        }
        let text = if of_strings || constant.value().is_string() { constant.written() } else { None };
        let values = vec![ListedValue { value: constant.value(), text }];
        Self { values, node: Some(constant), null: false }
    }

    /// Those of one type of several.
    #[must_use]
    pub fn of(mut self, word: Word, listed: &Listed) -> Self {
        self.values.retain(|value| listed.is_of(value.value, word));
        self
    }

    /// Whether null is among the values.
    pub fn has_null(&self) -> bool {
        self.null
    }

    /// The values of a string. Numbers and booleans read as what they would be in quotes.
    pub fn texts(&self) -> Option<Vec<Option<String>>> {
        let texts: Option<Vec<_>> = self.values.iter().map(|listed| listed.text.as_deref().map(|text| Some(text.to_owned()))).collect();
        self.read_as(texts)
    }

    /// The values of an integer.
    pub fn integers(&self) -> Option<Vec<Option<i64>>> {
        self.all(|value| match value {
            Value::Number(number) => exact_integer(number),
            Value::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// The values of a number.
    pub fn numbers(&self) -> Option<Vec<Option<f64>>> {
        self.all(|value| match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// The values of a boolean.
    pub fn booleans(&self) -> Option<Vec<Option<bool>>> {
        self.all(|value| match value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// The values as they are.
    pub fn into_values(self) -> Vec<Value> {
        self.values.into_iter().map(|listed| listed.value.clone()).collect()
    }

    /// Reports values where a type has no use for them.
    pub fn without_effect(&self, of: &str) {
        if let Some(node) = &self.node {
            node.warn_repaired(format!("`enum` of {of} has no effect"), Change::Remove);
        }
    }

    /// The values of a type that none of them fits, when they are all strings: they are believed.
    /// When they are of several kinds the schema allows anything, since a type that excludes a
    /// listed value would be a guess. Reports either.
    pub fn believed(&self, schema: &Node) -> Option<Vec<Option<String>>> {
        let node = self.node.as_ref()?;
        if self.values.iter().all(|listed| listed.value.is_string()) {
            let message = "these values are strings: read as `string`";
            node.warn(message);
            schema.repair_at("type", message, Change::Put("string".into()));
            return self.texts();
        }
        let message = "some of these values do not match the type: any value is accepted";
        node.warn(message);
        schema.repair_at("type", message, if schema.has("in") { Change::Put("string".into()) } else { Change::Remove });
        None
    }

    /// The type of values that are no objects, although the schema says so: what they are is believed. None where they are objects
    /// or of several types, or where the schema describes properties. Reports it.
    pub fn instead_of_object(&self, schema: &Node) -> Option<Type> {
        let node = self.node.as_ref().filter(|_| !["properties", "additionalProperties"].iter().any(|key| schema.has(key)))?;
        if self.values.is_empty() {
            return None;
        }
        let all = |is: fn(&Value) -> bool| self.values.iter().all(|listed| is(listed.value));
        let (ty, words) = if all(Value::is_string) {
            (Type::String(StringType { enumeration: self.texts()?, ..StringType::default() }), ("strings", "string"))
        } else if let Some(enumeration) = self.integers().filter(|_| all(Value::is_number)) {
            (Type::Integer(IntegerType { enumeration, ..IntegerType::default() }), ("integers", "integer"))
        } else if all(Value::is_number) {
            (Type::Number(NumberType { enumeration: self.numbers()?, ..NumberType::default() }), ("numbers", "number"))
        } else if all(Value::is_boolean) {
            (Type::Boolean(BooleanType { enumeration: self.booleans()? }), ("booleans", "boolean"))
        } else {
            return None;
        };
        let (kind, word) = words;
        let message = format!("these values are {kind}: read as `{word}`");
        schema.repair_at("type", message.as_str(), Change::Put(word.into()));
        node.warn(message);
        schema.skip(&["format", "minProperties", "maxProperties", "required"], Unused::NoEffect);
        Some(ty)
    }

    /// All values by one reading, or none when one of them is of another type.
    fn all<T: Clone + Into<Value>>(&self, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<Option<T>>> {
        self.read_as(self.values.iter().map(|listed| read(listed.value).map(Some)).collect())
    }

    /// Notes what the values are read as, where that is not what is written.
    fn read_as<T: Clone + Into<Value>>(&self, values: Option<Vec<Option<T>>>) -> Option<Vec<Option<T>>> {
        let is_other = |listed: &ListedValue<'_>, value: &Value| {
            matches!((listed.value, value), (Value::String(_), value) if !value.is_string())
                || !listed.value.is_string() && value.is_string()
        };
        let read: Vec<Value> = values.iter().flatten().flatten().cloned().map(Into::into).collect();
        if let Some(node) = &self.node
            && self.values.iter().zip(&read).any(|(listed, value)| is_other(listed, value))
        {
            let null = self.null.then_some(Value::Null);
            node.repair("the values of an enum are of its type", Change::Put(read.into_iter().chain(null).collect()));
        }
        values
    }
}

/// Which of several types each listed value is of.
pub(in crate::normalize) enum Listed {
    /// All are of the one type, or there are none.
    All,
    /// There are values of these types.
    Of(Vec<Word>),
}

impl Listed {
    /// Tells it for the values that a schema of these types lists.
    pub fn of(schema: &Node, words: &[Word]) -> Self {
        let values = listed(schema);
        let is_plain = |value: &Value| !(value.is_object() || value.is_array());
        if words.len() < 2 || !words.iter().all(|word| word.is_scalar()) || !values.iter().all(is_plain) {
            return Self::All;
        }
        let mut found: Vec<Word> = values.iter().filter_map(|value| best(value, words)).collect();
        found.dedup();
        if found.is_empty() { Self::All } else { Self::Of(found) }
    }

    /// The types of a list of values without a type of its own, where they are single values of several.
    pub fn words(schema: &Node) -> Vec<Word> {
        let values = listed(schema);
        let known = [Word::Boolean, Word::Integer, Word::Number, Word::String];
        let natural: Option<Vec<Word>> = values.iter().filter(|value| !value.is_null()).map(|value| natural(value, &known)).collect();
        let natural = natural.unwrap_or_default();
        let mut found: Vec<Word> = known.into_iter().filter(|word| natural.contains(word)).collect();
        if found.contains(&Word::Number) {
            found.retain(|word| *word != Word::Integer);
        }
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// Whether values of a type are allowed.
    pub fn has(&self, word: Word) -> bool {
        match self {
            Self::All => true,
            Self::Of(found) => found.contains(&word),
        }
    }

    fn is_of(&self, value: &Value, word: Word) -> bool {
        match self {
            Self::All => true,
            Self::Of(found) => best(value, found) == Some(word),
        }
    }
}

/// The value of `const`, where the dialect has that word.
fn constant<'d, 'p>(schema: &'p Node<'d, '_>) -> Option<Node<'d, 'p>> {
    if schema.words().contains(&"const") { schema.raw("const") } else { None }
}

/// Reports a constant that is none of the listed values.
fn check_constant(schema: &Node, listed: &Node) {
    let Some(constant) = constant(schema) else { return };
    if !listed.value().as_array().is_some_and(|listed| listed.contains(constant.value())) {
        constant.warn(format!("{} is none of the values that `enum` lists: `enum` is read", constant.value()));
    }
}

/// The values that a schema lists: those of `enum`, or the one of `const`.
pub(in crate::normalize) fn listed<'d>(schema: &Node<'d, '_>) -> &'d [Value] {
    match schema.value().get("enum").and_then(Value::as_array) {
        Some(values) => values,
        None if schema.words().contains(&"const") => schema.value().get("const").map_or(&[], std::slice::from_ref),
        None => &[],
    }
}

/// The type among some that a value is of; that of strings where it is of none of them.
fn best(value: &Value, words: &[Word]) -> Option<Word> {
    if value.is_null() {
        return None;
    }
    natural(value, words).or_else(|| words.iter().copied().find(|word| *word == Word::String)).or(words.first().copied())
}

/// The type among some that a value is of.
fn natural(value: &Value, words: &[Word]) -> Option<Word> {
    let has = |word: Word| Some(word).filter(|word| words.contains(word));
    match value {
        Value::String(_) => has(Word::String),
        Value::Bool(_) => has(Word::Boolean),
        Value::Number(number) => exact_integer(number).and_then(|_| has(Word::Integer)).or_else(|| has(Word::Number)),
        _ => None,
    }
}
