//! The hints of documents and overlays, checked and copied into the model.

use serde_json::{Map, Value, json};

use crate::hints;
use crate::node::{Node, kind};
use crate::normalize::context::given::Extensions;
use crate::pointer::Pointer;

use crate::normalize::context::given::Given;
use crate::normalize::context::vocabulary::finish;

/// The extensions of a thing: where it stands.
pub(in crate::normalize) fn at(node: &Node) -> Extensions {
    let mut extensions = Extensions::with_capacity(1);
    extensions.insert(hints::AT.into(), Value::String(node.pointer().as_str().to_owned()));
    extensions
}

/// Copies a hint when its value is right, and reports it when not.
fn copy(node: &Node, key: &str, into: &mut Extensions, is_right: impl Fn(&Node) -> bool) {
    if let Some(hint) = node.get(key)
        && is_right(&hint)
    {
        into.insert(key.to_owned(), hint.value().clone());
    }
}

/// `x-name` of anything that gets a Rust name.
pub(in crate::normalize) fn name(node: &Node, into: &mut Extensions) {
    copy(node, hints::NAME, into, |hint| {
        let right = hint.value().as_str().is_some_and(|name| name.chars().any(char::is_alphanumeric));
        if !right {
            hint.error("`x-name` is a name: text with at least one letter or digit");
        }
        right
    });
}

/// The hints of a schema; `x-nullable` goes into the model's own field.
pub(in crate::normalize) fn schema(node: &Node, into: &mut Extensions) {
    name(node, into);
    for key in [hints::ENUM_OPEN, hints::ENVELOPE] {
        if let Some(flag) = node.get(key).and_then(|hint| hint.flag()) {
            into.insert(key.to_owned(), flag.into());
        }
    }
    copy(node, hints::CHANGES, into, is_changes);
}

