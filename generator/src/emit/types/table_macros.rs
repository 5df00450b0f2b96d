//! The table that the runtime reads and writes an object by: a row per property.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::printer::Scope;
use crate::emit::tokens::ident;
use crate::ir::{self, Presence};

pub(super) fn object(scope: &mut Scope<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let (object, name) = (scope.runtime("object"), ident(&def.name));
    let mut required = 0;
    let rows = shape.fields.iter().map(|field| {
        let (wire, name, wrapper) = (&field.wire, ident(&field.name), field.envelope.iter());
        let (kind, index) = match field.presence {
            Presence::Required => {
                required += 1;
                (quote!(required), Some(Literal::usize_unsuffixed(required - 1)))
            }
            Presence::Tag => (quote!(tag), None),
            Presence::RequiredNullable => (quote!(nullable), None),
            Presence::Optional => (quote!(optional), None),
            Presence::OptionalNullable => (quote!(maybe), None),
        };
        quote!(#wire => #kind #name #index #(#wrapper)*;)
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
    quote!(#object! { #name; #(#rows)* #rest })
}
