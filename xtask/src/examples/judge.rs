//! A validator of JSON Schema that is not ours, for the schemas of a document as it is written.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// What the document is called, where its schemas refer to one another.
const DOCUMENT: &str = "urn:document";

/// The types that there are.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Keys whose members have names of their own.
const NAMED: [&str; 16] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "headers",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "links",
    "securitySchemes",
];

/// Keys that say nothing of what is valid, or that JSON Schema reads in another way.
const LEFT_OUT: [&str; 14] = [
    "$schema",
    "$comment",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "id",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// The schemas of one document.
pub struct Judge {
    registry: Registry<'static>,
}

impl Judge {
    /// Reads the schemas of a document, by the rules of its version.
    pub fn new(document: &Value) -> Option<Self> {
        let is_old = document.get("swagger").is_some()
            || document.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.0"));
        let document = translated(document, is_old);
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, document).ok()?.prepare().ok()?;
        Some(Self { registry })
    }

    /// The validator of the schema at a place, a JSON pointer; with formats or without.
    pub fn schema(&self, at: &str, formats: bool) -> Result<Validator, String> {
        let options = jsonschema::options().with_draft(Draft::Draft202012).with_registry(&self.registry);
        let schema = json!({ "$ref": format!("{DOCUMENT}#{}", fragment(at)) });
        options.with_format("byte", is_base64).should_validate_formats(formats).build(&schema).map_err(|error| error.to_string())
    }
}

/// What is wrong with a value; nothing where it is valid.
pub fn fault(validator: &Validator, value: &Value) -> Option<String> {
    let error = validator.iter_errors(value).next()?;
    Some(format!("{}: {}", error.instance_path(), error.to_string().chars().take(200).collect::<String>()))
}

/// Whether a string is what the registry of OpenAPI calls `byte`.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - body.len() <= 2 && body.bytes().all(plain)
}

/// A JSON pointer as a fragment of a URI.
fn fragment(pointer: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    pointer.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A document whose schemas JSON Schema 2020-12 reads as they are meant. What is no schema in it does not matter.
fn translated(value: &Value, is_old: bool) -> Value {
    match value {
        Value::Object(object) => schema(object, is_old),
        Value::Array(items) => items.iter().map(|item| translated(item, is_old)).collect(),
        other => other.clone(),
    }
}

fn schema(object: &Map<String, Value>, is_old: bool) -> Value {
    // What stands beside a reference is not read.
    if let Some(reference) = object.get("$ref").filter(|reference| is_old && reference.is_string()) {
        return json!({ "$ref": uri(reference) });
    }
    let mut schema = Map::new();
    for (key, value) in object {
        let read = match (key.as_str(), value) {
            (key, _) if LEFT_OUT.contains(&key) || key.starts_with("x-") => continue,
            (key, Value::Object(members)) if NAMED.contains(&key) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), translated(value, is_old))).collect())
            }
            ("enum" | "const", value) => value.clone(),
            ("$ref", reference) => uri(reference),
            (key, value) if !is_well_formed(key, value) => continue,
            (_, value) => translated(value, is_old),
        };
        schema.insert(key.clone(), read);
    }
    adjust(object, &mut schema);
    if is_old { nullable(object, schema) } else { Value::Object(schema) }
}

/// A reference whose fragment is what a URI has.
fn uri(reference: &Value) -> Value {
    match reference.as_str().and_then(|text| text.split_once('#')) {
        Some((file, pointer)) if pointer.starts_with('/') && !pointer.contains('%') => Value::from(format!("{file}#{}", fragment(pointer))),
        _ => reference.clone(),
    }
}

/// Whether a keyword has a value that JSON Schema allows: others are passed over, as most tools do.
fn is_well_formed(key: &str, value: &Value) -> bool {
    match key {
        "required" => value.as_array().is_some_and(|names| names.iter().all(Value::is_string)),
        "enum" | "allOf" | "anyOf" | "oneOf" => value.as_array().is_some_and(|all| !all.is_empty()),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => value.is_u64(),
        "uniqueItems" => value.is_boolean(),
        "format" => value.is_string(),
        "pattern" => jsonschema::options().with_draft(Draft::Draft202012).build(&json!({ "pattern": value })).is_ok(),
        "type" => match value {
            Value::Array(names) => !names.is_empty() && names.iter().all(is_type),
            name => is_type(name),
        },
        "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains" | "propertyNames" => {
            value.is_object() || value.is_boolean()
        }
        _ => true,
    }
}

