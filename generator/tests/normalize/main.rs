//! Small documents in, the normalised model out.

mod document;
mod files;
mod hinted;
mod operations;
mod overlay;
mod schemas;
mod written;

use generator::diagnostic::Diagnostic;
use generator::hints::{HINTS, Hints};
use generator::load::load;
use generator::source::Source;
use openapiv3::OpenAPI;
use serde_json::Value;

/// The model of a document (as JSON), and its diagnostics. What every document needs is added.
fn normalized(yaml: &str) -> (Value, Vec<String>) {
    let (openapi, _, found) = read(yaml);
    (without(&[HINTS], serde_json::to_value(&openapi).unwrap_or_default()), found)
}

/// The model of a document, what its hints say, and its diagnostics. What every document needs is added.
fn read(yaml: &str) -> (OpenAPI, Hints, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\n";
    let paths = if yaml.contains("paths:") { "" } else { "paths: {}\n" };
    let text = format!("{head}{paths}{yaml}");
    let source = Source::parse("s.yaml", text).unwrap_or_else(|problems| panic!("{problems:?}"));
    let loaded = load(&source, None, &generator::NoFiles, generator::Extras::default());
    let found = loaded.diagnostics.iter().map(Diagnostic::render).collect();
    (loaded.openapi, loaded.hints, found)
}

/// Compares the parts of the model at the given pointers. There must be no diagnostics.
fn check(yaml: &str, expected: &[(&str, Value)]) {
    let (model, found) = normalized(yaml);
    assert_eq!(found, Vec::<String>::new(), "{yaml}");
    for (at, expected) in expected {
        assert_eq!(model.pointer(at).unwrap_or(&Value::Null), expected, "{at} of {model:#}");
    }
}

/// The components of `definitions`, which must be read without diagnostics.
fn definitions(yaml: &str) -> Value {
    let (model, found) = normalized(&format!("definitions:\n{}", indented(yaml)));
    assert_eq!(found, Vec::<String>::new(), "{yaml}");
    without_places(model.pointer("/components/schemas").cloned().unwrap_or_default())
}

fn indented(yaml: &str) -> String {
    yaml.lines().map(|line| format!("  {line}\n")).collect()
}

/// The value without `x-at`, which other tests look at.
fn without_places(value: Value) -> Value {
    without(&["x-at"], value)
}

/// The value without some properties, wherever they are.
fn without(keys: &[&str], value: Value) -> Value {
    match value {
        Value::Object(properties) => {
            let kept = properties.into_iter().filter(|(key, _)| !keys.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key, without(keys, value))).collect())
        }
        Value::Array(items) => items.into_iter().map(|item| without(keys, item)).collect(),
        other => other,
    }
}
