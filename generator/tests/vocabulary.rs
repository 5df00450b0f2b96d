//! Every word that a specification defines is read, or reported: adding it to a document changes what is generated, is a warning, or
//! is an entry of the report on what is not used. The words of schemas are never only in the report, but for those that say nothing
//! of values.
//!
//! The lists are those of the specifications: OpenAPI 3.0.4, 3.1.1 and 3.2.0, and JSON Schema 2020-12.

use generator::{Extras, Generated, Options, Source};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["3.0.4", "3.1.1", "3.2.0"];

/// Words of JSON Schema that name things, or say nothing of values.
const NAMES: [&str; 7] = ["$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$schema", "$vocabulary"];

fn generate(document: &Value) -> Generated {
    let source = Source::from_bytes("spec.json", document.to_string().into_bytes()).unwrap();
    let options =
        Options { header: "// @generated".to_owned(), extras: Extras { unused: true, ..Extras::default() }, ..Options::default() };
    let none = |path: &str| Err(format!("there is no {path}"));
    generator::generate(&source, None, &none, &options).unwrap_or_else(|found| panic!("{}\n{document}", generator::render_all(&found)))
}

/// What is generated, and what is said about the document.
fn output(generated: &Generated) -> String {
    let files: Vec<&str> = generated.files.values().map(String::as_str).collect();
    let warnings: Vec<String> = generated.warnings.iter().map(|found| format!("{} {}", found.at.as_str(), found.message)).collect();
    [files.concat(), generated.overview.clone(), format!("{:?}", generated.about), warnings.join("\n")].concat()
}

/// Whether a place is in the report on what is not used, or what it lies in, or something in it.
fn is_in_report(generated: &Generated, at: &str) -> bool {
    let is_below = |one: &str, other: &str| one == other || one.starts_with(&format!("{other}/"));
    generated.unused.iter().any(|entry| is_below(entry.at.as_str(), at) || is_below(at, entry.at.as_str()))
}

/// A document with one property of this schema, which is sent and read.
fn with_schema(version: &str, schema: &Value) -> Value {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let content = json!({"application/json": {"schema": thing}});
    json!({
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://h.example/v1"}],
        "paths": {"/things": {"put": {
            "operationId": "putThing", "tags": ["things"],
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "It.", "content": content}},
        }}},
        "components": {"schemas": {
            "Thing": {"type": "object", "properties": {"it": schema}},
            "Other": {"type": "object", "properties": {"name": {"type": "string"}}},
        }},
    })
}

