//! The beginning of a body, which is logged.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::Log;
use super::entry::LogEntry;
use crate::runtime::secret::Secrets;
use crate::runtime::transport::{Body, TransportError};

/// The most bytes of a body that are shown.
const SHOWN: usize = 1024;

/// The bytes that are looked at: a secret that begins among those that are shown must be seen whole to be known.
const SCANNED: usize = 16 * 1024;

/// The beginning of a body, and its length.
#[derive(Default)]
pub(super) struct BodyStart {
    bytes: Vec<u8>,
    total: u64,
}

impl BodyStart {
    /// Adds bytes as they come.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let kept = SCANNED.saturating_sub(self.bytes.len());
        self.bytes.extend(bytes.iter().take(kept));
        self.total = self.total.saturating_add(bytes.len() as u64);
    }

    /// Returns the number of bytes that have come.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Sets the number of bytes that have come, if not all of them were added.
    pub(super) fn set_total(&mut self, total: u64) {
        self.total = total;
    }

    /// Returns what is shown: the first kilobyte of a string, without secrets, the number of bytes of anything else, and nothing of
    /// a body that is empty.
    pub(super) fn shown(&self, scrub: impl FnOnce(&str) -> String) -> Option<String> {
        if self.total == 0 {
            return None;
        }
        let text = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            // The last character is cut.
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(self.bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
            }
            Err(_) => "",
        };
        if text.is_empty() || text.contains('\0') {
            return Some(format!("{} bytes", self.total));
        }
        let clean = scrub(text);
        let end = (0..=SHOWN.min(clean.len())).rfind(|end| clean.is_char_boundary(*end)).unwrap_or_default();
        let is_whole = end == clean.len() && self.total == self.bytes.len() as u64;
        let shown = clean.get(..end).unwrap_or_default();
        Some(if is_whole { shown.to_owned() } else { format!("{shown}… ({} bytes)", self.total) })
    }
}

/// The body of a request that is a stream: it is logged when it has ended.
pub(super) struct LoggedBody {
    pub body: Body,
    pub start: BodyStart,
    pub log: Log,
    pub label: String,
    pub secrets: Arc<Secrets>,
}

impl http_body::Body for LoggedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            if let Some(data) = frame.data_ref() {
                self.start.add(data);
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for LoggedBody {
    fn drop(&mut self) {
        if self.start.total() > 0 {
            self.log.record(&self.label, &LogEntry::RequestBody(&self.start), &self.secrets);
        }
    }
}
