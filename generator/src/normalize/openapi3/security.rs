//! Security schemes.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow, OAuth2Flows, PasswordOAuth2Flow,
    SecurityScheme,
};
use serde_json::json;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints::DEVICE_AUTHORIZATION;
use crate::node::Node;

use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions;
use crate::request::is_header_name;

/// A security scheme; none where nothing can be sent for it, which is reported.
pub(in crate::normalize) fn scheme(node: &Node) -> Option<SecurityScheme> {
    node.skip(&["description"], Unused::Security);
    let description = node.text_of("description");
    let extensions = extensions::at(node);
    let kind = needed(node, "type")?;
    let scheme = match kind.as_str() {
        "http" => {
            node.skip(&["bearerFormat"], Unused::Security);
            let (scheme, bearer_format) = (needed(node, "scheme")?, node.text_of("bearerFormat"));
            SecurityScheme::HTTP { scheme, bearer_format, description, extensions }
        }
        "apiKey" => {
            let (place, name) = (needed(node, "in")?, needed(node, "name")?);
            let location = match place.as_str() {
                "header" => APIKeyLocation::Header,
                "query" => APIKeyLocation::Query,
                "cookie" => APIKeyLocation::Cookie,
                _ => {
                    let message = format!("an API key cannot be sent in `{place}`: nothing is sent for this scheme");
                    node.warn_with_help(message, "one of `header`, `query`, `cookie`");
                    return None;
                }
            };
            if location == APIKeyLocation::Header && !is_header_name(name.trim()) {
                node.warn(format!("`{name}` is not a valid name of a header: nothing is sent for this scheme"));
                return None;
            }
            SecurityScheme::APIKey { location, name, description, extensions }
        }
        "oauth2" => {
            let flows = node.get("flows").map(|list| flows(&list)).unwrap_or_default();
            SecurityScheme::OAuth2 { flows, description, extensions }
        }
        "openIdConnect" => {
            let open_id_connect_url = needed(node, "openIdConnectUrl").unwrap_or_default();
            SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions }
        }
        "mutualTLS" => {
            // The connection is given the certificate: nothing is sent in a request.
            node.unused(Unused::Security);
            return None;
        }
        _ => {
            let message = format!("unknown type `{kind}` of a security scheme: nothing is sent for it");
            node.warn_with_help(message, "one of `apiKey`, `http`, `mutualTLS`, `oauth2`, `openIdConnect`");
            return None;
        }
    };
    finish(node, "security scheme");
    Some(scheme)
}

/// A string that must be there.
fn needed(node: &Node, key: &str) -> Option<String> {
    if !node.has(key) {
        node.warn(format!("a security scheme of this kind needs `{key}`: nothing is sent for it"));
    }
    node.text_of(key)
}

fn flows(list: &Node) -> OAuth2Flows {
    let mut flows = OAuth2Flows::default();
    if !list.is_object() {
        return flows;
    }
    for flow in list.entries() {
        let text = |key: &str| flow.text_of(key).unwrap_or_default();
        let refresh_url = || flow.text_of("refreshUrl");
        let extensions = IndexMap::new();
        match flow.name() {
            "implicit" => {
                let (authorization_url, refresh_url, scopes) = (text("authorizationUrl"), refresh_url(), scopes(&flow));
                flows.implicit = Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
            }
            "password" => {
                let (token_url, refresh_url, scopes) = (text("tokenUrl"), refresh_url(), scopes(&flow));
                flows.password = Some(PasswordOAuth2Flow { token_url, refresh_url, scopes, extensions });
            }
            "clientCredentials" => {
                let (token_url, refresh_url, scopes) = (text("tokenUrl"), refresh_url(), scopes(&flow));
                flows.client_credentials = Some(ClientCredentialsOAuth2Flow { token_url, refresh_url, scopes, extensions });
            }
            "authorizationCode" => {
                let (authorization_url, token_url) = (text("authorizationUrl"), text("tokenUrl"));
                let (refresh_url, scopes) = (refresh_url(), scopes(&flow));
                flows.authorization_code =
                    Some(AuthorizationCodeOAuth2Flow { authorization_url, token_url, refresh_url, scopes, extensions });
            }
            "deviceAuthorization" => {
                let scopes: Vec<String> = scopes(&flow).into_keys().collect();
                let facts = json!([text("deviceAuthorizationUrl"), text("tokenUrl"), scopes]);
                flow.skip(&["refreshUrl"], Unused::Security);
                flows.extensions.insert(DEVICE_AUTHORIZATION.to_owned(), facts);
            }
            name if name.starts_with("x-") => flow.unused(Unused::Extension),
            name => {
                const HELP: &str = "one of `authorizationCode`, `clientCredentials`, `deviceAuthorization`, `implicit`, `password`";
                let message = format!("unknown OAuth 2 flow `{name}`: the application brings its tokens");
                flow.report_repaired(Diagnostic::warning(flow.pointer(), message).help(HELP), Change::Remove);
                continue;
            }
        }
        flow.skip(&["authorizationUrl", "tokenUrl", "deviceAuthorizationUrl", "refreshUrl"], Unused::Security);
        finish(&flow, "OAuth 2 flow");
    }
    flows
}

fn scopes(flow: &Node) -> IndexMap<String, String> {
    let Some(list) = flow.get("scopes") else {
        flow.repair_at("scopes", "a flow lists its scopes", Change::Put(json!({})));
        return IndexMap::new();
    };
    let scopes = list.entries().filter(|scope| !scope.name().starts_with("x-"));
    scopes.map(|scope| (scope.name().to_owned(), scope.text().unwrap_or_default().into_owned())).collect()
}
