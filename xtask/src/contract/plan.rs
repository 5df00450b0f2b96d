//! Which calls are made, with values that are valid by the definition; and what a server answers.

use std::path::Path;

use generator::load::{self, Extras};
use generator::lower::example_values::{ExampleValues, response};
use generator::{NoFiles, Severity, Source};
use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, StatusCode};
use serde_json::{Map, Value, json};

/// The calls of a definition.
pub struct ContractPlan {
    /// By method and path.
    calls: Map<String, Value>,
    /// The values of parameters by their names, for those that a client is given once.
    bound: Map<String, Value>,
    successes: Vec<Success>,
}

/// What an operation answers.
struct Success {
    /// The path, the method, the status and the media type.
    place: (String, String, String, String),
    body: Value,
}

/// The body of a response that is no JSON.
const TEXT: &str = "A few bytes";

impl ContractPlan {
    /// The calls of an effective definition.
    pub fn of(source: &Source) -> Result<Self, String> {
        let mut loaded = load::load(source, None, &NoFiles, Extras::default());
        loaded.locate();
        if loaded.diagnostics.iter().any(|found| found.severity == Severity::Error) {
            return Err(generator::render_all(&loaded.diagnostics));
        }
        let examples = ExampleValues::new(&loaded.openapi, &loaded.hints);
        let mut plan = Self { calls: Map::new(), bound: Map::new(), successes: Vec::new() };
        for (path, method, operation) in operations(&loaded.openapi) {
            plan.add(&examples, path, method, operation);
        }
        Ok(plan)
    }

    fn add<'m>(&mut self, examples: &ExampleValues<'m>, path: &str, method: &str, operation: &'m Operation) {
        let mut values = Vec::new();
        for parameter in operation.parameters.iter().filter_map(ReferenceOr::as_item) {
            let place = match parameter {
                Parameter::Path { .. } => "path",
                Parameter::Query { .. } => "query",
                Parameter::Header { .. } => "header",
                Parameter::Cookie { .. } => "cookie",
            };
            let name = &parameter.parameter_data_ref().name;
            let Some(value) = examples.of_parameter(parameter) else { continue };
            self.bound.insert(name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned).into());
            values.push(json!({"in": place, "name": name, "value": value}));
        }
        let mut body = Value::Null;
        let content = operation.request_body.as_ref().and_then(ReferenceOr::as_item).map(|body| &body.content);
        for media in content.into_iter().flat_map(|content| content.keys()) {
            let Some(example) = examples.of_request(operation, Some(media)) else { continue };
            if media.contains("form") {
                let fields = example.value.as_object().into_iter().flatten();
                values.extend(fields.map(|(name, value)| json!({"in": "form", "name": name, "value": value})));
            } else if body.is_null() {
                body = example.value;
            }
        }
        self.calls.insert(format!("{} {path}", method.to_uppercase()), json!({"values": values, "body": body}));
        let success = operation.responses.responses.keys().map(|status| match status {
            StatusCode::Code(code) => (*code, code.to_string()),
            StatusCode::Range(hundred) => (hundred * 100, format!("{hundred}XX")),
        });
        let Some((status, key)) = success.filter(|(status, _)| (200..300).contains(status)).min() else { return };
        let Some(declared) = response(operation, status) else { return };
        let place = |media: &String| (path.to_owned(), method.to_owned(), key.clone(), media.clone());
        match declared.content.keys().find(|media| media.contains("json")) {
            Some(media) => {
                let example = examples.of_response(operation, status, Some(media));
                self.successes.extend(example.map(|example| Success { place: place(media), body: example.value }));
            }
            // Prism can send text of any type, and nothing else of those that it does not know.
            None => self.successes.extend(declared.content.keys().next().map(|media| Success { place: place(media), body: TEXT.into() })),
        }
    }

    /// How many operations there are.
    pub fn operations(&self) -> usize {
        self.calls.len()
    }

    /// The file that says what is called, and where.
    pub fn calls(&self, url: &str, results: &Path) -> Value {
        json!({"url": url, "bound": self.bound, "results": results.display().to_string(), "operations": self.calls})
    }

    /// A definition with an example of each success, which a server answers. Those that are shared are written out.
    pub fn with_examples(&self, definition: &Value) -> Value {
        let mut all = definition.clone();
        for Success { place: (path, method, status, media), body } in &self.successes {
            let shared = |reference: &str| definition.pointer(reference.strip_prefix('#')?).cloned();
            let Some(place) = all["paths"].get_mut(path).and_then(|item| item.get_mut(method)?.get_mut("responses")?.get_mut(status))
            else {
                continue;
            };
            if let Some(written) = place.get("$ref").and_then(Value::as_str).and_then(shared) {
                *place = written;
            }
            if let Some(content) = place.get_mut("content") {
                if let Some(media) = content.get_mut(media).and_then(Value::as_object_mut) {
                    media.shift_remove("examples");
                    media.insert("example".to_owned(), body.clone());
                }
            } else if let Some(place) = place.as_object_mut() {
                place.insert("examples".to_owned(), json!({media: body}));
            }
        }
        all
    }
}

fn operations(model: &OpenAPI) -> impl Iterator<Item = (&str, &str, &Operation)> {
    let items = model.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(|(path, item)| item.iter().map(move |(method, operation)| (path.as_str(), method, operation)))
}
