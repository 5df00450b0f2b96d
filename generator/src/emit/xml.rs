//! The file of the shapes that values have in XML.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::{ident, optional};
use crate::ir::markup::{Content, Element, Kind, Map, Markup, Member, Name, Place};

/// All shapes.
pub(super) fn shapes(markup: &Markup) -> TokenStream {
    let mut sorted: Vec<_> = markup.shapes.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    let shapes = sorted.into_iter().map(|shape| {
        let name = ident(&shape.name);
        match &shape.kind {
            Kind::Object { members, rest } => {
                let members = members.iter().map(|it| member(markup, it));
                let rest = optional(rest.as_ref().map(|rest| map(markup, rest)));
                quote!(pub static #name: Object = Object { members: &[#(#members),*], rest: #rest };)
            }
            Kind::Tagged { tag, variants, otherwise } => {
                let variants = variants.iter().map(|(texts, shape)| {
                    let shape = markup.shapes.get(*shape).map(|shape| ident(&shape.name));
                    quote!((&[#(#texts),*], &#shape))
                });
                let otherwise = optional(otherwise.and_then(|shape| markup.shapes.get(shape)).map(|shape| {
                    let shape = ident(&shape.name);
                    quote!(&#shape)
                }));
                quote!(pub static #name: Tagged = Tagged { tag: #tag, variants: &[#(#variants),*], otherwise: #otherwise };)
            }
        }
    });
    let roots = markup.roots.iter().map(|root| {
        let (name, element) = (ident(&root.name), element(markup, &root.element));
        quote!(pub static #name: Element = #element;)
    });
    quote! {
        use crate::runtime::xml::*;
        #(#shapes)*
        #(#roots)*
    }
}

fn element(markup: &Markup, element: &Element) -> TokenStream {
    let (name, content) = (name(&element.name), content(markup, &element.content));
    quote!(Element { name: #name, content: #content })
}

fn name(name: &Name) -> TokenStream {
    let Name { local, prefix, namespace } = name;
    // Not a call of a function: what refers to a part of a constant has to be a constant expression of its own.
    quote!(Name { local: #local, prefix: #prefix, namespace: #namespace })
}

fn map(markup: &Markup, map: &Map) -> TokenStream {
    let (values, repeated) = (content(markup, &map.values), map.repeated);
    quote!(&Map { values: #values, repeated: #repeated })
}

fn content(markup: &Markup, content: &Content) -> TokenStream {
    match content {
        Content::Text => quote!(Content::Text),
        Content::Token => quote!(Content::Token),
        Content::Number => quote!(Content::Number),
        Content::Boolean => quote!(Content::Boolean),
        Content::Any => quote!(Content::Any),
        Content::List(item) => {
            let item = element(markup, item);
            quote!(Content::List(&#item))
        }
        Content::Map(values) => {
            let values = map(markup, values);
            quote!(Content::Map(#values))
        }
        Content::Shape(index) => match markup.shapes.get(*index) {
            Some(shape) => {
                let name = ident(&shape.name);
                match shape.kind {
                    Kind::Object { .. } => quote!(Content::Object(&#name)),
                    Kind::Tagged { .. } => quote!(Content::Tagged(&#name)),
                }
            }
            None => quote!(Content::Any),
        },
    }
}

fn member(markup: &Markup, member: &Member) -> TokenStream {
    let (json, content) = (&member.json, content(markup, &member.content));
    let constructor = match member.place {
        Place::Text => return quote!(Member::text(#json, #content)),
        Place::Attribute => quote!(attribute),
        Place::Element => quote!(element),
        Place::Items => quote!(items),
        Place::AllItems => quote!(all_items),
    };
    let Name { local, prefix, namespace } = &member.name;
    let name = if namespace.is_empty() { quote!(Name::of(#local)) } else { quote!(Name::within(#namespace, #prefix, #local)) };
    quote!(Member::#constructor(#json, #name, #content))
}
