//! The defaults of properties and parameters, as constants of the type or of the operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::printer::FilePrinter;
use super::tokens::ident;
use super::{doc, sample};
use crate::{ir, names};

/// The constants of a type; none where it has none.
pub(super) fn of(printer: &mut FilePrinter<'_>, name: &names::Ident, constants: &[ir::Constant]) -> Option<TokenStream> {
    let (name, constants) = (ident(name), constants.iter().map(|constant| one(printer, constant)).collect::<Vec<_>>());
    (!constants.is_empty()).then(|| quote!(impl #name { #(#constants)* }))
}

fn one(printer: &mut FilePrinter<'_>, constant: &ir::Constant) -> TokenStream {
    let text = format!("The default of {}: what the server takes where it is absent. It is not sent by itself.", doc::code(&constant.wire));
    let (docs, name) = (doc::outer(&mut printer.inserts, doc::lines(&text)), ident(&constant.name));
    let (ty, value) = match &constant.value {
        ir::Sample::Text(text) => (quote!(&str), quote!(#text)),
        value => (printer.ty(&constant.ty), sample::constant(printer, &constant.ty, value)),
    };
    quote!(#docs pub const #name: #ty = #value;)
}
