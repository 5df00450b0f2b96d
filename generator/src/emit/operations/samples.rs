//! A table for the tests of the generated crate: each operation, called with all its parameters.
//!
//! The test that mounts it says what `Args` and `Sample` are, names the crate `api`, and has a function for
//! each kind of response that awaits the call and gives the response as JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// The samples of a tag.
pub(in crate::emit) fn module(printer: &mut FilePrinter<'_>, module: &ir::Module) -> TokenStream {
    let table = table(module);
    let sample = printer.parent("Sample");
    let deprecated = module.endpoints.iter().any(|endpoint| endpoint.deprecated);
    let allowance = deprecated.then(|| quote!(#[allow(deprecated)]));
    let operations = module.endpoints.iter().filter(|endpoint| endpoint.media.is_none());
    let samples: Vec<_> = operations.map(|it| row(printer, module, it)).collect();
    quote!(#allowance const #table: &[#sample] = &[#(#samples),*];)
}

/// The samples of all tags.
pub(in crate::emit) fn all(printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
    let sample = printer.parent("Sample");
    let tables = api.modules.iter().map(table);
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
    let kind = printer.parent(match endpoint.response.kind {
        ir::ResponseKind::Empty => "empty",
        ir::ResponseKind::Json(_) | ir::ResponseKind::ByStatus(_) => "json",
        ir::ResponseKind::Page { .. } => "page",
        ir::ResponseKind::Sequence { .. } => "sequence",
        ir::ResponseKind::Text => "text",
        ir::ResponseKind::Bytes => "binary",
    });
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
    let unused = arguments.is_empty() && setters.is_empty();
    let args = if unused { quote!(_) } else { quote!(args) };
    let (handle, name, api) = (ident(&module.name), ident(&endpoint.name), printer.parent("api"));
    let marker = ident(&endpoint.marker);
    let body = body(printer, endpoint);
    quote! {
        #sample {
            id: #id,
            facts: #facts::<#api::#handle::#marker>,
            call: |client, #args| #kind(client.#handle().#name(#(#arguments),*) #(.#setters)*),
            body: #body,
        }
    }
}

/// The value of a parameter, by its name on the wire.
fn argument(printer: &mut FilePrinter<'_>, arg: &ir::Arg, required: bool) -> TokenStream {
    let wire = &arg.wire;
    match printer.resolve(&arg.ty).into_owned() {
        ir::Type::File => quote!(args.file(#wire)),
        ir::Type::List(item) if *item == ir::Type::File => quote!([args.file(#wire)]),
        ir::Type::Json => quote!(&args.json(#wire)),
        ir::Type::String if required => quote!(&args.get::<String>(#wire)),
        ty => {
            let ty = printer.ty(&ty);
            quote!(args.get::<#ty>(#wire))
        }
    }
}

fn content(printer: &mut FilePrinter<'_>, kind: &ir::BodyKind) -> TokenStream {
    match kind {
        ir::BodyKind::Json { ty: ir::Type::Json, .. } => quote!(&args.json_body()),
        ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. } | ir::BodyKind::JsonLines { ty, .. } => {
            let ty = printer.ty(ty);
            quote!(&args.body::<#ty>())
        }
        ir::BodyKind::Text { .. } => quote!(&args.text_body()),
        ir::BodyKind::Bytes { .. } => quote!(args.bytes_body()),
    }
}

/// The function that decodes a body and encodes it again.
fn body(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> TokenStream {
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. }) if *ty != ir::Type::Json => {
            let (again, ty) = (printer.parent("again"), printer.ty(ty));
            quote!(Some(#again::<#ty>))
        }
        _ => quote!(None),
    }
}
