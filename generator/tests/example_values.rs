//! Every example value is valid by its schema, as a validator says that is not ours.
//!
//! `EXAMPLES_OF=DIR cargo test -p generator --test example_values -- --ignored --nocapture` does it for the documents of a folder.

#[path = "support/documents.rs"]
mod documents;
#[allow(dead_code, reason = "nothing is compared here")]
#[path = "support/expected.rs"]
mod expected;
#[path = "support/judge.rs"]
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use generator::ir::Shape;
use generator::load::{Loaded, load};
use generator::lower::example_values::{Direction, ExampleValues};
use generator::lower::lower;
use generator::{Extras, Files, NoFiles, Source};
use openapiv3::{OpenAPI, Operation, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use judge::Judge;

/// Cases with schemas that no value fits, and what all that is said of their examples has in it.
const CONTRADICTORY: &[(&str, &[&str])] = &[
    // Of two types at once.
    ("all-of-conflicts", &["is not of type \"string\"", "/size: "]),
    // A list, and what is required of objects: the document gives no type there.
    ("all-of-parts-without-a-type", &["/rows: "]),
    ("all-of-plain-schemas", &["1 is not of type \"string\"", "/neither: ", "/inline: "]),
    ("all-of-several-parents", &["is not of type \"boolean\""]),
    // One of a string of a format that only we know, and a string.
    ("own-types", &["/place: "]),
    // A listed value that the pattern excludes.
    ("text-as-written", &["does not match \"1.0\""]),
];

/// What became of the examples of documents.
#[derive(Default)]
struct Score {
    schemas: usize,
    /// Schemas whose values contain one another without end.
    endless: usize,
    invalid: Vec<String>,
}

impl Score {
    fn add(&mut self, place: &str, example: Option<Value>, faults: impl FnOnce(&Value) -> Option<String>) {
        self.schemas += 1;
        match example {
            Some(value) => self.invalid.extend(faults(&value).map(|why| format!("{place}: {why}\n    {value}"))),
            None => self.endless += 1,
        }
    }
}

fn score(name: &str, loaded: &Loaded<'_>, score: &mut Score) {
    let document = &loaded.openapi;
    let examples = ExampleValues::new(document, &loaded.hints);
    for direction in [Direction::Request, Direction::Response] {
        let judge = Judge::new(document, direction);
        let registry = judge.registry();
        for definition in document.components.iter().flat_map(|components| components.schemas.keys()) {
            let reference = ReferenceOr::Reference { reference: generator::hints::reference(definition) };
            let example = examples.of_definition(definition, direction);
            score.add(&format!("{name} {definition} {direction:?}"), example, |value| judge.faults(&registry, &reference, value));
        }
        for (place, schema) in schemas(document, direction) {
            let example = examples.of_schema(schema, "value", direction);
            score.add(&format!("{name} {place}"), example, |value| judge.faults(&registry, schema, value));
        }
    }
}

/// The schemas of parameters and bodies.
fn schemas(document: &OpenAPI, direction: Direction) -> Vec<(String, &ReferenceOr<Schema>)> {
    let mut found = Vec::new();
    for (path, method, operation) in document.operations() {
        let place = |what: &str| format!("{method} {path} {what}");
        let mut add = |what: &str, schema| found.push((place(what), schema));
        match direction {
            Direction::Request => {
                for parameter in operation.parameters.iter().filter_map(ReferenceOr::as_item) {
                    if let ParameterSchemaOrContent::Schema(schema) = &parameter.parameter_data_ref().format {
                        add(&parameter.parameter_data_ref().name, schema);
                    }
                }
                let body = operation.request_body.as_ref().and_then(ReferenceOr::as_item);
                body.into_iter()
                    .flat_map(|body| body.content.values())
                    .filter_map(|media| media.schema.as_ref())
                    .for_each(|schema| add("body", schema));
            }
            Direction::Response | Direction::None => responses(operation).for_each(|schema| add("response", schema)),
        }
    }
    found
}

fn responses(operation: &Operation) -> impl Iterator<Item = &ReferenceOr<Schema>> {
    let all = operation.responses.responses.values().chain(&operation.responses.default);
    all.filter_map(ReferenceOr::as_item).flat_map(|response| response.content.values()).filter_map(|media| media.schema.as_ref())
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source::from_bytes(&name, fs::read(path).unwrap()).unwrap_or_else(|found| panic!("{}: {found:?}", path.display()))
}

#[test]
fn every_example_of_our_definition_is_valid() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (document, overlay) = (source(&spec.join("tallyfy.yaml")), source(&spec.join("overlay.yaml")));
    let mut found = Score::default();
    score("tallyfy", &load(&document, Some(&overlay), &NoFiles, Extras::default()), &mut found);
    assert!(found.schemas > 1_500, "{}", found.schemas);
    assert_eq!((found.endless, found.invalid.join("\n")), (0, String::new()));
}

