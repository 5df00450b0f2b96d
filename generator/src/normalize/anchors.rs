//! The names that JSON Schema 2020-12 gives to places of a document: `$id`, `$anchor` and `$dynamicAnchor`.
//!
//! References by such a name become references by a pointer, before anything else looks at them. Nothing is fetched: a name is
//! only a name.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use iri_string::types::{UriReferenceStr, UriStr};
use serde_json::Value;

use crate::pointer::Pointer;

/// What holds values that are no schemas.
const VALUES: &[&str] = &["const", "default", "enum", "example", "examples"];

/// The names of a document.
#[derive(Debug, Default)]
struct Names {
    /// The places that have an address, and the address of each.
    resources: Vec<(Pointer, String)>,
    /// The places that have a name within such a place: more than one where a document gives a name twice.
    anchors: HashMap<(Pointer, String), Vec<Pointer>>,
}

/// Writes the references that name places as pointers. What names none is left as it is.
pub(crate) fn resolve(value: &mut Cow<Value>) {
    let names = Names::of(value);
    if names.resources.is_empty() && names.anchors.is_empty() {
        return;
    }
    let (mut changes, mut fixed) = (Vec::new(), Vec::new());
    let mut open: Vec<(Pointer, &Value)> = vec![(Pointer::root(), value)];
    while let Some((at, here)) = open.pop() {
        for (key, below) in inside(here) {
            let place = at.push(&key);
            if key == "$dynamicRef" && is_fixed(below) && here.get("$ref").is_none() {
                fixed.push(at.clone());
            }
            match below.as_str().filter(|_| key == "$ref" || key == "$dynamicRef") {
                Some(text) => changes.extend(names.find(value, text, &at).map(|found| (place, reference(&found)))),
                None if below.is_object() || below.is_array() => open.push((place, below)),
                None => {}
            }
        }
    }
    for (at, text) in changes {
        if let Some(place) = value.to_mut().pointer_mut(at.as_str()) {
            *place = Value::String(text);
        }
    }
    for at in fixed {
        if let Some(schema) = value.to_mut().pointer_mut(at.as_str()).and_then(Value::as_object_mut) {
            schema.remove("$dynamicRef").map(|reference| schema.insert("$ref".to_owned(), reference));
        }
    }
}

/// Whether a dynamic reference leads to one place: where it names no anchor, it is a reference like all others.
fn is_fixed(reference: &Value) -> bool {
    let fragment = reference.as_str().map(|text| text.split_once('#').map_or("", |(_, fragment)| fragment));
    fragment.is_some_and(|fragment| fragment.is_empty() || fragment.starts_with('/'))
}

impl Names {
    fn of(root: &Value) -> Self {
        let mut names = Self::default();
        let base = root.get("$self").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !base.is_empty() {
            names.resources.push((Pointer::root(), base.clone()));
        }
        let mut open = vec![(Pointer::root(), root, Pointer::root(), base)];
        while let Some((at, value, mut resource, mut base)) = open.pop() {
            if let Some(id) = value.get("$id").and_then(Value::as_str) {
                base = resolved(id, &base);
                resource = at.clone();
                names.resources.push((at.clone(), base.trim_end_matches('#').to_owned()));
            }
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = value.get(key).and_then(Value::as_str) {
                    names.anchors.entry((resource.clone(), name.to_owned())).or_default().push(at.clone());
                }
            }
            for (key, below) in inside(value) {
                if (below.is_object() || below.is_array()) && !VALUES.contains(&key.as_ref()) {
                    open.push((at.push(&key), below, resource.clone(), base.clone()));
                }
            }
        }
        names
    }

    /// The place that a reference names which stands at another place.
    fn find(&self, root: &Value, text: &str, from: &Pointer) -> Option<Pointer> {
        let around = self.resources.iter().filter(|(at, _)| from.below(at).is_some()).max_by_key(|(at, _)| at.as_str().len());
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let resource = if file.is_empty() {
            around.map_or_else(Pointer::root, |(at, _)| at.clone())
        } else {
            let address = resolved(file, around.map_or("", |(_, base)| base));
            self.resources.iter().find(|(_, known)| *known == address)?.0.clone()
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            // In the whole document, or where the resource has no such place, it is a pointer like all others.
            let place = resource.join(&crate::files::percent_decoded(fragment));
            let is_pointer = resource == Pointer::root() && file.is_empty();
            return (!is_pointer && root.pointer(place.as_str()).is_some()).then_some(place);
        }
        if let Some(places) = self.anchors.get(&(resource, fragment.to_owned())) {
            // Of several, the nearest one is meant.
            return places.iter().max_by_key(|place| (shared(place, from), Reverse(place.as_str()))).cloned();
        }
        // One that is named from elsewhere is meant where only one is called so.
        let mut all = self.anchors.iter().filter(|((_, name), _)| name == fragment).flat_map(|(_, places)| places);
        all.next().filter(|_| file.is_empty() && all.next().is_none()).cloned()
    }
}

