//! The table that the runtime reads and writes an object by: a row per property.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constraints;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir::{self, Presence};

/// The parts of an object that has no value before it is read.
fn parts(printer: &mut FilePrinter<'_>, shape: &ir::Struct) -> TokenStream {
    let fields: Vec<_> = shape
        .fields
        .iter()
        .map(|field| {
            let (name, ty) = (ident(&field.name), field_type(printer, field));
            if field.late { quote!(#name: Option<#ty>,) } else { quote!(#name: #ty,) }
        })
        .collect();
    let extra_type = printer.runtime("Extra");
    let rest = match &shape.rest {
        ir::Rest::Extra { name } => {
            let name = ident(name);
            quote!(#name: #extra_type,)
        }
        ir::Rest::Typed { name, ty, extra } => {
            let ty = if shape.is_tuple { printer.ty(&ir::Type::List(Box::new(ty.clone()))) } else { printer.map(ty) };
            let (name, extra) = (ident(name), ident(extra));
            quote!(#name: #ty, #extra: #extra_type,)
        }
    };
    quote!(#[derive(Default)] struct Parts { #(#fields)* #rest })
}

/// The type of a field.
pub(super) fn field_type(printer: &mut FilePrinter<'_>, field: &ir::Field) -> TokenStream {
    let ty = printer.ty(&field.ty);
    match field.presence {
        Presence::Required | Presence::Tag => ty,
        Presence::RequiredNullable | Presence::Optional | Presence::ReadOnly | Presence::WriteOnly => quote!(Option<#ty>),
        Presence::OptionalNullable => {
            let maybe = printer.runtime("Maybe");
            quote!(#maybe<#ty>)
        }
    }
}

pub(super) fn object(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let (object, name) = (printer.runtime(if shape.is_tuple { "tuple" } else { "object" }), ident(&def.name));
    let rows = shape.fields.iter().map(|field| {
        let (wire, name, wrapper) = (&field.wire, ident(&field.name), field.envelope.iter());
        let kind = match field.presence {
            _ if field.late => quote!(late),
            Presence::Required => quote!(required),
            Presence::Tag => quote!(tag),
            Presence::RequiredNullable => quote!(nullable),
            Presence::Optional if shape.is_tuple => quote!(item),
            Presence::Optional | Presence::WriteOnly => quote!(optional),
            Presence::OptionalNullable => quote!(maybe),
            Presence::ReadOnly => quote!(read_only),
        };
        quote!(#wire => #kind #name #(#wrapper)*;)
    });
    let rest = match &shape.rest {
        ir::Rest::Extra { name } => {
            let name = ident(name);
            quote!(_ => #name;)
        }
        ir::Rest::Typed { name, extra, .. } => {
            let (name, extra) = (ident(name), ident(extra));
            quote!(.. => #name; _ => #extra;)
        }
    };
    let constraints = constraints::object(def, shape);
    if !shape.is_late() {
        return quote!(#object! { #name; #(#rows)* #rest #constraints });
    }
    // What is read before the object is there. Nobody else sees it, and no other type can have its name.
    let parts = parts(printer, shape);
    quote! {
        const _: () = {
            #parts
            #object! { #name of Parts; #(#rows)* #rest #constraints }
        };
    }
}
