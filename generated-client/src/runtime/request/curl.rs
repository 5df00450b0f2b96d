//! A request as a curl command line.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::Request;
use super::prepare::{PreparedRequest, prepare};
use super::state::RequestState;
use crate::runtime::body::{EncodedBody, Field, Name, Payload};
use crate::runtime::client::BEARER;
use crate::runtime::error::Error;
use crate::runtime::secret::{Secrets, is_replaced};

/// The shell variable in place of the secrets of the call itself.
const OWN: &str = "$SECRET";

/// Schemes of authentication, which are not secret.
const SCHEMES: [&str; 6] = ["apikey", "basic", "bearer", "digest", "negotiate", "token"];

/// Returns the curl command line, with shell variables in place of secrets.
#[inline]
pub(crate) fn preview(request: &Request) -> Result<String, Error> {
    let state = request.state();
    let preview = Preview::new(state);
    let failed = |problem: String| state.argument_error(&problem);
    #[cfg(feature = "constraints")]
    state.check_constraints()?;
    let prepared = prepare(&preview.without_parameters(state)).map_err(failed)?;
    let mut words = preview.head(&prepared);
    let payload = state.payload().map_err(failed)?;
    preview.body(&payload, &prepared.body, &mut words);
    Ok(words.join(" "))
}

/// What a preview hides.
struct Preview<'r> {
    client: &'r Secrets,
    own: Secrets,
    /// The shell variable in place of the token.
    token: String,
    /// The parameters that were set to a secret.
    names: &'r [Name],
}

impl<'r> Preview<'r> {
    fn new(state: &'r RequestState) -> Self {
        let core = state.client.core();
        let token = format!("${}", core.api.token_env.unwrap_or("TOKEN"));
        Self { client: &core.secrets, own: state.own_secrets(), token, names: &state.secret_names }
    }

    fn is_secret(&self, name: &str) -> bool {
        self.client.places().is_name(name) || self.names.iter().any(|own| own == name)
    }

    /// Returns the request with variables in place of the parameters that are secrets.
    fn without_parameters(&self, state: &RequestState) -> RequestState {
        let mut state = state.clone();
        for (name, value) in state.path.iter_mut().chain(&mut state.query) {
            if self.is_secret(name) {
                *value = self.variable_for(&percent_decode_str(value).decode_utf8_lossy()).to_owned();
            }
        }
        state
    }

    /// Returns the variable that stands for a secret.
    fn variable_for(&self, secret: &str) -> &str {
        if self.client.scrub_values(secret, &self.token) == self.token { &self.token } else { OWN }
    }

    /// Returns a part of the request without secrets.
    fn hide(&self, text: &str) -> String {
        // The variable of the token comes first, so that a secret of the call that occurs in its name is replaced as well.
        self.own.scrub_sent(&self.client.scrub_values(text, &self.token), OWN, &self.token).into_owned()
    }

    fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let text = String::from_utf8_lossy(value.as_bytes());
        let shown = self.hide(&text);
        let is_hidden = is_replaced(&shown, &self.token) || is_replaced(&shown, OWN);
        if is_hidden || !(value.is_sensitive() || self.client.places().is_header(name.as_str())) {
            return shown;
        }
        match text.split_once(' ') {
            Some((scheme, _)) if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) => format!("{scheme} {OWN}"),
            _ => OWN.to_owned(),
        }
    }

    /// Returns the command up to the body.
    fn head(&self, prepared: &PreparedRequest) -> Vec<String> {
        let mut words = vec!["curl".to_owned(), "-X".to_owned(), prepared.method.to_string()];
        words.push(self.quote(&self.hide(&prepared.uri.to_string())));
        if prepared.wants_token {
            words.extend(["-H".to_owned(), self.quote(&format!("authorization: {BEARER}{}", self.token))]);
        }
        let mut headers: Vec<_> = prepared.headers.iter().collect();
        headers.sort_unstable_by_key(|(name, _)| name.as_str());
        for (name, value) in headers {
            // curl writes the boundary of a form itself.
            if *name != CONTENT_TYPE || !value.as_bytes().starts_with(b"multipart/") {
                words.extend(["-H".to_owned(), self.quote(&format!("{name}: {}", self.header(name, value)))]);
            }
        }
        words
    }

    fn body(&self, payload: &Payload, body: &EncodedBody, words: &mut Vec<String>) {
        let mut push = |option: &str, text: &str| words.extend([option.to_owned(), self.quote(text)]);
        match (payload, body) {
            (Payload::Form(form), _) if form.multipart.is_some() => {
                for (name, Field { text, .. }) in &form.fields {
                    let value = if self.is_secret(name) { self.variable_for(text).into() } else { Cow::Owned(self.hide(text)) };
                    push("--form-string", &format!("{name}={value}"));
                }
                for (name, file) in &form.files {
                    push("-F", &self.hide(&format!("{name}=@{}", file.place())));
                }
            }
            (Payload::File { file, .. }, EncodedBody::Stream(_)) => push("--data-binary", &self.hide(&format!("@{}", file.place()))),
            (_, EncodedBody::Bytes(bytes)) if !bytes.is_empty() => push("--data-raw", &self.hide(&String::from_utf8_lossy(bytes))),
            _ => {}
        }
    }

    fn quote(&self, word: &str) -> String {
        quote(word, &[&self.token, OWN])
    }
}

/// Quotes a word for a shell, so that the shell expands only these variables.
#[inline]
fn quote(word: &str, variables: &[&str]) -> String {
    if !variables.iter().any(|variable| word.contains(variable)) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let (mut quoted, mut rest) = (String::from('"'), word);
    while let Some(letter) = rest.chars().next() {
        if let Some(variable) = variables.iter().find(|variable| rest.starts_with(**variable)) {
            quoted.push_str(variable);
            rest = rest.get(variable.len()..).unwrap_or_default();
            continue;
        }
        if matches!(letter, '"' | '$' | '`' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    quoted.push('"');
    quoted
}
