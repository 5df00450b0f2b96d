//! New texts beside the files that they replace, until all of them are written.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator::parallel;

/// How many files a thread writes at a time.
const BATCH: usize = 8;

/// Texts written beside their targets. Dropped before `commit`, it leaves no trace.
#[derive(Default)]
pub(super) struct Staged {
    /// The temporary file and its target.
    files: Vec<(PathBuf, PathBuf)>,
    /// Folders made on the way, outermost first.
    folders: Vec<PathBuf>,
    /// Folders that are there: they are looked for once.
    present: HashSet<PathBuf>,
}

impl Staged {
    /// Makes room for a file beside its target, which may be there already.
    pub(super) fn make_room(&mut self, path: &Path, is_there: bool) -> io::Result<()> {
        if is_there && fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        if self.present.insert(folder.to_owned()) {
            let missing: Vec<&Path> =
                folder.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists()).collect();
            for new in missing.into_iter().rev() {
                fs::create_dir(new)?;
                self.folders.push(new.to_owned());
            }
        }
        let mut name = OsStr::new(".").to_owned();
        name.push(path.file_name().unwrap_or_default());
        name.push(".new");
        let temporary = path.with_file_name(name);
        // Registered first: a write that fails half-way must be swept up, too.
        self.files.push((temporary, path.to_owned()));
        Ok(())
    }

    /// Writes the texts of all files, in the order in which they got their room. The error says which target has none.
    pub(super) fn write(&self, texts: &[&str]) -> Result<(), (&Path, io::Error)> {
        let all: Vec<_> = self.files.iter().zip(texts).collect();
        let written = parallel::map(&all, BATCH, |((temporary, target), text)| fs::write(temporary, text).map_err(|error| (target, error)));
        written.into_iter().collect::<Result<_, _>>().map_err(|(target, error)| (target.as_path(), error))
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
