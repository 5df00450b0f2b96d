//! Media types: the lists `consumes` and `produces`, and what a body of a media type is.

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::node::Node;

const JSON: &str = "application/json";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The media types of `consumes` or `produces`; none when the key is absent.
pub(in crate::normalize) fn media_types(node: &Node, key: &str) -> Option<Vec<String>> {
    let list = node.get(key)?;
    if let Some(one) = list.value().as_str() {
        list.warn_repaired(format!("`{key}` is an array"), Change::Put(vec![one.trim()].into()));
        return Some(vec![one.trim().to_owned()]);
    }
    let mut types: Vec<String> = Vec::new();
    for media in list.texts() {
        let media = media.trim().to_owned();
        if !media.is_empty() && !types.contains(&media) {
            types.push(media);
        }
    }
    note_unchosen(&list, key == "consumes");
    Some(types)
}

/// Whether a media type is that of a form.
pub(in crate::normalize) fn is_form(media: &str) -> bool {
    let essence = essence(media);
    essence == URL_ENCODED || essence.starts_with("multipart/")
}

/// Whether contents of a media type are no text.
pub(in crate::normalize) fn is_of_bytes(media: &str) -> bool {
    /// What is text though its media type is one of applications.
    const TEXTS: [&str; 8] = ["json", "xml", "yaml", "javascript", "jwt", "graphql", "sql", "x-www-form-urlencoded"];
    match essence(media).split_once('/') {
        // `*/*`: whatever it is.
        Some(("*", _)) => true,
        Some(("image" | "audio" | "video" | "font", subtype)) => !subtype.ends_with("xml"),
        Some(("application", subtype)) => !TEXTS.iter().any(|text| subtype.ends_with(text)),
        _ => false,
    }
}

/// Whether no object is written in a media type: that of bytes, of a picture or of plain text.
pub(in crate::normalize) fn is_never_of_objects(media: &str) -> bool {
    match essence(media).split_once('/') {
        Some(("application", subtype)) => matches!(subtype, "octet-stream" | "pdf" | "zip" | "gzip" | "x-gzip" | "x-tar"),
        Some(("text", subtype)) => matches!(subtype, "plain" | "html" | "csv"),
        Some((kind, subtype)) => matches!(kind, "image" | "audio" | "video" | "font") && !subtype.ends_with("xml"),
        None => false,
    }
}

/// Whether a body of a media type is one JSON value.
pub(in crate::normalize) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    essence == JSON || essence.ends_with("+json") || essence.ends_with("/json")
}

/// A media type without its parameters, in lower case.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Notes which media types have no say beside JSON. Those of forms do where something is sent.
fn note_unchosen(list: &Node, is_sent: bool) {
    let is_json = |media: &str| if is_sent { media.ends_with("json") || media == "*/*" } else { media == JSON || media == "*/*" };
    let Some(chosen) = list.items().position(|item| item.value().as_str().is_some_and(|media| is_json(&essence(media)))) else {
        return;
    };
    let others = list.items().enumerate().filter(|(index, _)| *index != chosen).map(|(_, item)| item);
    others.filter(|item| !(is_sent && item.value().as_str().is_some_and(is_form))).for_each(|item| item.unused(Unused::MediaType));
}
