//! Words of other generators for what our hints say. Where both stand, ours decide.
//!
//! Their authors did not write them for us: what such a word says beyond ours, or in a form that is not known here, is an
//! unused extension and no mistake.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::coverage::Unused;
use crate::hints;
use crate::hints::values::{self, BoundHint, EnvelopeHint, PaginationHint, PaginationStyle, StreamHint};
use crate::node::Node;
use crate::pointer::Pointer;
use crate::request::{Retry, is_header_name};

/// The group of an operation, in place of its tags.
const GROUPS: [&str; 2] = ["x-speakeasy-group", "x-fern-sdk-group-name"];

/// What each value of an enum is called and means.
const FERN_ENUM: &str = "x-fern-enum";

/// How pages are asked for.
const SPEAKEASY_PAGES: &str = "x-speakeasy-pagination";
/// How pages are asked for; `true` on an operation is what the root says.
const FERN_PAGES: &str = "x-fern-pagination";

/// What reads one word. None where it is not understood.
fn word<T>(node: &Node, key: &str, read: impl FnOnce(&Node) -> Option<T>) -> Option<T> {
    let hint = node.raw(key)?;
    let found = read(&hint);
    if found.is_none() {
        hint.unused(Unused::Extension);
    }
    found
}

fn string<'d>(value: &'d Value, key: &str) -> Option<&'d str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// The Rust name of anything that has one.
pub(super) fn name(node: &Node) -> Option<String> {
    hints::OTHER_NAMES.iter().find_map(|key| word(node, key, |hint| hint.value().as_str().and_then(values::name).map(str::to_owned)))
}

/// The group of an operation. That of a group in a group has the names of both.
pub(in crate::normalize) fn group(node: &Node) -> Option<String> {
    let read = |hint: &Node| match hint.value() {
        Value::Array(names) => names.iter().map(|name| name.as_str()).collect::<Option<Vec<_>>>().map(|names| names.join(" ")),
        other => other.as_str().map(str::to_owned),
    };
    GROUPS.iter().find_map(|key| word(node, key, |hint| values::name(&read(hint)?).map(str::to_owned)))
}

/// Whether an operation is repeated after a failure.
pub(super) fn retry(node: &Node) -> Option<Retry> {
    let speakeasy = word(node, "x-speakeasy-retries", |hint| match string(hint.value(), "strategy")? {
        "none" => Some(Retry::Never),
        "backoff" => Some(Retry::Always),
        _ => None,
    });
    let fern = || {
        word(node, "x-fern-retries", |hint| {
            let is_off = hint.value().get("disabled").and_then(Value::as_bool).unwrap_or_default();
            is_off.then_some(Retry::Never)
        })
    };
    speakeasy.or_else(fern)
}

/// The header by which the server knows a repeat of an operation. `root` lists it for all that are known so.
pub(super) fn idempotency_key(node: &Node, root: &Node) -> Option<String> {
    let is_idempotent = word(node, "x-fern-idempotent", |hint| hint.value().as_bool());
    let listed = || word(root, "x-fern-idempotency-headers", |hint| string(hint.value().get(0)?, "header").map(str::to_owned));
    is_idempotent.filter(|is| *is).and_then(|_| listed()).filter(|name| is_header_name(name))
}

/// Where the payload lies in a response.
pub(super) fn envelope(node: &Node) -> Option<EnvelopeHint> {
    word(node, "x-fern-sdk-return-value", |hint| hint.value().as_str().filter(|name| !name.is_empty()).map(str::to_owned))
        .map(|payload| EnvelopeHint { payload })
}

/// How the values of a response come that is a stream.
pub(super) fn stream(node: &Node) -> Option<StreamHint> {
    word(node, "x-fern-streaming", |hint| {
        let (value, is_on) = (hint.value(), hint.value() == &Value::Bool(true));
        let format = string(value, "format").unwrap_or("json");
        let is_optional = value.get("stream-condition").is_some();
        // Of both answers, ours are those of two media types.
        let is_known = is_on || value.is_object() && matches!(format, "json" | "sse") && (!is_optional || has_several_media_types(node));
        let end = string(value, "terminator").map(str::to_owned);
        is_known.then(|| StreamHint { end, is_events: format == "sse", is_optional, ..StreamHint::default() })
    })
}

/// Whether a success of an operation has several media types.
fn has_several_media_types(operation: &Node) -> bool {
    let responses = operation.value().get("responses").and_then(Value::as_object);
    let successes = responses.into_iter().flatten().filter(|(status, _)| status.starts_with('2'));
    let mut contents = successes.filter_map(|(_, response)| response.get("content")?.as_object());
    contents.any(|content| content.len() > 1)
}

/// The text of the item by which a stream of a media type ends.
pub(in crate::normalize) fn stream_end(node: &Node) -> Option<String> {
    word(node, "x-speakeasy-sse-sentinel", |hint| hint.value().as_str().filter(|text| !text.is_empty()).map(str::to_owned))
}

/// Parameters that are given to the client once: strings in paths and queries. What has another type is better set with each call.
pub(super) fn globals(root: &Node) -> Vec<BoundHint> {
    let list = Pointer::root().push("x-speakeasy-globals").push("parameters");
    let parameter = |(index, item): (usize, &Value)| {
        let is_string = item.get("schema").is_some_and(|schema| string(schema, "type") == Some("string"));
        let is_bound = is_string && matches!(string(item, "in"), Some("path" | "query"));
        Some(BoundHint { name: string(item, "name").filter(|_| is_bound)?.to_owned(), env: None, at: list.push(index) })
    };
    let read = |hint: &Node| Some(hint.value().get("parameters")?.as_array()?.iter().enumerate().filter_map(parameter).collect());
    word(root, "x-speakeasy-globals", read).unwrap_or_default()
}

