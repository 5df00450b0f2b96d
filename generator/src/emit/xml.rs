//! The file of the shapes that values have in XML.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::{ident, optional};
use crate::ir::xml::{Xml, XmlContent, XmlElement, XmlMap, XmlName, XmlPosition, XmlProperty, XmlShapeKind};

/// All shapes.
pub(super) fn shapes(markup: &Xml) -> TokenStream {
    let mut sorted: Vec<_> = markup.shapes.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    let shapes = sorted.into_iter().map(|shape| {
        let name = ident(&shape.name);
        match &shape.kind {
            XmlShapeKind::Object { properties, rest } => {
                let properties = properties.iter().map(|it| property(markup, it));
                let rest = optional(rest.as_ref().map(|rest| map(markup, rest)));
                quote!(pub static #name: Object = Object { properties: &[#(#properties),*], rest: #rest };)
            }
            XmlShapeKind::Tagged { tag, variants, otherwise } => {
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

fn element(markup: &Xml, element: &XmlElement) -> TokenStream {
    let (name, content) = (name(&element.name), content(markup, &element.content));
    quote!(Element { name: #name, content: #content })
}

fn name(name: &XmlName) -> TokenStream {
    let XmlName { local, prefix, namespace } = name;
    // Not a call of a function: what refers to a part of a constant has to be a constant expression of its own.
    quote!(Name { local: #local, prefix: #prefix, namespace: #namespace })
}

fn map(markup: &Xml, map: &XmlMap) -> TokenStream {
    let (values, repeated) = (content(markup, &map.values), map.repeated);
    quote!(&Map { values: #values, repeated: #repeated })
}

fn content(markup: &Xml, content: &XmlContent) -> TokenStream {
    match content {
        XmlContent::Text => quote!(Content::Text),
        XmlContent::Token => quote!(Content::Token),
        XmlContent::Number => quote!(Content::Number),
        XmlContent::Boolean => quote!(Content::Boolean),
        XmlContent::Any => quote!(Content::Any),
        XmlContent::List(item) => {
            let item = element(markup, item);
            quote!(Content::List(&#item))
        }
        XmlContent::Map(values) => {
            let values = map(markup, values);
            quote!(Content::Map(#values))
        }
        XmlContent::Shape(index) => match markup.shapes.get(*index) {
            Some(shape) => {
                let name = ident(&shape.name);
                match shape.kind {
                    XmlShapeKind::Object { .. } => quote!(Content::Object(&#name)),
                    XmlShapeKind::Tagged { .. } => quote!(Content::Tagged(&#name)),
                }
            }
            None => quote!(Content::Any),
        },
    }
}

fn property(markup: &Xml, property: &XmlProperty) -> TokenStream {
    let (json, content) = (&property.json, content(markup, &property.content));
    let constructor = match property.place {
        XmlPosition::Text => return quote!(Property::text(#json, #content)),
        XmlPosition::Attribute => quote!(attribute),
        XmlPosition::Element => quote!(element),
        XmlPosition::Items => quote!(items),
        XmlPosition::AllItems => quote!(all_items),
    };
    let XmlName { local, prefix, namespace } = &property.name;
    let name = if namespace.is_empty() { quote!(Name::of(#local)) } else { quote!(Name::within(#namespace, #prefix, #local)) };
    quote!(Property::#constructor(#json, #name, #content))
}
