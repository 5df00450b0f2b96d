//! A value of the wrong kind, and where it was.

use std::fmt;

use serde_json::Value;

use super::kind::JsonKind;
use super::path::Step;

/// What reading one value came to. The misfit is a box, so that success costs one word.
pub type Outcome = Result<(), Box<Misfit>>;

/// A value that is not what the definition promises.
#[derive(Debug)]
pub struct Misfit {
    /// The steps to the culprit, innermost first: a path grows while it is handed up.
    path: Vec<OwnStep>,
    /// In words; of a member that is lacking, its name.
    expected: String,
    found: String,
    /// `None` where nothing was found.
    kind: Option<JsonKind>,
    nothing: Option<Nothing>,
    /// Whether the value is one that a closed enum does not list.
    closed: bool,
}

/// One step into a value.
#[derive(Debug)]
enum OwnStep {
    Member(String),
    /// A member whose name is data.
    Entry(String),
    Item(usize),
}

/// What stands for nothing with some servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// `null`
    Null,
    /// `[]`
    List,
}

impl Misfit {
    /// Says that this value is none of the expected kind.
    #[cold]
    pub fn new(expected: &str, value: &Value) -> Box<Self> {
        let nothing = match value {
            Value::Null => Some(Nothing::Null),
            Value::Array(items) if items.is_empty() => Some(Nothing::List),
            _ => None,
        };
        Box::new(Self {
            path: Vec::new(),
            expected: expected.to_owned(),
            found: describe(value),
            kind: Some(JsonKind::of(value)),
            nothing,
            closed: false,
        })
    }

    /// Says that an object lacks a required member.
    #[cold]
    pub(crate) fn lacking(member: &str) -> Box<Self> {
        Box::new(Self { path: Vec::new(), expected: member.to_owned(), found: String::new(), kind: None, nothing: None, closed: false })
    }

    /// Adds a step outwards, from a member of an object.
    #[cold]
    pub(crate) fn in_member(mut self: Box<Self>, name: &str) -> Box<Self> {
        self.path.push(OwnStep::Member(name.to_owned()));
        self
    }

    /// Adds a step outwards, from a member whose name is data.
    #[cold]
    pub(crate) fn in_entry(mut self: Box<Self>, name: &str) -> Box<Self> {
        self.path.push(OwnStep::Entry(name.to_owned()));
        self
    }

    /// Adds a step outwards, from an item of a list.
    #[cold]
    pub(crate) fn in_item(mut self: Box<Self>, index: usize) -> Box<Self> {
        self.path.push(OwnStep::Item(index));
        self
    }

    /// Says that the value has to be one of a closed list. What some servers write for nothing is no such value.
    #[cold]
    pub(crate) fn closed(mut self: Box<Self>) -> Box<Self> {
        self.closed = self.nothing.is_none();
        self
    }

    /// Tells whether the value may not be put aside.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Tells whether the value as a whole is what some servers write for nothing.
    pub(crate) fn is(&self, nothing: Nothing) -> bool {
        self.path.is_empty() && self.nothing == Some(nothing)
    }

    /// Returns what the value should have been, in words.
    pub(crate) fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the kind of value that was found; `None` where a member is lacking.
    pub(crate) fn found(&self) -> Option<JsonKind> {
        self.kind
    }

    /// Returns the steps to the culprit, from outside in; a member that is lacking is the last one.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let steps = self.path.iter().rev().map(|step| match step {
            OwnStep::Member(name) => Step::Member(name),
            OwnStep::Entry(_) => Step::Entry,
            OwnStep::Item(_) => Step::Item,
        });
        steps.chain(self.kind.is_none().then_some(Step::Member(&self.expected)))
    }

    /// Returns the way to the culprit, `data[3].id`; empty where it is the value itself.
    pub(crate) fn path(&self) -> String {
        let mut text = String::new();
        for step in self.path.iter().rev() {
            match step {
                OwnStep::Member(name) | OwnStep::Entry(name) if text.is_empty() => text.push_str(name),
                OwnStep::Member(name) | OwnStep::Entry(name) => text.extend([".", name]),
                OwnStep::Item(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(_) => write!(f, "expected {}, found {}", self.expected, self.found)?,
            None => write!(f, "expected member `{}`, found none", self.expected)?,
        }
        match self.path() {
            path if path.is_empty() => Ok(()),
            path => write!(f, " at {path}"),
        }
    }
}

/// Returns a value in a few words.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) if text.chars().count() <= 40 => format!("the text {text:?}"),
        Value::String(_) => "a longer text".to_owned(),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
