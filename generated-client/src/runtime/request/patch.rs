//! Bodies that change a resource: the smallest one that is correct.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::runtime::json::input::Extra;
use crate::runtime::json::object::{Object, ObjectType};
use crate::runtime::json::read::{Fields, read_value};

/// How a server expects a change: which fields must be sent, and how.
///
/// | a field | is sent |
/// |---|---|
/// | that is required | always, with its value after the change |
/// | that the server clears if it is absent (`resend`) | always, if it is known |
/// | that differs | as a whole |
/// | that differs, and is merged by the server (`merge`) | with its fields that differ; a removed one is null |
/// | that was removed | as null, if the field tells null from absent |
/// | that the server refuses if it is empty (`not_empty`) | not while it is empty |
/// | that is unchanged | not |
#[derive(Debug)]
pub struct Changes {
    /// Fields that the server clears if they are absent.
    pub resend: &'static [&'static str],
    /// Fields that the server merges.
    pub merge: &'static [&'static str],
    /// Fields that the server refuses if they are empty.
    pub not_empty: &'static [&'static str],
    /// Fields whose items are objects in responses, each with the field of the object that is sent in its place.
    /// A slash separates the names of nested fields: `owners/users`.
    pub keys: &'static [(&'static str, &'static str)],
}

impl Changes {
    /// Returns the body that changes one value into another.
    pub fn between<T: Serialize, B: Object + ObjectType + Default>(&self, before: &T, after: &T) -> B {
        let mut body = B::default();
        for (name, value) in self.changed(&fields(before), &fields(after), B::TYPE.fields.as_ref()) {
            // Field by field, so that one that does not fit affects no other.
            let _ = read_value(&mut body, &json!({ name: value }));
        }
        // Fields that the body does not define are not sent.
        *body.extra() = Extra::default();
        body
    }

    fn changed(&self, before: &Map<String, Value>, after: &Map<String, Value>, of: Option<&Fields>) -> Vec<(String, Value)> {
        let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| (name, &Value::Null));
        let mut changed = Vec::new();
        for (name, value) in after.iter().chain(gone) {
            let always = of.is_some_and(|fields| fields.require(name)) || self.resend.contains(&name.as_str());
            if !always && before.get(name) == Some(value) {
                continue;
            }
            let value = self.written(name, before.get(name), value);
            if !(self.not_empty.contains(&name.as_str()) && is_empty(&value)) {
                changed.push((name.clone(), value));
            }
        }
        changed
    }

    /// Returns the value of a field as it is sent.
    fn written(&self, name: &str, before: Option<&Value>, value: &Value) -> Value {
        match (before, value) {
            (Some(Value::Object(before)), Value::Object(after)) if self.merge.contains(&name) => {
                let gone = before.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.clone(), Value::Null));
                let differs = after.iter().filter(|(key, value)| before.get(*key) != Some(*value));
                Value::Object(differs.map(|(key, value)| (key.clone(), value.clone())).chain(gone).collect())
            }
            _ => {
                let mut value = value.clone();
                for (path, key) in self.keys {
                    let (field, inside) = path.split_once('/').map_or((*path, ""), |(field, inside)| (field, inside));
                    if field == name {
                        replace(&mut value, inside, key);
                    }
                }
                value
            }
        }
    }
}

/// Replaces the value at a path of fields.
fn replace(value: &mut Value, path: &str, key: &str) {
    if path.is_empty() {
        *value = keyed(value, key);
        return;
    }
    let (field, inside) = path.split_once('/').unwrap_or((path, ""));
    if let Some(value) = value.get_mut(field) {
        replace(value, inside, key);
    }
}

/// Replaces objects by one of their fields.
fn keyed(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| keyed(item, key)).collect(),
        Value::Object(fields) => fields.get(key).unwrap_or(value).clone(),
        _ => value.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn fields(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
