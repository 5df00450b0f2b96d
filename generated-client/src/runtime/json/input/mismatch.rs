//! A value that does not fit its type, and where it is.

use std::fmt;

use serde_json::Value;

use super::kind::JsonKind;
use super::path::PathStep;

/// The result of reading one value. The mismatch is boxed, so that the result is one word.
pub type Outcome = Result<(), Box<Mismatch>>;

/// A value that does not fit the type that the definition gives it.
#[derive(Debug)]
pub struct Mismatch {
    /// The path of the value, innermost step first: it grows as the mismatch is passed outwards.
    path: Vec<OwnStep>,
    /// The type that was expected, in words; the name of a missing field.
    expected: String,
    found: String,
    /// `None` for a missing field.
    kind: Option<JsonKind>,
    null_like: Option<NullLike>,
    /// Whether the value is one that a closed enum does not name.
    closed: bool,
}

/// A step of a path, with its name.
#[derive(Debug)]
enum OwnStep {
    Field(String),
    /// A field whose name is data.
    Entry(String),
    Item(usize),
}

/// Values that some servers send for an empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NullLike {
    /// `null`
    Null,
    /// `[]`
    List,
}

impl Mismatch {
    /// Returns the mismatch of this value with the expected type.
    #[cold]
    pub fn new(expected: &str, value: &Value) -> Box<Self> {
        let null_like = match value {
            Value::Null => Some(NullLike::Null),
            Value::Array(items) if items.is_empty() => Some(NullLike::List),
            _ => None,
        };
        Box::new(Self {
            path: Vec::new(),
            expected: expected.to_owned(),
            found: describe(value),
            kind: Some(JsonKind::of(value)),
            null_like,
            closed: false,
        })
    }

    /// Returns the mismatch of an object without a required field.
    #[cold]
    pub(crate) fn missing(field: &str) -> Box<Self> {
        Box::new(Self { path: Vec::new(), expected: field.to_owned(), found: String::new(), kind: None, null_like: None, closed: false })
    }

    /// Adds a step outwards, to the field of an object.
    #[cold]
    pub(crate) fn in_field(mut self: Box<Self>, name: &str) -> Box<Self> {
        self.path.push(OwnStep::Field(name.to_owned()));
        self
    }

    /// Adds a step outwards, to the entry of a map.
    #[cold]
    pub(crate) fn in_entry(mut self: Box<Self>, name: &str) -> Box<Self> {
        self.path.push(OwnStep::Entry(name.to_owned()));
        self
    }

    /// Adds a step outwards, to the item of an array.
    #[cold]
    pub(crate) fn in_item(mut self: Box<Self>, index: usize) -> Box<Self> {
        self.path.push(OwnStep::Item(index));
        self
    }

    /// Marks the value as one that a closed enum does not name, except for null and an empty array, which stand for none.
    #[cold]
    pub(crate) fn closed(mut self: Box<Self>) -> Box<Self> {
        self.closed = self.null_like.is_none();
        self
    }

    /// Returns whether the mismatch is an error in an optional field as well.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Returns whether the value itself is what some servers send for an empty object.
    pub(crate) fn is(&self, null_like: NullLike) -> bool {
        self.path.is_empty() && self.null_like == Some(null_like)
    }

    /// Returns the value in a few words, if a closed enum does not name it.
    pub(crate) fn closed_value(&self) -> Option<&str> {
        self.closed.then_some(&self.found)
    }

    /// Returns the expected type, in words.
    pub(crate) fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the type that was found; `None` for a missing field.
    pub(crate) fn found(&self) -> Option<JsonKind> {
        self.kind
    }

    /// Returns the path of the value, from the outside in. A missing field is the last step.
    pub(crate) fn steps(&self) -> impl Iterator<Item = PathStep<'_>> {
        self.own_steps().chain(self.kind.is_none().then_some(PathStep::Field(&self.expected)))
    }

    /// Returns the path of the value, from the outside in.
    pub(crate) fn own_steps(&self) -> impl Iterator<Item = PathStep<'_>> {
        self.path.iter().rev().map(|step| match step {
            OwnStep::Field(name) => PathStep::Field(name),
            OwnStep::Entry(name) => PathStep::Entry(name),
            OwnStep::Item(index) => PathStep::Item(*index),
        })
    }

    /// Returns the path of the value, `data[3].id`; empty for the value itself.
    pub(crate) fn path(&self) -> String {
        let mut text = String::new();
        self.own_steps().for_each(|step| step.push_exactly_to(&mut text));
        text
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(_) => write!(f, "expected {}, found {}", self.expected, self.found)?,
            None => write!(f, "missing field `{}`", self.expected)?,
        }
        match self.path() {
            path if path.is_empty() => Ok(()),
            path => write!(f, " at {path}"),
        }
    }
}

/// Describes a value in a few words.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) if text.chars().count() <= 40 => format!("the string {text:?}"),
        Value::String(_) => "a longer string".to_owned(),
        Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
