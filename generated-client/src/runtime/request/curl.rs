//! A request as a curl command line.

use super::Request;
use super::prepare::prepare;
use crate::runtime::body::{EncodedBody, Payload};
use crate::runtime::client::BEARER;
use crate::runtime::error::Error;

/// The shell variable in place of the secrets of the call itself.
const OWN: &str = "$SECRET";

/// Returns the curl command line, with shell variables in place of secrets.
#[inline]
pub(crate) fn preview(request: &Request) -> Result<String, Error> {
    let state = request.state();
    let core = state.client.core();
    let prepared = prepare(state).map_err(|problem| state.failure(0).argument(problem))?;
    let token = format!("${}", core.api.token_env.unwrap_or("TOKEN"));
    let (variables, own) = ([token.as_str(), OWN], state.own_secrets());
    // The variable of the token comes first, so that a secret of the call that occurs in its name is replaced as well.
    let hide = |text: &str| own.scrub(&core.secrets.scrub(text, &token), OWN).into_owned();
    let mut words = vec!["curl".to_owned(), "-X".to_owned(), prepared.method.to_string()];
    words.push(quote(&hide(&prepared.uri.to_string()), &variables));
    if prepared.wants_token {
        words.extend(["-H".to_owned(), quote(&format!("authorization: {BEARER}{token}"), &variables)]);
    }
    let mut headers: Vec<_> = prepared.headers.iter().collect();
    headers.sort_unstable_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if *name == http::header::CONTENT_TYPE && value.starts_with("multipart/") {
            continue;
        }
        words.extend(["-H".to_owned(), quote(&format!("{name}: {}", hide(&value)), &variables)]);
    }
    let payload = state.payload().map_err(|problem| state.failure(0).argument(problem))?;
    match &*payload {
        Payload::Form(form) if form.multipart => {
            for (name, value) in &form.fields {
                words.extend(["--form-string".to_owned(), quote(&hide(&format!("{name}={value}")), &variables)]);
            }
            for (name, file) in &form.files {
                words.extend(["-F".to_owned(), quote(&hide(&format!("{name}=@{}", file.place())), &variables)]);
            }
        }
        Payload::File { file, .. } if matches!(prepared.body, EncodedBody::Stream(_)) => {
            words.extend(["--data-binary".to_owned(), quote(&hide(&format!("@{}", file.place())), &variables)]);
        }
        _ if prepared.body.is_empty() => {}
        _ => {
            if let EncodedBody::Bytes(body) = &prepared.body {
                words.extend(["--data-raw".to_owned(), quote(&hide(&String::from_utf8_lossy(body)), &variables)]);
            }
        }
    }
    Ok(words.join(" "))
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
