//! The effective definition: what becomes of documents that are not as the specification says, where each change comes from, and that
//! what is written is read as the same.

#[path = "support/documents.rs"]
mod documents;

use std::fs;
use std::path::Path;

use generator::resolve::{Effective, Made, resolve};
use generator::{NoFiles, Options, Source, generate};
use serde_json::{Value, json};

fn resolved(text: &str, overlay: Option<&str>) -> Effective {
    let document = Source::parse("api.yaml", text).unwrap();
    let overlay = overlay.map(|text| Source::parse("overlay.yaml", text).unwrap());
    resolve(&document, overlay.as_ref(), &NoFiles).unwrap_or_else(|found| panic!("{}", generator::render_all(&found)))
}

/// Changes as `place: what by source:line:column`.
fn lines(changes: &[Made]) -> Vec<String> {
    let line = |made: &Made| {
        let (line, column) = made.position.unwrap_or_default();
        format!("{}: {} by {} {}:{line}:{column}", made.at.as_str(), made.what, made.by, made.source)
    };
    changes.iter().map(line).collect()
}

#[test]
fn what_is_as_it_should_be_stays() {
    let text = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: h.example\npaths:\n  /a:\n    get: {operationId: a, x-theirs: {a: 1}, \
                responses: {204: {description: Done}}}\n";
    let Effective { value, changes, warnings } = resolved(text, None);
    assert_eq!(value, *Source::parse("api.yaml", text).unwrap().value());
    assert_eq!((changes.len(), warnings.len()), (0, 0));
}

#[test]
fn what_an_overlay_does_has_its_place_in_it() {
    let text = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: h.example\ntags: [{name: a}, {name: b}]\npaths: {}\n";
    let overlay = "overlay: 1.0.0\ninfo: {title: More, version: '1'}\nactions:\n  - target: $.info\n    update: {title: B}\n  \
                   - {target: '$.tags[0]', remove: true}\n  - {target: $.host, remove: true}\n";
    let Effective { value, changes, .. } = resolved(text, Some(overlay));
    assert_eq!(value, json!({"swagger": "2.0", "info": {"title": "B", "version": "1"}, "tags": [{"name": "b"}], "paths": {}}));
    assert_eq!(
        lines(&changes),
        [
            "/info/title: set by overlay overlay.yaml:5:21",
            "/tags/0: removed by overlay overlay.yaml:6:5",
            "/host: removed by overlay overlay.yaml:7:5",
        ]
    );
}

#[test]
fn repairs_are_made_and_say_why() {
    let text = "swagger: 2.0
info: {title: A, version: 1.10}
host: https://h.example/
paths:
  /things/{id}/{part}:
    get:
      operationId: get
      parameters:
        - {name: id, in: path, type: string}
        - {name: gone, in: path, required: true, type: string}
        - {$ref: '#/parameters/nothing'}
      responses:
        200: {schema: {$ref: '#/definitions/Thing'}}
        oops: {description: No status}
    put:
      operationId: get
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {name: part, in: path, required: true, type: string}
        - {name: body, in: body}
definitions:
  Thing:
    type: object
    required: [name, missing]
    properties:
      name: {type: str, nullable: true}
      code: {type: string, enum: [1, 2], default: 1}
      other: {$ref: '#/definitions/Nothing'}
      list: {type: array}
      later: {type: string, propertys: {}}
";
    let Effective { value, changes, .. } = resolved(text, None);
    let get = json!({
        "operationId": "get",
        "parameters": [
            {"name": "id", "in": "path", "type": "string", "required": true},
            {"name": "part", "in": "path", "required": true, "type": "string"},
        ],
        "responses": {"200": {"schema": {"$ref": "#/definitions/Thing"}, "description": ""}},
    });
    assert_eq!(value["swagger"], "2.0");
    assert_eq!((&value["info"]["version"], &value["host"]), (&json!("1.10"), &json!("h.example")));
    assert_eq!(value["paths"]["/things/{id}/{part}"]["get"], get);
    let put = &value["paths"]["/things/{id}/{part}"]["put"];
    assert_eq!(put["operationId"], "putThingsIdPart");
    assert_eq!((&put["parameters"][2]["schema"], &put["responses"]["default"]), (&json!({}), &json!({"description": ""})));
    let thing = json!({
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "x-nullable": true},
            "code": {"type": "string", "enum": ["1", "2"], "default": "1"},
            "other": {},
            "list": {"type": "array", "items": {}},
            "later": {"type": "string"},
        },
    });
    assert_eq!(value["definitions"]["Thing"], thing);
    let lines = lines(&changes);
    for line in [
        "/swagger: set by repair api.yaml:1:10",
        "/paths/~1things~1{id}~1{part}/get/parameters/2: removed by repair api.yaml:11:11",
        "/definitions/Thing/properties/other: set by repair api.yaml:28:7",
        "/definitions/Thing/properties/later/propertys: removed by repair api.yaml:30:29",
        // What is new stands nowhere: its object does.
        "/definitions/Thing/properties/list/items: set by repair api.yaml:29:7",
    ] {
        assert!(lines.iter().any(|one| one == line), "{line}\n{changes:#?}");
    }
    let nullable = changes.iter().find(|made| made.at.as_str().ends_with("nullable")).unwrap();
    assert_eq!((nullable.what, nullable.why.as_str()), ("renamed", "`nullable` is an OpenAPI 3 keyword"));
}

