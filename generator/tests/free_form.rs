//! Whatever becomes free-form JSON is meant so, or is reported: a schema that says more than that has a warning.
//!
//! Documents of other people are looked at too, out of the folder that `SWAGGER_CORPUS` names.

#[path = "support/documents.rs"]
mod documents;

use std::fs;
use std::path::{Path, PathBuf};

use documents::find;
use generator::{Diagnostic, NoFiles, Options, Source};
use serde_json::Value;

/// What a schema can have that says nothing of its values.
const SAYS_NOTHING: &[&str] = &[
    "description",
    "title",
    "example",
    "default",
    "name",
    "in",
    "required",
    "readOnly",
    "discriminator",
    "xml",
    "externalDocs",
    "nullable",
    // What it leads to is for others to say.
    "$dynamicRef",
    // Without effect on an object, which is listed as such.
    "items",
    "minItems",
    "maxItems",
];

/// Returns how many free-form values the documents have, and those that nothing explains.
fn silent(paths: &[PathBuf]) -> (usize, Vec<String>) {
    let (mut count, mut found) = (0, Vec::new());
    for path in paths {
        let bytes = fs::read(path).unwrap();
        let Ok(document) = serde_yaml::from_slice::<Value>(&bytes) else { continue };
        let Ok(source) = Source::from_bytes(path.display().to_string(), bytes) else { continue };
        let Ok(generated) = generator::generate(&source, None, &NoFiles, &Options::default()) else { continue };
        let reported = |at: &str, innermost: &str| generated.warnings.iter().any(|warning| explains(warning, at, innermost));
        let free = &generated.free_form;
        let responses = free.free_responses.iter().flat_map(|at| schemas_of(&document, at.as_str()));
        let responses = responses.map(|at| items_of_page(&document, &at).unwrap_or(at));
        for at in free.free_fields.iter().map(|at| at.as_str().to_owned()).chain(responses) {
            count += 1;
            let (innermost, schema) = innermost(&document, &at);
            if schema.is_none_or(says_something) && !reported(&at, &innermost) {
                found.push(format!("{}#{at} at {innermost}: {schema:?}", path.display()));
            }
        }
    }
    (count, found)
}

/// The schemas of the successful responses of an operation.
fn schemas_of(document: &Value, responses: &str) -> Vec<String> {
    let declared = document.pointer(responses).and_then(Value::as_object);
    let good = declared.into_iter().flatten().filter(|(status, _)| status.starts_with('2') || *status == "default");
    let with_schema = good.filter(|(_, response)| response.get("schema").is_some());
    with_schema.map(|(status, _)| format!("{responses}/{status}/schema")).collect()
}

/// Where an object with one list, which may be a page, says what its items are.
fn items_of_page(document: &Value, at: &str) -> Option<String> {
    let properties = document.pointer(at)?.get("properties")?.as_object()?;
    let mut lists = properties.iter().filter(|(_, property)| property.get("items").is_some());
    let (list, _) = lists.next().filter(|_| lists.next().is_none())?;
    Some(format!("{at}/properties/{}/items", list.replace('~', "~0").replace('/', "~1")))
}

/// The schema that says what the values are: behind references, lists and maps.
fn innermost<'a>(document: &'a Value, at: &str) -> (String, Option<&'a Value>) {
    let (mut at, mut found) = (at.to_owned(), document.pointer(at));
    for _ in 0..20 {
        let Some(schema) = found else { break };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            reference.trim_start_matches('#').clone_into(&mut at);
        } else if schema.get("allOf").and_then(Value::as_array).is_some_and(|parts| parts.len() == 1) {
            at += "/allOf/0";
        } else if let Some(key) = inside(schema) {
            at = format!("{at}/{key}");
        } else {
            break;
        }
        found = document.pointer(&at);
    }
    (at, found)
}

/// Where a place says more of its values: the schema of a body, the items of a list, the values of a map.
fn inside(schema: &Value) -> Option<&'static str> {
    let mut keys = ["schema", "items", "additionalProperties"].into_iter();
    keys.find(|key| {
        schema.get(key).is_some_and(Value::is_object) && !(*key == "items" && schema.get("type").is_some_and(|ty| ty == "object"))
    })
}

/// Whether a schema says more than that its values are of some object.
fn says_something(schema: &Value) -> bool {
    let Some(keys) = schema.as_object() else { return true };
    let is_empty = |value: &Value| value.is_boolean() || value.as_object().is_some_and(serde_json::Map::is_empty);
    keys.iter().any(|(key, value)| match key.as_str() {
        "type" => value != "object",
        "properties" | "additionalProperties" => !is_empty(value),
        key => !key.starts_with("x-") && !SAYS_NOTHING.contains(&key),
    })
}

/// Whether a warning is of the place, of something in it, or of what it lies in.
fn explains(warning: &Diagnostic, at: &str, innermost: &str) -> bool {
    let told = warning.at.as_str();
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    !told.is_empty() && [at, innermost].into_iter().any(|place| within(place, told) || within(told, place))
}

#[test]
fn free_form_values_are_meant_or_reported() {
    let mut paths = Vec::new();
    // How references are spelt is no matter here.
    let is_misspelt = |path: &Path| path.parent().is_some_and(|folder| folder.ends_with("fragments-misspelt"));
    let is_own = |path: &Path| path.file_stem().is_some_and(|stem| stem == "spec") && !is_misspelt(path);
    find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &is_own, &mut paths);
    paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tallyfy.yaml"));
    let (count, silent) = silent(&paths);
    assert!(count > 100, "{count}");
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
#[ignore = "needs SWAGGER_CORPUS: `cargo xtask ci --only 'shared facts'`"]
fn free_form_values_of_other_documents_are_meant_or_reported() {
    let folder = std::env::var_os("SWAGGER_CORPUS").expect("SWAGGER_CORPUS names a folder of documents");
    let mut paths = Vec::new();
    find(Path::new(&folder), &|_| true, &mut paths);
    let (count, silent) = silent(&paths);
    assert!(count > 1000, "{count}");
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
