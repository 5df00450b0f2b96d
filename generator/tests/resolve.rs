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
