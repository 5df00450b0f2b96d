//! What stands in a document instead of what cannot be read, or is written in another way. What says no dialect is for Swagger 2.0.

use serde_json::{Map, Value, json};

use crate::diagnostic::repair::Change;
use crate::hints::{self, values};
use crate::node::Node;
use crate::pointer::Pointer;

use crate::normalize::context::document::Document;
use crate::normalize::context::reference::References;
use crate::normalize::context::target::schema_inside;
use crate::normalize::dialect::Dialect;

/// A schema that allows anything.
pub(in crate::normalize) fn any_schema() -> Change {
    Change::Put(json!({}))
}

/// What parameters have that is not their type.
const OF_PARAMETERS: &[&str] = &["name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "schema"];

/// What of a schema says the type of a parameter.
const OF_TYPES: &[&str] = &["type", "format", "items", "enum", "default", "pattern"];

/// The type of text.
pub(in crate::normalize) fn string_type() -> Change {
    Change::Put("string".into())
}

fn is_of_parameters(key: &str) -> bool {
    OF_PARAMETERS.contains(&key)
}

/// What a parameter has that is named by its placeholder. In Rust, it is called as before.
pub(in crate::normalize) fn called(parameter: &Value, placeholder: &str, keeps_slashes: bool) -> Vec<(&'static str, Value)> {
    let before = parameter.get("name").and_then(Value::as_str).and_then(values::name);
    let name = before.filter(|_| parameter.get(hints::NAME).is_none()).map(|before| (hints::NAME, before.into()));
    let keeps = keeps_slashes.then(|| (hints::SKIP_ENCODING, true.into()));
    [Some(("name", placeholder.into())), name, keeps].into_iter().flatten().collect()
}

/// A schema of text.
pub(in crate::normalize) fn text_schema() -> Change {
    Change::Put(json!({"type": "string"}))
}

/// A parameter that is an object, as text.
pub(in crate::normalize) fn as_text(node: &Node) {
    let message = "a parameter is text";
    for key in ["properties", "additionalProperties"].into_iter().filter(|key| node.has(key)) {
        node.repair_at(key, message, Change::Remove);
    }
    node.repair_at("type", message, string_type());
}

/// A body of a schema that stands elsewhere.
pub(in crate::normalize) fn body_of(name: &str, schema: &Pointer) -> Change {
    Change::Put(json!({"name": name, "in": "body", "required": true, "schema": {"$ref": References::text(schema)}}))
}

/// A response of which nothing is known.
pub(in crate::normalize) fn no_body() -> Value {
    json!({"description": ""})
}

/// A response with a schema alone.
pub(in crate::normalize) fn response_of(dialect: Dialect, schema: Value) -> Change {
    Change::Put(match dialect {
        Dialect::Swagger2 => json!({"description": "", "schema": schema}),
        _ => json!({"description": "", "content": {"application/json": {"schema": schema}}}),
    })
}

/// The type of a parameter, as a schema.
pub(in crate::normalize) fn schema_of(parameter: &Value) -> Change {
    let keys = parameter.as_object().into_iter().flatten().filter(|(key, _)| *key == "description" || !is_of_parameters(key));
    Change::Put(Value::Object(keys.map(|(key, value)| (key.clone(), value.clone())).collect()))
}

/// A body parameter whose type stands beside its name, with a schema.
pub(in crate::normalize) fn with_schema(parameter: &Node) -> Value {
    let all = parameter.value().as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone()));
    let (mut own, schema): (Map<_, _>, Map<_, _>) = all.partition(|(key, _)| is_of_parameters(key) || key.starts_with("x-"));
    own.insert("schema".to_owned(), schema.into());
    own.into()
}

impl<'d> Document<'d> {
    /// A parameter whose type stands in a schema, with the type beside its name.
    pub(in crate::normalize) fn with_type_of(&self, parameter: &Node<'d, '_>, schema: &Node<'d, '_>) -> Value {
        let referred = schema.value().get("$ref").and_then(Value::as_str);
        let schema = referred.and_then(|text| self.references.look_up(text, &schema.pointer())).map_or(schema.value(), |(_, value)| value);
        let mut whole = parameter.value().as_object().cloned().unwrap_or_default();
        whole.shift_remove("schema");
        let typed = schema.as_object().into_iter().flatten().filter(|(key, _)| OF_TYPES.contains(&key.as_str()));
        whole.extend(typed.map(|(key, value)| (key.clone(), value.clone())));
        let is_plain = whole.get("type").and_then(Value::as_str).is_some_and(|word| word != "object");
        if !is_plain {
            whole.insert("type".to_owned(), "string".into());
        }
        whole.into()
    }

    /// The schema in a parameter or a response, as a reference or as it is.
    pub(in crate::normalize) fn written_inside(&self, node: &Node<'d, '_>) -> Value {
        let own = node.value().get("schema").cloned();
        let inside = || schema_inside(&node.pointer(), node.value());
        own.or_else(|| inside().map(|(at, _)| json!({"$ref": References::text(&at)}))).unwrap_or_else(|| json!({}))
    }
}
