//! The method of an operation, the setters of its optional parameters, and the type that stands for it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::arguments::{self, ArgumentForm, StringArgument};
use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{XML_MODULE, alternatives, ident};
use crate::ir;
use crate::request::Retry;

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
        let form = take_body(printer, &name, &body.kind);
        let ty = &form.ty;
        arguments.push(quote!(#name: #ty));
        steps.push(write_body(api, &body.kind, &form));
    }
    steps.extend(facts(printer, api, endpoint));
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
pub(in crate::emit) fn call(printer: &mut FilePrinter<'_>, api: &ir::Api, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
    let (name, call, mode, kind) = (ident(&endpoint.call), printer.runtime("Call"), printer.runtime("Async"), kind(printer, endpoint));
    let mut setters: Vec<_> = endpoint.options.iter().map(|arg| setter(printer, arg)).collect();
    setters.extend(endpoint.body.as_ref().filter(|body| !body.required).map(|body| {
        let name = ident(&body.name);
        let form = take_body(printer, &name, &body.kind);
        let step = write_body(api, &body.kind, &form);
        let docs = doc::outer(&mut printer.docs, doc::lines(&body.doc.0));
        set(&docs, &body.name, &form.ty, &step)
    }));
    let link = doc::plain(format!("A call of [`{}::{}`].", module.handle.as_str(), endpoint.name.as_str()));
    let link = doc::outer(&mut printer.docs, vec![link]);
    let needs = needs(endpoint);
    let setters = (!setters.is_empty()).then(|| quote!(#needs impl<M> #name<M> { #(#setters)* }));
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
    Ok(quote!(#operations! { #handle; #(#rows;)* }))
}

fn operation(printer: &mut FilePrinter<'_>, endpoint: &ir::Endpoint) -> syn::Result<TokenStream> {
    let (needs, marker, name) = (needs(endpoint), ident(&endpoint.marker), ident(&endpoint.name));
    let (id, path, response) = (&endpoint.id, &endpoint.path, response(printer, &endpoint.response));
    let method: Ident = syn::parse_str(&endpoint.method)?;
    let input = endpoint.body.as_ref().map_or_else(|| quote!(()), |body| input(printer, body));
    Ok(quote!(#needs #marker #name #id #method #path #input => #response))
}

/// What a body is when it has been read.
fn input(printer: &mut FilePrinter<'_>, body: &ir::Body) -> TokenStream {
    let ty = match &body.kind {
        ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. } | ir::BodyKind::JsonLines { ty, .. } => printer.ty(ty),
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
    let step = write(printer, arg, &form);
    let ty = form.ty;
    (quote!(#name: #ty), step)
}

fn setter(printer: &mut FilePrinter<'_>, arg: &ir::Arg) -> TokenStream {
    let form = arguments::parameter(printer, arg, StringArgument::Generic);
    let step = write(printer, arg, &form);
    let docs = doc::outer(&mut printer.docs, doc::lines(&arg.doc.0));
    let aliases = doc::aliases(&[&arg.wire], arg.name.as_str());
    set(&quote!(#docs #aliases), &arg.name, &form.ty, &step)
}

fn set(attributes: &TokenStream, name: &crate::names::Ident, ty: &TokenStream, step: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        #attributes
        pub fn #name(mut self, #name: #ty) -> Self { self.request = self.request.#step; self }
    }
}

/// The step that writes a parameter of one value.
fn fixed(fixed: &ir::Fixed) -> TokenStream {
    let ir::Fixed { wire, value, place, reserved } = fixed;
    let step = format_ident!("{}{}", place_name(*place), as_it_is(*reserved));
    quote!(#step(#wire, #value))
}

/// The end of the step's name for a value whose reserved characters stand for themselves.
fn as_it_is(reserved: bool) -> &'static str {
    if reserved { "_reserved" } else { "" }
}

fn place_name(place: ir::ParamLocation) -> &'static str {
    match place {
        ir::ParamLocation::Path => "path",
        ir::ParamLocation::Query => "query",
        ir::ParamLocation::Header => "header",
        ir::ParamLocation::Form => "form",
    }
}

/// The call of the request that writes a parameter.
fn write(printer: &mut FilePrinter<'_>, arg: &ir::Arg, form: &ArgumentForm) -> TokenStream {
    let (wire, value) = (&arg.wire, &form.value);
    let item = arguments::list_item(printer, &arg.ty);
    let is_file = item.as_ref().unwrap_or(&arg.ty) == &ir::Type::File;
    let place = if is_file { "part" } else { place_name(arg.place) };
    let list = if item.is_some() { "_list" } else { "" };
    let step = format_ident!("{place}{list}{}", as_it_is(arg.reserved));
    let style = (item.is_some() && !is_file).then(|| arguments::list_style(printer, arg.list)).into_iter();
    quote!(#step(#wire, #(#style,)* #value))
}

fn take_body(printer: &mut FilePrinter<'_>, name: &Ident, kind: &ir::BodyKind) -> ArgumentForm {
    match kind {
        ir::BodyKind::Json { ty, .. } | ir::BodyKind::Xml { ty, .. } | ir::BodyKind::JsonLines { ty, .. } => {
            arguments::body(printer, name, ty)
        }
        ir::BodyKind::Text { .. } => arguments::body(printer, name, &ir::Type::String),
        ir::BodyKind::Bytes { .. } => {
            let file = printer.runtime("File");
            ArgumentForm::as_is(name, quote!(impl Into<#file>))
        }
    }
}

/// The call of the request that writes a body.
fn write_body(api: &ir::Api, kind: &ir::BodyKind, form: &ArgumentForm) -> TokenStream {
    let value = &form.value;
    let (step, media) = match kind {
        ir::BodyKind::Xml { media, root, .. } => {
            let root = self::root(api, *root);
            return quote!(formatted(#media, #root, #value));
        }
        ir::BodyKind::JsonLines { media, .. } => {
            return quote!(formatted(#media, &crate::runtime::JsonLines, #value));
        }
        ir::BodyKind::Json { media: None, .. } => ("json", None),
        ir::BodyKind::Json { media: Some(media), .. } => ("json_as", Some(media)),
        ir::BodyKind::Text { media } => ("text", Some(media)),
        ir::BodyKind::Bytes { media } => ("file", Some(media)),
    };
    let (step, media) = (format_ident!("{step}"), media.into_iter());
    quote!(#step(#(#media,)* #value))
}

/// The root of a body that is XML.
fn root(api: &ir::Api, index: usize) -> Option<TokenStream> {
    let (module, root) = (format_ident!("{}", XML_MODULE), ident(&api.xml.roots.get(index)?.name));
    Some(quote!(&super::#module::#root))
}

/// What the request is given beside its values.
fn facts(printer: &mut FilePrinter<'_>, api: &ir::Api, endpoint: &ir::Endpoint) -> Vec<TokenStream> {
    let mut steps: Vec<_> = endpoint.fixed.iter().map(fixed).collect();
    steps.extend(endpoint.bound.iter().map(|name| quote!(bound_query(#name))));
    if endpoint.form == Some(ir::Form::Multipart) {
        steps.push(quote!(multipart()));
    }
    if let Some(name) = &endpoint.response.envelope {
        steps.push(quote!(envelope(#name)));
    }
    if let ir::ResponseKind::Page { paging, .. } = &endpoint.response.kind
        && let Some(paging) = api.pagings.get(*paging)
    {
        let name = printer.parent(paging.name.as_str());
        steps.push(quote!(paging(&#name)));
    }
    if let ir::ResponseKind::Sequence { error: Some(error), .. } = &endpoint.response.kind {
        steps.push(quote!(error_envelope(#error)));
    }
    match endpoint.response.format {
        ir::ValueFormat::Json => {}
        ir::ValueFormat::JsonOrText => steps.push(quote!(may_be_plain_text())),
        ir::ValueFormat::Xml { root: index } => {
            let root = root(api, index);
            steps.push(quote!(body_format(#root)));
        }
    }
    if let [_, ..] = endpoint.redirects.as_slice() {
        let statuses = endpoint.redirects.iter().map(|status| Literal::u16_unsuffixed(*status));
        steps.push(quote!(redirects(&[#(#statuses),*])));
    }
    steps.extend(endpoint.accept.iter().map(|media| quote!(accept(#media))));
    steps.extend(endpoint.auth.iter().map(|auth| {
        let auth = alternatives(auth);
        quote!(auth(#auth))
    }));
    steps.extend(endpoint.server.iter().map(|name| quote!(server(#name))));
    steps.extend(endpoint.idempotency_key.iter().map(|header| quote!(idempotency_key(#header))));
    steps.extend(endpoint.retry.map(|retry| match retry {
        Retry::Never => quote!(never_retry()),
        Retry::Always => quote!(always_retry()),
    }));
    steps
}
