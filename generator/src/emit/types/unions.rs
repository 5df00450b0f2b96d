//! Values that are one of several types.

use std::borrow::Cow;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::doc;
use crate::emit::printer::Scope;
use crate::emit::tokens::ident;
use crate::ir;

/// Distinguished by trying one after the other.
pub(super) fn plain(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[ir::UnionVariant]) -> TokenStream {
    let (union, name) = (scope.runtime("union"), ident(&def.name));
    let variants: Vec<_> = variants.iter().map(|it| (ident(&it.name), boxed(scope, &it.ty))).collect();
    let names = variants.iter().map(|(name, _)| name);
    let table = quote!(#union! { #name; #(#names;)* });
    alternatives(scope, def, &variants, &table)
}

/// Distinguished by the text of one property.
pub(super) fn tagged(
    scope: &mut Scope<'_>,
    def: &ir::TypeDef,
    tag: &str,
    variants: &[ir::TaggedVariant],
    otherwise: Option<&crate::names::Ident>,
) -> TokenStream {
    let (union, name) = (scope.runtime("union"), ident(&def.name));
    let rows = variants.iter().map(|it| {
        let (wires, name) = (&it.wire, ident(&it.name));
        quote!(#(#wires)|* => #name;)
    });
    let rest = otherwise.map(ident).into_iter();
    let table = quote!(#union! { #name by #tag; #(#rows)* #(_ => #rest;)* });
    let variants: Vec<_> = variants.iter().map(|it| (ident(&it.name), boxed(scope, &it.ty))).collect();
    alternatives(scope, def, &variants, &table)
}

/// Objects lie in boxes, so that a union is no larger than its smaller alternatives need.
pub(super) fn boxed<'t>(scope: &Scope<'_>, ty: &'t ir::Type) -> Cow<'t, ir::Type> {
    match scope.shape(&scope.resolve(ty)) {
        Some((ir::Shape::Struct(_), _)) => Cow::Owned(ir::Type::Boxed(Box::new(ty.clone()))),
        _ => Cow::Borrowed(ty),
    }
}

fn alternatives(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[(Ident, Cow<'_, ir::Type>)], table: &TokenStream) -> TokenStream {
    let (docs, name, value) = (doc::of_type(&mut scope.docs, def), ident(&def.name), scope.runtime("Value"));
    let names = variants.iter().map(|(name, _)| name);
    let types: Vec<_> = variants.iter().map(|(_, ty)| scope.ty(ty)).collect();
    let meanings: Vec<_> = variants
        .iter()
        .map(|(_, ty)| {
            let line = doc::plain(meaning(scope, ty));
            doc::outer(&mut scope.docs, vec![line])
        })
        .collect();
    let conversions = def.sent.then(|| conversions(scope, def, variants));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#meanings #names(#types),)*
            #[doc = " Anything else, as it came."]
            Other(#value),
        }
        #conversions
        #table
    }
}

/// A way in for each alternative, unless another of the same type has it.
fn conversions(scope: &mut Scope<'_>, def: &ir::TypeDef, variants: &[(Ident, Cow<'_, ir::Type>)]) -> TokenStream {
    let union = ident(&def.name);
    let mut known = Vec::new();
    let mut out = TokenStream::new();
    for (name, ty) in variants {
        let inner = if let ir::Type::Boxed(inner) = ty.as_ref() { inner } else { ty.as_ref() };
        let expanded = scope.expand(inner);
        if known.contains(&expanded) {
            continue;
        }
        let from = scope.ty(inner);
        let value = if inner == ty.as_ref() { quote!(value) } else { quote!(Box::new(value)) };
        out.extend(quote! {
            impl From<#from> for #union { fn from(value: #from) -> Self { Self::#name(#value) } }
        });
        if expanded == ir::Type::String {
            out.extend(quote! {
                impl From<&str> for #union { fn from(value: &str) -> Self { Self::#name(value.to_owned()) } }
            });
        }
        known.push(expanded);
    }
    out
}

/// What an alternative is, in words.
pub(super) fn meaning(scope: &Scope<'_>, ty: &ir::Type) -> String {
    let words = match ty {
        ir::Type::Boxed(inner) | ir::Type::Nullable(inner) => return meaning(scope, inner),
        ir::Type::Named { .. } => return format!("See {}.", doc::linked(ty, scope.to_types())),
        ir::Type::Bool => "A boolean.",
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => "An integer.",
        ir::Type::F32 | ir::Type::F64 => "A number.",
        ir::Type::String => "A string.",
        ir::Type::Bytes | ir::Type::BytesUrl | ir::Type::File => "Bytes.",
        ir::Type::Timestamp | ir::Type::HttpDate | ir::Type::UnixTime => "A date and time.",
        ir::Type::Duration => "A duration.",
        ir::Type::Secret => "A secret.",
        ir::Type::Date => "A date.",
        ir::Type::Json => "Any value.",
        ir::Type::List(_) => "A list.",
        ir::Type::Map(_) => "An object with properties of any name.",
    };
    words.to_owned()
}
