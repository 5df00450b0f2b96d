//! The tables that the runtime reads and writes an object by.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::records;
use crate::emit::scope::{Scope, ident};
use crate::ir::{self, Presence};

pub(super) fn object(scope: &mut Scope<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let (name, text, allowance) = (ident(&def.name), def.name.as_str(), records::allowance(shape));
    let (object, extra) = (scope.runtime("Object"), scope.runtime("Extra"));
    let register = scope.runtime("object");
    let required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
    let required = required.map(|field| field.wire.as_str());
    let (read, write) = (read_member(scope, shape), write_members(scope, shape));
    let (ir::Rest::Extra { name: kept } | ir::Rest::Typed { extra: kept, .. }) = &shape.rest;
    let kept = ident(kept);
    quote! {
        #allowance
        impl #object for #name {
            const NAME: &'static str = #text;
            const REQUIRED: &'static [&'static str] = &[#(#required),*];
            #read
            #write
            fn extra(&mut self) -> &mut #extra { &mut self.#kept }
        }
        #register!(#name);
    }
}

fn read_member(scope: &mut Scope<'_>, shape: &ir::Struct) -> TokenStream {
    let (access, member) = (scope.runtime("MapAccess"), scope.runtime("Member"));
    let kept = scope.runtime("Kept");
    let arms = arms(shape);
    let otherwise = match &shape.rest {
        ir::Rest::Extra { .. } => quote!(value.unknown()),
        ir::Rest::Typed { name, .. } => {
            let name = ident(name);
            quote!(value.rest(&mut self.#name, key))
        }
    };
    let unused = arms.is_empty() && matches!(shape.rest, ir::Rest::Extra { .. });
    let key = if unused { quote!(_) } else { quote!(key) };
    let body = if arms.is_empty() { otherwise } else { quote!(match key { #(#arms)* _ => #otherwise, }) };
    quote! {
        fn read_member<'de, M: #access<'de>>(
            &mut self, #key: &str, value: #member<'_, 'de, M>,
        ) -> Result<#kept, M::Error> { #body }
    }
}

/// What becomes of each member that has a field.
fn arms(shape: &ir::Struct) -> Vec<TokenStream> {
    let mut required = 0;
    let mut arms = Vec::new();
    for field in &shape.fields {
        let (wire, name) = (&field.wire, ident(&field.name));
        let wrapper = field.envelope.as_ref().map(|wrapper| quote!(#wrapper,));
        let wrapped = wrapper.is_some();
        let (how, index) = match field.presence {
            Presence::Required => {
                let index = Literal::usize_unsuffixed(required);
                required += 1;
                let how = if wrapped { quote!(unwrap_required) } else { quote!(required) };
                (how, Some(quote!(, #index)))
            }
            Presence::OptionalNullable if wrapped => (quote!(unwrap_maybe), None),
            Presence::OptionalNullable => (quote!(maybe), None),
            _ if wrapped => (quote!(unwrap_optional), None),
            _ => (quote!(optional), None),
        };
        arms.push(quote!(#wire => value.#how(#wrapper &mut self.#name #index),));
    }
    arms
}

fn write_members(scope: &mut Scope<'_>, shape: &ir::Struct) -> TokenStream {
    let (map, members) = (scope.runtime("SerializeMap"), scope.runtime("Members"));
    let fields = shape.fields.iter().map(|field| {
        let (wire, name) = (&field.wire, ident(&field.name));
        match field.presence {
            Presence::Required | Presence::RequiredNullable => quote!(to.put(#wire, &self.#name)?;),
            Presence::Optional => quote!(to.put_some(#wire, &self.#name)?;),
            Presence::OptionalNullable => quote!(to.put_maybe(#wire, &self.#name)?;),
        }
    });
    let rest = match &shape.rest {
        ir::Rest::Extra { name } => {
            let name = ident(name);
            quote!(to.extra(&self.#name))
        }
        ir::Rest::Typed { name, extra, .. } => {
            let (name, extra) = (ident(name), ident(extra));
            quote!(to.rest(&self.#name)?; to.extra(&self.#extra))
        }
    };
    quote! {
        fn write_members<S: #map>(&self, to: &mut #members<'_, S>) -> Result<(), S::Error> {
            #(#fields)* #rest
        }
    }
}
