//! What is said of the values of an enum: in our own words, and in those of other generators where ours say nothing.
//!
//! `x-enumNames` and `x-enumDescriptions` are lists in the order of `enum`. `x-ms-enum` has all in one object: the name of the
//! type, whether there may be other values (`modelAsString`), and names and descriptions of values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::hints;
use crate::hints::values::EnumHints;
use crate::node::{Node, kind};
use crate::normalize::context::vocabulary::says;
use crate::normalize::extensions::bearer::{has_hints, hint, parameter_of, rust_name};
use crate::normalize::extensions::checks::text;
use crate::normalize::extensions::others;
use crate::scalar::number::integer;

/// The object that has all in one.
const MS_ENUM: &str = "x-ms-enum";

/// Whether a schema lists strings or integers, which become an enum.
pub(super) fn is_enum(node: &Node) -> bool {
    let kind = node.value().get("type");
    node.has("enum") && kind.is_none_or(|kind| kind.is_array() || ["string", "integer", "object"].iter().any(|known| kind == known))
}

/// The name of a type in `x-enum-type` or `x-newtype`.
pub(in crate::normalize) fn type_name(hint: &Node) -> Option<String> {
    rust_name(hint, &format!("`{}` is the name of a type, a string with at least one letter or digit", hint.name()))
}

/// The name of a type in `x-ms-enum`.
pub(in crate::normalize) fn ms_type_name(node: &Node) -> Option<String> {
    let hint = hint(node, MS_ENUM).filter(|hint| hint.value().is_object())?;
    rust_name(&hint.get("name")?, "the `name` of `x-ms-enum` is a string with at least one letter or digit")
}

/// What is said of the values of an enum.
pub(in crate::normalize) fn enum_hints(node: &Node) -> EnumHints {
    if !has_hints(node) || !is_enum(node) {
        return EnumHints::default();
    }
    let ms = ms_enum(node);
    let beside = parameter_of(node);
    let first = |keys: &[&str], otherwise, property| {
        let found = keys.iter().find(|key| node.has(key) || beside.is_some_and(|beside| beside.has(key))).map(|key| by_value(node, key));
        found.or_else(|| others::of_values(node, property)).unwrap_or(otherwise)
    };
    let open = hint(node, hints::ENUM_OPEN).and_then(|hint| hint.flag());
    EnumHints {
        open: open.or(ms.open).or_else(|| others::enum_open(node)),
        names: first(&[hints::ENUM_NAMES, "x-enumNames", "x-speakeasy-enums"], ms.names, "name"),
        descriptions: first(
            &[hints::ENUM_DESCRIPTIONS, "x-enumDescriptions", "x-speakeasy-enum-descriptions"],
            ms.descriptions,
            "description",
        ),
    }
}

/// What a hint says of values: an object by value, or a list in the order of `enum`.
fn by_value(node: &Node, key: &str) -> BTreeMap<String, String> {
    let Some(hint) = hint(node, key) else { return BTreeMap::new() };
    let values = wires(node);
    if let Some(texts) = hint.value().as_array() {
        if texts.len() != values.len() {
            hint.warn(format!("`{key}` has {} entries for {} values: it is left out", texts.len(), values.len()));
            return BTreeMap::new();
        }
        // Some tools write null or nothing for a value that has none.
        let is_empty = |item: &Node| item.value().is_null() || item.value().as_str() == Some("");
        let given = values.into_iter().zip(hint.items()).filter(|(_, item)| !is_empty(item));
        return given.filter_map(|(value, item)| Some((value?, text(&item)?))).collect();
    }
    let mut read = BTreeMap::new();
    for entry in hint.entries() {
        if is_listed(&values, entry.name()) {
            read.extend(text(&entry).map(|text| (entry.name().to_owned(), text)));
        } else {
            entry.warn(format!("`{}` is not one of the values of this enum: it is left out", entry.name()));
        }
    }
    read
}

/// What `x-ms-enum` says.
fn ms_enum(node: &Node) -> EnumHints {
    let Some(hint) = hint(node, MS_ENUM) else { return EnumHints::default() };
    if !hint.value().is_object() {
        hint.warn(format!("`{MS_ENUM}` is an object, and not {}: it is left out", kind(hint.value())));
        return EnumHints::default();
    }
    let mut read = EnumHints { open: hint.get("modelAsString").and_then(|given| given.flag()), ..EnumHints::default() };
    let Some(list) = hint.get("values") else { return read };
    let (values, is_text) = (wires(node), says(node.value(), "string"));
    for item in list.items() {
        let Some(value) = item.get("value").and_then(|value| wire(&value, is_text)) else {
            item.warn("expected an object with a `value`: it is left out");
            continue;
        };
        if !is_listed(&values, &value) {
            item.warn(format!("`{value}` is not one of the values of this enum: it is left out"));
            continue;
        }
        let declared = |key: &str| item.get(key).and_then(|given| text(&given));
        read.names.extend(declared("name").map(|name| (value.clone(), name)));
        read.descriptions.extend(declared("description").map(|description| (value, description)));
    }
    read
}

fn is_listed(values: &[Option<String>], value: &str) -> bool {
    values.iter().flatten().any(|known| known == value)
}

/// The values of an enum as they are written in a query.
fn wires(node: &Node) -> Vec<Option<String>> {
    let is_text = says(node.value(), "string");
    let values = node.get("enum").filter(|values| values.value().is_array());
    values.map(|values| values.items().map(|value| wire(&value, is_text)).collect()).unwrap_or_default()
}

/// A value of an enum as it is written in a query.
fn wire(value: &Node, is_text: bool) -> Option<String> {
    match value.value() {
        Value::Number(number) if !is_text => Some(integer(number).map_or_else(|| number.to_string(), |number| number.to_string())),
        _ => value.written().map(Cow::into_owned),
    }
}
