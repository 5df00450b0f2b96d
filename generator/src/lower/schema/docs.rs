//! Descriptions.

use openapiv3::{ExternalDocumentation, Operation, Schema};

use crate::ir::Doc;
use crate::lower::schema::facts::{facts, in_code};
use crate::pointer::Pointer;

/// What a schema says about itself.
pub(in crate::lower) fn of_schema(schema: &Schema) -> Doc {
    let data = &schema.schema_data;
    let text = data.description.as_ref().filter(|text| !text.trim().is_empty());
    let facts = facts(schema);
    doc([text.or(data.title.as_ref()).map(String::as_str), facts.as_deref()], data.external_docs.as_ref())
}

/// What a parameter says about itself, or its schema for it.
pub(in crate::lower) fn of_param(text: Option<&str>, schema: Option<&Schema>) -> Doc {
    let own = schema.map(of_schema).unwrap_or_default();
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => doc([Some(text), schema.and_then(facts).as_deref()], None),
        None => own,
    }
}

/// The summary and the description of an operation, once each.
pub(in crate::lower) fn of_operation(operation: &Operation) -> Doc {
    let summary = operation.summary.as_deref().map(str::trim).unwrap_or_default();
    let description = operation.description.as_deref().map(str::trim).unwrap_or_default();
    let summary = Some(summary).filter(|summary| !description.starts_with(summary));
    doc([summary, Some(description)], operation.external_docs.as_ref())
}

/// What can be said of a type that the document says nothing about: where it stands. A parameter is known by its name.
pub(in crate::lower) fn of_place(at: &Pointer, param: Option<&str>) -> Doc {
    let keys: Vec<String> = at.keys().collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let keys = keys.strip_prefix(&["components"]).unwrap_or(&keys);
    let code = |text: &str| format!("`{}`", in_code(text));
    let (place, rest): (String, Vec<&str>) = match keys {
        ["webhooks" | "x-webhooks", name, _, "requestBody", "content", _, "schema"] => {
            return Doc(format!("The payload of the webhook {}.", code(name)));
        }
        ["webhooks" | "x-webhooks", name, _, "parameters", _, "schema"] => {
            return Doc(format!("The payload of the webhook {}.", code(name)));
        }
        ["webhooks" | "x-webhooks", name, ..] => return Doc(format!("A part of the webhook {}.", code(name))),
        ["pathItems", name, ..] => return Doc(format!("A part of the path item {}.", code(name))),
        ["callbacks", name, ..] => return Doc(format!("A part of the callback {}.", code(name))),
        ["paths", path, "parameters", rest @ ..] => (code(path), ["parameters"].iter().chain(rest).copied().collect()),
        ["paths", path, method, rest @ ..] => (code(&format!("{} {path}", method.to_uppercase())), rest.to_vec()),
        ["definitions" | "schemas", name] => return Doc(format!("The definition {}.", code(name))),
        ["definitions" | "schemas", name, ..] => return Doc(format!("A part of the definition {}.", code(name))),
        ["responses", name, ..] => return Doc(format!("A part of the response {}.", code(name))),
        ["parameters", name, ..] => return Doc(format!("Values of the parameter {}.", code(param.unwrap_or(name)))),
        _ => return Doc(format!("See {} in the API's document.", code(&at.to_string()))),
    };
    let part = |whole: &str, of: &[&str]| if of.is_empty() { format!("The {whole}") } else { format!("A part of the {whole}") };
    // The media type of a body says nothing of what it means.
    let rest = match rest.as_slice() {
        ["responses", status, "content", _, of @ ..] => [&["responses", status], of].concat(),
        ["requestBody", "content", _, of @ ..] => [&["parameters", "body"], of].concat(),
        _ => rest,
    };
    Doc(match (param, rest.as_slice()) {
        (Some(param), _) => format!("Values of the parameter {} of {place}.", code(param)),
        (None, ["responses", status, "schema", of @ ..]) if status.starts_with('2') => format!("{} to {place}.", part("response", of)),
        (None, ["responses", status, "schema", of @ ..]) => format!("{} to {place} with the status `{status}`.", part("response", of)),
        (None, ["parameters", _, "schema", of @ ..]) => format!("{} of {place}.", part("body", of)),
        _ => format!("A part of {place}."),
    })
}

/// A description alone.
pub(in crate::lower) fn of_text(text: Option<&str>) -> Doc {
    doc([text, None], None)
}

/// Paragraphs of text, and where there is more.
pub(in crate::lower) fn doc(parts: [Option<&str>; 2], more: Option<&ExternalDocumentation>) -> Doc {
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
