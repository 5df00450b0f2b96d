//! Names in `required` that no property has.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::node::Node;
use crate::suggestion::{Action, closest};

use crate::normalize::context::document::Document;

/// How many references and compositions lead to a property at most.
const DEPTH: usize = 32;

impl<'d> Document<'d> {
    /// Reports the required names of an object that are no properties of it or its parents.
    pub(in crate::normalize) fn check_required(&self, node: &Node<'d, '_>) {
        let Some(required) = node.value().get("required").and_then(Value::as_array) else {
            return;
        };
        let own = node.value().get("properties").and_then(Value::as_object);
        let names = required.iter().enumerate().filter_map(|(index, name)| Some((index, name.as_str()?)));
        let mut open: Vec<(usize, &str)> = names.filter(|(_, name)| own.is_none_or(|own| own.get(*name).is_none())).collect();
        let is_described = node.has("type") || node.has("properties") || node.has("allOf");
        if open.is_empty() || !is_described || is_part(node) {
            return;
        }
        let mut known = HashSet::new();
        self.properties_of(node, DEPTH, &mut known);
        open.retain(|(_, name)| !known.contains(*name));
        if let Some(discriminator) = node.value().get("discriminator").and_then(Value::as_str) {
            open.retain(|(_, name)| *name != discriminator);
        }
        let free: Vec<&str> = known.iter().copied().filter(|name| !required.iter().any(|other| other == *name)).collect();
        for (index, name) in open {
            let at = node.pointer().push("required").push(index);
            let message = format!("`{name}` is required, but no property is called so: values can be made without it");
            let found = Diagnostic::warning(at.clone(), message);
            let list = node.pointer().push("required");
            // A schema of OpenAPI 3 may require what it does not describe.
            if !self.dialect.is_openapi3() {
                self.sink.repair(list, found.message.as_str(), Change::Without(name.into()));
            }
            node.report(match closest(name, free.iter().copied()) {
                Some(suggestion) => found.help(format!("did you mean `{suggestion}`?")),
                None => found.suggest([Action::remove(at)]),
            });
        }
    }

    /// The names of the properties of an object and of its parents.
    fn properties_of(&self, node: &Node<'d, '_>, depth: usize, into: &mut HashSet<&'d str>) {
        let Some(keys) = node.value().as_object().filter(|_| depth > 0) else {
            return;
        };
        if let Some((key, reference)) = keys.get_key_value("$ref") {
            let reference = Node::start(reference, node.pointer().push(key), self.sink);
            if let Some((at, target)) = self.references.find(&reference) {
                self.properties_of(&Node::start(target, at, self.sink), depth - 1, into);
            }
            return;
        }
        into.extend(keys.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()));
        for key in ["allOf", "x-one-of", "oneOf", "anyOf"] {
            let parts = keys.get(key).and_then(Value::as_array);
            for (index, part) in parts.into_iter().flatten().enumerate() {
                self.properties_of(&Node::start(part, node.pointer().push(key).push(index), self.sink), depth - 1, into);
            }
        }
    }
}

/// Whether a schema is a part of another one, which may have the properties.
fn is_part(node: &Node) -> bool {
    let list = node.pointer().parent().and_then(|list| list.last());
    list.is_some_and(|list| ["allOf", "x-one-of", "oneOf", "anyOf"].contains(&list.as_str()))
}
