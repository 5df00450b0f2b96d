//! The words of each dialect, to tell a misplaced one from a misspelt one.

use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints;
use crate::node::Node;
use crate::normalize::dialect::Dialect;
use crate::suggestion::{Action, closest};

/// Every fixed key of Swagger 2.0.
const OF_SWAGGER_2: &[&str] = &[
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
    "exclusiveMaximum",
    "exclusiveMinimum",
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
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "namespace",
    "operationId",
    "options",
    "parameters",
    "patch",
    "paths",
    "pattern",
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
    "uniqueItems",
    "url",
    "version",
    "wrapped",
    "xml",
];

/// Every fixed key of OpenAPI 3.0.
const OF_OPENAPI_3_0: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "allowReserved",
    "anyOf",
    "attribute",
    "authorizationCode",
    "authorizationUrl",
    "bearerFormat",
    "callbacks",
    "clientCredentials",
    "components",
    "contact",
    "content",
    "contentType",
    "default",
    "delete",
    "deprecated",
    "description",
    "discriminator",
    "email",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "externalDocs",
    "externalValue",
    "flows",
    "format",
    "get",
    "head",
    "headers",
    "implicit",
    "in",
    "info",
    "items",
    "license",
    "links",
    "mapping",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "namespace",
    "not",
    "nullable",
    "oneOf",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "operationRef",
    "options",
    "parameters",
    "password",
    "patch",
    "paths",
    "pattern",
    "post",
    "prefix",
    "properties",
    "propertyName",
    "put",
    "readOnly",
    "refreshUrl",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "scheme",
    "scopes",
    "security",
    "securitySchemes",
    "server",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "tokenUrl",
    "trace",
    "type",
    "uniqueItems",
    "url",
    "value",
    "variables",
    "version",
    "wrapped",
    "writeOnly",
    "xml",
];

/// Every fixed key of OpenAPI 3.1, and of the schemas that it has.
const OF_OPENAPI_3_1: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "allowReserved",
    "anyOf",
    "attribute",
    "authorizationCode",
    "authorizationUrl",
    "bearerFormat",
    "callbacks",
    "clientCredentials",
    "components",
    "const",
    "contact",
    "contains",
    "content",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "contentType",
    "default",
    "definitions",
    "delete",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "email",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "externalDocs",
    "externalValue",
    "flows",
    "format",
    "get",
    "head",
    "headers",
    "identifier",
    "if",
    "implicit",
    "in",
    "info",
    "items",
    "jsonSchemaDialect",
    "license",
    "links",
    "mapping",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "namespace",
    "not",
    "nullable",
    "oneOf",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "operationRef",
    "options",
    "parameters",
    "password",
    "patch",
    "pathItems",
    "paths",
    "pattern",
    "patternProperties",
    "post",
    "prefix",
    "prefixItems",
    "properties",
    "propertyName",
    "propertyNames",
    "put",
    "readOnly",
    "refreshUrl",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "scheme",
    "scopes",
    "security",
    "securitySchemes",
    "server",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "then",
    "title",
    "tokenUrl",
    "trace",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "url",
    "value",
    "variables",
    "version",
    "webhooks",
    "wrapped",
    "writeOnly",
    "xml",
];

/// Every fixed key of OpenAPI 3.2, and of the schemas that it has.
const OF_OPENAPI_3_2: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "$self",
    "$vocabulary",
    "additionalOperations",
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "allowReserved",
    "anyOf",
    "attribute",
    "authorizationCode",
    "authorizationUrl",
    "bearerFormat",
    "callbacks",
    "clientCredentials",
    "components",
    "const",
    "contact",
    "contains",
    "content",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "contentType",
    "dataValue",
    "default",
    "defaultMapping",
    "definitions",
    "delete",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "deviceAuthorization",
    "deviceAuthorizationUrl",
    "discriminator",
    "else",
    "email",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "externalDocs",
    "externalValue",
    "flows",
    "format",
    "get",
    "head",
    "headers",
    "identifier",
    "if",
    "implicit",
    "in",
    "info",
    "itemEncoding",
    "itemSchema",
    "items",
    "jsonSchemaDialect",
    "kind",
    "license",
    "links",
    "mapping",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "mediaTypes",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "namespace",
    "nodeType",
    "not",
    "nullable",
    "oauth2MetadataUrl",
    "oneOf",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "operationRef",
    "options",
    "parameters",
    "parent",
    "password",
    "patch",
    "pathItems",
    "paths",
    "pattern",
    "patternProperties",
    "post",
    "prefix",
    "prefixEncoding",
    "prefixItems",
    "properties",
    "propertyName",
    "propertyNames",
    "put",
    "query",
    "readOnly",
    "refreshUrl",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "scheme",
    "scopes",
    "security",
    "securitySchemes",
    "serializedValue",
    "server",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "then",
    "title",
    "tokenUrl",
    "trace",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "url",
    "value",
    "variables",
    "version",
    "webhooks",
    "wrapped",
    "writeOnly",
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

/// Every fixed key of a dialect.
pub(in crate::normalize) fn words(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Swagger2 => OF_SWAGGER_2,
        Dialect::OpenApi30 => OF_OPENAPI_3_0,
        Dialect::OpenApi31 => OF_OPENAPI_3_1,
        Dialect::OpenApi32 => OF_OPENAPI_3_2,
    }
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
    report_unread(node, kind, true);
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
        left.report_repaired(found.suggest([Action::remove(left.pointer())]), Change::Remove);
    }
}

/// Reports what nobody has read of an object: unknown keys, misplaced ones, hints without effect.
pub(in crate::normalize) fn finish(node: &Node, of: &str) {
    report_unread(node, of, false);
}

/// Whether a key may stand in an object all the same: nothing else can be read of the document with it, but others read it.
fn may_stand(node: &Node, of: &str, key: &str, is_schema: bool) -> bool {
    let has = |word: &str| node.words().contains(&word);
    let (is_openapi3, has_json_schema) = (has("components"), has("const"));
    match (of, key) {
        _ if is_schema => is_openapi3 && has(key) || has_json_schema,
        ("document", "webhooks") | ("document's info", "summary") => has_json_schema,
        _ => false,
    }
}

fn report_unread(node: &Node, of: &str, is_schema: bool) {
    let article = if of.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    for left in node.unread() {
        let key = left.name();
        if hints::is_hint(key) || node.words().contains(&key) {
            left.unused(Unused::NoEffect);
            let found = Diagnostic::warning(left.pointer(), format!("`{key}` has no effect on {article} {of}"));
            let found = found.suggest([Action::remove(left.pointer())]);
            // Hints may stand anywhere.
            if hints::is_hint(key) || may_stand(node, of, key, is_schema) {
                left.report(found);
            } else {
                left.report_repaired(found, Change::Remove);
            }
        } else if !key.starts_with("x-") {
            left.unused(Unused::Unknown);
            let message = format!("unknown key `{key}` in {article} {of}");
            let found = Diagnostic::warning(left.pointer(), message);
            let found = match closest(key, node.words().iter().copied()) {
                Some(word) => found.help(format!("did you mean `{word}`?")).suggest(renamed(node, &left, word)),
                None => found.suggest([Action::remove(left.pointer())]),
            };
            if may_stand(node, of, key, is_schema) {
                left.report(found);
            } else {
                left.report_repaired(found, Change::Remove);
            }
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
            assert_eq!(closest(name, words(Dialect::Swagger2).iter().copied()), expected, "{name}");
        }
    }
}
