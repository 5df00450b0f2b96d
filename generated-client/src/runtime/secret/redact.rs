//! Replaces secrets in what is shown: errors, previews and drift.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde_json::Value;
use zeroize::Zeroize;

use crate::runtime::json::input::json_text;
use crate::runtime::text::{base64, percent};

/// Secrets in all spellings, by their first bytes: a string is searched once for all of them.
#[derive(Clone, Default)]
pub(crate) struct Secrets(BTreeMap<[u8; SHORTEST], Vec<String>>);

/// The replacement of a secret in errors.
pub(crate) const REDACTED: &str = "[redacted]";

/// Shorter strings are not replaced: they are hardly secret, and occur in everything else.
const SHORTEST: usize = 4;

impl Secrets {
    /// Adds a secret: as it is, and as it is written in URLs, JSON, XML and base64.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        let mut spellings = all_spellings(secret);
        spellings.sort_unstable();
        spellings.dedup();
        for spelling in spellings {
            if let Some(start) = spelling.as_bytes().first_chunk() {
                self.0.entry(*start).or_default().push(spelling);
            }
        }
    }

    /// Returns the string with every secret replaced. Where secrets overlap, one replacement stands for all of them.
    pub(crate) fn scrub<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        replaced(text, self.find(text), replacement)
    }

    /// Returns a body with every secret replaced.
    ///
    /// JSON can escape any character, so the body is searched as it is and without its escapes. It need not be whole.
    pub(crate) fn scrub_body(&self, body: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(body);
        let mut found = self.find(&text);
        if text.contains('\\') {
            let plain = Unescaped::new(&text);
            found.extend(self.find(&plain.text).into_iter().map(|range| plain.origin(range.start)..plain.origin(range.end)));
        }
        match replaced(&text, found, REDACTED) {
            Cow::Owned(scrubbed) => scrubbed.into(),
            // Bytes that are not UTF-8 stay as they are.
            Cow::Borrowed(_) => body.to_vec(),
        }
    }

    /// Returns where secrets are in a string. Each position is looked at once.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, start) in text.as_bytes().windows(SHORTEST).enumerate() {
            let known = start.first_chunk().and_then(|start| self.0.get(start));
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let longest = known.into_iter().flatten().filter(|spelling| rest.starts_with(spelling.as_bytes())).map(String::len).max();
            found.extend(longest.map(|length| at..at + length));
        }
        found
    }
}

/// Returns a secret as it is, and as it is written in URLs, JSON, XML and base64.
fn all_spellings(secret: &str) -> Vec<String> {
    let encoded = percent(secret);
    let json = json_text(&Value::String(secret.to_owned()));
    let json = json.get(1..json.len() - 1).unwrap_or_default();
    // What must be escaped in XML text, what in attributes as well, and what some writers escape besides.
    let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let attribute = text.replace('"', "&quot;");
    let mut all = vec![lower_hex(&encoded), encoded, json.replace('/', "\\/"), json.to_owned(), secret.to_owned()];
    all.extend([attribute.replace('\'', "&#39;"), attribute, text]);
    // In base64 a string is written in three ways, by its offset in what was encoded.
    for offset in 0..3 {
        let mut padded = vec![0; offset];
        padded.extend_from_slice(secret.as_bytes());
        let ours = (offset * 8).div_ceil(6)..(padded.len() * 8 / 6);
        let standard = base64(&padded).get(ours).unwrap_or_default().to_owned();
        all.extend([standard.replace('+', "-").replace('/', "_"), standard]);
    }
    all
}

/// Returns the string with the ranges replaced, those that overlap by one replacement.
fn replaced<'t>(text: &'t str, mut ranges: Vec<Range<usize>>, replacement: &str) -> Cow<'t, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_unstable_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Range { start, end } in ranges {
        if start >= done {
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(replacement);
        }
        done = done.max(end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// A string without its JSON escapes.
struct Unescaped {
    text: String,
    /// Where the parts that are copied without a change begin, here and in the original.
    parts: Vec<(usize, usize)>,
}

impl Unescaped {
    fn new(original: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(original.len()), parts: Vec::new() };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            let (letter, length) = escape(rest).unwrap_or_else(|| (rest.chars().next().unwrap_or_default(), 0));
            plain.parts.push((plain.text.len(), at));
            plain.text.push(letter);
            at += if length == 0 { letter.len_utf8() } else { length };
            // What is no escape follows as it is, up to the next backslash.
            let copied = original.get(at..).unwrap_or_default();
            let copied = copied.split('\\').next().unwrap_or_default();
            plain.parts.push((plain.text.len(), at));
            plain.text.push_str(copied);
            at += copied.len();
        }
        plain
    }

    /// Returns where in the original a position comes from.
    fn origin(&self, position: usize) -> usize {
        let after = self.parts.partition_point(|(here, _)| *here <= position);
        self.parts.get(after.saturating_sub(1)).map_or(position, |(here, origin)| origin + (position - here))
    }
}

/// Returns the character of the escape at the start of a string, and its length in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.as_bytes().get(..2)? {
        [b'\\', b'u'] => {
            let first = unit(0)?;
            let low = unit(6).filter(|low| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(low));
            let pair = low.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00)));
            Some(pair.map_or((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6), |pair| (pair, 12)))
        }
        [b'\\', letter] => {
            let letter = match letter {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'"' | b'\\' | b'/' => char::from(*letter),
                _ => return None,
            };
            Some((letter, 2))
        }
        _ => None,
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Returns a percent-encoded string with its hexadecimal digits in lower case, as some servers write them.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut digits = 0_u8;
    for letter in encoded.chars() {
        out.push(if digits > 0 { letter.to_ascii_lowercase() } else { letter });
        digits = if letter == '%' { 2 } else { digits.saturating_sub(1) };
    }
    out
}
