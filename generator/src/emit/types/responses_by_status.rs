//! What a call gives, by the status of its response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

pub(super) fn statuses(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, variants: &[ir::StatusVariant]) -> TokenStream {
    let (table, value) = (printer.runtime("by_status"), printer.runtime("Value"));
    let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let (mut alternatives, mut rows) = (Vec::new(), Vec::new());
    for variant in variants {
        let (name, status) = (ident(&variant.name), Literal::u16_unsuffixed(variant.status));
        let hundred = variant.status / 100;
        let label = if variant.is_range { format!("{hundred}XX") } else { variant.status.to_string() };
        let range = variant.is_range.then(|| {
            let [from, to] = [hundred * 100, hundred * 100 + 99].map(Literal::u16_unsuffixed);
            quote!(if #from..=#to)
        });
        let mut lines = doc::sentence(&format!("{label}: {}", variant.doc.0));
        lines.truncate(1);
        let lines = doc::outer(&mut printer.inserts, lines);
        let (content, row) = match (variant.raw, &variant.ty) {
            (Some(ir::RawBody::Bytes), _) => (Some(quote!(crate::runtime::Bytes)), quote!((bytes))),
            (Some(ir::RawBody::Text), _) => (Some(quote!(String)), quote!((text))),
            (None, Some(ty)) => (Some(printer.ty(ty)), quote!((_))),
            (None, None) => (None, TokenStream::new()),
        };
        let content = content.iter();
        alternatives.push(quote!(#lines #name #((#content))*));
        rows.push(quote!(#status #range => #name #row;));
    }
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#alternatives,)*
            #[doc = " Any other success, as it came."]
            Other(#value),
        }
        #table! { #name; #(#rows)* }
    }
}
