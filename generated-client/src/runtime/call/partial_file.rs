//! The temporary file of a download.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A temporary file, which is deleted when it is dropped before it is finished.
///
/// It moves into the threads that work on it. So it is deleted after the last of that work, whenever the download is dropped.
pub(super) struct PartialFile {
    path: PathBuf,
    /// `None` after the file was closed. It is closed before it is renamed or deleted, as some systems demand.
    file: Option<File>,
    finished: bool,
}

/// The most bytes of the name of the finished file that are part of the temporary one: file systems have a limit.
const MOST_OF_NAME: usize = 64;

impl PartialFile {
    /// Returns the path of the temporary file for a path: a hidden file in the same folder.
    pub(super) fn path_for(path: &Path, random: u64) -> PathBuf {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let end = (0..=MOST_OF_NAME.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
        path.with_file_name(format!(".{}.{random:016x}.part", name.get(..end).unwrap_or_default()))
    }

    /// Creates the file, which must not exist.
    pub(super) fn create(path: PathBuf) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok(Self { path, file: Some(file), finished: false })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    /// Writes everything to disk, and renames the file to its final path.
    pub(super) fn finish(mut self, path: &Path) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        std::fs::rename(&self.path, path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.finished {
            self.file = None;
            // There is nobody to report an error to.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
