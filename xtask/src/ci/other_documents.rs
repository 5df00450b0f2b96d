//! What other people wrote: documents and facts that lie beside the repository, and not in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use fs4::fs_std::FileExt;

use super::step::Ended;
use crate::corpus::{Row, Verdict, examine};
use crate::tools::{cargo, run};

/// Documents that other people wrote in one dialect, or in several.
struct Corpus {
    /// The variable that names the folder of documents.
    folder: &'static str,
    /// Where they are looked for otherwise.
    archive: &'static str,
    /// How many documents the sample has.
    sample: usize,
}

const SWAGGER: Corpus = Corpus { folder: "SWAGGER_CORPUS", archive: "../shared/corpus/swagger2.tar.xz", sample: 24 };
const OPENAPI: Corpus = Corpus { folder: "OPENAPI_CORPUS", archive: "../shared/corpus/openapi3.tar.xz", sample: 36 };

/// What is known of Tallyfy's API.
const FACTS: &str = "../shared/tallyfy-api";

/// A sample of other people's documents: each is refused with a reason, or gives a crate that compiles.
pub fn sample(root: &Path) -> Result<Ended, String> {
    documents(root, |corpus| Some(corpus.sample))
}

/// The same of all of them.
pub fn all(root: &Path) -> Result<Ended, String> {
    documents(root, |_| None)
}

fn documents(root: &Path, sample: fn(&Corpus) -> Option<usize>) -> Result<Ended, String> {
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for corpus in [&SWAGGER, &OPENAPI] {
        match corpus.unpacked(root)? {
            Some(dir) => rows.extend(examine(root, &dir, sample(corpus), true)?),
            None => missing.push(format!("it needs a folder of documents, named in {}, or {}", corpus.folder, corpus.archive)),
        }
    }
    if rows.is_empty() && !missing.is_empty() {
        return Ok(Ended::LeftOut(missing.join("; ")));
    }
    Ok(match (sound(&rows)?, missing.pop()) {
        (Ended::Passed(text), Some(missing)) => Ended::Passed(format!("{text}; not all: {missing}")),
        (ended, _) => ended,
    })
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
    let Some(dir) = SWAGGER.unpacked(root)? else {
        let needed = format!("{} or {}", SWAGGER.folder, SWAGGER.archive);
        return Ok(Ended::LeftOut(format!("known endpoints and examples hold; the rest needs {needed}")));
    };
    ignored(&["stability", "free_form"], &[(SWAGGER.folder, &dir.display().to_string())])?;
    Ok(Ended::Passed("known endpoints, examples, names and free-form values of other documents".to_owned()))
}

/// The folder of documents of OpenAPI 3.
pub fn openapi3(root: &Path) -> Result<Option<PathBuf>, String> {
    OPENAPI.unpacked(root)
}

impl Corpus {
    /// The folder of the documents, unpacked if need be.
    fn unpacked(&self, root: &Path) -> Result<Option<PathBuf>, String> {
        if let Some(dir) = std::env::var_os(self.folder).filter(|dir| !dir.is_empty()) {
            return Ok(Some(PathBuf::from(dir)));
        }
        let archive = root.join(self.archive);
        let name = archive.file_name().map(|name| name.to_string_lossy().replace(".tar.xz", "-documents")).unwrap_or_default();
        let dir = root.join("target").join(name);
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
}
