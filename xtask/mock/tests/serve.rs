//! The server as a program: what it answers, what it refuses, and what it keeps.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

const PETS: &str = "swagger: '2.0'
info: {title: Pets, version: '1'}
host: h.example
basePath: /v1
securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}]
x-pagination: {style: page, page: page, size: size, items: /items, total: /total}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: page, in: query, type: integer}
        - {name: size, in: query, type: integer, minimum: 1}
      responses:
        200:
          description: Pets
          schema: {type: object, required: [items, total], properties: {items: {type: array, items: {$ref: '#/definitions/Pet'}}, total: {type: integer}}}
    post:
      operationId: createPet
      parameters: [{name: pet, in: body, required: true, schema: {$ref: '#/definitions/NewPet'}}]
      responses:
        201: {description: It, schema: {$ref: '#/definitions/Pet'}}
        422: {description: No, schema: {$ref: '#/definitions/Refused'}}
  /pets/{petId}:
    parameters: [{name: petId, in: path, required: true, type: string}]
    get: {operationId: getPet, responses: {200: {description: It, schema: {$ref: '#/definitions/Pet'}}}}
    put:
      operationId: changePet
      parameters: [{name: pet, in: body, required: true, schema: {$ref: '#/definitions/NewPet'}}]
      responses: {200: {description: It, schema: {$ref: '#/definitions/Pet'}}}
    delete: {operationId: deletePet, responses: {204: {description: Done}}}
  /photos:
    post:
      operationId: addPhoto
      security: []
      consumes: [multipart/form-data]
      parameters:
        - {name: photo, in: formData, required: true, type: file}
        - {name: width, in: formData, type: integer}
      responses: {204: {description: Done}}
definitions:
  NewPet: {type: object, required: [name], properties: {name: {type: string, minLength: 2}, age: {type: integer}}}
  Pet: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}, age: {type: integer}}}
  Refused: {type: object, required: [title], properties: {title: {type: string}, details: {type: array, items: {type: object, properties: {name: {type: string}, reason: {type: string}}}}, hint: {type: string}}}
";

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, state: &str, rate: &str) -> Self {
        let mut child = spawn(folder, state, rate);
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        Self { child, address: address.trim().to_owned() }
    }

    fn send(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.request(method, path, body.map(|body| ("application/json", body.to_string())), true);
        let (status, _, text) = response;
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    fn request(&self, method: &str, path: &str, body: Option<(&str, String)>, key: bool) -> (u16, Vec<(String, String)>, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        if key {
            request = request.header("X-Key", "secret");
        }
        let mut response = match body {
            Some((media, text)) => agent.run(request.header("Content-Type", media).body(text).unwrap()),
            None => agent.run(request.body(()).unwrap()),
        }
        .unwrap();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        (response.status().as_u16(), headers, response.body_mut().read_to_string().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path, state: &str, rate: &str) -> Child {
    fs::write(folder.join("pets.yaml"), PETS).unwrap();
    let args = ["pets.yaml", "-", "0", state, rate, "0"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock"));
    command.current_dir(folder).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn refused(folder: &Path, state: &str) -> String {
    let mut child = spawn(folder, state, "0");
    let mut error = String::new();
    child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert!(!child.wait().unwrap().success());
    error
}

#[test]
fn what_is_created_is_read_listed_changed_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "-", "0");
    let (status, pet) = server.send("POST", "/pets", Some(json!({"name": "Rex", "age": 3})));
    assert_eq!((status, &pet["name"], &pet["age"]), (201, &json!("Rex"), &json!(3)));
    let path = format!("/pets/{}", pet["id"]);
    assert_eq!(server.send("GET", &path, None), (200, pet.clone()));
    let (_, first) = server.send("GET", "/pets?size=3", None);
    assert_eq!((first["items"].as_array().unwrap().len(), &first["total"]), (3, &json!(4)));
    assert_eq!(server.send("GET", "/pets?size=3&page=2", None).1["items"], json!([pet]));
    let (_, changed) = server.send("PUT", &path, Some(json!({"name": "Max"})));
    assert_eq!((&changed["name"], &changed["id"]), (&json!("Max"), &pet["id"]));
    assert_eq!(server.send("DELETE", &path, None).0, 204);
    assert_eq!(server.send("GET", &path, None).0, 404);
    assert_eq!(server.send("GET", "/pets", None).1["total"], 3);
}

#[test]
fn pages_of_the_largest_and_smallest_numbers_have_no_items() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "-", "0");
    for (page, size) in [(i64::MAX, i64::MAX), (i64::MAX, 1), (2, i64::MAX)] {
        let (status, body) = server.send("GET", &format!("/pets?page={page}&size={size}"), None);
        assert_eq!((status, &body["items"], &body["total"]), (200, &json!([]), &json!(3)), "page {page} of {size}");
    }
    // A page before the first one is the first.
    for page in [0, i64::MIN] {
        let (status, body) = server.send("GET", &format!("/pets?page={page}&size={}", i64::MAX), None);
        assert_eq!((status, body["items"].as_array().map(Vec::len)), (200, Some(3)), "page {page}");
    }
}

