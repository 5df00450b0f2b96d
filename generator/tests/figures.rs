//! What the Tallyfy client has, counted: enums and the places that are typed by one, markers, examples, documented fields.
//!
//! `cargo test -p generator --test figures -- --nocapture` prints all figures.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::ir::{Api, Arg, Endpoint, Home, Rest, Shape, Type, TypeDef};
use generator::{NoFiles, Source, diagnostic, load, lower};
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item};

/// More are a sign that places with the same values have types of their own again.
const MOST_ENUMS: usize = 145;
/// What it was when every place had an enum of its own.
const FEWEST_PLACES: usize = 216;
/// The fields of which nothing is known but the name; they print no sentence.
const MOST_UNDOCUMENTED: usize = 33;

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
        Shape::Tuple(items) => items.iter().collect(),
        Shape::Newtype(base) => vec![base],
        Shape::StringEnum { .. } | Shape::IntegerEnum { .. } => Vec::new(),
    }
}

/// The types of an operation's parameters, body and response.
fn places(of: &Endpoint) -> Vec<&Type> {
    let mut found: Vec<&Type> = of.args.iter().chain(&of.options).map(|arg: &Arg| &arg.ty).collect();
    found.extend(of.body.iter().filter_map(|body| body.kind.value_type()));
    found.extend(of.response.kind.value_type());
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

/// The files of the generated client below a folder.
fn generated(folder: &Path) -> Vec<syn::File> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(generated(&path));
        } else {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            found.push(syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        }
    }
    found
}

/// The documentation of an item.
fn documentation(attributes: &[Attribute]) -> String {
    attributes.iter().filter(|one| one.path().is_ident("doc")).map(|one| one.meta.to_token_stream().to_string() + "\n").collect()
}

/// What the generated client has, by what is counted.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    /// Entries of `operations!`, each a type that implements `Operation`.
    markers: usize,
    /// Types of calls, one for each operation.
    calls: usize,
    /// Methods that begin a call and have an example.
    examples: usize,
    /// Public fields of types but for `extra`, which all types have.
    fields: usize,
    documented: usize,
}

impl Figures {
    fn of(files: &[syn::File]) -> Self {
        let mut found = Self::default();
        files.iter().flat_map(|file| &file.items).for_each(|item| found.add(item));
        found
    }

    fn add(&mut self, item: &Item) {
        match item {
            // The name of the handle, then an entry for each operation.
            Item::Macro(call) if call.mac.path.is_ident("operations") => {
                // Without what is in braces: the constraints of an operation.
                let marks =
                    call.mac.tokens.clone().into_iter().filter(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '='));
                self.markers += marks.count();
            }
            Item::Type(alias) if alias.ident.to_string().ends_with("Call") => self.calls += 1,
            Item::Struct(one) => {
                if let Fields::Named(fields) = &one.fields {
                    let public = fields.named.iter().filter(|field| matches!(field.vis, syn::Visibility::Public(_)));
                    for field in public.filter(|field| field.ident.as_ref().is_some_and(|name| name != "extra")) {
                        self.fields += 1;
                        self.documented += usize::from(!documentation(&field.attrs).is_empty());
                    }
                }
            }
            Item::Impl(one) => {
                for item in &one.items {
                    if let ImplItem::Fn(method) = item {
                        let begins = method.sig.output.to_token_stream().to_string().ends_with("Call < M >");
                        self.examples += usize::from(begins && documentation(&method.attrs).contains("```no_run"));
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn each_operation_has_a_marker_a_call_and_an_example() {
    let api = tallyfy();
    let operations: usize = api.modules.iter().map(|module| module.endpoints.len()).sum();
    let found = Figures::of(&generated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/generated")));
    println!("{operations} operations, {found:?}");
    assert_eq!((found.markers, found.calls, found.examples), (operations, operations, operations));
    assert!(found.documented > operations, "{found:?}: few fields were seen");
    assert!(found.fields - found.documented <= MOST_UNDOCUMENTED, "{found:?}: at most {MOST_UNDOCUMENTED} fields say nothing");
}
