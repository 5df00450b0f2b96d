//! What a client is told at construction.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme};

use super::hints;
use super::modules::Op;
use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::names::{Case, Reserved, Scope};
use crate::pointer::Pointer;

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
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => ir::SchemeKind::Basic,
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => ir::SchemeKind::Bearer,
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => ir::SchemeKind::Bearer,
            SecurityScheme::APIKey { .. } | SecurityScheme::HTTP { .. } => {
                let at = Pointer::root().push("securityDefinitions").push(name);
                diagnostics.push(Diagnostic::warning(at, format!("the security scheme `{name}` is of a kind that is not supported")));
                continue;
            }
        };
        found.push(ir::Scheme { name: name.clone(), kind });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The security of operations that say nothing of it, as far as it is known.
pub(super) fn auth(document: &OpenAPI, schemes: &[ir::Scheme], diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<String>> {
    let all = super::endpoints::alternatives(document.security.as_deref().unwrap_or_default());
    let (known, unknown): (Vec<_>, Vec<_>) = all.into_iter().partition(|all| all.iter().all(|name| is_known(schemes, name)));
    for all in unknown {
        let message = format!("an unknown or unsupported security scheme: {}", all.join(" with "));
        diagnostics.push(Diagnostic::warning(Pointer::root().push("security"), message));
    }
    known
}

/// Whether a security scheme can be spoken.
pub(super) fn is_known(schemes: &[ir::Scheme], name: &str) -> bool {
    schemes.iter().any(|scheme| scheme.name == name)
}

/// Complains of bound parameters that no operation has.
pub(super) fn check_bound(client: &hints::Client, ops: &[Op<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for op in ops {
        names.extend(super::params::placeholders(op.path));
        let parameters = op.operation.parameters.iter().chain(&op.item.parameters);
        names.extend(parameters.filter_map(ReferenceOr::as_item).map(|one| one.parameter_data_ref().name.as_str()));
    }
    for (name, _) in client.parameters.iter().filter(|(name, _)| !names.contains(name.as_str())) {
        let at = Pointer::root().push(crate::hints::CLIENT).push("parameters").push(name);
        diagnostics.push(Diagnostic::warning(at, format!("no operation has a parameter `{name}`")));
    }
}

/// The client of the document and its hints.
pub(super) fn client(
    document: &OpenAPI,
    hinted: hints::Client,
    docs: &BTreeMap<String, ir::Doc>,
    schemes: Vec<ir::Scheme>,
    auth: Vec<Vec<String>>,
) -> ir::Client {
    let mut scope = Scope::new(Reserved::Builder);
    let mut rebinds = Scope::new(Reserved::Modules);
    let names: Vec<&str> = hinted.parameters.iter().map(|(name, _)| name.as_str()).collect();
    let bound = scope.claim_all(&names, Case::Snake).into_iter().zip(&hinted.parameters);
    let bound = bound.map(|(name, (wire, env))| ir::Bound {
        rebind: rebinds.claim(&format!("for {}", name.as_str()), Case::Snake),
        name,
        wire: wire.clone(),
        env: env.clone(),
        doc: docs.get(wire).cloned().unwrap_or_default(),
    });
    let bound = bound.collect();
    let setters: Vec<String> = hinted.servers.iter().map(|(name, ..)| format!("{name} url")).collect();
    let setters: Vec<&str> = setters.iter().map(String::as_str).collect();
    let servers = scope.claim_all(&setters, Case::Snake).into_iter().zip(hinted.servers);
    let servers = servers.map(|(setter, (name, url, env))| ir::Server { setter, name, url, env });
    ir::Client {
        base_url: hinted.base_url.or_else(|| document.servers.first().map(|server| server.url.clone())),
        base_url_env: hinted.base_url_env,
        token_env: hinted.token_env,
        headers: hinted.headers,
        bound,
        servers: servers.collect(),
        schemes,
        auth,
    }
}
