//! Valid JSON that serde_json refuses.

use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::tokens::{JsonToken, JsonTokens, is_beyond_float, without_halves};

/// Valid JSON in which what serde_json refuses is replaced.
///
/// | in the text | becomes |
/// |---|---|
/// | half of a surrogate pair, as an escape | U+FFFD, as for bytes that are not UTF-8 |
/// | a number that no `f64` holds | a string of its digits |
pub(crate) struct Repaired<'t> {
    original: &'t str,
    text: String,
    /// Where quotes were added, in the new text. All other replacements have the length of what they replace.
    quotes: Vec<usize>,
}

impl<'t> Repaired<'t> {
    /// Replaces what serde_json refuses.
    ///
    /// # Errors
    ///
    /// Returns the error of what is not valid JSON, and `refused` if nothing in the text is to be replaced.
    #[cold]
    pub(crate) fn new(original: &'t str, refused: serde_json::Error) -> serde_json::Result<Self> {
        serde_json::from_str::<IgnoredAny>(original)?;
        Self::of_valid(original).ok_or(refused)
    }

    /// Replaces what serde_json refuses in valid JSON; `None` if there is nothing of the kind.
    pub(crate) fn of_valid(original: &'t str) -> Option<Self> {
        let mut repaired = Self { original, text: String::new(), quotes: Vec::new() };
        let mut done = 0;
        for token in JsonTokens::of(original) {
            let (JsonToken::String(place) | JsonToken::Number(place)) = &token;
            let piece = original.get(place.clone())?;
            let replaced = match token {
                JsonToken::String(_) => without_halves(piece),
                JsonToken::Number(_) => is_beyond_float(piece).then(|| format!("\"{piece}\"")),
            };
            let Some(replaced) = replaced else { continue };
            repaired.text.push_str(original.get(done..place.start)?);
            if replaced.len() > piece.len() {
                repaired.quotes.extend([repaired.text.len(), repaired.text.len() + replaced.len() - 1]);
            }
            repaired.text.push_str(&replaced);
            done = place.end;
        }
        if done == 0 {
            return None;
        }
        repaired.text.push_str(original.get(done..)?);
        Some(repaired)
    }

    /// Returns the text that serde_json reads.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns what a piece of the text was before.
    pub(crate) fn original(&self, place: Range<usize>) -> &'t str {
        let before = |at: usize| at - self.quotes.partition_point(|quote| *quote < at);
        self.original.get(before(place.start)..before(place.end)).unwrap_or_default()
    }
}

/// Deserializes any type from JSON, also from what serde_json refuses although it is valid.
pub(crate) fn from_str<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    serde_json::from_str(json).or_else(|refused| serde_json::from_str(Repaired::new(json, refused)?.text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_json_refuses_is_replaced_and_found_again() {
        for (original, expected) in [
            (r#"{"a":"x\ud83d","b":1e999}"#, r#"{"a":"x\ufffd","b":"1e999"}"#),
            (r#"["\ud83d\ude00","\ude00\ud83d","\\ud83d"]"#, r#"["\ud83d\ude00","\ufffd\ufffd","\\ud83d"]"#),
            (r#"[-1e400 , "1e400", 1e-400, 0e999]"#, r#"["-1e400" , "1e400", 1e-400, 0e999]"#),
            (r#"{"\uDBFF":{"\"\ud800\"":[]}}"#, r#"{"\ufffd":{"\"\ufffd\"":[]}}"#),
        ] {
            let repaired = Repaired::of_valid(original).expect("something to replace");
            assert_eq!(repaired.text(), expected);
            assert_eq!(repaired.original(0..expected.len()), original);
            serde_json::from_str::<serde_json::Value>(expected).expect("readable");
        }
        for fine in [r#"{"a":[1,-0.5e3,"\ud83d\ude00",null,true]}"#, "\"\\\\\"", ""] {
            assert!(Repaired::of_valid(fine).is_none(), "{fine}");
        }
    }

    #[test]
    fn a_piece_between_replacements_is_found_again() {
        let original = r#"{"n":1e999,"extra":[1e999,"\ud800"],"m":2}"#;
        let repaired = Repaired::of_valid(original).expect("something to replace");
        let piece = r#""extra":["1e999","\ufffd"]"#;
        let start = repaired.text().find(piece).expect("there");
        assert_eq!(repaired.original(start..start + piece.len()), r#""extra":[1e999,"\ud800"]"#);
    }

    #[test]
    fn what_is_malformed_stays_an_error_with_its_position() {
        for (malformed, column) in [(r#"{"a":"\ud800","b":}"#, 19), ("[1e999,01]", 9), ("{1e999:1}", 2), ("[1e999", 6), ("1e999 1", 7)] {
            let refused = serde_json::from_str::<serde_json::Value>(malformed).expect_err("refused");
            let error = Repaired::new(malformed, refused).err().expect("malformed");
            assert_eq!((error.line(), error.column()), (1, column), "{malformed}: {error}");
        }
    }
}