#[test]
fn what_the_definition_does_not_allow_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "-", "0");
    let (status, body) = server.send("POST", "/pets", Some(json!({"name": "R", "age": "old"})));
    assert_eq!(status, 422);
    let names: Vec<&str> = body["details"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!((names, body.get("hint")), (vec!["age", "name"], None), "{body}");
    assert_eq!(server.send("POST", "/pets", Some(json!({}))).0, 422);
    assert_eq!(server.send("GET", "/pets?size=0", None).0, 422);
    assert_eq!(server.send("GET", "/nothing", None).0, 404);
    let (status, headers, _) = server.request("PATCH", "/pets", None, true);
    let allow = headers.iter().find(|(name, _)| name == "allow").map(|(_, value)| value.as_str());
    assert_eq!((status, allow), (405, Some("GET, POST")));
    assert_eq!(server.request("GET", "/pets", None, false).0, 401);
    assert_eq!(server.request("POST", "/pets", Some(("text/plain", "Rex".into())), true).0, 415);
    let form = |fields: &str| Some(("multipart/form-data; boundary=b", fields.replace('\n', "\r\n")));
    let photo = "--b\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\n\nbytes\n";
    let width = "--b\nContent-Disposition: form-data; name=\"width\"\n\nwide\n";
    assert_eq!(server.request("POST", "/photos", form(&format!("{photo}--b--\n")), false).0, 204);
    assert_eq!(server.request("POST", "/photos", form("--b--\n"), false).0, 422);
    assert_eq!(server.request("POST", "/photos", form(&format!("{photo}{width}--b--\n")), false).0, 422);
}

#[test]
fn some_requests_are_one_too_many() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "-", "0.25");
    let all: Vec<_> = (0..8).map(|_| server.request("GET", "/pets", None, true)).collect();
    let refused: Vec<_> = all.iter().filter(|(status, ..)| *status == 429).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|(_, headers, _)| headers.iter().any(|(name, value)| name == "retry-after" && value == "1")));
    assert!(all.iter().all(|(_, headers, _)| headers.iter().any(|(name, _)| name == "x-ratelimit-remaining")));
}

#[test]
fn a_state_outlives_a_kill_and_has_one_owner() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "state.json", "0");
    let (_, pet) = server.send("POST", "/pets", Some(json!({"name": "Rex"})));
    let error = refused(folder.path(), "state.json");
    assert!(error.contains("another mock server uses state.json"), "{error}");
    drop(server);
    let server = Server::start(folder.path(), "state.json", "0");
    assert_eq!(server.send("GET", &format!("/pets/{}", pet["id"]), None).1["name"], "Rex");
    drop(server);
    let whole = fs::read_to_string(folder.path().join("state.json")).unwrap();
    let cut = &whole[..whole.len() / 2];
    fs::write(folder.path().join("state.json"), cut).unwrap();
    let error = refused(folder.path(), "state.json");
    assert!(error.starts_with("state.json:") && error.contains("left as it is"), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("state.json")).unwrap(), cut);
}

#[test]
fn a_broken_definition_has_the_diagnostics_of_validate() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("broken.yaml"), "swagger: '2.0'\npaths: []\n").unwrap();
    let args = ["broken.yaml", "-", "0", "-", "0", "0"];
    let output = Command::new(env!("CARGO_BIN_EXE_mock")).current_dir(folder.path()).args(args).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && error.contains("broken.yaml:2:1: error: expected an object"), "{error}");
}

#[cfg(unix)]
#[test]
fn an_interruption_ends_it_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), "-", "0");
    assert!(Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success());
}
