//! What errors carry, by the status of their response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::emit::types::unions::docs_of_variant;
use crate::ir::{self, StatusPattern};

pub(super) fn errors(
    printer: &mut FilePrinter<'_>,
    def: &ir::TypeDef,
    variants: &[ir::UnionVariant],
    rows: &[(StatusPattern, Vec<usize>)],
) -> TokenStream {
    let (table, docs, name) = (printer.runtime("errors"), doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let alternatives: Vec<_> = variants
        .iter()
        .map(|variant| {
            let (docs, name, ty) = (docs_of_variant(printer, &variant.ty), ident(&variant.name), printer.ty(&variant.ty));
            quote!(#docs #name(#ty))
        })
        .collect();
    let rows = rows.iter().map(|(statuses, chosen)| {
        let (pattern, names) = (pattern(*statuses), chosen.iter().filter_map(|index| variants.get(*index)).map(|one| ident(&one.name)));
        quote!(#pattern => #(#names)|*;)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#alternatives,)* }
        #table! { #name; #(#rows)* }
    }
}

fn pattern(statuses: StatusPattern) -> TokenStream {
    let number = Literal::u16_unsuffixed;
    match statuses {
        StatusPattern::One(status) => {
            let status = number(status);
            quote!(#status)
        }
        StatusPattern::Hundred(hundred) => {
            let (first, last) = (number(hundred * 100), number(hundred * 100 + 99));
            quote!(#first..=#last)
        }
        StatusPattern::Others => quote!(_),
    }
}
