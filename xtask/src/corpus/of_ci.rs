//! The documents that CI generates and compiles: our own, and a sample of others where there are any.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::examine;
use super::report::Verdict;

/// Where our own documents lie, one behaviour each.
const OWN: &str = "generator/tests/golden";
/// The least number of them.
const LEAST: usize = 60;
/// How many of other people's documents are taken.
const SAMPLE: usize = 60;
/// The variable that names a folder of them.
const FOLDER: &str = "SWAGGER_CORPUS";
/// Where they are looked for otherwise, beside the repository.
const ARCHIVE: &str = "../shared/corpus/swagger2.tar.xz";

/// Every one of our own documents gives a crate that compiles, with all its operations.
pub fn own(root: &Path) -> Result<(), String> {
    let rows = examine(root, &root.join(OWN), None, true)?;
    if let Some(row) = rows.iter().find(|row| row.verdict != Verdict::Ok || row.emitted != row.operations) {
        return Err(format!("{OWN}/{} is not as it should be", row.path));
    }
    if rows.len() < LEAST { Err(format!("{OWN} has {} documents; {LEAST} are the least", rows.len())) } else { Ok(()) }
}

/// A sample of other people's documents: each is refused with a reason, or gives a crate that compiles.
pub fn sample(root: &Path) -> Result<(), String> {
    let Some(dir) = folder(root)? else {
        println!("    NOT RUN: there is no corpus. Name a folder of Swagger 2.0 documents in {FOLDER}, or lay {ARCHIVE}.");
        return Ok(());
    };
    let rows = examine(root, &dir, Some(SAMPLE), true)?;
    let lost = |row: &super::Row| row.verdict == Verdict::Ok && row.emitted != row.operations;
    match rows.iter().find(|row| row.verdict.is_fault() || lost(row)) {
        Some(row) => Err(format!("{} is not as it should be", row.path)),
        None => Ok(()),
    }
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
    // Unpacked beside its place and then moved there: half of it is never taken for all.
    let half = dir.with_extension("part");
    let failed = |error: std::io::Error| format!("cannot unpack {}: {error}", archive.display());
    if half.exists() {
        fs::remove_dir_all(&half).map_err(failed)?;
    }
    fs::create_dir_all(&half).map_err(failed)?;
    let status = Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(&half).status().map_err(failed)?;
    if !status.success() {
        return Err(format!("cannot unpack {}: tar ended with {status}", archive.display()));
    }
    fs::rename(&half, &dir).map_err(failed)?;
    Ok(Some(dir))
}
