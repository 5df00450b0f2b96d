//! A validator of JSON Schema that is not ours, for the schemas of the normalised model.

use generator::lower::example_values::Direction;
use jsonschema::{Draft, Registry, Validator};
use openapiv3::{OpenAPI, ReferenceOr, Schema};
use serde_json::{Map, Value, json};

/// What the components are called, where their schemas refer to one another.
const DOCUMENT: &str = "urn:document";

/// The types that there are.
const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// The schemas of a document for one direction.
pub struct Judge {
    components: Value,
    direction: Direction,
}

impl Judge {
    pub fn new(document: &OpenAPI, direction: Direction) -> Self {
        let components = serde_json::to_value(document.components.clone().unwrap_or_default()).unwrap();
        let schemas = components.get("schemas").and_then(Value::as_object).cloned().unwrap_or_default();
        let schemas: Map<String, Value> = schemas.into_iter().map(|(name, schema)| (name, translated(schema, direction))).collect();
        Self { components: json!({ "schemas": schemas }), direction }
    }

    /// The documents that schemas refer to.
    pub fn registry(&self) -> Registry<'static> {
        let added = Registry::new().draft(Draft::Draft7).add(DOCUMENT, json!({ "components": self.components }));
        added.unwrap().prepare().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Says what is wrong with a value; nothing where it is valid.
    pub fn faults(&self, registry: &Registry<'_>, schema: &ReferenceOr<Schema>, value: &Value) -> Option<String> {
        let schema = translated(serde_json::to_value(schema).unwrap(), self.direction);
        let validator = match validator(registry, &schema) {
            Ok(validator) => validator,
            Err(error) => return Some(format!("no schema: {error}")),
        };
        let found: Vec<String> = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        (!found.is_empty()).then(|| found.join("; "))
    }
}

fn validator(registry: &Registry<'_>, schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::options().with_draft(Draft::Draft7).with_registry(registry).should_validate_formats(true);
    options.build(schema).map_err(|error| error.to_string())
}

/// A schema of OpenAPI 3.0 as draft 7 has it.
fn translated(schema: Value, direction: Direction) -> Value {
    let Value::Object(mut schema) = schema else { return schema };
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return json!({ "$ref": format!("{DOCUMENT}{}", escaped(reference)) });
    }
    // The discriminator chooses where several alternatives are valid, which JSON Schema does not know.
    if schema.contains_key("discriminator")
        && let Some(alternatives) = schema.remove("oneOf")
    {
        schema.insert("anyOf".to_owned(), alternatives);
    }
    // The first items have schemas of their own.
    let prefix = schema.get("x-prefix").and_then(Value::as_u64);
    if let Some((count, one_of)) = prefix.and_then(|count| Some((count as usize, schema.get("items")?.get("oneOf")?.as_array()?.clone()))) {
        let mut items: Vec<Value> = one_of.into_iter().map(|item| translated(item, direction)).collect();
        let further = items.split_off(count).into_iter().next().unwrap_or(Value::Bool(false));
        schema.insert("items".to_owned(), Value::Array(items));
        schema.insert("additionalItems".to_owned(), further);
    }
    // The document gives no type there: bounds hold for values that have them.
    if schema.contains_key("x-by-bounds") {
        schema.remove("type");
    }
    schema.retain(|key, _| !key.starts_with("x-") && !matches!(key.as_str(), "example" | "default" | "discriminator" | "externalDocs"));
    let is_left_out = |property: &Value| {
        let mark = if direction == Direction::Request { "readOnly" } else { "writeOnly" };
        property.get(mark) == Some(&Value::Bool(true))
    };
    if let Some(properties) = schema.get("properties").and_then(Value::as_object).cloned()
        && let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut)
    {
        required.retain(|name| !properties.get(name.as_str().unwrap()).is_some_and(is_left_out));
    }
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if schema.remove(exclusive) == Some(Value::Bool(true)) {
            schema.remove(limit).map(|limit| schema.insert(exclusive.to_owned(), limit));
        }
    }
    // What it cannot read is left to our own reading.
    if schema
        .get("pattern")
        .is_some_and(|pattern| jsonschema::options().with_draft(Draft::Draft7).build(&json!({ "pattern": pattern })).is_err())
    {
        schema.remove("pattern");
    }
    if schema.get("type").and_then(Value::as_str).is_some_and(|name| !TYPES.contains(&name)) {
        schema.remove("type");
    }
    // A list of nulls alone is what `nullable` says.
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
        if values.is_empty() {
            schema.remove("enum");
        }
    }
    let nullable = schema.remove("nullable") == Some(Value::Bool(true));
    let parts = ["allOf", "oneOf", "anyOf"];
    for (key, value) in &mut schema {
        match (key.as_str(), value.take()) {
            ("properties", Value::Object(properties)) => {
                *value = properties.into_iter().map(|(name, schema)| (name, translated(schema, direction))).collect();
            }
            ("items" | "not" | "additionalProperties", inner) => *value = translated(inner, direction),
            (key, Value::Array(inner)) if parts.contains(&key) => {
                *value = inner.into_iter().map(|part| translated(part, direction)).collect();
            }
            (_, other) => *value = other,
        }
    }
    let schema = Value::Object(schema);
    if nullable { json!({ "anyOf": [{ "type": "null" }, schema] }) } else { schema }
}

/// A reference as a fragment of a URI.
fn escaped(reference: &str) -> String {
    let name = generator::hints::component(reference).unwrap_or_else(|| panic!("{reference}"));
    let pointer = name.replace('~', "~0").replace('/', "~1");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded: String =
        pointer.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("#/components/schemas/{encoded}")
}