/// Whether an enum may have values beyond the listed ones.
pub(super) fn enum_open(node: &Node) -> Option<bool> {
    word(node, "x-speakeasy-unknown-values", |hint| match hint.value().as_str()? {
        "allow" => Some(true),
        "disallow" => Some(false),
        _ => None,
    })
}

/// A property of each value of an enum: `name` or `description`.
pub(super) fn of_values(node: &Node, property: &str) -> Option<BTreeMap<String, String>> {
    word(node, FERN_ENUM, |hint| {
        let given = |(value, of): (&String, &Value)| Some((value.clone(), string(of, property)?.to_owned()));
        hint.value().as_object().map(|values| values.iter().filter_map(given).collect())
    })
}

/// How the next page of an operation's list is asked for.
pub(super) fn pagination(node: &Node, root: &Node) -> Option<PaginationHint> {
    let speakeasy = || word(node, SPEAKEASY_PAGES, |hint| speakeasy_pages(hint.value()));
    let fern = || {
        word(node, FERN_PAGES, |hint| match hint.value() {
            Value::Bool(true) => word(root, FERN_PAGES, |hint| fern_pages(hint.value())),
            other => fern_pages(other),
        })
    };
    speakeasy().or_else(fern)
}

fn speakeasy_pages(value: &Value) -> Option<PaginationHint> {
    let (mut page, mut offset, mut cursor, mut size) = (None, None, None, None);
    for input in value.get("inputs").and_then(Value::as_array).into_iter().flatten() {
        // What is sent in a body has no paging of ours.
        if string(input, "in")? != "parameters" {
            return None;
        }
        let name = string(input, "name").map(str::to_owned);
        match string(input, "type")? {
            "page" => page = name,
            "offset" => offset = name,
            "cursor" => cursor = name,
            "limit" => size = name,
            _ => return None,
        }
    }
    let output = |key: &str| value.get("outputs").and_then(|outputs| string(outputs, key));
    let (style, next) = match string(value, "type")? {
        "offsetLimit" if page.is_some() => (PaginationStyle::Page, None),
        "offsetLimit" => (PaginationStyle::Offset, None),
        "cursor" => (PaginationStyle::Cursor, Some(place(output("nextCursor")?, "$")?)),
        "url" => (PaginationStyle::NextLink, Some(place(output("nextUrl")?, "$")?)),
        _ => return None,
    };
    // Without the list there is nothing to go through.
    let items = Some(place(output("results")?, "$")?);
    let last = output("numPages").and_then(|path| place(path, "$"));
    Some(PaginationHint {
        word: Some(SPEAKEASY_PAGES),
        style: Some(style),
        page,
        offset,
        cursor,
        size,
        items,
        next,
        last,
        ..Default::default()
    })
}

fn fern_pages(value: &Value) -> Option<PaginationHint> {
    let sent = |key: &str| match string(value, key) {
        None => Some(None),
        Some(path) => path.strip_prefix("$request.").filter(|name| !name.contains(['.', '['])).map(|name| Some(name.to_owned())),
    };
    let (cursor, offset, step) = (sent("cursor")?, sent("offset")?, sent("step")?);
    let given = |key: &str| string(value, key).map(|path| place(path, "$response"));
    let items = Some(given("results")??);
    let mut read = PaginationHint { word: Some(FERN_PAGES), items, ..Default::default() };
    match (cursor, offset) {
        (Some(cursor), _) => {
            read.next = Some(given("next_cursor")??);
            (read.style, read.cursor) = (Some(PaginationStyle::Cursor), Some(cursor));
        }
        // With the size of a page, items are counted; without, pages are.
        (None, Some(offset)) if step.is_some() => {
            (read.style, read.offset, read.size) = (Some(PaginationStyle::Offset), Some(offset), step);
        }
        (None, Some(page)) => (read.style, read.page) = (Some(PaginationStyle::Page), Some(page)),
        (None, None) => {
            read.next = Some(given("next_uri").or_else(|| given("next_url"))??);
            read.style = Some(PaginationStyle::NextLink);
        }
    }
    Some(read)
}

/// The JSON pointer that a path of plain names is: `$.data.items` is `/data/items`.
fn place(path: &str, root: &str) -> Option<String> {
    let names = path.strip_prefix(root)?;
    if names.is_empty() {
        return Some(String::new());
    }
    let is_plain = |name: &&str| !name.is_empty() && !name.contains(['[', ']', '*', '@', '?', '$']);
    let names: Option<Vec<&str>> = names.strip_prefix('.')?.split('.').map(|name| Some(name).filter(is_plain)).collect();
    Some(names?.into_iter().fold(Pointer::root(), |pointer, name| pointer.push(name)).to_string())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn only_paths_of_plain_names_are_places() {
        let place = |path| place(path, "$");
        assert_eq!(place("$").as_deref(), Some(""));
        assert_eq!(place("$.data.next/page").as_deref(), Some("/data/next~1page"));
        for other in ["$.data[0]", "$..data", "$.data[-1:].id", "data", "$data", "$.*", "$."] {
            assert_eq!(place(other), None, "{other}");
        }
    }
}
