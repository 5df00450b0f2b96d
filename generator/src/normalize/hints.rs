//! The hints of documents and overlays, checked and copied into the model.

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::node::{Node, kind};
use crate::normalize::context::given::Extensions;
use crate::pointer::Pointer;

use crate::normalize::context::given::Given;
use crate::normalize::context::vocabulary::{closest, finish, renamed};

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
            hint.error("`x-name` needs a string with at least one letter or digit");
        }
        right
    });
}

/// The hints of a schema, as far as they have an effect there; `x-nullable` goes into the model's own field.
pub(in crate::normalize) fn schema(node: &Node, into: &mut Extensions) {
    // Finding out where a schema stands is not free, and few schemas have hints.
    if !node.value().as_object().is_some_and(|object| object.keys().any(|key| key.starts_with("x-"))) {
        return;
    }
    let place = HintPlace::of(node);
    let known = [
        (hints::NAME, place.is_named() || becomes_type(node)),
        (hints::ENUM_OPEN, is_enum(node)),
        (hints::ENVELOPE, place == HintPlace::Property),
        (hints::CHANGES, place == HintPlace::Definition && is_object(node)),
    ];
    for (key, _) in known.into_iter().filter(|(key, has_effect)| *has_effect && node.has(key)) {
        match key {
            hints::NAME => name(node, into),
            hints::CHANGES => copy(node, key, into, is_changes),
            _ => into.extend(node.get(key).and_then(|hint| hint.flag()).map(|flag| (key.to_owned(), flag.into()))),
        }
    }
    if is_enum(node) {
        of_values(node, hints::ENUM_NAMES, into);
        of_values(node, hints::ENUM_DESCRIPTIONS, into);
    }
}

/// Where a schema stands, as far as hints are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HintPlace {
    Definition,
    Property,
    /// One of several schemas.
    Alternative,
    Elsewhere,
}

impl HintPlace {
    fn of(node: &Node) -> Self {
        let Some(list) = node.pointer().parent() else { return Self::Elsewhere };
        match list.last().as_deref() {
            Some("definitions") => Self::Definition,
            Some("properties") => Self::Property,
            Some(hints::ONE_OF | "oneOf" | "anyOf") => Self::Alternative,
            // A whole file is a definition of others.
            _ if node.pointer().in_file().is_some() => Self::Definition,
            _ => Self::Elsewhere,
        }
    }

    /// Whether whatever stands there gets a name: a type, a field or a variant.
    fn is_named(self) -> bool {
        self != Self::Elsewhere
    }
}

/// Whether a schema lists strings or integers, which become an enum.
fn is_enum(node: &Node) -> bool {
    let kind = node.value().get("type");
    node.has("enum") && kind.is_none_or(|kind| kind.is_array() || ["string", "integer"].iter().any(|known| kind == known))
}

fn is_object(node: &Node) -> bool {
    node.has("properties") || node.has("allOf") || node.value().get("type").is_some_and(|kind| kind == "object")
}

/// Whether a schema may become a type of its own, wherever it stands.
fn becomes_type(node: &Node) -> bool {
    is_enum(node) || node.has("properties") || ["allOf", hints::ONE_OF, "oneOf", "anyOf"].iter().any(|key| node.has(key))
}

/// The name of a type in `x-enum-type`.
pub(in crate::normalize) fn type_name(hint: &Node) -> Option<String> {
    let name = hint.value().as_str().filter(|name| name.chars().any(char::is_alphanumeric));
    if name.is_none() {
        hint.error("`x-enum-type` is the name of a type: a string with at least one letter or digit");
    }
    name.map(str::to_owned)
}

/// What documents say of the values of an enum: an object by value, or a list in the order of `enum`.
fn of_values(node: &Node, key: &str, into: &mut Extensions) {
    let Some(hint) = node.get(key) else { return };
    let values = node.value().get("enum").and_then(Value::as_array);
    let values: Vec<Option<String>> = values.into_iter().flatten().map(wire).collect();
    let mut docs = Map::new();
    if let Some(texts) = hint.value().as_array() {
        if texts.len() != values.len() {
            hint.error(format!("`{key}` has {} entries for {} values", texts.len(), values.len()));
            return;
        }
        let texts = hint.items().collect::<Vec<_>>();
        for (value, text) in values.into_iter().zip(&texts) {
            if let Some(value) = value.filter(|_| is_text(text)) {
                docs.insert(value, text.value().clone());
            }
        }
    } else {
        for entry in hint.entries() {
            if !values.iter().flatten().any(|value| value == entry.name()) {
                entry.error(format!("`{}` is not one of the values of this enum", entry.name()));
            } else if is_text(&entry) {
                docs.insert(entry.name().to_owned(), entry.value().clone());
            }
        }
    }
    into.insert(key.to_owned(), docs.into());
}

