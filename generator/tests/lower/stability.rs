//! Names do not depend on the order of keys, and hardly on what else there is.

use std::collections::BTreeMap;

use generator::ir;
use serde_json::{Map, Value, json};

use crate::shuffle::shuffled;
use crate::{lower_whole, sketch};

/// A document in which names clash wherever they can.
fn obstacles() -> Value {
    let operation = |id: &str, tag: &str, parameter: &str| {
        json!({
            "operationId": id, "tags": [tag],
            "parameters": [{"in": "query", "name": parameter, "type": "string", "enum": ["a", "b"]}],
            "responses": {"200": {"description": "ok", "schema": {"type": "object", "properties": {
                "x_y": {"type": "object", "properties": {"a": {"type": "string"}}},
                "xY": {"type": "object", "properties": {"b": {"type": "string"}}}}}}}
        })
    };
    let object = |name: &str| {
        json!({"type": "object", "properties": {
        name: {"type": "object", "properties": {"z": {"$ref": "#/definitions/Self"}, "a": {"type": "string", "enum": ["A", "a"]}}},
        "self": {"type": "string"}, "Self": {"type": "string"}, "type": {"type": "string"}, "extra": {"type": "string"}}})
    };
    json!({
        "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example",
        "paths": {
            "/pets": {"get": operation("getPets", "Pets", "list"), "post": operation("createPet", "pets", "q")},
            "/pets/{id}": {"get": operation("listPets", "Pets", "q"), "put": operation("list", "PETS", "q")},
            "/vec": {"get": operation("get vec", "Vec", "value"), "put": operation("list", "result", "q")},
        },
        "definitions": {
            "Pet": object("owner"), "pet": object("Owner"), "PetOwner": object("name"), "pet_owner": object("name"),
            "Self": object("self"), "Vec": object("vec"), "Result": object("result"), "": object("x"), "1st": object("y"),
            "Foo[Bar]": object("z"), "a.b.C": object("z"), "абв": object("z"), "Абв": object("z"),
        },
    })
}

fn lower(document: &Value) -> ir::Api {
    lower_whole(&document.to_string()).0
}

/// Where everything named stands, and its name.
fn names(api: &ir::Api) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for module in &api.modules {
        for endpoint in &module.endpoints {
            names.insert(endpoint.at.as_str().to_owned(), format!("{}.{}", module.name.as_str(), endpoint.name.as_str()));
        }
    }
    let shared = api.types.iter().flat_map(|group| group.types.iter().map(|def| ("types", def)));
    let inline = api.modules.iter().flat_map(|module| module.types.iter().map(|def| (module.name.as_str(), def)));
    for (home, def) in shared.chain(inline) {
        names.insert(format!("type {}", def.at.as_str()), format!("{home}::{}", def.name.as_str()));
        if let ir::Shape::Struct(object) = &def.shape {
            for field in &object.fields {
                names.insert(format!("{} of {}", field.wire, def.at.as_str()), field.name.as_str().to_owned());
            }
        }
    }
    names
}

#[test]
fn shuffling_the_keys_changes_no_name() {
    let document = obstacles();
    let expected = names(&lower(&document));
    assert!(expected.len() > 100, "{}", expected.len());
    for seed in 1..20 {
        let api = lower(&shuffled(&document, seed));
        assert_eq!(names(&api), expected, "{}", sketch::modules(&api));
    }
}

/// Adds to a document and checks that what was there keeps its name.
#[track_caller]
fn adding_keeps_names(place: &str, key: &str, value: Value) {
    let mut document = obstacles();
    let before = names(&lower(&document));
    if let Some(Value::Object(map)) = document.pointer_mut(place) {
        map.insert(key.to_owned(), value);
    }
    let after = names(&lower(&document));
    assert!(after.len() > before.len());
    for (at, name) in before {
        assert_eq!(after.get(&at), Some(&name), "{at}");
    }
}

#[test]
fn adding_an_unused_definition_renames_nothing() {
    let used = json!({"operationId": "use", "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Thing"}}}});
    for name in ["THING", "thing", "Thing_", "_Thing"] {
        let mut document = obstacles();
        document["paths"]["/use"] = json!({"get": used});
        document["definitions"]["Thing"] =
            json!({"type": "object", "properties": {"part": {"type": "object", "properties": {"a": {"type": "string"}}}}});
        let before = names(&lower(&document));
        document["definitions"][name] = json!({"type": "object", "properties": {"b": {"type": "string"}}});
        let after = names(&lower(&document));
        for (at, name) in before {
            assert_eq!(after.get(&at), Some(&name), "{at}");
        }
    }
}

