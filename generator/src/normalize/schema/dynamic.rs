//! Dynamic references: a schema fills in what another one, its template, leaves open.
//!
//! A `$dynamicRef` leads to the `$dynamicAnchor` of the outermost schema on the way to it. A schema that declares one, in its `$defs`
//! or itself, and refers to a template gets a copy of the template, in which the reference leads to what the schema declares.

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use crate::files::percent_decoded;
use crate::node::Node;
use crate::normalize::context::document::{Document, DynamicAnchor};
use crate::pointer::Pointer;

impl<'d> Document<'d> {
    /// Reads a schema with the dynamic anchors that it declares. What is declared further out comes before.
    pub(in crate::normalize) fn with_anchors<R>(&self, node: &Node<'d, '_>, read: impl FnOnce() -> R) -> R {
        if !self.dialect.has_json_schema() || !node.has("$dynamicAnchor") && !node.has("$defs") {
            return read();
        }
        let known = self.dynamic_anchors.borrow().len();
        for anchor in declared(node) {
            let mut all = self.dynamic_anchors.borrow_mut();
            if !all.iter().any(|outer| outer.name == anchor.name) {
                all.push(anchor);
            }
        }
        let result = read();
        self.dynamic_anchors.borrow_mut().truncate(known);
        result
    }

    /// The schema that a dynamic reference leads to, where one is declared further out.
    pub(in crate::normalize) fn dynamic(&self, reference: &Node<'d, '_>) -> Option<ReferenceOr<Schema>> {
        let name = self.anchor_name(reference.value())?;
        let anchor = self.dynamic_anchors.borrow().iter().find(|anchor| anchor.name == name).cloned()?;
        // A schema within itself is the component, and not a copy.
        if let Some(component) = self.component_at(&anchor.at).filter(|_| !is_only_reference(anchor.schema)) {
            return Some(ReferenceOr::Reference { reference: crate::hints::reference(&component) });
        }
        if self.templates.borrow().contains(&anchor.at) {
            return None;
        }
        self.templates.borrow_mut().push(anchor.at.clone());
        let schema = self.schema(&Node::start(anchor.schema, anchor.at, self.sink));
        self.templates.borrow_mut().pop();
        Some(schema)
    }

    /// A copy of the schema at a place, where its dynamic references lead to what is declared further out.
    pub(in crate::normalize) fn filled_in(&self, at: &Pointer, value: &'d Value) -> Option<ReferenceOr<Schema>> {
        let is_template = {
            let anchors = self.dynamic_anchors.borrow();
            let is_filled =
                |name: &str| anchors.iter().any(|anchor| anchor.name == name && anchor.at != *at && anchor.at.below(at).is_none());
            !anchors.is_empty() && self.has_reference(value, &is_filled)
        };
        if !is_template || self.templates.borrow().contains(at) {
            return None;
        }
        self.templates.borrow_mut().push(at.clone());
        let schema = self.schema_here(&Node::start(value, at.clone(), self.sink));
        self.templates.borrow_mut().pop();
        Some(schema)
    }

    /// The anchor that a dynamic reference is to: one that is found by its name has become a pointer to its place.
    fn anchor_name(&self, reference: &'d Value) -> Option<&'d str> {
        let (_, name) = reference.as_str()?.split_once('#')?;
        if name.starts_with('/') {
            return self.root.pointer(&percent_decoded(name))?.get("$dynamicAnchor")?.as_str();
        }
        Some(name).filter(|name| !name.is_empty())
    }

    /// Whether there is a dynamic reference in a schema to one of these anchors.
    fn has_reference(&self, value: &'d Value, is_filled: &dyn Fn(&str) -> bool) -> bool {
        match value {
            Value::Object(members) => members.iter().any(|(key, member)| match key.as_str() {
                "$dynamicRef" => self.anchor_name(member).is_some_and(is_filled),
                "example" | "examples" | "default" | "enum" | "const" => false,
                _ => self.has_reference(member, is_filled),
            }),
            Value::Array(items) => items.iter().any(|item| self.has_reference(item, is_filled)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
}

/// The dynamic anchors that a schema declares: in its `$defs`, and then its own.
fn declared<'d>(node: &Node<'d, '_>) -> Vec<DynamicAnchor<'d>> {
    let anchor = |schema: &'d Value, at: Pointer| {
        let name = schema.get("$dynamicAnchor").and_then(Value::as_str)?;
        Some(DynamicAnchor { name, at, schema })
    };
    let place = node.pointer();
    let defs = node.value().get("$defs").and_then(Value::as_object);
    let inner = defs.into_iter().flatten().filter_map(|(key, schema)| anchor(schema, place.push("$defs").push(key)));
    inner.chain(anchor(node.value(), place.clone())).collect()
}

/// Whether a schema says no more than a reference does.
fn is_only_reference(schema: &Value) -> bool {
    schema.get("$ref").is_some()
}
