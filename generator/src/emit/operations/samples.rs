//! A table for the tests of the generated crate: each operation, called with all its parameters.
//!
//! The test that mounts it says what `Args` and `Sample` are, names the crate `api`, and has a function for
//! each kind of response that awaits the call and gives the response as JSON.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::definition;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// The samples of a tag.
pub(in crate::emit) fn module(printer: &mut FilePrinter<'_>, module: &ir::Module) -> TokenStream {
    let (table, feature) = (table(module), &module.feature);
    let sample = printer.parent("Sample");
    let deprecated = module.endpoints.iter().any(|endpoint| endpoint.deprecated);
    let allowance = deprecated.then(|| quote!(#[allow(deprecated)]));
    let samples: Vec<_> = module.endpoints.iter().map(|it| row(printer, module, it)).collect();
    quote!(#[cfg(feature = #feature)] #allowance const #table: &[#sample] = &[#(#samples),*];)
}

/// The samples of all tags.
pub(in crate::emit) fn all(printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
    let sample = printer.parent("Sample");
    let tables = api.modules.iter().map(|module| {
        let (table, feature) = (table(module), &module.feature);
        quote!(#[cfg(feature = #feature)] #table)
    });
    quote! {
        #[doc = " Every operation of the crate, by its tag."]
        pub const SAMPLES: &[&[#sample]] = &[#(#tables),*];
    }
}

fn table(module: &ir::Module) -> proc_macro2::Ident {
    format_ident!("{}", module.name.as_str().to_uppercase())
}

fn row(printer: &mut FilePrinter<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
    let (sample, facts, id) = (printer.parent("Sample"), printer.parent("facts"), &endpoint.id);
    let key = definition::key(module, endpoint);
    let (handle, api) = (ident(&module.name), printer.parent("api"));
    let marker = ident(&endpoint.marker);
    let (call, takes) = call(printer, module, endpoint);
    let args = if takes { quote!(args) } else { quote!(_) };
    let (body, failure, needs) = (body(printer, endpoint), failure(printer, endpoint), &endpoint.needs);
    quote! {
        #(#[cfg(feature = #needs)])*
        #sample {
            id: #id,
            key: #key,
            facts: #facts::<#api::#handle::#marker>,
            call: |client, #args| #call,
            body: #body,
            failure: #failure,
        }
    }
}

/// The call with all its parameters, its result as JSON; and whether it takes any.
fn call(printer: &mut FilePrinter<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> (TokenStream, bool) {
    let mut arguments: Vec<_> = endpoint.args.iter().map(|arg| argument(printer, arg, true)).collect();
    let mut setters: Vec<_> = endpoint
        .options
        .iter()
        .map(|arg| {
            let (name, value) = (ident(&arg.name), argument(printer, arg, false));
            quote!(#name(#value))
        })
        .collect();
    if let Some(body) = &endpoint.body {
        let value = content(printer, &body.kind);
        if body.required {
            arguments.push(value);
        } else {
            let name = ident(&body.name);
            setters.push(quote!(#name(#value)));
        }
    }
    let takes = !arguments.is_empty() || !setters.is_empty();
    let (handle, name) = (ident(&module.name), ident(&endpoint.name));
    let call = quote!(client.#handle().#name(#(#arguments),*) #(.#setters)*);
    let kind = match &endpoint.response.kind {
        ir::ResponseKind::ByStatus(ty) => return (by_status(printer, ty, &call), takes),
        ir::ResponseKind::Empty => "empty",
        ir::ResponseKind::Json(_) | ir::ResponseKind::Sequence { .. } => "json",
        ir::ResponseKind::Page { .. } => "page",
        ir::ResponseKind::Text => "text",
        ir::ResponseKind::Bytes => "binary",
    };
    let kind = printer.parent(kind);
    (quote!(#kind(#call)), takes)
}

/// A call whose result says by which status it came.
fn by_status(printer: &mut FilePrinter<'_>, ty: &ir::Type, call: &TokenStream) -> TokenStream {
    let (path, function) = (printer.ty(ty), printer.parent("by_status"));
    let Some((ir::Shape::ByStatus(variants), _)) = printer.shape(ty) else { return TokenStream::new() };
    let arms: Vec<_> = variants
        .iter()
        .map(|variant| {
            let (name, status) = (ident(&variant.name), Literal::u16_unsuffixed(variant.status));
            let written = printer.parent("written");
            match (variant.raw, &variant.ty) {
                (Some(ir::RawBody::Bytes), _) => {
                    quote!(#path::#name(value) => (#status, Some(#written(&String::from_utf8_lossy(value)))))
                }
                (Some(ir::RawBody::Text), _) | (None, Some(_)) => quote!(#path::#name(value) => (#status, Some(#written(value)))),
                (None, None) => quote!(#path::#name => (#status, None)),
            }
        })
        .collect();
    quote! {
        #function(#call, |value| Some(match value { #(#arms,)* _ => return None }))
    }
}

/// The value of a parameter, by its place and its name on the wire.
fn argument(printer: &mut FilePrinter<'_>, arg: &ir::Arg, required: bool) -> TokenStream {
    let wire = definition::value_key(arg);
    let place = format_ident!("{}", definition::place(arg.place));
    match printer.resolve(&arg.ty).into_owned() {
        ir::Type::File => quote!(args.file(#wire)),
        ir::Type::List(item) if *item == ir::Type::File => quote!([args.file(#wire)]),
        ty => {
            let is_borrowed = arg.by_reference || ty == ir::Type::Json || (required && ty == ir::Type::String);
            let borrowed = is_borrowed.then(|| quote!(&));
            let ty = printer.ty(&ty);
            quote!(#borrowed args.#place::<#ty>(#wire))
        }
    }
}

fn content(printer: &mut FilePrinter<'_>, kind: &ir::BodyKind) -> TokenStream {
    match kind {
        ir::BodyKind::Json { ty, .. }
        | ir::BodyKind::UrlEncoded { ty, .. }
        | ir::BodyKind::Xml { ty, .. }
        | ir::BodyKind::JsonLines { ty, .. } => {
            let ty = printer.ty(ty);
            quote!(&args.body::<#ty>())
        }
        ir::BodyKind::Text { .. } => quote!(&args.text_body()),
        ir::BodyKind::Bytes { .. } => quote!(args.bytes_body()),
    }
}

/// The function that decodes a body and encodes it again.
fn body(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> TokenStream {
    match endpoint.body.as_ref().and_then(|body| body.kind.value_type()) {
        Some(ty) if *ty != ir::Type::Json => {
            let (again, ty) = (printer.parent("again"), printer.ty(ty));
            quote!(Some(#again::<#ty>))
        }
        _ => quote!(None),
    }
}

/// The function that reads the body of an error as what is declared for it.
fn failure(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> TokenStream {
    match &endpoint.error {
        Some(ty) => {
            let (failure, ty) = (printer.parent("failure"), printer.ty(ty));
            quote!(Some(#failure::<#ty>))
        }
        None => quote!(None),
    }
}
