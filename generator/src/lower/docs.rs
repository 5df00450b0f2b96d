//! Descriptions.

use openapiv3::{ExternalDocumentation, Operation, Schema, SchemaKind, Type};
use serde_json::Value;

use crate::ir::Doc;

/// What a schema says about itself.
pub(super) fn of_schema(schema: &Schema) -> Doc {
    let data = &schema.schema_data;
    let text = data.description.as_ref().filter(|text| !text.trim().is_empty());
    let facts = facts(schema);
    doc([text.or(data.title.as_ref()).map(String::as_str), facts.as_deref()], data.external_docs.as_ref())
}

/// What a parameter says about itself, or its schema for it.
pub(super) fn of_param(text: Option<&str>, schema: Option<&Schema>) -> Doc {
    let own = schema.map(of_schema).unwrap_or_default();
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => doc([Some(text), schema.and_then(facts).as_deref()], None),
        None => own,
    }
}

/// What a schema demands of a value beyond its type, in words.
fn facts(schema: &Schema) -> Option<String> {
    let mut facts = Vec::new();
    let (least, most, what, pattern) = match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => (text.min_length.map(show), text.max_length.map(show), " characters", text.pattern.clone()),
        SchemaKind::Type(Type::Integer(number)) => (number.minimum.map(show), number.maximum.map(show), "", None),
        SchemaKind::Type(Type::Number(number)) => (number.minimum.map(show), number.maximum.map(show), "", None),
        SchemaKind::Type(Type::Array(list)) => (list.min_items.map(show), list.max_items.map(show), " items", None),
        _ => (None, None, "", None),
    };
    facts.extend(match (least, most) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}{what}.")),
        (Some(least), None) => Some(format!("At least {least}{what}.")),
        (None, Some(most)) => Some(format!("At most {most}{what}.")),
        (None, None) => None,
    });
    facts.extend(pattern.map(|pattern| format!("Pattern: `{}`.", in_code(&pattern))));
    let default = schema.schema_data.default.as_ref().filter(|default| !default.is_null());
    facts.extend(default.map(|default| match default {
        Value::String(text) => format!("Default: `{}`.", in_code(text)),
        default => format!("Default: `{}`.", in_code(&default.to_string())),
    }));
    (!facts.is_empty()).then(|| facts.join(" "))
}

fn show(value: impl ToString) -> String {
    value.to_string()
}

/// Text that stays inside one span of code.
fn in_code(text: &str) -> String {
    text.replace('`', "'").replace(['\n', '\r'], " ")
}

/// The summary and the description of an operation, once each.
pub(super) fn of_operation(operation: &Operation) -> Doc {
    let summary = operation.summary.as_deref().map(str::trim).unwrap_or_default();
    let description = operation.description.as_deref().map(str::trim).unwrap_or_default();
    let said = description.starts_with(summary);
    let summary = if said { None } else { Some(summary) };
    doc([summary, Some(description)], operation.external_docs.as_ref())
}

/// A description alone.
pub(super) fn of_text(text: Option<&str>) -> Doc {
    doc([text, None], None)
}

/// Paragraphs of text, and where there is more.
pub(super) fn doc(parts: [Option<&str>; 2], more: Option<&ExternalDocumentation>) -> Doc {
    let mut text = String::new();
    for part in parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(part);
    }
    if let Some(more) = more.filter(|more| !more.url.trim().is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let label = more.description.as_deref().map(str::trim).filter(|label| !label.is_empty());
        text.push_str(&format!("{}: {}", label.unwrap_or("More"), more.url.trim()));
    }
    Doc(text)
}
