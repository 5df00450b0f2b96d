//! JSON in a string.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;

use super::decode::{Unreadable, decode};
use crate::runtime::json::read::FromJson;

/// Why the JSON in a string cannot be read: it is none, or other JSON than the definition says.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::InvalidContent;
///
/// fn show(why: &InvalidContent) {
///     println!("{why}"); // expected JSON: expected value at line 1 column 2
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidContent {
    problem: String,
}

impl fmt::Display for InvalidContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for InvalidContent {}

/// Reads the JSON in a string. An empty one has none.
///
/// # Errors
///
/// It is no JSON, or other JSON than the definition says.
pub fn read_content<T: FromJson>(text: &str) -> Result<T, InvalidContent> {
    let read = match text.trim_ascii() {
        "" => Err(Unreadable::Json(serde_json::Error::custom("the string is empty"))),
        _ => decode(text, None, None),
    };
    read.map_err(|why| InvalidContent { problem: why.problem() })
}

/// Reads the JSON in each string of a list.
///
/// # Errors
///
/// As of [`read_content`], for the first one that cannot be read, with its position.
pub fn read_content_items<T: FromJson>(items: &[String]) -> Result<Vec<T>, InvalidContent> {
    let read = |(index, text): (usize, &String)| read_content(text).map_err(|why| why.at(format_args!("item {index}")));
    items.iter().enumerate().map(read).collect()
}

/// Reads the JSON in each string of a map.
///
/// # Errors
///
/// As of [`read_content`], for the first one that cannot be read, with its key.
pub fn read_content_values<T: FromJson>(values: &BTreeMap<String, String>) -> Result<BTreeMap<String, T>, InvalidContent> {
    let read = |(key, text): (&String, &String)| match read_content(text) {
        Ok(value) => Ok((key.clone(), value)),
        Err(why) => Err(why.at(format_args!("value of `{key}`"))),
    };
    values.iter().map(read).collect()
}

impl InvalidContent {
    fn at(self, place: fmt::Arguments<'_>) -> Self {
        Self { problem: format!("{place}: {}", self.problem) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_read_as_the_json_in_it() {
        assert_eq!(read_content::<Vec<i64>>(" [1,\n2]"), Ok(vec![1, 2]));
        for text in ["", " ", "[DONE]", "{\"a\":1}", "[\"x\"]"] {
            let error = read_content::<Vec<i64>>(text).unwrap_err().to_string();
            assert!(error.contains("expected"), "{text:?}: {error}");
        }
    }
}
