//! Which schemas describe something: the one place where that is decided, by the document alone.
//!
//! A schema describes something if it has, itself or behind its references, a type other than `object`, properties (named, by
//! patterns or of any name) that are described, items, listed values, or a composition of which a part describes something. Bounds, a
//! pattern, a format and `not` count where no type is given, since a value is not anything then. `{}`, `true`, `type: object` alone
//! or with names of required properties, `additionalProperties: true`, examples, defaults and prose describe nothing.

use generator::normalize::dialect::Dialect;
use serde_json::{Map, Value};

/// The compositions of which one part holds.
pub const ALTERNATIVES: [&str; 3] = ["oneOf", "anyOf", "x-one-of"];

/// What says something of values where no type is given.
const BOUNDS: [&str; 16] = [
    "contains",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "prefixItems",
    "uniqueItems",
];

/// Whether a schema of a document describes something. What stands in another file is believed to.
pub fn describes(document: &Value, schema: &Value) -> bool {
    within(document, schema, &mut Vec::new())
}

/// The same, where references were followed before that have led to nothing so far.
fn within<'d>(document: &'d Value, schema: &'d Value, followed: &mut Vec<&'d str>) -> bool {
    let Some(keys) = schema.as_object() else { return false };
    if let Some(reference) = keys.get("$ref").and_then(Value::as_str)
        && !followed.contains(&reference)
    {
        followed.push(reference);
        if target(document, reference).is_none_or(|(_, target)| within(document, target, followed)) {
            return true;
        }
        // What stands beside a reference counts in JSON Schema only.
        if !Dialect::of(document).is_some_and(Dialect::has_json_schema) {
            return false;
        }
    }
    let is_filled = |key: &&str| keys.get(*key).and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    let parts = |key: &str| keys.get(key).and_then(Value::as_array).into_iter().flatten();
    let inner = ["additionalProperties", "unevaluatedProperties", "then", "else"];
    let inner = inner.iter().filter_map(|key| keys.get(*key));
    let parts_of = ["allOf"].iter().chain(&ALTERNATIVES).flat_map(|key| parts(key)).filter(|part| !is_null(part));
    keys.contains_key("const")
        || parts("enum").any(|value| !value.is_null())
        || says_type(keys)
        || ["properties", "patternProperties"].iter().any(is_filled)
        || inner.chain(parts_of).any(|schema| within(document, schema, followed))
}

/// Whether a schema has a type other than `object`, or says without one what values are like.
fn says_type(keys: &Map<String, Value>) -> bool {
    let is_other = |word: &Value| word.as_str().is_some_and(|word| !["object", "any", ""].contains(&word));
    match keys.get("type") {
        None => BOUNDS.iter().any(|key| keys.contains_key(*key)),
        Some(Value::Array(words)) => {
            // Null beside `object` says no more than `nullable` does.
            let values: Vec<&Value> = words.iter().filter(|word| *word != "null").collect();
            values.is_empty() && !words.is_empty() || values.into_iter().any(is_other)
        }
        Some(word) => is_other(word),
    }
}

/// Whether a schema allows nothing but null.
pub fn is_null(schema: &Value) -> bool {
    let only = |key: &str| schema.get(key).and_then(Value::as_array).is_some_and(|values| values.iter().all(Value::is_null));
    schema.get("type").is_some_and(|word| word == "null") || schema.get("enum").is_some() && only("enum")
}

/// Where a reference leads in its document, and what is there.
pub fn target<'d>(document: &'d Value, reference: &str) -> Option<(String, &'d Value)> {
    let pointer = percent_decoded(reference.strip_prefix('#').filter(|rest| rest.starts_with('/'))?);
    let target = document.pointer(&pointer)?;
    Some((pointer, target))
}

/// A fragment without its percent signs.
fn percent_decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((byte, more)) = rest.split_first() {
        let digits = more.get(..2).filter(|_| *byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &more[2..];
            }
            None => {
                bytes.push(*byte);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_says_nothing_of_values_describes_nothing() {
        let document = json!({"openapi": "3.0.0", "a": {"type": "object"}, "loop": {"$ref": "#/loop"}});
        for schema in [
            json!({"$ref": "#/a", "type": "string"}),
            json!({}),
            json!(true),
            json!(null),
            json!({"type": "object"}),
            json!({"type": ["object", "null"]}),
            json!({"type": "object", "required": ["a"], "properties": {}}),
            json!({"type": "object", "additionalProperties": true}),
            json!({"type": "object", "additionalProperties": {"type": "object"}}),
            json!({"description": "D", "title": "T", "example": {"a": 1}, "default": 1, "nullable": true}),
            json!({"anyOf": [{}, {"type": "null"}]}),
            json!({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"allOf": [{"$ref": "#/a"}, {"description": "D"}]}),
            json!({"$ref": "#/loop"}),
        ] {
            assert!(!describes(&document, &schema), "{schema}");
        }
    }

    #[test]
    fn what_says_something_of_values_describes_them() {
        let document = json!({"openapi": "3.1.0", "a b": {"type": "string"}, "c": {}});
        for schema in [
            json!({"type": "string"}),
            json!({"$ref": "#/c", "type": "string"}),
            json!({"type": ["object", "string"]}),
            json!({"type": "null"}),
            json!({"type": "array"}),
            json!({"items": {}}),
            json!({"properties": {"a": {}}}),
            json!({"patternProperties": {"^a": {}}}),
            json!({"additionalProperties": {"type": "integer"}}),
            json!({"enum": [1]}),
            json!({"const": null}),
            json!({"format": "date"}),
            json!({"minimum": 1}),
            json!({"not": {"type": "string"}}),
            json!({"$ref": "#/a%20b"}),
            json!({"$ref": "other.yaml#/a"}),
            json!({"allOf": [{}, {"$ref": "#/a%20b"}]}),
            json!({"oneOf": [{}, {"type": "boolean"}]}),
        ] {
            assert!(describes(&document, &schema), "{schema}");
        }
    }
}
