//! The types that the generated crate defines, one printer per shape.

mod enums;
mod errors;
mod headers;
mod newtypes;
mod responses_by_status;
mod structs;
mod table_macros;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{attributes, condition, ident};
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

/// What the types need that the document names.
pub(super) fn own_types(printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
    let own = api.own_types.iter().map(|own| {
        let (own_type, name) = (printer.runtime("own_type"), &own.name);
        let path: TokenStream = own.path.parse().unwrap_or_default();
        quote!(#own_type! { #path, #name; })
    });
    own.collect()
}

/// A type with all that belongs to it.
pub(super) fn definition(printer: &mut FilePrinter<'_>, def: &ir::TypeDef) -> TokenStream {
    let derives: Vec<TokenStream> = def.derives.iter().filter_map(|path| path.parse().ok()).collect();
    let derive = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let definition = match &def.shape {
        ir::Shape::Struct(shape) => structs::record(printer, def, shape),
        ir::Shape::StringEnum { variants, open } => enums::string(printer, def, variants, *open),
        ir::Shape::IntegerEnum { variants, open } => enums::integer(printer, def, variants, *open),
        ir::Shape::Newtype(base) => newtypes::newtype(printer, def, base),
        ir::Shape::Union(variants) => unions::plain(printer, def, variants),
        ir::Shape::Tagged { tag, variants, otherwise } => unions::tagged(printer, def, tag, variants, otherwise.as_ref()),
        ir::Shape::ByStatus(variants) => responses_by_status::statuses(printer, def, variants),
        ir::Shape::Errors { variants, rows } => errors::errors(printer, def, variants, rows),
        ir::Shape::Headers(headers) => headers::headers(printer, def, headers),
        ir::Shape::Tuple(items) => {
            let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
            let items = items.iter().map(|item| printer.ty(item)).collect::<Vec<_>>();
            quote!(#docs pub type #name = (#(#items,)*);)
        }
        ir::Shape::Alias(target) => {
            let (docs, name, target) = (doc::of_type(&mut printer.inserts, def), ident(&def.name), printer.ty(target));
            quote!(#docs pub type #name = #target;)
        }
    };
    let attributes = attributes(&def.attributes);
    quote!(#derive #attributes #definition)
}
