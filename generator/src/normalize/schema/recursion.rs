//! Schemas that are nothing but themselves.

use std::collections::{HashMap, HashSet};

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

/// Leaves the union out of what an alternative of it extends. Many documents say so of subtypes, where the alternatives are all that
/// the union has: by the letter nothing is such a value, and what is meant is the alternative.
pub(in crate::normalize) fn cut_back_to_unions(components: &mut Components) {
    let schemas = &components.schemas;
    let mut cut: Vec<(String, Vec<usize>)> = Vec::new();
    for (name, schema) in schemas {
        let Some(all_of) = all_of(schema) else { continue };
        let back = |part: &ReferenceOr<Schema>| match part {
            ReferenceOr::Reference { reference } => {
                hints::component(reference).is_some_and(|union| is_alternative(schemas, union, name, &mut HashSet::new()))
            }
            ReferenceOr::Item(_) => false,
        };
        let places: Vec<usize> = all_of.iter().enumerate().filter(|(_, part)| back(part)).map(|(place, _)| place).collect();
        let says_more =
            places.len() < all_of.len() || schema.as_item().is_some_and(|schema| matches!(schema.schema_kind, SchemaKind::Any(_)));
        if !places.is_empty() && says_more {
            cut.push((name.clone(), places));
        }
    }
    for (name, places) in cut {
        let Some(ReferenceOr::Item(schema)) = components.schemas.get_mut(&name) else { continue };
        let all_of = match &mut schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &mut any.all_of,
            _ => continue,
        };
        let mut place = 0..;
        all_of.retain(|_| place.next().is_none_or(|place| !places.contains(&place)));
    }
}

/// What a component extends.
fn all_of(schema: &ReferenceOr<Schema>) -> Option<&[ReferenceOr<Schema>]> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::AllOf { all_of } => Some(all_of),
        SchemaKind::Any(any) => Some(&any.all_of),
        _ => None,
    }
}

/// Whether a component is among the alternatives of another that has nothing else, or of one of these.
fn is_alternative<'s>(schemas: &'s IndexMap<String, ReferenceOr<Schema>>, union: &'s str, name: &str, seen: &mut HashSet<&'s str>) -> bool {
    if !seen.insert(union) {
        return false;
    }
    let kind = schemas.get(union).and_then(ReferenceOr::as_item).map(|schema| &schema.schema_kind);
    let Some(SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list }) = kind else {
        return false;
    };
    let names = list.iter().filter_map(|part| match part {
        ReferenceOr::Reference { reference } => hints::component(reference),
        ReferenceOr::Item(_) => None,
    });
    names.into_iter().any(|one| one == name || is_alternative(schemas, one, name, seen))
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
