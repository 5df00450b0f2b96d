//! Enums: one of several strings or numbers, or one that came later.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// An enum of strings. An open one keeps others; a closed one is a plain list, which a `match` can exhaust.
pub(super) fn string(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, variants: &[ir::Variant], open: bool) -> TokenStream {
    let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let string_enum = printer.runtime("string_enum");
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = variants.iter().map(|variant| variant.wire.as_str()).collect();
    let docs_of_variants: Vec<_> = variants.iter().map(|variant| variant_doc(printer, quoted(&variant.wire), &variant.doc)).collect();
    let (attributes, other, closed) = if open {
        (
            quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)] #[non_exhaustive]),
            quote!(
                #[doc = " Any other string."]
                Other(String),
            ),
            None,
        )
    } else {
        (quote!(#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]), TokenStream::new(), Some(quote!(closed)))
    };
    quote! {
        #docs
        #attributes
        pub enum #name {
            #(#docs_of_variants #names,)*
            #other
        }
        #string_enum! { #closed #name; #(#wires => #names;)* }
    }
}

/// An enum of integers, open or closed like one of strings.
pub(super) fn integer(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, variants: &[ir::IntVariant], open: bool) -> TokenStream {
    let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let int_enum = printer.runtime("int_enum");
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = variants.iter().map(|variant| Literal::i64_unsuffixed(variant.wire)).collect();
    let docs_of_variants: Vec<_> =
        variants.iter().map(|variant| variant_doc(printer, format!("`{}`", variant.wire), &variant.doc)).collect();
    let (attributes, other, closed) = if open {
        (
            quote!(#[non_exhaustive]),
            quote!(
                #[doc = " Any other integer."]
                Other(i64),
            ),
            None,
        )
    } else {
        (TokenStream::new(), TokenStream::new(), Some(quote!(closed)))
    };
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #attributes
        pub enum #name {
            #(#docs_of_variants #names,)*
            #other
        }
        #int_enum! { #closed #name; #(#wires => #names;)* }
    }
}

/// The value as it is on the wire, and what it means.
fn variant_doc(printer: &mut FilePrinter<'_>, wire: String, meaning: &ir::Doc) -> TokenStream {
    let lines = if meaning.0.is_empty() { vec![doc::plain(wire)] } else { doc::lines(&format!("{wire}: {}", meaning.0)) };
    doc::outer(&mut printer.inserts, lines)
}

/// A string in code type, which cannot show every text.
fn quoted(wire: &str) -> String {
    let code = doc::code(wire);
    if code == "``" { "The empty string.".to_owned() } else { code }
}
