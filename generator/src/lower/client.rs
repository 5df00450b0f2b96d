//! What a client is given at construction.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, OpenAPI, ReferenceOr, SecurityRequirement, SecurityScheme, ServerVariable};

use crate::diagnostic::Diagnostic;
use crate::hints::DEVICE_AUTHORIZATION;
use crate::hints::values::{BoundHint, ClientHint, ServerHint};
use crate::ir;
use crate::lower::schema::docs;
use crate::lower::schema::operation::Op;
use crate::names::{Case, NameScope, Reserved};
use crate::pointer::Pointer;
use crate::request::is_header_name;

/// The security schemes, sorted by name.
pub(super) fn schemes(document: &OpenAPI, diagnostics: &mut Vec<Diagnostic>) -> Vec<ir::Scheme> {
    let schemes = document.components.iter().flat_map(|components| &components.security_schemes);
    let mut found = Vec::new();
    for (name, scheme) in schemes {
        let ReferenceOr::Item(scheme) = scheme else {
            continue;
        };
        let kind = match scheme {
            SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. } => ir::SchemeKind::Header(name.clone()),
            SecurityScheme::APIKey { location: APIKeyLocation::Query, name, .. } => ir::SchemeKind::Query(name.clone()),
            SecurityScheme::APIKey { location: APIKeyLocation::Cookie, name, .. } => ir::SchemeKind::Cookie(name.clone()),
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => ir::SchemeKind::Basic,
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => ir::SchemeKind::Bearer,
            SecurityScheme::HTTP { scheme, .. } if is_header_name(scheme) && !answers_a_challenge(scheme) => {
                ir::SchemeKind::Authorization(scheme.clone())
            }
            SecurityScheme::OAuth2 { flows, .. } => ir::SchemeKind::OAuth2(self::flows(flows)),
            SecurityScheme::OpenIDConnect { .. } => ir::SchemeKind::Bearer,
            SecurityScheme::HTTP { extensions, .. } => {
                let at = crate::hints::at(extensions);
                diagnostics.push(Diagnostic::warning(at, format!("the security scheme `{name}` is of a kind that is not supported")));
                continue;
            }
        };
        found.push(ir::Scheme { name: name.clone(), kind });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Whether what a scheme of HTTP sends depends on a challenge of the server, so that no client can be given it beforehand.
fn answers_a_challenge(scheme: &str) -> bool {
    const THESE: [&str; 6] = ["digest", "hoba", "mutual", "negotiate", "scram-sha-1", "scram-sha-256"];
    THESE.contains(&scheme.to_ascii_lowercase().as_str())
}

/// The flows of a security scheme. A URL that is empty is none.
fn flows(flows: &OAuth2Flows) -> Vec<ir::Flow> {
    let flow = |kind, authorization_url: Option<&String>, token_url: Option<&String>, scopes: &IndexMap<String, String>| {
        let known = |url: &&String| !url.trim().is_empty();
        let (authorization_url, token_url) = (authorization_url.filter(known).cloned(), token_url.filter(known).cloned());
        ir::Flow { kind, authorization_url, token_url, scopes: scopes.keys().cloned().collect() }
    };
    let code = flows
        .authorization_code
        .as_ref()
        .map(|it| flow(ir::FlowKind::AuthorizationCode, Some(&it.authorization_url), Some(&it.token_url), &it.scopes));
    let client = flows.client_credentials.as_ref().map(|it| flow(ir::FlowKind::ClientCredentials, None, Some(&it.token_url), &it.scopes));
    let implicit = flows.implicit.as_ref().map(|it| flow(ir::FlowKind::Implicit, Some(&it.authorization_url), None, &it.scopes));
    let password = flows.password.as_ref().map(|it| flow(ir::FlowKind::Password, None, Some(&it.token_url), &it.scopes));
    let device = flows.extensions.get(DEVICE_AUTHORIZATION).and_then(|facts| {
        let (start, token, scopes): (String, String, Vec<String>) = serde_json::from_value(facts.clone()).ok()?;
        let scopes = scopes.into_iter().map(|scope| (scope, String::new())).collect();
        Some(flow(ir::FlowKind::DeviceAuthorization, Some(&start), Some(&token), &scopes))
    });
    [code, client, device, implicit, password].into_iter().flatten().collect()
}

/// The security of operations that say nothing of it, as far as it is known.
pub(super) fn auth(document: &OpenAPI, schemes: &[ir::Scheme], diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<String>> {
    let declared = document.security.as_deref().unwrap_or_default();
    supported(declared, schemes, &Pointer::root(), diagnostics)
}

/// The alternatives of schemes sent together that the requirements of the bearer at `at` leave: those with a scheme that is
/// unknown or not supported are reported.
pub(super) fn supported(
    requirements: &[SecurityRequirement],
    schemes: &[ir::Scheme],
    at: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for requirement in requirements {
        let mut names: Vec<String> = requirement.keys().cloned().collect();
        names.sort();
        if names.iter().all(|name| schemes.iter().any(|scheme| scheme.name == *name)) {
            found.push(names);
        } else {
            let message = format!("an unknown or unsupported security scheme: {}", names.join(" with "));
            diagnostics.push(Diagnostic::warning(at.push("security"), message));
        }
    }
    // Nothing is sent where nothing else can be, wherever that stands.
    found.sort_by_key(Vec::is_empty);
    found
}

/// Complains of bound parameters that no operation has.
pub(super) fn check_bound(document: &OpenAPI, client: &ClientHint, ops: &[Op<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut names: BTreeSet<&str> = variables(document, client).iter().map(|(name, _)| name.as_str()).collect();
    for op in ops {
        names.extend(crate::request::placeholders(op.path));
        names.extend(op.parameters().map(|one| one.parameter_data_ref().name.as_str()));
    }
    for BoundHint { name, at, .. } in client.parameters.iter().filter(|bound| !names.contains(bound.name.as_str())) {
        diagnostics.push(Diagnostic::warning(at.clone(), format!("no operation has a parameter `{name}`")));
    }
}

/// The variables in the address of the document's server, unless a hint has another address.
fn variables<'a>(document: &'a OpenAPI, hinted: &ClientHint) -> Vec<(&'a String, &'a ServerVariable)> {
    let server = document.servers.first().filter(|_| hinted.base_url.is_none());
    server.and_then(|server| server.variables.as_ref()).into_iter().flatten().collect()
}

/// The client of the document and its hints.
pub(super) fn client(
    document: &OpenAPI,
    hinted: &ClientHint,
    bound_docs: &BTreeMap<String, ir::Doc>,
    schemes: Vec<ir::Scheme>,
    auth: Vec<Vec<String>>,
) -> ir::Client {
    let variables = variables(document, hinted);
    let is_variable = |name: &str| variables.iter().any(|(known, _)| *known == name);
    let parameters = hinted.parameters.iter().filter(|bound| !is_variable(&bound.name)).map(|bound| (&bound.name, bound.env.clone()));
    let env = |name: &str| hinted.parameters.iter().find(|bound| bound.name == name).and_then(|bound| bound.env.clone());
    let given: Vec<(&String, Option<String>)> = variables.iter().map(|(name, _)| (*name, env(name))).chain(parameters).collect();

    let mut scope = NameScope::new(Reserved::Builder);
    let mut rebinds = NameScope::new(Reserved::Modules);
    let names: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
    let bound = scope.claim_all(&names, Case::Snake).into_iter().zip(given);
    let bound = bound.map(|(name, (wire, env))| ir::Bound {
        rebind: rebinds.claim(&format!("for {}", name.as_str()), Case::Snake),
        name,
        wire: wire.clone(),
        env,
        doc: bound_docs.get(wire).cloned().unwrap_or_default(),
    });
    let mut bound: Vec<ir::Bound> = bound.collect();
    let parameters = bound.split_off(variables.len());
    let variables = bound.into_iter().zip(variables).map(|(bound, (_, variable))| self::variable(bound, variable)).collect();
    let setters: Vec<String> = hinted.servers.iter().map(|server| format!("{} url", server.name)).collect();
    let setters: Vec<&str> = setters.iter().map(String::as_str).collect();
    let servers = scope.claim_all(&setters, Case::Snake).into_iter().zip(&hinted.servers);
    let servers = servers.map(|(setter, ServerHint { name, url, env })| ir::Server {
        setter,
        name: name.clone(),
        url: url.clone(),
        env: env.clone(),
    });
    let env = env_names(hinted);
    ir::Client {
        base_url: hinted.base_url.clone().or_else(|| document.servers.first().map(|server| server.url.clone())),
        variables,
        base_url_env: hinted.base_url_env.clone(),
        token_env: hinted.token_env.clone(),
        log_env: log_env(&env),
        headers: hinted.headers.clone(),
        bound: parameters,
        servers: servers.collect(),
        schemes,
        auth,
        // Known when all types are.
        secrets: Vec::new(),
    }
}

/// The environment variables that the hint names.
fn env_names(hinted: &ClientHint) -> Vec<&str> {
    let own = hinted.base_url_env.iter().chain(&hinted.token_env);
    let parameters = hinted.parameters.iter().filter_map(|bound| bound.env.as_ref());
    own.chain(parameters).chain(hinted.servers.iter().filter_map(|server| server.env.as_ref())).map(String::as_str).collect()
}

/// The environment variable that switches the log on: `LOG` behind the words that all others begin with.
fn log_env(names: &[&str]) -> Option<String> {
    let (first, others) = names.split_first()?;
    let mut starts = first.match_indices('_').filter_map(|(at, _)| first.get(..=at));
    let prefix = starts.rfind(|start| others.iter().all(|name| name.starts_with(start)))?;
    let name = format!("{prefix}LOG");
    (!names.contains(&name.as_str())).then_some(name)
}

/// A variable with what its document says of it. An empty default is none.
fn variable(bound: ir::Bound, declared: &ServerVariable) -> ir::Variable {
    let default = Some(declared.default.clone()).filter(|default| !default.is_empty());
    let code = |text: &String| format!("`{}`", text.replace('`', "'"));
    let mut facts: Vec<String> = default.iter().map(|default| format!("Default: {}.", code(default))).collect();
    if !declared.enumeration.is_empty() {
        facts.push(format!("One of {}.", declared.enumeration.iter().map(code).collect::<Vec<_>>().join(", ")));
    }
    let wire = &bound.wire;
    let text = declared.description.clone().unwrap_or_else(|| format!("Sets `{wire}`, which is a part of the base URL."));
    let doc = docs::doc([Some(text.as_str()), Some(facts.join(" ").as_str()).filter(|facts| !facts.is_empty())], None);
    ir::Variable { bound: ir::Bound { doc, ..bound }, default, values: declared.enumeration.clone() }
}