#[test]
fn adding_a_definition_that_is_spelled_unlike_the_others_renames_nothing() {
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let used =
        |name: &str| json!({"get": {"responses": {"200": {"description": "ok", "schema": {"$ref": format!("#/definitions/{name}")}}}}});
    for (old, more, new) in
        [("createPet", "updatePet", "CreatePet"), ("create_pet", "update_pet", "createPet"), ("Create", "Update", "create")]
    {
        let mut document = obstacles();
        document["definitions"] = json!({old: object, more: object});
        document["paths"] = json!({"/old": used(old), "/more": used(more)});
        let before = names(&lower(&document));
        document["definitions"][new] = object.clone();
        document["paths"]["/new"] = used(new);
        let after = names(&lower(&document));
        for (at, name) in before {
            assert_eq!(after.get(&at), Some(&name), "{at}");
        }
    }
}

#[test]
fn adding_an_operation_renames_nothing_that_has_the_better_claim() {
    let operation = |id: &str, tag: &str| json!({"get": {"operationId": id, "tags": [tag], "responses": {"200": {"description": "ok"}}}});
    for id in ["getPets", "GetPets", "petsList", "create_pet", "LIST", "list_pets", "getAllPets", "list", "create"] {
        for path in ["/added", "/a", "/pets/added", "/pets/{id}/added"] {
            adding_keeps_names("/paths", path, operation(id, "Pets"));
        }
    }
    for tag in ["types", "vec", "api", "a new one"] {
        adding_keeps_names("/paths", "/added/deeper/still", operation("list", tag));
    }
}

#[test]
fn what_errors_and_headers_read_as_keeps_its_name_beside_another_operation() {
    let responses = |errors: &[(&str, &str)], headers: Value| {
        let mut responses = json!({"200": {"description": "ok", "headers": headers}});
        for (status, name) in errors {
            responses[*status] = json!({"description": "no", "schema": {"$ref": format!("#/definitions/{name}")}});
        }
        json!({"get": {"operationId": "getThing", "tags": ["things"], "responses": responses}})
    };
    let count = json!({"X-Count": {"type": "integer"}});
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    let mut document = json!({
        "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example",
        "paths": {"/things": responses(&[("404", "Lost"), ("422", "Wrong")], count.clone())},
        "definitions": {"Lost": object, "Wrong": object, "Odd": object},
    });
    // What reads an error of the operation and the headers of its reply, seen through the names of its own.
    let told = |document: &Value| {
        let api = lower(document);
        let endpoint = api.modules.iter().flat_map(|module| &module.endpoints).find(|endpoint| endpoint.path == "/things");
        endpoint.map(|endpoint| format!("{:?} {:?}", endpoint.error, endpoint.response.headers))
    };
    let before = told(&document);
    for (errors, headers) in [
        ([("404", "Lost"), ("422", "Wrong")].as_slice(), count.clone()),
        (&[("404", "Wrong"), ("422", "Lost")], json!({"X-Count": {"type": "integer"}, "X-Other": {"type": "string"}})),
        (&[("400", "Odd"), ("404", "Lost"), ("422", "Wrong")], count),
        (&[("404", "Lost")], json!({})),
    ] {
        document["paths"]["/added/to/it"] = responses(errors, headers);
        assert_eq!(told(&document), before, "{errors:?}");
    }
}

#[test]
fn a_chain_of_definitions_takes_no_stack() {
    let mut definitions = Map::new();
    let count = 20_000;
    for index in 0..count {
        let next = format!("#/definitions/D{}", (index + 1) % count);
        let value = match index % 4 {
            0 => json!({"type": "array", "items": {"$ref": next}}),
            1 => json!({"type": "object", "properties": {"next": {"$ref": next}}}),
            2 => json!({"allOf": [{"$ref": next}, {"type": "object", "properties": {"own": {"type": "string"}}}]}),
            _ => json!({"$ref": next, "description": "Another name."}),
        };
        definitions.insert(format!("D{index}"), value);
    }
    let api = lower(&json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions}));
    assert_eq!(api.types.iter().map(|group| group.types.len()).sum::<usize>(), count);
}

#[test]
fn deep_nesting_ends_in_free_form_json() {
    let mut schema = json!({"type": "string"});
    for _ in 0..60 {
        schema = json!({"type": "object", "properties": {"in": schema}});
    }
    let (_, found) = lower_whole(
        &json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": {"Deep": schema}}).to_string(),
    );
    assert!(found.iter().any(|line| line.contains("nested too deep")), "{found:?}");
}
