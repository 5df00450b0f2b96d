//! The table that the runtime reads and writes an object by: a row per property.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constraints;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir::{self, Presence};

pub(super) fn object(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let (object, name) = (printer.runtime("object"), ident(&def.name));
    let rows = shape.fields.iter().map(|field| {
        let (wire, name, wrapper) = (&field.wire, ident(&field.name), field.envelope.iter());
        let kind = match field.presence {
            Presence::Required => quote!(required),
            Presence::Tag => quote!(tag),
            Presence::RequiredNullable => quote!(nullable),
            Presence::Optional => quote!(optional),
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
    quote!(#object! { #name; #(#rows)* #rest #constraints })
}
