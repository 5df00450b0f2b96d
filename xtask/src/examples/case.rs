//! An example, and what becomes of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What an example is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Request,
    Response,
    Error,
    Schema,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Request, Self::Response, Self::Error, Self::Schema];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "bodies of requests",
            Self::Response => "bodies of responses",
            Self::Error => "bodies of errors",
            Self::Schema => "schemas",
        }
    }
}

/// Which part of a value the type is of, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// All of it, by the reader that refuses what does not fit.
    Strict,
    /// The property that holds the payload.
    Envelope(String),
    /// The items of a page, by a JSON pointer.
    Items(String),
}

impl Part {
    /// The part of a value.
    pub fn of<'v>(&self, value: &'v Value) -> &'v Value {
        match self {
            Self::Whole | Self::Strict => value,
            Self::Envelope(name) => value.get(name).unwrap_or(value),
            Self::Items(place) => value.pointer(place).unwrap_or(value),
        }
    }
}

/// An example that a generated type is to read and to write.
#[derive(Debug, Clone)]
pub struct Case {
    pub kind: Kind,
    /// Where it stands, as a JSON pointer.
    pub at: String,
    /// The type, by its path in the document's module.
    pub ty: String,
    pub part: Part,
    /// Whether a request carries the type: only then null and absence differ in properties that may be either.
    pub sent: bool,
    pub value: Value,
    /// What its schema does not allow of it.
    pub fault: Option<String>,
}

impl Case {
    /// What the program is to do, on one line. `reader` is the index of the function for the type.
    pub fn order(&self, reader: usize) -> String {
        let (envelope, items) = match &self.part {
            Part::Whole | Part::Strict => (None, None),
            Part::Envelope(name) => (Some(name), None),
            Part::Items(place) => (None, Some(place)),
        };
        let strict = self.part == Part::Strict;
        json!({"reader": reader, "envelope": envelope, "items": items, "strict": strict, "text": self.value.to_string()}).to_string()
    }
}

/// The examples of one document, and the files of its types.
#[derive(Debug, Default)]
pub struct Document {
    /// The path of the document.
    pub path: String,
    /// Rust modules by their paths.
    pub files: BTreeMap<String, String>,
    pub cases: Vec<Case>,
    /// The number of examples of what is free-form JSON, which are not tried.
    pub free_form: usize,
    /// Why there is nothing of it.
    pub refused: Option<String>,
}

impl Document {
    /// How many bytes of types it has.
    pub fn size(&self) -> usize {
        self.files.values().map(String::len).sum()
    }
}

/// What became of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What was written.
    Text(String),
    /// It could not be read.
    Error(String),
    Panic(String),
}

impl Answer {
    /// Reads a line of the program.
    pub fn parse(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).ok()?;
        let of = |key: &str| line.get(key)?.as_str().map(str::to_owned);
        let text = of("text").map(Self::Text).or_else(|| of("error").map(Self::Error));
        text.or_else(|| of("panic").map(Self::Panic))
    }

    pub fn to_line(&self) -> String {
        let (key, text) = match self {
            Self::Text(text) => ("text", text),
            Self::Error(text) => ("error", text),
            Self::Panic(text) => ("panic", text),
        };
        json!({ key: text }).to_string()
    }
}
