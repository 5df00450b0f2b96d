//! Reading a value with an eye on where it stands.
//!
//! A [`Node`] knows its way from the root by links to its parents on the stack: a pointer is
//! only built where one is needed. Every read reports what it does not like and gives `None`,
//! so that one run finds every problem.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde_json::{Map, Number, Value};

use crate::coverage::{Entry, ReadTracker, Unused};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::{Change, Repair};
use crate::pointer::Pointer;
use crate::scalar::number::integer;
use crate::suggestion::Action;

/// Knows how values are written that keep no text of their own: numbers, and booleans and nulls of YAML.
pub trait Spellings: fmt::Debug {
    /// The text that stands at a place.
    fn spelling(&self, at: &Pointer) -> Option<String>;
}

/// Where diagnostics go, the marks for the coverage report, and what the text behind the values is.
#[derive(Debug, Default)]
pub struct Sink<'s> {
    found: RefCell<Vec<Diagnostic>>,
    marks: RefCell<ReadTracker>,
    repairs: RefCell<Vec<Repair>>,
    spellings: Option<&'s dyn Spellings>,
    /// Whether values of the wrong kind are errors.
    is_strict: bool,
    /// The fixed keys of the format that the values are written in.
    words: Cell<&'static [&'static str]>,
}

impl<'s> Sink<'s> {
    /// One for values whose text is known.
    pub fn of(spellings: &'s dyn Spellings) -> Self {
        Self { spellings: Some(spellings), ..Self::default() }
    }

    /// One for what its author has to fix before it can be used: values of the wrong kind are errors.
    pub fn strict(spellings: &'s dyn Spellings) -> Self {
        Self { is_strict: true, ..Self::of(spellings) }
    }

    /// The text of a scalar that stands at a place, as it is written there. None for null.
    pub fn written<'d>(&self, value: &'d Value, at: impl FnOnce() -> Pointer) -> Option<Cow<'d, str>> {
        match value {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(_) | Value::Bool(_) => {
                let written = self.spellings.and_then(|spellings| spellings.spelling(&at()));
                Some(Cow::Owned(written.unwrap_or_else(|| value.to_string())))
            }
            _ => None,
        }
    }

    /// Says which keys the format has.
    pub fn know(&self, words: &'static [&'static str]) {
        self.words.set(words);
    }

    /// Adds one.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Notes what reading made of a place.
    pub fn repair(&self, at: Pointer, why: impl Into<String>, change: Change) {
        self.repairs.borrow_mut().push(Repair::new(at, why, change));
    }

    /// What reading made of places, each once.
    pub fn repairs(&self) -> Vec<Repair> {
        let mut repairs: Vec<Repair> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for repair in self.repairs.take() {
            if seen.insert((repair.at.clone(), repair.why.clone(), repair.change.as_str())) {
                repairs.push(repair);
            }
        }
        repairs
    }

    /// What of a value has been passed over, or not been read.
    pub fn unused(&self, root: &Value) -> Vec<Entry> {
        self.marks.borrow().entries(root)
    }

    /// All of them, each once: a place that several references lead to is read several times.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut seen = std::collections::HashSet::new();
        let mut found = self.found.into_inner();
        found.retain(|one| seen.insert((one.at.clone(), one.message.clone())));
        found
    }
}

/// A value, its place and the sink.
#[derive(Debug)]
pub struct Node<'d, 'p> {
    value: &'d Value,
    key: NodeKey<'d>,
    parent: Option<&'p Node<'d, 'p>>,
    sink: &'p Sink<'p>,
}

#[derive(Debug)]
enum NodeKey<'d> {
    /// Not reached through its parent.
    Start(Pointer),
    Property(&'d str),
    Item(usize),
}

impl<'d, 'p> Node<'d, 'p> {
    /// A value that is not reached through its parent: the root, or the target of a reference.
    pub fn start(value: &'d Value, at: Pointer, sink: &'p Sink<'p>) -> Self {
        sink.marks.borrow_mut().read(value);
        Self { value, key: NodeKey::Start(at), parent: None, sink }
    }

