//! A string and the value it holds, and the way back from a place in the value to a line.

mod nodes;
mod position;
mod tree;
mod yaml;

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use nodes::{Malformed, Nodes};
use position::{Lines, Wanted};
use tree::{Reading, ValueSeed, too_deep};
use yaml::{YamlError, YamlValue};

pub use nodes::DEPTH;

/// What the aliases of a YAML text may add to it, in bytes.
const EXPANSION: usize = 64 << 20;

/// How many scalars are looked for one by one: to find all of them takes as long as to find so many.
const FEW: usize = 4;

/// A document, read.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    value: Value,
    format: Format,
    warnings: Vec<Diagnostic>,
    /// How the scalars are written whose text the value does not keep, once somebody has asked for several.
    spellings: OnceLock<Wanted>,
    /// How many of them somebody has asked for.
    asked: Arc<AtomicUsize>,
}

/// How a document is written, and what its places are found in.
#[derive(Debug, Clone)]
enum Format {
    Json,
    Yaml(Nodes),
}

impl Source {
    /// Reads JSON or YAML. The name stands in diagnostics; `.json` and `.yaml` at its end help to
    /// tell the format, otherwise the text does.
    pub fn parse(name: impl Into<String>, text: impl Into<String>) -> Result<Self, Vec<Diagnostic>> {
        let (name, mut text) = (name.into(), text.into());
        without_mark(&mut text);
        let yaml_by_name = name.ends_with(".yaml") || name.ends_with(".yml");
        let json_by_text = text.trim_start().starts_with(['{', '[']);
        let read = match (json_by_text, yaml_by_name) {
            // A flow mapping looks like JSON; when it is neither, JSON's complaint is the clearer one.
            (true, true) => json(&text).or_else(|problem| yaml(&text).map_err(|_| problem)),
            (true, false) => lenient_json(&text),
            (false, _) if name.ends_with(".json") => lenient_json(&text),
            (false, _) => yaml(&text),
        };
        match read {
            Ok(Read { value, format, mut warnings }) => {
                // The others are located by their places.
                warnings.iter_mut().filter(|warning| warning.position.is_some()).for_each(|warning| warning.source.clone_from(&name));
                Ok(Self { name, text, value, format, warnings, spellings: OnceLock::new(), asked: Arc::default() })
            }
            Err(mut problem) => {
                problem.source = name;
                Err(vec![*problem])
            }
        }
    }

    /// Reads bytes: UTF-8, or UTF-16 with a byte-order mark. What is neither is replaced, with a warning.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Vec<Diagnostic>> {
        let (text, broken) = decoded(bytes);
        let Some(at) = broken else {
            return Self::parse(name, text);
        };
        let position = Lines::new(&text).position(at);
        let mut source = Self::parse(name, text)?;
        let message = "not valid UTF-8: what cannot be read is replaced";
        let warning = Diagnostic { source: source.name.clone(), ..Diagnostic::warning(Pointer::root(), message) };
        source.warnings.push(Diagnostic { position: Some(position), ..warning });
        Ok(source)
    }

    /// The name that diagnostics show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value. Properties are in the order of the text.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// What was let pass in the text itself; not yet located.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The line and the column, both from 1, of a place: of its key when it is an object or a
    /// list, of itself when it is a scalar. The nearest parent when the text has no such place.
    pub fn position(&self, at: &Pointer) -> Option<(usize, usize)> {
        self.positions([at]).pop().flatten()
    }

    /// The positions of many places in one pass over the text.
    pub fn positions<'p>(&self, places: impl IntoIterator<Item = &'p Pointer>) -> Vec<Option<(usize, usize)>> {
        let places: Vec<&Pointer> = places.into_iter().collect();
        let mut wanted = Wanted::default();
        for place in &places {
            wanted.insert(place);
        }
        self.format.find(&self.text, &mut wanted);
        places.into_iter().map(|place| wanted.nearest(place)).collect()
    }

    /// How a number, or in YAML a boolean or a null, is written that stands at a place: `1.10`, `0x10`, `True`.
    pub fn spelling(&self, at: &Pointer) -> Option<Cow<'_, str>> {
        let is_lost = |value: &Value| match value {
            Value::Number(_) => true,
            Value::Bool(_) | Value::Null => matches!(self.format, Format::Yaml(_)),
            _ => false,
        };
        self.value.pointer(at.as_str()).filter(|value| is_lost(value))?;
        if self.spellings.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < FEW {
            let mut wanted = Wanted::default();
            wanted.insert(at);
            self.format.find(&self.text, &mut wanted);
            return wanted.scalar(at).map(|text| Cow::Owned(text.to_owned()));
        }
        let spellings = self.spellings.get_or_init(|| {
            let mut wanted = wanted(&self.value, is_lost);
            self.format.find(&self.text, &mut wanted);
            wanted
        });
        spellings.scalar(at).map(Cow::Borrowed)
    }
}

