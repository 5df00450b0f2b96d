//! The effective definitions of many documents: valid by a validator that no one here wrote, and of the same Rust as the documents.

use std::fs;
use std::path::{Path, PathBuf};

use generator::resolve::{Effective, Made, resolve};
use serde_json::Value;

use super::other_documents;
use super::step::Ended;
use crate::contract;
use crate::corpus::{Verdict, first_difference, generate, in_parallel};
use crate::documents::{self, Beside};
use crate::repository::target_directory;
use crate::sync::Files;

/// The definitions of the golden cases.
const GOLDEN: &str = "generator/tests/golden";

/// How many documents of other people are in the sample.
const SAMPLE: usize = 60;

/// What of our documents the dialect has no word for, or the validator does not know: the case, what it is (`code` or `validity`), why.
const EXCEPTIONS: &str = include_str!("../../contract/exceptions.tsv");

/// A document, and what became of it.
struct ResolvedDocument {
    shown: String,
    /// The document as it was read, and its effective definition, as files.
    written: Option<(PathBuf, PathBuf)>,
    /// What differs of what is generated, or why there is nothing to compare.
    difference: Option<String>,
}

/// The golden cases, and a sample of other people's documents where they are.
pub fn sample(root: &Path) -> Result<Ended, String> {
    run(root, Some(SAMPLE))
}

/// The golden cases, and all of other people's documents.
pub fn all(root: &Path) -> Result<Ended, String> {
    run(root, None)
}

fn run(root: &Path, sample: Option<usize>) -> Result<Ended, String> {
    let golden = checked(root, &root.join(GOLDEN), None)?;
    let mut wrong = unlisted(golden.faults(true), |case| !case.contains('/'));
    let mut figure = format!("{} of our documents", golden.documents.len());
    match other_documents::openapi3(root)? {
        Some(dir) => {
            let others = checked(root, &dir, sample)?;
            wrong.extend(unlisted(others.faults(false), |case| case.contains('/')));
            figure += &format!(
                ", {} of others; {} that are not valid, {} of their definitions are",
                others.documents.len(),
                others.invalid(),
                others.mended()
            );
        }
        None => figure += "; no folder of others' documents is here",
    }
    if wrong.is_empty() { Ok(Ended::Passed(figure)) } else { Err(wrong.join("\n")) }
}

/// What is not as it should be.
struct ResolveFault {
    document: String,
    kind: &'static str,
    shown: String,
}

impl ResolveFault {
    fn new(document: &ResolvedDocument, kind: &'static str, what: String) -> Self {
        Self { document: document.shown.clone(), kind, shown: format!("{} {what}", document.shown) }
    }
}

/// The faults that are not among the exceptions; and the exceptions that no fault is any more. Our own documents are listed by their
/// case, those of others by their path.
fn unlisted(faults: Vec<ResolveFault>, is_of_these: fn(&str) -> bool) -> Vec<String> {
    let listed: Vec<(&str, &str)> = EXCEPTIONS
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t').and_then(|(case, rest)| Some((case, rest.split_once('\t')?.0))))
        .filter(|(case, _)| is_of_these(case))
        .collect();
    let is_of = |fault: &ResolveFault, (case, kind): &(&str, &str)| {
        (fault.document == *case || fault.document.split('/').next() == Some(*case)) && fault.kind == *kind
    };
    let stale = listed.iter().filter(|one| !faults.iter().any(|fault| is_of(fault, one)));
    let stale =
        stale.map(|(case, kind)| format!("{case} is no exception any more in {kind}: xtask/contract/exceptions.tsv")).collect::<Vec<_>>();
    let others = faults.into_iter().filter(|fault| !listed.iter().any(|one| is_of(fault, one)));
    others.map(|fault| fault.shown).chain(stale).collect()
}

/// Documents, with what the validator says of each and of its definition: empty where it is valid.
struct ResolvedDocuments {
    documents: Vec<(ResolvedDocument, String, String)>,
}

impl ResolvedDocuments {
    fn invalid(&self) -> usize {
        self.documents.iter().filter(|(_, before, _)| !before.is_empty()).count()
    }

    fn mended(&self) -> usize {
        self.documents.iter().filter(|(_, before, after)| !before.is_empty() && after.is_empty()).count()
    }

