//! Reads the bodies of errors with the tolerance of successes, and also those that are not there as a whole.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::json::input::{from_str, json_text};
use crate::runtime::text::body_text;

/// The most bytes of the summary of a body.
const LONGEST_SUMMARY: usize = 8 * 1024;

/// The most characters of a string in a summary.
const LONGEST_STRING: usize = 500;

/// Deserializes a body; without what is not there of it, if it is JSON that broke off.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let text = body_text(body);
    from_str(&text).ok().or_else(|| from_str(&Unfinished::of(&text)?.without_the_last_string()).ok())
}

/// Reads JSON that broke off, with the part that is there of the last string: enough for a message, but not for a code.
pub(super) fn with_the_last_string(text: &str) -> Option<Value> {
    from_str(&Unfinished::of(text)?.with_the_last_string()).ok()
}

/// Returns the body that the declared type of an error is read from, if it broke off.
pub(super) fn finished(text: &str) -> Option<String> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_err().then(|| Unfinished::of(text).map(|json| json.without_the_last_string()))?
}

/// Returns the JSON of a value with long strings and lists cut: what an error keeps of a body that is too long for it.
pub(super) fn summary(value: &Value) -> Option<String> {
    let mut left = LONGEST_SUMMARY;
    matches!(value, Value::Object(_) | Value::Array(_)).then(|| json_text(&summarized(value, &mut left)))
}

/// Returns a value without what would exceed `left` bytes. In an object, scalars come before what is nested.
fn summarized(value: &Value, left: &mut usize) -> Value {
    match value {
        Value::String(text) => {
            let end = text.char_indices().nth(LONGEST_STRING).map_or(text.len(), |(at, _)| at);
            let text = text.get(..end).unwrap_or(text);
            // An escape has six bytes at most.
            if takes(left, text.len() * 6 + 2) { text.into() } else { Value::Null }
        }
        Value::Array(items) => items.iter().map_while(|item| takes(left, 5).then(|| summarized(item, left))).collect(),
        Value::Object(fields) => {
            let is_nested = |value: &Value| matches!(value, Value::Object(_) | Value::Array(_));
            let (nested, scalars): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| is_nested(value));
            let mut kept = serde_json::Map::new();
            for (name, value) in scalars.into_iter().chain(nested) {
                if takes(left, name.len() * 6 + 8) {
                    kept.insert(name.clone(), summarized(value, left));
                }
            }
            Value::Object(kept)
        }
        scalar => {
            if takes(left, 32) {
                scalar.clone()
            } else {
                Value::Null
            }
        }
    }
}

/// Takes this many bytes, if as many are left.
fn takes(left: &mut usize, size: usize) -> bool {
    let fits = *left >= size;
    *left = left.saturating_sub(size);
    fits
}

/// JSON that broke off inside an object or an array: it was cut, or the rest did not come.
struct Unfinished<'t> {
    text: &'t str,
    /// Where the last value ended, or the last object or array began.
    whole: usize,
    /// What closes the objects and arrays that are open, from the inside out.
    closing: String,
    /// Where the last whole character of the string ends that broke off, if it is a value.
    string: Option<usize>,
}

impl<'t> Unfinished<'t> {
    /// Returns `None` for what does not end inside an object or an array.
    fn of(text: &'t str) -> Option<Self> {
        let text = text.trim_ascii_start();
        let mut scanner = UnfinishedScanner::default();
        let string = scanner.scan(text.as_bytes());
        let closing: String = scanner.open.iter().rev().map(|opened| if *opened == b'{' { '}' } else { ']' }).collect();
        (!closing.is_empty()).then_some(Self { text, whole: scanner.whole, closing, string })
    }

    fn without_the_last_string(&self) -> String {
        format!("{}{}", self.text.get(..self.whole).unwrap_or_default(), self.closing)
    }

