//! The types of properties of which an alternative says only a part: a format, or what is in them. The object beside whose properties
//! it stands says the type.

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use crate::hints as keys;
use crate::node::Node;
use crate::normalize::context::document::Document;
use crate::normalize::schema::word::Word;

/// The words that say by themselves what a value is.
const KINDS: &[&str] = &["type", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "properties", "items", "additionalProperties"];

/// The property that a discriminator names.
pub(super) fn tag_of(schema: &Value) -> Option<&str> {
    schema.get("discriminator").map(|given| given.get("propertyName").unwrap_or(given)).and_then(Value::as_str)
}

impl<'d> Document<'d> {
    /// Notes the types of the properties that alternatives have in common with the object beside which they stand.
    pub(super) fn note_types_beside(&self, node: &Node<'d, '_>) {
        let Some(own) = node.value().get("properties").and_then(Value::as_object) else { return };
        for key in [keys::ONE_OF, "oneOf", "anyOf"] {
            let alternatives = node.value().get(key).and_then(Value::as_array);
            for (place, alternative) in alternatives.into_iter().flatten().enumerate() {
                for (name, property) in alternative.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    let says_none = property.is_object() && KINDS.iter().all(|kind| property.get(kind).is_none());
                    let beside = own.get(name).and_then(|own| own.get("type")?.as_str());
                    if let Some(word) = beside.filter(|word| says_none && Word::parse(word).is_some_and(Word::is_scalar)) {
                        let at = node.pointer().push(key).push(place).push("properties").push(name);
                        self.types_beside.borrow_mut().insert(at, word);
                    }
                }
            }
        }
    }

    /// Whether an object describes the property that tells its alternatives apart, which one of them lacks: it is a property of each.
    pub(super) fn has_only_tag(&self, schema: &Value, alternatives: &[ReferenceOr<Schema>]) -> bool {
        let own = tag_of(schema).filter(|name| schema.get("properties").is_some_and(|properties| properties.get(name).is_some()));
        let definition = |one: &ReferenceOr<Schema>| match one {
            ReferenceOr::Reference { reference } => self.definitions?.get(keys::component(reference)?),
            ReferenceOr::Item(_) => None,
        };
        own.is_some_and(|name| {
            let all: Option<Vec<&Value>> = alternatives.iter().map(definition).collect();
            all.is_some_and(|all| all.iter().any(|one| !self.mentions(one, name, 0)))
        })
    }

    /// Whether a schema, or one that it is made of, describes a property. Where that is not clear, it does.
    fn mentions(&self, schema: &Value, name: &str, depth: usize) -> bool {
        const DEEPEST: usize = 4;
        if depth > DEEPEST || schema.get("properties").is_some_and(|properties| properties.get(name).is_some()) {
            return true;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.definitions.and_then(|all| all.get(reference.rsplit('/').next()?));
            return target.is_none_or(|target| self.mentions(target, name, depth + 1));
        }
        ["allOf", "oneOf", "anyOf"]
            .iter()
            .filter_map(|key| schema.get(key)?.as_array())
            .flatten()
            .any(|part| self.mentions(part, name, depth + 1))
    }

    /// The type of a schema that the object beside which it stands says.
    pub(super) fn type_beside(&self, node: &Node<'d, '_>) -> Option<Word> {
        let types = self.types_beside.borrow();
        if types.is_empty() { None } else { types.get(&node.pointer()).and_then(|word| Word::parse(word)) }
    }
}
