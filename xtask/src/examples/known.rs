//! The answers of programs that were compiled before: for the same files and the same examples they are the same.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::batch;
use super::case::{Answer, Document};
use crate::package;

/// Where they lie.
const FOLDER: &str = "target/examples";

/// A file for each document, named by all that decides what the answers are.
pub struct Known {
    folder: PathBuf,
    /// What all documents share.
    runtime: Sha256,
}

impl Known {
    /// Opens the answers of a repository.
    pub fn open(root: &Path) -> Result<Self, String> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| format!("error: cannot make {}: {error}", folder.display()))?;
        let mut runtime = Sha256::new();
        for (path, text) in package::program(root, "examples")? {
            add(&mut runtime, &path.to_string_lossy());
            add(&mut runtime, &text);
        }
        batch::SOURCES.iter().for_each(|text| add(&mut runtime, text));
        Ok(Self { folder, runtime })
    }

    /// The answers for a document, if they are known.
    pub fn answers(&self, document: &Document) -> Option<Vec<Answer>> {
        let text = fs::read_to_string(self.path(document)).ok()?;
        let answers: Vec<Answer> = text.lines().map(Answer::parse).collect::<Option<_>>()?;
        (answers.len() == document.cases.len()).then_some(answers)
    }

    /// Notes the answers. What cannot be noted costs time, and nothing else.
    pub fn note(&self, document: &Document, answers: &[Answer]) {
        let text: String = answers.iter().map(|answer| answer.to_line() + "\n").collect();
        let _ = fs::write(self.path(document), text);
    }

    fn path(&self, document: &Document) -> PathBuf {
        let mut digest = self.runtime.clone();
        for (path, text) in &document.files {
            add(&mut digest, path);
            add(&mut digest, text);
        }
        for case in &document.cases {
            add(&mut digest, &case.ty);
            add(&mut digest, &case.order(0));
        }
        let name: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name)
    }
}

fn add(digest: &mut Sha256, part: &str) {
    digest.update(part.len().to_le_bytes());
    digest.update(part.as_bytes());
}
