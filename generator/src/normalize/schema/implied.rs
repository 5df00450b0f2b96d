//! The type of a schema that names none.

use serde_json::Value;

use crate::normalize::schema::word::Word;

/// The type that a schema without one must have, by its keys and the values that it lists.
pub(super) fn implied(schema: &Value, values: &[Value]) -> Option<Word> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
    if has(&["properties", "additionalProperties", "patternProperties", "minProperties", "maxProperties"])
        || schema.get("required").is_some_and(Value::is_array)
    {
        return Some(Word::Object);
    }
    if has(&["items", "prefixItems"]) {
        return Some(Word::Array);
    }
    if !values.is_empty() {
        let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value)) && values.iter().any(is);
        return match () {
            () if all(Value::is_string) => Some(Word::String),
            () if all(Value::is_i64) => Some(Word::Integer),
            () if all(Value::is_number) => Some(Word::Number),
            () if all(Value::is_boolean) => Some(Word::Boolean),
            () => None,
        };
    }
    by_format(schema).or_else(|| by_bounds(schema))
}

/// The type that the bounds of a schema are about: those of strings. Those of lists say nothing of what is no list.
fn by_bounds(schema: &Value) -> Option<Word> {
    ["pattern", "minLength", "maxLength"].iter().any(|key| schema.get(key).is_some()).then_some(Word::String)
}

/// Whether bounds are all that says the type of a schema.
pub(super) fn is_by_bounds(schema: &Value) -> bool {
    schema.get("type").is_none()
        && schema.get("enum").is_none()
        && schema.get("const").is_none()
        && by_bounds(schema).is_some()
        && by_bounds(schema) == implied(schema, &[])
        && by_format(schema).is_none()
}

/// The type whose format a schema without one has: of the formats that OpenAPI names, and of the names of types, which some documents
/// have there. Others say nothing of values of other types (JSON Schema Validation, section 7.1).
fn by_format(schema: &Value) -> Option<Word> {
    match schema.get("format")?.as_str()? {
        "int32" | "int64" | "integer" => Some(Word::Integer),
        "float" | "double" | "number" => Some(Word::Number),
        "boolean" => Some(Word::Boolean),
        "date" | "date-time" | "byte" | "binary" | "password" | "uuid" | "string" => Some(Word::String),
        _ => None,
    }
}
