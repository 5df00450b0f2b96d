//! The files beside a document that its references lead to.
//!
//! They are read before the document is: each stands in the root's property `FILES` under
//! its path relative to the document, so that a place in any of them is a pointer like all others.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::pointer;
use crate::source::Source;

/// How many bytes all files together may have.
const TOTAL: usize = 256 << 20;

/// Gives the files beside a document.
pub trait Files {
    /// The content of the file at a path relative to the document, with `/` between its parts.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words that fit behind a colon.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// No files: references to any are refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no other files are at hand".to_owned())
    }
}

impl<F: Fn(&str) -> Result<Vec<u8>, String>> Files for F {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self(path)
    }
}

/// Why a file is not among those read.
#[derive(Debug)]
pub(crate) enum Missing {
    /// It cannot be read.
    Unreadable(String),
    /// It is neither JSON nor YAML; the findings have their place in it.
    Malformed(Vec<Diagnostic>),
}

/// The files that were read, and those that were not, by their path relative to the document.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub sources: BTreeMap<String, Source>,
    pub missing: BTreeMap<String, Missing>,
}

/// Reads all files that a document refers to, and those that they refer to, and puts them into its root.
pub(crate) fn gather(document: &Source, value: &mut Cow<Value>, files: &dyn Files) -> Gathered {
    let mut gathered = Gathered::default();
    let own = own_name(document.name());
    let mut open: Vec<String> = outside(value, own);
    let mut left = TOTAL;
    while let Some(path) = open.pop() {
        if path == own || gathered.sources.contains_key(&path) || gathered.missing.contains_key(&path) {
            continue;
        }
        let bytes = files.read(&path).and_then(|bytes| {
            left = left.checked_sub(bytes.len()).ok_or("the files are too large together")?;
            Ok(bytes)
        });
        match bytes.map(|bytes| Source::from_bytes(shown(document.name(), &path), bytes)) {
            Ok(Ok(source)) => {
                open.extend(outside(source.value(), &path));
                gathered.sources.insert(path, source);
            }
            Ok(Err(findings)) => {
                gathered.missing.insert(path, Missing::Malformed(findings));
            }
            Err(reason) => {
                gathered.missing.insert(path, Missing::Unreadable(reason));
            }
        }
    }
    if !gathered.sources.is_empty()
        && let Value::Object(root) = value.to_mut()
    {
        let bundle: Map<String, Value> = gathered.sources.iter().map(|(path, source)| (path.clone(), source.value().clone())).collect();
        root.insert(pointer::FILES.to_owned(), Value::Object(bundle));
    }
    gathered
}

/// The files that the references of a file name, each as it stands there and without percent signs.
fn outside(value: &Value, base: &str) -> Vec<String> {
    let files = references(value).into_iter().map(|text| text.split_once('#').map_or(text, |(file, _)| file));
    let files = files.filter(|file| !file.is_empty() && !is_remote(file));
    files.flat_map(|file| candidates(base, file)).collect()
}

/// What a document is called by the files beside it.
pub(crate) fn own_name(document: &str) -> &str {
    document.rsplit(['/', '\\']).next().unwrap_or(document)
}

/// The name of a file in messages: beside the document's.
fn shown(document: &str, path: &str) -> String {
    let folder = document.len() - own_name(document).len();
    format!("{}{path}", document.get(..folder).unwrap_or_default())
}

/// Whether a reference leads to another host, or to a place that does not depend on the document's.
pub(crate) fn is_remote(file: &str) -> bool {
    file.contains("://") || file.starts_with('/') || file.starts_with("file:")
}

/// The paths that a reference to a file can mean: without percent-encoding, or as it stands there.
pub(crate) fn candidates(base: &str, file: &str) -> Vec<String> {
    let (decoded, plain) = (joined(base, &percent_decoded(file)), joined(base, file));
    if decoded == plain { vec![plain] } else { vec![decoded, plain] }
}

/// A path that stands in the file `base`, relative to the document.
fn joined(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The strings of all references in a value; the files in a root are not part of it.
pub(crate) fn references(root: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open = match root {
        Value::Object(properties) => {
            properties.iter().filter(|(key, _)| *key != pointer::FILES && *key != "$ref").map(|(_, value)| value).collect()
        }
        value => vec![value],
    };
    found.extend(root.get("$ref").and_then(Value::as_str));
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().filter(|item| item.is_object() || item.is_array())),
            Value::Object(properties) => {
                for (key, value) in properties {
                    match value {
                        Value::String(text) if key == "$ref" || key == "$dynamicRef" => {
                            found.insert(text.as_str());
                        }
                        Value::Array(_) | Value::Object(_) => open.push(value),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The text without percent-encoding; as it is when that gives no UTF-8.
pub(crate) fn percent_decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_they_stand_in() {
        let cases = [
            ("api.yaml", "./a.yaml", "a.yaml"),
            ("models/a.yaml", "b/../c.yaml", "models/c.yaml"),
            ("models/a.yaml", "../api.yaml", "api.yaml"),
            ("models/a.yaml", "../../common/x.yaml", "../common/x.yaml"),
            ("../common/x.yaml", "..\\..\\y.yaml", "../../y.yaml"),
        ];
        for (base, path, expected) in cases {
            assert_eq!(joined(base, path), expected, "{path} in {base}");
        }
        assert_eq!(candidates("api.yaml", "a%20b.yaml"), ["a b.yaml", "a%20b.yaml"]);
        assert_eq!(shown("/specs/api.yaml", "a.yaml"), "/specs/a.yaml");
    }
}
