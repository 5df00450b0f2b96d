//! Finds secrets in strings by their places. Each position is looked at once, whatever the string is.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::places::{Author, Places};

/// A secret in a string.
#[derive(Debug, Clone)]
pub(super) struct FoundSecret {
    pub range: Range<usize>,
    /// Whether it is a number of JSON, in whose place a string is written.
    pub is_number: bool,
}

impl FoundSecret {
    pub(super) fn at(range: Range<usize>) -> Self {
        Self { range, is_number: false }
    }
}

/// Finds the secrets in strings of one author.
pub(super) struct Scanner<'s> {
    pub places: &'s Places,
    pub author: Author,
    /// Whether a whole value is a secret, wherever it is.
    pub is_value: &'s dyn Fn(&str) -> bool,
}

/// An object or an array of JSON.
#[derive(Clone, Copy, Default)]
struct Frame {
    /// Whether it is about errors: messages about a property have its name there.
    is_errors: bool,
    /// Whether the strings in it are secrets.
    is_secret: bool,
}

/// What ends a value in a query, a form or a sentence.
fn ends_value(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"&\"'<>,;)}]#".contains(&byte)
}

impl Scanner<'_> {
    /// Returns the secrets in a string, which may be JSON, a form, a URL, or a sentence with any of them.
    pub(super) fn find(&self, text: &str) -> Vec<FoundSecret> {
        let mut found = self.in_pairs(text);
        self.in_json(text, &mut found);
        self.in_parts(text, &mut found);
        found.retain(|found| !found.range.is_empty());
        found
    }

    /// Finds the fields of a form of several parts (RFC 7578). It need not be whole.
    fn in_parts(&self, text: &str, found: &mut Vec<FoundSecret>) {
        const NAME: &str = "form-data; name=\"";
        for (at, _) in text.match_indices(NAME) {
            let name = string_at(text, at + NAME.len() - 1);
            let Some(value) = text.get(name.end..).and_then(|rest| rest.strip_prefix("\"\r\n\r\n")) else { continue };
            let start = text.len() - value.len();
            let value = value.split("\r\n--").next().unwrap_or_default();
            if self.places.is_name_of(self.author, text.get(name).unwrap_or_default()) || (self.is_value)(value) {
                found.push(FoundSecret::at(start..start + value.len()));
            }
        }
    }

    /// Finds the properties of JSON. It need not be whole.
    fn in_json(&self, text: &str, found: &mut Vec<FoundSecret>) {
        let mut frames = Vec::new();
        let mut at = 0;
        while let Some(next) = text.as_bytes().get(at) {
            let frame = frames.last().copied().unwrap_or_default();
            match next {
                b'"' => {
                    let string = string_at(text, at);
                    at = string.end + 1;
                    match after_colon(text, at) {
                        Some(value) => at = self.property(text, (string, value), &mut frames, found),
                        None if frame.is_secret || (self.is_value)(text.get(string.clone()).unwrap_or_default()) => {
                            found.push(FoundSecret::at(string))
                        }
                        None => {}
                    }
                    continue;
                }
                b'{' => frames.push(Frame { is_secret: false, ..frame }),
                b'[' => frames.push(frame),
                b'}' | b']' => drop(frames.pop()),
                _ => {}
            }
            at += 1;
        }
    }

    /// Looks at a property, of which the name and the start of the value are known. Returns where to go on.
    fn property(&self, text: &str, (name, value): (Range<usize>, usize), frames: &mut Vec<Frame>, found: &mut Vec<FoundSecret>) -> usize {
        let frame = frames.last().copied().unwrap_or_default();
        let name = text.get(name).unwrap_or_default();
        let is_secret = !frame.is_errors && self.places.is_name_of(self.author, name);
        let is_errors = self.author == Author::Server && (frame.is_errors || name == "errors");
        match text.as_bytes().get(value) {
            Some(b'"') => {
                let string = string_at(text, value);
                let end = string.end + 1;
                if is_secret || (self.is_value)(text.get(string.clone()).unwrap_or_default()) {
                    found.push(FoundSecret::at(string));
                }
                end
            }
            Some(b'0'..=b'9' | b'-') => {
                let rest = text.as_bytes().get(value..).unwrap_or_default();
                let end = value + rest.iter().position(|byte| ends_value(*byte)).unwrap_or(rest.len());
                if is_secret {
                    found.push(FoundSecret { range: value..end, is_number: true });
                }
                end
            }
            Some(b'[') => {
                // In a response, an array is more often messages about the property.
                frames.push(Frame { is_errors, is_secret: is_secret && self.author != Author::Server });
                value + 1
            }
            Some(b'{') => {
                frames.push(Frame { is_errors, is_secret: false });
                value + 1
            }
            _ => value,
        }
    }

    /// Finds pairs (`name=value`), lines of headers (`name: value`), and users in URLs (`//user:password@`).
    fn in_pairs(&self, text: &str) -> Vec<FoundSecret> {
        let bytes = text.as_bytes();
        let (mut found, mut at, mut name) = (Vec::new(), 0, 0);
        while let Some(byte) = bytes.get(at) {
            let start = at + 1;
            let range = match byte {
                b'=' => self.pair(text, name..at),
                b':' if bytes.get(start..).is_some_and(|rest| rest.starts_with(b"//")) => user(text, start + 2),
                b':' => self.header(text, name..at),
                _ => None,
            };
            if !is_name(*byte) {
                name = start;
            }
            at = start;
            if let Some(range) = range.filter(|range| !range.is_empty()) {
                (at, name) = (range.end, range.end);
                found.push(FoundSecret::at(range));
            }
        }
        found
    }

    fn pair(&self, text: &str, name: Range<usize>) -> Option<Range<usize>> {
        /// Enough for a short value, and for what ends it.
        const SHORT: usize = 16;
        let rest = text.as_bytes().get(name.end + 1..)?;
        let skipped = usize::from(matches!(rest.first(), Some(b'"' | b'\'')));
        let start = name.end + 1 + skipped;
        let rest = rest.get(skipped..)?;
        let is_secret = self.places.is_name_of(self.author, text.get(name)?);
        let seen = if is_secret { rest } else { rest.get(..SHORT).unwrap_or(rest) };
        let length = seen.iter().position(|byte| ends_value(*byte)).unwrap_or(seen.len());
        let value = start..start + length;
        (is_secret || text.get(value.clone()).is_some_and(self.is_value)).then_some(value)
    }

    fn header(&self, text: &str, name: Range<usize>) -> Option<Range<usize>> {
        let end = name.end + 1;
        let name = text.get(name).filter(|name| !name.is_empty())?;
        let rest = text.as_bytes().get(end..)?;
        if !self.places.is_line(name) {
            // The `Debug` form of a struct: `password: Some("…")`.
            let value = unwrapped(text, end + usize::from(rest.first() == Some(&b' ')));
            let is_string = text.as_bytes().get(value) == Some(&b'"');
            return (is_string && self.places.is_name_of(self.author, name)).then(|| string_at(text, value));
        }
        let length = rest.iter().position(|byte| b"\r\n\"'".contains(byte)).unwrap_or(rest.len());
        let blanks = rest.iter().take(length).take_while(|byte| **byte == b' ').count();
        Some(end + blanks..end + length)
    }
}

