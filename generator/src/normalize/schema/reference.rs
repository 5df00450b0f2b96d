//! References where schemas stand, also those that lead to a response or a parameter.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::node::Node;
use crate::pointer::Pointer;

use crate::normalize::context::document::Document;
use crate::normalize::context::reference::References;
use crate::normalize::context::repaired::{any_schema, schema_of};
use crate::normalize::context::target::{TargetKind, schema_inside};
use crate::normalize::context::vocabulary::{beside_reference, finish_schema};
use crate::normalize::dialect::Section;
use crate::normalize::extensions;
use crate::normalize::schema::types::item;

/// What becomes of a schema that cannot be read.
const ANYTHING: &str = "any value is accepted";

impl<'d> Document<'d> {
    /// A reference. What stands beside it is kept as a composition when it matters.
    pub(in crate::normalize) fn schema_reference(&self, node: &Node<'d, '_>, reference: &Node<'d, '_>) -> ReferenceOr<Schema> {
        let data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        let filled_in = if reference.name() == "$dynamicRef" { self.dynamic(reference) } else { None };
        let found = || {
            let (at, value) = self.references.resolve(reference, ANYTHING)?;
            self.filled_in(&at, value).or_else(|| self.referred_schema(node, reference, at, value))
        };
        let Some(target) = filled_in.or_else(found) else {
            node.repair(format!("the reference leads to no schema: {ANYTHING}"), any_schema());
            node.skip(&["description", "title"], Unused::Prose);
            return item(data, SchemaKind::Any(AnySchema::default()));
        };
        let bare = node.value().as_object().is_none_or(|properties| properties.len() == 1);
        if bare {
            return target;
        }
        let mut data = self.schema_data(node, data);
        // It changes nothing about the type.
        data.example = None;
        if self.dialect.has_json_schema() && self.has_own(node) {
            return self.narrowed(node, target, data);
        }
        self.skip_unread(node);
        node.skip(&["type", "format"], Unused::NoEffect);
        beside_reference(node);
        let plain = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        if data == plain { target } else { item(data, SchemaKind::AllOf { all_of: vec![target] }) }
    }

    /// What a reference leads to, and all that stands beside it, which holds as well.
    fn narrowed(&self, node: &Node<'d, '_>, target: ReferenceOr<Schema>, mut data: SchemaData) -> ReferenceOr<Schema> {
        let mut own = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        self.nesting.update(|depth| depth + 1);
        let kind = self.composed(node, &mut own);
        self.nesting.update(|depth| depth - 1);
        self.check_given(node);
        self.skip_unread(node);
        finish_schema(node);
        // The values that are listed here are those that are left.
        if (node.has("enum") || node.has("const")) && matches!(kind, SchemaKind::Type(_)) {
            return item(SchemaData { nullable: own.nullable, ..data }, kind);
        }
        // Null is let in by both or not at all, and what the reference says of it stands there.
        data.nullable = false;
        let mut all_of = vec![target];
        match kind {
            SchemaKind::AllOf { all_of: parts } => all_of.extend(parts),
            kind => all_of.push(item(own, kind)),
        }
        item(data, SchemaKind::AllOf { all_of })
    }

    /// The schema where a reference leads: what stands there, or what a response or a parameter there has.
    fn referred_schema(&self, node: &Node<'d, '_>, reference: &Node<'d, '_>, at: Pointer, value: &'d Value) -> Option<ReferenceOr<Schema>> {
        let component = |name: &str| ReferenceOr::Reference { reference: keys::reference(name) };
        if let Some(name) = self.definition_at(&at) {
            return Some(component(&name));
        }
        let text = reference.value();
        let kind = TargetKind::of(&at, value);
        let inside = match kind {
            TargetKind::Schema => {
                let name = self.references.component(&at);
                if name.is_none() {
                    reference.warn(format!("{text} is not a schema: {ANYTHING}"));
                }
                return name.map(component);
            }
            TargetKind::Other => {
                reference.warn(format!("{text} is not a schema: {ANYTHING}"));
                return None;
            }
            TargetKind::Parameter | TargetKind::Response => self.schema_inside(at, value),
        };
        let Some((at, value)) = inside else {
            reference.warn(format!("{text} is {}, and one without a schema: {ANYTHING}", kind.as_str()));
            return None;
        };
        reference.repair("a schema can only refer to a schema", Change::Put(References::text(&at).into()));
        if TargetKind::of(&at, value) == TargetKind::Parameter {
            node.repair("a schema can only refer to a schema", schema_of(value));
        }
        let what = if kind == TargetKind::Response { "the schema of its body is read" } else { "its schema is read" };
        reference.warn(format!("{text} is {}: {what}", kind.as_str()));
        if value.get("$ref").is_none() {
            return self.references.component_inside(&at).map(component);
        }
        self.nesting.update(|depth| depth + 1);
        let schema = self.schema(&Node::start(value, at, self.sink));
        self.nesting.update(|depth| depth - 1);
        Some(schema)
    }

    /// The schema that something else refers to.
    pub(in crate::normalize) fn schema_of_target(&self, node: &Node<'d, '_>) -> ReferenceOr<Schema> {
        match self.definition_at(&node.pointer()) {
            Some(name) => ReferenceOr::Reference { reference: keys::reference(&name) },
            None => self.schema(node),
        }
    }

    /// The schema in a response or a parameter, which may only refer to another.
    fn schema_inside(&self, at: Pointer, value: &'d Value) -> Option<(Pointer, &'d Value)> {
        let node = self.follow(Node::start(value, at, self.sink), ANYTHING)?;
        let kind = TargetKind::of(&node.pointer(), node.value());
        if kind == TargetKind::Schema { Some((node.pointer(), node.value())) } else { schema_inside(&node.pointer(), node.value()) }
    }

    /// Whether a schema is only a reference to a response without a body.
    pub(in crate::normalize) fn is_empty_response(&self, schema: &Node<'d, '_>) -> bool {
        let Some(reference) = schema.raw("$ref") else {
            return false;
        };
        let found = self.references.find(&reference).filter(|(at, value)| TargetKind::of(at, value) == TargetKind::Response);
        let is_empty = found.is_some_and(|(at, value)| self.schema_inside(at, value).is_none());
        if is_empty {
            let message = format!("{} is a response without a body: so is this one", reference.value());
            reference.warn(message.as_str());
            schema.repair(message, Change::Remove);
        }
        is_empty
    }

    /// What stands in a place of schemas that references may lead to, also where it is a parameter or a response.
    pub(in crate::normalize) fn schema_or_inside(&self, node: &Node<'d, '_>) -> ReferenceOr<Schema> {
        match TargetKind::of(&node.pointer(), node.value()) {
            TargetKind::Parameter if !node.has("schema") => self.simple(node),
            TargetKind::Parameter | TargetKind::Response => match node.raw("schema") {
                Some(schema) => self.schema(&schema),
                None => self.schema_here(node),
            },
            TargetKind::Schema | TargetKind::Other => self.schema_here(node),
        }
    }

    /// The component that stands at a place. Asking makes a schema one.
    pub(in crate::normalize) fn component_at(&self, at: &Pointer) -> Option<String> {
        self.definition_at(at).or_else(|| self.references.component(at).map(str::to_owned))
    }

    /// The name of the definition that stands at a place.
    fn definition_at(&self, at: &Pointer) -> Option<String> {
        self.dialect.name_in(Section::Schemas, at)
    }
}
