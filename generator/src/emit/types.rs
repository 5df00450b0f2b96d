//! The types that the generated crate defines, one printer per shape.

mod choices;
mod failures;
mod headers;
mod records;
mod statuses;
mod tables;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use super::api::condition;
use super::doc;
use super::scope::{Scope, ident};
use crate::ir;

/// The files of `types`.
pub(super) fn groups(api: &ir::Api) -> TokenStream {
    let groups = api.types.iter().map(|group| {
        let (condition, name) = (condition(&group.features), ident(&group.name));
        quote!(#condition mod #name;)
    });
    let exports = api.types.iter().map(|group| {
        let (condition, name) = (condition(&group.features), ident(&group.name));
        quote!(#condition pub use #name::*;)
    });
    quote!(#(#groups)* #(#exports)*)
}

/// A type with all that belongs to it.
pub(super) fn definition(scope: &mut Scope<'_>, def: &ir::TypeDef) -> TokenStream {
    match &def.shape {
        ir::Shape::Struct(shape) => records::record(scope, def, shape),
        ir::Shape::TextEnum(variants) => choices::text(scope, def, variants),
        ir::Shape::IntEnum(variants) => choices::number(scope, def, variants),
        ir::Shape::Union(variants) => unions::plain(scope, def, variants),
        ir::Shape::Tagged { tag, variants, otherwise } => unions::tagged(scope, def, tag, variants, otherwise.as_ref()),
        ir::Shape::Statuses(variants) => statuses::statuses(scope, def, variants),
        ir::Shape::Failures { variants, rows } => failures::failures(scope, def, variants, rows),
        ir::Shape::Headers(headers) => headers::headers(scope, def, headers),
        ir::Shape::Alias(target) => {
            let (docs, name, target) = (docs(def), ident(&def.name), scope.ty(target));
            quote!(#docs pub type #name = #target;)
        }
    }
}

/// The doc comment of a type.
fn docs(def: &ir::TypeDef) -> TokenStream {
    let mut lines = doc::lines(&def.doc.0);
    // The attribute itself would warn about every mention in this very crate.
    if def.deprecated {
        lines.extend([String::new(), doc::plain("Deprecated.")]);
    }
    doc::outer(&lines)
}
