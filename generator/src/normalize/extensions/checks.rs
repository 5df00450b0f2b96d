//! The values inside hints. Each function gives what it was asked for, or reports why it cannot.

use std::borrow::Cow;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::node::{Node, kind};
use crate::normalize::context::vocabulary::renamed;
use crate::request::is_header_name;
use crate::suggestion::closest;

/// Shows the properties of an object that are known. One that is not is reported.
pub(super) fn properties(node: &Node, known: &[&str], mut read: impl FnMut(&str, &Node)) {
    if !node.is_object() {
        return;
    }
    for property in node.entries() {
        let key = property.name();
        if known.contains(&key) {
            read(key, &property);
            continue;
        }
        let found = Diagnostic::warning(property.pointer(), format!("unknown key `{key}` in a hint: it is left out"));
        property.report(match closest(key, known.iter().copied()) {
            Some(suggestion) => found.help(format!("did you mean `{suggestion}`?")).suggest(renamed(node, &property, suggestion)),
            None => found.help(format!("known are {}", code_list(known))),
        });
    }
}

/// The properties of an object whose names are free, sorted by name.
pub(super) fn entries<T>(node: &Node, read: impl Fn(&Node) -> Option<T>) -> Vec<(String, T)> {
    if !node.is_object() {
        return Vec::new();
    }
    let mut entries: Vec<_> = node.entries().filter_map(|entry| Some((entry.name().to_owned(), read(&entry)?))).collect();
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    entries
}

/// The text of a scalar: of a number or a boolean what is written there, with a warning. Anything else is left to the caller.
pub(super) fn scalar<'d>(node: &Node<'d, '_>) -> Option<Cow<'d, str>> {
    if matches!(node.value(), Value::Null | Value::Array(_) | Value::Object(_)) { None } else { node.text() }
}

/// A string that is not empty.
pub(super) fn text(node: &Node) -> Option<String> {
    let text = scalar(node).filter(|text| !text.is_empty());
    if text.is_none() {
        node.mismatch("a string that is not empty");
    }
    text.map(Cow::into_owned)
}

/// A list of strings.
pub(super) fn texts(node: &Node) -> Option<Vec<String>> {
    let texts = if node.value().is_array() { node.items().map(|item| scalar(&item).map(Cow::into_owned)).collect() } else { None };
    if texts.is_none() {
        node.mismatch("an array of strings");
    }
    texts
}

/// An integer.
pub(super) fn integer(node: &Node) -> Option<i64> {
    let number = node.number()?;
    if !number.is_i64() {
        let name = node.name();
        node.warn(format!("`{name}` must be an integer: it is left out"));
    }
    number.as_i64()
}

/// The name of a header.
pub(super) fn header(node: &Node) -> Option<String> {
    let scalar = if node.value().is_boolean() { None } else { scalar(node) };
    let name = scalar.filter(|text| is_header_name(text));
    if name.is_none() {
        node.warn("expected a valid header name: the hint is left out");
    }
    name.map(Cow::into_owned)
}

/// A JSON pointer.
pub(super) fn pointer(node: &Node) -> Option<String> {
    let text = node.value().as_str().filter(|text| text.is_empty() || text.starts_with('/'));
    if text.is_none() {
        node.warn("expected a JSON pointer into the response, such as `/meta/total`: it is left out");
    }
    text.map(str::to_owned)
}

/// What one of several words stands for.
pub(super) fn one_of<T: Copy>(node: &Node, words: &[(&str, T)]) -> Option<T> {
    let found = node.value().as_str().and_then(|text| words.iter().find(|(word, _)| *word == text));
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let given = node.value().as_str().map_or_else(|| kind(node.value()).into(), |text| format!("`{text}`"));
        node.warn(format!("expected one of {}, found {given}: it is left out", code_list(&known)));
    }
    found.map(|(_, meaning)| *meaning)
}

/// `false`, by which an operation switches a hint off.
pub(super) fn is_off(node: &Node) -> bool {
    node.value() == &Value::Bool(false)
}

fn code_list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
