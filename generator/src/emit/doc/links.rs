//! Names and types in prose, with links, and the words by which rustdoc finds an item.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust_names::{RustName, rust_name};
use crate::ir::{Home, Type};

/// A name in code type. Names come from the document and may hold anything.
pub(in crate::emit) fn code(name: &str) -> String {
    let name: String = name.chars().filter(|c| *c != '`' && !c.is_control()).collect();
    format!("`{}`", name.trim())
}

/// A type in words, with a link to each that has a page. `types` is the way from the item to the shared types.
pub(in crate::emit) fn linked(ty: &Type, types: &str) -> String {
    match ty {
        Type::List(item) => format!("list of {}", linked(item, types)),
        Type::Map(value) => format!("map to {}", linked(value, types)),
        Type::Nullable(inner) => format!("optional {}", linked(inner, types)),
        Type::Boxed(inner) => linked(inner, types),
        Type::String => "string".to_owned(),
        // In the files of the shared types, these are beside one another.
        Type::Named { name, .. } if types == "super::" => format!("[`{0}`]({types}{0})", name.as_str()),
        Type::Named { name, home: Home::Here } => format!("[`{}`]", name.as_str()),
        Type::Named { name, home: Home::Types } => format!("[{}]({types}{})", code(&written(ty)), name.as_str()),
        simple => match rust_name(simple) {
            Some(RustName::Runtime(name)) => format!("[`{name}`](crate::runtime::{name})"),
            Some(RustName::Std(_)) | None => code(&written(simple)),
        },
    }
}

/// A type as a person writes it who has the crate's root in scope.
pub(in crate::emit) fn written(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("Vec<{}>", written(item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", written(value)),
        Type::Boxed(inner) => format!("Box<{}>", written(inner)),
        Type::Nullable(inner) => format!("Option<{}>", written(inner)),
        Type::Named { name, home: Home::Here } => name.as_str().to_owned(),
        Type::Named { name, home: Home::Types } => format!("types::{}", name.as_str()),
        Type::Own(own) => own.name.clone(),
        simple => match rust_name(simple) {
            Some(RustName::Std(name) | RustName::Runtime(name)) => name.to_owned(),
            None => String::new(),
        },
    }
}

/// The attribute by which a search finds an item under other names: exactly these, so the item's own is of no use.
/// Rustdoc refuses quotes, and blanks other than single spaces.
pub(in crate::emit) fn aliases(words: &[&str], name: &str) -> TokenStream {
    let mut fit: Vec<&str> = Vec::new();
    for word in words {
        let refused = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
        if *word != name && !word.is_empty() && word.trim() == *word && !word.contains(refused) && !fit.contains(word) {
            fit.push(word);
        }
    }
    quote!(#(#[doc(alias = #fit)])*)
}
