//! What reading made of a document that is not as its specification says, as changes of the document: with them it can be
//! written as it was understood.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// What becomes of a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It has this value, whether it was there or not.
    Put(Value),
    /// The list has this item more, and is made if it is not there.
    Append(Value),
    /// The list does not have this item.
    Without(Value),
    /// It is not there.
    Remove,
    /// It has another key; what stands under that already is completed.
    Rename(String),
    /// What stands at another place is in the place of a reference to it, with what stands beside that.
    Inline(Pointer),
    /// It stands in the place of another item of its list.
    Replace(Pointer),
}

impl Change {
    /// The kind of change.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Put(_) | Self::Inline(_) => "set",
            Self::Append(_) => "added",
            Self::Without(_) | Self::Remove => "removed",
            Self::Rename(_) => "renamed",
            Self::Replace(_) => "moved",
        }
    }
}

/// One change, and why it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The name of the source; empty until it is located.
    pub source: String,
    /// The line and the column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// The place as the overlay left it.
    pub at: Pointer,
    /// What was found there: the message of the finding, if there is one.
    pub why: String,
    /// What became of it.
    pub change: Change,
}

impl Repair {
    /// A change that is not yet located.
    pub fn new(at: Pointer, why: impl Into<String>, change: Change) -> Self {
        Self { source: String::new(), position: None, at, why: why.into(), change }
    }

    /// What of a change has its turn first: places are those of the document as it was read.
    fn turn(&self, root: &Value) -> usize {
        match &self.change {
            Change::Put(_) | Change::Append(_) | Change::Without(_) => 0,
            Change::Remove if !self.is_item(root) => 0,
            Change::Inline(_) => 1,
            Change::Replace(_) => 2,
            Change::Remove => 3,
            Change::Rename(_) => 4,
        }
    }

    fn is_item(&self, root: &Value) -> bool {
        self.at.parent().and_then(|list| root.pointer(list.as_str())).is_some_and(Value::is_array)
    }
}

/// Makes changes. Returns those that found their places.
pub fn apply(repairs: Vec<Repair>, root: &mut Value) -> Vec<Repair> {
    let mut turns: [Vec<(usize, Repair)>; 5] = Default::default();
    for (index, repair) in repairs.into_iter().enumerate() {
        if let Some(turn) = turns.get_mut(repair.turn(root)) {
            turn.push((index, repair));
        }
    }
    let [first, inlined, moved, mut removed, mut renamed] = turns;
    // The last one first, so that the places before it stay.
    let mut seen = BTreeSet::new();
    removed.retain(|(_, repair)| seen.insert(repair.at.clone()));
    removed.sort_by_cached_key(|(_, repair)| std::cmp::Reverse(place_in_order(&repair.at)));
    renamed.sort_by_cached_key(|(_, repair)| std::cmp::Reverse(place_in_order(&repair.at)));
    let mut done: Vec<(usize, Repair)> =
        [first, inlined, moved, removed, renamed].into_iter().flatten().filter(|(_, repair)| make(repair, root)).collect();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, repair)| repair).collect()
}

fn place_in_order(at: &Pointer) -> Vec<(Option<usize>, String)> {
    at.keys().map(|key| (key.parse().ok(), key)).collect()
}

fn make(repair: &Repair, root: &mut Value) -> bool {
    match &repair.change {
        Change::Put(value) => put(root, &repair.at, value),
        Change::Append(item) => match root.pointer_mut(repair.at.as_str()) {
            Some(Value::Array(items)) => {
                items.push(item.clone());
                true
            }
            _ => put(root, &repair.at, &Value::Array(vec![item.clone()])),
        },
        Change::Without(item) => {
            let list = root.pointer(repair.at.as_str()).and_then(Value::as_array);
            let index = list.and_then(|list| list.iter().position(|one| one == item));
            index.is_some_and(|index| remove(root, &repair.at.push(index)))
        }
        Change::Remove => remove(root, &repair.at),
        Change::Inline(from) => match root.pointer(from.as_str()).cloned() {
            Some(value) => put(root, &repair.at, &inlined(value, root.pointer(repair.at.as_str()))),
            None => false,
        },
        Change::Replace(at) => match root.pointer(repair.at.as_str()).cloned() {
            Some(value) => put(root, at, &value),
            None => false,
        },
        Change::Rename(key) => rename(root, &repair.at, key),
    }
}

/// A value in the place of a reference to it.
fn inlined(mut value: Value, reference: Option<&Value>) -> Value {
    if let (Value::Object(properties), Some(Value::Object(beside))) = (&mut value, reference) {
        properties.extend(beside.iter().filter(|(key, _)| *key != "$ref").map(|(key, value)| (key.clone(), value.clone())));
    }
    value
}

