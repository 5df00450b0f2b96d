//! Which crates have been compiled without an error before: the same files need not be compiled again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::workspace::settings;
use crate::repository;
use crate::sync::Files;

/// Where it is noted.
const FOLDER: &str = "target/corpus/checked";

/// A note for each crate, an empty file named by all that decides how it compiles.
pub struct Notes {
    folder: PathBuf,
    /// What all crates share: compiler, versions of dependencies, settings.
    shared: Sha256,
}

impl Notes {
    /// Opens the notes of a repository.
    pub fn open(root: &Path) -> Result<Self, String> {
        let version = repository::cargo().arg("--version").arg("--verbose").output();
        let version = version.map_err(|error| format!("error: cannot run cargo: {error}"))?.stdout;
        let lock = fs::read(root.join("Cargo.lock")).map_err(|error| format!("error: cannot read Cargo.lock: {error}"))?;
        Self::of(root, &version, &lock)
    }

    fn of(root: &Path, compiler: &[u8], lock: &[u8]) -> Result<Self, String> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| format!("error: cannot make {}: {error}", folder.display()))?;
        let mut shared = Sha256::new();
        let flags = settings(root).into_iter().filter(|(name, _)| *name != "CARGO_TARGET_DIR");
        let flags = flags.map(|(name, value)| format!("{name}={}", value.to_string_lossy())).collect::<Vec<_>>().join("\n");
        for part in [compiler, lock, flags.as_bytes()] {
            add(&mut shared, part);
        }
        Ok(Self { folder, shared })
    }

    /// The note of a crate.
    pub fn note(&self, files: &Files) -> PathBuf {
        let mut digest = self.shared.clone();
        for (path, text) in files {
            add(&mut digest, path.to_string_lossy().as_bytes());
            add(&mut digest, text.as_bytes());
        }
        let name: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name)
    }
}

/// Notes that a crate compiles. A note that cannot be made costs time, and nothing else.
pub fn note(path: &Path) {
    let _ = File::create(path);
}

fn add(digest: &mut Sha256, part: &[u8]) {
    digest.update(part.len().to_le_bytes());
    digest.update(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        Files::from([("src/lib.rs".into(), text.to_owned())])
    }

    #[test]
    fn the_same_files_are_known_again_and_no_others() {
        let root = tempfile::tempdir().unwrap();
        let checked = Notes::of(root.path(), b"cargo 1", b"lock").unwrap();
        let first = checked.note(&files("a"));
        assert!(!first.exists());
        note(&first);
        let again = Notes::of(root.path(), b"cargo 1", b"lock").unwrap();
        assert!(again.note(&files("a")).exists());
        assert!(!again.note(&files("b")).exists());
        for (compiler, lock) in [("cargo 2", "lock"), ("cargo 1", "lock 2")] {
            let other = Notes::of(root.path(), compiler.as_bytes(), lock.as_bytes()).unwrap();
            assert!(!other.note(&files("a")).exists(), "{compiler} {lock}");
        }
    }
}
