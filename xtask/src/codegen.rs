//! `cargo xtask codegen`: the `tallyfy` crate from its definition.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use generator::{Generated, Options};

use crate::sync::{self, Files, Plan};
use crate::{Outcome, manifest, root, source};

/// Where the definition and what it becomes lie.
const DOCUMENT: &str = "spec/tallyfy.yaml";
const OVERLAY: &str = "spec/overlay.yaml";
const CRATE: &str = "generated-client";

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Writes nothing; lists the files that are missing, stale or different, and fails if there are any.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let root = root();
    if args.check { check(&root) } else { write(&root) }
}

fn write(root: &Path) -> Outcome {
    let start = Instant::now();
    let generated = generate(root)?;
    let plan = plan(root, &generated)?;
    plan.apply()?;
    println!(
        "{} of {} operations in {} files, {} of them changed, in {:.2} s",
        generated.emitted,
        generated.operations,
        generated.files.len(),
        plan.changes.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}

/// Compares, and tells how to mend what differs.
pub fn check(root: &Path) -> Outcome {
    let plan = plan(root, &generate(root)?)?;
    if plan.is_empty() {
        println!("{CRATE} is in step with {DOCUMENT} ({} files)", plan.unchanged);
        return Ok(ExitCode::SUCCESS);
    }
    eprint!("{}", plan.report(root));
    eprintln!("error: {CRATE} is out of step with {DOCUMENT} and {OVERLAY}\n  help: run `cargo xtask codegen`");
    Ok(ExitCode::FAILURE)
}

fn generate(root: &Path) -> Result<Generated, String> {
    let document = read(root, DOCUMENT)?;
    let overlay = read(root, OVERLAY)?;
    let options = Options { command: "cargo xtask codegen".to_owned(), source: DOCUMENT.to_owned() };
    let generated = generator::generate(&document, Some(&overlay), &options).map_err(|errors| source::render(&errors))?;
    if !generated.warnings.is_empty() {
        eprintln!("{}", source::render(&generated.warnings));
    }
    Ok(generated)
}

/// Reads a file of the repository under its path inside it, so that messages are the same everywhere.
fn read(root: &Path, relative: &str) -> Result<generator::Source, String> {
    source::read_as(&root.join(relative), relative)
}

fn plan(root: &Path, generated: &Generated) -> Result<Plan, String> {
    let crate_dir = root.join(CRATE);
    let (sources, tests) = split(&generated.files);
    let mut plan = sync::plan(&crate_dir.join("src/generated"), &sources, &[])?;
    plan.extend(sync::plan(&crate_dir.join("tests/generated"), &tests, &[])?);
    let path = crate_dir.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
    let text = manifest::with_features(&text, &generated.features).map_err(|error| format!("error: {}: {error}", path.display()))?;
    plan.add_file(&path, text)?;
    Ok(plan)
}

/// The generator's files apart: those of the crate and those of its tests.
fn split(files: &BTreeMap<String, String>) -> (Files, Files) {
    let (mut sources, mut tests) = (Files::new(), Files::new());
    for (path, text) in files {
        match path.strip_prefix("tests/") {
            Some(path) => tests.insert(PathBuf::from(path), text.clone()),
            None => sources.insert(PathBuf::from(path), text.clone()),
        };
    }
    (sources, tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_is_in_step_with_its_definition() {
        let root = root();
        let plan = plan(&root, &generate(&root).unwrap()).unwrap();
        assert!(plan.is_empty(), "run `cargo xtask codegen`\n{}", plan.report(&root));
    }
}