/// What a schema says of XML.
pub(in crate::normalize) fn xml(node: &Node, into: &mut Extensions) {
    let Some(xml) = node.get("xml").filter(Node::is_object) else {
        return;
    };
    let mut facts = Map::new();
    for key in ["name", "namespace", "prefix"] {
        let text = xml.text_of(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        facts.extend(text.map(|text| (key.to_owned(), text.into())));
    }
    for key in ["attribute", "wrapped", "x-ms-text"] {
        if xml.flag_of(key) {
            facts.insert(key.to_owned(), true.into());
        }
    }
    finish(&xml, "object for XML");
    into.insert(hints::XML.into(), facts.into());
}

/// `x-nullable`.
pub(in crate::normalize) fn nullable(node: &Node) -> bool {
    node.flag_of(hints::NULLABLE)
}

/// The hints of an operation.
pub(in crate::normalize) fn operation(node: &Node, servers: &[String], given: &[Given], into: &mut Extensions) {
    name(node, into);
    copy(node, hints::RETRY, into, |hint| one_of(hint, &["never", "always"]));
    copy(node, hints::SERVER, into, |hint| {
        let right = hint.value().as_str().is_some_and(|name| servers.iter().any(|server| server == name));
        if !right {
            hint.error("`x-server` names a server of `x-client.servers`");
        }
        right
    });
    let off = |hint: &Node| hint.value() == &Value::Bool(false);
    copy(node, hints::ENVELOPE, into, |hint| off(hint) || is_envelope(hint));
    copy(node, hints::PAGINATION, into, |hint| off(hint) || is_pagination(hint));
    copy(node, hints::IDEMPOTENCY_KEY, into, |hint| off(hint) || is_header(hint));
    if !into.contains_key(hints::PAGINATION) {
        into.extend(pageable(node, given).map(|paging| (hints::PAGINATION.to_owned(), paging)));
    }
}

/// What documents for one well-known generator say of lists with links: the same in our words.
///
/// A list without links is whole. The version of the API belongs to every request, whatever a link says of it.
fn pageable(node: &Node, given: &[Given]) -> Option<Value> {
    const VERSION: &str = "api-version";
    let said = node.raw("x-ms-pageable")?;
    let text = |key: &str| said.value().get(key).and_then(Value::as_str);
    let next = text("nextLinkName")?;
    let place = |name: &str| Pointer::root().push(name).to_string();
    let mut paging = json!({ "style": "next-link", "items": place(text("itemName").unwrap_or("value")), "next": place(next) });
    if given.iter().any(|one| (one.place, one.name.as_str()) == ("query", VERSION)) {
        paging["keep"] = json!([VERSION]);
    }
    if let Some(operation) = text("operationName") {
        paging["operation"] = operation.into();
    }
    Some(paging)
}

/// The hints of the document.
pub(in crate::normalize) fn root(node: &Node, into: &mut Extensions) {
    copy(node, hints::CLIENT, into, is_client);
    copy(node, hints::ENVELOPE, into, is_envelope);
    copy(node, hints::PAGINATION, into, is_pagination);
    copy(node, hints::IDEMPOTENCY_KEY, into, is_header);
}

fn is_client(hint: &Node) -> bool {
    let server = |node: &Node| members(node, |key, value| matches!(key, "default" | "env").then(|| is_text(value)));
    let variable = |node: &Node| members(node, |key, value| (key == "env").then(|| is_text(value)));
    members(hint, |key, value| match key {
        "base-url" => Some(server(value)),
        "token" => Some(variable(value)),
        "headers" => Some(members(value, |_, value| Some(is_text(value)))),
        "parameters" => Some(members(value, |_, value| Some(variable(value)))),
        "servers" => Some(members(value, |_, value| Some(server(value)))),
        _ => None,
    })
}

fn is_envelope(hint: &Node) -> bool {
    let right = members(hint, |key, value| matches!(key, "payload" | "meta").then(|| is_text(value)));
    if right && !hint.has("payload") {
        hint.error("`x-envelope` needs a `payload`: the member that holds it");
    }
    right && hint.has("payload")
}

fn is_changes(hint: &Node) -> bool {
    let right = members(hint, |key, value| match key {
        "of" => Some(is_text(value)),
        "resend" | "merge" | "not-empty" => Some(is_list_of_texts(value)),
        "keys" => Some(members(value, |_, key| Some(is_text(key)))),
        _ => None,
    });
    if right && !hint.has("of") {
        hint.error("`x-changes` needs an `of`: the definition of what is changed");
    }
    right && hint.has("of")
}

fn is_list_of_texts(node: &Node) -> bool {
    let right = node.value().as_array().is_some_and(|items| items.iter().all(Value::is_string));
    if !right {
        node.mismatch("a list of texts");
    }
    right
}

fn is_pagination(hint: &Node) -> bool {
    const STYLES: &[&str] = &["page", "offset", "cursor", "next-link", "link-header"];
    members(hint, |key, value| match key {
        "style" => Some(one_of(value, STYLES)),
        "page" | "offset" | "cursor" | "size" => Some(is_text(value)),
        "items" | "total" | "current" | "last" | "next" => Some(is_pointer(value)),
        "operation" => Some(is_text(value)),
        "keep" => Some(is_list_of_texts(value)),
        "first" => Some(value.number().is_some_and(|number| {
            if !number.is_i64() {
                value.error("`first` is a whole number");
            }
            number.is_i64()
        })),
        _ => None,
    })
}

/// Whether every member of an object is right; one that `is_right` does not know is an error.
fn members(node: &Node, is_right: impl Fn(&str, &Node) -> Option<bool>) -> bool {
    let mut right = node.is_object();
    if !right {
        return false;
    }
    for member in node.entries() {
        right &= is_right(member.name(), &member).unwrap_or_else(|| {
            member.error(format!("unknown key `{}` in a hint", member.name()));
            false
        });
    }
    right
}

fn is_text(node: &Node) -> bool {
    let right = node.value().as_str().is_some_and(|text| !text.is_empty());
    if !right {
        node.mismatch("text that is not empty");
    }
    right
}

fn is_header(node: &Node) -> bool {
    let mark = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let right = node.value().as_str().is_some_and(|text| !text.is_empty() && text.chars().all(mark));
    if !right {
        node.error("expected the name of a header");
    }
    right
}

fn is_pointer(node: &Node) -> bool {
    let right = node.value().as_str().is_some_and(|text| text.is_empty() || text.starts_with('/'));
    if !right {
        node.error("expected a JSON pointer into the reply, such as `/meta/total`");
    }
    right
}

fn one_of(node: &Node, words: &[&str]) -> bool {
    let right = node.value().as_str().is_some_and(|text| words.contains(&text));
    if !right {
        let found = node.value().as_str().map_or_else(|| kind(node.value()).into(), |text| format!("`{text}`"));
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        node.error(format!("expected one of {}; found {found}", words.join(", ")));
    }
    right
}
