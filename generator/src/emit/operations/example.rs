//! The example of an operation: in its documentation, and in the file that is compiled with the tests.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::definition;
use crate::emit::doc;
use crate::emit::printer::{FileKind, FilePrinter};
use crate::emit::sample;
use crate::emit::tokens::ident;
use crate::format;
use crate::ir::{self, Outcome};

/// What is printed for a crate of this name.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Examples<'a> {
    pub(in crate::emit) index: &'a ir::TypeIndex<'a>,
    /// The crate, as programs name it.
    pub(in crate::emit) krate: &'a str,
}

impl Examples<'_> {
    /// The lines of the section in the documentation of a method.
    pub(in crate::emit) fn docs(&self, module: &ir::Module, endpoint: &ir::Endpoint) -> syn::Result<Vec<String>> {
        let krate = self.krate;
        let (imports, body) = self.parts(module, endpoint);
        let mut lines = vec![doc::plain("# Examples"), String::new(), doc::plain("```no_run")];
        lines.extend(format::block(imports.clone())?.lines().map(doc::plain));
        if !imports.is_empty() {
            lines.push(String::new());
        }
        lines.push(doc::plain(format!("# async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{")));
        let function = format::block(quote!(fn example() { #body }))?;
        let body = function.lines().skip(1).filter(|line| *line != "}");
        lines.extend(body.map(|line| doc::plain(line.strip_prefix("    ").unwrap_or(line))));
        lines.extend([doc::plain("# Ok(())"), doc::plain("# }"), doc::plain("```"), String::new()]);
        Ok(lines)
    }

    /// A program with one call, for people who have not made any: nothing where there is no operation.
    pub(in crate::emit) fn program(&self, api: &ir::Api) -> syn::Result<String> {
        let Some((module, endpoint)) = first_call(api) else { return Ok(String::new()) };
        let krate = format_ident!("{}", self.krate);
        let (imports, body) = self.parts(module, endpoint);
        let client = client(&api.client, endpoint);
        let program = quote! {
            async fn main() -> Result<(), #krate::Error> {
                let client = #krate::Client::builder() #client .build()?;
                #body
                Ok(())
            }
        };
        let mut text = format::block(imports)?;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("#[tokio::main(flavor = \"current_thread\")]\n");
        Ok(text + &format::block(program)?)
    }

    /// The list of all examples, by the keys of their operations, and the examples of a tag in a module each.
    pub(in crate::emit) fn list(&self, printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
        let example = printer.parent("Example");
        let examples = api.modules.iter().flat_map(|module| module.endpoints.iter().map(move |endpoint| (module, endpoint)));
        let examples = examples.map(|(module, endpoint)| {
            let (key, feature, needs) = (definition::key(module, endpoint), &module.feature, &endpoint.needs);
            let (module, name) = (ident(&module.name), ident(&endpoint.name));
            quote!(#[cfg(feature = #feature)] #(#[cfg(feature = #needs)])* (#key, |client| Box::pin(#module::#name(client))))
        });
        quote! {
            #[doc = " Every example, by its tag and its method."]
            pub const EXAMPLES: &[#example] = &[#(#examples),*];
        }
    }

    /// The examples of a tag, as functions of a module.
    pub(in crate::emit) fn module(&self, module: &ir::Module) -> TokenStream {
        let (name, feature) = (ident(&module.name), &module.feature);
        let functions = module.endpoints.iter().map(|endpoint| self.function(module, endpoint));
        quote! {
            #[cfg(feature = #feature)]
            mod #name { #(#functions)* }
        }
    }

    fn function(&self, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
        let (krate, name, needs) = (format_ident!("{}", self.krate), ident(&endpoint.name), &endpoint.needs);
        let (imports, body) = self.parts(module, endpoint);
        let allowance = endpoint.deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #(#[cfg(feature = #needs)])*
            #allowance
            pub async fn #name(client: #krate::Client) -> Result<(), #krate::Error> {
                #imports
                #body
                Ok(())
            }
        }
    }

    /// What an example imports, and what it does.
    fn parts(&self, module: &ir::Module, endpoint: &ir::Endpoint) -> (TokenStream, TokenStream) {
        let printer = &mut FilePrinter::new(self.index, FileKind::Example(module.name.as_str(), self.krate));
        let call = call(printer, module, endpoint);
        let body = outcome(&endpoint.example.outcome, &call);
        (printer.imports(), body)
    }
}

/// The operation that is the easiest to call: one that reads, gives something, and takes little.
fn first_call(api: &ir::Api) -> Option<(&ir::Module, &ir::Endpoint)> {
    let all = api.modules.iter().flat_map(|module| module.endpoints.iter().map(move |endpoint| (module, endpoint)));
    all.min_by_key(|(_, endpoint)| {
        let odd = endpoint.deprecated || !endpoint.is_first() || !endpoint.needs.is_empty();
        let (writes, silent) = (endpoint.method != "GET", endpoint.response.kind == ir::ResponseKind::Empty);
        (odd, writes, silent, endpoint.args.len() + usize::from(endpoint.body.is_some()))
    })
}

/// What a client is given that calls an operation.
fn client(client: &ir::Client, endpoint: &ir::Endpoint) -> TokenStream {
    let home = client.base_url.as_deref().filter(|url| url.contains("://")).is_none().then(|| quote!(.base_url("https://api.example.com")));
    let variables = client.variables.iter().filter(|variable| variable.default.is_none()).map(|variable| &variable.bound);
    let bound = variables.chain(&client.bound).map(|bound| {
        let name = ident(&bound.name);
        quote!(.#name("…"))
    });
    let schemes = endpoint.auth.as_ref().unwrap_or(&client.auth).first().into_iter().flatten();
    let mut credentials: Vec<String> = Vec::new();
    let mut setters = Vec::new();
    for scheme in schemes.filter_map(|name| client.schemes.iter().find(|scheme| scheme.name == *name)) {
        let name = &scheme.name;
        let setter = match &scheme.kind {
            ir::SchemeKind::Bearer | ir::SchemeKind::OAuth2(_) => quote!(.token("…")),
            ir::SchemeKind::Basic => quote!(.basic_auth("…", "…")),
            ir::SchemeKind::Authorization(_) | ir::SchemeKind::Header(_) | ir::SchemeKind::Query(_) | ir::SchemeKind::Cookie(_) => {
                quote!(.api_key(#name, "…"))
            }
        };
        if !credentials.contains(&setter.to_string()) {
            credentials.push(setter.to_string());
            setters.push(setter);
        }
    }
    quote!(#home #(#bound)* #(#setters)*)
}

fn call(printer: &mut FilePrinter<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> TokenStream {
    let (handle, method) = (ident(&module.name), ident(&endpoint.name));
    let example = &endpoint.example;
    let mut args: Vec<_> = endpoint.args.iter().zip(&example.args).map(|(arg, value)| sample::argument(printer, arg, value)).collect();
    let mut setters: Vec<_> = example
        .options
        .iter()
        .filter_map(|(place, value)| Some((endpoint.options.get(*place)?, value)))
        .map(|(arg, value)| {
            let (name, value) = (ident(&arg.name), sample::argument(printer, arg, value));
            quote!(#name(#value))
        })
        .collect();
    if let (Some(body), Some(value)) = (&endpoint.body, &example.body) {
        let value = sample::body(printer, &body.kind, value);
        if body.required {
            args.push(value);
        } else {
            let name = ident(&body.name);
            setters.push(quote!(#name(#value)));
        }
    }
    quote!(client.#handle().#method(#(#args),*) #(.#setters)*)
}

fn outcome(outcome: &Outcome, call: &TokenStream) -> TokenStream {
    match outcome {
        Outcome::Nothing => quote!(#call.await?;),
        Outcome::Print { name, field } => {
            let name = ident(name);
            let print = match field {
                Some(field) => {
                    let field = ident(field);
                    quote!(println!("{}", #name.#field);)
                }
                None => print(&name),
            };
            quote!(let #name = #call.await?; #print)
        }
        Outcome::Each { item } => {
            let item = ident(item);
            let print = print(&item);
            quote!(for #item in #call.await? { #print })
        }
        Outcome::Stream { items, item } => {
            let (items, item) = (ident(items), ident(item));
            let print = print(&item);
            quote! {
                let mut #items = #call.stream();
                while let Some(#item) = #items.next().await {
                    let #item = #item?;
                    #print
                }
            }
        }
        Outcome::Save { file } => quote!(#call.download().await?.save(#file).await?;),
    }
}

fn print(name: &Ident) -> TokenStream {
    let text = Literal::string(&format!("{{{}:?}}", name.to_string().trim_start_matches("r#")));
    quote!(println!(#text);)
}
