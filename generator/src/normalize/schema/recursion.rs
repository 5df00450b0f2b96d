//! Schemas that are nothing but themselves.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{AnySchema, Components, ReferenceOr, Schema, SchemaData, SchemaKind};

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::node::Sink;
use crate::normalize::context::repaired::any_schema;
use crate::normalize::dialect::Dialect;

/// Reports components that are nothing but themselves, and lets them allow anything. A schema may
/// contain itself in a property, in the items of a list or in the values of a map, but it cannot
/// be itself, one of its own parents or one of its own alternatives.
pub(in crate::normalize) fn open_loops(components: &mut Components, dialect: Dialect, sink: &Sink) {
    for name in looping(&components.schemas) {
        let Some(schema) = components.schemas.get_mut(&name) else {
            continue;
        };
        let at = match &*schema {
            ReferenceOr::Item(schema) => hints::at(&schema.schema_data.extensions),
            ReferenceOr::Reference { .. } => dialect.schema_at(&name),
        };
        let found = Diagnostic::warning(at, format!("`{name}` only leads back to itself: any value is accepted"));
        sink.repair(found.at.clone(), found.message.as_str(), any_schema());
        sink.push(found);
        let data = SchemaData::default();
        *schema = ReferenceOr::Item(Schema { schema_data: data, schema_kind: SchemaKind::Any(AnySchema::default()) });
    }
}

/// The first component met of every loop. The walk keeps its own stack: chains can be long.
fn looping(schemas: &IndexMap<String, ReferenceOr<Schema>>) -> Vec<String> {
    let mut looping = Vec::new();
    let mut state: HashMap<&str, bool> = HashMap::new();
    for start in schemas.keys() {
        if state.contains_key(start.as_str()) {
            continue;
        }
        state.insert(start, true);
        let mut path = vec![(start.as_str(), parts(schemas, start))];
        while let Some((name, open)) = path.last_mut() {
            match open.pop() {
                None => {
                    state.insert(*name, false);
                    path.pop();
                }
                Some(next) => match state.get(next) {
                    Some(true) => looping.push(next.to_owned()),
                    Some(false) => {}
                    None => {
                        state.insert(next, true);
                        path.push((next, parts(schemas, next)));
                    }
                },
            }
        }
    }
    looping
}

/// The components that a component is, inherits from or chooses from.
fn parts<'s>(schemas: &'s IndexMap<String, ReferenceOr<Schema>>, name: &str) -> Vec<&'s str> {
    let mut found = Vec::new();
    let mut open: Vec<_> = schemas.get(name).into_iter().collect();
    while let Some(schema) = open.pop() {
        match schema {
            ReferenceOr::Reference { reference } => {
                found.extend(hints::component(reference).and_then(|name| schemas.get_key_value(name)).map(|(name, _)| name.as_str()));
            }
            ReferenceOr::Item(schema) => match &schema.schema_kind {
                SchemaKind::AllOf { all_of: list } | SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list } => {
                    open.extend(list);
                }
                _ => {}
            },
        }
    }
    found
}
