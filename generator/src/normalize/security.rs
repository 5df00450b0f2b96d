//! Security schemes, and who needs which.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow, OAuth2Flows, PasswordOAuth2Flow,
    ReferenceOr, SecurityRequirement, SecurityScheme,
};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::node::Node;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::dialect::Section;
use crate::normalize::extensions;
use crate::normalize::openapi3;
use crate::request::is_header_name;
use serde_json::{Value, json};

impl<'d> Document<'d> {
    /// The schemes that the document defines.
    pub(in crate::normalize) fn security_schemes(&self) -> IndexMap<String, ReferenceOr<SecurityScheme>> {
        let Some(list) = self.shared(Section::SecuritySchemes) else {
            return IndexMap::new();
        };
        let scheme = |entry: Node<'d, '_>| {
            let scheme = if !entry.is_object() {
                None
            } else if self.dialect.is_openapi3() {
                let node = self.follow(Node::start(entry.value(), entry.pointer(), self.sink), "nothing is sent for this scheme")?;
                openapi3::security::scheme(&node)
            } else {
                scheme(&entry)
            };
            // Nothing is sent of a certificate, which is a scheme all the same.
            let is_certificate = self.dialect.has_json_schema() && entry.value().get("type").is_some_and(|kind| kind == "mutualTLS");
            if scheme.is_none() && !is_certificate {
                entry.repair("nothing is sent for this scheme", Change::Remove);
            }
            scheme.map(|scheme| (entry.name().to_owned(), ReferenceOr::Item(scheme)))
        };
        list.entries().filter_map(scheme).collect()
    }

    /// `security` of the document or of an operation: alternatives of schemes that go together.
    pub(in crate::normalize) fn security(&self, node: &Node<'d, '_>) -> Option<Vec<SecurityRequirement>> {
        let list = node.get("security")?;
        let known = |scheme: &Node| {
            let known = self.schemes.iter().any(|name| name == scheme.name());
            if !known {
                let message = format!("the security scheme `{}` is not defined: nothing is sent for it", scheme.name());
                let place = self.dialect.place(Section::SecuritySchemes).unwrap_or_default();
                let help = format!("define it in `{}`", place.as_str().trim_start_matches('/').replace('/', "."));
                scheme.report_repaired(Diagnostic::warning(scheme.pointer(), message).help(help), Change::Remove);
            }
            known
        };
        let requirement = |item: Node| {
            let schemes = item.entries().filter(known);
            schemes
                .map(|scheme| {
                    scheme.items().for_each(|scope| scope.unused(Unused::Security));
                    (scheme.name().to_owned(), scheme.texts())
                })
                .collect()
        };
        let mut all: Vec<SecurityRequirement> = Vec::new();
        for item in list.items() {
            let place = item.pointer();
            let one = requirement(item);
            if all.contains(&one) {
                self.sink.repair(place, "these credentials are listed twice", Change::Remove);
            } else {
                all.push(one);
            }
        }
        Some(all)
    }
}

const AUTHORIZATION_URL: &str = "authorizationUrl";
const TOKEN_URL: &str = "tokenUrl";

