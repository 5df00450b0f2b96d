//! A value of the wrong kind, and where it was.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

/// What reading one value came to. The misfit is a box, so that success costs one word.
pub type Outcome = Result<(), Box<Misfit>>;

/// A value that is not what the definition promises.
#[derive(Debug)]
pub struct Misfit {
    /// The steps to the culprit, innermost first: a path grows while it is handed up.
    path: Vec<Step>,
    expected: Cow<'static, str>,
    found: String,
    /// The JSON of the whole value that was being read.
    value: Value,
}

/// One step into a value.
#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Misfit {
    /// Says that this value is none of the expected kind.
    #[cold]
    pub fn new(expected: impl Into<Cow<'static, str>>, value: Value) -> Box<Self> {
        Box::new(Self { path: Vec::new(), expected: expected.into(), found: describe(&value), value })
    }

    /// Says that an object, which came as `value`, lacks a required member.
    #[cold]
    pub(crate) fn lacking(member: &str, value: Value) -> Box<Self> {
        let mut misfit = Self::new(format!("member `{member}`"), value);
        misfit.found = "none".to_owned();
        misfit
    }

    /// Adds a step outwards, from the member `name`; `whole` makes the object's JSON of the member's.
    pub(crate) fn in_member(mut self: Box<Self>, name: &str, whole: impl FnOnce(Value) -> Value) -> Box<Self> {
        self.path.push(Step::Member(name.to_owned()));
        self.value = whole(self.value.take());
        self
    }

    /// Adds a step outwards, from an item of a list; `whole` makes the list's JSON of the item's.
    pub(crate) fn in_item(mut self: Box<Self>, index: usize, whole: impl FnOnce(Value) -> Value) -> Box<Self> {
        self.path.push(Step::Item(index));
        self.value = whole(self.value.take());
        self
    }

    /// Tells whether an empty list came instead of something else.
    pub(crate) fn is_empty_list(&self) -> bool {
        self.path.is_empty() && self.value.as_array().is_some_and(Vec::is_empty)
    }

    /// Tells whether null came instead of something else.
    pub(crate) fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// Gives up the JSON of the whole value that was being read.
    pub(crate) fn into_value(self) -> Value {
        self.value
    }

    /// Says what the whole value was, where a reading of it has been tried that was none of its own.
    pub(crate) fn instead(mut self: Box<Self>, value: Value) -> Box<Self> {
        self.value = value;
        self
    }

    /// Returns the way to the culprit, `data[3].id`; empty where it is the value itself.
    pub(crate) fn path(&self) -> String {
        let mut text = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Member(name) if text.is_empty() => text.push_str(name),
                Step::Member(name) => text.extend([".", name]),
                Step::Item(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }

    /// Returns what the definition promises there.
    pub(crate) fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns what came instead.
    pub(crate) fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)?;
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
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.chars().count() <= 40 => format!("the text {text:?}"),
        Value::String(_) => "a longer text".to_owned(),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
