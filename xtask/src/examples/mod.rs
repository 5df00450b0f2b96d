//! `cargo xtask examples`: the examples of every document of a folder, read and written by the generated types.

mod batch;
mod case;
mod collect;
mod compare;
mod judge;
mod known;
mod report;
mod types;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::corpus::{self, Workspace};
use crate::repository::{Outcome, print, root};

use case::{Answer, Document};
use known::Known;
use report::Row;

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
    /// Takes only N of the documents that have examples, spread evenly.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
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
    Ok(if rows.iter().any(Row::is_fault) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads and writes the examples of the documents of a folder.
fn examine(root: &Path, args: &Args) -> Result<Vec<Row>, String> {
    let start = Instant::now();
    let mut paths = corpus::files(&args.dir)?;
    let is_wanted = |path: &Path| args.only.is_empty() || args.only.iter().any(|text| path.to_string_lossy().contains(text.as_str()));
    paths.retain(|path| is_wanted(path.strip_prefix(&args.dir).unwrap_or(path)));
    let all: Vec<Document> = corpus::in_parallel(&paths, |path| collect::document(&args.dir, path)).into_iter().flatten().collect();
    let refused = all.iter().filter(|document| document.refused.is_some()).count();
    let count = all.len();
    let mut documents: Vec<Document> = all.into_iter().filter(|document| !document.cases.is_empty()).collect();
    let (with, cases) = (documents.len(), documents.iter().map(|document| document.cases.len()).sum::<usize>());
    eprintln!("{count} documents, {refused} refused; {with} have examples, {cases} of them; {:.1} s", start.elapsed().as_secs_f64());
    if let Some(wanted) = args.sample {
        let wanted = wanted.min(with);
        let kept: Vec<usize> = (0..wanted).map(|index| index * with / wanted).collect();
        let mut index = 0..;
        documents.retain(|_| index.next().is_some_and(|index| kept.binary_search(&index).is_ok()));
    }
    let free_form: usize = documents.iter().map(|document| document.free_form).sum();
    let rows = answers(root, documents)?;
    print(&format!("{free_form} more examples are of free-form JSON; all done in {:.1} s\n", start.elapsed().as_secs_f64()));
    Ok(rows)
}

/// Asks the programs that were not asked before: after an interruption, the next run goes on where this one ended.
fn answers(root: &Path, documents: Vec<Document>) -> Result<Vec<Row>, String> {
    let known = Known::open(root)?;
    let (mut rows, mut open) = (Vec::new(), Vec::new());
    let mut add = |document: Document, answers: &[Answer]| {
        rows.extend(document.cases.into_iter().zip(answers).map(|(case, answer)| Row::new(&document.path, case, answer)));
    };
    for document in documents {
        match known.answers(&document) {
            Some(answers) => add(document, &answers),
            None => open.push(document),
        }
    }
    if open.is_empty() {
        return Ok(rows);
    }
    let workspace = Workspace::open(root)?;
    let mut batches = batch::divide(open);
    eprintln!("{} programs to compile", batches.len());
    while !batches.is_empty() {
        let now: Vec<Vec<Document>> = batches.drain(..AT_ONCE.min(batches.len())).collect();
        let answers = batch::compile_and_run(root, &workspace, &now)?;
        for (document, answers) in now.into_iter().flatten().zip(answers.into_iter().flatten()) {
            known.note(&document, &answers);
            add(document, &answers);
        }
        eprintln!("  {} programs left", batches.len());
    }
    Ok(rows)
}
