//! A body that is decoded as it comes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;

use super::decoder::{Coding, Decoder};
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// The most bytes of a piece. A piece of the encoded form can become a thousand times as large.
const PIECE: usize = 16 * 1024;

/// After this many pieces of input without output, other work has its turn.
const MOST_FRUITLESS: usize = 32;

/// A body whose last coding is undone.
pub(super) struct DecodedBody {
    body: Body,
    coding: Coding,
    /// `None` before the first bytes: an empty body is empty in every coding.
    decoder: Option<Decoder>,
    buffer: Box<[u8]>,
    /// The most bytes that may come out, and how many have.
    most: u64,
    done: u64,
    has_ended: bool,
}

impl DecodedBody {
    pub(super) fn new(body: Body, coding: Coding, most: u64) -> Self {
        Self { body, coding, decoder: None, buffer: vec![0; PIECE].into(), most, done: 0, has_ended: false }
    }

    /// Returns the next piece, or `None` at the end.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        // Who reads the decoded form stops by itself. This is for a form between, which may be as large as a small one can become.
        if self.done > self.most {
            return Poll::Ready(Err(wrong(format!("has a form with more than {} bytes", self.most))));
        }
        for _ in 0..MOST_FRUITLESS {
            if let Some(decoder) = &mut self.decoder {
                match decoder.read(&mut self.buffer) {
                    Ok(0) if !decoder.input().rest.is_empty() => {
                        return Poll::Ready(Err(wrong(format!("goes on after the end of {}", self.coding.name()))));
                    }
                    Ok(0) if decoder.input().is_whole => return Poll::Ready(Ok(None)),
                    Ok(0) => {}
                    Ok(size) => {
                        self.done = self.done.saturating_add(size as u64);
                        return Poll::Ready(Ok(self.buffer.get(..size).map(Bytes::copy_from_slice)));
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Poll::Ready(Err(self.failed(&error))),
                }
            }
            let chunk = ready!(self.body.poll_chunk(context))?;
            match (&mut self.decoder, chunk) {
                (None, None) => return Poll::Ready(Ok(None)),
                (None, Some(first)) => self.decoder = Some(Decoder::new(self.coding, first)),
                (Some(decoder), Some(chunk)) => decoder.input().rest = chunk,
                (Some(decoder), None) => decoder.input().is_whole = true,
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn failed(&self, error: &io::Error) -> TransportError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                TransportError::new(TransportErrorKind::Broken, format!("the {} body was cut short", self.coding.name()))
            }
            _ if self.done == 0 => wrong(format!("is not {}, as `Content-Encoding` says", self.coding.name())),
            _ => wrong(format!("is damaged {} ({error})", self.coding.name())),
        }
    }
}

/// The error of a body that is not as the headers of its response say.
fn wrong(what: String) -> TransportError {
    TransportError::new(TransportErrorKind::Protocol, format!("the body {what}")).permanent()
}

impl http_body::Body for DecodedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let piece = ready!(self.poll_piece(context));
        self.has_ended = !matches!(piece, Ok(Some(_)));
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)).transpose())
    }
}
