//! Which credentials go with a request.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::token_provider::TokenProvider;
use crate::runtime::api::{Alternatives, Api, SchemeKind};
use crate::runtime::secret::{Secret, Secrets};
use crate::runtime::text::{base64, percent, push_pair};

/// What the application has given.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub token: Option<Secret>,
    pub provider: Option<Arc<dyn TokenProvider>>,
    pub keys: Vec<(String, Secret)>,
    pub basic: Option<(String, Secret)>,
}

/// The credentials of a client, ready to be sent.
#[derive(Default)]
pub(crate) struct Credentials {
    /// By the scheme that asks for them.
    schemes: Vec<(&'static str, Credential)>,
    /// Sent where the definition knows no schemes at all.
    fallback: Option<Credential>,
    /// What an operation needs that says nothing of its own.
    usual: Alternatives,
}

/// A parameter of a query, encoded.
type Parameter = (Cow<'static, str>, String);

enum Credential {
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    /// A token that is asked for with each attempt.
    Provided,
}

impl Credentials {
    /// Prepares what has been given for the schemes of the API. The problem, if any, does not show a secret.
    pub(crate) fn new(api: &Api, given: &Given) -> Result<Self, String> {
        let mut credentials = Self { usual: api.auth, ..Self::default() };
        for scheme in api.schemes {
            let key = given.keys.iter().find(|(name, _)| name == scheme.name).map(|(_, key)| key);
            if let Some(credential) = credential(scheme.kind, given, key)? {
                credentials.schemes.push((scheme.name, credential));
            }
        }
        if let Some((name, _)) = given.keys.iter().find(|(name, _)| api.schemes.iter().all(|s| s.name != name)) {
            return Err(format!("{} knows no security scheme `{name}`", api.name));
        }
        if api.schemes.is_empty() {
            let kind = if given.basic.is_some() { SchemeKind::Basic } else { SchemeKind::Bearer };
            credentials.fallback = credential(kind, given, None)?;
        }
        Ok(credentials)
    }

    /// Adds the first alternative for which all credentials are there. Without one nothing is sent: the server judges.
    /// Tells whether a token is to be asked for with each attempt.
    ///
    /// `auth` is what the operation asks for, where that is not what the API usually asks for; `own` are the parameters
    /// that the call has in its query.
    pub(crate) fn apply(&self, auth: Option<Alternatives>, own: &[Parameter], headers: &mut HeaderMap, query: &mut String) -> bool {
        let mut provided = false;
        let complete = |names: &&&[&str]| names.iter().all(|name| self.find(name).is_some());
        for name in auth.unwrap_or(self.usual).iter().find(complete).copied().unwrap_or_default() {
            provided |= self.find(name).is_some_and(|credential| credential.add(own, headers, query));
        }
        if let (None, Some(credential)) = (auth, &self.fallback) {
            provided |= credential.add(own, headers, query);
        }
        provided
    }

    fn find(&self, name: &str) -> Option<&Credential> {
        self.schemes.iter().find(|(scheme, _)| *scheme == name).map(|(_, credential)| credential)
    }
}

impl Credential {
    /// Adds it, unless the call has the parameter itself; tells whether it has to be asked for.
    fn add(&self, own: &[Parameter], headers: &mut HeaderMap, query: &mut String) -> bool {
        match self {
            Self::Header(name, value) => drop(headers.insert(name.clone(), value.clone())),
            Self::Query(name, _) if own.iter().any(|(known, _)| known == name) => {}
            Self::Query(name, value) => push_pair(query, name, value.expose_secret()),
            Self::Provided => {}
        }
        matches!(self, Self::Provided)
    }
}

/// Returns what a scheme sends, where it has been given.
fn credential(kind: SchemeKind, given: &Given, key: Option<&Secret>) -> Result<Option<Credential>, String> {
    let token = given.token.as_ref();
    Ok(match (kind, key.or(token)) {
        (SchemeKind::Basic, _) => match &given.basic {
            Some((user, password)) => {
                let pair = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
                Some(header(AUTHORIZATION, "Basic ", &base64(pair.as_bytes()))?)
            }
            None => None,
        },
        (SchemeKind::Bearer, Some(token)) => Some(header(AUTHORIZATION, BEARER, token.expose_secret())?),
        (SchemeKind::Bearer, None) if given.provider.is_some() => Some(Credential::Provided),
        // A definition that can only speak of keys means a bearer token by this header.
        (SchemeKind::Header(name), Some(token)) if key.is_none() && name.eq_ignore_ascii_case("authorization") => {
            Some(header(AUTHORIZATION, BEARER, token.expose_secret())?)
        }
        (SchemeKind::Header(name), None) if given.provider.is_some() && name.eq_ignore_ascii_case("authorization") => {
            Some(Credential::Provided)
        }
        (SchemeKind::Header(name), Some(key)) => {
            let name = name.parse().map_err(|_| format!("`{name}` is no name of a header"))?;
            Some(header(name, "", key.expose_secret())?)
        }
        (SchemeKind::Query(name), Some(key)) => Some(Credential::Query(name, percent(key.expose_secret()).into())),
        (_, None) => None,
    })
}

/// What stands before a token.
pub(crate) const BEARER: &str = "Bearer ";

fn header(name: HeaderName, before: &str, secret: &str) -> Result<Credential, String> {
    let value = secret_header(before, secret)
        .ok_or_else(|| format!("the secret for the header `{name}` holds characters that no header can carry"))?;
    Ok(Credential::Header(name, value))
}

/// Makes a header's value, whose memory is overwritten when it is dropped.
pub(crate) fn secret_header(before: &str, secret: &str) -> Option<HeaderValue> {
    let text = Zeroizing::new([before, secret].concat().into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Returns all that must not be shown.
pub(crate) fn secrets(given: &Given) -> Secrets {
    let mut secrets = Secrets::default();
    for secret in given.token.iter().chain(given.keys.iter().map(|(_, key)| key)) {
        secrets.add(secret.expose_secret());
    }
    if let Some((user, password)) = &given.basic {
        let pair = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
        secrets.add(password.expose_secret());
        secrets.add(&base64(pair.as_bytes()));
    }
    secrets
}
