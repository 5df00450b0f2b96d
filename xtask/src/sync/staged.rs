//! New texts beside the files that they replace, until all of them are written.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Texts written beside their targets. Dropped before `commit`, it leaves no trace.
#[derive(Default)]
pub(super) struct Staged {
    /// The temporary file and its target.
    files: Vec<(PathBuf, PathBuf)>,
    /// Folders made on the way, outermost first.
    folders: Vec<PathBuf>,
}

impl Staged {
    /// Writes a file beside its target.
    pub(super) fn stage(&mut self, path: &Path, text: &str) -> io::Result<()> {
        if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists()).collect();
        for new in missing.into_iter().rev() {
            fs::create_dir(new)?;
            self.folders.push(new.to_owned());
        }
        let mut name = OsStr::new(".").to_owned();
        name.push(path.file_name().unwrap_or_default());
        name.push(".new");
        let temporary = path.with_file_name(name);
        // Registered first: a write that fails half-way must be swept up, too.
        self.files.push((temporary.clone(), path.to_owned()));
        fs::write(&temporary, text)
    }

    /// Puts all in place, in the order in which they were staged.
    pub(super) fn commit(mut self) -> Result<(), (PathBuf, io::Error)> {
        self.files.reverse();
        while let Some((temporary, target)) = self.files.pop() {
            if let Err(error) = fs::rename(&temporary, &target) {
                self.files.push((temporary, target.clone()));
                return Err((target, error));
            }
        }
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be swept up is left for the reader of the error to see.
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
