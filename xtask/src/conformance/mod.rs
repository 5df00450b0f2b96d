//! `cargo xtask conformance`: generated clients against a real server that keeps the score.
//!
//! The server is the one that Microsoft checks its generators against. It counts a scenario when the right request has
//! arrived; a scenario here passes when the server has counted it and what came back is what the scenario expects.

mod build;
mod report;
mod server;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::repository::{Outcome, print, root};
use report::{Floor, Reasons, Report};
use server::Server;

/// Where the server's lock file, the scenarios and the floor lie.
const FOLDER: &str = "generator/conformance";

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Runs only scenarios, or all those of documents, whose name contains TEXT.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Writes the table of all documents to FILE.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// What is the same for the whole run.
struct Suite {
    root: PathBuf,
    /// The server's package.
    server: PathBuf,
    /// What is generated and compiled lies below it.
    target: PathBuf,
    /// The documents to generate, by the names of their files without the ending.
    documents: Vec<String>,
    /// Those of them whose scenarios are to run.
    with_scenarios: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let Score { report, floor, reasons } = score(args.filter.as_deref())?;
    print(&report.text());
    if let Some(path) = &args.report {
        fs::write(path, report.markdown()).map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
    }
    let verdict = match &args.filter {
        Some(_) => report.all_passed(),
        None => report.reaches(&floor).and_then(|()| report.needs(&reasons)),
    };
    match verdict {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(why) => Err(format!("error: {why}")),
    }
}

/// The check that `cargo xtask ci` makes; returns the score in a line.
pub fn check() -> Result<String, String> {
    let Score { report, floor, reasons } = score(None)?;
    print(&report.summary());
    report.reaches(&floor)?;
    report.needs(&reasons)?;
    Ok(report.summary().lines().next().unwrap_or_default().to_owned())
}

/// A run's score, and what it is compared with.
struct Score {
    report: Report,
    floor: Floor,
    reasons: Reasons,
}

fn score(filter: Option<&str>) -> Result<Score, String> {
    let start = Instant::now();
    let root = root();
    let folder = root.join(FOLDER);
    let floor = Floor::read(&folder.join("floor.txt"))?;
    let reasons = Reasons::read(&folder.join("reasons.txt"))?;
    let package = server::install(&root, FOLDER)?;
    let suite = Suite::new(root, package, filter)?;
    let runner = build::build(&suite)?;
    eprintln!("generated and compiled in {:.1} s", start.elapsed().as_secs_f64());
    let server = Server::start(&folder, &suite.server, &suite.target)?;
    let known = server.counts()?;
    let results = build::scenarios(&runner, server.port, filter)?;
    if let Some(filter) = filter.filter(|_| results.is_empty()) {
        return Err(format!("error: no scenario and no document with scenarios has `{filter}` in its name"));
    }
    let mut counts = server.counts()?;
    // What the server counts beyond the scenarios that it announced is its own bookkeeping.
    for (category, counts) in &mut counts {
        counts.retain(|name, _| known.get(category).is_some_and(|known| known.contains_key(name)));
    }
    drop(server);
    eprintln!("all done in {:.1} s", start.elapsed().as_secs_f64());
    let report = Report::new(results, counts, &reasons, filter.is_some());
    Ok(Score { report, floor, reasons })
}

impl Suite {
    fn new(root: PathBuf, server: PathBuf, filter: Option<&str>) -> Result<Self, String> {
        let documents = stems(&server.join("swagger"), "json")?;
        let scenarios = root.join(FOLDER).join("scenarios");
        let mut with_scenarios = stems(&scenarios, "rs")?;
        if let Some(unknown) = with_scenarios.iter().find(|name| !documents.contains(name)) {
            return Err(format!("error: the server has no document `{unknown}`, which has scenarios"));
        }
        if let Some(filter) = filter {
            with_scenarios.retain(|name| {
                let text = fs::read_to_string(scenarios.join(format!("{name}.rs"))).unwrap_or_default();
                name.contains(filter) || text.contains(filter)
            });
        }
        let target = root.join("target/conformance");
        Ok(Self { root, server, target, documents, with_scenarios })
    }
}

/// The names of a folder's files of one kind, without the ending.
fn stems(folder: &Path, ending: &str) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("error: cannot read {}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|found| found == ending));
    let stems: BTreeSet<String> = paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    Ok(stems.into_iter().collect())
}
