//! `cargo xtask corpus`: every document of a folder, generated and compiled.

mod document;
mod parallel;
mod report;
mod workspace;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::repository::{Outcome, print, root};
use crate::sync::Files;

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
    /// Takes only N documents, spread evenly.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Writes the table as tab-separated values, and beside it what is not used of each document
    /// (FILE with the ending `unused.tsv`).
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let rows = examine(&root(), &args.dir, args.sample, !args.no_compile)?;
    if let Some(path) = &args.report {
        let beside = path.with_extension("unused.tsv");
        for (path, text) in [(path, report::tsv(&rows)), (&beside, report::unused(&rows))] {
            fs::write(path, text).map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
        }
    }
    Ok(if rows.iter().any(|row| row.verdict.is_fault()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Generates the documents of a folder, compiles them if asked to, and prints the table.
pub fn examine(root: &Path, dir: &Path, sample: Option<usize>, compile: bool) -> Result<Vec<Row>, String> {
    let start = Instant::now();
    let mut found = Vec::new();
    find(dir, &mut found).map_err(|error| format!("error: cannot read {}: {error}", dir.display()))?;
    found.sort();
    let paths = match sample {
        Some(wanted) => spread(found, wanted),
        None => found,
    };
    eprintln!("{} files", paths.len());
    let named: Vec<(String, PathBuf)> = (0..).map(|number| format!("document_{number}")).zip(paths).collect();
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

fn compile_all(root: &Path, done: &mut [Done]) -> Result<(), String> {
    let crates: BTreeMap<String, Files> = done.iter_mut().filter_map(|done| Some((done.package.clone(), done.files.take()?))).collect();
    let workspace = Workspace::open(root)?;
    workspace.write(root, &crates)?;
    let errors = workspace.compile(&["check", "--workspace"], crates.len(), |name| crates.contains_key(name))?;
    for done in done {
        done.fail(&errors);
    }
    Ok(())
}

/// All files below a folder that a document can be in.
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

/// As many of the paths as are wanted, spread evenly over those that look like whole documents.
fn spread(mut paths: Vec<PathBuf>, wanted: usize) -> Vec<PathBuf> {
    let has = |text: &[u8], word: &str| text.windows(word.len()).any(|window| window == word.as_bytes());
    paths.retain(|path| fs::read(path).is_ok_and(|text| has(&text, "swagger") || has(&text, "openapi")));
    let wanted = wanted.min(paths.len());
    (0..wanted).filter_map(|index| paths.get(index * paths.len() / wanted)).cloned().collect()
}
