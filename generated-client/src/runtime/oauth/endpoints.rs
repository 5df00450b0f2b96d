//! Where an authorization server is, by the definition of an API.

use std::fmt;

use super::error::OAuthError;
use crate::runtime::api::{Api, Flow, FlowKind, SchemeKind};

/// What an authorization server has a URL for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Authorization,
    Token,
    DeviceAuthorization,
    Revocation,
}

impl Endpoint {
    /// Returns the URL of a flow.
    fn of(self, flow: &Flow) -> Option<&'static str> {
        match self {
            Self::Authorization => flow.authorization_url.filter(|_| flow.kind != FlowKind::DeviceAuthorization),
            Self::Token => flow.token_url,
            Self::DeviceAuthorization => flow.authorization_url.filter(|_| flow.kind == FlowKind::DeviceAuthorization),
            Self::Revocation => None,
        }
    }

    /// Returns the method that sets the URL.
    fn setter(self) -> &'static str {
        match self {
            Self::Authorization => "authorization_url",
            Self::Token => "token_url",
            Self::DeviceAuthorization => "device_authorization_url",
            Self::Revocation => "revocation_url",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authorization => "authorization URL",
            Self::Token => "token URL",
            Self::DeviceAuthorization => "device authorization URL",
            Self::Revocation => "revocation URL",
        })
    }
}

/// Returns the URL of an endpoint: that of a flow for the grant, or else of any. Several that differ are none.
pub(super) fn of_definition(
    api: &'static Api,
    scheme: Option<&str>,
    endpoint: Endpoint,
    kind: Option<FlowKind>,
) -> Result<&'static str, OAuthError> {
    let urls = |is_wanted: &dyn Fn(&Flow) -> bool| {
        let mut urls: Vec<&'static str> =
            flows(api, scheme).filter(|flow| is_wanted(flow)).filter_map(|flow| endpoint.of(flow)).filter(|url| !url.is_empty()).collect();
        urls.sort_unstable();
        urls.dedup();
        urls
    };
    let mut found = urls(&|flow| Some(flow.kind) == kind);
    if found.is_empty() {
        found = urls(&|_| true);
    }
    let setter = endpoint.setter();
    match found[..] {
        [url] => Ok(url),
        [] => Err(OAuthError::settings(format!("the definition has no {endpoint}: set it with `{setter}`"))),
        _ => Err(OAuthError::settings(format!("the definition has several: choose with `scheme`, or set the {endpoint} with `{setter}`"))),
    }
}

/// Returns the scopes that the definition lists for a grant.
pub(super) fn scopes_of_definition(api: &'static Api, scheme: Option<&str>, kind: FlowKind) -> Vec<&'static str> {
    let mut scopes: Vec<&str> = flows(api, scheme).filter(|flow| flow.kind == kind).flat_map(|flow| flow.scopes).copied().collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

/// Returns the grant whose token URL and scopes hold for the sign-in of a device: its own, where the definition has it.
pub(super) fn device_flow(api: &'static Api, scheme: Option<&str>) -> FlowKind {
    let is_defined = flows(api, scheme).any(|flow| flow.kind == FlowKind::DeviceAuthorization);
    if is_defined { FlowKind::DeviceAuthorization } else { FlowKind::AuthorizationCode }
}

/// Returns the flows of a security scheme, or of all.
fn flows(api: &'static Api, scheme: Option<&str>) -> impl Iterator<Item = &'static Flow> {
    let schemes = api.schemes.iter().filter(move |known| scheme.is_none_or(|name| known.name == name));
    schemes.flat_map(|scheme| match scheme.kind {
        SchemeKind::OAuth2(flows) => flows,
        _ => &[],
    })
}
