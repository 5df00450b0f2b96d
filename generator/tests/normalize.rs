//! Small documents in, the normalised model out.

use generator::diagnostic::Diagnostic;
use generator::load::load;
use generator::source::Source;
use serde_json::{Value, json};

/// The model of a document (as JSON), and its diagnostics. What every document needs is added.
fn normalized(yaml: &str) -> (Value, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\n";
    let paths = if yaml.contains("paths:") { "" } else { "paths: {}\n" };
    let text = format!("{head}{paths}{yaml}");
    let source = Source::parse("s.yaml", text).unwrap_or_else(|problems| panic!("{problems:?}"));
    let loaded = load(&source, None);
    let found = loaded.diagnostics.iter().map(Diagnostic::render).collect();
    (serde_json::to_value(&loaded.openapi).unwrap_or_default(), found)
}

/// Compares the parts of the model at the given pointers. There must be no diagnostics.
fn check(yaml: &str, expected: &[(&str, Value)]) {
    let (model, found) = normalized(yaml);
    assert_eq!(found, Vec::<String>::new(), "{yaml}");
    for (at, expected) in expected {
        assert_eq!(model.pointer(at).unwrap_or(&Value::Null), expected, "{at} of {model:#}");
    }
}

#[test]
fn groups_and_tags_come_through() {
    check(
        r"
schemes: [http, https]
basePath: /api/
consumes: [application/json]
tags: [{name: Groups, description: Teams, x-name: groups}]
paths:
  /organizations/{org_id}/groups:
    parameters: [{$ref: '#/parameters/Org'}]
    post:
      operationId: createGroup
      tags: [Groups]
      summary: Creates a group.
      x-name: create
      parameters: [{in: body, name: input, required: true, schema: {$ref: '#/definitions/Group'}}]
      responses: {201: {$ref: '#/responses/Group'}}
parameters:
  Org: {in: path, name: org_id, type: string, required: true}
responses:
  Group: {description: A group, schema: {$ref: '#/definitions/Group'}}
definitions:
  Group: {type: object, required: [name], properties: {name: {type: string}, size: {type: integer, format: int32}}}
",
        &[
            ("/servers", json!([{"url": "https://h.example/api", "x-at": "/host"}])),
            ("/tags", json!([{"name": "Groups", "description": "Teams", "x-at": "/tags/0", "x-name": "groups"}])),
            (
                "/paths/~1organizations~1{org_id}~1groups/post",
                json!({
                    "operationId": "createGroup", "tags": ["Groups"], "summary": "Creates a group.", "x-name": "create",
                    "x-at": "/paths/~1organizations~1{org_id}~1groups/post",
                    "parameters": [{
                        "in": "path", "name": "org_id", "required": true, "explode": false, "style": "simple",
                        "schema": {"type": "string", "x-at": "/parameters/Org"}, "x-at": "/parameters/Org",
                    }],
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Group"}}},
                        "required": true, "x-body-name": "input",
                        "x-at": "/paths/~1organizations~1{org_id}~1groups/post/parameters/0",
                    },
                    "responses": {"201": {
                        "description": "A group", "x-at": "/responses/Group",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Group"}}},
                    }},
                }),
            ),
            (
                "/components/schemas/Group",
                json!({
                    "type": "object", "required": ["name"], "x-at": "/definitions/Group",
                    "properties": {
                        "name": {"type": "string", "x-at": "/definitions/Group/properties/name"},
                        "size": {"type": "integer", "format": "int32", "x-at": "/definitions/Group/properties/size"},
                    },
                }),
            ),
        ],
    );
}
