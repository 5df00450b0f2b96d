//! What other people wrote: documents and facts that lie beside the repository, and not in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use fs4::fs_std::FileExt;

use super::step::Ended;
use crate::corpus::{Row, Verdict, examine};
use crate::tools::{cargo, run};

/// How many documents the sample has.
const SAMPLE: usize = 40;
/// The variable that names a folder of documents.
const FOLDER: &str = "SWAGGER_CORPUS";
/// Where they are looked for otherwise.
const ARCHIVE: &str = "../shared/corpus/swagger2.tar.xz";
/// What is known of Tallyfy's API.
const FACTS: &str = "../shared/tallyfy-api";

/// A sample of other people's documents: each is refused with a reason, or gives a crate that compiles.
pub fn sample(root: &Path) -> Result<Ended, String> {
    documents(root, Some(SAMPLE))
}

/// The same of all of them.
pub fn all(root: &Path) -> Result<Ended, String> {
    documents(root, None)
}

fn documents(root: &Path, sample: Option<usize>) -> Result<Ended, String> {
    let Some(dir) = folder(root)? else {
        return Ok(Ended::LeftOut(format!("it needs a folder of Swagger 2.0 documents, named in {FOLDER}, or {ARCHIVE}")));
    };
    sound(&examine(root, &dir, sample, true)?)
}

/// Definitions of Tallyfy's API that were published by others: each gives a crate that compiles.
pub fn published(root: &Path) -> Result<Ended, String> {
    let dir = root.join(FACTS).join("reference");
    if !dir.exists() {
        return Ok(Ended::LeftOut(format!("it needs {FACTS}/reference")));
    }
    let rows = examine(root, &dir, None, true)?;
    match rows.iter().find(|row| row.verdict != Verdict::Ok) {
        Some(row) => Err(format!("{} is not as it should be: {}", row.path, row.message)),
        None => sound(&rows),
    }
}

fn sound(rows: &[Row]) -> Result<Ended, String> {
    let lost = |row: &Row| row.verdict == Verdict::Ok && row.emitted != row.operations;
    if let Some(row) = rows.iter().find(|row| row.verdict.is_fault() || lost(row)) {
        return Err(format!("{} is not as it should be: {}", row.path, row.message));
    }
    if rows.is_empty() {
        return Err("there are no documents".to_owned());
    }
    let good = rows.iter().filter(|row| row.verdict == Verdict::Ok).count();
    Ok(Ended::Passed(format!("{good} compile, {} refused", rows.len() - good)))
}

/// The tests that need the files: elsewhere they are ignored.
pub fn facts(root: &Path) -> Result<Ended, String> {
    if !root.join(FACTS).exists() {
        return Ok(Ended::LeftOut(format!("it needs {FACTS}")));
    }
    // The whole workspace: of a part of it, dependencies have other features and are built again.
    let ignored = |tests: &[&str], env: &[(&str, &str)]| {
        let tests = tests.iter().flat_map(|name| ["--test", name]);
        let args: Vec<&str> = ["test", "--workspace"].into_iter().chain(tests).chain(["--", "--ignored"]).collect();
        cargo(root, &args, env)
    };
    ignored(&["coverage", "examples"], &[])?;
    let Some(dir) = folder(root)? else {
        return Ok(Ended::LeftOut(format!("known endpoints and examples hold; the rest needs {FOLDER} or {ARCHIVE}")));
    };
    ignored(&["stability", "free_form"], &[(FOLDER, &dir.display().to_string())])?;
    Ok(Ended::Passed("known endpoints, examples, names and free-form values of other documents".to_owned()))
}

/// The folder of other people's documents, unpacked if need be.
fn folder(root: &Path) -> Result<Option<PathBuf>, String> {
    if let Some(dir) = std::env::var_os(FOLDER).filter(|dir| !dir.is_empty()) {
        return Ok(Some(PathBuf::from(dir)));
    }
    let (archive, dir) = (root.join(ARCHIVE), root.join("target/corpus-documents"));
    if !archive.exists() || dir.exists() {
        return Ok(Some(dir).filter(|dir| dir.exists()));
    }
    let failed = |error: std::io::Error| format!("cannot unpack {}: {error}", archive.display());
    let lock = File::create(dir.with_extension("lock")).map_err(failed)?;
    FileExt::lock_exclusive(&lock).map_err(failed)?;
    if dir.exists() {
        return Ok(Some(dir));
    }
    // Unpacked beside its place and then moved there: half of it is never taken for all.
    let half = dir.with_extension("part");
    if half.exists() {
        fs::remove_dir_all(&half).map_err(failed)?;
    }
    fs::create_dir_all(&half).map_err(failed)?;
    run(Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(&half), "tar")?;
    fs::rename(&half, &dir).map_err(failed)?;
    Ok(Some(dir))
}
