//! The credentials of requests.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::token_provider::TokenProvider;
use crate::runtime::api::{Alternatives, Api, SchemeKind};
use crate::runtime::secret::{Places, Secret, Secrets, in_header};
use crate::runtime::text::{base64, percent, push_pair};

/// The credentials that the application has set.
#[derive(Clone, Default)]
pub(crate) struct GivenCredentials {
    pub token: Option<Secret>,
    pub provider: Option<Arc<dyn TokenProvider>>,
    pub keys: Vec<(String, Secret)>,
    pub basic: Option<(String, Secret)>,
}

impl GivenCredentials {
    /// Returns whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.token.is_none() && self.provider.is_none() && self.keys.is_empty() && self.basic.is_none()
    }
}

/// The credentials of a client, ready to be sent.
#[derive(Default)]
pub(crate) struct Credentials {
    /// By the name of the security scheme.
    schemes: Vec<(&'static str, Credential)>,
    /// Sent if the definition has no security schemes.
    fallback: Option<Credential>,
    /// The default of operations.
    usual: Alternatives,
}

/// A parameter of a query or a cookie, encoded.
type Parameter = (Cow<'static, str>, String);

/// Where credentials are added.
pub(crate) struct CredentialPlaces<'r> {
    pub headers: &'r mut HeaderMap,
    pub query: &'r mut String,
    pub cookies: &'r mut Vec<String>,
}

enum Credential {
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    Cookie(&'static str, Secret),
    /// A token that the provider is asked for.
    Provided,
}

impl Credentials {
    /// Prepares the credentials for the security schemes of the API. An error does not show a secret.
    pub(crate) fn new(api: &Api, given: &GivenCredentials) -> Result<Self, String> {
        let mut credentials = Self { usual: api.auth, ..Self::default() };
        // An API that has nothing but keys takes the token for one.
        let has_tokens = api.schemes.iter().any(|scheme| scheme.kind.takes_token());
        let token_or_key = |kind: SchemeKind| given.token.as_ref().filter(|_| kind.takes_token() || !has_tokens);
        for scheme in api.schemes {
            let key = given.keys.iter().find(|(name, _)| name == scheme.name).map(|(_, key)| key);
            if let Some(credential) = credential(scheme.kind, given, key, token_or_key(scheme.kind))? {
                credentials.schemes.push((scheme.name, credential));
            }
        }
        if let Some((name, _)) = given.keys.iter().find(|(name, _)| api.schemes.iter().all(|s| s.name != name)) {
            return Err(format!("{} has no security scheme `{name}`", api.name));
        }
        if api.schemes.is_empty() {
            let kind = if given.basic.is_some() { SchemeKind::Basic } else { SchemeKind::Bearer };
            credentials.fallback = credential(kind, given, None, given.token.as_ref())?;
        }
        Ok(credentials)
    }

    /// Adds the credentials of the first alternative that is complete. If none is complete, nothing is added: the server
    /// decides. Returns whether the provider has to be asked for a token.
    ///
    /// `auth` are the alternatives of the operation, if it declares any; `query` and `cookies` are those that the call has set.
    pub(crate) fn apply(
        &self,
        auth: Option<Alternatives>,
        query: &[Parameter],
        cookies: &[Parameter],
        to: &mut CredentialPlaces<'_>,
    ) -> bool {
        let mut provided = false;
        let complete = |names: &&&[&str]| names.iter().all(|name| self.find(name).is_some());
        for name in auth.unwrap_or(self.usual).iter().find(complete).copied().unwrap_or_default() {
            provided |= self.find(name).is_some_and(|credential| credential.add(query, cookies, to));
        }
        if let (None, Some(credential)) = (auth, &self.fallback) {
            provided |= credential.add(query, cookies, to);
        }
        provided
    }

