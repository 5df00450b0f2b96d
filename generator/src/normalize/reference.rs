//! Where a `$ref` leads.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{AnySchema, Components, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::node::{Node, Sink};
use crate::pointer::Pointer;

use super::vocabulary::closest;

/// The sections whose members references usually lead to.
const SECTIONS: [&str; 3] = ["definitions", "parameters", "responses"];

/// How many dangling references get a suggestion.
const SUGGESTIONS: usize = 100;

/// The references of one document.
pub(super) struct References<'d> {
    root: &'d Value,
    /// The document's own file, which a reference may name.
    file: &'d str,
    /// Places below or beside the definitions that references lead to: each becomes a component
    /// of this name if it turns out to be a schema.
    deep: BTreeMap<Pointer, String>,
    /// Those that turned out to be one.
    wanted: RefCell<BTreeSet<Pointer>>,
    /// Those among them that have not been read yet.
    open: RefCell<Vec<Pointer>>,
    /// How many misspelt names may still be compared with all others, which takes its time.
    suggestions: Cell<usize>,
}

/// Why a reference cannot be followed, and what to do.
type Refusal = (String, Option<String>);

impl<'d> References<'d> {
    /// Finds the deep targets, so that a schema there is named wherever it is met first.
    pub fn new(root: &'d Value, file: &'d str) -> Self {
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let (wanted, open, suggestions) = (RefCell::default(), RefCell::default(), Cell::new(SUGGESTIONS));
        let mut references = Self { root, file, deep: BTreeMap::new(), wanted, open, suggestions };
        let targets: BTreeSet<Pointer> = texts(root)
            .into_iter()
            .filter(|text| !is_plain(text))
            .filter_map(|text| references.target(text).ok())
            .filter(|(at, value)| value.is_object() && is_deep(at))
            .map(|(at, _)| at)
            .collect();
        let mut taken = HashSet::new();
        for at in targets {
            let name = references.deep_name(&at, &taken);
            taken.insert(name.clone());
            references.deep.insert(at, name);
        }
        references.suggestions.set(SUGGESTIONS);
        references
    }

    /// The component that the schema at a place is, when references lead into the midst of
    /// something. Asking makes it one.
    pub fn component(&self, at: &Pointer) -> Option<&str> {
        let name = self.deep.get(at)?;
        if !self.wanted.borrow().contains(at) {
            self.wanted.borrow_mut().insert(at.clone());
            self.open.borrow_mut().push(at.clone());
        }
        Some(name)
    }

    /// Whether there are deep targets at all.
    pub fn is_flat(&self) -> bool {
        self.deep.is_empty()
    }

    /// A schema that has been asked for and not been read yet: its place, its name and its value.
    pub fn next_wanted(&self) -> Option<(Pointer, String, &'d Value)> {
        let at = self.open.borrow_mut().pop()?;
        let (name, value) = (self.deep.get(&at)?.clone(), self.root.pointer(at.as_str())?);
        Some((at, name, value))
    }

    /// The place and the value that a `$ref` leads to. Reports one that leads nowhere.
    pub fn resolve(&self, reference: &Node<'d, '_>) -> Option<(Pointer, &'d Value)> {
        let Value::String(text) = reference.value() else {
            reference.mismatch("the text of a reference");
            return None;
        };
        match self.target(text) {
            Ok(target) => Some(target),
            Err((message, Some(help))) => {
                reference.error_with_help(message, help);
                None
            }
            Err((message, None)) => {
                reference.error(message);
                None
            }
        }
    }

