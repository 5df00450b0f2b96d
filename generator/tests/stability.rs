//! The public names of the output depend on what a document says: not on the order of its keys, and hardly on what
//! else is in it.
//!
//! Ten documents of other people are shuffled too, out of the folder that `SWAGGER_CORPUS` names.

#[path = "support/shuffle.rs"]
mod shuffle;
#[path = "golden/surface.rs"]
mod surface;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::{Diagnostic, Files, Generated, Options, Source, render_all};
use serde_json::{Value, json};

use shuffle::shuffled;
use surface::surface;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A document with the files beside it, and perhaps an overlay.
struct Document {
    path: PathBuf,
    value: Value,
    overlay: Option<Source>,
}

impl Document {
    fn read(path: PathBuf) -> Result<Self, String> {
        let value = source(&path)?.value().clone();
        if value.get("swagger").or_else(|| value.get("openapi")).is_none() {
            return Err(format!("{}: no document of OpenAPI", path.display()));
        }
        Ok(Self { path, value, overlay: None })
    }

    fn try_generate(&self, value: &Value) -> Result<Generated, String> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let beside = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
        let problems = |found: Vec<Diagnostic>| format!("{}:\n{}", self.path.display(), render_all(&found));
        let source = Source::parse("spec.json", value.to_string()).map_err(problems)?;
        generator::generate(&source, self.overlay.as_ref(), &beside as &dyn Files, &Options::default()).map_err(problems)
    }

    fn generate(&self, value: &Value) -> Generated {
        self.try_generate(value).unwrap_or_else(|why| panic!("{why}"))
    }
}

fn source(path: &Path) -> Result<Source, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Source::from_bytes(name, bytes).map_err(|found| format!("{}:\n{}", path.display(), render_all(&found)))
}

/// Our own documents: those of the golden folders, and the definition that the client is made from.
fn own() -> Vec<Document> {
    let folders = fs::read_dir(repository().join("generator/tests/golden")).unwrap().map(|entry| entry.unwrap().path());
    let specs = folders.flat_map(|folder| ["spec.yaml", "spec.json"].map(|name| folder.join(name))).filter(|path| path.exists());
    let read = |path| Document::read(path).unwrap_or_else(|why| panic!("{why}"));
    let mut documents: Vec<Document> = specs.map(read).collect();
    let overlay = source(&repository().join("spec/overlay.yaml")).unwrap_or_else(|why| panic!("{why}"));
    documents.push(Document { overlay: Some(overlay), ..read(repository().join("spec/tallyfy.yaml")) });
    documents
}

