//! A string and the value it holds, and the way back from a place in the value to a line.

mod position;
mod tree;

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use position::{Lines, Wanted};
use tree::{Reading, Tree, too_deep};

pub use tree::DEPTH;

/// What the aliases of a YAML text may add to it, in bytes.
const EXPANSION: usize = 64 << 20;

/// A document, read.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    value: Value,
    format: Format,
    warnings: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Format {
    Json,
    Yaml,
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
            (true, false) => json(&text),
            (false, _) if name.ends_with(".json") => json(&text),
            (false, _) => yaml(&text),
        };
        match read {
            Ok(Read { value, format, warnings }) => Ok(Self { name, text, value, format, warnings }),
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
        match self.format {
            Format::Json => position::find_in_json(&self.text, &mut wanted),
            Format::Yaml => position::find_in_yaml(&self.text, &mut wanted),
        }
        places.into_iter().map(|place| wanted.nearest(place)).collect()
    }
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
    let value = Tree::root(&reading).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok(Read { value, format: Format::Json, warnings: reading.warnings.take() }),
        Err(error) => {
            let lines = Lines::new(text);
            let end = lines.offset(error.line(), error.column());
            let refusal = reading.refusal.take();
            // The parser stands behind the key that we refused.
            let offset = if refusal.is_some() { position::string_start(text, end) } else { end.saturating_sub(1) };
            Err(refused(refusal, "JSON", &error.to_string(), Some(lines.position(offset))))
        }
    }
}

fn yaml(text: &str) -> Result<Read, Box<Diagnostic>> {
    let reading = Reading::new(true, text.len().saturating_mul(size_of::<Value>()).saturating_add(EXPANSION));
    match Tree::root(&reading).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => Ok(Read { value, format: Format::Yaml, warnings: reading.warnings.take() }),
        Err(error) => {
            let position = error.location().map(|location| (location.line(), location.column()));
            // What concerns the whole text is found at its beginning.
            let position = position.or_else(|| second_document(text)).or(Some((1, 1)));
            Err(refused(reading.refusal.take(), "YAML", &error.to_string(), position))
        }
    }
}

/// Where a second document begins in a YAML text: at the `---` behind the first one's content.
fn second_document(text: &str) -> Option<(usize, usize)> {
    let mut lines = text.lines().zip(1..);
    let is_content = |line: &str| !(line.trim().is_empty() || line.starts_with(['#', '%']) || line.starts_with("---"));
    lines.find(|(line, _)| is_content(line))?;
    lines.find(|(line, _)| line.starts_with("---")).map(|(_, number)| (number, 1))
}

/// The diagnostic of a string that cannot be read: by our refusal, or by the parser's.
fn refused(refusal: Option<(Pointer, String)>, format: &str, complaint: &str, position: Option<(usize, usize)>) -> Box<Diagnostic> {
    let (at, message) = refusal.unwrap_or_else(|| (Pointer::root(), problem(format, complaint)));
    Box::new(Diagnostic { position, ..Diagnostic::error(at, message) })
}

