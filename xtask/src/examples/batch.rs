//! Programs that read the examples of several documents: the runtime is most of what is compiled, and it is compiled once for all of
//! them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use super::case::{Answer, Document};
use crate::corpus::{self, Workspace};
use crate::package;
use crate::sync::Files;

/// What is printed of the program that a crate is.
const PROGRAM: &str = include_str!("program.rs");

/// What it does with each type: a module of the runtime, whose insides it uses.
const ROUND_TRIP: &str = include_str!("round_trip.rs");

/// What decides what a program answers, beside the runtime.
pub const SOURCES: [&str; 2] = [PROGRAM, ROUND_TRIP];

/// How many bytes of types a program has: more take the compiler's memory.
const BYTES: usize = 1_000_000;

/// How many documents, where each is a large one.
pub const DOCUMENTS: usize = 24;

/// A document and its number among all.
pub type Numbered<'d> = (usize, &'d Document);

/// Divides documents into those that are compiled together: at most so many.
pub fn divide(documents: Vec<Numbered<'_>>, together: usize) -> Vec<Vec<Numbered<'_>>> {
    let mut batches: Vec<(usize, Vec<Numbered<'_>>)> = Vec::new();
    for numbered in documents {
        let size = numbered.1.size();
        match batches.last_mut() {
            Some((bytes, batch)) if *bytes + size <= BYTES && batch.len() < together => {
                *bytes += size;
                batch.push(numbered);
            }
            _ => batches.push((size, vec![numbered])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}

/// The name of the crate of a batch: the same for those that are compiled one after the other, so that they take the place once.
fn name(index: usize) -> String {
    format!("examples_{index}")
}

/// The files of the crate of a batch.
fn files(root: &Path, name: &str, batch: &[Numbered<'_>]) -> Result<Files, String> {
    let mut files = package::program(root, name)?;
    files.insert("src/main.rs".into(), PROGRAM.to_owned());
    files.insert("src/runtime/round_trip.rs".into(), ROUND_TRIP.to_owned());
    if let Some(modules) = files.get_mut(Path::new("src/runtime/mod.rs")) {
        modules.push_str("\npub mod round_trip;\n");
    }
    let folder = Path::new("src/documents");
    let (mut modules, mut readers) = (String::new(), String::new());
    for (index, (_, document)) in batch.iter().enumerate() {
        let module = format!("document_{index}");
        let _ = writeln!(modules, "mod {module};");
        for ty in readers_of(document).keys() {
            let _ = writeln!(readers, "    read::<{module}::{ty}>,");
        }
        files.extend(document.files.iter().map(|(path, text)| (folder.join(&module).join(path), text.clone())));
    }
    let table = format!("{modules}\nuse crate::runtime::round_trip::read;\n\npub static READERS: &[super::Reader] = &[\n{readers}];\n");
    files.insert(folder.join("mod.rs"), table);
    Ok(files)
}

/// The types of a document's examples, each with its number.
fn readers_of(document: &Document) -> BTreeMap<&str, usize> {
    let mut all: BTreeMap<&str, usize> = document.cases.iter().map(|case| (case.ty.as_str(), 0)).collect();
    all.values_mut().enumerate().for_each(|(index, number)| *number = index);
    all
}

/// Runs the program of a batch; returns the answers for each document, with its number.
fn run(program: &Path, batch: &[Numbered<'_>]) -> Result<Vec<(usize, Vec<Answer>)>, String> {
    let mut orders = Vec::new();
    let mut first = 0;
    for (_, document) in batch {
        let readers = readers_of(document);
        let number = |ty: &str| first + readers.get(ty).copied().unwrap_or_default();
        orders.extend(document.cases.iter().map(|case| case.order(number(&case.ty))));
        first += readers.len();
    }
    let mut answers = Vec::new();
    while answers.len() < orders.len() {
        let more = answer(program, orders.get(answers.len()..).unwrap_or_default())?;
        answers.extend(more);
    }
    let mut answers = answers.into_iter();
    Ok(batch.iter().map(|(number, document)| (*number, answers.by_ref().take(document.cases.len()).collect())).collect())
}

/// Runs the program until it has answered all orders, or ended itself: the last answer says so.
fn answer(program: &Path, orders: &[String]) -> Result<Vec<Answer>, String> {
    let failed = |error: std::io::Error| format!("error: cannot run {}: {error}", program.display());
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
    let text = orders.iter().map(|order| format!("{order}\n")).collect::<String>();
    let input = child.stdin.take();
    // Beside the answers: a pipe that is full would stop both. A program that has ended reads nothing.
    let writer = thread::spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
    let mut answers = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line.map_err(failed)?;
        answers.push(Answer::parse(&line).ok_or_else(|| format!("error: the program printed `{line}`"))?);
    }
    let status = child.wait().map_err(failed)?;
    let _ = writer.join();
    if answers.len() < orders.len() {
        answers.push(Answer::Panic(format!("the program ended with {status}")));
    }
    Ok(answers)
}

/// Where a program is when it is compiled.
fn program(root: &Path, name: &str) -> PathBuf {
    corpus::target(root).join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Compiles batches and runs each; returns the answers for each document, with its number.
pub fn compile_and_run(root: &Path, workspace: &Workspace, batches: &[Vec<Numbered<'_>>]) -> Result<Vec<(usize, Vec<Answer>)>, String> {
    let crates = batches.iter().enumerate().map(|(index, batch)| Ok((name(index), files(root, &name(index), batch)?)));
    let crates: BTreeMap<String, Files> = crates.collect::<Result<_, String>>()?;
    workspace.write(root, &crates)?;
    workspace.fetch()?;
    let errors = workspace.compile(&["build", "--workspace"], crates.len(), |name| crates.contains_key(name), |_| {})?;
    if let Some((name, error)) = errors.iter().next() {
        return Err(format!("error: {name} does not compile:\n{error}"));
    }
    let mut answers = Vec::new();
    for (index, batch) in batches.iter().enumerate() {
        answers.extend(run(&program(root, &name(index)), batch)?);
    }
    Ok(answers)
}
