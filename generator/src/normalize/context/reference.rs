//! Where a `$ref` leads.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use crate::diagnostic::repair::Change;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{self, Missing, own_name};
use crate::node::{Node, kind};
use crate::pointer::{FILES, Pointer};
use crate::suggestion::{Action, closest};

use crate::normalize::context::target::{TargetKind, place, resembled, schema_inside};
use crate::normalize::dialect::{Dialect, Section};

/// How many dangling references get a suggestion.
const SUGGESTIONS: usize = 100;

/// The references of one document and of the files beside it.
pub(in crate::normalize) struct References<'d> {
    root: &'d Value,
    dialect: Dialect,
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
    /// The schemas in responses and parameters that references may lead to as if these were schemas: each becomes a component
    /// of this name if one does.
    inside: BTreeMap<Pointer, String>,
    /// How many misspelt names may still be compared with all others, which takes its time.
    suggestions: Cell<usize>,
}

/// Where a reference leads.
#[derive(Clone)]
struct Resolved<'d> {
    at: Pointer,
    value: &'d Value,
    /// The reference as it should be written, where it only resembles that.
    read_as: Option<String>,
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
    pub fn new(root: &'d Value, dialect: Dialect, file: &'d str, missing: &'d BTreeMap<String, Missing>) -> Self {
        let mut references = Self {
            root,
            dialect,
            file: own_name(file),
            missing,
            deep: BTreeMap::new(),
            adopted: HashMap::new(),
            inside: BTreeMap::new(),
            wanted: RefCell::default(),
            open: RefCell::default(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        let (mut targets, mut inside) = (BTreeSet::new(), BTreeSet::new());
        for base in references.bases() {
            let texts = files::references(base.value).into_iter().filter(|text| !base.path.is_empty() || !is_plain(text, dialect));
            for Resolved { at, value, .. } in texts.filter_map(|text| references.target(text, &base).ok()) {
                inside.extend(schema_inside(&at, value).map(|(inside, _)| (inside, TargetKind::of(&at, value))));
                if value.is_object() && is_deep(&at, dialect) {
                    targets.insert(at);
                }
            }
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
        for (at, kind) in inside {
            let name = references.name_inside(&at, kind, &taken);
            taken.insert(name.clone());
            references.inside.insert(at, name);
        }
        references.suggestions.set(SUGGESTIONS);
        references
    }

    /// Lets the definitions that are only references to other files name what stands there: the one
    /// of its own name, or else the first.
    fn adopt(&mut self, targets: &BTreeSet<Pointer>) {
        let own = self.base(&Pointer::root());
        let definitions = self.definitions();
        let mut found: Vec<(bool, &String, Pointer)> = Vec::new();
        for (name, definition) in definitions.into_iter().flatten() {
            let properties = definition.as_object().filter(|properties| properties.len() == 1);
            let text = properties.and_then(|properties| properties.get("$ref")).and_then(Value::as_str);
            if let Some(Resolved { at, .. }) = text.and_then(|text| self.target(text, &own).ok())
                && at.in_bundle().is_some()
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

    /// The dialect of the document.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The schemas that have names.
    fn definitions(&self) -> Option<&'d Map<String, Value>> {
        self.dialect.list(self.root, Section::Schemas)?.as_object()
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
        self.wanted(at, self.deep.get(at)?)
    }

    /// The component that the schema in a response or a parameter is, for references that lead to these as if they were
    /// schemas. Asking makes it one.
    pub fn component_inside(&self, at: &Pointer) -> Option<&str> {
        self.wanted(at, self.deep.get(at).or_else(|| self.inside.get(at))?)
    }

    fn wanted<'n>(&self, at: &Pointer, name: &'n str) -> Option<&'n str> {
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
        let (name, value) = (self.deep.get(&at).or(self.inside.get(&at))?.clone(), self.root.pointer(at.as_str())?);
        Some((at, name, value))
    }

    /// The place and the value that a `$ref` leads to. Reports one that leads nowhere, with what becomes of it.
    pub fn resolve(&self, reference: &Node<'d, '_>, instead: &str) -> Option<(Pointer, &'d Value)> {
        let Value::String(text) = reference.value() else {
            reference
                .warn_repaired(format!("expected a reference (a string), found {}: {instead}", kind(reference.value())), Change::Remove);
            return None;
        };
        let base = self.base_of(text, reference);
        match self.target(text, &base) {
            Ok(Resolved { at, value, read_as }) => {
                if files::percent_decoded(text).strip_prefix('#') != Some(at.as_str()) {
                    reference.repair(format!("`{text}` leads to {at}"), Change::Put(Self::text(&at).into()));
                }
                if let Some(read_as) = read_as {
                    let found = Diagnostic::warning(reference.pointer(), format!("`{text}` leads nowhere: read as `{read_as}`"));
                    reference.report(found.suggest(Action::replace(&reference.pointer(), read_as)));
                }
                Some((at, value))
            }
            Err(Refusal { message, help, suggestion }) => {
                let help = help.or_else(|| suggestion.as_ref().map(|suggestion| format!("did you mean `{suggestion}`?")));
                let action = suggestion.and_then(|suggestion| Action::replace(&reference.pointer(), suggestion));
                let found = Diagnostic::warning(reference.pointer(), format!("{message}: {instead}")).suggest(action);
                reference.report(Diagnostic { help, ..found });
                let malformed = self.malformed(text, &base).iter().cloned();
                malformed.for_each(|found| reference.report(Diagnostic { severity: Severity::Warning, ..found }));
                None
            }
        }
    }

    /// The text of a reference to a place of the document, or of a file beside it.
    pub fn text(at: &Pointer) -> String {
        let mut text = String::from("#");
        for letter in at.as_str().chars() {
            if letter.is_control() || " %\"<>\\^`{|}#".contains(letter) {
                text += &format!("%{:02X}", u32::from(letter));
            } else {
                text.push(letter);
            }
        }
        text
    }

    /// The place and the value that a `$ref` leads to, if it does; nothing is reported.
    pub fn find(&self, reference: &Node<'d, '_>) -> Option<(Pointer, &'d Value)> {
        let text = reference.value().as_str()?;
        let Resolved { at, value, .. } = self.target(text, &self.base_of(text, reference)).ok()?;
        Some((at, value))
    }

    /// The value at a place.
    pub fn value(&self, at: &Pointer) -> Option<&'d Value> {
        self.root.pointer(at.as_str())
    }

    /// The file that a reference stands in.
    fn base_of(&self, text: &str, reference: &Node<'d, '_>) -> Base<'d> {
        let at_home = text.starts_with(self.dialect.reference_start()) && self.root.get(FILES).is_none();
        if at_home { self.base(&Pointer::root()) } else { self.base(&reference.pointer()) }
    }

    /// The place and the value that a reference leads to which stands somewhere, if it leads anywhere.
    pub fn look_up(&self, text: &str, from: &Pointer) -> Option<(Pointer, &'d Value)> {
        let Resolved { at, value, .. } = self.target(text, &self.base(from)).ok()?;
        Some((at, value))
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

    fn target(&self, text: &str, base: &Base<'d>) -> Result<Resolved<'d>, Refusal> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        if file.trim().is_empty() {
            return self.local((text, "", fragment), base);
        }
        match self.file(text, file, base) {
            Ok(there) => self.local((text, file, fragment), &there),
            // A path, or a name, without the `#` before it.
            Err(refusal) => match resembled(file, base.value, self.dialect).filter(|_| text == file && !is_url(file)) {
                Some((place, value)) => Ok(Resolved { read_as: Some(written("", &place)), at: base.at.join(place.as_str()), value }),
                None => Err(refusal),
            },
        }
    }

    /// What a fragment of a file leads to.
    fn local(&self, (text, file, fragment): (&str, &str, &str), base: &Base<'d>) -> Result<Resolved<'d>, Refusal> {
        if let Some((at, value)) = place(fragment, base.value) {
            return Ok(Resolved { at: base.at.join(at.as_str()), value, read_as: None });
        }
        if let Some((at, value)) = resembled(fragment, base.value, self.dialect) {
            return Ok(Resolved { read_as: Some(written(file, &at)), at: base.at.join(at.as_str()), value });
        }
        let suggestion = self.suggestion(fragment, base).map(|suggestion| format!("{file}#{suggestion}"));
        Err(Refusal { message: format!("dangling reference: `{text}` leads nowhere"), suggestion, ..Refusal::default() })
    }

    /// The file that a reference names.
    fn file(&self, text: &str, file: &str, base: &Base<'d>) -> Result<Base<'d>, Refusal> {
        if is_url(file) {
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
        let reason = paths.iter().find_map(|path| {
            Some(match self.missing.get(path)? {
                Missing::Unreadable(reason) => reason.as_str(),
                Missing::Malformed(_) => "it is neither JSON nor YAML",
            })
        });
        let message = format!("the file `{file}` cannot be read: {}", reason.unwrap_or("it is not at hand"));
        Err(Refusal { message, ..Refusal::default() })
    }

    /// What a dangling fragment may have meant.
    fn suggestion(&self, fragment: &str, base: &Base<'d>) -> Option<String> {
        self.suggestions.set(self.suggestions.get().checked_sub(1)?);
        let Some((section, name)) = fragment.strip_prefix('/')?.rsplit_once('/') else {
            let name = closest(fragment.strip_prefix('/')?, base.value.as_object()?.keys().map(String::as_str))?;
            return Some(format!("/{name}"));
        };
        let names = section.split('/').try_fold(base.value, |value, key| value.get(key))?.as_object()?;
        let name = closest(name, names.keys().map(String::as_str))?;
        Some(format!("/{section}/{name}"))
    }

    /// A name for the schema in a response or a parameter: its name, unless a definition is called so.
    fn name_inside(&self, at: &Pointer, kind: TargetKind, taken: &HashSet<String>) -> String {
        let base = natural_name(at);
        let mut names = self.definitions().into_iter().flat_map(|list| list.keys()).chain(taken);
        let word = if kind == TargetKind::Response { "response" } else { "parameter" };
        if names.any(|name| name.eq_ignore_ascii_case(&base)) { self.free_name(format!("{base} {word}"), taken) } else { base }
    }

    /// A name for a schema in the midst of something that nothing else is called.
    fn deep_name(&self, at: &Pointer, taken: &HashSet<String>) -> String {
        let base = natural_name(at);
        let definitions = self.definitions();
        let is_taken = |name: &str| definitions.is_some_and(|list| list.contains_key(name)) || taken.contains(name);
        let longer = at.in_bundle().filter(|(_, place)| *place != Pointer::root()).map(|(file, _)| format!("{} {base}", stem(&file)));
        let mut name = base.clone();
        if let Some(longer) = longer.filter(|_| is_taken(&name)) {
            name = longer;
        }
        self.free_name(name, taken)
    }

    /// A name with a number behind it where others have it.
    fn free_name(&self, base: String, taken: &HashSet<String>) -> String {
        let definitions = self.definitions();
        let is_taken = |name: &str| definitions.is_some_and(|list| list.contains_key(name)) || taken.contains(name);
        let mut names = std::iter::once(base.clone()).chain((2..).map(|number: usize| format!("{base} {number}")));
        names.find(|name| !is_taken(name)).unwrap_or(base)
    }
}

/// A reference as it should be written.
fn written(file: &str, at: &Pointer) -> String {
    format!("{file}#{}", at.as_str())
}

fn is_url(file: &str) -> bool {
    file.contains("://") || file.starts_with("//")
}

/// The words of a path that mean something; those of a whole file are its name.
fn natural_name(at: &Pointer) -> String {
    const STRUCTURE: &[&str] =
        &["definitions", "properties", "paths", "responses", "parameters", "schema", "allOf", "additionalProperties"];
    // Words of OpenAPI 3 may be names of properties.
    const OF_OPENAPI3: &[&str] = &["$defs", "components", "content", "requestBodies", "requestBody", "schemas"];
    let (file, place) = at.in_bundle().map_or((None, at.clone()), |(file, place)| (Some(file), place));
    let (mut words, mut last) = (Vec::new(), String::new());
    for key in place.keys() {
        let is_media = last == "content" && key.contains('/');
        let is_structure = STRUCTURE.contains(&key.as_str()) || last != "properties" && OF_OPENAPI3.contains(&key.as_str());
        last.clone_from(&key);
        if !is_structure && !is_media {
            words.push(key);
        }
    }
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
fn is_plain(text: &str, dialect: Dialect) -> bool {
    text.strip_prefix(dialect.reference_start()).is_some_and(|name| !name.contains(['/', '%']))
}

/// Whether a place is none of the usual targets.
fn is_deep(at: &Pointer, dialect: Dialect) -> bool {
    const USUAL: [Section; 8] = [
        Section::Schemas,
        Section::Parameters,
        Section::Responses,
        Section::SecuritySchemes,
        Section::RequestBodies,
        Section::Headers,
        Section::PathItems,
        Section::MediaTypes,
    ];
    let is_path = || at.as_str().starts_with("/paths/") && at.keys().count() == 2;
    *at != Pointer::root() && !is_path() && !USUAL.iter().any(|section| dialect.name_in(*section, at).is_some())
}