/// The words of a schema: the versions from which on (a number of [`VERSIONS`]) up to which they are, what they stand beside, and a
/// value.
fn words() -> Vec<(usize, usize, &'static str, Value, Value)> {
    let (string, number, list, object) =
        (json!({"type": "string"}), json!({"type": "number"}), json!({"type": "array", "items": {}}), json!({"type": "object"}));
    let any = json!({});
    let described = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
    let integers = json!({"type": "array", "items": {"type": "integer"}});
    let other = json!({"$ref": "#/components/schemas/Other"});
    let pet = json!({"oneOf": [other]});
    let all = |key, beside: &Value, value| (0, 2, key, beside.clone(), value);
    let later = |key, beside: &Value, value| (1, 2, key, beside.clone(), value);
    vec![
        all("type", &any, json!("string")),
        all("format", &string, json!("date")),
        all("title", &described, json!("A title of its own")),
        all("description", &string, json!("What it is.")),
        all("default", &string, json!("x")),
        all("example", &string, json!("an example")),
        all("deprecated", &string, json!(true)),
        all("readOnly", &string, json!(true)),
        (0, 2, "writeOnly", json!({"type": "string"}), json!(true)),
        all("externalDocs", &string, json!({"url": "https://h.example/docs"})),
        all("enum", &string, json!(["a", "b"])),
        all("multipleOf", &number, json!(2)),
        all("minimum", &number, json!(1)),
        all("maximum", &number, json!(9)),
        (0, 0, "exclusiveMinimum", json!({"type": "number", "minimum": 1}), json!(true)),
        (0, 0, "exclusiveMaximum", json!({"type": "number", "maximum": 1}), json!(true)),
        later("exclusiveMinimum", &number, json!(1)),
        later("exclusiveMaximum", &number, json!(9)),
        all("minLength", &string, json!(1)),
        all("maxLength", &string, json!(9)),
        all("pattern", &string, json!("^a")),
        all("items", &json!({"type": "array"}), json!({"type": "string"})),
        all("minItems", &list, json!(1)),
        all("maxItems", &list, json!(9)),
        all("uniqueItems", &list, json!(true)),
        all("properties", &object, json!({"a": {"type": "string"}})),
        all("required", &described, json!(["a"])),
        all("minProperties", &object, json!(1)),
        all("maxProperties", &object, json!(9)),
        all("additionalProperties", &object, json!({"type": "string"})),
        all("allOf", &any, json!([other])),
        all("oneOf", &any, json!([other, {"type": "string"}])),
        all("anyOf", &any, json!([other, {"type": "string"}])),
        all("not", &string, json!({"const": "x", "enum": ["x"]})),
        (0, 0, "nullable", json!({"type": "string"}), json!(true)),
        all("discriminator", &pet, json!({"propertyName": "name"})),
        all("xml", &string, json!({"name": "element"})),
        all("$ref", &any, json!("#/components/schemas/Other")),
        later("const", &string, json!("x")),
        later("examples", &string, json!(["an example"])),
        later("prefixItems", &list, json!([{"type": "integer"}])),
        later("contains", &integers, json!({"const": 1})),
        later("minContains", &json!({"type": "array", "items": {}, "contains": {"const": 1}}), json!(2)),
        later("maxContains", &json!({"type": "array", "items": {}, "contains": {"const": 1}}), json!(2)),
        later("unevaluatedItems", &json!({"type": "array", "prefixItems": [{"type": "string"}]}), json!(false)),
        later("unevaluatedProperties", &described, json!(false)),
        later("patternProperties", &object, json!({"^a": {"type": "string"}})),
        later("propertyNames", &json!({"type": "object", "additionalProperties": {"type": "string"}}), json!({"pattern": "^a"})),
        later("dependentRequired", &described, json!({"a": ["b"]})),
        later("dependentSchemas", &described, json!({"a": {"required": ["b"]}})),
        later("if", &json!({"type": "string", "then": {"minLength": 2}}), json!({"const": "x"})),
        later("then", &json!({"type": "string", "if": {"pattern": "^x"}}), json!({"minLength": 2})),
        later("else", &json!({"type": "string", "if": {"pattern": "^x"}}), json!({"minLength": 2})),
        later("contentEncoding", &string, json!("base64")),
        later("contentMediaType", &string, json!("application/json")),
        later("contentSchema", &json!({"type": "string", "contentMediaType": "application/json"}), json!({"type": "object"})),
        later("$dynamicRef", &any, json!("#/components/schemas/Other")),
        later("$anchor", &string, json!("anchor")),
        later("$comment", &string, json!("A comment.")),
        later("$defs", &string, json!({"A": {"type": "string"}})),
        later("$dynamicAnchor", &string, json!("anchor")),
        later("$id", &string, json!("https://h.example/schema")),
        later("$schema", &string, json!("https://json-schema.org/draft/2020-12/schema")),
        later("$vocabulary", &string, json!({"https://json-schema.org/draft/2020-12/vocab/core": true})),
    ]
}

