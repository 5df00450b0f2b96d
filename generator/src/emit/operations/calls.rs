//! A list for a test that calls every operation over a socket: its example, and what has to arrive.
//!
//! The test that mounts it says what `Call` is, and has the examples beside it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir::{self, BodyKind, Form, ParamLocation, Sample};

/// The value of a parameter that all calls are bound to, where the definition gives none.
const BOUND: &str = "a1b2c3d4";

/// The client of the test, and the list of all tags.
pub(in crate::emit) fn all(printer: &mut FilePrinter<'_>, api: &ir::Api, krate: &str) -> TokenStream {
    let (call, krate) = (printer.parent("Call"), format_ident!("{krate}"));
    let servers = api.client.servers.iter().map(|server| ident(&server.setter));
    let variables = api.client.variables.iter().filter(|variable| variable.default.is_none());
    let variables = variables.map(|variable| (&variable.bound, variable.values.first().map_or(BOUND, String::as_str)));
    let bound = variables.chain(api.client.bound.iter().map(|bound| (bound, BOUND)));
    let bound: Vec<_> = bound.map(|(bound, value)| (ident(&bound.name), value)).map(|(name, value)| quote!(.#name(#value))).collect();
    let tags = api.modules.iter().map(|module| {
        let (name, feature) = (of_tag(module), &module.feature);
        quote!(#[cfg(feature = #feature)] #name(&mut all);)
    });
    quote! {
        pub use #krate::{Client, Error};
        #[doc = " A client that sends all requests to this server."]
        pub fn client(url: &str) -> Result<Client, Error> {
            Client::builder().base_url(url) #(.#servers(url))* #(#bound)* .build()
        }
        #[doc = " Every operation of the crate, by its tag."]
        pub fn all() -> Vec<#call> {
            #[allow(unused_mut, reason = "each tag is a feature")]
            let mut all = Vec::new();
            #(#tags)*
            all
        }
    }
}

/// The calls of a tag.
pub(in crate::emit) fn module(printer: &mut FilePrinter<'_>, module: &ir::Module) -> TokenStream {
    let (name, feature, call) = (of_tag(module), &module.feature, printer.parent("Call"));
    let calls: Vec<_> = module.endpoints.iter().map(|endpoint| row(printer, module, endpoint)).collect();
    quote! {
        #[cfg(feature = #feature)]
        fn #name(all: &mut Vec<#call>) { #(#calls)* }
    }
}

/// The function that lists the calls of a tag.
fn of_tag(module: &ir::Module) -> Ident {
    format_ident!("calls_of_{}", module.name.as_str())
}

fn row(printer: &mut FilePrinter<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
    let (call, examples) = (printer.parent("Call"), printer.parent("examples"));
    let ir::Endpoint { id, method, path, needs, .. } = endpoint;
    let (handle, name) = (ident(&module.name), ident(&endpoint.name));
    let (query, headers) = (sent(endpoint, ParamLocation::Query), sent(endpoint, ParamLocation::Header));
    let body = match media(endpoint) {
        Some(media) => quote!(Some(#media)),
        None => quote!(None),
    };
    let files = files(endpoint);
    quote! {
        #(#[cfg(feature = #needs)])*
        all.push(#call {
            id: #id,
            method: #method,
            path: #path,
            query: &[#(#query),*],
            headers: &[#(#headers),*],
            body: #body,
            files: &[#(#files),*],
            call: |client| Box::pin(#examples::#handle::#name(client)),
        });
    }
}

/// The parameters that the example gives values to.
fn given(endpoint: &ir::Endpoint) -> impl Iterator<Item = &ir::Arg> {
    let options = endpoint.example.options.iter().filter_map(|(index, _)| endpoint.options.get(*index));
    endpoint.args.iter().chain(options)
}

/// The names on the wire of what is sent in a place. A list without items may be left out.
fn sent(endpoint: &ir::Endpoint, place: ParamLocation) -> BTreeSet<String> {
    let args = given(endpoint).filter(|arg| arg.place == place && !matches!(arg.ty, ir::Type::List(_) | ir::Type::Map(_)));
    let fixed = endpoint.fixed.iter().filter(|fixed| fixed.place == place).map(|fixed| fixed.wire.clone());
    args.map(|arg| arg.wire.clone()).chain(fixed).collect()
}

/// The media type of what the example sends.
fn media(endpoint: &ir::Endpoint) -> Option<&str> {
    let fields = given(endpoint).any(|arg| arg.place == ParamLocation::Form);
    let form = endpoint.form.filter(|_| fields).map(|form| match form {
        Form::UrlEncoded => "application/x-www-form-urlencoded",
        Form::Multipart => "multipart/form-data",
    });
    let body = endpoint.body.as_ref().filter(|_| endpoint.example.body.is_some()).map(|body| match &body.kind {
        BodyKind::Json { media, .. } => media.as_deref().unwrap_or("application/json"),
        BodyKind::Xml { media, .. } | BodyKind::JsonLines { media, .. } | BodyKind::Text { media } | BodyKind::Bytes { media } => media,
    });
    form.or(body)
}

/// The files that the example sends.
fn files(endpoint: &ir::Endpoint) -> BTreeSet<&str> {
    let example = &endpoint.example;
    let mut open: Vec<&Sample> = example.args.iter().chain(&example.body).chain(example.options.iter().map(|(_, value)| value)).collect();
    let mut found = BTreeSet::new();
    while let Some(sample) = open.pop() {
        match sample {
            Sample::File(path) => {
                found.insert(path.as_str());
            }
            Sample::List(items) => open.extend(items),
            Sample::Map(entries) => open.extend(entries.iter().map(|(_, value)| value)),
            Sample::Object { args, setters } => open.extend(args.iter().chain(setters.iter().map(|(_, value)| value))),
            Sample::Alternative(_, inner) | Sample::Other(inner) => open.push(inner),
            _ => {}
        }
    }
    found
}
