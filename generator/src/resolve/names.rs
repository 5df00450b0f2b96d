//! Names that the specification does not allow: of components, and those that JSON Schema gives to places.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::files::percent_decoded;
use crate::hints;
use crate::pointer::Pointer;

use super::bundle::is_data;

/// The brackets of generic types.
const GENERIC: [char; 3] = ['<', '«', '['];

/// Gives components names of the letters that OpenAPI 3 allows. Returns their places, and what they are called now.
pub(super) fn allowed(root: &mut Value) -> Vec<(Pointer, String)> {
    let mut renamed = Vec::new();
    let lists = root.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten();
    // Applications call security schemes by their names, which have to stay.
    for (kind, list) in lists.filter(|(kind, _)| !kind.starts_with("x-") && *kind != "securitySchemes") {
        let Some(components) = list.as_object_mut().filter(|list| list.keys().any(|name| !is_allowed(name))) else { continue };
        let mut done = Map::new();
        for (name, mut component) in std::mem::take(components) {
            let mut free = std::iter::once(of_letters(&name)).chain((2..).map(|number: usize| format!("{}_{number}", of_letters(&name))));
            let key = if is_allowed(&name) { Some(name.clone()) } else { free.find(|key| !done.contains_key(key)) }.unwrap_or(name.clone());
            if key != name {
                renamed.push((Pointer::root().push("components").push(kind).push(&name), key.clone()));
                if kind == "schemas" {
                    name_type(&mut component, &name);
                }
            }
            done.insert(key, component);
        }
        *components = done;
    }
    if !renamed.is_empty() {
        let places: BTreeMap<&Pointer, &str> = renamed.iter().map(|(at, key)| (at, key.as_str())).collect();
        rename(root, &Pointer::root(), &places);
    }
    renamed
}

/// Lets the type of a schema be called as before.
fn name_type(schema: &mut Value, name: &str) {
    let Value::Object(properties) = schema else { return };
    let is_named = std::iter::once(&hints::NAME).chain(&hints::OTHER_NAMES).any(|hint| properties.contains_key(*hint));
    if !is_named && !name.contains(GENERIC) && !properties.contains_key("$ref") && hints::values::name(name).is_some() {
        properties.insert(hints::NAME.to_owned(), name.into());
    }
}

fn is_allowed(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-_".contains(letter))
}

fn of_letters(name: &str) -> String {
    // What stands in brackets is what a generic type is of.
    let name = name.replace(['<', '«', '['], "_of_").replace(['>', '»', ']'], "");
    let text: String = name.chars().map(|letter| if is_allowed(letter.encode_utf8(&mut [0; 4])) { letter } else { '_' }).collect();
    if text.is_empty() { "_".to_owned() } else { text }
}

/// Lets references lead to components by what they are called now; so the names in the mapping of a discriminator.
fn rename(value: &mut Value, at: &Pointer, places: &BTreeMap<&Pointer, &str>) {
    if is_data(at) {
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().enumerate().for_each(|(index, item)| rename(item, &at.push(index), places)),
        Value::Object(properties) => {
            let is_mapping = at.last().is_some_and(|key| key == "mapping");
            if is_mapping && at.parent().and_then(|above| above.last()).is_some_and(|key| key == "discriminator") {
                properties.values_mut().for_each(|mapped| mapping(mapped, places));
                return;
            }
            for (key, value) in properties {
                match value {
                    Value::String(text) if ["$ref", "$dynamicRef", "operationRef"].contains(&key.as_str()) => {
                        if let Some(renamed) = reference(text, places) {
                            *text = renamed;
                        }
                    }
                    other => rename(other, &at.push(key), places),
                }
            }
        }
        _ => {}
    }
}

fn reference(text: &str, places: &BTreeMap<&Pointer, &str>) -> Option<String> {
    let at = Pointer::parse(&percent_decoded(text.strip_prefix('#')?))?;
    let (place, name) = places.iter().find(|(place, _)| at.below(place).is_some())?;
    Some(format!("#{}{}", place.parent()?.push(name).as_str(), at.below(place)?))
}

fn mapping(mapped: &mut Value, places: &BTreeMap<&Pointer, &str>) {
    let Value::String(text) = mapped else { return };
    let named = Pointer::root().push("components").push("schemas").push(&*text);
    if let Some(renamed) = places.get(&named).map(|name| (*name).to_owned()).or_else(|| reference(text, places)) {
        *text = renamed;
    }
}

/// Lets dynamic references name the anchors again that they lead to: by place, they would lead there alone.
pub(super) fn name_anchors(root: &mut Value) {
    let mut named = Vec::new();
    anchors(root, root, &Pointer::root(), &mut named);
    for (at, name) in named {
        if let Some(reference) = root.pointer_mut(at.as_str()) {
            *reference = format!("#{name}").into();
        }
    }
}

fn anchors(root: &Value, value: &Value, at: &Pointer, found: &mut Vec<(Pointer, String)>) {
    if is_data(at) {
        return;
    }
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| anchors(root, item, &at.push(index), found)),
        Value::Object(properties) => {
            for (key, value) in properties {
                match value {
                    Value::String(text) if key == "$dynamicRef" => {
                        let place = text.strip_prefix('#').map(percent_decoded).and_then(|place| root.pointer(&place));
                        let name = place.and_then(|place| place.get("$dynamicAnchor")).and_then(Value::as_str);
                        found.extend(name.map(|name| (at.push(key), name.to_owned())));
                    }
                    other => anchors(root, other, &at.push(key), found),
                }
            }
        }
        _ => {}
    }
}

/// Removes the addresses of schemas, which references by place would be relative to. Returns their places.
pub(super) fn without_addresses(root: &mut Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    collect(root, &Pointer::root(), &mut found);
    found
}

fn collect(value: &mut Value, at: &Pointer, found: &mut Vec<Pointer>) {
    if is_data(at) {
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().enumerate().for_each(|(index, item)| collect(item, &at.push(index), found)),
        Value::Object(properties) => {
            if properties.get("$id").is_some_and(Value::is_string) {
                properties.shift_remove("$id");
                found.push(at.push("$id"));
            }
            properties.iter_mut().for_each(|(key, value)| collect(value, &at.push(key), found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_dynamic_reference_names_its_anchor_but_for_one_that_is_data() {
        let schema = json!({"$defs": {"x": {"$dynamicAnchor": "item"}}, "items": {"$dynamicRef": "#/a/$defs/x"}});
        let mut root = json!({"a": schema, "b": {"example": {"$dynamicRef": "#/a/$defs/x"}}, "c": {"$dynamicRef": "#/a"}});
        let before = root.clone();
        name_anchors(&mut root);
        assert_eq!(root["a"]["items"], json!({"$dynamicRef": "#item"}));
        assert_eq!((&root["b"], &root["c"]), (&before["b"], &before["c"]));
    }
}