    fn child<'s>(&'s self, key: NodeKey<'d>, value: &'d Value) -> Node<'d, 's> {
        Node { value, key, parent: Some(self), sink: self.sink }
    }

    /// The same, and it counts as read.
    fn looked_at<'s>(&'s self, key: NodeKey<'d>, value: &'d Value) -> Node<'d, 's> {
        self.sink.marks.borrow_mut().read(value);
        self.child(key, value)
    }

    /// Marks it as something that has no influence on the output.
    pub fn unused(&self, why: Unused) {
        self.sink.marks.borrow_mut().unused(self.value, why);
    }

    /// The fixed keys of the format that it is written in.
    pub fn words(&self) -> &'static [&'static str] {
        self.sink.words.get()
    }

    /// The value.
    pub fn value(&self) -> &'d Value {
        self.value
    }

    /// The place.
    pub fn pointer(&self) -> Pointer {
        self.pointer_before(0)
    }

    /// The place, with room for more bytes: most of them are some keys long, and each is made in one piece.
    fn pointer_before(&self, more: usize) -> Pointer {
        let more = more
            + match self.key {
                NodeKey::Start(ref at) => return at.with_room(more),
                NodeKey::Property(name) => Pointer::length(name),
                NodeKey::Item(_) => 3,
            };
        let mut pointer = self.parent.map_or_else(|| Pointer::root().with_room(more), |parent| parent.pointer_before(more));
        match self.key {
            NodeKey::Property(name) => pointer.enter(name),
            NodeKey::Item(index) => pointer.enter(&index.to_string()),
            NodeKey::Start(_) => {}
        }
        pointer
    }

    /// What it was reached through.
    pub fn parent(&self) -> Option<&'p Node<'d, 'p>> {
        self.parent
    }

    /// The name of the property that this is; empty for items and starts.
    pub fn name(&self) -> &'d str {
        match self.key {
            NodeKey::Property(name) => name,
            _ => "",
        }
    }

    /// Reports a finding that is about another place as well.
    pub fn report(&self, found: Diagnostic) {
        self.sink.push(found);
    }

    /// Reports that the output would be wrong.
    pub fn error(&self, message: impl Into<String>) {
        self.sink.push(Diagnostic::error(self.pointer(), message));
    }

    /// Reports that something was skipped or approximated.
    pub fn warn(&self, message: impl Into<String>) {
        self.sink.push(Diagnostic::warning(self.pointer(), message));
    }

    /// Notes what reading makes of this place, where nothing is to be reported.
    pub fn repair(&self, why: impl Into<String>, change: Change) {
        self.sink.repair(self.pointer(), why, change);
    }

    /// Notes what reading makes of a property, where nothing is to be reported.
    pub fn repair_at(&self, key: &str, why: impl Into<String>, change: Change) {
        self.sink.repair(self.pointer().push(key), why, change);
    }

    /// Reports that something was approximated, with what became of it.
    pub fn warn_repaired(&self, message: impl Into<String>, change: Change) {
        self.report_repaired(Diagnostic::warning(self.pointer(), message), change);
    }

    /// Reports a finding about this place, with what became of it.
    pub fn report_repaired(&self, found: Diagnostic, change: Change) {
        self.sink.repair(self.pointer(), found.message.as_str(), change);
        self.sink.push(found);
    }

    /// Reports an error with what to do about it.
    pub fn error_with_help(&self, message: impl Into<String>, help: impl Into<String>) {
        self.sink.push(Diagnostic::error(self.pointer(), message).help(help));
    }

    /// Reports a warning with what to do about it.
    pub fn warn_with_help(&self, message: impl Into<String>, help: impl Into<String>) {
        self.sink.push(Diagnostic::warning(self.pointer(), message).help(help));
    }

    /// Reports a value of the wrong kind, which whoever reads it leaves out.
    pub fn mismatch(&self, expected: &str) {
        if self.sink.is_strict {
            return self.error(format!("expected {expected}, found {}", kind(self.value)));
        }
        self.warn_repaired(format!("expected {expected}, found {}: it is left out", kind(self.value)), Change::Remove);
    }

    fn properties(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    /// A property as it stands there, null included. It counts as read.
    pub fn raw(&self, key: &str) -> Option<Node<'d, '_>> {
        // Objects have few keys: to compare them costs less than to hash one.
        let (name, value) = self.properties()?.iter().find(|(name, _)| *name == key)?;
        Some(self.looked_at(NodeKey::Property(name), value))
    }

    /// A property. An empty one (null) reads as absent, with a warning.
    pub fn get(&self, key: &str) -> Option<Node<'d, '_>> {
        let node = self.raw(key)?;
        if node.value.is_null() {
            node.warn_repaired("null reads as absent here", Change::Remove);
            return None;
        }
        Some(node)
    }

    /// How many properties an object has.
    pub fn len(&self) -> usize {
        self.properties().map_or(0, Map::len)
    }

    /// Whether it has no properties.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the property is there. It does not count as read.
    pub fn has(&self, key: &str) -> bool {
        self.properties().is_some_and(|properties| properties.keys().any(|name| name == key))
    }

    /// Marks properties as known that have no influence on the output.
    pub fn skip(&self, keys: &[&str], why: Unused) {
        for property in keys.iter().filter_map(|key| self.raw(key)) {
            property.unused(why);
        }
    }

    /// Whether it is an object. Reports when not.
    pub fn is_object(&self) -> bool {
        if self.properties().is_none() {
            self.mismatch("an object");
        }
        self.properties().is_some()
    }

    /// The properties of an object, in the order of the text. Reports any other kind.
    pub fn entries(&self) -> impl Iterator<Item = Node<'d, '_>> {
        if self.properties().is_none() {
            self.mismatch("an object");
        }
        self.properties().into_iter().flatten().map(|(name, value)| self.looked_at(NodeKey::Property(name), value))
    }

    /// The items of a list. Reports any other kind.
    pub fn items(&self) -> impl Iterator<Item = Node<'d, '_>> {
        let list = self.value.as_array();
        if list.is_none() {
            self.mismatch("an array");
        }
        list.into_iter().flatten().enumerate().map(|(index, value)| self.looked_at(NodeKey::Item(index), value))
    }

    /// The text of a scalar as it is written. None for null.
    pub fn written(&self) -> Option<Cow<'d, str>> {
        self.sink.written(self.value, || self.pointer())
    }

    /// Text. A number or a boolean reads as what it would be in quotes, with a warning; so does the word null in a list of YAML.
    pub fn text(&self) -> Option<Cow<'d, str>> {
        if let Value::String(text) = self.value {
            return Some(Cow::Borrowed(text));
        }
        let Some(text) = self.written().or_else(|| self.null_word()) else {
            self.mismatch("a string");
            return None;
        };
        let message = format!("expected a string, found {}; read as {text:?}", kind(self.value));
        let action = Action::replace(&self.pointer(), text.as_ref()).filter(|_| matches!(self.key, NodeKey::Property(_)));
        self.report_repaired(Diagnostic::warning(self.pointer(), message).suggest(action), Change::Put(text.as_ref().into()));
        Some(text)
    }

    /// The word that YAML reads as null. Elsewhere than in a list nothing is meant by it.
    fn null_word(&self) -> Option<Cow<'d, str>> {
        let spellings = self.sink.spellings.filter(|_| self.value.is_null() && matches!(self.key, NodeKey::Item(_)))?;
        spellings.spelling(&self.pointer()).filter(|text| text.eq_ignore_ascii_case("null")).map(Cow::Owned)
    }

    /// A boolean. `"true"` and `"false"` read as such, with a warning.
    pub fn flag(&self) -> Option<bool> {
        let flag = match self.value {
            Value::Bool(flag) => return Some(*flag),
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        };
        match flag {
            Some::<bool>(flag) => {
                let action = Action::replace(&self.pointer(), flag).filter(|_| matches!(self.key, NodeKey::Property(_)));
                let message = "expected true or false, found a string; read without the quotes";
                self.report_repaired(Diagnostic::warning(self.pointer(), message).suggest(action), Change::Put(flag.into()));
            }
            None => self.mismatch("true or false"),
        }
        flag
    }

    /// A number.
    pub fn number(&self) -> Option<&'d Number> {
        if let Value::Number(number) = self.value {
            return Some(number);
        }
        self.mismatch("a number");
        None
    }

    /// A number that counts something.
    pub fn count(&self) -> Option<usize> {
        let count = match self.value {
            Value::Number(number) => integer(number).and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        if count.is_none() {
            self.mismatch("an integer from 0");
        }
        count
    }

    /// The property as text.
    pub fn text_of(&self, key: &str) -> Option<String> {
        self.get(key)?.text().map(Cow::into_owned)
    }

    /// The property as a boolean; false when absent.
    pub fn flag_of(&self, key: &str) -> bool {
        self.get(key).and_then(|node| node.flag()).unwrap_or_default()
    }

    /// The strings of a list.
    pub fn texts(&self) -> Vec<String> {
        self.items().filter_map(|item| item.text().map(Cow::into_owned)).collect()
    }

    /// The properties that nobody has asked for.
    pub fn unread(&self) -> impl Iterator<Item = Node<'d, '_>> {
        let entries = self.properties().into_iter().flatten();
        entries
            .filter(|(_, value)| !self.sink.marks.borrow().is_read(value))
            .map(|(name, value)| self.child(NodeKey::Property(name), value))
    }
}

/// A kind of value in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
