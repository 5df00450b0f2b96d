//! The definition as the tests read it: straight from the file, without the generator, so that
//! a mistake of the generator cannot hide in its own output.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

/// `spec/tallyfy.yaml`, parsed.
pub struct Definition {
    root: Value,
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

/// The repository's root, or nothing inside a package.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Definition {
    pub fn load() -> Self {
        let path = repository().join("spec/tallyfy.yaml");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { root: serde_yaml::from_str(&text).expect("the definition is YAML with text keys") }
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

    /// A value that a schema allows, every property present; below `depth` levels of objects only required ones.
    pub fn sample(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.resolve(schema);
        if let Some(first) = items(&schema["x-one-of"]).next() {
            return self.sample(first, depth);
        }
        if let Some(first) = items(&schema["enum"]).next() {
            return first.clone();
        }
        if schema["allOf"].is_array() {
            let mut all = Map::new();
            for part in items(&schema["allOf"]) {
                match self.sample(part, depth) {
                    Value::Object(members) => all.extend(members),
                    other => return other,
                }
            }
            return Value::Object(all);
        }
        match schema["type"].as_str() {
            Some("integer") => json!(7),
            Some("number") => json!(1.5),
            Some("boolean") => json!(true),
            Some("array") => match depth {
                0 => json!([]),
                _ => json!([self.sample(&schema["items"], depth)]),
            },
            Some("string") => json!(match schema["format"].as_str() {
                Some("date-time") => "2026-01-02 03:04:05",
                Some("date") => "2026-01-02",
                _ => "Straße 1/2",
            }),
            Some("object") => self.sample_object(schema, depth),
            None if schema["properties"].is_object() => self.sample_object(schema, depth),
            None => json!({"free": [1, "form", null]}),
            Some(other) => panic!("a schema of type {other}"),
        }
    }

    fn sample_object(&self, schema: &Value, depth: usize) -> Value {
        let required: Vec<&str> = items(&schema["required"]).filter_map(Value::as_str).collect();
        let mut members = Map::new();
        for (name, property) in entries(&schema["properties"]) {
            if depth > 0 || required.contains(&name) {
                members.insert(name.to_owned(), self.sample(property, depth.saturating_sub(1)));
            }
        }
        if depth > 0 && schema["additionalProperties"].is_object() {
            members.insert("zz_more".to_owned(), self.sample(&schema["additionalProperties"], depth - 1));
        }
        Value::Object(members)
    }
}

impl<'d> Operation<'d> {
    pub fn parameters_in(&self, place: &str) -> impl Iterator<Item = &'d Value> {
        self.parameters.iter().copied().filter(move |parameter| parameter["in"] == place)
    }

    /// The schema of the first success, where there is one.
    pub fn success(&self, definition: &'d Definition) -> Option<&'d Value> {
        let (_, reply) = entries(&self.value["responses"]).find(|(status, _)| status.starts_with('2'))?;
        definition.resolve(reply).get("schema")
    }
}

/// The members of an object; none for anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// The items of a list; none for anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
