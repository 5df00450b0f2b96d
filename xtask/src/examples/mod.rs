//! `cargo xtask examples`: the examples of every document of a folder, read and written by the generated types.

mod batch;
mod case;
mod collect;
mod compare;
mod judge;
mod known;
mod reach;
mod report;
mod suite;
mod types;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::corpus::{self, Workspace};
use crate::repository::{Outcome, print, root};

use case::{Answer, Case, Document, Kind};
use known::Known;
use report::ExampleRow;

pub use suite::check;

/// How many programs are compiled at the same time.
const AT_ONCE: usize = 2;

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The folder; documents are looked for at any depth.
    dir: PathBuf,
    /// Takes only the documents with this in their path.
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    /// Takes only N of the documents with the word `example`, spread evenly.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Compiles nothing: shows what is known of earlier runs.
    #[arg(long)]
    no_compile: bool,
    /// Writes each example that is not equal, with the reason, as tab-separated values.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let rows = examine(&root(), args)?;
    if let Some(path) = &args.report {
        fs::write(path, report::tsv(&rows)).map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
    }
    print(&report::worst(&rows));
    print(&report::table(&rows));
    Ok(if rows.iter().any(ExampleRow::is_fault) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads and writes the examples of the documents of a folder.
fn examine(root: &Path, args: &Args) -> Result<Vec<ExampleRow>, String> {
    let start = Instant::now();
    let mut paths = corpus::files(&args.dir)?;
    let is_wanted = |path: &Path| args.only.is_empty() || args.only.iter().any(|text| path.to_string_lossy().contains(text.as_str()));
    paths.retain(|path| is_wanted(path.strip_prefix(&args.dir).unwrap_or(path)));
    if let Some(wanted) = args.sample {
        paths.retain(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("example")));
        let wanted = wanted.min(paths.len());
        paths = (0..wanted).filter_map(|index| paths.get(index * paths.len() / wanted)).cloned().collect();
    }
    let all: Vec<Document> = corpus::in_parallel(&paths, |path| collect::document(&args.dir, path)).into_iter().flatten().collect();
    let refused = all.iter().filter(|document| document.refused.is_some()).count();
    let count = all.len();
    let documents: Vec<Document> = all.into_iter().filter(|document| !document.cases.is_empty()).collect();
    let (with, cases) = (documents.len(), documents.iter().map(|document| document.cases.len()).sum::<usize>());
    eprintln!("{count} documents, {refused} refused; {with} have examples, {cases} of them; {:.1} s", start.elapsed().as_secs_f64());
    let free_form: usize = documents.iter().map(|document| document.free_form).sum();
    let answers = answers_of(root, &documents, if args.no_compile { 0 } else { batch::DOCUMENTS })?;
    let mut rows = Vec::new();
    for (document, answers) in documents.into_iter().zip(answers) {
        // Whether a schema may be null is the business of the place that it is used in: there is no type that is null.
        let is_null = |case: &Case| case.kind == Kind::Schema && case.value.is_null();
        let answered = document.cases.into_iter().zip(&answers).filter(|(case, _)| !is_null(case));
        rows.extend(answered.map(|(case, answer)| ExampleRow::new(&document.path, case, answer)));
    }
    print(&format!("{free_form} more examples are of free-form JSON; all done in {:.1} s\n", start.elapsed().as_secs_f64()));
    Ok(rows)
}

/// The answers for each document. Programs are compiled where they are not known, with at most so many documents in each, or none if that
/// is zero: after an interruption, the next run goes on where this one ended.
fn answers_of(root: &Path, documents: &[Document], together: usize) -> Result<Vec<Vec<Answer>>, String> {
    let known = Known::open(root)?;
    let mut answers: Vec<Option<Vec<Answer>>> = documents.iter().map(|document| known.answers(document)).collect();
    let is_open = |(index, document): &(usize, &Document)| answers.get(*index).is_some_and(Option::is_none) && !document.cases.is_empty();
    let mut open: Vec<(usize, &Document)> = documents.iter().enumerate().filter(is_open).collect();
    // Small ones first, so that most are known soon.
    open.sort_by_key(|(_, document)| document.size());
    open.truncate(if together == 0 { 0 } else { open.len() });
    let mut batches = batch::divide(open, together);
    if !batches.is_empty() {
        eprintln!("{} programs to compile", batches.len());
        let workspace = Workspace::open(root)?;
        while !batches.is_empty() {
            let now: Vec<Vec<(usize, &Document)>> = batches.drain(..AT_ONCE.min(batches.len())).collect();
            for (index, found) in batch::compile_and_run(root, &workspace, &now)? {
                if let (Some(place), Some(document)) = (answers.get_mut(index), documents.get(index)) {
                    known.note(document, &found);
                    *place = Some(found);
                }
            }
            eprintln!("  {} programs left", batches.len());
        }
    }
    Ok(answers.into_iter().map(Option::unwrap_or_default).collect())
}
