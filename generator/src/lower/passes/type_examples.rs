//! The examples of types, once all types are settled: those that no schema describes are made of others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::ir::{self, Home, Namespace, Shape, Type, TypeExample, TypeIndex};
use crate::lower::example_values::suggestions;

/// How many types lie in one another at most.
const DEPTH: usize = 64;

/// Gives each type its example, or takes it away where nobody knows one.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let index = TypeIndex::new(api);
    let examples: Vec<Option<TypeExample>> = api.all_types().map(|(def, written)| example(&index, def, written)).collect();
    for (def, example) in api.all_types_mut().zip(examples) {
        def.example = example;
    }
}

fn example(index: &TypeIndex<'_>, def: &ir::TypeDef, written: Namespace<'_>) -> Option<TypeExample> {
    match &def.shape {
        // It has that of the type that it is another name for; a tuple is no type of the crate.
        Shape::Alias(_) | Shape::Tuple(_) => None,
        Shape::ByStatus(variants) => variants.iter().filter(|variant| variant.raw.is_none()).find_map(|variant| {
            let content = variant.ty.as_ref().map(|ty| value(index, ty, written, variant.name.as_str(), 0));
            Some(TypeExample::Variant(
                variant.name.clone(),
                match content {
                    Some(content) => Some(content?),
                    None => None,
                },
            ))
        }),
        Shape::Errors { variants, .. } => variants.iter().find_map(|variant| {
            let content = value(index, &variant.ty, written, variant.name.as_str(), 0)?;
            Some(TypeExample::Variant(variant.name.clone(), Some(content)))
        }),
        Shape::Headers(headers) => {
            let text = |header: &ir::Header| {
                let value = value(index, &header.ty, written, &header.wire, 0)?;
                Some((header.wire.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            };
            Some(TypeExample::Headers(headers.iter().filter_map(text).collect()))
        }
        _ if is_guess(index, def, written, &mut BTreeSet::new()) => None,
        _ => def.example.clone(),
    }
}

/// A value of a type where it is used.
fn value(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>, name: &str, depth: usize) -> Option<Value> {
    let inner = |ty: &Type| value(index, ty, written, name, depth + 1);
    if depth > DEPTH {
        return None;
    }
    match ty {
        Type::List(item) => Some(Value::Array(vec![inner(item)?])),
        Type::Map(item) => Some(Value::Object(Map::from_iter([("key".to_owned(), inner(item)?)]))),
        Type::Boxed(ty) | Type::Nullable(ty) => inner(ty),
        Type::Own(_) => None,
        Type::Named { .. } => {
            let (def, written) = index.definition(ty, written)?;
            match (&def.shape, &def.example) {
                (Shape::Alias(target), _) => value(index, target, written, name, depth + 1),
                (_, Some(TypeExample::Json(value))) if !is_guess(index, def, written, &mut BTreeSet::new()) => Some(value.clone()),
                _ => None,
            }
        }
        plain => Some(suggestions::of_type(plain, name)),
    }
}

/// Whether a type has a type in it that the document names, and gives no value of: nobody but its author knows one.
fn is_guess<'a>(index: &TypeIndex<'a>, def: &'a ir::TypeDef, written: Namespace<'_>, seen: &mut BTreeSet<(String, bool)>) -> bool {
    if !seen.insert((def.name.as_str().to_owned(), written == Namespace::Types)) {
        return false;
    }
    let types: Vec<&Type> = match &def.shape {
        Shape::Struct(object) => {
            let rest = match &object.rest {
                ir::Rest::Typed { ty, .. } => Some(ty),
                ir::Rest::Extra { .. } => None,
            };
            object.fields.iter().filter(|field| field.example.is_none()).map(|field| &field.ty).chain(rest).collect()
        }
        Shape::Union(variants) => variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::Tuple(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    types.into_iter().any(|ty| match innermost(ty) {
        Type::Own(_) => true,
        named @ Type::Named { home, .. } => {
            let written = if *home == Home::Types { Namespace::Types } else { written };
            index.definition(named, written).is_some_and(|(def, written)| is_guess(index, def, written, seen))
        }
        _ => false,
    })
}

/// What lists and maps are of.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) | Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}
