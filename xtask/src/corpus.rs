//! `cargo xtask corpus`: every document of a folder, generated and compiled.

mod compile;
pub mod of_ci;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use generator::{Files as _, Options, Severity, Source};
use serde_json::Value;

use crate::sync::Files;
use crate::{Outcome, generate, print, root, source};
use report::{Row, Use, Verdict};
use source::Beside;

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

/// A document and what became of it.
struct Done {
    row: Row,
    /// The crate's files, where there is something to compile.
    files: Option<Files>,
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
fn examine(root: &Path, dir: &Path, sample: Option<usize>, compile: bool) -> Result<Vec<Row>, String> {
    let start = Instant::now();
    let mut found = Vec::new();
    find(dir, &mut found).map_err(|error| format!("error: cannot read {}: {error}", dir.display()))?;
    found.sort();
    let documents = match sample {
        Some(wanted) => spread(found, wanted),
        None => found,
    };
    eprintln!("{} files", documents.len());
    let mut done: Vec<Done> = in_parallel(&documents, |path| document(root, dir, path)).into_iter().flatten().collect();
    let generated = start.elapsed();
    eprintln!("{} documents generated in {:.1} s", done.len(), generated.as_secs_f64());
    if compile {
        compile_all(root, &mut done)?;
    }
    let rows: Vec<Row> = done.into_iter().map(|done| done.row).collect();
    print(&report::table(&rows));
    print(&format!("generated in {:.1} s, all done in {:.1} s\n", generated.as_secs_f64(), start.elapsed().as_secs_f64()));
    Ok(rows)
}

fn compile_all(root: &Path, done: &mut [Done]) -> Result<(), String> {
    let crates: BTreeMap<usize, Files> =
        done.iter_mut().enumerate().filter_map(|(index, done)| Some((index, done.files.take()?))).collect();
    for (index, error) in compile::check(root, &crates)? {
        if let Some(done) = done.get_mut(index) {
            done.row.verdict = Verdict::DoesNotCompile;
            done.row.message = error;
        }
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

/// Generates one document; nothing for a file that is only a part of others.
fn document(root: &Path, dir: &Path, path: &Path) -> Option<Done> {
    let shown = path.strip_prefix(dir).unwrap_or(path).display().to_string();
    let row = |verdict, message: String| Row {
        path: shown.clone(),
        verdict,
        operations: 0,
        emitted: 0,
        warnings: 0,
        message,
        use_of: Use::default(),
    };
    let refused = |message: String| Some(Done { row: row(Verdict::Refused, message), files: None });
    let document = match source::parse(path) {
        Err(message) => return refused(message),
        Ok(Err(findings)) => return refused(findings.first().map_or_else(String::new, generator::Diagnostic::render)),
        Ok(Ok(document)) => document,
    };
    if document.value().get("swagger").is_none() && document.value().get("openapi").is_none() {
        return None;
    }
    let beside = Beside::of(path);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| generated(root, &document, &beside, row(Verdict::Ok, String::new()))));
    let mut done = outcome.unwrap_or_else(|_| Done { row: row(Verdict::Panic, "the generator panicked".into()), files: None });
    done.row.operations = operations(document.value(), &beside);
    Some(done)
}

fn generated(root: &Path, document: &Source, beside: &Beside, mut row: Row) -> Done {
    let options = Options { header: "// @generated by `cargo xtask corpus`. Do not edit.".to_owned() };
    let generated = match generator::generate(document, None, beside, &options) {
        Ok(generated) => generated,
        Err(findings) => {
            let first = findings.iter().find(|finding| finding.severity == Severity::Error);
            row.verdict = Verdict::Refused;
            row.warnings = findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
            row.message = first.map_or_else(String::new, generator::Diagnostic::render);
            return Done { row, files: None };
        }
    };
    row.use_of = Use::of(&generated);
    row.emitted = generated.emitted;
    row.warnings = generated.warnings.len();
    row.message = generated.warnings.first().map_or_else(String::new, generator::Diagnostic::render);
    match generate::crate_files(root, &generated, "document", "document") {
        Ok(files) => Done { row, files: Some(files) },
        Err(message) => {
            row.verdict = Verdict::DoesNotCompile;
            row.message = message;
            Done { row, files: None }
        }
    }
}

/// The operations that a document has, counted without the generator.
fn operations(document: &Value, beside: &Beside) -> usize {
    const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
    /// How many references in a row are followed.
    const FAR: usize = 8;
    let lists = ["paths", "x-ms-paths"].into_iter().filter_map(|key| document.get(key)?.as_object());
    let items = lists.flatten();
    let count = |(_, item): (_, &Value)| {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let mut next = Some(item.clone());
        for _ in 0..FAR {
            let Some(item) = next else { break };
            found.extend(METHODS.iter().filter(|method| item.get(method).is_some_and(Value::is_object)));
            next = item.get("$ref").and_then(Value::as_str).and_then(|reference| target(document, beside, reference));
        }
        found.len()
    };
    items.map(count).sum()
}

/// Where the reference of a path item leads, here or in a file.
fn target(document: &Value, beside: &Beside, reference: &str) -> Option<Value> {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() {
        return document.pointer(pointer).cloned();
    }
    let source = Source::from_bytes(file, beside.read(file).ok()?).ok()?;
    source.value().pointer(pointer).cloned()
}

/// Maps a list on every core, in order, and shows how far it has come.
fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    // A panic is a row of the table, not a page of output.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((index, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, items.get(index)?)))
                {
                    let result = map(item);
                    if let Ok(mut results) = results.lock() {
                        results.insert(index, result);
                    }
                    if (index + 1) % 100 == 0 {
                        eprintln!("  {} of {}", index + 1, items.len());
                    }
                }
            });
        }
    });
    panic::set_hook(hook);
    results.into_inner().unwrap_or_default().into_values().collect()
}
