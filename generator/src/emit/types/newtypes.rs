//! Strings and integers that have a type of their own.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constraints;
use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// A struct around a string or an integer.
pub(super) fn newtype(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, base: &ir::Type) -> TokenStream {
    let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let (newtype, ty) = (printer.runtime("newtype"), printer.ty(base));
    let copy = (*base != ir::Type::String).then(|| quote!(Copy,));
    let constraints = constraints::levels(&def.constraints);
    quote! {
        #docs
        #[derive(Debug, Clone, #copy Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(#ty);
        #newtype! { #name(#ty); #constraints }
    }
}
