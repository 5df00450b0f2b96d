//! HTTP/2 as a peer speaks it that is scripted frame by frame (RFC 9113, section 4).

use std::collections::BTreeMap;

use super::peer::Conversation;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// Error codes.
pub const NO_ERROR: u32 = 0;
pub const REFUSED_STREAM: u32 = 7;
pub const CANCEL: u32 = 8;
pub const ENHANCE_YOUR_CALM: u32 = 11;

/// The setting of how many streams there may be at once.
pub const MAX_CONCURRENT_STREAMS: u16 = 3;

/// Whether a frame is the last one of its stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    Yes,
    No,
}

/// What the client does on a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A request has begun.
    Begun(u32),
    /// A request has come to its end.
    Ended(u32),
    /// A stream was given up, with this code.
    Reset(u32, u32),
}

/// One connection, after the beginning of HTTP/2.
pub struct Frames<'c> {
    conversation: &'c mut Conversation,
    /// What was read, and not looked at.
    next: Option<Event>,
    /// How many bytes the body of each stream has so far.
    pub lengths: BTreeMap<u32, usize>,
    /// Whether pings are answered.
    pub answers_pings: bool,
}

impl<'c> Frames<'c> {
    /// Takes the beginning of a connection, and states these settings beside a large window.
    pub fn begin(conversation: &'c mut Conversation, settings: &[(u16, u32)]) -> Option<Self> {
        assert_eq!(conversation.read(24), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        let mut frames = Self { conversation, next: None, lengths: BTreeMap::new(), answers_pings: true };
        frames.settings(&[settings, &[(4, 1 << 30)]].concat())?;
        // The window of the connection.
        frames.write(8, 0, 0, &(1_u32 << 30).to_be_bytes())?;
        Some(frames)
    }

    /// Returns what the client does next, until it leaves.
    pub fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.next.take() {
                return Some(event);
            }
            let head = self.conversation.read(9);
            let [a, b, c, kind, flags, stream @ ..] = *<&[u8; 9]>::try_from(head.as_slice()).ok()?;
            let payload = self.conversation.read(u32::from_be_bytes([0, a, b, c]) as usize);
            let stream = u32::from_be_bytes(stream);
            let ended = flags & END_STREAM != 0;
            match kind {
                HEADERS => {
                    self.next = ended.then_some(Event::Ended(stream));
                    return Some(Event::Begun(stream));
                }
                DATA => {
                    *self.lengths.entry(stream).or_default() += payload.len();
                    if ended {
                        return Some(Event::Ended(stream));
                    }
                }
                RST_STREAM => return Some(Event::Reset(stream, u32::from_be_bytes(payload.try_into().ok()?))),
                SETTINGS if flags & ACK == 0 => self.write(SETTINGS, ACK, 0, &[])?,
                PING if flags & ACK == 0 && self.answers_pings => self.write(PING, ACK, 0, &payload)?,
                _ => {}
            }
        }
    }

    /// Waits for the end of a request, and returns its stream.
    pub fn request(&mut self) -> Option<u32> {
        loop {
            if let Event::Ended(stream) = self.next()? {
                return Some(stream);
            }
        }
    }

    /// Answers every request until the client leaves.
    pub fn serve(&mut self) -> Option<()> {
        loop {
            let stream = self.request()?;
            self.answer(stream)?;
        }
    }

    /// Writes a whole response: JSON with nothing in it.
    pub fn answer(&mut self, stream: u32) -> Option<()> {
        self.head(stream, Last::No)?;
        self.data(stream, b"{}", Last::Yes)
    }

    /// Writes the head of a success.
    pub fn head(&mut self, stream: u32, last: Last) -> Option<()> {
        self.head_with(stream, &[], last)
    }

    /// Writes the head of a success with headers, in as many frames as it needs.
    pub fn head_with(&mut self, stream: u32, headers: &[(&str, &str)], last: Last) -> Option<()> {
        // `:status: 200`, and literals without indexing (RFC 7541, sections 6.1 and 6.2.2).
        let mut block = vec![0x88];
        for (name, value) in headers {
            block.push(0);
            [name, value].into_iter().for_each(|text| push_string(&mut block, text));
        }
        let mut pieces = block.chunks(16_384).peekable();
        let (mut kind, mut flags) = (HEADERS, if last == Last::Yes { END_STREAM } else { 0 });
        while let Some(piece) = pieces.next() {
            if pieces.peek().is_none() {
                flags |= END_HEADERS;
            }
            self.write(kind, flags, stream, piece)?;
            (kind, flags) = (CONTINUATION, 0);
        }
        Some(())
    }

    pub fn data(&mut self, stream: u32, bytes: &[u8], last: Last) -> Option<()> {
        self.write(DATA, if last == Last::Yes { END_STREAM } else { 0 }, stream, bytes)
    }

    pub fn reset(&mut self, stream: u32, code: u32) -> Option<()> {
        self.write(RST_STREAM, 0, stream, &code.to_be_bytes())
    }

    /// Says that no stream above this one is looked at.
    pub fn go_away(&mut self, last: u32, code: u32, debug: &str) -> Option<()> {
        self.write(GOAWAY, 0, 0, &[&last.to_be_bytes(), &code.to_be_bytes(), debug.as_bytes()].concat())
    }

    /// Closes the connection, without an answer to what is open.
    pub fn leave(&mut self) -> Option<()> {
        self.conversation.finish()
    }

    pub fn settings(&mut self, settings: &[(u16, u32)]) -> Option<()> {
        let payload: Vec<u8> = settings.iter().flat_map(|(name, value)| [&name.to_be_bytes()[..], &value.to_be_bytes()].concat()).collect();
        self.write(SETTINGS, 0, 0, &payload)
    }

    fn write(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Option<()> {
        let [_, a, b, c] = u32::try_from(payload.len()).ok()?.to_be_bytes();
        self.conversation.write([&[a, b, c, kind, flags][..], &stream.to_be_bytes(), payload].concat())
    }
}

/// Pushes a string of HPACK, as it is (RFC 7541, sections 5.1 and 5.2).
fn push_string(block: &mut Vec<u8>, text: &str) {
    let mut left = text.len();
    if left < 127 {
        block.push(left as u8);
    } else {
        block.push(127);
        left -= 127;
        while left >= 128 {
            block.push(left as u8 | 128);
            left >>= 7;
        }
        block.push(left as u8);
    }
    block.extend_from_slice(text.as_bytes());
}
