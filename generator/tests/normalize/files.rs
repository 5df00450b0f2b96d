//! References to other files.

use std::collections::BTreeMap;

use generator::diagnostic::Diagnostic;
use generator::load::load;
use generator::source::Source;
use serde_json::{Value, json};

use crate::without_places;

const MAIN: &str = r##"{
    "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example",
    "paths": {
        "/pets": {"$ref": "paths/pets.yaml"},
        "/owners": {"$ref": "paths/all.yml#/~1owners"}
    },
    "definitions": {
        "Pet": {"$ref": "models/Pet.yaml"},
        "Animal": {"$ref": "./models/Pet.yaml"},
        "Named": {"type": "object", "properties": {"name": {"type": "string"}}}
    }
}"##;

fn loaded(main: &str, files: &[(&str, &str)]) -> (Value, Vec<String>) {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let beside = |path: &str| files.get(path).map(|text| text.as_bytes().to_vec()).ok_or_else(|| "gone".to_owned());
    let source = Source::parse("specs/api.json", main).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut loaded = load(&source, None, &beside, generator::Extras::default());
    loaded.locate();
    let found = loaded.diagnostics.iter().map(Diagnostic::render).collect();
    (serde_json::to_value(&loaded.openapi).unwrap_or_default(), found)
}

#[test]
fn files_refer_to_one_another_and_to_the_document() {
    let (model, found) = loaded(
        MAIN,
        &[
            (
                "paths/pets.yaml",
                "get:\n  parameters: [{$ref: '../common.json#/parameters/Limit'}]\n  responses:\n    200: {description: Done, schema: {$ref: ../models/Pet.yaml}}\n    404: {$ref: '../common.json#/responses/Not%20found'}\n",
            ),
            (
                "paths/all.yml",
                "/owners:\n  get: {responses: {200: {description: Done, schema: {$ref: '#/definitions/Owner'}}}}\ndefinitions:\n  Owner: {type: object, properties: {pets: {type: array, items: {$ref: '../models/Pet.yaml#'}}}}\n",
            ),
            (
                "common.json",
                r#"{"parameters": {"Limit": {"name": "limit", "in": "query", "type": "integer"}},
                    "responses": {"Not found": {"description": "No", "schema": {"$ref": "models/Error.v1.yaml"}}}}"#,
            ),
            (
                "models/Pet.yaml",
                "type: object\nproperties:\n  name: {$ref: '../api.json#/definitions/Named'}\n  friend: {$ref: Pet.yaml}\n  owner: {$ref: '../paths/all.yml#/definitions/Owner'}\n",
            ),
            ("models/Error.v1.yaml", "type: object\nproperties: {code: {type: integer}}\n"),
        ],
    );
    assert_eq!(found, Vec::<String>::new());
    let schemas = without_places(model["components"]["schemas"].clone());
    assert_eq!(
        schemas,
        json!({
            "Pet": {"type": "object", "properties": {
                "name": {"$ref": "#/components/schemas/Named"},
                "friend": {"$ref": "#/components/schemas/Pet"},
                "owner": {"$ref": "#/components/schemas/Owner"},
            }},
            "Animal": {"$ref": "#/components/schemas/Pet"},
            "Named": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Error": {"type": "object", "properties": {"code": {"type": "integer"}}},
            "Owner": {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}},
        })
    );
    let get = &model["paths"]["/pets"]["get"];
    assert_eq!(get["parameters"][0]["name"], "limit");
    assert_eq!(get["responses"]["404"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Error");
    let schema = "/paths/~1owners/get/responses/200/content/application~1json/schema/$ref";
    assert_eq!(model.pointer(schema), Some(&json!("#/components/schemas/Owner")));
}

#[test]
fn schemas_of_the_same_name_are_told_apart() {
    let main = r#"{
        "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example", "paths": {},
        "definitions": {"All": {"type": "object", "properties": {
            "a": {"$ref": "a.yaml#/Error"}, "b": {"$ref": "b.yaml#/Error"}, "c": {"$ref": "c/Error.yaml"}, "d": {"$ref": "d/Error.yaml"}
        }}}
    }"#;
    let object = "Error: {type: object}";
    let (model, found) =
        loaded(main, &[("a.yaml", object), ("b.yaml", object), ("c/Error.yaml", "type: object"), ("d/Error.yaml", "type: object")]);
    assert_eq!(found, Vec::<String>::new());
    let properties = &model["components"]["schemas"]["All"]["properties"];
    let names: Vec<&str> = ["a", "b", "c", "d"].iter().filter_map(|name| properties[*name]["$ref"].as_str()).collect();
    let expected = ["Error", "b Error", "Error 2", "Error 3"].map(|name| format!("#/components/schemas/{name}"));
    assert_eq!(names, expected);
}

#[test]
fn findings_stand_in_their_file() {
    let (_, found) = loaded(
        &MAIN.replace("paths/all.yml#/~1owners", "paths/pets.yaml"),
        &[
            ("paths/pets.yaml", "get:\n  operationId: a\n  responses: {200: {description: Done}}\n  sumary: Gets.\n"),
            ("models/Pet.yaml", "type: object\nproperties:\n  name: {type: strange}\n"),
        ],
    );
    assert_eq!(
        found,
        [
            "specs/models/Pet.yaml:3:16: warning: unknown type `strange`: read as if no type stood there (at /properties/name/type)\n    help: one of `string`, `number`, `integer`, `boolean`, `array`, `object`",
            "specs/paths/pets.yaml:4:11: warning: unknown key `sumary` in an operation (at /get/sumary)\n    help: did you mean `summary`?",
        ]
    );
}