impl Format {
    fn find(&self, text: &str, wanted: &mut Wanted) {
        match self {
            Self::Json => position::find_in_json(text, wanted),
            Self::Yaml(nodes) => position::find_in_yaml(nodes, wanted),
        }
    }
}

/// The places of the scalars of some kind.
fn wanted(root: &Value, is_wanted: impl Fn(&Value) -> bool) -> Wanted {
    let mut wanted = Wanted::default();
    let mut open = vec![(Pointer::root(), root)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, item)| (at.push(index), item))),
            Value::Object(properties) => open.extend(properties.iter().map(|(key, value)| (at.push(key), value))),
            value if is_wanted(value) => wanted.insert(&at),
            _ => {}
        }
    }
    wanted
}

/// The text of bytes, and where it is not what its encoding promises.
fn decoded(bytes: Vec<u8>) -> (String, Option<usize>) {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| read(*pair)).collect();
        (String::from_utf16_lossy(&units), None)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(error.utf8_error().valid_up_to())),
        },
    }
}

/// The text that positions in a file count in: decoded, and without a byte-order mark.
pub fn text_of(bytes: Vec<u8>) -> String {
    let (mut text, _) = decoded(bytes);
    without_mark(&mut text);
    text
}

fn without_mark(text: &mut String) {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
}

/// What a string holds.
struct Read {
    value: Value,
    format: Format,
    warnings: Vec<Diagnostic>,
}

fn json(text: &str) -> Result<Read, Box<Diagnostic>> {
    let reading = Reading::new(false, usize::MAX);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = ValueSeed::root(&reading).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok(Read { value, format: Format::Json, warnings: reading.warnings.take() }),
        Err(error) => {
            let lines = Lines::new(text);
            let end = lines.offset(error.line(), error.column());
            let refusal = reading.refusal.take();
            // The parser stands behind the key that we refused.
            let offset = if refusal.is_some() { position::string_start(text, end) } else { end.saturating_sub(1) };
            let (at, message) = refusal.unwrap_or_else(|| (Pointer::root(), problem(&error.to_string())));
            Err(Box::new(Diagnostic { position: Some(lines.position(offset)), ..Diagnostic::error(at, message) }))
        }
    }
}

/// JSON, or an object that is JSON but for what YAML allows: a comma at the end of a list, keys without quotes, strings over several
/// lines. Those who read all documents as YAML do not notice.
fn lenient_json(text: &str) -> Result<Read, Box<Diagnostic>> {
    json(text).or_else(|problem| {
        let Ok(mut read) = yaml(text) else { return Err(problem) };
        if !read.value.is_object() {
            return Err(problem);
        }
        let message = format!("{}: it is read as YAML, which allows that", problem.message);
        read.warnings.push(Diagnostic { position: problem.position, ..Diagnostic::warning(Pointer::root(), message) });
        Ok(read)
    })
}

fn yaml(text: &str) -> Result<Read, Box<Diagnostic>> {
    let reading = Reading::new(true, text.len().saturating_mul(size_of::<Value>()).saturating_add(EXPANSION));
    let apart = nodes::tags_apart(text);
    let (nodes, problem) = Nodes::read(apart.as_deref().unwrap_or(text));
    let seed = ValueSeed::root(&reading);
    let value = match &apart {
        None => seed.deserialize(YamlValue::root(&nodes)),
        Some(_) => seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(YamlError::from),
    };
    match (value, problem) {
        (Ok(value), None) => Ok(Read { value, format: Format::Yaml(nodes), warnings: reading.warnings.take() }),
        // What is found in the part that was read comes first.
        (Err(YamlError { message, position }), _) | (Ok(_), Some(Malformed { message, position })) => {
            let (at, message) = reading.refusal.take().unwrap_or_else(|| (Pointer::root(), message));
            // What concerns the whole text is found at its beginning.
            Err(Box::new(Diagnostic { position: position.or(Some((1, 1))), ..Diagnostic::error(at, message) }))
        }
    }
}

/// A complaint of JSON's parser without the position that is shown elsewhere.
fn problem(complaint: &str) -> String {
    if complaint.contains("recursion limit exceeded") {
        return too_deep();
    }
    let (before, _) = complaint.split_once(" at line ").unwrap_or((complaint, ""));
    format!("not valid JSON: {before}")
}

#[cfg(test)]
mod tests;