fn put(root: &mut Value, at: &Pointer, value: &Value) -> bool {
    let (Some(parent), Some(key)) = (at.parent(), at.last()) else { return false };
    match root.pointer_mut(parent.as_str()) {
        Some(Value::Object(properties)) => {
            properties.insert(key, value.clone());
            true
        }
        Some(Value::Array(items)) => match key.parse().ok().and_then(|index: usize| items.get_mut(index)) {
            Some(item) => {
                item.clone_from(value);
                true
            }
            None => false,
        },
        _ => false,
    }
}

/// Removes a place, and a list that is empty without it.
fn remove(root: &mut Value, at: &Pointer) -> bool {
    let (Some(parent), Some(key)) = (at.parent(), at.last()) else { return false };
    let is_empty = match root.pointer_mut(parent.as_str()) {
        Some(Value::Object(properties)) => return properties.shift_remove(&key).is_some(),
        Some(Value::Array(items)) => match key.parse().ok().filter(|index| *index < items.len()) {
            Some(index) => {
                items.remove(index);
                items.is_empty()
            }
            None => return false,
        },
        _ => return false,
    };
    if is_empty {
        remove(root, &parent);
    }
    true
}

/// Gives a property another key in its place.
fn rename(root: &mut Value, at: &Pointer, name: &str) -> bool {
    let (Some(parent), Some(key)) = (at.parent(), at.last()) else { return false };
    let Some(Value::Object(properties)) = root.pointer_mut(parent.as_str()) else { return false };
    if properties.contains_key(name) {
        let Some(value) = properties.shift_remove(&key) else { return false };
        if let (Some(Value::Object(first)), Value::Object(other)) = (properties.get_mut(name), value) {
            for (key, value) in other {
                first.entry(key).or_insert(value);
            }
        }
        return true;
    }
    if !properties.contains_key(&key) {
        return false;
    }
    let renamed = |(one, value)| (if one == key { name.to_owned() } else { one }, value);
    *properties = std::mem::take(properties).into_iter().map(renamed).collect::<Map<_, _>>();
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn places_are_those_before_all_changes() {
        let mut root = json!({"a": [1, 2, 3], "p": {"/x": {"get": 1}, "/y": [1]}, "r": ["one"]});
        let repairs = vec![
            Repair::new(at("/p/~1x"), "", Change::Rename("/z".into())),
            Repair::new(at("/a/0"), "", Change::Remove),
            Repair::new(at("/a/2"), "", Change::Put(json!(4))),
            Repair::new(at("/a/1"), "", Change::Remove),
            // One item is removed once, whatever is wrong with it.
            Repair::new(at("/a/1"), "another reason", Change::Remove),
            Repair::new(at("/p/~1x/get"), "", Change::Put(json!(2))),
            Repair::new(at("/p/~1y"), "", Change::Append(json!(2))),
            Repair::new(at("/r"), "", Change::Without(json!("one"))),
            Repair::new(at("/nothing/here"), "", Change::Remove),
        ];
        let done = apply(repairs, &mut root);
        assert_eq!(root, json!({"a": [4], "p": {"/z": {"get": 2}, "/y": [1, 2]}}));
        assert_eq!(done.len(), 7);
        assert_eq!(root["p"].as_object().unwrap().keys().collect::<Vec<_>>(), ["/z", "/y"]);
    }

    #[test]
    fn an_item_takes_the_place_of_another() {
        let mut root = json!([{"a": 1}, {"a": 2}, {"b": 3}]);
        let repairs = vec![Repair::new(at("/1"), "", Change::Replace(at("/0"))), Repair::new(at("/1"), "", Change::Remove)];
        apply(repairs, &mut root);
        assert_eq!(root, json!([{"a": 2}, {"b": 3}]));
    }

    #[test]
    fn what_stands_in_place_of_a_reference_is_repaired() {
        let mut root = json!({"a": {"x": 1, "y": 1}, "b": [{"$ref": "#/a"}]});
        let repairs = vec![
            Repair::new(at("/b/0"), "", Change::Inline(at("/a"))),
            Repair::new(at("/b/0/y"), "", Change::Put(json!(3))),
            Repair::new(at("/a/x"), "", Change::Put(json!(2))),
        ];
        apply(repairs, &mut root);
        assert_eq!(root["b"], json!([{"x": 2, "y": 3}]));
    }

    #[test]
    fn a_name_that_is_taken_is_completed() {
        let mut root = json!({"/a/": {"get": 1, "put": 2}, "/a": {"get": 3}});
        apply(vec![Repair::new(at("/~1a~1"), "", Change::Rename("/a".into()))], &mut root);
        assert_eq!(root, json!({"/a": {"get": 3, "put": 2}}));
    }
}