/// The folder's documents, at any depth.
fn find(dir: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            find(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Ten documents of other people: some of those that give a crate.
fn others() -> Vec<Document> {
    let dir = std::env::var_os("SWAGGER_CORPUS").expect("SWAGGER_CORPUS names a folder of documents");
    let mut paths = Vec::new();
    find(Path::new(&dir), &mut paths);
    paths.sort();
    let step = (paths.len() / 40).max(1);
    let documents = paths.into_iter().step_by(step).filter_map(|path| Document::read(path).ok());
    documents.filter(|document| document.try_generate(&document.value).is_ok()).take(10).collect()
}

/// Everything public: methods with the requests they make, setters, types with their fields and variants.
fn public(generated: &Generated) -> BTreeSet<String> {
    let (mut file, mut head) = (String::new(), String::new());
    let mut found = BTreeSet::new();
    for line in surface(generated).lines() {
        if let Some(path) = line.strip_prefix("// ") {
            // The files of types are private.
            file = if path.starts_with("types/") { "types".to_owned() } else { path.to_owned() };
        } else if ["    help:", "    overlay:"].iter().any(|start| line.starts_with(start)) {
            // What is reported of equals depends on which comes first.
        } else if line.starts_with(' ') {
            found.insert(format!("{file}: {head} {}", line.trim()));
        } else if line.starts_with("pub type") || line.ends_with(['{', '(']) || line.ends_with("{}") {
            head = line.trim_end_matches([' ', '{', '}', '(']).to_owned();
            found.insert(format!("{file}: {head}"));
        }
    }
    found
}

#[test]
fn the_order_of_keys_changes_no_name() {
    let documents = own();
    assert!(documents.len() > 70, "{}", documents.len());
    keep_their_names(&documents);
}

#[test]
#[ignore = "needs SWAGGER_CORPUS: `cargo xtask ci --only 'shared facts'`"]
fn the_order_of_keys_changes_no_name_of_other_documents() {
    let documents = others();
    assert_eq!(documents.len(), 10);
    keep_their_names(&documents);
}

/// Shuffles the keys of each document, and expects everything public to be called as before.
fn keep_their_names(documents: &[Document]) {
    for document in documents {
        let expected = public(&document.generate(&document.value));
        for seed in 1..4 {
            let found = public(&document.generate(&shuffled(&document.value, seed)));
            let changed: Vec<_> = expected.symmetric_difference(&found).collect();
            assert!(changed.is_empty(), "{}: {changed:#?}", document.path.display());
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for document in own() {
        let (one, other) = (document.generate(&document.value), document.generate(&document.value));
        assert_eq!(one.files, other.files, "{}", document.path.display());
    }
}

/// A resource with its usual operations, types inside types, and a family of types.
fn resource() -> Value {
    let operation = |id: &str, response: Value| {
        json!({"operationId": id, "tags": ["Things"], "parameters": [{"name": "kind", "in": "query", "type": "string", "enum": ["a", "b"]}],
            "responses": {"200": {"description": "Done", "schema": response}, "404": {"description": "None", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}})
    };
    let thing = json!({"$ref": "#/definitions/Thing"});
    let inline = json!({"type": "object", "properties": {"count": {"type": "integer"}, "pet": {"$ref": "#/definitions/Pet"}}});
    let id = json!([{"name": "id", "in": "path", "required": true, "type": "string"}]);
    json!({
        "swagger": "2.0", "info": {"title": "Things", "version": "1"}, "host": "h.example",
        "paths": {
            "/things": {"get": operation("listThings", json!({"type": "array", "items": thing})), "post": operation("createThing", thing.clone())},
            "/things/{id}": {"parameters": id, "get": operation("getThing", thing), "put": operation("updateThing", inline)},
        },
        "definitions": {
            "Thing": {"type": "object", "properties": {"part": {"type": "object", "properties": {"size": {"type": "integer"}}}, "kind": {"type": "string", "enum": ["x", "y"]}}},
            "Result": {"type": "object", "properties": {"thing": {"$ref": "#/definitions/Thing"}}},
            "Pet": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}},
            "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}, {"type": "object", "properties": {"result": {"$ref": "#/definitions/Result"}}}]},
        },
    })
}

/// Adds to the resource, and checks that everything public is there still, and something new.
#[track_caller]
fn adding(what: &str, add: impl FnOnce(&mut Value)) {
    let mut document = Document { path: repository().join("spec.json"), value: resource(), overlay: None };
    let before = document.generate(&document.value);
    add(&mut document.value);
    let after = document.generate(&document.value);
    assert_eq!(after.emitted, after.operations, "{what}");
    let (before, after) = (public(&before), public(&after));
    let lost: Vec<_> = before.difference(&after).filter(|line| !holds_more(line)).collect();
    assert!(lost.is_empty(), "adding {what} renames:\n{lost:#?}\n{:#?}", after.difference(&before).collect::<Vec<_>>());
    assert!(after.len() > before.len(), "{what}");
}

/// What lists everything there is changes when there is more.
fn holds_more(line: &str) -> bool {
    line.starts_with("mod.rs")
}

#[test]
fn adding_a_colliding_operation_renames_nothing() {
    let ids = [
        "listThings",
        "ListThings",
        "list_things",
        "getThings",
        "list",
        "List",
        "createThing",
        "create_thing",
        "create",
        "getThing",
        "get",
        "GetThing",
        "things_get",
        "thingsGet",
        "getAllThings",
        "updateThingReply",
        "update_reply",
        "getKind",
        "listKind",
        "UpdateReply",
        "createError404",
        "new",
        "",
    ];
    let paths = ["/added", "/zzz", "/things/{id}/added", "/things/added", "/zzz/{id}"];
    for id in ids {
        for path in paths {
            for tag in ["Things", "things", "THINGS", "thing", "types", "api", "client", "Pets"] {
                let parameters = json!([{"name": "q", "in": "query", "type": "string"}]);
                let operation =
                    json!({"operationId": id, "tags": [tag], "parameters": parameters, "responses": {"204": {"description": "Done"}}});
                adding(&format!("{id:?} at {path} tagged {tag}"), |document| document["paths"][path] = json!({"post": operation}));
            }
        }
    }
}

#[test]
fn adding_a_colliding_definition_renames_nothing() {
    let names = [
        "thing",
        "THING",
        "Thing_",
        "_Thing",
        "thing ",
        "result",
        "pet",
        "CAT",
        "UpdateReply",
        "GetKind",
        "Things",
        "List",
        "Get",
        "Other",
        "Extra",
        "Client",
        "Thing2",
        "",
    ];
    for name in names {
        let object = json!({"type": "object", "properties": {"b": {"type": "string"}}});
        let reference = json!({"$ref": format!("#/definitions/{name}")});
        adding(&format!("{name:?}, which nothing uses"), |document| document["definitions"][name] = object.clone());
        adding(&format!("{name:?}, which an operation uses"), |document| {
            document["definitions"][name] = object.clone();
            document["paths"]["/added"] = json!({"get": {"operationId": "added", "tags": ["More"], "responses": {"200": {"description": "Done", "schema": reference}}}});
        });
    }
}
