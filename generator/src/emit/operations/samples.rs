//! A table for the tests of the generated crate: each operation, called with all its parameters.
//!
//! The test that mounts it says what `Args` and `Sample` are, names the crate `api`, and has a function for
//! each kind of response that awaits the call and gives the response as JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::printer::Scope;
use crate::emit::tokens::ident;
use crate::ir;

/// The samples of a tag.
pub(in crate::emit) fn module(scope: &mut Scope<'_>, module: &ir::Module) -> TokenStream {
    let table = table(module);
    let sample = scope.parent("Sample");
    let deprecated = module.endpoints.iter().any(|endpoint| endpoint.deprecated);
    let allowance = deprecated.then(|| quote!(#[allow(deprecated)]));
    let operations = module.endpoints.iter().filter(|endpoint| endpoint.media.is_none());
    let samples: Vec<_> = operations.map(|it| row(scope, module, it)).collect();
    quote!(#allowance const #table: &[#sample] = &[#(#samples),*];)
}

/// The samples of all tags.
pub(in crate::emit) fn all(scope: &mut Scope<'_>, api: &ir::Api) -> TokenStream {
    let sample = scope.parent("Sample");
    let tables = api.modules.iter().map(table);
    quote! {
        #[doc = " Every operation of the crate, by its tag."]
        pub const SAMPLES: &[&[#sample]] = &[#(#tables),*];
    }
}

fn table(module: &ir::Module) -> proc_macro2::Ident {
    format_ident!("{}", module.name.as_str().to_uppercase())
}

fn row(scope: &mut Scope<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
    let (sample, facts, id) = (scope.parent("Sample"), scope.parent("facts"), &endpoint.id);
    let kind = scope.parent(match endpoint.response.kind {
        ir::ResponseKind::Empty => "empty",
        ir::ResponseKind::Json(_) | ir::ResponseKind::ByStatus(_) => "json",
        ir::ResponseKind::Page { .. } => "page",
        ir::ResponseKind::Text => "text",
        ir::ResponseKind::Bytes => "binary",
    });
    let mut arguments: Vec<_> = endpoint.args.iter().map(|arg| argument(scope, arg, true)).collect();
    let mut setters: Vec<_> = endpoint
        .options
        .iter()
        .map(|arg| {
            let (name, value) = (ident(&arg.name), argument(scope, arg, false));
            quote!(#name(#value))
        })
        .collect();
    if let Some(body) = &endpoint.body {
        let value = content(scope, &body.kind);
        if body.required {
            arguments.push(value);
        } else {
            let name = ident(&body.name);
            setters.push(quote!(#name(#value)));
        }
    }
    let unused = arguments.is_empty() && setters.is_empty();
    let args = if unused { quote!(_) } else { quote!(args) };
    let (handle, name, api) = (ident(&module.name), ident(&endpoint.name), scope.parent("api"));
    let marker = ident(&endpoint.marker);
    let body = body(scope, endpoint);
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
fn argument(scope: &mut Scope<'_>, arg: &ir::Arg, required: bool) -> TokenStream {
    let wire = &arg.wire;
    match scope.resolve(&arg.ty).into_owned() {
        ir::Type::File => quote!(args.file(#wire)),
        ir::Type::List(item) if *item == ir::Type::File => quote!([args.file(#wire)]),
        ir::Type::Json => quote!(&args.json(#wire)),
        ir::Type::String if required => quote!(&args.get::<String>(#wire)),
        ty => {
            let ty = scope.ty(&ty);
            quote!(args.get::<#ty>(#wire))
        }
    }
}

fn content(scope: &mut Scope<'_>, kind: &ir::BodyKind) -> TokenStream {
    match kind {
        ir::BodyKind::Json { ty: ir::Type::Json, .. } => quote!(&args.json_body()),
        ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. } => {
            let ty = scope.ty(ty);
            quote!(&args.body::<#ty>())
        }
        ir::BodyKind::Text { .. } => quote!(&args.text_body()),
        ir::BodyKind::Bytes { .. } => quote!(args.bytes_body()),
    }
}

/// The function that decodes a body and encodes it again.
fn body(scope: &mut Scope<'_>, endpoint: &ir::Endpoint) -> TokenStream {
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. }) if *ty != ir::Type::Json => {
            let (again, ty) = (scope.parent("again"), scope.ty(ty));
            quote!(Some(#again::<#ty>))
        }
        _ => quote!(None),
    }
}