/// A parser's complaint without the position that is shown elsewhere.
fn problem(format: &str, complaint: &str) -> String {
    if complaint.contains("recursion limit exceeded") {
        return too_deep();
    }
    if complaint.contains("more than one document") {
        return "more than one YAML document in one file".into();
    }
    if complaint.contains("repetition limit exceeded") {
        return "the aliases of this document expand to too much".into();
    }
    let (before, after) = complaint.split_once(" at line ").unwrap_or((complaint, ""));
    let after = after.split_once(',').map_or("", |(_, context)| context);
    let context = if after.is_empty() { String::new() } else { format!(",{after}") };
    format!("not valid {format}: {before}{context}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(name: &str, text: &str) -> Result<Value, String> {
        match Source::parse(name, text) {
            Ok(source) => Ok(source.value),
            Err(problems) => Err(problems.iter().map(Diagnostic::render).collect()),
        }
    }

    #[test]
    fn both_formats_give_the_same_value() {
        let value = json!({"b": {"200": [1, "x", null, 1.5]}, "a": "é"});
        assert_eq!(parse("x", "\u{feff}{\"b\": {\"200\": [1, \"x\", null, 1.5]}, \"a\": \"\\u00e9\"}"), Ok(value.clone()));
        assert_eq!(parse("x", "\u{feff}# comment\r\nb:\r\n  200: [1, x, ~, 1.5]\r\na: é\r\n"), Ok(value.clone()));
        assert_eq!(parse("x.yaml", "{b: {200: [1, x, null, 1.5]}, a: é}"), Ok(value));
    }

    #[test]
    fn yaml_keys_and_scalars_are_what_they_look_like() {
        let value = json!({"no": "NO", "1.0": "012", "null": true, "true": "2020-01-01", "v": ".inf"});
        assert_eq!(parse("x", "no: NO\n1.0: 012\nnull: true\ntrue: 2020-01-01\nv: '.inf'"), Ok(value));
        assert_eq!(parse("x", "a: !thing {b: !other c}"), Ok(json!({"a": {"b": "c"}})));
    }

    #[test]
    fn merges_and_aliases_are_applied() {
        let text = "a: &a {x: 1, y: 2}\nb: &b {z: 3}\nc: {<<: [*a, *b], y: 5}\nd: {<<: *a}\ne: *b";
        let value = json!({"a": {"x": 1, "y": 2}, "b": {"z": 3}, "c": {"y": 5, "x": 1, "z": 3},
            "d": {"x": 1, "y": 2}, "e": {"z": 3}});
        assert_eq!(parse("x", text), Ok(value));
        assert_eq!(
            parse("x", "a: {<<: 1}"),
            Err("x:1:4: error: `<<` merges a mapping or a list of mappings, nothing else (at /a/<<)".into())
        );
    }

    #[test]
    fn problems_have_a_place() {
        let cases = [
            ("x.json", "{\"a\": 1,\n \"b\\\"c\": 2, \"b\\\"c\": 3}", "x.json:2:13: error: duplicate key `b\"c` (at /b\"c)"),
            ("x.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n", "x.yaml:4:3: error: duplicate key `c` (at /b/c)"),
            ("x.json", "{\"é\": 1,}", "x.json:1:9: error: not valid JSON: trailing comma"),
            ("x.json", "swagger: '2.0'", "x.json:1:1: error: not valid JSON: expected value"),
            (
                "x",
                "a: [1\nb: 2",
                "x:2:2: error: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence at line 1 column 4",
            ),
            ("x", "a: 1\n---\nb: 2", "x:2:1: error: more than one YAML document in one file"),
        ];
        for (name, text, expected) in cases {
            assert_eq!(parse(name, text), Err(expected.into()), "{text}");
        }
    }

    #[test]
    fn depth_and_aliases_are_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(parse("x", &deep), Err("x:1:128: error: nested too deeply: more than 127 levels".into()));
        let mut bomb = String::from("a0: &a0 [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]\n");
        for level in 1..20 {
            bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
        }
        let problem = parse("x", &bomb).unwrap_err();
        assert!(problem.contains("expand to too much"), "{problem}");
    }

    #[test]
    fn places_are_found_again() {
        let json = "{\n  \"a\": {\"b\": [1, {\"c\\u0064\": true}, \"é\", 7]}\n}";
        let yaml = "a:\n  b:\n  - 1\n  - {cd: true}\n  - é\n  - 7\n";
        let cases = [
            ("", (1, 1), (1, 1)),
            ("/a", (2, 3), (1, 1)),
            ("/a/b", (2, 9), (2, 3)),
            ("/a/b/0", (2, 15), (3, 5)),
            ("/a/b/1", (2, 18), (4, 6)),
            ("/a/b/1/cd", (2, 30), (4, 10)),
            ("/a/b/2", (2, 37), (5, 5)),
            ("/a/b/3", (2, 42), (6, 5)),
            ("/a/b/9/z", (2, 9), (2, 3)),
            ("/z", (1, 1), (1, 1)),
        ];
        for (text, expected) in [(json, 1), (yaml, 2)] {
            let source = Source::parse("x", text).unwrap();
            for (at, in_json, in_yaml) in cases {
                let wanted = if expected == 1 { in_json } else { in_yaml };
                assert_eq!(source.position(&Pointer::parse(at).unwrap()), Some(wanted), "{at} in {text}");
            }
            let places = cases.map(|(at, ..)| Pointer::parse(at).unwrap());
            let wanted = cases.map(|(_, in_json, in_yaml)| Some(if expected == 1 { in_json } else { in_yaml }));
            assert_eq!(source.positions(&places), wanted, "all at once in {text}");
        }
    }
}
