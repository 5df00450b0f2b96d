//! `mod.rs`: how clients are made, and what they are given.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::api;
use crate::emit::doc::{self, code, item, plain};
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;

/// All that clients are bound to.
fn all_bound(client: &ir::Client) -> impl Iterator<Item = &ir::Bound> {
    client.all_variables().into_iter().map(|variable| &variable.bound).chain(&client.bound)
}

/// What a builder takes.
fn builder_docs(client: &ir::Client) -> Vec<String> {
    let mut lines = vec![plain("Starts a client of this API. What it takes:"), String::new()];
    let home = client.base_url.as_ref().map_or_else(
        || "Where the API lives: the definition does not say it.".to_owned(),
        |url| format!("Where the API lives, unless it is {}.", code(url)),
    );
    item(&mut lines, "`base_url`", &home);
    for bound in all_bound(client) {
        item(&mut lines, &code(bound.name.as_str()), &meaning(bound));
    }
    for server in &client.servers {
        item(&mut lines, &code(server.setter.as_str()), &home_of(server));
    }
    for server in &client.base_servers {
        item(&mut lines, &code(server.setter.as_str()), &format!("The API lives at {}.", code(&server.url)));
    }
    for scheme in &client.schemes {
        let key = format!("api_key({:?}, …)", scheme.name);
        let (setter, text) = match &scheme.kind {
            ir::SchemeKind::Bearer | ir::SchemeKind::OAuth2(_) => ("token", "Sent as `Authorization: Bearer …`.".to_owned()),
            ir::SchemeKind::Basic => ("basic_auth", "User and password, sent as `Authorization: Basic …`.".to_owned()),
            ir::SchemeKind::Authorization(scheme) => (key.as_str(), format!("Sent as {}.", code(&format!("Authorization: {scheme} …")))),
            ir::SchemeKind::Header(name) => (key.as_str(), format!("Sent in the header {}.", code(name))),
            ir::SchemeKind::Query(name) => (key.as_str(), format!("Sent in the query, as {}.", code(name))),
            ir::SchemeKind::Cookie(name) => (key.as_str(), format!("Sent in the cookie {}.", code(name))),
        };
        item(&mut lines, &code(setter), &text);
    }
    lines
}

/// Which environment variables a client is made from.
fn env_docs(client: &ir::Client) -> Vec<String> {
    let mut found: Vec<(&String, String)> = Vec::new();
    found.extend(client.token_env.iter().map(|env| (env, "The token, which has to be there.".to_owned())));
    found.extend(all_bound(client).filter_map(|bound| Some((bound.env.as_ref()?, meaning(bound)))));
    found.extend(client.base_url_env.iter().map(|env| (env, "Where the API lives.".to_owned())));
    found.extend(client.servers.iter().filter_map(|server| Some((server.env.as_ref()?, home_of(server)))));
    let log = || "Switches a log of all requests and responses on, with `1`: it goes to standard error, without secrets.".to_owned();
    found.extend(client.log_env.iter().map(|env| (env, log())));
    if found.is_empty() {
        return vec![plain("Makes a client of what the definition says alone: it names no environment variables.")];
    }
    let mut lines = vec![plain("Makes a client from environment variables:"), String::new()];
    for (env, text) in found {
        item(&mut lines, &code(env), &text);
    }
    lines
}

fn meaning(bound: &ir::Bound) -> String {
    if bound.doc.0.is_empty() { format!("The parameter {} of all calls.", code(&bound.wire)) } else { bound.doc.0.clone() }
}

fn home_of(server: &ir::Server) -> String {
    format!("Where the server {} is, unless it is {}.", code(&server.name), code(&server.url))
}

/// How clients are made, and what they are given.
pub(super) fn clients(printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
    let (client, builder) = (printer.runtime("Client"), printer.runtime("ClientBuilder"));
    // Not imported: a browser has no environment, and nothing else here needs it.
    let error = quote!(crate::runtime::Error);
    let builder_docs = doc::outer(&mut printer.inserts, builder_docs(&api.client));
    let env_docs = doc::outer(&mut printer.inserts, env_docs(&api.client));
    let rebinds = all_bound(&api.client).map(|bound| {
        let (name, argument, wire) = (ident(&bound.rebind), ident(&bound.name), &bound.wire);
        let line = plain(format!("Returns a client that shares this one's connections, with another {}.", code(wire)));
        quote! {
            #[doc = #line]
            #[must_use]
            pub fn #name(&self, #argument: impl Into<String>) -> Self { self.bind(#wire, #argument) }
        }
    });
    let rebinds: Vec<_> = rebinds.collect();
    let setters = setters(printer, api);
    let setters = (!setters.is_empty()).then(|| quote!(impl<M> #builder<M> { #(#setters)* }));
    quote! {
        impl #client {
            #builder_docs
            pub fn builder() -> #builder { #builder::new(&API) }
            #env_docs
            ///
            /// # Errors
            ///
            /// What has to be there is not, or no client can be made of it.
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            pub fn from_env() -> Result<Self, #error> { Self::builder().from_env()?.build() }
            #(#rebinds)*
        }
        // Not imported: it is not always there.
        #[cfg(feature = "blocking")]
        impl crate::runtime::blocking::Client {
            #builder_docs
            pub fn builder() -> #builder<crate::runtime::Blocking> { crate::runtime::blocking::builder(&API) }
            #env_docs
            ///
            /// # Errors
            ///
            /// What has to be there is not, or no client can be made of it.
            pub fn from_env() -> Result<Self, #error> { Self::builder().from_env()?.build() }
            #(#rebinds)*
        }
        #setters
    }
}

fn setters(printer: &mut FilePrinter<'_>, api: &ir::Api) -> Vec<TokenStream> {
    let bound = all_bound(&api.client).map(|bound| {
        let (name, wire) = (ident(&bound.name), &bound.wire);
        let mut lines = doc::lines(&bound.doc.0);
        if lines.is_empty() {
            lines.push(plain(format!("Sets {} for all calls.", code(wire))));
        }
        let docs = doc::outer(&mut printer.inserts, lines);
        quote! {
            #docs
            pub fn #name(self, #name: impl Into<String>) -> Self { self.bind(#wire, #name) }
        }
    });
    let servers = api.client.servers.iter().map(|server| {
        let (setter, name) = (ident(&server.setter), &server.name);
        let line = plain(format!("Sets where the server {} is.", code(name)));
        quote! {
            #[doc = #line]
            pub fn #setter(self, url: impl Into<String>) -> Self { self.server(#name, url) }
        }
    });
    let bound: Vec<TokenStream> = bound.chain(servers).collect();
    let choices = api.client.base_servers.iter().map(|server| {
        let (setter, url) = (ident(&server.setter), &server.url);
        let variables: Vec<_> = server.variables.iter().map(|variable| api::variable(printer, variable)).collect();
        let mut lines = vec![plain(format!("Uses the server {}.", code(url)))];
        let described = doc::lines(&server.doc.0);
        if !described.is_empty() {
            lines.push(String::new());
            lines.extend(described);
        }
        let docs = doc::outer(&mut printer.inserts, lines);
        quote! {
            #docs
            pub fn #setter(self) -> Self { self.base_server(#url, &[#(#variables),*]) }
        }
    });
    let choices: Vec<TokenStream> = choices.collect();
    [bound, choices].concat()
}
