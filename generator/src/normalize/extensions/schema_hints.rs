//! The hints of a schema.

use crate::hints;
use crate::hints::values::{ChangesHint, DiscriminatorValue, SchemaHints, XmlHint};
use crate::node::Node;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions::bearer::{has_hints, hint, name};
use crate::normalize::extensions::checks::{entries, properties, text, texts};
use crate::normalize::extensions::enum_hints::{enum_hints, is_enum};
use crate::request::ListStyle;

/// The hints of a schema, as far as they have an effect there; `x-nullable` goes into the model's own field.
///
/// `list` is how it is written as a list. None where nothing is said, as of most schemas.
pub(in crate::normalize) fn schema(node: &Node, list: Option<ListStyle>) -> Option<SchemaHints> {
    let has_hints = has_hints(node);
    if !has_hints && list.is_none() && !node.has("xml") {
        return None;
    }
    let mut read = SchemaHints { list, ..SchemaHints::default() };
    // Finding out where a schema stands is not free.
    if has_hints {
        read_hints(node, &mut read);
    }
    read.xml = xml(node);
    Some(read)
}

fn read_hints(node: &Node, read: &mut SchemaHints) {
    let place = HintPlace::of(node);
    if place.is_named() || becomes_type(node) {
        read.name = name(node);
    }
    read.values = enum_hints(node);
    read.own_type = own_type(node);
    let attributes = || node.get(hints::RUST_ATTRIBUTES).and_then(|hint| texts(&hint)).unwrap_or_default();
    match place {
        HintPlace::Definition => read.attributes = attributes(),
        HintPlace::Property => read.field_attributes = attributes(),
        HintPlace::Alternative | HintPlace::Elsewhere => {}
    }
    if place == HintPlace::Property {
        read.is_wrapped = node.get(hints::ENVELOPE).and_then(|hint| hint.flag()).unwrap_or_default();
    }
    if place == HintPlace::Definition && is_object(node) {
        read.changes = node.get(hints::CHANGES).and_then(|hint| changes(&hint));
    }
    if place == HintPlace::Definition {
        read.derives = node.get(hints::RUST_DERIVE).and_then(|hint| texts(&hint)).unwrap_or_default();
    }
    read.discriminator_value = discriminator_value(node, place);
}

/// The path of a type.
pub(in crate::normalize) fn own_type(node: &Node) -> Option<String> {
    hint(node, hints::RUST_TYPE).and_then(|hint| text(&hint))
}

/// The value by which a definition is distinguished. The word of another generator's is the same.
fn discriminator_value(node: &Node, place: HintPlace) -> Option<DiscriminatorValue> {
    let read = |key: &str| {
        let hint = node.get(key)?;
        let Some(text) = hint.written() else {
            hint.mismatch("a string, a number or a boolean");
            return None;
        };
        let json = if hint.value().is_string() { text.to_string() } else { hint.value().to_string() };
        Some(DiscriminatorValue { text: text.into_owned(), json })
    };
    let own = if place == HintPlace::Definition { read(hints::DISCRIMINATOR_VALUE) } else { None };
    let other = read("x-ms-discriminator-value");
    own.or(other)
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
            Some("schemas") if list.as_str() == "/components/schemas" => Self::Definition,
            Some("properties") => Self::Property,
            Some(hints::ONE_OF | "oneOf" | "anyOf") => Self::Alternative,
            // A whole file is a definition of others.
            _ if node.pointer().in_bundle().is_some() => Self::Definition,
            _ => Self::Elsewhere,
        }
    }

    /// Whether whatever stands there gets a name: a type, a field or a variant.
    fn is_named(self) -> bool {
        self != Self::Elsewhere
    }
}

fn is_object(node: &Node) -> bool {
    node.has("properties") || node.has("allOf") || node.value().get("type").is_some_and(|kind| kind == "object")
}

/// Whether a schema may become a type of its own, wherever it stands.
fn becomes_type(node: &Node) -> bool {
    is_enum(node) || node.has("properties") || ["allOf", hints::ONE_OF, "oneOf", "anyOf"].iter().any(|key| node.has(key))
}

/// What a schema says of XML.
fn xml(node: &Node) -> Option<XmlHint> {
    let xml = node.get("xml").filter(Node::is_object)?;
    let string = |key: &str| xml.text_of(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let read = XmlHint {
        name: string("name"),
        namespace: string("namespace"),
        prefix: string("prefix"),
        attribute: xml.flag_of("attribute"),
        wrapped: xml.flag_of("wrapped"),
        text: xml.flag_of("x-ms-text"),
    };
    finish(&xml, "object for XML");
    Some(read)
}

/// `x-nullable`.
pub(in crate::normalize) fn nullable(node: &Node) -> bool {
    hint(node, hints::NULLABLE).and_then(|hint| hint.flag()).unwrap_or_default()
}

fn changes(hint: &Node) -> Option<ChangesHint> {
    let (mut of, mut read) = (None, ChangesHint::default());
    properties(hint, &["of", "resend", "merge", "not-empty", "keys"], |key, value| match key {
        "of" => of = text(value),
        "keys" => read.keys = entries(value, text),
        "resend" => read.resend = texts(value).unwrap_or_default(),
        "merge" => read.merge = texts(value).unwrap_or_default(),
        _ => read.not_empty = texts(value).unwrap_or_default(),
    });
    if hint.value().is_object() && !hint.has("of") {
        hint.warn("`x-changes` needs an `of`, the definition of what is changed: the hint is left out");
    }
    of.map(|of| ChangesHint { of, ..read })
}