    fn find(&self, name: &str) -> Option<&Credential> {
        self.schemes.iter().find(|(scheme, _)| *scheme == name).map(|(_, credential)| credential)
    }
}

impl Credential {
    /// Adds the credential, unless the call has set the parameter. Returns whether the provider has to be asked for it.
    fn add(&self, query: &[Parameter], cookies: &[Parameter], to: &mut CredentialPlaces<'_>) -> bool {
        match self {
            Self::Header(name, value) => drop(to.headers.insert(name.clone(), value.clone())),
            Self::Query(name, _) if query.iter().any(|(known, _)| known == name) => {}
            Self::Query(name, value) => push_pair(to.query, name, value.expose_secret()),
            Self::Cookie(name, _) if cookies.iter().any(|(known, _)| known == name) => {}
            Self::Cookie(name, value) => to.cookies.push(format!("{name}={}", value.expose_secret())),
            Self::Provided => {}
        }
        matches!(self, Self::Provided)
    }
}

/// Returns the credential of a security scheme, if it has been set.
fn credential(
    kind: SchemeKind,
    given: &GivenCredentials,
    key: Option<&Secret>,
    token: Option<&Secret>,
) -> Result<Option<Credential>, String> {
    Ok(match (kind, key.or(token)) {
        (SchemeKind::Basic, _) => match &given.basic {
            Some((user, password)) => {
                let pair = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
                Some(header(AUTHORIZATION, "Basic ", &base64(pair.as_bytes()))?)
            }
            None => None,
        },
        (SchemeKind::Bearer | SchemeKind::OAuth2(_), Some(token)) => Some(header(AUTHORIZATION, BEARER, token.expose_secret())?),
        (SchemeKind::Bearer | SchemeKind::OAuth2(_), None) if given.provider.is_some() => Some(Credential::Provided),
        (SchemeKind::Header(_), Some(token)) if key.is_none() && kind.takes_token() => {
            Some(header(AUTHORIZATION, BEARER, token.expose_secret())?)
        }
        (SchemeKind::Header(_), None) if given.provider.is_some() && kind.takes_token() => Some(Credential::Provided),
        (SchemeKind::Authorization(scheme), Some(key)) => Some(header(AUTHORIZATION, &format!("{scheme} "), key.expose_secret())?),
        (SchemeKind::Header(name), Some(key)) => {
            let name = name.parse().map_err(|_| format!("`{name}` is not a valid header name"))?;
            Some(header(name, "", key.expose_secret())?)
        }
        (SchemeKind::Query(name), Some(key)) => Some(Credential::Query(name, percent(key.expose_secret()).into())),
        (SchemeKind::Cookie(name), Some(key)) => {
            // Another cookie begins behind a semicolon.
            if key.expose_secret().contains(';') || secret_header("", key.expose_secret()).is_none() {
                return Err(format!("the secret for the cookie `{name}` contains characters that are not allowed in a cookie"));
            }
            Some(Credential::Cookie(name, key.clone()))
        }
        (_, None) => None,
    })
}

/// The prefix of a token in its header.
pub(crate) const BEARER: &str = "Bearer ";

fn header(name: HeaderName, before: &str, secret: &str) -> Result<Credential, String> {
    let value = secret_header(before, secret)
        .ok_or_else(|| format!("the secret for the header `{name}` contains characters that are not allowed in a header"))?;
    Ok(Credential::Header(name, value))
}

/// Returns a header value whose memory is overwritten when it is dropped.
pub(crate) fn secret_header(before: &str, secret: &str) -> Option<HeaderValue> {
    let text = Zeroizing::new([before, secret].concat().into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Returns all secrets of the credentials.
pub(crate) fn secrets(api: &'static Api, given: &GivenCredentials) -> Secrets {
    let mut secrets = Secrets::new(Places::of(api));
    for secret in given.token.iter().chain(given.keys.iter().map(|(_, key)| key)) {
        // A key may have the name of a scheme before it, which a server leaves out.
        in_header("", secret.expose_secret(), &mut |part| secrets.add(part));
    }
    if let Some((user, password)) = &given.basic {
        let pair = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
        secrets.add(password.expose_secret());
        secrets.add(&base64(pair.as_bytes()));
    }
    secrets
}
