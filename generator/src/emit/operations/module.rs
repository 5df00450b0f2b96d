//! The file of a tag: its handle, the methods, the options, the inline types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::doc;
use crate::emit::operations::example::Examples;
use crate::emit::operations::setters::Setters;
use crate::emit::operations::{docs, method};
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// What the file says of itself.
pub(in crate::emit) fn file_docs(module: &ir::Module) -> Vec<String> {
    let lines = doc::lines(&module.doc.0);
    if lines.is_empty() { vec![doc::plain(purpose(module))] } else { lines }
}

fn purpose(module: &ir::Module) -> String {
    if module.tag.is_empty() {
        return "The operations that have no tag.".to_owned();
    }
    format!("The operations tagged {}.", doc::code(&module.tag))
}

/// The client's method that gives the handle, and the handle.
pub(in crate::emit) fn handle(printer: &mut FilePrinter<'_>, module: &ir::Module) -> TokenStream {
    let (name, handle) = (ident(&module.name), ident(&module.handle));
    let [client, reference, mode] = ["Client", "ClientRef", "Async"].map(|name| printer.runtime(name));
    // Not imported: only handles name them.
    let (all, reading) = (quote!(crate::runtime::ReadWrite), quote!(crate::runtime::ReadOnly));
    let mut lines = doc::sentence(&module.doc.0);
    if lines.is_empty() {
        lines.push(doc::plain(purpose(module)));
    }
    let docs = doc::outer(&mut printer.inserts, lines);
    quote! {
        impl #client {
            #docs
            pub fn #name(&self) -> #handle<'_> { #handle(self.into()) }
        }
        // Not imported: it is not always there.
        #[cfg(feature = "blocking")]
        impl crate::runtime::blocking::Client {
            #docs
            pub fn #name(&self) -> #handle<'_, crate::runtime::Blocking> { #handle(self.into()) }
        }
        impl crate::runtime::ReadOnlyClient {
            #docs
            pub fn #name(&self) -> #handle<'_, #mode, #reading> { #handle(self.into()) }
        }
        #[cfg(feature = "blocking")]
        impl crate::runtime::blocking::ReadOnlyClient {
            #docs
            pub fn #name(&self) -> #handle<'_, crate::runtime::Blocking, #reading> { #handle(self.into()) }
        }
        #docs
        #[derive(Debug, Clone, Copy)]
        pub struct #handle<'c, M = #mode, AccessMode = #all>(#reference<'c, M, AccessMode>);
    }
}

/// The methods of the handle.
pub(in crate::emit) fn methods(
    printer: &mut FilePrinter<'_>,
    api: &ir::Api,
    module: &ir::Module,
    examples: Examples<'_>,
    setters: &Setters<'_>,
) -> syn::Result<TokenStream> {
    let handle = ident(&module.handle);
    let mut methods = |is_safe| {
        let endpoints = module.endpoints.iter().filter(|endpoint| endpoint.is_safe == is_safe);
        let method = |endpoint| {
            let docs = docs::method(printer, examples, setters, module, endpoint)?;
            Ok(method::method(printer, api, endpoint, &docs))
        };
        endpoints.map(method).collect::<syn::Result<Vec<_>>>()
    };
    let (reading, writing) = (methods(true)?, methods(false)?);
    let reading = (!reading.is_empty()).then(|| quote!(impl<M, AccessMode> #handle<'_, M, AccessMode> { #(#reading)* }));
    let writing = (!writing.is_empty()).then(|| quote!(impl<M> #handle<'_, M> { #(#writing)* }));
    Ok(quote!(#reading #writing))
}
