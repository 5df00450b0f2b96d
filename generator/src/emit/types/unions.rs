//! Values that are one of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::constraints;
use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// An alternative, as it is printed.
struct PrintedVariant<'d> {
    name: Ident,
    ty: &'d ir::Type,
    from: ir::Conversion,
}

/// Distinguished by trying one after the other.
pub(super) fn plain(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, variants: &[ir::UnionVariant]) -> TokenStream {
    let (union, name) = (printer.runtime("union"), ident(&def.name));
    let constraints = constraints::variants(def, variants.iter().map(|it| (&it.name, &it.constraints)));
    let variants: Vec<_> = variants.iter().map(|it| PrintedVariant { name: ident(&it.name), ty: &it.ty, from: it.from }).collect();
    let names = variants.iter().map(|variant| &variant.name);
    let names: Vec<_> = names.collect();
    let text = def.is_parameter.then(|| {
        let text_union = printer.runtime("text_union");
        quote!(#text_union! { #name; #(#names;)* })
    });
    let table = quote!(#union! { #name; #(#names;)* #constraints } #text);
    alternatives(printer, def, &variants, &table)
}

/// Distinguished by the text of one property.
pub(super) fn tagged(
    printer: &mut FilePrinter<'_>,
    def: &ir::TypeDef,
    tag: &str,
    variants: &[ir::TaggedVariant],
    otherwise: Option<&crate::names::Ident>,
) -> TokenStream {
    let (union, name) = (printer.runtime("union"), ident(&def.name));
    let constraints = constraints::variants(def, variants.iter().map(|it| (&it.name, &it.constraints)));
    let (chosen, written): (Vec<_>, Vec<_>) = variants.iter().partition(|it| !it.wire.is_empty());
    let rows = chosen.into_iter().map(|it| {
        let (wires, name) = (&it.wire, ident(&it.name));
        quote!(#(#wires)|* => #name;)
    });
    let written = written.into_iter().map(|it| ident(&it.name));
    let rest = otherwise.map(ident).into_iter();
    let table = quote!(#union! { #name by #tag; #(#rows)* #(() => #written;)* #(_ => #rest;)* #constraints });
    let variants: Vec<_> = variants.iter().map(|it| PrintedVariant { name: ident(&it.name), ty: &it.ty, from: it.from }).collect();
    alternatives(printer, def, &variants, &table)
}

fn alternatives(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, variants: &[PrintedVariant<'_>], table: &TokenStream) -> TokenStream {
    let (docs, name, value) = (doc::of_type(&mut printer.inserts, def), ident(&def.name), printer.runtime("Value"));
    let names = variants.iter().map(|variant| &variant.name);
    let types: Vec<_> = variants.iter().map(|variant| printer.ty(variant.ty)).collect();
    let meanings: Vec<_> = variants.iter().map(|variant| docs_of_variant(printer, variant.ty)).collect();
    let conversions: Vec<_> = variants.iter().map(|variant| conversion(printer, &name, variant)).collect();
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#meanings #names(#types),)*
            #[doc = " Anything else, as it came."]
            Other(#value),
        }
        #(#conversions)*
        #table
    }
}

/// The way in for an alternative.
fn conversion(printer: &mut FilePrinter<'_>, union: &Ident, variant: &PrintedVariant<'_>) -> TokenStream {
    let PrintedVariant { name, ty, from } = variant;
    if *from == ir::Conversion::None {
        return TokenStream::new();
    }
    let (inner, value) = match ty {
        ir::Type::Boxed(inner) => (&**inner, quote!(Box::new(value))),
        ty => (*ty, quote!(value)),
    };
    let inner = printer.ty(inner);
    let of_str = (*from == ir::Conversion::String).then(|| {
        quote! {
            impl From<&str> for #union { fn from(value: &str) -> Self { Self::#name(value.to_owned()) } }
        }
    });
    quote! {
        impl From<#inner> for #union { fn from(value: #inner) -> Self { Self::#name(#value) } }
        #of_str
    }
}

/// The documentation of an alternative: what it is.
pub(super) fn docs_of_variant(printer: &mut FilePrinter<'_>, ty: &ir::Type) -> TokenStream {
    let line = doc::plain(meaning(printer, ty));
    doc::outer(&mut printer.inserts, vec![line])
}

/// What an alternative is, in words.
fn meaning(printer: &FilePrinter<'_>, ty: &ir::Type) -> String {
    let words = match ty {
        ir::Type::Boxed(inner) | ir::Type::Nullable(inner) => return meaning(printer, inner),
        ir::Type::Own(own) => return format!("{}.", doc::code(&own.name)),
        ir::Type::Named { .. } => return format!("See {}.", doc::linked(ty, printer.to_types())),
        ir::Type::Bool => "A boolean.",
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => "An integer.",
        ir::Type::QuotedI64 | ir::Type::QuotedU64 => "An integer as a string.",
        ir::Type::F32 | ir::Type::F64 | ir::Type::JsonNumber => "A number.",
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
