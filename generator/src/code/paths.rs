//! Paths of types.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::fold::Fold;
use syn::visit::Visit;
use syn::{GenericArgument, PathArguments, Type};

/// The path of a type, such as `uuid::Uuid`, or a word of the prelude.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypePath {
    /// How people write it.
    pub name: String,
    /// How it is written where anything may be in scope: crates begin with `::`.
    pub rooted: String,
    /// Its words.
    pub segments: Vec<String>,
    /// What its last word is generic over, where that is nothing but paths.
    pub arguments: Vec<TypePath>,
    /// The crates that it and its arguments need.
    pub crates: BTreeSet<String>,
}

impl TypePath {
    /// Reads a path. None where the text is none, or depends on where it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let Ok(Type::Path(path)) = syn::parse_str::<Type>(text) else { return None };
        Self::of(&path)
    }

    fn of(path: &syn::TypePath) -> Option<Self> {
        let mut scan = PathScan::default();
        scan.visit_type_path(path);
        (!scan.is_wrong).then(|| Self {
            name: compact(path),
            rooted: compact(&Rooted.fold_type_path(path.clone())),
            segments: path.path.segments.iter().map(|segment| segment.ident.to_string()).collect(),
            arguments: arguments(path),
            crates: scan.crates,
        })
    }
}

/// Types that have no crate in front of them in code.
const PRELUDE: &[&str] = &[
    "Box", "Option", "String", "Vec", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "str", "u128", "u16", "u32", "u64",
    "u8",
];

/// What a path and all in it are of.
#[derive(Default)]
struct PathScan {
    crates: BTreeSet<String>,
    is_wrong: bool,
}

impl<'ast> Visit<'ast> for PathScan {
    fn visit_type(&mut self, ty: &'ast Type) {
        // What borrows is not read from a response, and what is not a type by name has no traits of one's own.
        self.is_wrong |= !matches!(ty, Type::Path(_) | Type::Tuple(_) | Type::Array(_));
        syn::visit::visit_type(self, ty);
    }

    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        let segments = &path.path.segments;
        let first = segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
        match first.as_str() {
            _ if path.qself.is_some() => self.is_wrong = true,
            "crate" if segments.len() > 1 => {}
            // What these are depends on the file.
            "self" | "super" | "Self" | "crate" => self.is_wrong = true,
            _ if segments.len() == 1 => self.is_wrong |= path.path.leading_colon.is_some() || !PRELUDE.contains(&first.as_str()),
            _ => drop(self.crates.insert(first)),
        }
        syn::visit::visit_type_path(self, path);
    }

    fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
        self.is_wrong = true;
    }
}

/// Writes crates so that nothing of the generated files is taken for them.
struct Rooted;

impl Fold for Rooted {
    fn fold_type_path(&mut self, mut path: syn::TypePath) -> syn::TypePath {
        let segments = &path.path.segments;
        if segments.len() > 1 && segments.first().is_some_and(|first| first.ident != "crate") {
            path.path.leading_colon = Some(Default::default());
        }
        syn::fold::fold_type_path(self, path)
    }
}

/// What the last word of a path is generic over: nothing where that is more than paths.
fn arguments(path: &syn::TypePath) -> Vec<TypePath> {
    let Some(PathArguments::AngleBracketed(list)) = path.path.segments.last().map(|last| &last.arguments) else { return Vec::new() };
    let paths = list.args.iter().map(|argument| match argument {
        GenericArgument::Type(Type::Path(path)) => TypePath::of(path),
        _ => None,
    });
    paths.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// A path as people write it.
fn compact(path: &syn::TypePath) -> String {
    path.to_token_stream().to_string().replace(' ', "").replace(',', ", ").replace(';', "; ")
}