    fn target(&self, text: &str) -> Result<(Pointer, &'d Value), Refusal> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        if file.contains("://") || file.starts_with("//") {
            let help = "copy what it refers to into the document".to_owned();
            return Err((format!("reference to another host: `{text}`; nothing is fetched"), Some(help)));
        }
        if !file.is_empty() && file.trim_start_matches("./") != self.file {
            let known = fragment.is_empty() && self.section("definitions", text).is_some();
            let help = known.then(|| format!("did you mean `#/definitions/{text}`?"));
            return Err((format!("reference to another file: `{text}`; this is not supported yet"), help));
        }
        self.local(fragment).ok_or_else(|| (format!("dangling reference: `{text}` leads nowhere"), self.suggestion(fragment)))
    }

    /// The place of a fragment; lenient about percent signs and slashes that should be escaped.
    fn local(&self, fragment: &str) -> Option<(Pointer, &'d Value)> {
        let decoded = percent_decoded(fragment);
        for pointer in [decoded.as_str(), fragment] {
            if let (Some(at), Some(value)) = (Pointer::parse(pointer), self.root.pointer(pointer)) {
                return Some((at, value));
            }
        }
        let (section, name) = decoded.strip_prefix('/')?.split_once('/')?;
        let value = self.section(section, name).filter(|_| SECTIONS.contains(&section))?;
        Some((Pointer::root().push(section).push(name), value))
    }

    fn section(&self, section: &str, name: &str) -> Option<&'d Value> {
        self.root.get(section)?.get(name)
    }

    /// What a dangling fragment may have meant.
    fn suggestion(&self, fragment: &str) -> Option<String> {
        if !fragment.starts_with('/') && self.local(&format!("/{fragment}")).is_some() {
            return Some(format!("did you mean `#/{fragment}`?"));
        }
        self.suggestions.set(self.suggestions.get().checked_sub(1)?);
        let (section, name) = fragment.strip_prefix('/')?.split_once('/')?;
        let elsewhere = SECTIONS.into_iter().find(|section| self.section(section, name).is_some());
        if let Some(section) = elsewhere {
            return Some(format!("did you mean `#/{section}/{name}`?"));
        }
        let names = self.root.get(section)?.as_object()?;
        let name = closest(name, names.keys().map(String::as_str))?;
        Some(format!("did you mean `#/{section}/{name}`?"))
    }

    /// A name for a schema in the midst of something: the words of its path that mean something.
    fn deep_name(&self, at: &Pointer, taken: &HashSet<String>) -> String {
        const STRUCTURE: &[&str] =
            &["definitions", "properties", "paths", "responses", "parameters", "schema", "allOf", "additionalProperties"];
        let words: Vec<String> = at.keys().filter(|key| !STRUCTURE.contains(&key.as_str())).collect();
        let base = words.join(" ").replace(['/', '{', '}'], " ");
        let base = base.split_whitespace().collect::<Vec<_>>().join(" ");
        let taken = |name: &str| self.section("definitions", name).is_some() || taken.contains(name);
        let mut name = base.clone();
        let mut number = 2;
        while taken(&name) {
            name = format!("{base} {number}");
            number += 1;
        }
        name
    }
}

/// Refuses components that are nothing but themselves, and lets them allow anything. A schema may
/// contain itself in a property, in the items of a list or in the values of a map, but it cannot
/// be itself, one of its own parents or one of its own alternatives.
pub(super) fn refuse_loops(components: &mut Components, sink: &Sink) {
    for name in looping(&components.schemas) {
        let Some(schema) = components.schemas.get_mut(&name) else {
            continue;
        };
        let at = match &*schema {
            ReferenceOr::Item(schema) => schema.schema_data.extensions.get(hints::AT).and_then(Value::as_str),
            ReferenceOr::Reference { .. } => None,
        };
        let at = at.and_then(Pointer::parse).unwrap_or_else(|| Pointer::root().push("definitions").push(&name));
        sink.push(Diagnostic::error(at, format!("`{name}` only leads back to itself")));
        let data = SchemaData::default();
        *schema = ReferenceOr::Item(Schema { schema_data: data, schema_kind: SchemaKind::Any(AnySchema::default()) });
    }
}

/// The first component met of every loop. The walk keeps its own stack: chains can be long.
fn looping(schemas: &IndexMap<String, ReferenceOr<Schema>>) -> Vec<String> {
    let mut looping = Vec::new();
    let mut state: HashMap<&str, bool> = HashMap::new();
    for start in schemas.keys() {
        if state.contains_key(start.as_str()) {
            continue;
        }
        state.insert(start, true);
        let mut path = vec![(start.as_str(), parts(schemas, start))];
        while let Some((name, open)) = path.last_mut() {
            match open.pop() {
                None => {
                    state.insert(*name, false);
                    path.pop();
                }
                Some(next) => match state.get(next) {
                    Some(true) => looping.push(next.to_owned()),
                    Some(false) => {}
                    None => {
                        state.insert(next, true);
                        path.push((next, parts(schemas, next)));
                    }
                },
            }
        }
    }
    looping
}

/// The components that a component is, inherits from or chooses from.
fn parts<'s>(schemas: &'s IndexMap<String, ReferenceOr<Schema>>, name: &str) -> Vec<&'s str> {
    let mut found = Vec::new();
    let mut open: Vec<_> = schemas.get(name).into_iter().collect();
    while let Some(schema) = open.pop() {
        match schema {
            ReferenceOr::Reference { reference } => {
                found.extend(hints::component(reference).and_then(|name| schemas.get_key_value(name)).map(|(name, _)| name.as_str()));
            }
            ReferenceOr::Item(schema) => match &schema.schema_kind {
                SchemaKind::AllOf { all_of: list } | SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list } => {
                    open.extend(list);
                }
                _ => {}
            },
        }
    }
    found
}

/// Whether a reference leads to a definition, written plainly.
fn is_plain(text: &str) -> bool {
    text.strip_prefix("#/definitions/").is_some_and(|name| !name.contains(['/', '%']))
}

/// Whether a place is none of the usual targets.
fn is_deep(at: &Pointer) -> bool {
    let mut keys = at.keys();
    match (keys.next(), keys.next(), keys.next()) {
        (None, ..) => false,
        (Some(section), Some(_), None) => section != "paths" && !SECTIONS.contains(&section.as_str()),
        _ => true,
    }
}

/// The texts of all references in a document.
fn texts(root: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().filter(|item| item.is_object() || item.is_array())),
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::String(text) if key == "$ref" => {
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
fn percent_decoded(text: &str) -> String {
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
