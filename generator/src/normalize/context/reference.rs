//! Where a `$ref` leads.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::files::{self, Missing, own_name};
use crate::node::Node;
use crate::pointer::{FILES, Pointer};
use crate::suggestion::Action;

use crate::normalize::context::vocabulary::closest;

/// The sections whose properties references usually lead to.
const SECTIONS: [&str; 3] = ["definitions", "parameters", "responses"];

/// How many dangling references get a suggestion.
const SUGGESTIONS: usize = 100;

/// The references of one document and of the files beside it.
pub(in crate::normalize) struct References<'d> {
    root: &'d Value,
    /// The document's own file, which a reference may name.
    file: &'d str,
    /// The files that could not be read.
    missing: &'d BTreeMap<String, Missing>,
    /// Places below or beside the definitions that references lead to: each becomes a component
    /// of this name if it turns out to be a schema.
    deep: BTreeMap<Pointer, String>,
    /// Definitions that are only references to other files: they are what stands there.
    adopted: HashMap<String, Pointer>,
    /// Those that turned out to be one.
    wanted: RefCell<BTreeSet<Pointer>>,
    /// Those among them that have not been read yet.
    open: RefCell<Vec<Pointer>>,
    /// How many misspelt names may still be compared with all others, which takes its time.
    suggestions: Cell<usize>,
}

/// Why a reference cannot be followed, what to do, and what it probably means.
#[derive(Default)]
struct Refusal {
    message: String,
    help: Option<String>,
    suggestion: Option<String>,
}

/// A file: what its path is relative to the document (empty for the document itself), its place and its value.
#[derive(Clone)]
struct Base<'d> {
    path: String,
    at: Pointer,
    value: &'d Value,
}

