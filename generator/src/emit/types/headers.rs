//! The headers of a response.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

pub(super) fn headers(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, headers: &[ir::Header]) -> TokenStream {
    let (table, docs, name) = (printer.runtime("headers"), doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let fields: Vec<_> = headers
        .iter()
        .map(|header| {
            let mut lines = doc::lines(&header.doc.0);
            if lines.is_empty() {
                lines.push(doc::plain(format!("The header {}.", doc::code(&header.wire))));
            }
            let (lines, name, ty) = (doc::outer(&mut printer.inserts, lines), ident(&header.name), printer.ty(&header.ty));
            let ty = if header.list.is_some() { quote!(Vec<#ty>) } else { ty };
            quote!(#lines pub #name: Option<#ty>,)
        })
        .collect();
    let rows = headers.iter().map(|header| {
        let (wire, name) = (&header.wire, ident(&header.name));
        let style = header.list.iter().map(|style| format_ident!("{style:?}"));
        let structured = header.is_structured.then(|| quote!(as structured));
        quote!(#wire => #name #(by #style)* #structured;)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #table! { #name; #(#rows)* }
    }
}
