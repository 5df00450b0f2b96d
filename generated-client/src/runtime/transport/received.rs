//! What is received of a body.

use std::future::poll_fn;

use bytes::Bytes;

use super::{Body, TransportError, TransportErrorKind};

impl Body {
    /// Receives the body to its end.
    ///
    /// # Errors
    ///
    /// Returns an error if it breaks off, or has more bytes than this.
    ///
    /// # Examples
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use tallyfy::Body;
    ///
    /// assert_eq!(Body::from("hello").bytes(5).await?, "hello");
    /// assert!(Body::from("hello").bytes(4).await.is_err());
    /// # Ok::<(), tallyfy::TransportError>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn bytes(self, most: u64) -> Result<Bytes, TransportError> {
        let mut received = ReceivedBody::default();
        match received.receive(self, BodyLimits { most, kept: usize::try_from(most).unwrap_or(usize::MAX) }).await? {
            BodyEnd::Whole => Ok(received.take_bytes()),
            BodyEnd::TooLarge => Err(TransportError::new(TransportErrorKind::Protocol, format!("the body has more than {most} bytes"))),
        }
    }
}

/// How much of a body is received.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimits {
    /// The most bytes that a body may have.
    pub most: u64,
    /// The most bytes that are kept. What follows is received, and dropped.
    pub kept: usize,
}

/// How a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyEnd {
    Whole,
    /// It has more bytes than the limit. The rest is not received.
    TooLarge,
}

/// The bytes of a body that have been received so far. They stay here when the rest does not come.
///
/// Memory is taken for what has been received, not for what is announced.
#[derive(Debug, Default)]
pub(crate) struct ReceivedBody {
    /// The first chunk. Most bodies are one chunk, which is not copied.
    first: Bytes,
    /// All chunks, if there are several.
    all: Vec<u8>,
    /// The number of bytes that have been received.
    received: u64,
}

/// The most bytes that are reserved before they have been received.
const MOST_RESERVED: usize = 64 * 1024;

impl ReceivedBody {
    /// Receives a body until it ends, or until it is too large.
    pub(crate) async fn receive(&mut self, mut body: Body, limits: BodyLimits) -> Result<BodyEnd, TransportError> {
        while let Some(chunk) = poll_fn(|context| body.poll_chunk(context)).await? {
            self.count(chunk.len() as u64);
            let announced = http_body::Body::size_hint(&body).lower().try_into().unwrap_or(usize::MAX);
            self.keep(chunk, announced, limits.kept);
            if self.received > limits.most {
                return Ok(BodyEnd::TooLarge);
            }
        }
        Ok(BodyEnd::Whole)
    }

    fn keep(&mut self, mut chunk: Bytes, announced: usize, most: usize) {
        chunk.truncate(most.saturating_sub(self.first.len().max(self.all.len())));
        if chunk.is_empty() {
            return;
        }
        if self.first.is_empty() {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve(self.first.len() + chunk.len() + announced.min(MOST_RESERVED));
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&chunk);
    }

    /// Returns the number of bytes that have been received.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    /// Counts bytes that are not kept.
    pub(crate) fn count(&mut self, bytes: u64) {
        self.received = self.received.saturating_add(bytes);
    }

    /// Returns the bytes that were kept.
    pub(crate) fn bytes(&self) -> &[u8] {
        if self.all.is_empty() { &self.first } else { &self.all }
    }

    /// Takes the bytes that were kept.
    pub(crate) fn take_bytes(&mut self) -> Bytes {
        let (first, all) = (std::mem::take(&mut self.first), std::mem::take(&mut self.all));
        if all.is_empty() { first } else { all.into() }
    }
}