/// A value of an enum as it is written in a query.
fn wire(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
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
            hint.error("`x-server` must name a server of `x-client.servers`");
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
    let declared = node.raw("x-ms-pageable")?;
    let text = |key: &str| declared.value().get(key).and_then(Value::as_str);
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
    let server = |node: &Node| properties(node, &["default", "env"], |_, value| is_text(value));
    let variable = |node: &Node| properties(node, &["env"], |_, value| is_text(value));
    properties(hint, &["base-url", "token", "headers", "parameters", "servers"], |key, value| match key {
        "base-url" => server(value),
        "token" => variable(value),
        "headers" => entries(value, is_text),
        "parameters" => entries(value, variable),
        _ => entries(value, server),
    })
}

fn is_envelope(hint: &Node) -> bool {
    let right = properties(hint, &["payload", "meta"], |_, value| is_text(value));
    if right && !hint.has("payload") {
        hint.error("`x-envelope` needs a `payload`: the property that holds it");
    }
    right && hint.has("payload")
}

fn is_changes(hint: &Node) -> bool {
    let right = properties(hint, &["of", "resend", "merge", "not-empty", "keys"], |key, value| match key {
        "of" => is_text(value),
        "keys" => entries(value, is_text),
        _ => is_list_of_texts(value),
    });
    if right && !hint.has("of") {
        hint.error("`x-changes` needs an `of`: the definition of what is changed");
    }
    right && hint.has("of")
}

fn is_list_of_texts(node: &Node) -> bool {
    let right = node.value().as_array().is_some_and(|items| items.iter().all(Value::is_string));
    if !right {
        node.mismatch("an array of strings");
    }
    right
}

fn is_pagination(hint: &Node) -> bool {
    const STYLES: &[&str] = &["page", "offset", "cursor", "next-link", "link-header"];
    const KEYS: &[&str] =
        &["style", "page", "offset", "cursor", "first", "size", "items", "total", "current", "last", "next", "keep", "operation"];
    properties(hint, KEYS, |key, value| match key {
        "style" => one_of(value, STYLES),
        "items" | "total" | "current" | "last" | "next" => is_pointer(value),
        "keep" => is_list_of_texts(value),
        "first" => value.number().is_some_and(|number| {
            if !number.is_i64() {
                value.error("`first` must be an integer");
            }
            number.is_i64()
        }),
        _ => is_text(value),
    })
}

/// Whether every property of an object is right; one that is not known is an error.
fn properties(node: &Node, known: &[&str], is_right: impl Fn(&str, &Node) -> bool) -> bool {
    if !node.is_object() {
        return false;
    }
    let mut right = true;
    for property in node.entries() {
        let key = property.name();
        if known.contains(&key) {
            right &= is_right(key, &property);
            continue;
        }
        right = false;
        let found = Diagnostic::error(property.pointer(), format!("unknown key `{key}` in a hint"));
        property.report(match closest(key, known.iter().copied()) {
            Some(suggestion) => found.help(format!("did you mean `{suggestion}`?")).suggest(renamed(node, &property, suggestion)),
            None => found.help(format!("known are {}", code_list(known))),
        });
    }
    right
}

/// Whether every value of an object is right, whatever its name.
fn entries(node: &Node, is_right: impl Fn(&Node) -> bool) -> bool {
    // Not `all`: every problem is reported.
    node.is_object() && node.entries().filter(|entry| !is_right(entry)).count() == 0
}

fn code_list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn is_text(node: &Node) -> bool {
    let right = node.value().as_str().is_some_and(|text| !text.is_empty());
    if !right {
        node.mismatch("a string that is not empty");
    }
    right
}

fn is_header(node: &Node) -> bool {
    let mark = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let right = node.value().as_str().is_some_and(|text| !text.is_empty() && text.chars().all(mark));
    if !right {
        node.error("expected a valid header name");
    }
    right
}

fn is_pointer(node: &Node) -> bool {
    let right = node.value().as_str().is_some_and(|text| text.is_empty() || text.starts_with('/'));
    if !right {
        node.error("expected a JSON pointer into the response, such as `/meta/total`");
    }
    right
}

fn one_of(node: &Node, words: &[&str]) -> bool {
    let right = node.value().as_str().is_some_and(|text| words.contains(&text));
    if !right {
        let found = node.value().as_str().map_or_else(|| kind(node.value()).into(), |text| format!("`{text}`"));
        node.error(format!("expected one of {}; found {found}", code_list(words)));
    }
    right
}
