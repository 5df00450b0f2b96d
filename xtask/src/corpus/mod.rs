//! `cargo xtask corpus`: every document of a folder, generated and compiled.

mod checked;
mod described;
mod document;
mod parallel;
mod places;
mod progress;
mod report;
mod sample;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest as _, Sha256};

use crate::repository::{Outcome, print, root};
use crate::sync::Files;

use checked::Notes;

pub use document::{Done, generate};
pub use parallel::in_parallel;
pub use report::{Row, Verdict, table};
pub use workspace::{Workspace, settings, target};

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The folder; documents are looked for at any depth.
    dir: PathBuf,
    /// Generates only.
    #[arg(long)]
    no_compile: bool,
    /// Takes only N documents: of each kind (dialect, YAML or JSON, folder) as many, and none that is larger than 500 kB.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Writes the table as tab-separated values, and beside it what is not used of each document
    /// (FILE with the ending `unused.tsv`), and the places that are free-form JSON though a schema describes something, each with
    /// the reason (`free.tsv`).
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let rows = examine(&root(), &args.dir, args.sample, !args.no_compile)?;
    if let Some(path) = &args.report {
        let (unused, free) = (path.with_extension("unused.tsv"), path.with_extension("free.tsv"));
        for (path, text) in [(path, report::tsv(&rows)), (&unused, report::unused(&rows)), (&free, report::free_form(&rows))] {
            fs::write(path, text).map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
        }
    }
    Ok(if rows.iter().any(|row| row.verdict.is_fault()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Generates the documents of a folder, compiles them if asked to, and prints the table.
pub fn examine(root: &Path, dir: &Path, sample: Option<usize>, compile: bool) -> Result<Vec<Row>, String> {
    let start = Instant::now();
    let paths = documents(dir, sample)?;
    eprintln!("{} files", paths.len());
    let named: Vec<(String, PathBuf)> = paths.into_iter().map(|path| (package(dir, &path), path)).collect();
    let mut done: Vec<Done> = in_parallel(&named, |(name, path)| generate(root, dir, path, name)).into_iter().flatten().collect();
    let generated = start.elapsed();
    eprintln!("{} documents generated in {:.1} s", done.len(), generated.as_secs_f64());
    if compile {
        compile_all(root, &mut done)?;
    }
    let rows: Vec<Row> = done.into_iter().map(|done| done.row).collect();
    print(&table(&rows));
    print(&format!("generated in {:.1} s, all done in {:.1} s\n", generated.as_secs_f64(), start.elapsed().as_secs_f64()));
    Ok(rows)
}

/// The files below a folder that a document can be in; of these a sample, if asked for.
pub fn documents(dir: &Path, sample: Option<usize>) -> Result<Vec<PathBuf>, String> {
    let found = files(dir)?;
    Ok(match sample {
        Some(wanted) => sample::sample(dir, found, wanted),
        None => found,
    })
}

/// Where the files of two packages begin to differ.
pub fn first_difference(one: &Files, other: &Files) -> Option<String> {
    let paths: BTreeSet<&PathBuf> = one.keys().chain(other.keys()).collect();
    let path = paths.into_iter().find(|path| one.get(*path) != other.get(*path))?;
    let (before, after) = (one.get(path).map_or("", String::as_str), other.get(path).map_or("", String::as_str));
    let lines = before.lines().zip(after.lines()).find(|(before, after)| before != after);
    let (before, after) = lines.unwrap_or(("(nothing)", "(more)"));
    Some(format!("{}: `{}` is `{}`", path.display(), before.trim(), after.trim()))
}

/// Compiles what was not compiled before: after an interruption, the next run goes on where this one ended.
fn compile_all(root: &Path, done: &mut [Done]) -> Result<(), String> {
    let checked = Notes::open(root)?;
    let mut crates: BTreeMap<String, Files> = done.iter_mut().filter_map(|done| Some((done.package.clone(), done.files.take()?))).collect();
    let notes: BTreeMap<String, PathBuf> = crates.iter().map(|(name, files)| (name.clone(), checked.note(files))).collect();
    let is_known = |name: &str| notes.get(name).is_some_and(|note| note.exists());
    let all = crates.len();
    crates.retain(|name, _| !is_known(name));
    if crates.len() < all {
        eprintln!("{} of {all} crates compiled before as they are", all - crates.len());
    }
    if crates.is_empty() {
        return Ok(());
    }
    let workspace = Workspace::open(root)?;
    workspace.write(root, &crates)?;
    workspace.fetch()?;
    eprintln!("{} crates to compile", crates.len());
    let note = |name: &str| {
        if let Some(note) = notes.get(name) {
            checked::note(note);
        }
    };
    let errors = workspace.compile(&["check", "--workspace"], crates.len(), |name| crates.contains_key(name), note)?;
    for done in done {
        done.fail(&errors);
    }
    Ok(())
}

/// The name of a document's crate: the same whatever else is in the folder, so that it is known again.
fn package(dir: &Path, path: &Path) -> String {
    let digest = Sha256::digest(path.strip_prefix(dir).unwrap_or(path).to_string_lossy().as_bytes());
    let digits: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("document_{digits}")
}

/// All files below a folder that a document can be in, sorted.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    find(dir, &mut found).map_err(|error| format!("error: cannot read {}: {error}", dir.display()))?;
    found.sort();
    Ok(found)
}

fn find(dir: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let kind = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            find(&path, found)?;
        } else if matches!(kind, Some("json" | "yaml" | "yml")) {
            found.push(path);
        }
    }
    Ok(())
}
