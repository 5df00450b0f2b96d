//! A request as a line for a shell.

use super::Request;
use super::prepare::prepare;
use crate::runtime::body::{Payload, Sent};
use crate::runtime::client::BEARER;
use crate::runtime::error::Error;

/// The variable that stands for any secret of the call itself.
const OWN: &str = "$SECRET";

/// Returns the line. Secrets are names of variables in it.
#[inline]
pub(crate) fn preview(request: &Request) -> Result<String, Error> {
    let parts = request.parts();
    let core = parts.client.core();
    let outgoing = prepare(parts).map_err(|problem| parts.failure(0).argument(problem))?;
    let token = format!("${}", core.api.token_env.unwrap_or("TOKEN"));
    let (variables, own) = ([token.as_str(), OWN], parts.own_secrets());
    // First the longer variable: nothing of it is left to be taken for a secret.
    let hide = |text: &str| own.scrub(&core.secrets.scrub(text, &token), OWN).into_owned();
    let mut words = vec!["curl".to_owned(), "-X".to_owned(), outgoing.method.to_string()];
    words.push(quote(&hide(&outgoing.uri.to_string()), &variables));
    if outgoing.wants_token {
        words.extend(["-H".to_owned(), quote(&format!("authorization: {BEARER}{token}"), &variables)]);
    }
    let mut headers: Vec<_> = outgoing.headers.iter().collect();
    headers.sort_unstable_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if *name == http::header::CONTENT_TYPE && value.starts_with("multipart/") {
            continue;
        }
        words.extend(["-H".to_owned(), quote(&format!("{name}: {}", hide(&value)), &variables)]);
    }
    let payload = parts.payload().map_err(|problem| parts.failure(0).argument(problem))?;
    match &*payload {
        Payload::Form(form) if form.multipart => {
            for (name, value) in &form.fields {
                words.extend(["--form-string".to_owned(), quote(&hide(&format!("{name}={value}")), &variables)]);
            }
            for (name, file) in &form.files {
                words.extend(["-F".to_owned(), quote(&hide(&format!("{name}=@{}", file.place())), &variables)]);
            }
        }
        Payload::File { file, .. } if matches!(outgoing.body, Sent::Stream(_)) => {
            words.extend(["--data-binary".to_owned(), quote(&hide(&format!("@{}", file.place())), &variables)]);
        }
        _ if outgoing.body.is_empty() => {}
        _ => {
            if let Sent::Bytes(body) = &outgoing.body {
                words.extend(["--data-raw".to_owned(), quote(&hide(&String::from_utf8_lossy(body)), &variables)]);
            }
        }
    }
    Ok(words.join(" "))
}

/// Quotes a word for a shell, which is to fill in the variables and nothing else.
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