#[test]
fn every_word_of_a_schema_changes_what_is_generated_or_is_reported() {
    let mut silent = Vec::new();
    for (since, until, word, beside, value) in words() {
        for version in &VERSIONS[since..=until] {
            let mut schema = beside.clone();
            schema[word] = value.clone();
            let document = |schema: &Value| {
                let mut document = with_schema(version, schema);
                if word == "xml" {
                    let content = &mut document["paths"]["/things"]["put"]["requestBody"]["content"];
                    *content = json!({"application/xml": content["application/json"]});
                }
                generate(&document)
            };
            let (with, without) = (document(&schema), document(&beside));
            let is_told = output(&with) != output(&without);
            let is_known = NAMES.contains(&word) && is_in_report(&with, &format!("/components/schemas/Thing/properties/it/{word}"));
            if !is_told && !is_known {
                silent.push(format!("{version} {word}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_boolean_stands_for_a_schema_everywhere() {
    for value in [true, false] {
        for schema in [
            json!(value),
            json!({"type": "object", "properties": {"a": value}, "patternProperties": {"^b": value}, "additionalProperties": value}),
            json!({"type": "object", "propertyNames": value, "unevaluatedProperties": value, "dependentSchemas": {"a": value}}),
            json!({"type": "array", "items": value, "contains": value}),
            json!({"type": "array", "prefixItems": [value, value], "unevaluatedItems": value}),
            json!({"type": "array", "prefixItems": [value], "items": value}),
            json!({"allOf": [value, {"type": "string"}]}),
            json!({"oneOf": [value, {"type": "string"}]}),
            json!({"anyOf": [value, {"type": "string"}]}),
            json!({"type": "string", "not": value, "if": value, "then": value, "else": value, "contentSchema": value}),
            json!({"type": "string", "$defs": {"A": value}}),
        ] {
            let generated = generate(&with_schema("3.1.1", &schema));
            assert_eq!((generated.operations, generated.emitted), (1, 1), "{schema}");
        }
    }
}

/// A document with all that further fields are added to.
fn whole(version: &str) -> Value {
    let string = json!({"type": "string"});
    let mut document = with_schema(version, &string);
    document["info"]["contact"] = json!({});
    document["info"]["license"] = json!({"name": "MIT"});
    document["servers"] = json!([{"url": "https://{place}.example/v1", "variables": {"place": {"default": "h"}}}]);
    document["tags"] = json!([{"name": "things"}, {"name": "parents"}]);
    document["components"]["schemas"]["Pet"] = json!({"oneOf": [{"$ref": "#/components/schemas/Other"}, {"$ref": "#/components/schemas/Marked"}], "discriminator": {"propertyName": "name"}});
    document["components"]["schemas"]["Marked"] = json!({"type": "object", "properties": {"a": {"type": "string", "xml": {}}, "l": {"type": "array", "items": string, "xml": {}}}, "externalDocs": {"url": "https://h.example"}});
    document["components"]["securitySchemes"] = json!({
        "key": {"type": "apiKey", "in": "header", "name": "x-key"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "oauth": {"type": "oauth2", "flows": {
            "implicit": {"authorizationUrl": "https://h.example/a", "scopes": {}},
            "password": {"tokenUrl": "https://h.example/t", "scopes": {}},
            "clientCredentials": {"tokenUrl": "https://h.example/t", "scopes": {}},
            "authorizationCode": {"authorizationUrl": "https://h.example/a", "tokenUrl": "https://h.example/t", "scopes": {}},
        }},
    });
    let operation = json!({
        "operationId": "addThing", "tags": ["things"],
        "parameters": [
            {"name": "q", "in": "query", "schema": {"type": "array", "items": string}},
            {"name": "n", "in": "query", "schema": {"type": "integer"}},
        ],
        "requestBody": {"content": {"multipart/form-data": {
            "schema": {"type": "object", "properties": {"a": {"type": "array", "items": string}, "o": {"$ref": "#/components/schemas/Marked"}}},
            "encoding": {"a": {}, "o": {}},
        }, "application/xml": {"schema": {"$ref": "#/components/schemas/Marked"}}}},
        "responses": {"200": {"description": "It.", "headers": {"x-a": {"schema": string}}, "links": {"next": {"operationId": "putThing"}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}, "application/xml": {"schema": {"$ref": "#/components/schemas/Marked"}}}}},
        "externalDocs": {"url": "https://h.example"},
    });
    document["paths"]["/more"] = json!({"post": operation});
    document
}

/// A request that the API sends.
fn received() -> Value {
    json!({
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"sent": {"type": "string"}}}}}},
        "responses": {"200": {"description": "Thanks."}},
    })
}