/// Calls the function with each secret in a part of a request: in JSON, a form, or a URL.
pub(crate) fn in_text(places: &Places, text: &str, note: &mut dyn FnMut(&str)) {
    for FoundSecret { range, .. } in (Scanner { places, author: Author::Client, is_value: &|_| false }).find(text) {
        let written = text.get(range).unwrap_or_default();
        note(written);
        note(&percent_decode_str(written).decode_utf8_lossy());
        if let Ok(plain) = serde_json::from_str::<String>(&format!("\"{written}\"")) {
            note(&plain);
        }
        if let Some((_, password)) = written.split_once(':') {
            note(password);
        }
    }
}

/// Returns the user and the password of a URL whose authority starts here.
fn user(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.as_bytes().get(start..)?;
    let length = rest.iter().position(|byte| *byte == b'/' || *byte == b'?' || ends_value(*byte)).unwrap_or(rest.len());
    let end = rest.get(..length)?.iter().rposition(|byte| *byte == b'@')?;
    Some(start..start + end)
}

/// Returns whether a byte is part of the name of a parameter or a header.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
}

/// Returns what is between the quotes of a string of JSON. It need not end.
fn string_at(text: &str, quote: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut at = quote + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    quote + 1..at.min(bytes.len())
}

/// Returns where the value starts, if this is behind the name of a property.
fn after_colon(text: &str, at: usize) -> Option<usize> {
    let blanks = |at: usize| {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    let colon = blanks(at);
    (text.as_bytes().get(colon) == Some(&b':')).then(|| unwrapped(text, blanks(colon + 1)))
}

/// Returns where a value starts that `Debug` may show in its variants: `Some(String("…"))`.
fn unwrapped(text: &str, start: usize) -> usize {
    /// The names of variants are short.
    const LONGEST: usize = 32;
    let mut at = start;
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let name = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match rest.get(name) {
            Some(b'(') if name > 0 => at += name + 1,
            _ => return at,
        }
    }
}
