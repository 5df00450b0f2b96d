//! What a server says about a failure, wherever it says it.

use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::Value;

/// Longer messages are cut: they end up in log lines.
const LONGEST_MESSAGE: usize = 500;

/// Members that hold the message, in the order in which they are trusted.
const MESSAGES: [&str; 7] = ["message", "error_description", "detail", "error", "error_message", "msg", "title"];

/// Returns the message in a body: of JSON its text, of markup its message or title, of plain text its first line.
pub(crate) fn message(body: &str) -> Option<String> {
    let found = match serde_json::from_str::<Value>(body) {
        Ok(value) => json_message(&value)?,
        Err(_) if body.trim_start().starts_with('<') => markup_message(body)?,
        Err(_) => body.trim().lines().next()?.to_owned(),
    };
    let words: Vec<&str> = found.split_whitespace().collect();
    let message: String = words.join(" ").chars().take(LONGEST_MESSAGE).collect();
    (!message.is_empty()).then_some(message)
}

fn json_message(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(members) => {
            let own = MESSAGES.iter().filter_map(|name| members.get(*name)).find_map(json_message);
            own.filter(|text| !text.trim().is_empty()).or_else(|| members.get("errors").and_then(first_text))
        }
        Value::Array(items) => items.iter().find_map(json_message),
        _ => None,
    }
}

/// Returns the first text in a value by name, with that name.
fn first_text(value: &Value) -> Option<String> {
    json_message(value).or_else(|| {
        // By name: whether the server's own order is kept depends on what else a program is built with.
        let texts = value.as_object()?.iter().filter_map(|(name, inner)| Some((name, first_text(inner)?)));
        let (name, text) = texts.min_by(|(one, _), (other, _)| one.cmp(other))?;
        Some(format!("{name}: {text}"))
    })
}

/// Returns the message in markup: of XML that of an element of this name, of a page its title, or its first heading.
fn markup_message(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    ["message", "title", "h1"].iter().find_map(|tag| {
        let open = format!("<{tag}");
        let name_ends = lower
            .match_indices(&open)
            .map(|(at, open)| at + open.len())
            .find(|at| lower.get(*at..).is_some_and(|rest| rest.starts_with(['>', ' ', '\t', '\r', '\n'])))?;
        let start = name_ends + lower.get(name_ends..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</")?;
        page.get(start..end).map(str::to_owned)
    })
}

/// Returns the server's code: `code` beside the message, or in the object that holds it.
#[inline]
pub(crate) fn code(body: &Value) -> Option<String> {
    let own = |value: &Value| match value.get("code")? {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    };
    let error = body.get("error");
    own(body).or_else(|| own(error?)).or_else(|| match (error?, body.get("error_description")) {
        // OAuth says its code in the place where others say their message.
        (Value::String(code), _) if !code.contains(' ') => Some(code.clone()),
        _ => None,
    })
}

/// Returns the messages about fields: of a map of lists, of texts or of maps, or of a list of objects with names.
#[inline]
pub(crate) fn field_errors(body: &Value) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::new();
    // Details in an object are about the error as a whole.
    let details = body.pointer("/error/details").filter(|details| details.is_array());
    let places = [body.get("errors"), body.pointer("/error/errors"), details];
    if let Some(errors) = places.into_iter().flatten().next() {
        collect_fields(errors, "", &mut fields);
    }
    fields
}

#[inline]
fn collect_fields(value: &Value, field: &str, fields: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::String(text) => fields.entry(field.to_owned()).or_default().push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_fields(item, field, fields)),
        Value::Object(members) => {
            let named = ["field", "name", "path", "param"].iter().find_map(|key| members.get(*key)?.as_str());
            if let (Some(name), Some(message)) = (named, json_message(value)) {
                fields.entry(name.to_owned()).or_default().push(message);
                return;
            }
            for (name, value) in members {
                let name = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                collect_fields(value, &name, fields);
            }
        }
        _ => {}
    }
}

/// Returns the name that the server gave to a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-correlation-id", "x-trace-id", "cf-ray"].iter().find_map(|name| headers.get(*name)?.to_str().ok())
}
