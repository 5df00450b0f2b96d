//! The examples of types, once all types are settled: those that no schema describes are made of others.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::ir::{self, Home, Namespace, Shape, Type, TypeExample, TypeIndex};
use crate::lower::example_values::suggestions;

/// How many types lie in one another at most.
const DEPTH: usize = 64;

/// Gives each type its example, or takes it away where nobody knows one.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let index = TypeIndex::new(api);
    let has_own = api.all_types().any(|(def, _)| types(def).into_iter().any(|ty| matches!(innermost(ty), Type::Own(_))));
    let examples = SettledExamples { index, has_own };
    let settled: Vec<Settled> = api.all_types().map(|(def, written)| examples.of(def, written)).collect();
    for (def, settled) in api.all_types_mut().zip(settled) {
        match settled {
            Settled::AsItIs => {}
            Settled::As(example) => def.example = example,
        }
    }
}

/// What becomes of the example of a type.
enum Settled {
    AsItIs,
    As(Option<TypeExample>),
}

/// The types, whose examples are made of one another.
struct SettledExamples<'a> {
    index: TypeIndex<'a>,
    /// Whether any of them has a type in it that the document names.
    has_own: bool,
}

impl SettledExamples<'_> {
    fn of(&self, def: &ir::TypeDef, written: Namespace<'_>) -> Settled {
        let json = |ty: &Type, name: &crate::names::Ident| self.value(ty, written, name.as_str(), 0).map(|value| text(&value));
        match &def.shape {
            // It has that of the type that it is another name for; a tuple is no type of the crate.
            Shape::Alias(_) | Shape::Tuple(_) => Settled::As(None),
            Shape::ByStatus(variants) => Settled::As(variants.iter().filter(|variant| variant.raw.is_none()).find_map(|variant| {
                let content = match &variant.ty {
                    Some(ty) => Some(json(ty, &variant.name)?),
                    None => None,
                };
                Some(TypeExample::Variant(variant.name.clone(), content))
            })),
            Shape::Errors { variants, .. } => Settled::As(variants.iter().find_map(|variant| {
                let content = json(&variant.ty, &variant.name)?;
                Some(TypeExample::Variant(variant.name.clone(), Some(content)))
            })),
            Shape::Headers(headers) => {
                let text = |header: &ir::Header| {
                    let value = self.value(&header.ty, written, &header.wire, 0)?;
                    Some((header.wire.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                };
                Settled::As(Some(TypeExample::Headers(headers.iter().filter_map(text).collect())))
            }
            _ if self.is_guess(def, written) => Settled::As(None),
            _ => Settled::AsItIs,
        }
    }

    /// A value of a type where it is used.
    fn value(&self, ty: &Type, written: Namespace<'_>, name: &str, depth: usize) -> Option<Value> {
        let inner = |ty: &Type| self.value(ty, written, name, depth + 1);
        if depth > DEPTH {
            return None;
        }
        match ty {
            Type::List(item) => Some(Value::Array(vec![inner(item)?])),
            Type::Map(item) => Some(Value::Object(Map::from_iter([("key".to_owned(), inner(item)?)]))),
            Type::Boxed(ty) | Type::Nullable(ty) => inner(ty),
            Type::Own(_) => None,
            Type::Named { .. } => {
                let (def, written) = self.index.definition(ty, written)?;
                match (&def.shape, &def.example) {
                    (Shape::Alias(target), _) => self.value(target, written, name, depth + 1),
                    (_, Some(TypeExample::Json(json))) if !self.is_guess(def, written) => serde_json::from_str(json).ok(),
                    _ => None,
                }
            }
            plain => Some(suggestions::of_type(plain, name)),
        }
    }

    /// Whether a type has a type in it that the document names, and gives no value of: nobody but its author knows one.
    fn is_guess(&self, def: &ir::TypeDef, written: Namespace<'_>) -> bool {
        self.has_own && is_guess(&self.index, def, written, &mut BTreeSet::new())
    }
}

/// A value as JSON.
fn text(value: &Value) -> Arc<str> {
    value.to_string().into()
}

/// The same, without the types that were seen.
fn is_guess<'a>(index: &TypeIndex<'a>, def: &'a ir::TypeDef, written: Namespace<'_>, seen: &mut BTreeSet<(String, bool)>) -> bool {
    if !seen.insert((def.name.as_str().to_owned(), written == Namespace::Types)) {
        return false;
    }
    types(def).into_iter().any(|ty| match innermost(ty) {
        Type::Own(_) => true,
        named @ Type::Named { home, .. } => {
            let written = if *home == Home::Types { Namespace::Types } else { written };
            index.definition(named, written).is_some_and(|(def, written)| is_guess(index, def, written, seen))
        }
        _ => false,
    })
}

/// The types that the example of a type is made of.
fn types(def: &ir::TypeDef) -> Vec<&Type> {
    match &def.shape {
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
    }
}

/// What lists and maps are of.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) | Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}
