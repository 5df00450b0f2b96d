//! What a schema demands of a value beyond its type, in words.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};
use serde_json::Value;

use crate::hints;

/// The constraints of a schema, and its default.
pub(in crate::lower) fn facts(schema: &Schema) -> Option<String> {
    let mut facts = constraints(schema);
    let demands = schema.schema_data.extensions.get(hints::DEMANDS).and_then(Value::as_array);
    facts.extend(demands.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    let default = schema.schema_data.default.as_ref().filter(|default| !default.is_null());
    facts.extend(default.map(|default| match default {
        Value::String(text) => format!("Default: `{}`.", in_code(text)),
        default => format!("Default: `{}`.", in_code(&default.to_string())),
    }));
    (!facts.is_empty()).then(|| facts.join(" "))
}

/// The constraints of a schema, a sentence each.
fn constraints(schema: &Schema) -> Vec<String> {
    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return Vec::new();
    };
    let mut facts: Vec<Option<String>> = Vec::new();
    match ty {
        Type::String(text) => {
            facts.push(count(text.min_length, text.max_length, ["character", "characters"]));
            facts.push(text.pattern.as_ref().map(|pattern| format!("Pattern: `{}`.", in_code(pattern))));
        }
        Type::Integer(number) => {
            facts.push(bounds(number.minimum, number.exclusive_minimum, number.maximum, number.exclusive_maximum));
            facts.push(number.multiple_of.map(|of| format!("A multiple of {of}.")));
        }
        Type::Number(number) => {
            facts.push(bounds(number.minimum, number.exclusive_minimum, number.maximum, number.exclusive_maximum));
            facts.push(number.multiple_of.map(|of| format!("A multiple of {of}.")));
        }
        Type::Array(list) => {
            facts.push(count(list.min_items, list.max_items, ["item", "items"]));
            facts.push(list.unique_items.then(|| "No item twice.".to_owned()));
            let items = list.items.as_ref().and_then(ReferenceOr::as_item);
            facts.extend(
                items.into_iter().flat_map(|items| constraints(items)).map(|fact| Some(format!("Of each item: {}", in_sentence(&fact)))),
            );
        }
        Type::Object(object) => facts.push(count(object.min_properties, object.max_properties, ["property", "properties"])),
        Type::Boolean(_) => {}
    }
    facts.into_iter().flatten().collect()
}

/// How many of something there may be.
fn count(least: Option<usize>, most: Option<usize>, [one, many]: [&str; 2]) -> Option<String> {
    let counted = |count: usize| format!("{count} {}", if count == 1 { one } else { many });
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => format!("Exactly {}.", counted(most)),
        (Some(least), Some(most)) => format!("From {least} to {}.", counted(most)),
        (Some(least), None) => format!("At least {}.", counted(least)),
        (None, Some(most)) => format!("At most {}.", counted(most)),
        (None, None) => return None,
    })
}

/// Between which numbers a number lies.
fn bounds<T: ToString>(least: Option<T>, above: bool, most: Option<T>, below: bool) -> Option<String> {
    let least = least.map(|number| number.to_string());
    let most = most.map(|number| number.to_string());
    let lower = |number: &str| format!("{} {number}", if above { "More than" } else { "At least" });
    let upper = |number: &str| format!("{} {number}", if below { "Less than" } else { "At most" });
    Some(match (least, most) {
        (Some(least), Some(most)) if !above && !below => format!("From {least} to {most}."),
        (Some(least), Some(most)) => format!("{} and {}.", lower(&least), in_sentence(&upper(&most))),
        (Some(least), None) => lower(&least) + ".",
        (None, Some(most)) => upper(&most) + ".",
        (None, None) => return None,
    })
}

/// A sentence behind other words.
fn in_sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Text that stays inside one span of code.
pub(in crate::lower) fn in_code(text: &str) -> String {
    text.replace('`', "'").replace(['\n', '\r'], " ")
}
