//! The decoders of gzip and deflate.

use std::io::{self, BufRead, Read};

use bytes::{Buf, Bytes};
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
}

impl Coding {
    /// Returns the coding of a name in lower case.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
        }
    }
}

/// Undoes a coding. It is given input and gives output, a piece at a time.
pub(super) enum Decoder {
    /// All members, one after the other (RFC 1952, section 2.2).
    Gzip(MultiGzDecoder<Input>),
    /// As HTTP defines it (RFC 9110, section 8.4.1.2).
    Zlib(ZlibDecoder<Input>),
    /// As some servers take the name.
    Deflate(DeflateDecoder<Input>),
}

impl Decoder {
    /// Starts with the first bytes.
    pub(super) fn new(coding: Coding, first: Bytes) -> Self {
        // No encoder begins raw deflate with these bits: a block without compression, and then something other than zeros.
        let is_zlib = first.first().is_some_and(|byte| byte & 0x0f == 8);
        let input = Input { rest: first, is_whole: false };
        match coding {
            Coding::Gzip => Self::Gzip(MultiGzDecoder::new(input)),
            Coding::Deflate if is_zlib => Self::Zlib(ZlibDecoder::new(input)),
            Coding::Deflate => Self::Deflate(DeflateDecoder::new(input)),
        }
    }

    pub(super) fn input(&mut self) -> &mut Input {
        match self {
            Self::Gzip(decoder) => decoder.get_mut(),
            Self::Zlib(decoder) => decoder.get_mut(),
            Self::Deflate(decoder) => decoder.get_mut(),
        }
    }

    /// Decodes into a buffer. The error `WouldBlock` asks for more input, and 0 is the end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zlib(decoder) => decoder.read(buffer),
            Self::Deflate(decoder) => decoder.read(buffer),
        }
    }
}

/// What a decoder reads: what has come so far.
#[derive(Debug)]
pub(super) struct Input {
    pub rest: Bytes,
    /// Whether nothing else comes.
    pub is_whole: bool,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.fill_buf()?.read(buffer)?;
        self.consume(size);
        Ok(size)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.rest.is_empty() && !self.is_whole { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(&self.rest) }
    }

    fn consume(&mut self, size: usize) {
        self.rest.advance(size);
    }
}