fn scheme(node: &Node) -> Option<SecurityScheme> {
    node.skip(&["description"], Unused::Security);
    let description = node.text_of("description");
    let extensions = extensions::at(node);
    let kind = needed(node, "type")?;
    if kind != "oauth2" {
        node.skip(&["scopes", AUTHORIZATION_URL, TOKEN_URL], Unused::Security);
    }
    let scheme = match kind.as_str() {
        "basic" => SecurityScheme::HTTP { scheme: "basic".into(), bearer_format: None, description, extensions },
        "http" | "bearer" => {
            node.warn(format!("`{kind}` is a type of OpenAPI 3: read as what it is there"));
            let scheme = if kind == "http" { needed(node, "scheme")? } else { kind };
            node.repair("a type of OpenAPI 3", Change::Put(in_header(&scheme)));
            SecurityScheme::HTTP { scheme, bearer_format: node.text_of("bearerFormat"), description, extensions }
        }
        "apiKey" => {
            let (place, name) = (needed(node, "in")?, needed(node, "name")?);
            let location = match place.as_str() {
                "header" => APIKeyLocation::Header,
                "query" => APIKeyLocation::Query,
                _ => {
                    let message = format!("an API key cannot be sent in `{place}`: nothing is sent for this scheme");
                    node.warn_with_help(message, "one of `header`, `query`");
                    return None;
                }
            };
            if location == APIKeyLocation::Header && !is_header_name(name.trim()) {
                node.warn(format!("`{name}` is not a valid name of a header: nothing is sent for this scheme"));
                return None;
            }
            SecurityScheme::APIKey { location, name, description, extensions }
        }
        "oauth2" => SecurityScheme::OAuth2 { flows: flows(node), description, extensions },
        _ => {
            let message = format!("unknown type `{kind}` of a security scheme: nothing is sent for it");
            node.warn_with_help(message, "one of `basic`, `apiKey`, `oauth2`");
            return None;
        }
    };
    finish(node, "security scheme");
    Some(scheme)
}

/// A scheme that sends its credentials in the header `Authorization`, as Swagger 2.0 writes it.
fn in_header(scheme: &str) -> Value {
    match scheme.to_ascii_lowercase().as_str() {
        "basic" => json!({"type": "basic"}),
        _ => json!({"type": "apiKey", "in": "header", "name": "Authorization"}),
    }
}

/// A string that must be there.
fn needed(node: &Node, key: &str) -> Option<String> {
    if !node.has(key) {
        node.warn(format!("a security scheme of this kind needs `{key}`: nothing is sent for it"));
    }
    node.text_of(key)
}

fn flows(node: &Node) -> OAuth2Flows {
    let scopes: IndexMap<String, String> = match node.get("scopes") {
        None => IndexMap::new(),
        Some(list) => list
            .entries()
            .filter(|scope| !scope.name().starts_with("x-"))
            .map(|scope| (scope.name().to_owned(), scope.text().unwrap_or_default().into_owned()))
            .collect(),
    };
    let authorization_url = || node.text_of(AUTHORIZATION_URL).unwrap_or_default();
    let token_url = || node.text_of(TOKEN_URL).unwrap_or_default();
    let (refresh_url, extensions) = (None, IndexMap::new());
    let mut flows = OAuth2Flows::default();
    let Some(flow) = node.text_of("flow") else {
        node.warn_repaired("an OAuth 2 scheme without a `flow`: the application brings its tokens", Change::Put(in_header("bearer")));
        return flows;
    };
    match flow.as_str() {
        "implicit" => {
            node.skip(&[TOKEN_URL], Unused::Security);
            let authorization_url = authorization_url();
            flows.implicit = Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
        }
        "password" => {
            node.skip(&[AUTHORIZATION_URL], Unused::Security);
            flows.password = Some(PasswordOAuth2Flow { refresh_url, token_url: token_url(), scopes, extensions });
        }
        "application" => {
            node.skip(&[AUTHORIZATION_URL], Unused::Security);
            let token_url = token_url();
            flows.client_credentials = Some(ClientCredentialsOAuth2Flow { refresh_url, token_url, scopes, extensions });
        }
        "accessCode" => {
            let (authorization_url, token_url) = (authorization_url(), token_url());
            flows.authorization_code = Some(AuthorizationCodeOAuth2Flow { authorization_url, token_url, refresh_url, scopes, extensions });
        }
        flow => {
            let help = "one of `implicit`, `password`, `application`, `accessCode`";
            node.warn_with_help(format!("unknown OAuth 2 flow `{flow}`: the application brings its tokens"), help);
            node.repair("an unknown OAuth 2 flow", Change::Put(in_header("bearer")));
            node.skip(&[AUTHORIZATION_URL, TOKEN_URL], Unused::Security);
        }
    }
    flows
}