/// What the API sends is read, and not merely reported.
#[test]
fn webhooks_and_callbacks_become_types() {
    let places = ["/webhooks", "/x-webhooks", "/paths/~1more/post/callbacks"];
    for (number, version) in VERSIONS.iter().enumerate() {
        for at in places.into_iter().filter(|at| number > 0 || *at != "/webhooks") {
            let (parent, key) = at.rsplit_once('/').unwrap();
            let mut document = whole(version);
            let request = json!({"post": received()});
            let list = if key == "callbacks" { json!({"made": {"{$request.body#/url}": request}}) } else { json!({"made": request}) };
            document.pointer_mut(parent).unwrap()[key] = list;
            let generated = generate(&document);
            let file = generated.files.get("webhook.rs").unwrap_or_else(|| panic!("{version} {at}: there is no module"));
            assert!(file.contains("pub sent: Option<String>"), "{version} {at}: {file}");
            if key == "callbacks" {
                let method = generated.files["things.rs"].split("pub fn add_thing").next().unwrap();
                assert!(method.contains("/// - `made` to `{$request.body#/url}`, which `webhook::add_thing_made` reads"), "{method}");
            }
            let item = if key == "callbacks" { "made/{$request.body#~1url}" } else { "made" };
            assert!(!is_in_report(&generated, &format!("{at}/{item}/post/requestBody")), "{version} {at}: {:#?}", generated.unused);
        }
    }
}