    /// What is not as it should be, a line for each.
    fn faults(&self, are_all_valid: bool) -> Vec<ResolveFault> {
        let mut found = Vec::new();
        for (document, before, after) in &self.documents {
            if let Some(difference) = &document.difference {
                found.push(ResolveFault::new(document, "code", format!("gives other code: {difference}")));
            }
            if !after.is_empty() && (are_all_valid || before.is_empty()) {
                found.push(ResolveFault::new(document, "validity", format!("has a definition that is not valid: {after}")));
            }
        }
        found
    }
}

fn checked(root: &Path, dir: &Path, sample: Option<usize>) -> Result<ResolvedDocuments, String> {
    let folder = target_directory(root)?.join("resolved");
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let paths = crate::corpus::documents(dir, sample)?;
    let numbered: Vec<(usize, PathBuf)> = paths.into_iter().enumerate().collect();
    let done = in_parallel(&numbered, |(number, path)| resolved(root, (dir, path), &folder.join(number.to_string())));
    let documents: Vec<ResolvedDocument> = done.into_iter().flatten().collect();
    let files: Vec<&Path> =
        documents.iter().flat_map(|one| one.written.iter().flat_map(|(before, after)| [before.as_path(), after.as_path()])).collect();
    let mut verdicts = contract::validated(root, &files)?.into_iter();
    let documents = documents.into_iter().map(|one| {
        let (before, after) = one.written.as_ref().and_then(|_| Some((verdicts.next()?, verdicts.next()?))).unwrap_or_default();
        (one, before, after)
    });
    Ok(ResolvedDocuments { documents: documents.collect() })
}

/// Writes the definition of a document, and compares what is generated; nothing for one that is not read at all.
fn resolved(root: &Path, (dir, path): (&Path, &Path), to: &Path) -> Option<ResolvedDocument> {
    let original = generate(root, dir, path, "document").filter(|done| done.row.verdict == Verdict::Ok)?;
    let document = documents::parse(path).ok()?.ok()?;
    let shown = path.strip_prefix(dir).unwrap_or(path).display().to_string();
    let failed = |difference: String| Some(ResolvedDocument { shown: shown.clone(), written: None, difference: Some(difference) });
    let Effective { value, changes, .. } = match resolve(&document, None, &Beside::of(path)) {
        Ok(effective) => effective,
        Err(found) => return failed(generator::render_all(&found)),
    };
    let (before, after) = (to.with_extension("before.json"), to.with_extension("json"));
    let write = |path: &Path, value: &Value| fs::write(path, value.to_string());
    if let Err(error) = write(&before, document.value()).and_then(|()| write(&after, &value)) {
        return failed(error.to_string());
    }
    let again = generate(root, dir, &after, "document");
    let difference = match (original.files, again.and_then(|again| again.files.ok_or(again.row.message).into())) {
        (Some(one), Some(Ok(other))) => first_difference(&renamed(one, &other, &changes), &other),
        (_, Some(Err(message))) => Some(message),
        _ => Some("it is no definition any more".to_owned()),
    };
    Some(ResolvedDocument { shown, written: Some((before, after)), difference })
}

/// The files, with comments as they are in the others where these only have what was renamed by its name of now: comments name places
/// of the document.
fn renamed(mut files: Files, others: &Files, changes: &[Made]) -> Files {
    let names: Vec<(String, &String)> = changes.iter().filter_map(|made| Some((made.at.last()?, made.name.as_ref()?))).collect();
    if names.is_empty() {
        return files;
    }
    for (path, text) in files.iter_mut().filter(|(path, _)| path.starts_with("src/generated")) {
        let Some(other) = others.get(path).filter(|other| *other != text && other.lines().count() == text.lines().count()) else {
            continue;
        };
        let line = |(line, other): (&str, &str)| {
            let renamed = || names.iter().fold(line.to_owned(), |line, (before, after)| line.replace(before, after));
            let is_same = line != other && line.trim_start().starts_with("//") && renamed() == other;
            if is_same { other.to_owned() } else { line.to_owned() }
        };
        let lines: Vec<String> = text.lines().zip(other.lines()).map(line).collect();
        *text = lines.join("\n") + "\n";
    }
    files
}