    fn with_the_last_string(&self) -> String {
        match self.string.and_then(|end| self.text.get(..end)) {
            Some(text) => format!("{text}\"{}", self.closing),
            None => self.without_the_last_string(),
        }
    }
}

/// Finds where JSON broke off. Each byte is looked at once.
#[derive(Default)]
struct UnfinishedScanner {
    open: Vec<u8>,
    whole: usize,
    /// Whether the next string is a value: after a colon, or in an array.
    at_value: bool,
}

impl UnfinishedScanner {
    /// Scans to the end. Returns where the last whole character ends of a value that is a string and broke off.
    fn scan(&mut self, json: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = json.get(at).copied() {
            match byte {
                b'{' | b'[' => {
                    self.open.push(byte);
                    self.at_value = byte == b'[';
                    self.whole = at + 1;
                }
                b'}' | b']' => {
                    self.open.pop();
                    self.whole = at + 1;
                    self.at_value = false;
                    if self.open.is_empty() {
                        return None;
                    }
                }
                b':' => self.at_value = true,
                b',' => self.at_value = self.open.last() == Some(&b'['),
                b'"' => {
                    match end_of_string(json, at) {
                        Ok(end) => at = end - 1,
                        Err(end) => return self.at_value.then_some(end),
                    }
                    if self.at_value {
                        self.whole = at + 1;
                    }
                }
                byte if byte.is_ascii_whitespace() => {}
                _ => {
                    // A number or a word is whole only if something follows it.
                    let rest = json.get(at..).unwrap_or_default();
                    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:]}[{\"".contains(byte);
                    let length = rest.iter().position(ends)?;
                    at += length.max(1) - 1;
                    if self.at_value {
                        self.whole = at + 1;
                    }
                }
            }
            at += 1;
        }
        None
    }
}

/// Returns the end of the string that begins here; or, if it broke off, the end of its last whole character.
fn end_of_string(json: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start + 1;
    loop {
        at += match json.get(at) {
            None => return Err(at),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => match json.get(at + 1) {
                Some(b'u') if json.len() >= at + 6 => 6,
                Some(b'u') | None => return Err(at),
                Some(_) => 2,
            },
            Some(_) => 1,
        };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_that_broke_off_is_read_as_far_as_it_came() {
        let whole = r#"{"message":"N\u00e4me \"x\"","n":[1,{"a":true}],"o":{},"last":null}"#;
        for end in 1..whole.len() {
            let cut = &whole.as_bytes()[..end];
            let read: Value = json(cut).unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(cut)));
            for (name, value) in read.as_object().expect("an object") {
                let expected = json!({ "message": "Näme \"x\"", "n": [1, { "a": true }], "o": {}, "last": null });
                assert!(value == &expected[name] || name == "n", "{end}: {read}");
            }
            let message = with_the_last_string(&String::from_utf8_lossy(cut)).expect("readable");
            if end > 13 {
                assert!("Näme \"x\"".starts_with(message["message"].as_str().expect("there")), "{end}: {message}");
            }
        }
    }

    #[test]
    fn what_is_no_beginning_of_json_stays_unread() {
        for text in ["", "x", "{} {", r#"{"a":}"#, "\"abc", "12", "<html>", r#"{"a" 1}"#, "}{"] {
            assert_eq!(json::<Value>(text.as_bytes()).filter(|value| !value.is_number()), None, "{text}");
        }
    }

    #[test]
    fn a_summary_has_its_bounds_and_scalars_first() {
        let items: Vec<String> = (0..10_000).map(|at| format!("item {at}")).collect();
        let value = json!({ "a": items, "code": "dup", "trace": "x".repeat(100_000), "n": 7 });
        let text = summary(&value).expect("an object");
        assert!(text.len() <= LONGEST_SUMMARY, "{}", text.len());
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((&read["code"], &read["n"], &read["a"][0]), (&json!("dup"), &json!(7), &json!("item 0")));
        assert_eq!(summary(&json!("x")), None);
    }
}