impl<'d> References<'d> {
    /// Finds the deep targets, so that a schema there is named wherever it is met first.
    pub fn new(root: &'d Value, file: &'d str, missing: &'d BTreeMap<String, Missing>) -> Self {
        let mut references = Self {
            root,
            file: own_name(file),
            missing,
            deep: BTreeMap::new(),
            adopted: HashMap::new(),
            wanted: RefCell::default(),
            open: RefCell::default(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        let mut targets: BTreeSet<Pointer> = BTreeSet::new();
        for base in references.bases() {
            let texts = files::references(base.value).into_iter().filter(|text| !base.path.is_empty() || !is_plain(text));
            let found = texts.filter_map(|text| references.target(text, &base).ok());
            targets.extend(found.filter(|(at, value)| value.is_object() && is_deep(at)).map(|(at, _)| at));
        }
        references.adopt(&targets);
        let mut taken: HashSet<String> = references.deep.values().cloned().collect();
        for at in targets {
            if !references.deep.contains_key(&at) {
                let name = references.deep_name(&at, &taken);
                taken.insert(name.clone());
                references.deep.insert(at, name);
            }
        }
        references.suggestions.set(SUGGESTIONS);
        references
    }

    /// Lets the definitions that are only references to other files name what stands there: the one
    /// of its own name, or else the first.
    fn adopt(&mut self, targets: &BTreeSet<Pointer>) {
        let own = self.base(&Pointer::root());
        let definitions = self.root.get("definitions").and_then(Value::as_object);
        let mut found: Vec<(bool, &String, Pointer)> = Vec::new();
        for (name, definition) in definitions.into_iter().flatten() {
            let properties = definition.as_object().filter(|properties| properties.len() == 1);
            let text = properties.and_then(|properties| properties.get("$ref")).and_then(Value::as_str);
            if let Some((at, _)) = text.and_then(|text| self.target(text, &own).ok())
                && at.in_file().is_some()
                && targets.contains(&at)
            {
                found.push((natural_name(&at) != *name, name, at));
            }
        }
        found.sort();
        for (_, name, at) in found {
            if !self.deep.contains_key(&at) {
                self.deep.insert(at.clone(), name.clone());
                self.wanted.get_mut().insert(at.clone());
                self.adopted.insert(name.clone(), at);
            }
        }
    }

    /// What a definition is that only refers to another file.
    pub fn adopted(&self, definition: &str) -> Option<(Pointer, &'d Value)> {
        let at = self.adopted.get(definition)?;
        Some((at.clone(), self.root.pointer(at.as_str())?))
    }

    /// The document and the files beside it.
    fn bases(&self) -> Vec<Base<'d>> {
        let files = self.root.get(FILES).and_then(Value::as_object);
        let files = files.into_iter().flatten().map(|(path, _)| self.base(&Pointer::of_file(path)));
        std::iter::once(self.base(&Pointer::root())).chain(files).collect()
    }

    /// The file that a place is in.
    fn base(&self, at: &Pointer) -> Base<'d> {
        let file = if self.root.get(FILES).is_some() { at.in_file() } else { None };
        let found = file.and_then(|(path, _)| {
            let at = Pointer::of_file(&path);
            Some(Base { value: self.root.pointer(at.as_str())?, path, at })
        });
        found.unwrap_or_else(|| Base { path: String::new(), at: Pointer::root(), value: self.root })
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
            reference.mismatch("a reference (a string)");
            return None;
        };
        let base = if text.starts_with("#/definitions/") && self.root.get(FILES).is_none() {
            self.base(&Pointer::root())
        } else {
            self.base(&reference.pointer())
        };
        match self.target(text, &base) {
            Ok(target) => Some(target),
            Err(Refusal { message, help, suggestion }) => {
                let help = help.or_else(|| suggestion.as_ref().map(|suggestion| format!("did you mean `{suggestion}`?")));
                let action = suggestion.and_then(|suggestion| Action::replace(&reference.pointer(), suggestion));
                let found = Diagnostic::error(reference.pointer(), message).suggest(action);
                reference.report(Diagnostic { help, ..found });
                self.malformed(text, &base).iter().for_each(|found| reference.report(found.clone()));
                None
            }
        }
    }

    /// What is wrong with the text of a file that a reference leads to.
    fn malformed(&self, text: &str, base: &Base) -> &'d [Diagnostic] {
        let (file, _) = text.split_once('#').unwrap_or((text, ""));
        let found = files::candidates(&base.path, file).into_iter().find_map(|path| match self.missing.get(&path) {
            Some(Missing::Malformed(found)) => Some(found.as_slice()),
            _ => None,
        });
        found.filter(|_| !file.is_empty()).unwrap_or_default()
    }

    fn target(&self, text: &str, base: &Base<'d>) -> Result<(Pointer, &'d Value), Refusal> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let there = if file.is_empty() { base.clone() } else { self.file(text, file, base)? };
        self.local(fragment, &there).ok_or_else(|| {
            let suggestion = self.suggestion(fragment, &there).map(|suggestion| format!("{file}#{suggestion}"));
            Refusal { message: format!("dangling reference: `{text}` leads nowhere"), suggestion, ..Refusal::default() }
        })
    }

    /// The file that a reference names.
    fn file(&self, text: &str, file: &str, base: &Base<'d>) -> Result<Base<'d>, Refusal> {
        if file.contains("://") || file.starts_with("//") {
            let help = "copy what it refers to into the document".to_owned();
            let message = format!("reference to another host: `{text}`; nothing is fetched");
            return Err(Refusal { message, help: Some(help), suggestion: None });
        }
        if files::is_remote(file) {
            let help = "write the path relative to the file that the reference stands in".to_owned();
            return Err(Refusal { message: format!("reference to an absolute path: `{file}`"), help: Some(help), suggestion: None });
        }
        let paths = files::candidates(&base.path, file);
        if paths.iter().any(|path| path == self.file) {
            return Ok(self.base(&Pointer::root()));
        }
        let bundle = self.root.get(FILES);
        if let Some(path) = paths.iter().find(|path| bundle.is_some_and(|files| files.get(path.as_str()).is_some())) {
            return Ok(self.base(&Pointer::of_file(path)));
        }
        let known = text == file && base.value.get("definitions").is_some_and(|list| list.get(file).is_some());
        let suggestion = known.then(|| format!("#/definitions/{file}"));
        let reason = paths.iter().find_map(|path| {
            Some(match self.missing.get(path)? {
                Missing::Unreadable(reason) => reason.as_str(),
                Missing::Malformed(_) => "it is neither JSON nor YAML",
            })
        });
        let message = format!("the file `{file}` cannot be read: {}", reason.unwrap_or("it is not at hand"));
        Err(Refusal { message, suggestion, help: None })
    }

    /// The place of a fragment; lenient about percent signs and slashes that should be escaped.
    fn local(&self, fragment: &str, base: &Base<'d>) -> Option<(Pointer, &'d Value)> {
        let decoded = files::percent_decoded(fragment);
        for pointer in [decoded.as_str(), fragment] {
            if let (Some(_), Some(value)) = (Pointer::parse(pointer), base.value.pointer(pointer)) {
                return Some((base.at.join(pointer), value));
            }
        }
        let (section, name) = decoded.strip_prefix('/')?.split_once('/')?;
        let value = base.value.get(section)?.get(name).filter(|_| SECTIONS.contains(&section))?;
        Some((base.at.push(section).push(name), value))
    }

    /// What a dangling fragment may have meant.
    fn suggestion(&self, fragment: &str, base: &Base<'d>) -> Option<String> {
        let has = |section: &str, name: &str| base.value.get(section).is_some_and(|list| list.get(name).is_some());
        if !fragment.starts_with('/') && self.local(&format!("/{fragment}"), base).is_some() {
            return Some(format!("/{fragment}"));
        }
        self.suggestions.set(self.suggestions.get().checked_sub(1)?);
        let Some((section, name)) = fragment.strip_prefix('/')?.split_once('/') else {
            let name = closest(fragment.strip_prefix('/')?, base.value.as_object()?.keys().map(String::as_str))?;
            return Some(format!("/{name}"));
        };
        if let Some(section) = SECTIONS.into_iter().find(|section| has(section, name)) {
            return Some(format!("/{section}/{name}"));
        }
        let names = base.value.get(section)?.as_object()?;
        let name = closest(name, names.keys().map(String::as_str))?;
        Some(format!("/{section}/{name}"))
    }

    /// A name for a schema in the midst of something that nothing else is called.
    fn deep_name(&self, at: &Pointer, taken: &HashSet<String>) -> String {
        let base = natural_name(at);
        let definitions = self.root.get("definitions");
        let is_taken = |name: &str| definitions.is_some_and(|list| list.get(name).is_some()) || taken.contains(name);
        let longer = at.in_file().filter(|(_, place)| *place != Pointer::root()).map(|(file, _)| format!("{} {base}", stem(&file)));
        let mut name = base.clone();
        if let Some(longer) = longer.filter(|_| is_taken(&name)) {
            name = longer;
        }
        let mut number = 2;
        while is_taken(&name) {
            name = format!("{base} {number}");
            number += 1;
        }
        name
    }
}

/// The words of a path that mean something; those of a whole file are its name.
fn natural_name(at: &Pointer) -> String {
    const STRUCTURE: &[&str] =
        &["definitions", "properties", "paths", "responses", "parameters", "schema", "allOf", "additionalProperties"];
    let (file, place) = at.in_file().map_or((None, at.clone()), |(file, place)| (Some(file), place));
    let words: Vec<String> = place.keys().filter(|key| !STRUCTURE.contains(&key.as_str())).collect();
    let words = words.join(" ").replace(['/', '{', '}'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match file {
        Some(file) if words.is_empty() => stem(&file).to_owned(),
        _ => words,
    }
}

/// The name of a file without its folder and its ending.
fn stem(file: &str) -> &str {
    let name = own_name(file);
    name.split_once('.').map_or(name, |(stem, _)| stem)
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
