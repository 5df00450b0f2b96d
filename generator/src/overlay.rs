//! Applies an OpenAPI Overlay (1.0 and 1.1) to a document, strictly: an action that matches
//! nothing is an error, so that a correction cannot go stale unnoticed.

mod edits;

use std::borrow::Cow;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::coverage::Unused;
use crate::node::{Node, Sink};
use crate::pointer::Pointer;
use crate::source::{DEPTH, Source};

pub use edits::{Edited, Edits, Origin};

/// How many values the `copy` actions of one overlay may add.
const COPIED: usize = 2_000_000;

/// How many brackets a JSONPath may open: its parser follows them on the stack.
const BRACKETS: usize = 100;

/// Applies the actions of `overlay` one after the other. Problems go to the sink with their
/// place in the overlay.
pub fn apply<'d>(document: &'d Source, overlay: &Source, sink: &Sink) -> (Cow<'d, Value>, Edits) {
    let mut edited = Editor { value: document.value().clone(), edits: Edits::default(), copied: 0 };
    let root = Node::start(overlay.value(), Pointer::root(), sink);
    if !root.is_object() || !is_overlay_1(&root) {
        return (Cow::Borrowed(document.value()), Edits::default());
    }
    root.skip(&["info", "extends"], Unused::Prose);
    match root.get("actions") {
        Some(actions) => actions.items().for_each(|action| edited.action(&action)),
        None => root.error("an overlay without `actions`"),
    }
    finish(&root);
    (Cow::Owned(edited.value), edited.edits)
}

fn is_overlay_1(root: &Node) -> bool {
    let version = root.raw("overlay").map(|version| version.value());
    let known = version.and_then(Value::as_str).is_some_and(|text| text == "1" || text.starts_with("1."));
    if !known {
        root.error_with_help(
            "this is no overlay of version 1",
            "an overlay begins with `overlay: 1.0.0`, in the form number.number.number",
        );
    }
    known
}

fn finish(node: &Node) {
    for left in node.unread().filter(|left| !left.name().starts_with("x-")) {
        left.warn(format!("unknown key `{}` in an overlay", left.name()));
    }
}

/// A value under way.
struct Editor {
    value: Value,
    edits: Edits,
    copied: usize,
}

impl Editor {
    fn action(&mut self, action: &Node) {
        if !action.is_object() {
            return;
        }
        action.skip(&["description"], Unused::Prose);
        let places = action.get("target").and_then(|target| self.places(&target));
        if !action.has("target") {
            action.error("an action without `target`");
        }
        let update = action.raw("update");
        let remove = action.flag_of("remove");
        let copy = action.get("copy");
        finish(action);
        let Some(places) = places else { return };
        match (remove, update, copy) {
            (true, ..) => self.remove(action, places),
            (false, Some(update), _) => {
                places.iter().for_each(|place| self.merge(place, update.value(), &update));
            }
            (false, None, Some(copy)) => self.copy(&copy, places),
            (false, None, None) => action.warn("an action with neither `update` nor `remove` does nothing"),
        }
    }

    /// The places that a JSONPath selects. Reports when there are none.
    fn places(&self, path: &Node) -> Option<Vec<Pointer>> {
        let text = path.text()?;
        if brackets(&text) > BRACKETS {
            path.error("this JSONPath is nested too deeply");
            return None;
        }
        let query = match JsonPath::parse(&text) {
            Ok(query) => query,
            Err(problem) => {
                path.error_with_help(format!("`{text}` is no JSONPath: {problem}"), "see RFC 9535");
                return None;
            }
        };
        let found = query.query_located(&self.value).dedup();
        let places: Vec<Pointer> = found.locations().filter_map(|place| Pointer::parse(&place.to_json_pointer())).collect();
        if places.is_empty() {
            path.error_with_help(
                format!("`{text}` matches nothing in the document"),
                "the document has changed, or the target is misspelt",
            );
            return None;
        }
        Some(places)
    }

    /// Removes places; the last first, so that the indices before it stay.
    fn remove(&mut self, action: &Node, mut places: Vec<Pointer>) {
        places.sort_by_cached_key(|place| place.keys().map(|key| (key.parse::<usize>().ok(), key)).collect::<Vec<_>>());
        for place in places.into_iter().rev() {
            let (Some(parent), Some(key)) = (place.parent(), place.last()) else {
                action.error("an action cannot remove the whole document");
                return;
            };
            match self.value.pointer_mut(parent.as_str()) {
                Some(Value::Object(properties)) if properties.contains_key(&key) => {
                    properties.shift_remove(&key);
                    self.edits.gone(place, action.pointer());
                }
                Some(Value::Array(items)) => {
                    if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                        items.remove(index);
                        self.edits.removed(parent, index);
                        self.edits.gone(place, action.pointer());
                    }
                }
                // Gone with a parent that was selected as well.
                _ => {}
            }
        }
    }

    fn copy(&mut self, copy: &Node, places: Vec<Pointer>) {
        let Some(from) = self.places(copy) else {
            return;
        };
        let [from] = from.as_slice() else {
            copy.error("`copy` must select one value");
            return;
        };
        let Some(value) = self.value.pointer(from.as_str()).cloned() else {
            return;
        };
        self.copied = self.copied.saturating_add(size(&value).saturating_mul(places.len()));
        if self.copied > COPIED {
            copy.error("the `copy` actions of this overlay add too much");
            return;
        }
        let since = self.edits.len();
        places.iter().for_each(|place| self.merge(place, &value, copy));
        self.edits.copied(since, &copy.pointer(), from);
    }

    /// Merges a value into a place: objects property by property, lists by appending; anything else is replaced.
    fn merge(&mut self, place: &Pointer, update: &Value, from: &Node) {
        if place.keys().count() + depth(update) > DEPTH {
            from.error(format!("nested too deeply after this action: more than {DEPTH} levels"));
            return;
        }
        if let Some(target) = self.value.pointer_mut(place.as_str()) {
            merge(target, update, place, &from.pointer(), &mut self.edits);
        }
    }
}

fn merge(target: &mut Value, update: &Value, at: &Pointer, from: &Pointer, edits: &mut Edits) {
    match (target, update) {
        (Value::Object(properties), Value::Object(updates)) => {
            for (key, update) in updates {
                let (at, from) = (at.push(key), from.push(key));
                match properties.get_mut(key) {
                    Some(property) => merge(property, update, &at, &from, edits),
                    None => {
                        properties.insert(key.clone(), update.clone());
                        edits.set(at, from);
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for (index, update) in updates.iter().enumerate() {
                edits.set(at.push(items.len()), from.push(index));
                items.push(update.clone());
            }
        }
        (Value::Array(items), update) => {
            edits.set(at.push(items.len()), from.clone());
            items.push(update.clone());
        }
        (target, update) => {
            edits.set(at.clone(), from.clone());
            target.clone_from(update);
        }
    }
}

fn brackets(path: &str) -> usize {
    path.chars().filter(|letter| matches!(letter, '[' | '(' | '!')).count()
}

/// How many objects and arrays lie one inside the other in a value, itself included.
fn depth(value: &Value) -> usize {
    let mut deepest = 0;
    let mut open = vec![(value, 1)];
    while let Some((value, depth)) = open.pop() {
        let inside: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(properties) => properties.values().collect(),
            _ => continue,
        };
        deepest = deepest.max(depth);
        open.extend(inside.into_iter().map(|value| (value, depth + 1)));
    }
    deepest
}

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    let mut count = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        count += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(properties) => open.extend(properties.values()),
            _ => {}
        }
    }
    count
}
