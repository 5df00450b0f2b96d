//! Writing changes: the smallest body that is right.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::runtime::json::input::Extra;
use crate::runtime::json::object::Object;
use crate::runtime::json::read::{Read, read_value};

/// What a server has to be told beside what has changed, and how it takes it.
///
/// | a member | is sent |
/// |---|---|
/// | that is required | always, as it is after the change |
/// | that the server empties when it is left out (`resend`) | always, as long as it is known |
/// | that differs | as a whole |
/// | that differs, and whose own members are changed one by one (`merge`) | with those that differ; one that is gone is null |
/// | that is gone | as null, where null is something else than nothing said |
/// | that the server does not take empty (`not_empty`) | not while it is empty |
/// | that is the same | not |
#[derive(Debug)]
pub struct Changes {
    /// Members that the server empties when they are left out.
    pub resend: &'static [&'static str],
    /// Members whose own members are changed one by one.
    pub merge: &'static [&'static str],
    /// Members that the server does not take empty.
    pub not_empty: &'static [&'static str],
    /// Members whose items are objects when they are read, each with the member of such an object that is sent for it.
    /// A slash leads into a member: `owners/users`.
    pub keys: &'static [(&'static str, &'static str)],
}

impl Changes {
    /// Makes a body that turns one value into another.
    pub fn between<T: Serialize, B: Object + Read>(&self, before: &T, after: &T) -> B {
        let mut body = B::default();
        for (name, value) in self.changed(&members(before), &members(after), B::REQUIRED) {
            // One by one: a member that does not fit takes no other with it.
            let _ = read_value(&mut body, &mut json!({ name: value }));
        }
        // What the body does not know, the server does not want.
        *body.extra() = Extra::default();
        body
    }

    fn changed(&self, before: &Map<String, Value>, after: &Map<String, Value>, required: &[&str]) -> Vec<(String, Value)> {
        let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| (name, &Value::Null));
        let mut changed = Vec::new();
        for (name, value) in after.iter().chain(gone) {
            let always = required.contains(&name.as_str()) || self.resend.contains(&name.as_str());
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

    /// Returns a member as it is sent.
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
                    let (member, inside) = path.split_once('/').map_or((*path, ""), |(member, inside)| (member, inside));
                    if member == name {
                        replace(&mut value, inside, key);
                    }
                }
                value
            }
        }
    }
}

/// Replaces what lies at a path of members.
fn replace(value: &mut Value, path: &str, key: &str) {
    if path.is_empty() {
        *value = keyed(value, key);
        return;
    }
    let (member, inside) = path.split_once('/').unwrap_or((path, ""));
    if let Some(value) = value.get_mut(member) {
        replace(value, inside, key);
    }
}

/// Replaces objects by one of their members.
fn keyed(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| keyed(item, key)).collect(),
        Value::Object(members) => members.get(key).unwrap_or(value).clone(),
        _ => value.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn members(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
