//! Every folder of `tests/diagnostics` is a document, perhaps an overlay, and what is found in
//! them. `UPDATE=1` rewrites the expectations; the difference is reviewed.

#[path = "support/expected.rs"]
mod expected;

use std::fs;
use std::path::Path;

use generator::diagnostic::{Diagnostic, render_all};
use generator::load::load;
use generator::source::Source;
use generator::suggestion::Action;
use serde_json::{Value, json};

#[test]
fn findings_are_as_expected() {
    expected::compare(&folders(), |folder| render_all(&findings(folder)));
}

/// A ready action must do what it is for: the finding goes, and no error comes.
#[test]
fn actions_mend_what_they_are_for() {
    let mut mended = 0;
    for folder in folders() {
        let before = findings(&folder);
        for found in before.iter().filter(|found| !found.actions.is_empty() && !folder.join("overlay.yaml").exists()) {
            let actions: Vec<Value> = found.actions.iter().map(Action::to_json).collect();
            let overlay = json!({"overlay": "1.0.0", "info": {"title": "Mended", "version": "1"}, "actions": actions});
            let overlay = Source::parse("overlay.json", overlay.to_string()).unwrap();
            let after = read(&folder, Some(&overlay));
            let is = |one: &Diagnostic| one.at == found.at && one.message == found.message;
            assert!(!after.iter().any(is), "{}\n{}", found.render(), render_all(&after));
            let errors = |all: &[Diagnostic]| all.iter().filter(|one| one.is_error()).count();
            assert!(errors(&after) <= errors(&before), "{}\n{}", found.render(), render_all(&after));
            mended += 1;
        }
    }
    assert!(mended > 20, "{mended}");
}

/// What the documentation says of the hints is what the code knows.
#[test]
fn the_table_of_hints_is_complete() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| `x-"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let known: Vec<Vec<String>> =
        generator::hints::ALL.iter().map(|hint| vec![format!("`{}`", hint.name), hint.places.to_owned(), hint.values.to_owned()]).collect();
    let said: Vec<Vec<String>> = rows.iter().map(|row| row.iter().take(3).map(|cell| (*cell).to_owned()).collect()).collect();
    assert_eq!(said, known);
    assert!(rows.iter().all(|row| row.get(3).is_some_and(|meaning| meaning.len() > 10)), "each has a meaning");
}

fn folders() -> Vec<std::path::PathBuf> {
    expected::folders("tests/diagnostics", 30)
}

fn findings(folder: &Path) -> Vec<Diagnostic> {
    match fs::read(folder.join("overlay.yaml")).ok().map(|bytes| Source::from_bytes("overlay.yaml", bytes)) {
        Some(Err(problems)) => problems,
        Some(Ok(overlay)) => read(folder, Some(&overlay)),
        None => read(folder, None),
    }
}

fn read(folder: &Path, overlay: Option<&Source>) -> Vec<Diagnostic> {
    let source = |name: &str| fs::read(folder.join(name)).ok().map(|bytes| Source::from_bytes(name, bytes));
    let document =
        match source("spec.yaml").or_else(|| source("spec.json")).unwrap_or_else(|| panic!("no document in {}", folder.display())) {
            Ok(document) => document,
            Err(problems) => return problems,
        };
    let beside = |path: &str| fs::read(folder.join(path)).map_err(|_| "there is no such file".to_owned());
    let mut loaded = load(&document, overlay, &beside, generator::Extras::default());
    loaded.locate();
    loaded.diagnostics
}
