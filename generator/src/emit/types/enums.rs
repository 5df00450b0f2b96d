//! Enumerations: one of several texts or numbers, or one that came later.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::Scope;
use crate::emit::tokens::ident;
use crate::ir;

pub(super) fn text(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::Variant]) -> TokenStream {
    let (docs, name) = (doc::of_type(def), ident(&def.name));
    let text_enum = scope.runtime("text_enum");
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = variants.iter().map(|variant| variant.wire.as_str()).collect();
    let lines = wires.iter().map(|wire| doc::plain(quoted(wire)));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #lines] #names,)*
            #[doc = " Any other text."]
            Other(String),
        }
        #text_enum! { #name; #(#wires => #names;)* }
    }
}

pub(super) fn number(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::IntVariant]) -> TokenStream {
    let (docs, name) = (doc::of_type(def), ident(&def.name));
    let int_enum = scope.runtime("int_enum");
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = variants.iter().map(|variant| Literal::i64_unsuffixed(variant.wire)).collect();
    let lines = variants.iter().map(|variant| doc::plain(format!("`{}`", variant.wire)));
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #lines] #names,)*
            #[doc = " Any other number."]
            Other(i64),
        }
        #int_enum! { #name; #(#wires => #names;)* }
    }
}

/// A text in code type, which cannot show every text.
fn quoted(wire: &str) -> String {
    let code = doc::code(wire);
    if code == "``" { "The empty text.".to_owned() } else { code }
}
