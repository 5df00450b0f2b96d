//! Enumerations: one of several texts or numbers, or one that came later.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use crate::emit::doc;
use crate::emit::scope::{Scope, ident};
use crate::ir;

pub(super) fn text(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::Variant]) -> TokenStream {
    let (docs, name) = (docs(def), ident(&def.name));
    let (text_enum, register) = (scope.runtime("TextEnum"), scope.runtime("text_enum"));
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
        impl #text_enum for #name {
            fn from_text(text: &str) -> Self {
                match text { #(#wires => Self::#names,)* _ => Self::Other(text.to_owned()), }
            }
            fn as_str(&self) -> &str {
                match self { #(Self::#names => #wires,)* Self::Other(text) => text, }
            }
        }
        #register!(#name);
    }
}

pub(super) fn number(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::IntVariant]) -> TokenStream {
    let (docs, name) = (docs(def), ident(&def.name));
    let (int_enum, register) = (scope.runtime("IntEnum"), scope.runtime("int_enum"));
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<_> = variants.iter().map(|variant| literal(variant.wire)).collect();
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
        impl #int_enum for #name {
            fn from_number(number: i64) -> Self {
                match number { #(#wires => Self::#names,)* _ => Self::Other(number), }
            }
            fn number(&self) -> i64 {
                match self { #(Self::#names => #wires,)* Self::Other(number) => *number, }
            }
        }
        #register!(#name);
    }
}

/// A text in code type, which cannot show every text.
fn quoted(wire: &str) -> String {
    let code = doc::code(wire);
    if code == "``" { "The empty text.".to_owned() } else { code }
}

fn literal(number: i64) -> TokenStream {
    let size = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#size) } else { quote!(#size) }
}
