//! Our own documents, one behaviour each: all of them compile, and the calls in the `wire.rs` beside some of them are made
//! against what is generated.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::step::Ended;
use crate::corpus::{self, Done, Verdict, Workspace};
use crate::repository::print;
use crate::sync::Files;
use crate::tools::run;

/// Where they lie.
const FOLDER: &str = "generator/tests/golden";

/// The server that the calls are made to.
const SERVER: &str = "xtask/tests/fixtures/wire/server.rs";

/// The least number of documents, and of those with calls.
const LEAST: (usize, usize) = (60, 25);

/// Of how many documents with calls one has the tests run that its crate has.
const SPREAD: usize = 5;

/// The package of the program that makes the calls.
const DRIVER: &str = "calls_driver";

/// Compiles all of the documents, and runs the calls.
pub fn own(root: &Path) -> Result<Ended, String> {
    let folder = root.join(FOLDER);
    let all = documents(&folder)?;
    let with_calls: BTreeMap<&str, &Path> =
        all.iter().filter(|(_, path)| path.join("wire.rs").exists()).map(|(name, path)| (name.as_str(), path.as_path())).collect();
    if all.len() < LEAST.0 || with_calls.len() < LEAST.1 {
        return Err(format!("{FOLDER} has {} documents, {} of them with calls; {LEAST:?} are the least", all.len(), with_calls.len()));
    }
    let generate = |(name, path): &(String, PathBuf)| corpus::generate(root, &folder, &document(path)?, name);
    let mut done: Vec<Done> = corpus::in_parallel(&all, generate).into_iter().flatten().collect();
    let mut crates: BTreeMap<String, Files> = done.iter_mut().filter_map(|done| Some((done.package.clone(), done.files.take()?))).collect();
    let count = crates.len();
    crates.insert(DRIVER.to_owned(), driver(root, &with_calls));
    let workspace = Workspace::open(root)?;
    workspace.write(root, &crates)?;
    workspace.fetch()?;
    compile(&workspace, &mut done, &with_calls, count)?;
    let rows: Vec<corpus::Row> = done.into_iter().map(|done| done.row).collect();
    print(&corpus::table(&rows));
    if let Some(row) = rows.iter().find(|row| row.verdict != Verdict::Ok || row.emitted != row.operations) {
        return Err(format!("{FOLDER}/{} is not as it should be\n{}", row.path, row.message));
    }
    let mut test = workspace.cargo(&["test", "--quiet", "--lib", "--package", DRIVER]);
    run(&mut test, "the calls")?;
    // Every operation of some, as the crates that people make test themselves.
    let mut own_tests = vec!["test", "--quiet", "--test", "wire"];
    own_tests.extend(with_calls.keys().step_by(SPREAD).flat_map(|name| ["--package", name]));
    run(&mut workspace.cargo(&own_tests), "the tests that crates have")?;
    // The examples of the runtime are the same in all crates but for the name, and have been run in ours.
    if let Some(name) = with_calls.keys().next() {
        run(&mut workspace.cargo(&["test", "--quiet", "--doc", "--package", name]), "the examples in the documentation")?;
    }
    Ok(Ended::Passed(format!("{} documents, {} of them called", rows.len(), with_calls.len())))
}

/// The folders with a document, each with the name of its crate.
fn documents(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| format!("cannot read {}: {error}", folder.display()))?.path();
        if document(&path).is_some()
            && let Some(name) = path.file_name()
        {
            found.push((name.to_string_lossy().replace('-', "_"), path));
        }
    }
    found.sort();
    Ok(found)
}

/// The document of a folder.
fn document(folder: &Path) -> Option<PathBuf> {
    ["spec.yaml", "spec.json"].map(|name| folder.join(name)).into_iter().find(|path| path.exists())
}

/// Compiles what has calls as the program that makes them needs it, and checks the others.
fn compile(workspace: &Workspace, done: &mut [Done], with_calls: &BTreeMap<&str, &Path>, count: usize) -> Result<(), String> {
    let is_called = |name: &str| with_calls.contains_key(name);
    let known: Vec<String> = done.iter().map(|done| done.package.clone()).collect();
    let is_known = |name: &str| known.iter().any(|known| known == name);
    let mut check = vec!["check", "--workspace", "--exclude", DRIVER];
    for name in with_calls.keys() {
        check.extend(["--exclude", name]);
    }
    let called = known.iter().filter(|name| is_called(name)).count();
    let mut errors = workspace.compile(&check, count - called, |name| is_known(name) && !is_called(name), |_| {})?;
    // Through the program that makes the calls: built on their own, they would be built again for its features.
    errors.extend(workspace.compile(&["build", "--package", DRIVER], called, is_called, |_| {})?);
    for done in done {
        done.fail(&errors);
    }
    Ok(())
}

/// The features that calls need beside the default ones: their first line names them (`// Features: a, b`).
fn features(folder: &Path) -> Vec<String> {
    let calls = fs::read_to_string(folder.join("wire.rs")).unwrap_or_default();
    let named = calls.lines().next().and_then(|line| line.strip_prefix("// Features: "));
    named.into_iter().flat_map(|names| names.split(", ")).map(str::to_owned).collect()
}

/// The crate whose tests are the calls.
fn driver(root: &Path, with_calls: &BTreeMap<&str, &Path>) -> Files {
    let mut manifest = format!("[package]\nname = \"{DRIVER}\"\nedition = \"2024\"\n\n[dependencies]\n");
    manifest.push_str("serde_json = \"1\"\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n");
    let mut modules = format!("#![cfg(test)]\n\n#[path = {:?}]\n#[macro_use]\nmod server;\n", root.join(SERVER));
    for (name, folder) in with_calls {
        let _ = writeln!(manifest, "{name} = {{ path = \"../{name}\", features = {:?} }}", features(folder));
        let _ = writeln!(modules, "#[path = {:?}]\nmod {name};", folder.join("wire.rs"));
    }
    Files::from([("Cargo.toml".into(), manifest), ("src/lib.rs".into(), modules)])
}
