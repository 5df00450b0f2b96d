//! `mod.rs`: what the crate knows about its API.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::doc;
use crate::emit::endpoints;
use crate::emit::example_values;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{XML_MODULE, alternatives, condition, ident, optional};
use crate::ir;

/// What the file says of itself.
pub(super) fn docs(api: &ir::Api) -> Vec<String> {
    let mut lines = doc::lines(&api.title);
    lines.extend([String::new(), doc::plain(format!("Version {}.", doc::code(&api.version)))]);
    lines
}

/// The modules of the crate.
pub(super) fn modules(api: &ir::Api) -> TokenStream {
    let modules = api.modules.iter().map(|module| {
        let (feature, name) = (&module.feature, ident(&module.name));
        let needs: BTreeSet<&String> = module.endpoints.iter().flat_map(|endpoint| &endpoint.needs).collect();
        // Without such a part less is used of what is imported.
        let allowances = needs.iter().map(|need| quote!(#[cfg_attr(not(feature = #need), allow(dead_code, unused_imports))]));
        quote!(#[cfg(feature = #feature)] #(#allowances)* pub mod #name;)
    });
    let webhooks = api.webhooks.iter().map(|webhooks| {
        let (feature, name) = (&webhooks.feature, ident(&webhooks.name));
        quote!(#[cfg(feature = #feature)] pub mod #name;)
    });
    let shapes = (!api.xml.roots.is_empty()).then(|| {
        let (feature, name) = (ir::xml::PART, format_ident!("{}", XML_MODULE));
        quote!(#[cfg(feature = #feature)] #[allow(dead_code, reason = "the features decide which are used")] mod #name;)
    });
    let examples = example_values::is_needed(api).then(|| {
        let name = format_ident!("{}", example_values::MODULE);
        quote!(#[cfg(feature = "test-util")] #[allow(unused_imports, reason = "the features decide which are used")] mod #name;)
    });
    let endpoints = format_ident!("{}", endpoints::MODULE);
    quote! {
        #(#modules)*
        // Documentation only: it speaks of every resource, so all of them have to be there.
        #[cfg(all(any(doc, doctest), feature = "all"))]
        pub mod #endpoints;
        pub mod types;
        #(#webhooks)*
        #shapes
        #examples
    }
}

/// The facts that requests and clients are built from.
pub(super) fn statics(printer: &mut FilePrinter<'_>, api: &ir::Api) -> TokenStream {
    let ty = printer.runtime("Api");
    let (title, version, client) = (&api.title, &api.version, &api.client);
    let base_url = optional(client.base_url.as_ref());
    let variables: Vec<_> = client.variables.iter().map(|it| variable(printer, it)).collect();
    let base_url_env = optional(client.base_url_env.as_ref());
    let token_env = optional(client.token_env.as_ref());
    let log_env = optional(client.log_env.as_ref());
    let headers = client.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let bound: Vec<_> = client.bound.iter().map(|it| bound(printer, it)).collect();
    let servers: Vec<_> = client.servers.iter().map(|it| server(printer, it)).collect();
    let schemes: Vec<_> = client.schemes.iter().map(|it| scheme(printer, it)).collect();
    let secrets = &client.secrets;
    let auth = alternatives(&client.auth);
    let pagings: Vec<_> = api.pagings.iter().map(paging).collect();
    quote! {
        pub(crate) static API: #ty = #ty {
            name: #title,
            version: #version,
            base_url: #base_url,
            variables: &[#(#variables),*],
            base_url_env: #base_url_env,
            token_env: #token_env,
            log_env: #log_env,
            headers: &[#(#headers),*],
            bound: &[#(#bound),*],
            servers: &[#(#servers),*],
            secrets: &[#(#secrets),*],
            schemes: &[#(#schemes),*],
            auth: #auth,
        };
        #(#pagings)*
    }
}

fn bound(printer: &mut FilePrinter<'_>, bound: &ir::Bound) -> TokenStream {
    let (ty, name, env) = (printer.runtime("Bound"), &bound.wire, optional(bound.env.as_ref()));
    let (setter, rebind) = (bound.name.as_str(), bound.rebind.as_str());
    quote!(#ty { name: #name, env: #env, setter: #setter, rebind: #rebind })
}

pub(super) fn variable(printer: &mut FilePrinter<'_>, variable: &ir::Variable) -> TokenStream {
    let (ty, env) = (printer.runtime("Variable"), optional(variable.bound.env.as_ref()));
    let (name, default, values) = (&variable.bound.wire, optional(variable.default.as_ref()), &variable.values);
    let setter = variable.bound.name.as_str();
    quote!(#ty { name: #name, env: #env, setter: #setter, default: #default, values: &[#(#values),*] })
}

fn server(printer: &mut FilePrinter<'_>, server: &ir::Server) -> TokenStream {
    let (ty, env) = (printer.runtime("Server"), optional(server.env.as_ref()));
    let (name, url, setter) = (&server.name, &server.url, server.setter.as_str());
    quote!(#ty { name: #name, url: #url, env: #env, setter: #setter })
}

fn scheme(printer: &mut FilePrinter<'_>, scheme: &ir::Scheme) -> TokenStream {
    let (ty, kinds, name) = (printer.runtime("Scheme"), printer.runtime("SchemeKind"), &scheme.name);
    let kind = match &scheme.kind {
        ir::SchemeKind::Bearer => quote!(Bearer),
        ir::SchemeKind::OAuth2(flows) => {
            let flows: Vec<_> = flows.iter().map(|it| flow(printer, it)).collect();
            quote!(OAuth2(&[#(#flows),*]))
        }
        ir::SchemeKind::Basic => quote!(Basic),
        ir::SchemeKind::Authorization(scheme) => quote!(Authorization(#scheme)),
        ir::SchemeKind::Header(name) => quote!(Header(#name)),
        ir::SchemeKind::Query(name) => quote!(Query(#name)),
        ir::SchemeKind::Cookie(name) => quote!(Cookie(#name)),
    };
    quote!(#ty { name: #name, kind: #kinds::#kind })
}

fn flow(printer: &mut FilePrinter<'_>, flow: &ir::Flow) -> TokenStream {
    let (ty, kinds, scopes) = (printer.runtime("Flow"), printer.runtime("FlowKind"), &flow.scopes);
    let kind = match flow.kind {
        ir::FlowKind::AuthorizationCode => quote!(AuthorizationCode),
        ir::FlowKind::ClientCredentials => quote!(ClientCredentials),
        ir::FlowKind::DeviceAuthorization => quote!(DeviceAuthorization),
        ir::FlowKind::Implicit => quote!(Implicit),
        ir::FlowKind::Password => quote!(Password),
    };
    let (authorization_url, token_url) = (optional(flow.authorization_url.as_ref()), optional(flow.token_url.as_ref()));
    quote!(#ty { kind: #kinds::#kind, authorization_url: #authorization_url, token_url: #token_url, scopes: &[#(#scopes),*] })
}

fn paging(paging: &ir::Paging) -> TokenStream {
    // Not imported: where none of the features is on, the import would be unused.
    let (ty, styles) = (quote!(crate::runtime::Paging), quote!(crate::runtime::PagingStyle));
    let condition = condition(&paging.features);
    let (name, paging) = (ident(&paging.name), &paging.spec);
    let style = match &paging.style {
        ir::PagingStyle::Page { param, first } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(Page { param: #param, first: #first })
        }
        ir::PagingStyle::Offset { param } => quote!(Offset { param: #param }),
        ir::PagingStyle::Cursor { param } => quote!(Cursor { param: #param }),
        ir::PagingStyle::NextLink { keep, path } => {
            let path = optional(path.as_ref().map(|(template, name)| quote!((#template, #name))));
            quote!(NextLink { keep: &[#(#keep),*], path: #path })
        }
        ir::PagingStyle::LinkHeader => quote!(LinkHeader),
    };
    let (size, items) = (optional(paging.size.as_ref()), &paging.items);
    let (total, current) = (optional(paging.total.as_ref()), optional(paging.current.as_ref()));
    let (last, next) = (optional(paging.last.as_ref()), optional(paging.next.as_ref()));
    quote! {
        #condition
        pub(crate) static #name: #ty = #ty {
            style: #styles::#style,
            size: #size,
            items: #items,
            total: #total,
            current: #current,
            last: #last,
            next: #next,
        };
    }
}
