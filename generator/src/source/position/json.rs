//! A scan of JSON text.

use std::borrow::Cow;

use super::{Lines, Wanted};

/// The offset of the opening quote of the JSON string that ends before `end`.
pub fn string_start(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let mut at = end.saturating_sub(1);
    while at > 0 {
        at -= 1;
        let escapes = (0..at).rev().take_while(|before| byte(*before) == b'\\').count();
        if byte(at) == b'"' && escapes % 2 == 0 {
            break;
        }
    }
    at
}

/// Finds the wanted places in JSON text that has been read before.
pub fn find(text: &str, wanted: &mut Wanted) {
    let mut scan = Scan { text, at: 0, lines: Lines::new(text) };
    scan.space();
    wanted.position = Some(scan.lines.position(scan.at));
    scan.value(wanted);
}

/// A walk over the bytes of valid JSON. The nesting is as deep as the parser allowed.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    lines: Lines<'t>,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Whether another property or item follows; steps over what separates them.
    fn next(&mut self) -> bool {
        self.space();
        if self.peek() == Some(b',') {
            self.at += 1;
            self.space();
        }
        if matches!(self.peek(), None | Some(b'}' | b']')) {
            self.at += 1;
            return false;
        }
        true
    }

    fn value(&mut self, wanted: &mut Wanted) {
        match self.peek() {
            _ if wanted.below.is_empty() => self.skip(),
            Some(b'{') => {
                self.at += 1;
                while self.next() {
                    self.property(wanted);
                }
            }
            Some(b'[') => {
                self.at += 1;
                let mut index = 0usize;
                while self.next() {
                    self.item(index, wanted);
                    index += 1;
                }
            }
            _ => self.skip(),
        }
    }

    fn property(&mut self, wanted: &mut Wanted) {
        let start = self.at;
        let key = self.string();
        self.space();
        self.at += 1;
        self.space();
        let Some(below) = wanted.below.get_mut(key.as_ref()) else {
            return self.skip();
        };
        let container = matches!(self.peek(), Some(b'{' | b'['));
        below.position = Some(self.lines.position(if container { start } else { self.at }));
        self.wanted(below);
    }

    fn item(&mut self, index: usize, wanted: &mut Wanted) {
        let Some(below) = wanted.below.get_mut(&index.to_string()) else {
            return self.skip();
        };
        below.position = Some(self.lines.position(self.at));
        self.wanted(below);
    }

    /// A value that is wanted itself: of a number its text.
    fn wanted(&mut self, wanted: &mut Wanted) {
        let start = self.at;
        let is_number = self.peek().is_some_and(|byte| byte == b'-' || byte.is_ascii_digit());
        self.value(wanted);
        wanted.scalar = self.text.get(start..self.at).filter(|_| is_number).map(|text| text.trim_end().to_owned());
    }

    /// Steps over a string and returns it without quotes and escapes.
    fn string(&mut self) -> Cow<'t, str> {
        let start = self.at;
        let is_plain = self.skip_string();
        let raw = self.text.get(start..self.at).unwrap_or_default();
        if is_plain {
            return raw.trim_matches('"').into();
        }
        serde_json::from_str(raw).unwrap_or_default()
    }

    /// Steps over a string; whether it has no escapes.
    fn skip_string(&mut self) -> bool {
        let mut is_plain = true;
        self.at += 1;
        while let Some(rest) = self.text.as_bytes().get(self.at..) {
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(found) if rest[found] == b'"' => {
                    self.at += found + 1;
                    break;
                }
                Some(found) => {
                    is_plain = false;
                    self.at += found + 2;
                }
                None => self.at = self.text.len(),
            }
            if self.at >= self.text.len() {
                break;
            }
        }
        is_plain
    }

    /// Steps over a value, and over the space behind a number or a word.
    fn skip(&mut self) {
        match self.peek() {
            Some(b'"') => drop(self.skip_string()),
            Some(b'{' | b'[') => self.skip_inside(),
            _ => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                self.at += memchr::memchr3(b',', b'}', b']', rest).unwrap_or(rest.len());
            }
        }
    }

    /// Steps over an object or an array.
    fn skip_inside(&mut self) {
        let mut depth = 0usize;
        while let Some(rest) = self.text.as_bytes().get(self.at..) {
            let Some(found) = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']')) else {
                self.at = self.text.len();
                return;
            };
            self.at += found;
            match rest[found] {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth = depth.saturating_sub(1),
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}