#[test]
fn repairs_of_openapi_3_are_made_in_its_words() {
    let text = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://{region}.h.example/{part}', variables: {region: {enum: [eu], default: us}, old: {default: a}}}]
paths:
  /things/{id}/{+rest}:
    get:
      operationId: get
      parameters: [{name: rest, in: path, schema: {type: string}, allowReserved: true}]
      responses:
        2xx: {content: {application/json: {schema: {$ref: '#/components/schemas/A Thing'}}}}
    put:
      operationId: get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: rest, in: path, required: true, schema: {type: string}}
        - {name: labels, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: string}}}
      requestBody: {description: Nothing}
      responses: {'204': {description: Done}}
components:
  schemas:
    A Thing:
      type: object
      required: [name, unknown]
      properties: {name: {type: [string, 'null']}, kind: {type: string}, next: {$ref: '#/components/schemas/A%20Thing'}}
      example: {$ref: '#/nothing'}
    Either: {oneOf: [{$ref: '#/components/schemas/A Thing'}], discriminator: {propertyName: kind, mapping: {a: A Thing}}}
";
    let Effective { value, changes, .. } = resolved(text, None);
    let place = |at: &str| value.pointer(at).unwrap_or(&Value::Null);
    assert_eq!(value["openapi"], "3.0.3");
    let variables = json!({"region": {"enum": ["eu", "us"], "default": "us"}, "part": {"default": ""}});
    assert_eq!(*place("/servers/0/variables"), variables);
    let path = &value["paths"]["/things/{id}/{rest}"];
    let rest = json!({"name": "rest", "in": "path", "schema": {"type": "string"}, "required": true, "x-ms-skip-url-encoding": true});
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
    assert_eq!(path["get"]["parameters"], json!([rest, id]));
    let success = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A_Thing"}}}, "description": ""});
    assert_eq!(path["get"]["responses"], json!({"2XX": success}));
    assert_eq!((&path["put"]["operationId"], &path["put"]["x-operation-id"]), (&json!("putThingsIdRest"), &json!("get")));
    assert_eq!(path["put"]["parameters"][2]["schema"], json!({"type": "object", "additionalProperties": {"type": "string"}}));
    assert_eq!(path["put"].get("requestBody"), None);
    let thing = place("/components/schemas/A_Thing");
    assert_eq!(thing["x-name"], "A Thing");
    assert_eq!(thing["properties"]["name"], json!({"type": "string", "nullable": true}));
    assert_eq!(thing["properties"]["next"], json!({"$ref": "#/components/schemas/A_Thing"}));
    // What is required without a description is allowed, and an example is no part of the definition.
    assert_eq!((&thing["required"], &thing["example"]), (&json!(["name", "unknown"]), &json!({"$ref": "#/nothing"})));
    assert_eq!(*place("/components/schemas/Either/discriminator/mapping"), json!({"a": "A_Thing"}));
    let renamed: Vec<_> = changes.iter().filter_map(|made| Some((made.at.last()?, made.name.as_deref()?))).collect();
    assert_eq!(
        renamed,
        [("2xx".to_owned(), "2XX"), ("/things/{id}/{+rest}".to_owned(), "/things/{id}/{rest}"), ("A Thing".to_owned(), "A_Thing")]
    );
    assert!(changes.iter().all(|made| made.position.is_some()), "{changes:#?}");
}

#[test]
fn references_by_place_are_not_relative_to_an_address() {
    let text = "openapi: 3.1.1
info: {title: A, version: '1'}
servers: [{url: 'https://h.example'}]
paths: {}
components:
  schemas:
    Crate: {$id: 'https://h.example/crate', type: object, properties: {lid: {$ref: '#/$defs/Lid'}}, $defs: {Lid: {type: string}}}
    Other: {type: object, properties: {$id: {type: string}}, example: {$id: a}}
";
    let Effective { value, changes, .. } = resolved(text, None);
    let schemas = &value["components"]["schemas"];
    assert_eq!(schemas["Crate"]["properties"]["lid"], json!({"$ref": "#/components/schemas/Crate/$defs/Lid"}));
    assert_eq!(schemas["Crate"].get("$id"), None);
    assert_eq!(schemas["Other"], json!({"type": "object", "properties": {"$id": {"type": "string"}}, "example": {"$id": "a"}}));
    assert_eq!(lines(&changes), ["/components/schemas/Crate/$id: removed by repair api.yaml:7:18"]);
}

