//! `cargo xtask validate`: which overlay it applies, and the forms of its report.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const DOCUMENT: &str = "swagger: '2.0'
info: {title: Pets, version: '1'}
host: h.example
paths:
  /pets:
    get: {operationId: listPets, x-nmae: all, responses: {'204': {description: Done.}}}
";
const OVERLAY: &str = "overlay: 1.0.0
info: {title: Hints, version: '1'}
actions:
  - {target: \"$.paths['/pets'].get['x-nmae']\", remove: true}
";

/// A document with an overlay beside it that mends it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("spec.yaml"), DOCUMENT).expect("a document");
    fs::write(folder.path().join("overlay.yaml"), OVERLAY).expect("an overlay");
    folder
}

fn validate(folder: &Path, options: &[&str]) -> Output {
    let command = ["validate", "spec.yaml"];
    Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(folder).args(command).args(options).output().expect("xtask runs")
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("standard output is JSON")
}

#[test]
fn the_overlay_beside_a_document_is_applied_and_named() {
    let folder = folder();
    let output = validate(folder.path(), &[]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("with overlay.yaml"), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("spec.yaml: no problems"), "{output:?}");
    let without = validate(folder.path(), &["--no-overlay"]);
    assert!(String::from_utf8_lossy(&without.stderr).contains("spec.yaml:6:42: warning: `x-nmae` is not a hint"), "{without:?}");
    fs::write(
        folder.path().join("empty.yaml"),
        "overlay: 1.0.0\ninfo: {title: None, version: '1'}\nactions: [{target: $.info, update: {version: '2'}}]\n",
    )
    .expect("another overlay");
    let other = validate(folder.path(), &["--overlay", "empty.yaml"]);
    assert!(String::from_utf8_lossy(&other.stderr).contains("`x-nmae`"), "one that was asked for is the only one: {other:?}");
}

#[test]
fn every_form_has_the_same_findings() {
    let folder = folder();
    let found = json_of(&validate(folder.path(), &["--no-overlay", "--format", "json"]));
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!((&found[0]["file"], &found[0]["line"], &found[0]["column"]), (&json!("spec.yaml"), &json!(6), &json!(42)));
    let log = json_of(&validate(folder.path(), &["--no-overlay", "--format", "sarif"]));
    let results = &log["runs"][0]["results"];
    assert_eq!(results.as_array().map(Vec::len), Some(1));
    assert_eq!(results[0]["level"], found[0]["severity"]);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(*place, json!({"artifactLocation": {"uri": "spec.yaml"}, "region": {"startLine": 6, "startColumn": 42}}));
    assert_eq!(results[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], found[0]["pointer"]);
    assert_eq!(json_of(&validate(folder.path(), &["--format", "sarif"]))["runs"][0]["results"], json!([]));
}
