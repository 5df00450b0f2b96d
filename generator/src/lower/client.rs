//! What a client is given at construction.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, OpenAPI, ReferenceOr, SecurityRequirement, SecurityScheme, Server, ServerVariable};

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
    let servers = base_servers(document, client);
    let mut names: BTreeSet<&str> = servers.iter().flat_map(|server| variables(server)).map(|(name, _)| name.as_str()).collect();
    for op in ops {
        names.extend(crate::request::placeholders(op.path));
        names.extend(op.parameters().map(|one| one.parameter_data_ref().name.as_str()));
    }
    for BoundHint { name, at, .. } in client.parameters.iter().filter(|bound| !names.contains(bound.name.as_str())) {
        diagnostics.push(Diagnostic::warning(at.clone(), format!("no operation has a parameter `{name}`")));
    }
}

/// The servers that an application chooses from, unless a hint has another address. The first one is the default. One that differs in
/// `http` alone from another is none to choose.
fn base_servers<'a>(document: &'a OpenAPI, hinted: &ClientHint) -> Vec<&'a Server> {
    let mut found: Vec<&Server> = Vec::new();
    if hinted.base_url.is_some() {
        return found;
    }
    let rest = |server: &Server| server.url.split_once("://").map_or_else(|| server.url.clone(), |(_, rest)| rest.to_owned());
    for server in &document.servers {
        if found.iter().all(|known| rest(known) != rest(server)) {
            found.push(server);
        }
    }
    found
}

fn variables(server: &Server) -> impl Iterator<Item = (&String, &ServerVariable)> {
    server.variables.iter().flatten()
}

/// The client of the document and its hints.
pub(super) fn client(
    document: &OpenAPI,
    hinted: &ClientHint,
    bound_docs: &BTreeMap<String, ir::Doc>,
    schemes: Vec<ir::Scheme>,
    auth: Vec<Vec<String>>,
) -> ir::Client {
    let choices = base_servers(document, hinted);
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in choices.iter().flat_map(|server| variables(server)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let count = names.len();
    let parameters = hinted.parameters.iter().map(|bound| &bound.name).filter(|name| !names.contains(name)).collect::<Vec<_>>();
    names.extend(parameters);
    let env = |name: &str| hinted.parameters.iter().find(|bound| bound.name == name).and_then(|bound| bound.env.clone());

    let mut scope = NameScope::new(Reserved::Builder);
    let mut rebinds = NameScope::new(Reserved::Modules);
    let wires: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let bound = scope.claim_all(&wires, Case::Snake).into_iter().zip(names).map(|(name, wire)| ir::Bound {
        rebind: rebinds.claim(&format!("for {}", name.as_str()), Case::Snake),
        name,
        wire: wire.clone(),
        env: env(wire),
        doc: bound_docs.get(wire).cloned().unwrap_or_default(),
    });
    let mut bound: Vec<ir::Bound> = bound.collect();
    let parameters = bound.split_off(count);
    let variables_of = |server: &Server| -> Vec<ir::Variable> {
        let of = |(name, declared): (&String, &ServerVariable)| {
            bound.iter().find(|bound| bound.wire == *name).map(|bound| variable(bound.clone(), declared))
        };
        variables(server).filter_map(of).collect()
    };
    let setters: Vec<String> = hinted.servers.iter().map(|server| format!("{} url", server.name)).collect();
    let setters: Vec<&str> = setters.iter().map(String::as_str).collect();
    let servers = scope.claim_all(&setters, Case::Snake).into_iter().zip(&hinted.servers);
    let servers = servers.map(|(setter, ServerHint { name, url, env })| ir::Server {
        setter,
        name: name.clone(),
        url: url.clone(),
        env: env.clone(),
    });
    let servers = servers.collect();
    let variables = choices.first().map(|server| variables_of(server)).unwrap_or_default();
    let base_servers = choices.iter().filter(|_| choices.len() > 1).enumerate().map(|(at, server)| ir::BaseServer {
        setter: scope.claim(&setter_of_server(server, at), Case::Snake),
        doc: docs::of_text(server.description.as_deref()),
        url: server.url.clone(),
        variables: variables_of(server),
    });
    let base_servers = base_servers.collect();
    let env = env_names(hinted);
    ir::Client {
        base_url: hinted.base_url.clone().or_else(|| document.servers.first().map(|server| server.url.clone())),
        variables,
        base_servers,
        base_url_env: hinted.base_url_env.clone(),
        token_env: hinted.token_env.clone(),
        log_env: log_env(&env),
        headers: hinted.headers.clone(),
        bound: parameters,
        servers,
        schemes,
        auth,
        // Known when all types are.
        secrets: Vec::new(),
    }
}

/// How many words of a description name a server.
const WORDS: usize = 4;

/// Words for the method that chooses a server: those that describe it, if they are few, or else the first of its host.
fn setter_of_server(server: &Server, at: usize) -> String {
    let described =
        server.description.as_deref().and_then(|text| text.trim().lines().next()).map(|text| text.trim_end_matches('.').to_owned());
    let is_name = |text: &String| text.split_whitespace().count() <= WORDS && text.contains(|c: char| c.is_ascii_alphabetic());
    let host = || {
        let rest = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
        rest.split(['.', ':', '/', '{', '}'])
            .find(|word| word.contains(|c: char| c.is_ascii_alphabetic()) && *word != "www")
            .map(str::to_owned)
    };
    let words = described.filter(is_name).or_else(host).unwrap_or_else(|| (at + 1).to_string());
    let words = words.trim();
    let end = words.len().saturating_sub("server".len());
    let ends_so = words.get(end..).is_some_and(|end| end.eq_ignore_ascii_case("server"));
    if ends_so { words.to_owned() } else { format!("{words} server") }
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