/// The fields of objects: the version from which on they are there, where they are added, and a value.
fn fields() -> Vec<(usize, &'static str, Value)> {
    let server = json!([{"url": "https://other.example"}]);
    let docs = json!({"url": "https://h.example/docs"});
    let string = json!({"type": "string"});
    let received = received();
    vec![
        (2, "/$self", json!("https://h.example/openapi.json")),
        (1, "/jsonSchemaDialect", json!("https://h.example/dialect")),
        (1, "/webhooks", json!({"made": {"post": received}})),
        (0, "/x-webhooks", json!({"made": {"post": received}})),
        (0, "/security", json!([{"key": []}])),
        (0, "/externalDocs", docs.clone()),
        (1, "/info/summary", json!("A summary of it all.")),
        (0, "/info/description", json!("What it is all about.")),
        (0, "/info/termsOfService", json!("https://h.example/terms")),
        (0, "/info/contact/name", json!("Someone")),
        (0, "/info/contact/url", json!("https://h.example/contact")),
        (0, "/info/contact/email", json!("a@h.example")),
        (1, "/info/license/identifier", json!("MIT")),
        (0, "/info/license/url", json!("https://h.example/license")),
        (0, "/servers/0/description", json!("The only one.")),
        (2, "/servers/0/name", json!("main")),
        (0, "/servers/0/variables/place/enum", json!(["h", "i"])),
        (0, "/servers/0/variables/place/description", json!("Where it stands.")),
        (0, "/tags/0/description", json!("All things.")),
        (0, "/tags/0/externalDocs", docs.clone()),
        (2, "/tags/0/summary", json!("Things of all kinds")),
        (2, "/tags/0/parent", json!("parents")),
        (2, "/tags/0/kind", json!("nav")),
        (0, "/components/responses", json!({"Unused": {"description": "Nobody refers to it."}})),
        (0, "/components/parameters", json!({"Unused": {"name": "u", "in": "query", "schema": string}})),
        (0, "/components/examples", json!({"Unused": {"value": 1}})),
        (0, "/components/requestBodies", json!({"Unused": {"content": {"application/json": {}}}})),
        (0, "/components/headers", json!({"Unused": {"schema": string}})),
        (0, "/components/links", json!({"Unused": {"operationId": "putThing"}})),
        (0, "/components/callbacks", json!({"Unused": {}})),
        (1, "/components/pathItems", json!({"Unused": {}})),
        (2, "/components/mediaTypes", json!({"Unused": {"schema": string}})),
        (0, "/paths/~1more/summary", json!("More of them")),
        (0, "/paths/~1more/description", json!("More of all things.")),
        (0, "/paths/~1more/servers", server.clone()),
        (0, "/paths/~1more/parameters", json!([{"name": "p", "in": "query", "schema": string}])),
        (0, "/paths/~1more/trace", json!({"operationId": "trace", "responses": {"200": {"description": "It."}}})),
        (2, "/paths/~1more/query", json!({"operationId": "query", "responses": {"200": {"description": "It."}}})),
        (2, "/paths/~1more/additionalOperations", json!({"COPY": {"operationId": "copy", "responses": {"200": {"description": "It."}}}})),
        (0, "/paths/~1more/post/summary", json!("Adds one")),
        (0, "/paths/~1more/post/description", json!("Adds one of them.")),
        (0, "/paths/~1more/post/callbacks", json!({"done": {"{$request.body#/url}": {"post": received}}})),
        (0, "/paths/~1more/post/deprecated", json!(true)),
        (0, "/paths/~1more/post/security", json!([{"key": []}])),
        (0, "/paths/~1more/post/servers", server.clone()),
        (0, "/paths/~1more/post/externalDocs/description", json!("More about it")),
        (0, "/paths/~1more/post/parameters/0/description", json!("What is looked for.")),
        (0, "/paths/~1more/post/parameters/0/required", json!(true)),
        (0, "/paths/~1more/post/parameters/0/deprecated", json!(true)),
        (0, "/paths/~1more/post/parameters/1/allowEmptyValue", json!(true)),
        (0, "/paths/~1more/post/parameters/0/style", json!("pipeDelimited")),
        (0, "/paths/~1more/post/parameters/0/explode", json!(false)),
        (0, "/paths/~1more/post/parameters/0/allowReserved", json!(true)),
        (0, "/paths/~1more/post/parameters/0/example", json!(["looked for"])),
        (0, "/paths/~1more/post/parameters/0/examples", json!({"one": {"value": ["looked for"]}})),
        (0, "/paths/~1more/post/requestBody/description", json!("The thing.")),
        (0, "/paths/~1more/post/requestBody/required", json!(true)),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/example", json!({"a": ["x"]})),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/examples", json!({"one": {"value": {"a": ["x"]}}})),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/prefixEncoding", json!([{"contentType": "text/plain"}])),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/itemEncoding", json!({"contentType": "text/plain"})),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/itemSchema", string.clone()),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/a/contentType", json!("text/csv")),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/a/headers", json!({"x-b": {"schema": string}})),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/a/style", json!("pipeDelimited")),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/a/explode", json!(false)),
        (0, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/a/allowReserved", json!(true)),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/o/encoding", json!({"a": {"contentType": "text/csv"}})),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/o/prefixEncoding", json!([{"contentType": "text/csv"}])),
        (2, "/paths/~1more/post/requestBody/content/multipart~1form-data/encoding/o/itemEncoding", json!({"contentType": "text/csv"})),
        (2, "/paths/~1more/post/responses/200/summary", json!("It is made")),
        (0, "/paths/~1more/post/responses/200/links/next/operationRef", json!("#/paths/~1things/put")),
        (0, "/paths/~1more/post/responses/200/links/next/parameters", json!({"q": "$response.body#/id"})),
        (0, "/paths/~1more/post/responses/200/links/next/requestBody", json!("$response.body")),
        (0, "/paths/~1more/post/responses/200/links/next/description", json!("The next one.")),
        (0, "/paths/~1more/post/responses/200/links/next/server", json!({"url": "https://other.example"})),
        (0, "/paths/~1more/post/responses/200/headers/x-a/description", json!("What it says.")),
        (0, "/paths/~1more/post/responses/200/headers/x-a/required", json!(true)),
        (0, "/paths/~1more/post/responses/200/headers/x-a/deprecated", json!(true)),
        (0, "/paths/~1more/post/responses/200/headers/x-a/style", json!("simple")),
        (0, "/paths/~1more/post/responses/200/headers/x-a/explode", json!(true)),
        (0, "/paths/~1more/post/responses/200/headers/x-a/example", json!("as an example")),
        (0, "/paths/~1more/post/responses/200/headers/x-a/examples", json!({"one": {"value": "as an example"}})),
        (0, "/paths/~1more/post/responses/200/content/application~1json/example", json!({"name": "as an example"})),
        (
            0,
            "/paths/~1more/post/responses/200/content/application~1json/examples",
            json!({"one": {"summary": "s", "description": "d", "value": {"name": "an example"}}}),
        ),
        (2, "/paths/~1more/post/responses/200/content/application~1json/itemSchema", string.clone()),
        (0, "/components/schemas/Pet/discriminator/mapping", json!({"x": "#/components/schemas/Other"})),
        (2, "/components/schemas/Pet/discriminator/defaultMapping", json!("Other")),
        (0, "/components/schemas/Marked/externalDocs/description", json!("More about it")),
        (0, "/components/schemas/Marked/properties/a/xml/name", json!("element")),
        (0, "/components/schemas/Marked/properties/a/xml/namespace", json!("https://h.example/ns")),
        (0, "/components/schemas/Marked/properties/a/xml/prefix", json!("p")),
        (0, "/components/schemas/Marked/properties/a/xml/attribute", json!(true)),
        (0, "/components/schemas/Marked/properties/l/xml/wrapped", json!(true)),
        (2, "/components/schemas/Marked/properties/a/xml/nodeType", json!("attribute")),
        (0, "/components/securitySchemes/key/description", json!("Ask for one.")),
        (2, "/components/securitySchemes/key/deprecated", json!(true)),
        (0, "/components/securitySchemes/bearer/bearerFormat", json!("JWT")),
        (2, "/components/securitySchemes/oauth/oauth2MetadataUrl", json!("https://h.example/meta")),
        (
            2,
            "/components/securitySchemes/oauth/flows/deviceAuthorization",
            json!({"deviceAuthorizationUrl": "https://h.example/d", "tokenUrl": "https://h.example/t", "scopes": {}}),
        ),
        (0, "/components/securitySchemes/oauth/flows/authorizationCode/refreshUrl", json!("https://h.example/r")),
        (0, "/components/securitySchemes/oauth/flows/authorizationCode/scopes/read", json!("Reads.")),
        (0, "/components/securitySchemes/open", json!({"type": "openIdConnect", "openIdConnectUrl": "https://h.example/o"})),
    ]
}

#[test]
fn every_field_of_an_object_changes_what_is_generated_or_is_reported() {
    let mut silent = Vec::new();
    for (number, version) in VERSIONS.iter().enumerate() {
        let without = whole(version);
        let before = output(&generate(&without));
        for (_, at, value) in fields().into_iter().filter(|(since, ..)| *since <= number) {
            let (parent, key) = at.rsplit_once('/').unwrap();
            let mut with = without.clone();
            with.pointer_mut(parent).unwrap_or_else(|| panic!("{at}"))[key] = value;
            let after = generate(&with);
            if output(&after) == before && !is_in_report(&after, at) {
                silent.push(format!("{version} {at}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
