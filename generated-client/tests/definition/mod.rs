//! The definition as the tests read it: straight from the file, without the generator, so that
//! a mistake of the generator cannot hide in its own output.

// Each test binary uses another part of it.
#![allow(dead_code, unused_imports)]

mod sample;

use std::path::PathBuf;

use serde_json::Value;

pub use sample::{Members, Sampler};

/// `spec/tallyfy.yaml`, parsed.
pub struct Definition {
    root: Value,
    /// The targets of the overlay's actions that say that a response has no envelope.
    bare: Vec<String>,
}

/// One operation of the definition.
#[derive(Debug)]
pub struct Operation<'d> {
    pub id: &'d str,
    pub method: String,
    pub path: &'d str,
    /// Path-level and own parameters, references resolved.
    pub parameters: Vec<&'d Value>,
    pub value: &'d Value,
}

/// What a success carries, by the definition alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Nothing,
    Bytes,
    /// JSON as it is.
    Bare,
    /// The member `data` of an object.
    Data,
    /// A list in the member `data`, which the parameter `page` turns.
    Page,
}

/// The repository's root.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Definition {
    pub fn load() -> Self {
        let overlay = parse("spec/overlay.yaml");
        let bare = items(&overlay["actions"]).filter(|action| action["update"]["x-envelope"] == false);
        let bare = bare.filter_map(|action| action["target"].as_str()).map(str::to_owned).collect();
        Self { root: parse("spec/tallyfy.yaml"), bare }
    }

    pub fn operations(&self) -> Vec<Operation<'_>> {
        const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];
        let mut found = Vec::new();
        for (path, item) in entries(&self.root["paths"]) {
            for (method, value) in entries(item).filter(|(key, _)| METHODS.contains(key)) {
                let shared = items(&item["parameters"]).map(|parameter| self.resolve(parameter));
                let own: Vec<&Value> = items(&value["parameters"]).map(|parameter| self.resolve(parameter)).collect();
                let key = |parameter: &Value| (parameter["in"].clone(), parameter["name"].clone());
                let mut parameters: Vec<&Value> = shared.filter(|shared| !own.iter().any(|own| key(own) == key(shared))).collect();
                parameters.extend(own);
                let id = value["operationId"].as_str().expect("every operation has an id");
                found.push(Operation { id, method: method.to_uppercase(), path, parameters, value });
            }
        }
        found
    }

    /// Follows a reference inside the document.
    pub fn resolve<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value["$ref"].as_str() {
            Some(reference) => {
                let pointer = reference.strip_prefix('#').expect("references stay inside the document");
                let target = self.root.pointer(pointer).unwrap_or_else(|| panic!("{reference} dangles"));
                self.resolve(target)
            }
            None => value,
        }
    }

    /// Returns what an operation says under a key, or the whole document.
    pub fn effective<'d>(&'d self, operation: &Operation<'d>, key: &str) -> &'d Value {
        operation.value.get(key).unwrap_or(&self.root[key])
    }

    /// Returns what comes back after a success.
    pub fn shape(&self, operation: &Operation<'_>) -> Shape {
        let Some(schema) = operation.success(self).map(|schema| self.resolve(schema)) else {
            return Shape::Nothing;
        };
        let data = &schema["properties"]["data"];
        let paged = operation.parameters_in("query").any(|parameter| parameter["name"] == "page");
        match () {
            () if schema["type"] == "file" => Shape::Bytes,
            () if data.is_null() || self.is_bare(operation) => Shape::Bare,
            () if paged && self.resolve(data)["type"] == "array" => Shape::Page,
            () => Shape::Data,
        }
    }

    fn is_bare(&self, operation: &Operation<'_>) -> bool {
        let target = format!("$.paths['{}'].{}", operation.path, operation.method.to_lowercase());
        self.bare.contains(&target)
    }
}

fn parse(path: &str) -> Value {
    let path = repository().join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl<'d> Operation<'d> {
    pub fn parameters_in(&self, place: &str) -> impl Iterator<Item = &'d Value> {
        self.parameters.iter().copied().filter(move |parameter| parameter["in"] == place)
    }

    /// The status and the schema of the first success with a body, or of the first success.
    fn first_success(&self, definition: &'d Definition) -> (&'d str, Option<&'d Value>) {
        let replies = entries(&self.value["responses"]).filter(|(status, _)| status.starts_with('2'));
        let replies: Vec<_> = replies.map(|(status, reply)| (status, definition.resolve(reply).get("schema"))).collect();
        let told = replies.iter().find(|(_, schema)| schema.is_some());
        told.or(replies.first()).copied().unwrap_or(("204", None))
    }

    /// The status of the first success.
    pub fn status(&self, definition: &'d Definition) -> &'d str {
        self.first_success(definition).0
    }

    /// The schema of the first success, where there is one.
    pub fn success(&self, definition: &'d Definition) -> Option<&'d Value> {
        self.first_success(definition).1
    }

    /// The schema of the body, where there is one.
    pub fn body(&self) -> Option<&'d Value> {
        self.parameters_in("body").next().map(|parameter| &parameter["schema"])
    }
}

/// Where a parameter travels, as the typed calls say it, and its name.
pub fn place_and_name(parameter: &Value) -> (String, String) {
    let text = |key: &str| parameter[key].as_str().expect("every parameter has a name and a place").to_owned();
    (text("in").replace("formData", "form"), text("name"))
}

/// The members of an object; none for anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// The items of a list; none for anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
