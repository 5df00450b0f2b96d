//! A request as a line for a shell.

use super::body::{Payload, Sent};
use super::error::Error;
use super::failure::about;
use super::prepare::prepare;
use super::request::Request;

/// Returns the line. Secrets are names of variables in it.
#[inline]
pub(crate) fn preview(request: &Request) -> Result<String, Error> {
    let parts = request.parts();
    let core = parts.client.core();
    let outgoing = prepare(parts).map_err(|problem| about(parts, 0).argument(problem))?;
    let variable = format!("${}", core.api.token_env.unwrap_or("TOKEN"));
    let hide = |text: &str| core.secrets.scrub(text, &variable).into_owned();
    let mut words = vec!["curl".to_owned(), "-X".to_owned(), outgoing.method.to_string()];
    words.push(quote(&hide(&outgoing.uri.to_string()), &variable));
    let mut headers: Vec<_> = outgoing.headers.iter().collect();
    headers.sort_unstable_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if *name == http::header::CONTENT_TYPE && value.starts_with("multipart/") {
            continue;
        }
        words.extend(["-H".to_owned(), quote(&format!("{name}: {}", hide(&value)), &variable)]);
    }
    let payload = parts.payload().map_err(|problem| about(parts, 0).argument(problem))?;
    match &*payload {
        Payload::Form(form) if form.multipart => {
            for (name, value) in &form.fields {
                words.extend(["--form-string".to_owned(), quote(&hide(&format!("{name}={value}")), &variable)]);
            }
            for (name, file) in &form.files {
                words.extend(["-F".to_owned(), quote(&hide(&format!("{name}=@{}", file.place())), &variable)]);
            }
        }
        _ if outgoing.body.is_empty() => {}
        _ => {
            if let Sent::Bytes(body) = &outgoing.body {
                words.extend(["--data-raw".to_owned(), quote(&hide(&String::from_utf8_lossy(body)), &variable)]);
            }
        }
    }
    Ok(words.join(" "))
}

/// Quotes a word for a shell, which is to fill in the variable and nothing else.
#[inline]
fn quote(word: &str, variable: &str) -> String {
    if !word.contains(variable) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let mut quoted = String::from('"');
    for (at, part) in word.split(variable).enumerate() {
        quoted.push_str(if at > 0 { variable } else { "" });
        for letter in part.chars() {
            if matches!(letter, '"' | '$' | '`' | '\\') {
                quoted.push('\\');
            }
            quoted.push(letter);
        }
    }
    quoted.push('"');
    quoted
}
