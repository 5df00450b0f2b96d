//! Operations, their parameters, bodies and responses.

use serde_json::{Value, json};

use super::{check, normalized, without_places};

/// The operation `get` of the only path `/a`, which must be read without diagnostics.
fn operation(yaml: &str) -> Value {
    let (model, found) = normalized(yaml);
    assert_eq!(found, Vec::<String>::new(), "{yaml}");
    let path = model.pointer("/paths").and_then(Value::as_object).and_then(|paths| paths.values().next());
    without_places(path.and_then(|path| path.get("get")).cloned().unwrap_or_default())
}

/// The parameters of an operation with these ones.
fn parameters(yaml: &str) -> Value {
    let text = format!("paths:\n  /a:\n    get:\n      responses: {{200: {{description: x}}}}\n      parameters:\n{yaml}");
    operation(&text).get("parameters").cloned().unwrap_or_default()
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
            ("/tags", json!([{"name": "Groups", "description": "Teams", "x-at": "/tags/0"}])),
            (
                "/paths/~1organizations~1{org_id}~1groups/post",
                json!({
                    "operationId": "createGroup", "tags": ["Groups"], "summary": "Creates a group.",
                    "x-at": "/paths/~1organizations~1{org_id}~1groups/post",
                    "parameters": [{
                        "in": "path", "name": "org_id", "required": true, "explode": false, "style": "simple",
                        "schema": {"type": "string", "x-at": "/parameters/Org"}, "x-at": "/parameters/Org",
                    }],
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Group"}}},
                        "required": true,
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

#[test]
fn parameters_of_every_place_and_list_format() {
    let yaml = "
      - {name: a, in: query, type: array, items: {type: integer}}
      - {name: b, in: query, type: array, items: {type: string}, collectionFormat: multi, required: true}
      - {name: c, in: query, type: array, items: {type: string}, collectionFormat: pipes}
      - {name: d, in: query, type: array, items: {type: array, items: {type: string}, collectionFormat: ssv}, collectionFormat: tsv}
      - {name: e, in: header, type: string, format: uuid, description: An id, x-name: ident}
      - {name: f, in: query, type: boolean, default: true, allowEmptyValue: true, x-nullable: true}
      - {name: g, in: query, type: string, enum: [x, y], default: x, x-enum-open: false}
      ";
    let query = |name: &str, style: &str, explode: bool, schema: Value| json!({"in": "query", "name": name, "style": style, "explode": explode, "schema": schema});
    let with = |mut parameter: Value, more: Value| {
        if let (Value::Object(properties), Value::Object(more)) = (&mut parameter, more) {
            properties.extend(more);
        }
        parameter
    };
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let nested = json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}}});
    assert_eq!(
        parameters(yaml),
        json!([
            query("a", "form", false, json!({"type": "array", "items": {"type": "integer"}})),
            with(query("b", "form", true, strings.clone()), json!({"required": true})),
            query("c", "pipeDelimited", false, strings),
            query("d", "form", false, nested),
            {"in": "header", "name": "e", "style": "simple", "explode": false, "description": "An id",
                "schema": {"type": "string", "format": "uuid"}},
            with(query("f", "form", false, json!({"type": "boolean", "default": true, "nullable": true})), json!({"allowEmptyValue": true})),
            query("g", "form", false, json!({"type": "string", "enum": ["x", "y"], "default": "x"})),
        ])
    );
}

#[test]
fn parameters_of_the_path_are_overridden_and_completed() {
    let read = operation(
        "
paths:
  /a/{id}:
    parameters:
    - {$ref: '#/parameters/Id'}
    - {name: q, in: query, type: string}
    - {name: q, in: header, type: string}
    get:
      parameters: [{name: q, in: query, type: integer}, {$ref: '#/paths/~1a~1%7Bid%7D/parameters/2'}]
      responses: {200: {description: x}}
parameters: {Id: {$ref: '#/parameters/RealId'}, RealId: {name: id, in: path, required: true, type: string}}
",
    );
    let list = read.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let found: Vec<_> = list.iter().map(|one| (&one["in"], &one["name"], &one["schema"]["type"])).collect();
    let expected = [("path", "id", "string"), ("query", "q", "integer"), ("header", "q", "string")];
    assert_eq!(
        found,
        expected.map(|(place, name, kind)| (json!(place), json!(name), json!(kind))).iter().map(|(a, b, c)| (a, b, c)).collect::<Vec<_>>()
    );
}

#[test]
fn bodies_have_one_entry_per_media_type() {
    let body = |consumes: &str| {
        let yaml = format!(
            "
consumes: [application/json, application/xml]
paths:
  /a:
    get:
      {consumes}
      parameters: [{{name: input, in: body, description: What, schema: {{type: string}}}}]
      responses: {{200: {{description: x}}}}
"
        );
        operation(&yaml).get("requestBody").cloned().unwrap_or_default()
    };
    let schema = json!({"schema": {"type": "string"}});
    let expected = |content: Value| json!({"description": "What", "content": content});
    assert_eq!(body(""), expected(json!({"application/json": schema, "application/xml": schema})));
    assert_eq!(body("consumes: [text/plain]"), expected(json!({"text/plain": schema})));
    assert_eq!(body("consumes: []"), expected(json!({"application/json": schema})));
}