/// How many steps two places have in common.
fn shared(one: &Pointer, other: &Pointer) -> usize {
    one.as_str().split('/').zip(other.as_str().split('/')).take_while(|(one, other)| one == other).count()
}

/// The properties or items of a value, with their keys.
fn inside(value: &Value) -> Vec<(Cow<'_, str>, &Value)> {
    match value {
        Value::Object(properties) => properties.iter().map(|(key, value)| (Cow::Borrowed(key.as_str()), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (Cow::Owned(index.to_string()), item)).collect(),
        _ => Vec::new(),
    }
}

/// An address, relative to another one if that is whole.
fn resolved(address: &str, base: &str) -> String {
    let found = UriReferenceStr::new(address).ok().zip(UriStr::new(base).ok());
    found.map_or_else(|| address.to_owned(), |(address, base)| address.resolve_against(base.to_absolute()).to_string())
}

/// A reference to a place of the same document.
fn reference(at: &Pointer) -> String {
    format!("#{}", at.as_str().replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_become_pointers() {
        let document = json!({
            "a": {"$id": "https://h.example/s/a", "$defs": {"L": {}, "x": {"$anchor": "side"}}, "$ref": "#/$defs/L", "p": {"$ref": "#side"}},
            "b": {"$anchor": "node", "items": {"$ref": "#node"}},
            "c": [{"$ref": "https://h.example/s/a"}, {"$ref": "https://h.example/s/a#side"}, {"$ref": "#/b"}, {"$ref": "other.yaml#/x"}],
            "d": {"$id": "/t/d", "$ref": "../s/a#/$defs/L", "e": {"$id": "e", "$ref": "/s/a"}},
            "example": {"$id": "https://h.example/s/no"},
        });
        let mut value = Cow::Borrowed(&document);
        resolve(&mut value);
        let text = |at: &str| value.pointer(at).and_then(Value::as_str).unwrap_or_default();
        assert_eq!(text("/a/$ref"), "#/a/$defs/L");
        assert_eq!(text("/a/p/$ref"), "#/a/$defs/x");
        assert_eq!(text("/b/items/$ref"), "#/b");
        assert_eq!(text("/c/0/$ref"), "#/a");
        assert_eq!(text("/c/1/$ref"), "#/a/$defs/x");
        assert_eq!(text("/c/2/$ref"), "#/b");
        assert_eq!(text("/c/3/$ref"), "other.yaml#/x");
    }

    #[test]
    fn a_dynamic_reference_without_a_name_is_a_reference() {
        let document = json!({
            "a": {"$id": "https://h.example/a", "$defs": {"x": {"$dynamicAnchor": "item"}}, "p": {"$dynamicRef": "#/$defs/x"}},
            "b": {"$dynamicRef": "https://h.example/a"},
            "c": {"$dynamicRef": "https://h.example/a#item"},
        });
        let mut value = Cow::Borrowed(&document);
        resolve(&mut value);
        assert_eq!(value["a"]["p"], json!({"$ref": "#/a/$defs/x"}));
        assert_eq!(value["b"], json!({"$ref": "#/a"}));
        assert_eq!(value["c"], json!({"$dynamicRef": "#/a/$defs/x"}));
    }

    #[test]
    fn of_several_places_with_one_name_the_nearest_is_found() {
        let item = |kind: &str| json!({"$defs": {"x": {"$dynamicAnchor": "item", "type": kind}}, "p": {"$dynamicRef": "#item"}});
        let document = json!({ "a": item("string"), "b": item("integer") });
        let mut value = Cow::Borrowed(&document);
        resolve(&mut value);
        for name in ["a", "b"] {
            assert_eq!(value[name]["p"], json!({"$dynamicRef": format!("#/{name}/$defs/x")}));
        }
    }

    #[test]
    fn addresses_are_relative_to_those_around_them() {
        let document = json!({
            "$self": "https://h.example/api/openapi.json",
            "a": {"$id": "schemas/a", "b": {"$id": "b#", "c": {"$ref": "a"}}},
            "d": {"$ref": "https://h.example/api/schemas/b"},
            "e": {"$ref": "openapi.json#/a"},
        });
        let mut value = Cow::Borrowed(&document);
        resolve(&mut value);
        let text = |at: &str| value.pointer(at).and_then(Value::as_str).unwrap_or_default();
        assert_eq!(text("/a/b/c/$ref"), "#/a");
        assert_eq!(text("/d/$ref"), "#/a/b");
        assert_eq!(text("/e/$ref"), "#/a");
    }
}