fn is_type(name: &Value) -> bool {
    name.as_str().is_some_and(|name| TYPES.contains(&name))
}

/// What the versions of OpenAPI say in other words.
fn adjust(object: &Map<String, Value>, schema: &mut Map<String, Value>) {
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if object.get(exclusive) == Some(&Value::Bool(true)) {
            schema.remove(limit).map(|limit| schema.insert(exclusive.to_owned(), limit));
        }
    }
    // The discriminator chooses where several alternatives are valid.
    if object.contains_key("discriminator") && !schema.contains_key("anyOf") {
        schema.remove("oneOf").map(|alternatives| schema.insert("anyOf".to_owned(), alternatives));
    }
    // Whichever direction an example is of, one of the two is not there.
    let is_one_way = |property: &Value| ["readOnly", "writeOnly"].iter().any(|key| property.get(key) == Some(&Value::Bool(true)));
    let properties = object.get("properties").and_then(Value::as_object);
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        let property = |name: &Value| properties?.get(name.as_str()?);
        required.retain(|name| !property(name).is_some_and(is_one_way));
    }
}

/// Lets a schema be null where the document says so in the words of OpenAPI 3.0 and before: JSON Schema has no such word.
fn nullable(object: &Map<String, Value>, mut schema: Map<String, Value>) -> Value {
    let says_so = ["nullable", "x-nullable"].iter().any(|key| object.get(*key) == Some(&Value::Bool(true)));
    if !says_so {
        return Value::Object(schema);
    }
    schema.remove("nullable");
    let is_plain = !["allOf", "anyOf", "oneOf", "$ref", "const"].iter().any(|key| schema.contains_key(*key));
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.push(Value::Null);
    }
    match schema.get("type").cloned() {
        Some(Value::String(name)) if is_plain => drop(schema.insert("type".to_owned(), json!([name, "null"]))),
        None if is_plain => {}
        _ => return json!({ "anyOf": [{ "type": "null" }, schema] }),
    }
    Value::Object(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(version: &str, schema: Value, values: &[Value]) -> Vec<bool> {
        let document = json!({"openapi": version, "components": {"schemas": {"A": schema, "B": {"type": "string", "nullable": true}}}});
        let judge = Judge::new(&document).expect("the document is read");
        let validator = judge.schema("/components/schemas/A", false).expect("there is a schema");
        values.iter().map(|value| fault(&validator, value).is_some()).collect()
    }

    #[test]
    fn keywords_of_3_0_are_those_of_json_schema() {
        let schema = json!({
            "type": "object",
            "required": ["id", "size"],
            "properties": {
                "id": {"type": "string", "readOnly": true},
                "size": {"type": "integer", "minimum": 1, "exclusiveMinimum": true},
                "name": {"$ref": "#/components/schemas/B", "maxLength": 1}
            }
        });
        let values =
            [json!({"size": 2}), json!({"size": 1}), json!({"size": 2, "name": null}), json!({"size": 2, "name": "long"}), json!({})];
        assert_eq!(faults("3.0.3", schema, &values), [false, true, false, false, true]);
    }

    #[test]
    fn json_schema_has_no_nullable_and_reads_beside_references() {
        let schema = json!({"$ref": "#/components/schemas/B", "maxLength": 1});
        assert_eq!(faults("3.1.0", schema, &[json!(null), json!("x"), json!("long")]), [true, false, true]);
    }

    #[test]
    fn what_is_no_schema_is_passed_over() {
        let schema = json!({"type": "string", "required": true, "minLength": "2", "pattern": "(", "properties": {"type": {"type": "int"}}});
        assert_eq!(faults("3.0.0", schema, &[json!("x"), json!(1)]), [false, true]);
    }
}
