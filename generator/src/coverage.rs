//! What of a document has no influence on the output, and why.
//!
//! Reading marks what it looks at, and what it passes over on purpose with the reason. Whatever
//! bears neither mark at the end was not read at all, which the coverage report says as well.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use serde_json::Value;

use crate::pointer::Pointer;

/// Why a place of a document is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unused {
    /// A bound on values that nothing can check.
    Constraint,
    /// An example.
    Example,
    /// How a value looks in XML.
    Xml,
    /// A vendor extension that is none of our hints.
    Extension,
    /// A header of an error.
    Header,
    /// Prose that is not printed.
    Prose,
    /// Contact, licence and terms.
    Legal,
    /// What a security scheme says beyond its kind.
    Security,
    /// Schemes of operations.
    Schemes,
    /// Tags of an operation behind the first, or of the document when no operation has them first.
    Tag,
    /// A definition that no operation needs.
    Definition,
    /// A shared parameter that nobody refers to.
    Parameter,
    /// A shared response that nobody refers to.
    Response,
    /// A key that Swagger 2.0 does not know.
    Unknown,
    /// A key that says nothing where it stands.
    NoEffect,
    /// A format that no type stands for.
    Format,
    /// A media type beside the one that is sent, or asked for.
    MediaType,
    /// A schema that allows anything.
    FreeForm,
    /// A place that nothing has looked at.
    Unread,
}

impl Unused {
    /// The kind, in the plural.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Constraint => "constraints",
            Self::Example => "examples",
            Self::Xml => "XML hints",
            Self::Extension => "vendor extensions",
            Self::Header => "headers of errors",
            Self::Prose => "prose",
            Self::Legal => "contacts and licences",
            Self::Security => "details of security",
            Self::Schemes => "schemes of operations",
            Self::Tag => "tags",
            Self::Definition => "unused definitions",
            Self::Parameter => "unused parameters",
            Self::Response => "unused responses",
            Self::Unknown => "unknown keys",
            Self::NoEffect => "keys without effect",
            Self::Format => "formats",
            Self::MediaType => "media types",
            Self::FreeForm => "free-form values",
            Self::Unread => "not read",
        }
    }

    /// The reason.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Constraint => "they do not go with the type where they stand, or none stands there",
            Self::Example => "types do not need them",
            Self::Xml => "not used by any XML body",
            Self::Extension => "none of our hints",
            Self::Header => "`Error::headers` gives them as they come",
            Self::Prose => "what a response, a header or a part of something else means is not printed",
            Self::Legal => "they say nothing about calls",
            Self::Security => "the application brings its credentials; nothing is fetched",
            Self::Schemes => "a client has one base URL",
            Self::Tag => "an operation belongs to the first of its tags",
            Self::Definition => "no operation needs them: they are types behind the feature `unused-definitions`",
            Self::Parameter => "no operation refers to them",
            Self::Response => "no operation refers to them",
            Self::Unknown => "Swagger 2.0 has no such key",
            Self::NoEffect => "has no effect in this position",
            Self::Format => "no type of its own: a string stays a string, a number a number",
            Self::MediaType => "JSON is sent and asked for where there is a choice",
            Self::FreeForm => "the schema allows anything, or what no type expresses",
            Self::Unread => "not read",
        }
    }
}

/// A place that is not used.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The name of the source; empty until it is located.
    pub source: String,
    /// The line and the column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// The place.
    pub at: Pointer,
    /// Why.
    pub why: Unused,
    /// Why this one in particular, where that is known.
    pub reason: Option<String>,
}

impl Entry {
    /// A place that is not yet located.
    pub fn new(at: Pointer, why: Unused) -> Self {
        Self { source: String::new(), position: None, at, why, reason: None }
    }
}

/// How many entries there are of each kind.
pub fn counts(entries: &[Entry]) -> BTreeMap<Unused, usize> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.why).or_default() += 1;
    }
    counts
}

/// The marks on the values of one document, by their address: the document is not moved while it is read.
#[derive(Debug, Default)]
pub(crate) struct ReadTracker {
    read: HashSet<usize, BuildHasherDefault<Spread>>,
    unused: HashMap<usize, Unused, BuildHasherDefault<Spread>>,
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

impl ReadTracker {
    /// Something has looked at the value.
    pub fn read(&mut self, value: &Value) {
        self.read.insert(address(value));
    }

    /// Whether anything has looked at the value.
    pub fn is_read(&self, value: &Value) -> bool {
        self.read.contains(&address(value))
    }

    /// The value and all below it are passed over.
    pub fn unused(&mut self, value: &Value, why: Unused) {
        self.unused.insert(address(value), why);
    }

    /// The places that are not used, in the order of the document.
    pub fn entries(&self, root: &Value) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.walk(root, &mut Vec::new(), &mut entries);
        entries
    }

    /// Whether anything looked at a value or below it. Collects what is not used.
    fn walk<'v>(&self, value: &'v Value, way: &mut Vec<PathStep<'v>>, into: &mut Vec<Entry>) -> bool {
        if let Some(why) = self.unused.get(&address(value)) {
            into.push(Entry::new(pointer(way), *why));
            return true;
        }
        let before = into.len();
        let mut any = false;
        let mut below = |step, value, into: &mut Vec<Entry>| {
            way.push(step);
            any |= self.walk(value, way, into);
            way.pop();
        };
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| below(PathStep::Item(index), item, into)),
            Value::Object(properties) => properties.iter().for_each(|(key, property)| below(PathStep::Property(key), property, into)),
            _ => {}
        }
        let read = self.is_read(value);
        if !any {
            // Taken as a whole, or passed over as a whole.
            into.truncate(before);
            if !read {
                into.push(Entry::new(pointer(way), Unused::Unread));
            }
        }
        read || any
    }
}

#[derive(Clone, Copy)]
enum PathStep<'v> {
    Property(&'v str),
    Item(usize),
}

fn pointer(way: &[PathStep]) -> Pointer {
    let mut at = Pointer::root();
    for step in way {
        match step {
            PathStep::Property(key) => at.enter(key),
            PathStep::Item(index) => at.enter(&index.to_string()),
        }
    }
    at
}

/// Spreads addresses, which are all multiples of eight.
#[derive(Debug, Clone, Copy, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{Node, Sink};
    use serde_json::json;

    #[test]
    fn what_is_neither_read_nor_passed_over_is_reported() {
        let value = json!({"a": {"b": 1, "c": {"d": [1]}}, "e": [{"f": 1}, 2], "g": {"h": 1}, "i": {"j": 1}});
        let sink = Sink::default();
        let root = Node::start(&value, Pointer::root(), &sink);
        let a = root.get("a").unwrap();
        a.get("b");
        root.get("e").unwrap().items().for_each(drop);
        root.skip(&["g"], Unused::Example);
        let entries = sink.unused(&value);
        let found: Vec<(&str, Unused)> = entries.iter().map(|entry| (entry.at.as_str(), entry.why)).collect();
        assert_eq!(found, [("/a/c", Unused::Unread), ("/g", Unused::Example), ("/i", Unused::Unread)]);
        assert_eq!(counts(&entries), BTreeMap::from([(Unused::Example, 1), (Unused::Unread, 2)]));
    }
}
