//! Values that a document gives beside a schema: a default, an example. What the schema calls a string is the text that is
//! written there, `1.10` and not the number 1.1.

use std::borrow::Cow;

use serde_json::Value;

use crate::diagnostic::repair::Change;
use crate::node::Node;
use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::says;
use crate::normalize::schema::implied::implied;
use crate::normalize::schema::word::Word;
use crate::pointer::Pointer;

/// How deep values are followed, and how many references and parts of an `allOf` one after the other.
const DEPTH: usize = 16;

/// A value and its place.
#[derive(Clone)]
struct Placed<'d> {
    value: &'d Value,
    at: Pointer,
}

impl<'d> Placed<'d> {
    fn get(&self, key: &str) -> Option<Self> {
        Some(Self { value: self.value.get(key)?, at: self.at.push(key) })
    }
}

impl<'d> Document<'d> {
    /// A value that stands beside a schema.
    pub(in crate::normalize) fn given(&self, schema: &Node<'d, '_>, key: &str) -> Option<Value> {
        let node = schema.raw(key)?;
        let value = self.as_written(schema, &node);
        if value != *node.value() {
            node.repair("the value of a string is the text that is written there", Change::Put(value.clone()));
        }
        Some(value)
    }

    /// A value of a schema, or of a parameter. One without a type is a string there.
    pub(in crate::normalize) fn as_written(&self, schema: &Node<'d, '_>, value: &Node<'d, '_>) -> Value {
        if !has_other_scalars(value.value()) {
            return value.value().clone();
        }
        let value = Placed { value: value.value(), at: value.pointer() };
        let of_parameter = schema.has("in") && self.words(schema).is_empty();
        if of_parameter {
            return self.text_of(&value);
        }
        self.following(&Placed { value: schema.value(), at: schema.pointer() }, &value, 0)
    }

    fn following(&self, schema: &Placed<'d>, value: &Placed<'d>, depth: usize) -> Value {
        if !has_other_scalars(value.value) {
            return value.value.clone();
        }
        let mut parts = Vec::new();
        self.parts(schema, &mut parts, 0);
        let below = |key: &dyn Fn(&Placed<'d>) -> Option<Placed<'d>>, value: Placed<'d>| match parts.iter().find_map(key) {
            Some(schema) if depth < DEPTH => self.following(&schema, &value, depth + 1),
            _ => value.value.clone(),
        };
        match value.value {
            Value::Number(_) | Value::Bool(_) if parts.iter().any(|part| is_text(part.value, value.value)) => self.text_of(value),
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(index, item)| Placed { value: item, at: value.at.push(index) });
                items.map(|item| below(&|part| part.get("items"), item)).collect()
            }
            Value::Object(properties) => {
                let property = |key: &str, part: &Placed<'d>| part.get("properties")?.get(key);
                let entry = |(key, entry): (&String, &'d Value)| {
                    let entry = Placed { value: entry, at: value.at.push(key) };
                    let schema = |part: &Placed<'d>| property(key, part).or_else(|| part.get("additionalProperties"));
                    (key.clone(), below(&schema, entry))
                };
                properties.iter().map(entry).collect()
            }
            other => other.clone(),
        }
    }

    /// What a schema says by itself, by its reference and by the parts of its `allOf`.
    fn parts(&self, schema: &Placed<'d>, found: &mut Vec<Placed<'d>>, depth: usize) {
        if depth > DEPTH || found.len() > DEPTH {
            return;
        }
        if let Some(reference) = schema.value.get("$ref").and_then(Value::as_str) {
            if let Some((at, value)) = self.references.look_up(reference, &schema.at) {
                self.parts(&Placed { value, at }, found, depth + 1);
            }
            return;
        }
        found.push(schema.clone());
        let Some(all_of) = schema.get("allOf") else { return };
        for (index, part) in all_of.value.as_array().into_iter().flatten().enumerate() {
            self.parts(&Placed { value: part, at: all_of.at.push(index) }, found, depth + 1);
        }
    }

    fn text_of(&self, value: &Placed<'d>) -> Value {
        let text = self.sink.written(value.value, || value.at.clone());
        text.map_or_else(|| value.value.clone(), |text| Value::String(Cow::into_owned(text)))
    }
}

/// Whether a schema means the text of a number or a boolean: it is one of strings, and not of such values.
fn is_text(schema: &Value, value: &Value) -> bool {
    if schema.get("type").is_none() {
        let listed = schema.get("enum").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        return implied(schema, listed) == Some(Word::String);
    }
    let kinds: &[&str] = if value.is_boolean() { &["boolean"] } else { &["integer", "number"] };
    says(schema, "string") && !kinds.iter().any(|kind| says(schema, kind))
}

/// The one number that a parameter may have, as it is written: it travels as text. None where that is no plain number.
pub(in crate::normalize) fn only_number(node: &Node) -> Option<String> {
    let values = node.get("enum").filter(|_| says(node.value(), "number"))?;
    if values.value().as_array()?.len() != 1 {
        return None;
    }
    let text = values.items().next()?.written()?.into_owned();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.')?;
    (digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)).then_some(text)
}

/// Whether there are numbers or booleans in a value.
fn has_other_scalars(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Bool(_) => true,
        Value::Array(items) => items.iter().any(has_other_scalars),
        Value::Object(properties) => properties.values().any(has_other_scalars),
        Value::Null | Value::String(_) => false,
    }
}
