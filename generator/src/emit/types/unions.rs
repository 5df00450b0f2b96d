//! Values that are one of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use crate::emit::doc;
use crate::emit::scope::{Scope, ident};
use crate::ir;

/// Told apart by trying one after the other.
pub(super) fn plain(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::UnionVariant]) -> TokenStream {
    let variants: Vec<_> = variants.iter().map(|it| (ident(&it.name), &it.ty)).collect();
    let mut names = variants.iter().map(|(name, _)| name);
    let read = match names.next() {
        None => quote!(Self::Other(value)),
        Some(first) => {
            let fits = scope.runtime("fits");
            quote! {
                #fits(&value).map(Self::#first)
                    #(.or_else(|| #fits(&value).map(Self::#names)))*
                    .unwrap_or(Self::Other(value))
            }
        }
    };
    union(scope, def, &variants, &read)
}

/// Told apart by the text of one member.
pub(super) fn tagged(scope: &mut Scope<'_>, def: &ir::TypeDef, tag: &str, variants: &[ir::TaggedVariant]) -> TokenStream {
    let (fits, by_tag) = (scope.runtime("fits"), scope.runtime("tag"));
    let arms = variants.iter().filter(|it| !it.wire.is_empty()).map(|it| {
        let (wires, name) = (&it.wire, ident(&it.name));
        quote!(Some(#(#wires)|*) => #fits(&value).map(Self::#name),)
    });
    let read = quote! {
        let known = match #by_tag(&value, #tag) { #(#arms)* _ => None, };
        known.unwrap_or(Self::Other(value))
    };
    let variants: Vec<_> = variants.iter().map(|it| (ident(&it.name), &it.ty)).collect();
    union(scope, def, &variants, &read)
}

fn union(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[(Ident, &ir::Type)], read: &TokenStream) -> TokenStream {
    let (docs, name) = (docs(def), ident(&def.name));
    let (union, register) = (scope.runtime("Union"), scope.runtime("union"));
    let (value, serializer) = (scope.runtime("Value"), scope.runtime("Serializer"));
    let serialize = scope.runtime("Serialize");
    let names: Vec<_> = variants.iter().map(|(name, _)| name).collect();
    let types: Vec<_> = variants.iter().map(|(_, ty)| scope.ty(ty)).collect();
    let lines = variants.iter().map(|(_, ty)| doc::plain(meaning(ty)));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #lines] #names(#types),)*
            #[doc = " Anything else, as it came."]
            Other(#value),
        }
        impl #union for #name {
            fn from_value(value: #value) -> Self { #read }
            fn write<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(value) => #serialize::serialize(value, serializer),)*
                    Self::Other(value) => #serialize::serialize(value, serializer),
                }
            }
        }
        #register!(#name);
    }
}

/// What an alternative is, in words.
fn meaning(ty: &ir::Type) -> String {
    let words = match ty {
        ir::Type::Boxed(inner) | ir::Type::Nullable(inner) => return meaning(inner),
        ir::Type::Named { name, .. } => return format!("An object: {}.", doc::code(name.as_str())),
        ir::Type::Bool => "True or false.",
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => "A whole number.",
        ir::Type::F32 | ir::Type::F64 => "A number.",
        ir::Type::String => "A text.",
        ir::Type::Bytes | ir::Type::File => "Bytes.",
        ir::Type::Timestamp => "A moment.",
        ir::Type::Date => "A day.",
        ir::Type::Json => "Any value.",
        ir::Type::List(_) => "A list.",
        ir::Type::Map(_) => "An object with members of any name.",
    };
    words.to_owned()
}
