//! How the time grows with the document: `cargo bench -p generator --bench linear`.
//!
//! Generates synthetic documents of 200, 2,000 and 20,000 operations, each several times, and prints the best times and
//! their ratios. Ends with 1 where ten times the document takes more than [`MOST`] times as long.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use generator::{NoFiles, Options, Source};

/// Ten times the work may take this much longer.
const MOST: f64 = 12.0;

/// Operations, and how often they are generated.
const SIZES: [(usize, usize); 3] = [(200, 15), (2_000, 5), (20_000, 3)];

fn main() -> ExitCode {
    let mut last: Option<Duration> = None;
    let mut good = true;
    println!("{:>10} {:>10} {:>10} {:>8}", "operations", "KiB", "seconds", "ratio");
    for (operations, rounds) in SIZES {
        let text = document(operations);
        let best = (0..rounds).map(|_| generate(&text, operations)).min().unwrap_or_default();
        let ratio = last.map(|last| best.as_secs_f64() / last.as_secs_f64());
        let shown = ratio.map_or_else(String::new, |ratio| format!("{ratio:.1}"));
        println!("{operations:>10} {:>10} {:>10.3} {shown:>8}", text.len() / 1024, best.as_secs_f64());
        good &= ratio.is_none_or(|ratio| ratio <= MOST);
        last = Some(best);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads and generates a document.
fn generate(text: &str, operations: usize) -> Duration {
    let start = Instant::now();
    let source = Source::parse("synthetic.json", text).expect("the document is JSON");
    let generated = generator::generate(&source, None, &NoFiles, &Options::default()).expect("the document is sound");
    assert_eq!(generated.emitted, operations);
    start.elapsed()
}

/// A document with as many operations: four to a resource, ten resources to a tag, a type to each resource that refers to
/// another one.
fn document(operations: usize) -> String {
    let resources = operations / 4;
    let (mut paths, mut definitions) = (String::new(), String::new());
    for index in 0..resources {
        let comma = if index == 0 { "" } else { "," };
        let (tag, other) = (index / 10, (index * 7 + 1) % resources);
        let operation = |verb: &str, id: &str, parameters: &str| {
            format!(
                r##""{verb}": {{"operationId": "{id}Thing{index}", "tags": ["Tag {tag}"], "summary": "Does something with a thing.",
                "parameters": [{parameters}], "responses": {{"200": {{"description": "Done", "schema": {{"$ref": "#/definitions/Thing{index}"}}}},
                "404": {{"description": "None", "schema": {{"$ref": "#/definitions/Thing0"}}}}}}}}"##
            )
        };
        let query = r#"{"name": "q", "in": "query", "type": "string", "description": "Text."}, {"name": "sort", "in": "query", "type": "string", "enum": ["a", "b"]}"#;
        let body = format!(r##"{{"name": "body", "in": "body", "required": true, "schema": {{"$ref": "#/definitions/Thing{index}"}}}}"##);
        let _ = write!(
            paths,
            r#"{comma}"/things{index}": {{{}, {}}}, "/things{index}/{{id}}": {{"parameters": [{{"name": "id", "in": "path", "required": true, "type": "string"}}], {}, {}}}"#,
            operation("get", "list", query),
            operation("post", "create", &body),
            operation("get", "get", ""),
            operation("put", "update", &body),
        );
        let _ = write!(
            definitions,
            r##"{comma}"Thing{index}": {{"type": "object", "required": ["id"], "properties": {{"id": {{"type": "string"}}, "count": {{"type": "integer"}},
            "at": {{"type": "string", "format": "date-time", "description": "When."}}, "kind": {{"type": "string", "enum": ["x", "y"]}},
            "owner": {{"type": "object", "properties": {{"name": {{"type": "string"}}}}}}, "other": {{"$ref": "#/definitions/Thing{other}"}},
            "list": {{"type": "array", "items": {{"$ref": "#/definitions/Thing{other}"}}}}}}}}"##
        );
    }
    format!(
        r#"{{"swagger": "2.0", "info": {{"title": "Synthetic", "version": "1"}}, "host": "h.example", "paths": {{{paths}}}, "definitions": {{{definitions}}}}}"#
    )
}