#[test]
fn limits_of_integers_stay_as_they_are() {
    let text = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: h.example\npaths: {}\ndefinitions:\n  A: {type: integer, minimum: 0.5, \
                exclusiveMinimum: true}\n";
    let Effective { value, changes, warnings } = resolved(text, None);
    assert_eq!(value["definitions"]["A"], json!({"type": "integer", "minimum": 0.5, "exclusiveMinimum": true}));
    assert_eq!((changes.len(), warnings.len()), (0, 1));
}

#[test]
fn files_beside_the_document_are_put_into_it() {
    let text = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: h.example\npaths:\n  /a:\n    get: {operationId: a, responses: \
                {200: {description: It, schema: {$ref: 'models/all.yaml#/Pet'}}}}\n    x-examples: {one: {$ref: './nowhere.json'}}\n";
    let files = |path: &str| match path {
        "models/all.yaml" => {
            Ok(b"Pet: {type: object, properties: {owner: {$ref: '#/Owner'}}}\nOwner: {type: string}\nOther: {}\n".to_vec())
        }
        _ => Err("there is no such file".to_owned()),
    };
    let document = Source::parse("api.yaml", text).unwrap();
    let Effective { value, changes, .. } = resolve(&document, None, &files).unwrap();
    let there = json!({"models/all.yaml": {
        "Pet": {"type": "object", "properties": {"owner": {"$ref": "#/x-files/models~1all.yaml/Owner"}}},
        "Owner": {"type": "string"},
    }});
    assert_eq!(value["x-files"], there);
    assert_eq!(value["paths"]["/a"]["get"]["responses"]["200"]["schema"]["$ref"], "#/x-files/models~1all.yaml/Pet");
    assert_eq!(value["paths"]["/a"]["x-examples"], json!({"one": {}}));
    assert!(changes.iter().any(|made| made.by == "file" && made.source == "models/all.yaml"), "{changes:?}");
}

#[test]
fn errors_are_those_of_the_document() {
    let document = Source::parse("api.yaml", "swagger: '2.0'\npaths: []\n").unwrap();
    let found = resolve(&document, None, &NoFiles).unwrap_err();
    assert!(found.iter().any(|found| found.is_error() && found.position == Some((2, 1))), "{found:?}");
}

/// What was written is read without any repair, with as many operations.
#[test]
fn what_is_written_is_as_it_should_be() {
    let is_document = |path: &Path| path.file_stem().is_some_and(|stem| stem == "spec");
    let mut found = Vec::new();
    documents::find(Path::new("tests/golden"), &is_document, &mut found);
    assert!(found.len() > 100, "{}", found.len());
    for path in found {
        let folder = path.parent().unwrap();
        let document = Source::from_bytes(path.to_str().unwrap(), fs::read(&path).unwrap()).unwrap();
        let beside = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
        let first = resolve(&document, None, &beside).unwrap();
        let written = Source::parse("resolved.json", first.value.to_string()).unwrap();
        let again = resolve(&written, None, &NoFiles).unwrap_or_else(|found| panic!("{}: {found:?}", folder.display()));
        assert_eq!(lines(&again.changes), Vec::<String>::new(), "{}", folder.display());
        let count = |source: &Source| {
            let generated = generate(source, None, &beside, &Options::default()).unwrap();
            (generated.operations, generated.emitted)
        };
        assert_eq!(count(&written), count(&document), "{}", folder.display());
    }
}

#[test]
fn tallyfy_is_generated_from_it_as_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |name: &str| Source::parse(name, fs::read_to_string(folder.join(name)).unwrap()).unwrap();
    let (document, overlay) = (read("tallyfy.yaml"), read("overlay.yaml"));
    let before = generate(&document, Some(&overlay), &NoFiles, &Options::default()).unwrap();
    let Effective { value, changes, .. } = resolve(&document, Some(&overlay), &NoFiles).unwrap();
    assert!(changes.iter().all(|made| made.by == "overlay" && made.position.is_some()));
    let after = generate(&Source::parse("resolved.json", value.to_string()).unwrap(), None, &NoFiles, &Options::default()).unwrap();
    assert_eq!(after.files, before.files);
    assert_eq!(before.operations, 393);
    assert!(value.pointer("/paths").is_some_and(Value::is_object));
}
