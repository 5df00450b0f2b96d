//! What tests have of types: a table of the examples, and one of the setters, for the types of each file.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::arguments::{self, FieldForm};
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{condition, ident};
use crate::ir::{self, Presence, TypeExample};

/// The file.
pub(super) const MODULE: &str = "example_values";

/// Whether there are any.
pub(super) fn is_needed(api: &ir::Api) -> bool {
    api.all_types().any(|(def, _)| def.example.is_some() || matches!(def.shape, ir::Shape::Struct(_)))
}

/// The examples of the types of a file of `types`.
pub(super) fn of_group(printer: &mut FilePrinter<'_>, group: &ir::TypeGroup) -> TokenStream {
    // Two underscores are in no name of ours.
    let name = format_ident!("types__{}", group.name.as_str());
    table(printer, &group.features, &quote!(types as #name), &group.types)
}

/// The examples of the types of a tag's file.
pub(super) fn of_module(printer: &mut FilePrinter<'_>, module: &ir::Module) -> TokenStream {
    let name = ident(&module.name);
    table(printer, std::slice::from_ref(&module.feature), &quote!(#name as #name), &module.types)
}

/// The examples of the types of what the API sends.
pub(super) fn of_webhooks(printer: &mut FilePrinter<'_>, webhooks: &ir::Webhooks) -> TokenStream {
    let name = ident(&webhooks.name);
    table(printer, std::slice::from_ref(&webhooks.feature), &quote!(#name as #name), &webhooks.types)
}

fn table(printer: &mut FilePrinter<'_>, features: &[String], place: &TokenStream, types: &[ir::TypeDef]) -> TokenStream {
    let condition = condition(features);
    let examples: Vec<_> = types.iter().filter_map(|def| Some(row(printer, def, def.example.as_ref()?))).collect();
    let examples = (!examples.is_empty()).then(|| {
        let table = printer.runtime("example_values");
        quote!(#table! { #condition #place; #(#examples)* })
    });
    let setters: Vec<_> = types.iter().filter_map(|def| setters(printer, def)).collect();
    let setters = (!setters.is_empty()).then(|| {
        let table = printer.runtime("test_setters");
        quote!(#table! { #condition #place; #(#setters)* })
    });
    quote!(#examples #setters)
}

/// The setters of the fields of an object that have none otherwise.
fn setters(printer: &mut FilePrinter<'_>, def: &ir::TypeDef) -> Option<TokenStream> {
    let ir::Shape::Struct(object) = &def.shape else { return None };
    let always = |field: &&ir::Field| matches!(field.presence, Presence::Required | Presence::Tag);
    let has_none = |field: &&ir::Field| !def.sent || always(field) || field.presence == Presence::ReadOnly;
    let rows: Vec<_> = object
        .fields
        .iter()
        .filter(has_none)
        .map(|field| {
            let name = ident(&field.name);
            let kind = if always(&field) { quote!(always) } else { quote!(optional) };
            let form = match arguments::field_form(printer, field) {
                FieldForm::AsIs(ty) => quote!(as_is #ty),
                FieldForm::Into(ty) => quote!(into #ty),
                FieldForm::List(item) => quote!(list #item),
                FieldForm::ListInto(item) => quote!(list_into #item),
                FieldForm::Map(value) => quote!(map #value),
                FieldForm::Boxed(inner) => quote!(boxed #inner),
            };
            quote!(#name => #kind #form;)
        })
        .collect();
    let name = ident(&def.name);
    (!rows.is_empty()).then(|| quote!(#name { #(#rows)* };))
}

fn row(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, example: &TypeExample) -> TokenStream {
    let name = ident(&def.name);
    let value = match example {
        TypeExample::Json(json) => {
            let json = printer.inserts.string(json.clone());
            quote!(#json)
        }
        TypeExample::Variant(variant, content) => {
            let (variant, json) = (ident(variant), content.iter().map(|json| printer.inserts.string(json.clone())));
            quote!(#variant #(#json)*)
        }
        TypeExample::Headers(headers) => {
            let pairs = headers.iter().map(|(name, value)| quote!(#name => #value));
            quote!([#(#pairs),*])
        }
    };
    quote!(#name => #value;)
}
