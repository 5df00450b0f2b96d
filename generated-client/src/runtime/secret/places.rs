//! Where secrets are: headers, parameters and properties, by their names.

use http::HeaderMap;

use crate::runtime::api::{Api, Scheme, SchemeKind};
use crate::runtime::text::unbase64;

/// Headers whose values are secrets in every API.
const HEADERS: [&str; 8] =
    ["api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-access-token", "x-api-key", "x-auth-token"];

/// Parameters and properties whose values are secrets in every API: those of OAuth 2 (RFC 6749), and the usual ones.
const NAMES: [&str; 12] = [
    "access_token",
    "api_key",
    "apikey",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "device_code",
    "id_token",
    "password",
    "refresh_token",
    "secret",
    "token",
];

/// What may be a secret of an authorization, and more often is not: hidden where all of a request or a response is shown.
const GRANTS: [&str; 2] = ["code", "state"];

/// Parameters of URLs that are signed, as OpenTelemetry lists them, with case.
const SIGNATURES: [&str; 7] =
    ["AWSAccessKeyId", "Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Amz-Signature", "X-Goog-Signature", "sig"];

/// Properties that describe an error, whatever else a definition uses them for.
const ABOUT_ERRORS: [&str; 8] = ["code", "detail", "error", "error_description", "message", "msg", "status", "title"];

/// Who has written a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// This client: it is a part of a request.
    Client,
    /// A server, or whoever describes what a server sent.
    Server,
    /// Either of them. Whatever may be a secret counts as one.
    Either,
}

/// The places of secrets: those of every API, those of this one, and those of a request.
#[derive(Clone, Default)]
pub(crate) struct Places {
    api: Option<&'static Api>,
    /// Parameters that were set to a secret.
    own: Vec<String>,
    /// Headers of the request that are secrets.
    own_headers: Vec<String>,
}

impl Places {
    /// Returns the places of an API.
    pub(crate) fn of(api: &'static Api) -> Self {
        Self { api: Some(api), ..Self::default() }
    }

    /// Adds a parameter that was set to a secret.
    pub(super) fn add(&mut self, name: &str) {
        self.own.push(name.to_owned());
    }

    /// Adds a header that is a secret.
    pub(super) fn add_header(&mut self, name: &str) {
        self.own_headers.push(name.to_owned());
    }

    /// Returns whether the value of a header is a secret.
    pub(crate) fn is_header(&self, name: &str) -> bool {
        self.is_line(name) || self.is_marked(name)
    }

    /// Returns whether what follows a name and a colon is the value of such a header. The name of a property would more often be
    /// followed by what is wrong with it.
    pub(super) fn is_line(&self, name: &str) -> bool {
        let of_scheme = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::Header(header) if same(header, name));
        let is_own = self.own_headers.iter().any(|own| same(own, name));
        is_own || is_one_of(&HEADERS, name) || self.api.is_some_and(|api| api.schemes.iter().any(of_scheme))
    }

    /// Returns whether the value of a parameter, a field of a form or a property is a secret. Some APIs send headers back as
    /// properties.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        let of_scheme = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::Query(own) | SchemeKind::Cookie(own) if same(own, name));
        is_one_of(&NAMES, name) || self.is_header(name) || self.api.is_some_and(|api| api.schemes.iter().any(of_scheme))
    }

    /// Marks the headers whose values are secrets: their `Debug` does not show them.
    pub(crate) fn mark(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            if self.is_header(name.as_str()) {
                value.set_sensitive(true);
            }
        }
    }

    /// Returns the same for a string of this author.
    pub(super) fn is_name_of(&self, author: Author, name: &str) -> bool {
        match author {
            Author::Client => self.is_name(name),
            Author::Server => self.is_name(name) && !is_one_of(&ABOUT_ERRORS, name),
            Author::Either => self.is_name(name) || is_one_of(&GRANTS, name) || SIGNATURES.contains(&name),
        }
    }

    /// Returns whether the definition or the request marks a name.
    fn is_marked(&self, name: &str) -> bool {
        self.api.is_some_and(|api| is_one_of(api.secrets, name)) || self.own.iter().any(|own| same(own, name))
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| same(known, name))
}

/// Compares names as headers, environment variables and properties write them.
fn same(one: &str, other: &str) -> bool {
    let plain = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| plain(one) == plain(other))
}

/// Calls the function with the secrets in the value of a header: all of it, and the parts that a server may send back.
pub(crate) fn in_header(name: &str, value: &str, note: &mut dyn FnMut(&str)) {
    note(value);
    if same(name, "cookie") || same(name, "set-cookie") {
        let most = if same(name, "cookie") { usize::MAX } else { 1 };
        let values = value.split(';').take(most).filter_map(|pair| Some(pair.split_once('=')?.1.trim()));
        values.for_each(note);
        return;
    }
    let Some((scheme, rest)) = value.trim().split_once(' ') else { return };
    note(rest.trim());
    if scheme.eq_ignore_ascii_case("basic") {
        let pair = unbase64(rest.trim()).and_then(|pair| String::from_utf8(pair).ok());
        if let Some((_, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) {
            note(password);
        }
    }
}
