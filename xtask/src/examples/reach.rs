//! Which types others consist of.

use std::collections::{BTreeSet, HashMap};

use generator::ir::{Api, Home, Namespace, Rest, Shape, Type, TypeDef, TypeIndex};

/// The folder of a type, and its name.
pub type Place = (String, String);

/// The place of a type that is written in a namespace.
pub fn place(written: Namespace<'_>, name: &str) -> Place {
    let folder = match written {
        Namespace::Types => "types",
        Namespace::Module(module) => module,
    };
    (folder.to_owned(), name.to_owned())
}

/// Those that some types consist of, and these.
pub fn reached(api: &Api, roots: impl Iterator<Item = Place>) -> BTreeSet<Place> {
    let index = TypeIndex::new(api);
    let all: HashMap<Place, (&TypeDef, Namespace<'_>)> =
        api.all_types().map(|(def, written)| (place(written, def.name.as_str()), (def, written))).collect();
    let mut open: Vec<Place> = roots.collect();
    let mut found: BTreeSet<Place> = open.iter().cloned().collect();
    while let Some(here) = open.pop() {
        let Some((def, written)) = all.get(&here).copied() else { continue };
        for ty in types_in(def) {
            let mut inner = ty;
            while let Type::List(next) | Type::Map(next) | Type::Boxed(next) | Type::Nullable(next) = inner {
                inner = next;
            }
            let Type::Named { name, home } = inner else { continue };
            let written = if *home == Home::Types { Namespace::Types } else { written };
            if index.definition(inner, written).is_some() && found.insert(place(written, name.as_str())) {
                open.push(place(written, name.as_str()));
            }
        }
    }
    found
}

/// The types that are named in the definition of one.
fn types_in(def: &TypeDef) -> Vec<&Type> {
    let mut all: Vec<&Type> = match &def.shape {
        Shape::Struct(shape) => {
            let rest = match &shape.rest {
                Rest::Typed { ty, .. } => Some(ty),
                Rest::Extra { .. } => None,
            };
            let contents = shape.fields.iter().filter_map(|field| Some(&field.content.as_ref()?.ty));
            shape.fields.iter().map(|field| &field.ty).chain(rest).chain(contents).collect()
        }
        Shape::Union(variants) | Shape::Errors { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        Shape::ByStatus(variants) => variants.iter().filter_map(|variant| variant.ty.as_ref()).collect(),
        Shape::Headers(headers) => headers.iter().map(|header| &header.ty).collect(),
        Shape::Newtype(of) | Shape::Alias(of) => vec![of],
        Shape::Tuple(items) => items.iter().collect(),
        Shape::StringEnum { .. } | Shape::IntegerEnum { .. } => Vec::new(),
    };
    all.extend(def.changes.as_ref().map(|changes| &changes.of));
    all
}
