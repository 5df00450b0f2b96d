//! The files beside a document, as a part of it: in the extension `x-files` of its root, as far as references lead there.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::files;
use crate::pointer::{FILES, PUBLIC_FILES as PUBLIC, Pointer};

/// The paths of the files that a value has.
pub(super) fn paths(root: &Value) -> impl Iterator<Item = &String> {
    root.get(FILES).and_then(Value::as_object).into_iter().flatten().map(|(path, _)| path)
}

/// The place of a file in the result.
pub(super) fn place_of(path: &str) -> Pointer {
    Pointer::root().push(PUBLIC).push(path)
}

/// A place as it is in the result.
pub(super) fn public(at: &Pointer) -> Pointer {
    at.in_file().map_or_else(|| at.clone(), |(path, rest)| place_of(&path).join(rest.as_str()))
}

/// Moves the files into the extension, and references with them. What nothing leads to is left out.
pub(super) fn put_in(root: &mut Value) {
    let Some(properties) = root.as_object_mut() else { return };
    let Some(mut all) = properties.shift_remove(FILES) else { return };
    rename(root);
    rename(&mut all);
    let mut kept = Value::Object(Map::new());
    let mut open = targets(root);
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop_first() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(found) = all.pointer(at.as_str()) else { continue };
        open.extend(targets(found));
        keep(&all, &mut kept, &at);
    }
    if let Some(properties) = root.as_object_mut().filter(|_| kept.as_object().is_some_and(|kept| !kept.is_empty())) {
        properties.insert(PUBLIC.to_owned(), kept);
    }
}

/// Copies a place with all that it lies in, as far as that is objects; a list is kept whole.
fn keep(all: &Value, kept: &mut Value, at: &Pointer) {
    let (mut from, mut to) = (all, kept);
    for key in at.keys() {
        let (Value::Object(source), Value::Object(target)) = (from, to) else { return };
        let Some(next) = source.get(&key) else { return };
        from = next;
        to = target.entry(key).or_insert_with(|| if next.is_object() { Value::Object(Map::new()) } else { next.clone() });
    }
    to.clone_from(from);
}

/// The places in the extension that references below a value lead to, without the extension's own.
fn targets(value: &Value) -> BTreeSet<Pointer> {
    let texts = files::references(value).into_iter().filter_map(|text| text.strip_prefix('#'));
    let places = texts.filter_map(|text| Pointer::parse(&files::percent_decoded(text)));
    places.filter_map(|at| Pointer::parse(at.below(&Pointer::root().push(PUBLIC))?)).collect()
}

/// Lets references lead to the extension.
fn rename(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(rename),
        Value::Object(properties) => {
            for (key, value) in properties {
                match value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(rest) = text.strip_prefix("#/%20files/") {
                            *text = format!("#/{PUBLIC}/{rest}");
                        }
                    }
                    other => rename(other),
                }
            }
        }
        _ => {}
    }
}

/// Whether a place holds values that are no part of the definition, whatever they look like.
pub(super) fn is_data(at: &Pointer) -> bool {
    const DATA: &[&str] = &["const", "default", "enum", "example", "value"];
    const NAMES: &[&str] = &["$defs", "definitions", "parameters", "patternProperties", "properties", "responses", "schemas"];
    let above: Vec<String> = at.keys().collect();
    let [over @ .., last] = above.as_slice() else { return false };
    let is_name =
        over.last().is_some_and(|key| NAMES.contains(&key.as_str())) || over.iter().rev().nth(1).is_some_and(|key| key == "components");
    !is_name && DATA.contains(&last.as_str())
}

/// Removes references in parts that nothing reads where they lead nowhere; returns their places.
pub(super) fn without_dangling(root: &mut Value) -> Vec<Pointer> {
    let leads_nowhere = |text: &str| match text.strip_prefix('#') {
        Some(fragment) => Pointer::parse(&files::percent_decoded(fragment)).is_none_or(|at| root.pointer(at.as_str()).is_none()),
        None => true,
    };
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), &*root)];
    while let Some((at, value)) = open.pop() {
        if is_data(&at) {
            continue;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, item)| (at.push(index), item))),
            Value::Object(properties) => {
                if properties.get("$ref").and_then(Value::as_str).is_some_and(leads_nowhere) {
                    found.push(at.clone());
                }
                let inside = properties.iter().filter(|(_, value)| value.is_array() || value.is_object());
                open.extend(inside.map(|(key, value)| (at.push(key), value)));
            }
            _ => {}
        }
    }
    for at in &found {
        if let Some(Value::Object(properties)) = root.pointer_mut(at.as_str()) {
            properties.shift_remove("$ref");
        }
    }
    found
}