#[test]
fn forms_are_one_object() {
    let form = |consumes: &str, field: &str| {
        let yaml = format!(
            "
paths:
  /a:
    get:
      consumes: [{consumes}]
      parameters:
      - {{name: a, in: formData, required: true, {field}}}
      - {{name: b, in: formData, type: array, items: {{type: string}}, collectionFormat: multi, description: Bs, x-name: bees}}
      responses: {{200: {{description: x}}}}
"
        );
        operation(&yaml).get("requestBody").cloned().unwrap_or_default()
    };
    let expected = |media: &str, field: Value| {
        let list = json!({"type": "array", "items": {"type": "string"}, "description": "Bs"});
        let object = json!({"type": "object", "required": ["a"], "properties": {"a": field, "b": list}});
        json!({"content": {media: {"schema": object}}, "required": true})
    };
    let (url, multipart) = ("application/x-www-form-urlencoded", "multipart/form-data");
    let (text, file) = (json!({"type": "string"}), json!({"type": "string", "format": "binary"}));
    assert_eq!(form("", "type: string"), expected(url, text.clone()));
    assert_eq!(form("multipart/form-data", "type: string"), expected(multipart, text.clone()));
    assert_eq!(form("multipart/form-data, application/x-www-form-urlencoded", "type: string"), expected(url, text));
    assert_eq!(form("", "type: file"), expected(multipart, file.clone()));
    let files = json!({"type": "array", "items": file});
    assert_eq!(form("", "type: array, items: {type: file}"), expected(multipart, files));
}

#[test]
fn replies_of_every_kind() {
    let read = operation(
        "
produces: [application/json]
paths:
  /a:
    get:
      produces: [text/csv, application/json]
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/A'}, headers: {X-Count: {type: integer, description: How many}}}
        201: {description: a file, schema: {type: file}}
        204: {description: none}
        404: {$ref: '#/responses/Missing'}
        default: {description: other, schema: {type: object}, examples: {a: b}}
        x-else: 1
responses: {Missing: {description: gone}}
definitions: {A: {type: string}}
",
    );
    let both = |schema: Value| json!({"text/csv": {"schema": schema}, "application/json": {"schema": schema}});
    let reference = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(
        read.get("responses"),
        Some(&json!({
            "200": {"description": "ok", "content": both(reference), "headers": {
                "X-Count": {"description": "How many", "style": "simple", "schema": {"type": "integer"}}}},
            "201": {"description": "a file", "content": both(json!({"type": "string", "format": "binary"}))},
            "204": {"description": "none"},
            "404": {"description": "gone"},
            "default": {"description": "other", "content": both(json!({"type": "object"}))},
        }))
    );
}

#[test]
fn files_without_a_media_type_are_octets() {
    let read = operation("paths: {/a: {get: {responses: {200: {description: x, schema: {type: file}}}}}}");
    let octets = json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}});
    assert_eq!(read.pointer("/responses/200/content"), Some(&octets));
}

#[test]
fn path_items_may_be_references() {
    let read = operation(
        "
paths:
  /a: {$ref: '#/x-paths/a', get: {operationId: own, responses: {200: {description: x}}}}
x-paths: {a: {$ref: '#/x-paths/b'}, b: {get: {operationId: other, responses: {200: {description: x}}}}}
",
    );
    assert_eq!(read.get("operationId"), Some(&json!("own")));
    let read = operation(
        "
paths: {/a: {$ref: '#/x-paths/b'}}
x-paths: {b: {parameters: [{name: q, in: query, type: string}], get: {operationId: other, responses: {200: {description: x}}}}}
",
    );
    assert_eq!(read.get("operationId"), Some(&json!("other")));
    assert_eq!(read.pointer("/parameters/0/name"), Some(&json!("q")));
}

#[test]
fn operations_keep_what_they_say() {
    let read = operation(
        "
securityDefinitions: {key: {type: basic}, flow: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {r: Read}}}
paths:
  /a:
    get:
      tags: [one, two]
      summary: S
      description: D
      operationId: ' a '
      deprecated: true
      externalDocs: {url: 'https://d.example', description: More}
      security: [{key: [], flow: [r]}, {}]
      schemes: [https]
      responses: {200: {description: x}}
",
    );
    assert_eq!(
        read,
        json!({
            "tags": ["one", "two"], "summary": "S", "description": "D", "operationId": "a", "deprecated": true,
            "externalDocs": {"url": "https://d.example", "description": "More"},
            "security": [{"key": [], "flow": ["r"]}, {}],
            "responses": {"200": {"description": "x"}},
        })
    );
}
