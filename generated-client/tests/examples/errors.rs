//! Errors: what the server says in one of its many shapes has to be found.

use std::collections::BTreeMap;

use serde_json::Value;
use tallyfy::Error;

use crate::operations::Answer;

/// Lists what is wrong with the outcome of a call that was answered with an error.
pub fn problems(outcome: Result<Answer, Error>, status: u16, body: &Value) -> Vec<String> {
    let Err(error) = outcome else {
        return vec![format!("a {status} is no error")];
    };
    let mut problems = Vec::new();
    let mut check = |what: &str, ok: bool| {
        if !ok {
            problems.push(format!("{what}: {error} {error:?}"));
        }
    };
    check("kind", matches!(error, Error::Status(_)));
    check("status", error.status().is_some_and(|known| known == status));
    let questions = [
        ("is_validation", error.is_validation(), [400, 422].as_slice()),
        ("is_unauthorized", error.is_unauthorized(), &[401]),
        ("is_forbidden", error.is_forbidden(), &[403]),
        ("is_not_found", error.is_not_found(), &[404]),
        ("is_conflict", error.is_conflict(), &[409]),
        ("is_rate_limited", error.is_rate_limited(), &[429]),
        ("is_transient", error.is_transient(), &[429, 500, 502, 503, 504]),
    ];
    for (question, answer, statuses) in questions {
        check(question, answer == statuses.contains(&status));
    }
    let message = message(body);
    // Texts out of the map of fields may come with the name of their field.
    check("message", error.message().is_some_and(|found| message.is_some_and(|message| found.ends_with(message))) || message.is_none());
    check("message in Display", message.is_none_or(|message| error.to_string().contains(message)));
    check("field_errors", error.field_errors() == field_errors(body));
    check("code", error.code().as_deref() == code(body));
    check("body", error.json::<Value>().as_ref() == Some(body) || body.is_string());
    problems
}

/// See the API's behaviour, section 8.
fn message(body: &Value) -> Option<&str> {
    if let Some(page) = body.as_str() {
        let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        return title.map(|(title, _)| title).or(page.lines().next());
    }
    let text = |value: &'_ Value| value.as_str().is_some_and(|text| !text.is_empty());
    let own = [&body["message"], &body["error"]["message"], &body["error_description"], &body["error"]];
    own.into_iter().find(|value| text(value)).and_then(Value::as_str).or_else(|| first_text(&body["errors"]))
}

fn first_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.iter().find_map(first_text),
        // By name: whether serde_json keeps the order of members depends on what else is built.
        Value::Object(members) => members.iter().collect::<BTreeMap<_, _>>().into_values().find_map(first_text),
        _ => None,
    }
}

fn code(body: &Value) -> Option<&str> {
    // OAuth's `error` is a code, and no sentence.
    let oauth = body["error"].as_str().filter(|text| !text.contains(' '));
    body["code"].as_str().or_else(|| body["error"]["code"].as_str()).or(oauth)
}

fn field_errors(body: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    collect(&body["errors"], "", &mut found);
    found
}

fn collect(value: &Value, field: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::String(text) => found.entry(field.to_owned()).or_default().push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, field, found)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let name = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
            collect(value, &name, found);
        }),
        _ => {}
    }
}
