//! The hints of the document and of its operations.

use std::borrow::Cow;

use serde_json::Value;

use crate::hints;
use crate::hints::values::{ClientHint, DocumentHints, EnvelopeHint, OperationHints, StreamHint, Switch};
use crate::node::Node;
use crate::normalize::context::given::ReadParameter;
use crate::normalize::extensions::bearer::name;
use crate::normalize::extensions::checks::{entries, header, is_off, one_of, properties, scalar, text, texts};
use crate::normalize::extensions::client::client;
use crate::normalize::extensions::dependencies::dependency;
use crate::normalize::extensions::others;
use crate::normalize::extensions::pagination::{PAGEABLE, pageable, pagination};
use crate::pointer::Pointer;
use crate::request::Retry;

/// The hints of the document, which keeps its schemas at this place.
pub(in crate::normalize) fn document(node: &Node, schemas: Pointer, is_by_media: bool) -> DocumentHints {
    let mut of_client = node.get(hints::CLIENT).map(|hint| client(&hint)).unwrap_or_default();
    for bound in others::globals(node) {
        if of_client.parameters.iter().all(|known| known.name != bound.name) {
            of_client.parameters.push(bound);
        }
    }
    of_client.parameters.sort_by(|one, other| one.name.cmp(&other.name));
    DocumentHints {
        schemas,
        is_by_media,
        client: of_client,
        envelope: node.get(hints::ENVELOPE).and_then(|hint| envelope(&hint)),
        pagination: node.get(hints::PAGINATION).map(|hint| pagination(&hint)),
        idempotency_key: node.get(hints::IDEMPOTENCY_KEY).and_then(|hint| header(&hint)),
        derives: node.get(hints::RUST_DERIVE).and_then(|hint| texts(&hint)).unwrap_or_default(),
        attributes: node.get(hints::RUST_ATTRIBUTES).and_then(|hint| texts(&hint)).unwrap_or_default(),
        formats: node.get(hints::RUST_FORMATS).map(|hint| entries(&hint, text)).unwrap_or_default(),
        dependencies: node.get(hints::RUST_DEPENDENCIES).map(|hint| entries(&hint, dependency)).unwrap_or_default(),
    }
}

/// The hints of an operation of the document that begins at the root.
pub(in crate::normalize) fn operation(node: &Node, root: &Node, of_client: &ClientHint, given: &[ReadParameter]) -> OperationHints {
    let retry = node.get(hints::RETRY).and_then(|hint| one_of(&hint, &[("never", Retry::Never), ("always", Retry::Always)]));
    let read = OperationHints {
        name: name(node),
        retry: retry.or_else(|| others::retry(node)),
        safe: node.get(hints::SAFE).and_then(|hint| hint.flag()),
        server: node.get(hints::SERVER).and_then(|hint| server(&hint, of_client)),
        envelope: switch(node, hints::ENVELOPE, envelope).or_else(|| others::envelope(node)),
        pagination: switch(node, hints::PAGINATION, |hint| Some(pagination(hint))),
        idempotency_key: switch(node, hints::IDEMPOTENCY_KEY, header).or_else(|| others::idempotency_key(node, root)),
        stream: switch(node, hints::STREAM, stream).or_else(|| others::stream(node)),
    };
    let pageable = || node.raw(PAGEABLE).and_then(|hint| pageable(&hint, given));
    OperationHints { pagination: read.pagination.or_else(|| pageable().or_else(|| others::pagination(node, root))), ..read }
}

/// A hint that an operation may switch off.
fn switch<T>(node: &Node, key: &str, read: impl FnOnce(&Node) -> Option<T>) -> Switch<T> {
    match node.get(key) {
        None => Switch::Unset,
        Some(hint) if is_off(&hint) => Switch::Off,
        Some(hint) => read(&hint).map_or(Switch::Unset, Switch::On),
    }
}

fn envelope(hint: &Node) -> Option<EnvelopeHint> {
    let mut payload = None;
    properties(hint, &["payload", "meta"], |key, value| {
        let property = text(value);
        if key == "payload" {
            payload = property;
        }
    });
    if hint.value().is_object() && !hint.has("payload") {
        hint.warn("`x-envelope` needs a `payload`, the property that holds it: the hint is left out");
    }
    payload.map(|payload| EnvelopeHint { payload })
}

fn stream(hint: &Node) -> Option<StreamHint> {
    let mut read = StreamHint::default();
    if hint.value() == &Value::Bool(true) {
        return Some(read);
    }
    if !hint.is_object() {
        hint.mismatch("a boolean or an object");
        return None;
    }
    properties(hint, &["payload", "error", "end"], |key, value| match key {
        "payload" => read.payload = text(value),
        "error" => read.error = text(value),
        _ => read.end = text(value),
    });
    Some(read)
}

fn server(hint: &Node, of_client: &ClientHint) -> Option<String> {
    let name = scalar(hint).filter(|name| of_client.servers.iter().any(|server| server.name == *name));
    if name.is_none() {
        hint.warn("`x-server` must name a server of `x-client.servers`: the hint is left out");
    }
    name.map(Cow::into_owned)
}
