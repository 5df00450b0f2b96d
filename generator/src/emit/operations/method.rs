//! The method of an operation, its call, and the type that stands for it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::arguments::{self, StringArgument};
use crate::emit::constants;
use crate::emit::constraints;
use crate::emit::doc;
use crate::emit::operations::setters::Setters;
use crate::emit::operations::steps;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;
use crate::request::is_header_name;

/// The method of an operation.
pub(in crate::emit) fn method(printer: &mut FilePrinter<'_>, api: &ir::Api, endpoint: &ir::Endpoint, docs: &TokenStream) -> TokenStream {
    let mut arguments = Vec::new();
    let mut steps = Vec::new();
    for arg in &endpoint.args {
        let (argument, step) = argument(printer, arg);
        arguments.push(argument);
        steps.push(step);
    }
    if let Some(body) = endpoint.body.as_ref().filter(|body| body.required) {
        let name = ident(&body.name);
        let form = steps::take_body(printer, &name, &body.kind);
        let ty = &form.ty;
        arguments.push(quote!(#name: #ty));
        steps.push(steps::write_body(api, &body.kind, &form));
    }
    steps.extend(steps::facts(printer, api, endpoint));
    let deprecated = endpoint.deprecated.then(|| quote!(#[deprecated]));
    let needs = needs(endpoint);
    let many = endpoint.has_many_arguments.then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let (name, marker, call) = (ident(&endpoint.name), ident(&endpoint.marker), ident(&endpoint.call));
    // Inlined, a method costs its own crate nothing to compile, and a program only where it calls it.
    quote! {
        #docs
        #needs
        #deprecated
        #many
        #[inline]
        pub fn #name(&self #(, #arguments)*) -> #call<M> {
            self.0.begin::<#marker>() #(.#steps)* .into()
        }
    }
}

/// The calls of an operation, with a setter for each optional parameter.
pub(in crate::emit) fn call(
    printer: &mut FilePrinter<'_>,
    setters: &Setters<'_>,
    module: &ir::Module,
    endpoint: &ir::Endpoint,
) -> TokenStream {
    let (name, call, mode, kind) = (ident(&endpoint.call), printer.runtime("Call"), printer.runtime("Async"), kind(printer, endpoint));
    let link = doc::plain(format!("A call of [`{}::{}`].", module.handle.as_str(), endpoint.name.as_str()));
    let link = doc::outer(&mut printer.inserts, vec![link]);
    let needs = needs(endpoint);
    let setters = setters.mark(printer, module, endpoint).map(|mark| quote!(#needs impl<M> #name<M> { #![doc = #mark] }));
    quote! {
        #link
        #needs
        pub type #name<M = #mode> = #call<#kind, M>;
        #setters
    }
}

/// The types that stand for the operations of a module.
pub(in crate::emit) fn operations(printer: &mut FilePrinter<'_>, module: &ir::Module) -> syn::Result<TokenStream> {
    let (operations, handle) = (printer.runtime("operations"), ident(&module.handle));
    let rows = module.endpoints.iter().map(|endpoint| operation(printer, endpoint)).collect::<syn::Result<Vec<_>>>()?;
    let constants = module.endpoints.iter().map(|endpoint| {
        let (needs, constants) = (needs(endpoint), constants::of(printer, &endpoint.marker, &endpoint.constants)?);
        Some(quote!(#needs #constants))
    });
    let constants: Vec<TokenStream> = constants.flatten().collect();
    Ok(quote!(#operations! { #handle; #(#rows;)* } #(#constants)*))
}

fn operation(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> syn::Result<TokenStream> {
    let (needs, marker, name) = (needs(endpoint), ident(&endpoint.marker), ident(&endpoint.name));
    let (id, path, response) = (&endpoint.id, &endpoint.path, response(printer, &endpoint.response));
    let method = match syn::parse_str::<Ident>(&endpoint.method) {
        Ok(word) => quote!(#word),
        Err(_) if is_header_name(&endpoint.method) => Literal::string(&endpoint.method).into_token_stream(),
        Err(error) => return Err(error),
    };
    let input = endpoint.body.as_ref().map_or_else(|| quote!(()), |body| input(printer, body));
    let constraints = constraints::input(endpoint);
    Ok(quote!(#needs #marker #name #id #method #path #input => #response #constraints))
}

/// What a body is when it has been read.
fn input(printer: &mut FilePrinter<'_>, body: &ir::Body) -> TokenStream {
    let ty = match &body.kind {
        ir::BodyKind::Json { ty, .. }
        | ir::BodyKind::UrlEncoded { ty, .. }
        | ir::BodyKind::Xml { ty, .. }
        | ir::BodyKind::JsonLines { ty, .. } => printer.ty(ty),
        ir::BodyKind::Text { .. } => quote!(String),
        ir::BodyKind::Bytes { .. } => {
            let bytes = printer.runtime("Bytes");
            quote!(#bytes)
        }
    };
    if body.required { ty } else { quote!(Option<#ty>) }
}

/// The attributes for what is there only with some part of the runtime.
fn needs(endpoint: &ir::Endpoint) -> TokenStream {
    let needs = &endpoint.needs;
    quote!(#(#[cfg(feature = #needs)])*)
}

/// What a call gives back, which operation it is, and which headers come with it.
fn kind(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> TokenStream {
    let (response, marker) = (response(printer, &endpoint.response), ident(&endpoint.marker));
    let headers = endpoint.response.headers.as_ref().map_or_else(|| quote!(()), |headers| printer.ty(headers));
    quote!(#response, #marker, #headers)
}

/// What a call gives back.
fn response(printer: &mut FilePrinter<'_>, response: &ir::Response) -> TokenStream {
    let body = body(printer, response);
    match &response.stream {
        Some(stream) => {
            let item = printer.ty(&stream.item);
            // Not imported: few files need it.
            quote!(crate::runtime::OrStream<#body, #item>)
        }
        None => body,
    }
}

/// What awaiting a call gives back.
fn body(printer: &mut FilePrinter<'_>, response: &ir::Response) -> TokenStream {
    let (name, inner) = match &response.kind {
        ir::ResponseKind::Json(ty) if matches!(response.format, ir::ValueFormat::Xml { .. }) => {
            let ty = printer.ty(ty);
            // Not imported: it is not always there.
            return quote!(crate::runtime::xml::Xml<#ty>);
        }
        // Such a type says itself how it is read.
        ir::ResponseKind::ByStatus(ty) => return printer.ty(ty),
        ir::ResponseKind::Sequence { item, .. } => {
            let item = printer.ty(item);
            // Not imported: few files need it.
            return quote!(crate::runtime::Sequence<#item>);
        }
        ir::ResponseKind::Empty => ("Empty", None),
        ir::ResponseKind::Json(ty) => ("Json", Some(ty)),
        ir::ResponseKind::Page { item, .. } => ("Paged", Some(item)),
        ir::ResponseKind::Text => ("Text", None),
        ir::ResponseKind::Bytes => ("Binary", None),
    };
    let name = printer.runtime(name);
    let inner = inner.map(|ty| printer.ty(ty)).map(|ty| quote!(<#ty>));
    quote!(#name #inner)
}

/// A required parameter: the argument, and the step that writes it.
fn argument(printer: &mut FilePrinter<'_>, arg: &ir::Arg) -> (TokenStream, TokenStream) {
    let name = ident(&arg.name);
    let form = arguments::parameter(printer, arg, StringArgument::Borrowed);
    let step = steps::write(printer, arg, &form);
    let ty = form.ty;
    (quote!(#name: #ty), step)
}
