//! Downloads into files.

use std::io;
use std::path::Path;

use super::download::Download;
use super::partial_file::PartialFile;
use crate::runtime::error::Error;
use crate::runtime::platform::spawn_blocking;

impl Download {
    /// Saves all bytes as a file. Returns their number. The bytes are written to a temporary file, which replaces the file
    /// at the end. After a failure, or if the future is dropped, the temporary file is deleted, and an existing file is
    /// unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if the download fails, or if the file cannot be written.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref().to_owned();
        let random = self.response.request.state().client.core().clock.random();
        let part = PartialFile::path_for(&path, random);
        let mut part = on_disk(|| PartialFile::create(part)).await.map_err(|error| self.not_kept(error))?;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            part = on_disk(move || part.write(&piece).map(|()| part)).await.map_err(|error| self.not_kept(error))?;
        }
        on_disk(move || part.finish(&path)).await.map_err(|error| self.not_kept(error))?;
        Ok(self.done)
    }
}

/// Runs blocking work.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work)?.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}
