//! Files on disk, and readers, as bodies. They are read on threads for blocking work.

use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::JoinHandle;

use super::upload::stream_body;
use crate::runtime::platform::spawn_blocking;
use crate::runtime::transport::Body;

/// The number of bytes of a file that are read at a time.
const CHUNK: usize = 64 * 1024;

/// Returns the length of a file.
pub(crate) fn file_length(path: &Path) -> io::Result<u64> {
    let facts = std::fs::metadata(path)?;
    if facts.is_file() { Ok(facts.len()) } else { Err(io::Error::other("it is not a file")) }
}

/// Returns a file of this length as a body.
pub(crate) fn file_body(path: PathBuf, length: u64) -> Body {
    stream_body(ReaderStream::Closed(|| std::fs::File::open(path)), Some(length))
}

/// Returns what a reader reads as a body. It must be as many bytes as the length says.
#[cfg(feature = "blocking")]
pub(crate) fn reader_body(reader: impl Read + Send + 'static, length: Option<u64>) -> Body {
    stream_body(ReaderStream::Closed(|| Ok(reader)), length)
}

/// A stream that reads a reader in chunks, on a thread for blocking work.
enum ReaderStream<R, F> {
    Closed(F),
    Reading(JoinHandle<io::Result<(R, Vec<u8>)>>),
    Ended,
}

/// The reader is moved to the thread that reads it, and never pinned.
impl<R, F> Unpin for ReaderStream<R, F> {}

impl<R: Read + Send + 'static, F: FnOnce() -> io::Result<R> + Send + 'static> Stream for ReaderStream<R, F> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = match std::mem::replace(&mut *self, Self::Ended) {
            Self::Closed(open) => spawn_blocking(|| read(open()?))?,
            Self::Reading(reading) => reading,
            Self::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(read_so_far) = Pin::new(&mut reading).poll(context) else {
            *self = Self::Reading(reading);
            return Poll::Pending;
        };
        let (reader, chunk) = read_so_far.unwrap_or_else(|error| Err(io::Error::other(error)))?;
        if chunk.is_empty() {
            return Poll::Ready(None);
        }
        *self = Self::Reading(spawn_blocking(|| read(reader))?);
        Poll::Ready(Some(Ok(chunk.into())))
    }
}

/// Reads what there is, and nothing at the end.
fn read<R: Read>(mut reader: R) -> io::Result<(R, Vec<u8>)> {
    let mut chunk = vec![0; CHUNK];
    let length = loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    chunk.truncate(length);
    Ok((reader, chunk))
}