#[test]
fn every_example_of_the_golden_cases_is_valid() {
    let mut found = Score::default();
    for folder in expected::folders("tests/golden", 70) {
        let name = if folder.join("spec.json").exists() { "spec.json" } else { "spec.yaml" };
        let document = source(&folder.join(name));
        let beside = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
        score(&folder.file_name().unwrap().to_string_lossy(), &load(&document, None, &beside, Extras::default()), &mut found);
    }
    assert!(found.schemas > 500, "{}", found.schemas);
    let mut contradictions = BTreeSet::new();
    found.invalid.retain(|fault| {
        let known = CONTRADICTORY.iter().find(|(case, parts)| {
            let faults = fault.strip_prefix(case).and_then(|fault| fault.lines().next()).unwrap_or_default();
            !faults.is_empty() && faults.split("; ").all(|fault| parts.iter().any(|part| fault.contains(part)))
        });
        contradictions.extend(known.map(|(case, _)| *case));
        known.is_none()
    });
    assert_eq!((found.endless, found.invalid.join("\n")), (0, String::new()));
    assert_eq!(contradictions.len(), CONTRADICTORY.len(), "{contradictions:?}");
}

/// The types of a crate, other names for types aside, without an example.
fn without_example(document: &Source, overlay: Option<&Source>, files: &dyn Files) -> Vec<String> {
    let mut loaded = load(document, overlay, files, Extras::default());
    let api = lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    let own = api.all_types().map(|(def, _)| def).filter(|def| !matches!(def.shape, Shape::Alias(_) | Shape::Tuple(_)));
    own.filter(|def| def.example.is_none()).map(|def| def.name.as_str().to_owned()).collect()
}

#[test]
fn every_type_has_an_example() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (document, overlay) = (source(&spec.join("tallyfy.yaml")), source(&spec.join("overlay.yaml")));
    assert_eq!(without_example(&document, Some(&overlay), &NoFiles), Vec::<String>::new());
    for folder in expected::folders("tests/golden", 70) {
        let name = if folder.join("spec.json").exists() { "spec.json" } else { "spec.yaml" };
        let beside = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
        let found = without_example(&source(&folder.join(name)), None, &beside);
        // Nobody knows a value of the types that the document names, nor of objects that their discriminator cannot tell apart.
        let is_known = folder.ends_with("own-types") || folder.ends_with("discriminators-of-other-types");
        assert!(found.is_empty() || is_known, "{}: {found:?}", folder.display());
    }
}

#[test]
#[ignore = "takes the folder EXAMPLES_OF"]
fn examples_of_a_folder() {
    let folder = std::env::var_os("EXAMPLES_OF").map(PathBuf::from).expect("EXAMPLES_OF is a folder");
    let mut paths = Vec::new();
    documents::find(&folder, &|path| path.extension().is_some_and(|end| end == "json" || end == "yaml" || end == "yml"), &mut paths);
    paths.sort();
    let (mut all, mut unread) = (Score::default(), 0);
    for path in &paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(document) = Source::from_bytes(&name, fs::read(path).unwrap()) else {
            unread += 1;
            continue;
        };
        let beside = |file: &str| fs::read(path.parent().unwrap().join(file)).map_err(|error| error.to_string());
        score(&name, &load(&document, None, &beside, Extras::default()), &mut all);
    }
    let mut reasons = BTreeMap::<&str, usize>::new();
    for fault in &all.invalid {
        *reasons.entry(KINDS.iter().find(|kind| fault.contains(**kind)).unwrap_or(&"other")).or_default() += 1;
    }
    println!("{}", all.invalid.join("\n"));
    println!(
        "{} documents ({unread} not read), {} examples, {} endless, {} invalid: {reasons:?}",
        paths.len(),
        all.schemas,
        all.endless,
        all.invalid.len()
    );
}

/// What the validator says.
const KINDS: &[&str] = &[
    "no schema",
    "more than one of",
    "not valid under any",
    "does not match",
    "is not of type",
    "is not one of",
    "is a required property",
    "is not a \"",
    "shorter than",
    "longer than",
    "Additional properties",
];
