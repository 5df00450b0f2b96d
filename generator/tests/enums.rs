//! How many enums the Tallyfy client has, and how many places are typed by one.
//!
//! `cargo test -p generator --test enums -- --nocapture` prints both figures.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator::ir::{Api, Arg, BodyKind, Endpoint, Home, ResponseKind, Rest, Shape, Type, TypeDef};
use generator::{NoFiles, Source, diagnostic, load, lower};

/// More are a sign that places with the same values have types of their own again.
const MOST_ENUMS: usize = 145;
/// What it was when every place had an enum of its own.
const FEWEST_PLACES: usize = 216;

fn read(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(name);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Source::from_bytes(name, bytes).unwrap()
}

fn tallyfy() -> Api {
    let (document, overlay) = (read("tallyfy.yaml"), read("overlay.yaml"));
    let mut loaded = load::load(&document, Some(&overlay), &NoFiles, generator::Extras::default());
    let api = lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    assert!(!diagnostic::has_errors(&loaded.diagnostics), "{:#?}", loaded.diagnostics);
    api
}

/// The names of the enums among some types.
fn enums(types: &[TypeDef]) -> BTreeSet<&str> {
    let is_enum = |one: &&TypeDef| matches!(one.shape, Shape::StringEnum { .. } | Shape::IntegerEnum { .. });
    types.iter().filter(is_enum).map(|one| one.name.as_str()).collect()
}

/// The named type inside lists, maps and the like.
fn named(ty: &Type) -> Option<(&str, Home)> {
    match ty.innermost() {
        Type::Named { name, home } => Some((name.as_str(), *home)),
        _ => None,
    }
}

/// The types that the parts of a type have.
fn parts(of: &TypeDef) -> Vec<&Type> {
    match &of.shape {
        Shape::Struct(shape) => {
            let rest = match &shape.rest {
                Rest::Typed { ty, .. } => Some(ty),
                Rest::Extra { .. } => None,
            };
            shape.fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        Shape::Union(variants) | Shape::Errors { variants, .. } => variants.iter().map(|one| &one.ty).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|one| &one.ty).collect(),
        Shape::ByStatus(variants) => variants.iter().filter_map(|one| one.ty.as_ref()).collect(),
        Shape::Headers(headers) => headers.iter().map(|header| &header.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::StringEnum { .. } | Shape::IntegerEnum { .. } => Vec::new(),
    }
}

/// The types of an operation's parameters, body and response.
fn places(of: &Endpoint) -> Vec<&Type> {
    let mut found: Vec<&Type> = of.args.iter().chain(&of.options).map(|arg: &Arg| &arg.ty).collect();
    found.extend(of.body.iter().filter_map(|body| match &body.kind {
        BodyKind::Json { ty, .. } | BodyKind::Xml { ty, .. } => Some(ty),
        BodyKind::Text { .. } | BodyKind::Bytes { .. } => None,
    }));
    found.extend(match &of.response.kind {
        ResponseKind::Json(ty) | ResponseKind::ByStatus(ty) | ResponseKind::Page { item: ty, .. } => Some(ty),
        ResponseKind::Empty | ResponseKind::Text | ResponseKind::Bytes => None,
    });
    found
}

/// How many of these types are one of the enums.
fn count<'a>(types: impl IntoIterator<Item = &'a Type>, shared: &BTreeSet<&str>, own: &BTreeSet<&str>) -> usize {
    let is_enum = |ty: &&Type| match named(ty) {
        Some((name, Home::Types)) => shared.contains(name),
        Some((name, Home::Here)) => own.contains(name),
        None => false,
    };
    types.into_iter().filter(is_enum).count()
}

#[test]
fn few_enums_type_many_places() {
    let api = tallyfy();
    let shared: BTreeSet<&str> = api.types.iter().flat_map(|group| enums(&group.types)).collect();
    let mut places_typed: usize =
        api.types.iter().flat_map(|group| &group.types).map(|one| count(parts(one), &shared, &BTreeSet::new())).sum();
    let mut types = shared.len();
    for module in &api.modules {
        let own = enums(&module.types);
        types += own.len();
        places_typed += module.types.iter().map(|one| count(parts(one), &shared, &own)).sum::<usize>();
        places_typed += module.endpoints.iter().map(|one| count(places(one), &shared, &own)).sum::<usize>();
    }
    println!("{types} enums type {places_typed} places");
    assert!(types <= MOST_ENUMS, "{types} enums: at most {MOST_ENUMS} are expected");
    assert!(places_typed >= FEWEST_PLACES, "{places_typed} places have an enum as their type: at least {FEWEST_PLACES} did before");
}
