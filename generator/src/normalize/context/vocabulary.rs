//! The words of Swagger 2.0, to tell a misplaced one from a misspelt one.

use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::node::Node;
use crate::suggestion::{Action, closest};

/// Every fixed key of a Swagger 2.0 document but [`BOUNDS`].
const WORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "attribute",
    "authorizationUrl",
    "basePath",
    "collectionFormat",
    "consumes",
    "contact",
    "default",
    "definitions",
    "delete",
    "deprecated",
    "description",
    "discriminator",
    "email",
    "enum",
    "example",
    "examples",
    "externalDocs",
    "flow",
    "format",
    "get",
    "head",
    "headers",
    "host",
    "in",
    "info",
    "items",
    "license",
    "name",
    "namespace",
    "operationId",
    "options",
    "parameters",
    "patch",
    "paths",
    "post",
    "prefix",
    "produces",
    "properties",
    "put",
    "readOnly",
    "required",
    "responses",
    "schema",
    "schemes",
    "scopes",
    "security",
    "securityDefinitions",
    "summary",
    "swagger",
    "tags",
    "termsOfService",
    "title",
    "tokenUrl",
    "type",
    "url",
    "version",
    "wrapped",
    "xml",
];

/// Bounds on values. JSON Schema lets them stand beside types that they say nothing about.
pub(in crate::normalize) const BOUNDS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Every fixed key of a Swagger 2.0 document.
fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().chain(BOUNDS).copied()
}

/// Whether a schema says that its values are of a type, perhaps of others as well.
pub(in crate::normalize) fn says(schema: &Value, word: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind == word,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == word),
        _ => false,
    }
}

/// Marks the bounds that say nothing of the type beside them.
pub(in crate::normalize) fn skip_bounds(node: &Node) {
    let unread: Vec<&str> = node.unread().filter_map(|left| BOUNDS.iter().copied().find(|bound| *bound == left.name())).collect();
    node.skip(&unread, Unused::Constraint);
}

/// Reports what nobody has read of a schema.
pub(in crate::normalize) fn finish_schema(node: &Node) {
    skip_bounds(node);
    let kind = node.value().get("type").and_then(Value::as_str).unwrap_or("schema");
    finish(node, kind);
}

/// Reports what nobody has read beside a `$ref`, if there is one.
pub(in crate::normalize) fn beside_reference(node: &Node) {
    if node.raw("$ref").is_none() {
        return;
    }
    for left in node.unread() {
        if left.name().starts_with("x-") && !hints::is_hint(left.name()) {
            unknown_extension(node, &left);
            continue;
        }
        left.unused(Unused::NoEffect);
        let found = Diagnostic::warning(left.pointer(), format!("`{}` has no effect beside `$ref`", left.name()));
        left.report(found.suggest([Action::remove(left.pointer())]));
    }
}

/// Reports what nobody has read of an object: unknown keys, misplaced ones, hints without effect.
pub(in crate::normalize) fn finish(node: &Node, of: &str) {
    let article = if of.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    for left in node.unread() {
        let key = left.name();
        if hints::is_hint(key) || words().any(|word| word == key) {
            left.unused(Unused::NoEffect);
            let found = Diagnostic::warning(left.pointer(), format!("`{key}` has no effect on {article} {of}"));
            left.report(found.suggest([Action::remove(left.pointer())]));
        } else if !key.starts_with("x-") {
            left.unused(Unused::Unknown);
            let message = format!("unknown key `{key}` in {article} {of}");
            let found = Diagnostic::warning(left.pointer(), message);
            left.report(match closest(key, words()) {
                Some(word) => found.help(format!("did you mean `{word}`?")).suggest(renamed(node, &left, word)),
                None => found.suggest([Action::remove(left.pointer())]),
            });
        } else {
            unknown_extension(node, &left);
        }
    }
}

/// Ignores an extension of somebody else's. One that looks like a misspelt hint is reported.
fn unknown_extension(node: &Node, extension: &Node) {
    extension.unused(Unused::Extension);
    if let Some(hint) = hints::near_miss(extension.name()) {
        let message = format!("`{}` is not a hint, and is ignored", extension.name());
        let found = Diagnostic::warning(extension.pointer(), message).help(format!("did you mean `{hint}`?"));
        extension.report(found.suggest(renamed(node, extension, hint)));
    }
}

/// Moves a property to another key, where that is free and the value is short enough to be shown.
pub(in crate::normalize) fn renamed(node: &Node, property: &Node, key: &str) -> Vec<Action> {
    const SHORT: usize = 400;
    if property.value().to_string().len() > SHORT {
        return Vec::new();
    }
    let moved = (!node.has(key)).then(|| Action::set(node.pointer(), key, property.value().clone()));
    moved.into_iter().chain([Action::remove(property.pointer())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_find_the_nearest_one() {
        let cases = [
            ("descripton", Some("description")),
            ("operationID", Some("operationId")),
            ("require", Some("required")),
            ("path", Some("paths")),
            ("webhooks", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(closest(name, words()), expected, "{name}");
        }
    }
}
