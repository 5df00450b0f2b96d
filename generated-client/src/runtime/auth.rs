//! Which credentials go with a request.

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::api::{Alternatives, Api, SchemeKind};
use super::encode::{base64, percent, push_pair};
use super::redact::Secrets;

/// What the application has given.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub token: Option<String>,
    pub keys: Vec<(String, String)>,
    pub basic: Option<(String, String)>,
}

/// The credentials of a client, ready to be sent.
#[derive(Default)]
pub(crate) struct Credentials {
    /// By the scheme that asks for them.
    schemes: Vec<(&'static str, Credential)>,
    /// Sent where the definition knows no schemes at all.
    fallback: Option<Credential>,
}

enum Credential {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
}

impl Credentials {
    /// Prepares what has been given for the schemes of the API. The problem, if any, does not show a secret.
    pub(crate) fn new(api: &Api, given: &Given) -> Result<Self, String> {
        let mut credentials = Self::default();
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
    /// `own` is what the operation itself asks for, where it says so.
    pub(crate) fn apply(&self, api: &Api, own: Option<Alternatives>, headers: &mut HeaderMap, query: &mut String) {
        let alternatives = own.unwrap_or(api.auth).iter().copied();
        let complete = |names: &&[&str]| names.iter().all(|name| self.find(name).is_some());
        for name in alternatives.into_iter().find(complete).unwrap_or_default() {
            self.find(name).into_iter().for_each(|credential| credential.add(headers, query));
        }
        if let (None, Some(credential)) = (own, &self.fallback) {
            credential.add(headers, query);
        }
    }

    fn find(&self, name: &str) -> Option<&Credential> {
        self.schemes.iter().find(|(scheme, _)| *scheme == name).map(|(_, credential)| credential)
    }
}

impl Credential {
    fn add(&self, headers: &mut HeaderMap, query: &mut String) {
        match self {
            Self::Header(name, value) => drop(headers.insert(name.clone(), value.clone())),
            Self::Query(name, value) => push_pair(query, name, value),
        }
    }
}

/// Returns what a scheme sends, where it has been given.
fn credential(kind: SchemeKind, given: &Given, key: Option<&String>) -> Result<Option<Credential>, String> {
    let token = given.token.as_ref();
    let bearer = |token: &String| secret_header(AUTHORIZATION, &format!("Bearer {token}"));
    Ok(match (kind, key.or(token)) {
        (SchemeKind::Basic, _) => match &given.basic {
            Some((user, password)) => {
                let pair = base64(format!("{user}:{password}").as_bytes());
                Some(secret_header(AUTHORIZATION, &format!("Basic {pair}"))?)
            }
            None => None,
        },
        (SchemeKind::Bearer, Some(token)) => Some(bearer(token)?),
        // A definition that can only speak of keys means a bearer token by this header.
        (SchemeKind::Header(name), Some(token)) if key.is_none() && name.eq_ignore_ascii_case("authorization") => Some(bearer(token)?),
        (SchemeKind::Header(name), Some(key)) => {
            let name = name.parse().map_err(|_| format!("`{name}` is no name of a header"))?;
            Some(secret_header(name, key)?)
        }
        (SchemeKind::Query(name), Some(key)) => Some(Credential::Query(name, percent(key))),
        (_, None) => None,
    })
}

fn secret_header(name: HeaderName, value: &str) -> Result<Credential, String> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| format!("the secret for the header `{name}` holds characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(Credential::Header(name, value))
}

/// Returns all that must not be shown.
pub(crate) fn secrets(given: &Given) -> Secrets {
    let mut secrets = Secrets::default();
    for secret in given.token.iter().chain(given.keys.iter().map(|(_, key)| key)) {
        secrets.add(secret);
    }
    if let Some((user, password)) = &given.basic {
        secrets.add(password);
        secrets.add(&base64(format!("{user}:{password}").as_bytes()));
    }
    secrets
}
