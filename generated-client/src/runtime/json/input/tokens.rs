//! The strings and numbers of a JSON text.

use std::ops::Range;

/// A string or a number, with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum JsonToken {
    /// A string, with its quotes.
    String(Range<usize>),
    /// A number.
    Number(Range<usize>),
}

/// The strings and numbers of a valid JSON text, one after the other. Each byte is looked at once.
pub(crate) struct JsonTokens<'t> {
    json: &'t str,
    at: usize,
}

impl<'t> JsonTokens<'t> {
    pub(crate) fn of(json: &'t str) -> Self {
        Self { json, at: 0 }
    }
}

impl Iterator for JsonTokens<'_> {
    type Item = JsonToken;

    fn next(&mut self) -> Option<JsonToken> {
        let rest = self.json.as_bytes().get(self.at..)?;
        let start = self.at + rest.iter().position(|byte| matches!(byte, b'"' | b'-' | b'0'..=b'9'))?;
        let rest = self.json.as_bytes().get(start..)?;
        let is_string = rest.first() == Some(&b'"');
        let length = if is_string { string_length(rest) } else { number_length(rest) };
        self.at = start + length;
        Some(if is_string { JsonToken::String(start..self.at) } else { JsonToken::Number(start..self.at) })
    }
}

/// Returns the length of the string at the start, with its quotes.
fn string_length(json: &[u8]) -> usize {
    let mut escaped = false;
    let end = json.iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(json.len(), |end| end + 2)
}

fn number_length(json: &[u8]) -> usize {
    let is_part = |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
    json.iter().position(|byte| !is_part(byte)).unwrap_or(json.len())
}

/// Returns a string with each half of a surrogate pair replaced by U+FFFD; `None` if it has none. The length stays the same.
pub(crate) fn without_halves(string: &str) -> Option<String> {
    let mut halves = Vec::new();
    let mut at = 0;
    while let Some(escape) = string.get(at..).and_then(|rest| rest.find('\\')).map(|found| at + found) {
        let unit = |at: usize| u16::from_str_radix(string.get(at..)?.strip_prefix("\\u")?.get(..4)?, 16).ok();
        at = match (unit(escape), unit(escape + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => escape + 12,
            (Some(0xd800..=0xdfff), _) => {
                halves.push(escape);
                escape + 6
            }
            (Some(_), _) => escape + 6,
            (None, _) => escape + 2,
        };
    }
    if halves.is_empty() {
        return None;
    }
    let mut replaced = String::with_capacity(string.len());
    let mut done = 0;
    for half in halves {
        replaced.push_str(string.get(done..half).unwrap_or_default());
        replaced.push_str("\\ufffd");
        done = half + 6;
    }
    replaced.push_str(string.get(done..).unwrap_or_default());
    Some(replaced)
}

/// Returns whether a number is beyond what 64 bits of a float hold, so that serde_json refuses it.
pub(crate) fn is_beyond_float(number: &str) -> bool {
    number.parse::<f64>().is_ok_and(f64::is_infinite)
}
