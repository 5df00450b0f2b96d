//! Finds a server's error message, code and field errors in a response.

use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::Value;

use super::body::{json, with_the_last_string};
use crate::runtime::text::printable;

/// Longer messages are cut, because they are logged.
const LONGEST_MESSAGE: usize = 500;

/// Fields that may contain the message, in order of preference.
const MESSAGES: [&str; 7] = ["message", "error_description", "detail", "error", "error_message", "msg", "title"];

/// Returns the message in a body: in JSON a field, in XML or HTML an element, in plain text the first line.
pub(crate) fn message(body: &str) -> Option<String> {
    message_of(body, json(body.as_bytes()).as_ref())
}

/// Returns the message in a body that has been read as JSON, if it is that.
pub(crate) fn message_of(body: &str, value: Option<&Value>) -> Option<String> {
    let found = match value {
        Some(value) => json_message(value).or_else(|| json_message(&with_the_last_string(body)?))?,
        None if body.trim_start().starts_with('<') => markup_message(body)?,
        None => body.trim().lines().next()?.to_owned(),
    };
    let words: Vec<&str> = found.split_whitespace().collect();
    let message = excerpt(&words.join(" "));
    (!message.is_empty()).then_some(message)
}

/// Returns the beginning of a string as people read it.
pub(crate) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_MESSAGE).map_or(text.len(), |(at, _)| at);
    printable(text.get(..end).unwrap_or(text)).into_owned()
}

fn json_message(value: &Value) -> Option<String> {
    find(value).message
}

/// What may be the message in a value.
#[derive(Default)]
struct Found {
    /// The string of a field for messages.
    message: Option<String>,
    /// The message, or else the first string, in the order of names, with its name.
    first: Option<String>,
}

/// Finds the message in a value. Each value is visited once, however they are nested.
fn find(value: &Value) -> Found {
    let same = |text: Option<String>| Found { first: text.clone(), message: text };
    match value {
        Value::String(text) => same(Some(text.clone())),
        Value::Array(items) => same(items.iter().find_map(json_message)),
        Value::Object(fields) => {
            let mut messages = MESSAGES.map(|_| None);
            let mut errors = None;
            // In the order of names: whether serde_json keeps the server's order depends on a feature.
            let mut first: Option<(&str, String)> = None;
            for (name, value) in fields {
                let found = find(value);
                if let Some(message) = MESSAGES.iter().position(|known| known == name).and_then(|at| messages.get_mut(at)) {
                    *message = found.message;
                }
                if name == "errors" {
                    errors.clone_from(&found.first);
                }
                if first.as_ref().is_none_or(|(least, _)| name.as_str() < *least) {
                    first = found.first.map(|text| (name.as_str(), text)).or(first);
                }
            }
            let own = messages.into_iter().flatten().next().filter(|text| !text.trim().is_empty()).or(errors);
            if own.is_some() {
                return same(own);
            }
            Found { message: None, first: first.map(|(name, text)| format!("{name}: {text}")) }
        }
        _ => Found::default(),
    }
}

/// Returns the message in XML or HTML: an element `message`, the title, or the first heading.
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

/// Returns the server's error code: `code` beside the message, or in the object with the message.
pub(crate) fn code(body: &Value) -> Option<String> {
    let own = |value: &Value| match value.get("code")? {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    };
    let error = body.get("error");
    own(body).or_else(|| own(error?)).or_else(|| match (error?, body.get("error_description")) {
        // OAuth puts its code where others put their message.
        (Value::String(code), _) if !code.contains(' ') => Some(code.clone()),
        _ => None,
    })
}

/// Returns the messages about fields, from a map of arrays, strings or maps, or from an array of objects with names.
pub(crate) fn field_errors(body: &Value) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::new();
    // Details that are an object are about the error as a whole.
    let details = body.pointer("/error/details").filter(|details| details.is_array());
    let places = [body.get("errors"), body.pointer("/error/errors"), details];
    if let Some(errors) = places.into_iter().flatten().next() {
        collect_fields(errors, "", &mut fields);
    }
    fields
}

fn collect_fields(value: &Value, field: &str, fields: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::String(text) => fields.entry(field.to_owned()).or_default().push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_fields(item, field, fields)),
        Value::Object(object) => {
            let named = ["field", "name", "path", "param"].iter().find_map(|key| object.get(*key)?.as_str());
            if let (Some(name), Some(message)) = (named, json_message(value)) {
                fields.entry(name.to_owned()).or_default().push(message);
                return;
            }
            for (name, value) in object {
                let name = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                collect_fields(value, &name, fields);
            }
        }
        _ => {}
    }
}

/// Returns the id that the server gave to a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-correlation-id", "x-trace-id", "cf-ray"]
        .iter()
        .find_map(|name| std::str::from_utf8(headers.get(*name)?.as_bytes()).ok())
}
