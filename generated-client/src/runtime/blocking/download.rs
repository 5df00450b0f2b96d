//! Downloads.

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use bytes::{Buf, Bytes};
use http::{HeaderMap, StatusCode};

use super::call::{complete, runtime_of};
use crate::runtime::call::{self, start};
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::worker::wait;

/// A call whose response is read as it comes.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Binary, Blocking, Call, Error, blocking};
///
/// /// Begins a download; the bytes are still to come.
/// fn begin<O>(call: Call<Binary, O, (), Blocking>) -> Result<blocking::Download, Error> {
///     call.download().send()
/// }
/// ```
#[must_use = "nothing is fetched until it is sent"]
pub struct DownloadCall(Request);

impl DownloadCall {
    pub(super) fn new(request: Request) -> Self {
        Self(request)
    }

    /// Makes the call, and returns when the response begins.
    ///
    /// # Errors
    ///
    /// Returns the same errors as any other call.
    pub fn send(self) -> Result<Download, Error> {
        let download = complete(self.0, start)?;
        Ok(Download { download, piece: Bytes::new() })
    }
}

impl fmt::Debug for DownloadCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The bytes of a response, which are read as they come. Dropping it before the end ends the request.
///
/// It is a [`Read`] and a [`BufRead`]. If the connection breaks before the end of the response, reading fails with an error that
/// contains an [`Error`].
///
/// # Examples
///
/// ```no_run
/// use std::io::{self, Read};
/// use tallyfy::{Binary, Blocking, Call};
///
/// /// Returns the first bytes, and fetches not much more.
/// fn head<O>(call: Call<Binary, O, (), Blocking>) -> io::Result<[u8; 8]> {
///     let mut download = call.download().send().map_err(io::Error::other)?;
///     let mut head = [0; 8];
///     download.read_exact(&mut head)?;
///     Ok(head)
/// }
///
/// /// Saves everything under a name, or nothing.
/// fn save<O>(call: Call<Binary, O, (), Blocking>) -> Result<u64, tallyfy::Error> {
///     call.download().send()?.save("report.pdf")
/// }
/// ```
#[must_use = "nothing more is fetched until it is asked for"]
pub struct Download {
    download: call::Download,
    /// What has been received, and not been read.
    piece: Bytes,
}

impl Download {
    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.download.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.download.headers()
    }

    /// Returns the number of all bytes, if the server reports it.
    pub fn length(&self) -> Option<u64> {
        self.download.length()
    }

    /// Returns the media type, if the server reports it: `image/png`.
    pub fn media_type(&self) -> Option<&str> {
        self.download.media_type()
    }

    /// Returns the file name of `Content-Disposition`. Whatever the server sends, it contains no path, no control characters,
    /// and nothing that changes the direction of text.
    pub fn file_name(&self) -> Option<String> {
        self.download.file_name()
    }

    /// Returns all bytes, up to this many, or those that are left after what was read.
    ///
    /// # Errors
    ///
    /// Returns an error if there are more bytes, or if the download fails.
    pub fn bytes(mut self, most: u64) -> Result<Bytes, Error> {
        let runtime = runtime_of(self.download.request())?;
        let before = self.download.take_back(self.piece);
        wait(&runtime, self.download.bytes(before.saturating_add(most)))
    }

    /// Writes all bytes to a writer, or those that are left after what was read. Returns their number.
    ///
    /// # Errors
    ///
    /// Returns an error if the download or the writer fails. The writer has a part of the bytes then.
    pub fn write_to<W: Write + ?Sized>(mut self, writer: &mut W) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(piece) = self.next_piece()? {
            writer.write_all(&piece).map_err(|error| self.download.not_kept(error))?;
            written += piece.len() as u64;
        }
        writer.flush().map_err(|error| self.download.not_kept(error))?;
        Ok(written)
    }

    /// Saves all bytes as a file, or those that are left after what was read. Returns their number. The bytes are written to a
    /// temporary file, which replaces the file at the end. After a failure, the temporary file is deleted, and an existing file
    /// is unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if the download fails, or if the file cannot be written.
    pub fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let runtime = runtime_of(self.download.request())?;
        let before = self.download.take_back(self.piece);
        Ok(wait(&runtime, self.download.save(path))? - before)
    }

    /// Returns what comes next, or `None` at the end.
    fn next_piece(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.piece.is_empty() {
            return Ok(Some(std::mem::take(&mut self.piece)));
        }
        let runtime = runtime_of(self.download.request())?;
        wait(&runtime, self.download.next()).transpose()
    }
}

impl Read for Download {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(bytes)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Download {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.piece.is_empty() {
            match self.next_piece().map_err(broken)? {
                Some(piece) => self.piece = piece,
                None => break,
            }
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, count: usize) {
        self.piece.advance(count.min(self.piece.len()));
    }
}

fn broken(error: Error) -> io::Error {
    let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
    io::Error::new(kind, error)
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.download.fmt(f)
    }
}
