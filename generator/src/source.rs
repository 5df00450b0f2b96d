//! A text and the value it holds, and the way back from a place in the value to a line.

mod position;
mod tree;

use std::cell::{Cell, RefCell};

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use position::{Lines, Wanted};
use tree::{Reading, Tree};

/// What the aliases of a YAML text may add to it, in bytes.
const EXPANSION: usize = 64 << 20;

/// A document, read.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    value: Value,
    format: Format,
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
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
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
            Ok((value, format)) => Ok(Self { name, text, value, format }),
            Err(mut problem) => {
                problem.source = name;
                Err(vec![*problem])
            }
        }
    }

    /// The name that diagnostics show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value. Members are in the order of the text.
    pub fn value(&self) -> &Value {
        &self.value
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

    /// Fills in source and position of the diagnostics that have none yet, or only this source's name.
    pub fn locate(&self, diagnostics: &mut [Diagnostic]) {
        let open: Vec<&mut Diagnostic> = diagnostics
            .iter_mut()
            .filter(|found| found.position.is_none() && (found.source.is_empty() || found.source == self.name))
            .collect();
        if open.is_empty() {
            return;
        }
        let positions = self.positions(open.iter().map(|found| &found.at));
        for (found, position) in open.into_iter().zip(positions) {
            found.source.clone_from(&self.name);
            found.position = position;
        }
    }
}

fn reading(merges: bool, budget: usize) -> Reading {
    Reading { merges, budget: Cell::new(budget), refusal: RefCell::new(None) }
}

fn json(text: &str) -> Result<(Value, Format), Box<Diagnostic>> {
    let reading = reading(false, usize::MAX);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Tree(&reading).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map(|value| (value, Format::Json)).map_err(|error| {
        let lines = Lines::new(text);
        let end = lines.offset(error.line(), error.column());
        let refusal = reading.refusal.take();
        // The parser stands behind the key that we refused.
        let offset = if refusal.is_some() { position::string_start(text, end) } else { end.saturating_sub(1) };
        let message = refusal.unwrap_or_else(|| problem("JSON", &error.to_string()));
        Box::new(Diagnostic { position: Some(lines.position(offset)), ..Diagnostic::error(Pointer::root(), message) })
    })
}

fn yaml(text: &str) -> Result<(Value, Format), Box<Diagnostic>> {
    let reading = reading(true, text.len().saturating_mul(size_of::<Value>()).saturating_add(EXPANSION));
    let value = Tree(&reading).deserialize(serde_yaml::Deserializer::from_str(text));
    value.map(|value| (value, Format::Yaml)).map_err(|error| {
        let message = reading.refusal.take().unwrap_or_else(|| problem("YAML", &error.to_string()));
        let position = error.location().map(|location| (location.line(), location.column()));
        Box::new(Diagnostic { position, ..Diagnostic::error(Pointer::root(), message) })
    })
}

/// A parser's complaint without the position that is shown elsewhere.
fn problem(format: &str, complaint: &str) -> String {
    if complaint.contains("recursion limit exceeded") {
        return "nested too deeply: more than 127 levels".into();
    }
    if complaint.contains("more than one document") {
        return "more than one YAML document in one file".into();
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
        assert_eq!(parse("x", "a: {<<: 1}"), Err("x:1:4: error: `<<` merges a mapping or a list of mappings, nothing else".into()));
    }

    #[test]
    fn problems_have_a_place() {
        let cases = [
            ("x.json", "{\"a\": 1,\n \"b\\\"c\": 2, \"b\\\"c\": 3}", "x.json:2:13: error: duplicate key `b\"c`"),
            ("x.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n", "x.yaml:4:3: error: duplicate key `c`"),
            ("x.json", "{\"é\": 1,}", "x.json:1:9: error: not valid JSON: trailing comma"),
            ("x.json", "swagger: '2.0'", "x.json:1:1: error: not valid JSON: expected value"),
            (
                "x",
                "a: [1\nb: 2",
                "x:2:2: error: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence at line 1 column 4",
            ),
            ("x", "a: 1\n---\nb: 2", "x: error: more than one YAML document in one file"),
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
        assert!(problem.contains("repetition limit exceeded") || problem.contains("expand to too much"), "{problem}");
    }

    #[test]
    fn places_are_found_again() {
        let json = "{\n  \"a\": {\"b\": [1, {\"c\\u0064\": true}, \"é\", [], {}]}\n}";
        let yaml = "a:\n  b:\n  - 1\n  - {cd: true}\n  - é\n  - []\n  - {}\n";
        let cases = [
            ("", (1, 1), (1, 1)),
            ("/a", (2, 3), (1, 1)),
            ("/a/b", (2, 9), (2, 3)),
            ("/a/b/0", (2, 15), (3, 5)),
            ("/a/b/1", (2, 18), (4, 6)),
            ("/a/b/1/cd", (2, 30), (4, 10)),
            ("/a/b/2", (2, 37), (5, 5)),
            ("/a/b/9/z", (2, 9), (2, 3)),
            ("/z", (1, 1), (1, 1)),
        ];
        for (text, expected) in [(json, 1), (yaml, 2)] {
            let source = Source::parse("x", text).unwrap();
            for (at, in_json, in_yaml) in cases {
                let wanted = if expected == 1 { in_json } else { in_yaml };
                assert_eq!(source.position(&Pointer::parse(at).unwrap()), Some(wanted), "{at} in {text}");
            }
        }
    }
}
