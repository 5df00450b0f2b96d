//! What schemas demand that neither a type nor a constraint can hold: it is documented in words.

use openapiv3::SchemaData;
use serde_json::Value;

use crate::hints;
use crate::node::Node;
use crate::normalize::context::document::Document;

/// How many characters of a schema a sentence shows at most.
const LONGEST: usize = 160;

impl Document<'_> {
    /// Keeps the demands of a schema as sentences for the documentation.
    pub(super) fn demands(&self, node: &Node<'_, '_>, data: &mut SchemaData) {
        let sentences = match () {
            () if self.dialect.has_json_schema() => [exclusion(node), of_json_schema(node)].concat(),
            () if self.dialect.is_openapi3() => exclusion(node),
            () => Vec::new(),
        };
        if !sentences.is_empty() {
            data.extensions.insert(hints::DEMANDS.to_owned(), sentences.into());
        }
    }
}

fn exclusion(node: &Node) -> Vec<String> {
    let excluded = node.value().get("not").map(|not| match not.get("required").and_then(names).filter(|_| keys(not) == 1) {
        Some(names) if names.len() == 1 => format!("Never with {}.", names.concat()),
        Some(names) => format!("Never with all of {}.", names.join(", ")),
        None => format!("No value that is {}.", shown(not)),
    });
    excluded.into_iter().collect()
}

fn of_json_schema(node: &Node) -> Vec<String> {
    let get = |key: &str| node.value().get(key);
    let mut found = Vec::new();
    if let Some(condition) = get("if") {
        let branch = |word: &str, key: &str| get(key).map(|schema| format!("{word} {}", shown(schema)));
        let branches: Vec<String> = branch("it is", "then").into_iter().chain(branch("otherwise", "else")).collect();
        if !branches.is_empty() {
            found.push(format!("Where it is {}, {}.", shown(condition), branches.join("; ")));
        }
    }
    for key in ["dependentRequired", "dependencies"] {
        for (name, others) in get(key).and_then(Value::as_object).into_iter().flatten() {
            found.extend(
                names(others).filter(|names| !names.is_empty()).map(|names| format!("With {}: {} too.", code(name), names.join(", "))),
            );
        }
    }
    for (key, of) in [("dependentSchemas", true), ("dependencies", false)] {
        let schemas = get(key).and_then(Value::as_object).into_iter().flatten();
        found.extend(
            schemas
                .filter(|(_, schema)| of || schema.is_object())
                .map(|(name, schema)| format!("With {} it is {}.", code(name), shown(schema))),
        );
    }
    if let Some(contained) = get("contains") {
        let count = |key: &str| get(key).and_then(Value::as_u64);
        let many = match (count("minContains").unwrap_or(1), count("maxContains")) {
            (1, None) => "At least one item is".to_owned(),
            (least, None) => format!("At least {least} of the items are"),
            (least, Some(most)) => format!("From {least} to {most} of the items are"),
        };
        found.push(format!("{many} {}.", shown(contained)));
    }
    found.extend(get("propertyNames").map(|names| format!("Names of properties are {}.", shown(names))));
    // Bytes of any kind are what the type says already.
    let media_type = get("contentMediaType").and_then(Value::as_str).filter(|media| *media != "application/octet-stream");
    found.extend(media_type.map(|media| format!("The content is of the media type {}.", code(media))));
    found.extend(get("contentSchema").map(|schema| format!("The content is {}.", shown(schema))));
    for (key, what) in [("unevaluatedItems", "items"), ("unevaluatedProperties", "properties")] {
        if get(key) == Some(&Value::Bool(false)) {
            found.push(format!("There are no {what} but those that are described."));
        } else if key == "unevaluatedItems" {
            found.extend(get(key).map(|schema| format!("Further {what} are {}.", shown(schema))));
        }
    }
    found
}

fn keys(schema: &Value) -> usize {
    schema.as_object().map_or(0, serde_json::Map::len)
}

/// Names, as code.
fn names(list: &Value) -> Option<Vec<String>> {
    Some(list.as_array()?.iter().filter_map(Value::as_str).map(code).collect())
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace(char::is_control, " "))
}

/// A schema in a sentence: its JSON, or the name of what it refers to.
fn shown(schema: &Value) -> String {
    match schema {
        Value::Bool(true) => "anything".to_owned(),
        Value::Bool(false) => "nothing".to_owned(),
        _ if keys(schema) == 1 && schema.get("$ref").is_some() => {
            let name = schema.get("$ref").and_then(Value::as_str).unwrap_or_default();
            code(name.rsplit('/').next().unwrap_or(name))
        }
        schema => {
            let text = schema.to_string();
            match text.char_indices().nth(LONGEST) {
                Some((end, _)) => code(&format!("{}…", &text[..end])),
                None => code(&text),
            }
        }
    }
}
