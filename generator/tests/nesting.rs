//! Whatever nests in a document, in a file beside it or in an overlay does so up to a limit, and is refused, with its
//! place, one level further on. All of it is read with the stack that a thread has by default: the tests are run
//! without optimisation as well, where frames are largest.

use std::thread;

use generator::diagnostic::Diagnostic;
use generator::source::{DEPTH, Source};
use generator::{Extras, Generated, NoFiles, Options};

/// What a thread gets unless it asks for more.
const STACK: usize = 2 << 20;

/// The beginning of a document, up to a schema that is defined.
const DEFINITION: &str =
    r#"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example", "paths": {}, "definitions": {"A": "#;

/// Runs with a small stack.
fn on_a_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

/// How many objects and arrays a piece of JSON leaves open.
fn open(piece: &str) -> usize {
    let count = |letters: [char; 2]| piece.matches(letters).count();
    count(['{', '[']) - count(['}', ']'])
}

/// What closes a piece of JSON.
fn closed(piece: &str) -> String {
    let mut closing = Vec::new();
    for letter in piece.chars() {
        match letter {
            '{' => closing.push('}'),
            '[' => closing.push(']'),
            '}' | ']' => drop(closing.pop()),
            _ => {}
        }
    }
    closing.iter().rev().collect()
}

/// A document in which a piece lies in itself again and again, up to a depth.
fn nested(before: &str, piece: &str, depth: usize) -> String {
    let left = depth - open(before) - 1;
    let (times, rest) = (left / open(piece), left % open(piece));
    let text = format!("{before}{}{}{{}}", piece.repeat(times), r#"{"x-other": "#.repeat(rest));
    let close = closed(&text);
    text + &close
}

/// All that can be asked for.
fn options() -> Options {
    Options { extras: Extras { samples: true, unused: true }, ..Options::default() }
}

fn rendered(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(Diagnostic::render).collect()
}

fn generated(name: &str, text: String) -> Result<Generated, Vec<String>> {
    let name = name.to_owned();
    on_a_thread(move || {
        let generate = |source: Source| generator::generate(&source, None, &NoFiles, &options());
        Source::parse(name, text).and_then(generate).map_err(|found| rendered(&found))
    })
}

/// What nests in a schema, and where schemas are.
#[test]
fn schemas_nest_up_to_a_limit() {
    let pieces = [
        r#"{"type": "array", "items": "#,
        r#"{"type": "object", "properties": {"a": "#,
        r#"{"type": "object", "required": ["a"], "properties": {"b": {"type": "string"}, "a": "#,
        r#"{"type": "object", "additionalProperties": "#,
        r#"{"properties": {"b": {"type": "string"}}, "allOf": ["#,
        r#"{"allOf": [{"minProperties": 1}], "properties": {"b": {"type": "string"}, "a": "#,
        r#"{"x-one-of": [{"type": "string"}, "#,
        r#"{"anyOf": [{"type": "string"}, "#,
    ];
    let operation =
        r#"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example", "paths": {"/a": {"post": {"operationId": "a", "#;
    let places = [
        DEFINITION.to_owned(),
        format!(r#"{operation}"responses": {{"200": {{"description": "Done", "schema": "#),
        format!(r#"{operation}"responses": {{}}, "parameters": [{{"name": "b", "in": "body", "schema": "#),
    ];
    for (piece, before) in pieces.iter().flat_map(|piece| places.iter().map(move |place| (piece, place))) {
        let text = nested(before, piece, DEPTH);
        for (name, text) in [("s.json", text.clone()), ("s.yaml", format!("# YAML\n{text}"))] {
            let generated = generated(name, text).unwrap_or_else(|found| panic!("{piece}: {found:?}"));
            let found: Vec<_> = generated.warnings.iter().filter(|one| one.message.starts_with("nested too deeply")).collect();
            assert!(!found.is_empty(), "{piece} in {before}");
            for one in found {
                assert!(one.position.is_some() && one.at.keys().count() > 49, "{}", one.render());
            }
        }
        let deeper = generated("s.json", nested(before, piece, DEPTH + 1)).unwrap_err();
        assert!(matches!(deeper.as_slice(), [one] if one.contains("error: nested too deeply: more than 127 levels")), "{deeper:?}");
    }
}

/// What is taken as it stands, or passed over.
#[test]
fn values_nest_as_deeply_as_the_parsers_allow() {
    let places = [
        r#"{"type": "object", "default": "#,
        r#"{"type": "object", "example": "#,
        r#"{"enum": ["#,
        r#"{"type": "array", "items": ["#,
        r#"{"x-other": "#,
        r#"{"unknown": "#,
    ];
    for (place, piece) in places.iter().flat_map(|place| ["[", r#"{"a": "#].map(|piece| (place, piece))) {
        let text = nested(&format!("{DEFINITION}{place}"), piece, DEPTH);
        for (name, text) in [("s.json", text.clone()), ("s.yaml", format!("# YAML\n{text}"))] {
            let found = generated(name, text).map(drop);
            assert_eq!(found, Ok(()), "{place}");
        }
        let deeper = nested(&format!("{DEFINITION}{place}"), piece, DEPTH + 1);
        for (name, text) in [("s.json", deeper.clone()), ("s.yaml", format!("# YAML\n{deeper}"))] {
            let found = generated(name, text).map(drop).unwrap_err();
            assert!(matches!(found.as_slice(), [one] if one.contains("error: nested too deeply: more than 127 levels")), "{found:?}");
        }
    }
}

/// The nesting of YAML that is written without brackets, and that of its aliases and merges.
#[test]
fn blocks_aliases_and_merges_are_counted() {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\npaths: {}\n";
    let mappings = |levels: usize| {
        let lines = (0..levels).map(|level| format!("{}a:\n", " ".repeat(level + 1)));
        format!("{head}x-other:\n{}", lines.collect::<String>())
    };
    let lists = |levels: usize| format!("{head}x-other:\n  {}a\n", "- ".repeat(levels));
    let aliases = |levels: usize, item: fn(usize) -> String| {
        let lines = (1..levels).map(|level| format!("x-a{level}: &a{level} {}\n", item(level - 1)));
        format!("{head}x-a0: &a0 {{a: 1}}\n{}", lines.collect::<String>())
    };
    let items = |levels| aliases(levels, |level| format!("[*a{level}]"));
    let merges = |levels| aliases(levels, |level| format!("{{<<: *a{level}}}"));
    let shapes: [(&str, &dyn Fn(usize) -> String); 4] =
        [("mappings", &mappings), ("lists", &lists), ("aliases", &items), ("merges", &merges)];
    for (name, shape) in shapes {
        // The root is a level as well.
        assert_eq!(generated("s.yaml", shape(DEPTH - 1)).map(drop), Ok(()), "{name}");
        let deeper = generated("s.yaml", shape(DEPTH)).map(drop).unwrap_err();
        assert!(matches!(deeper.as_slice(), [one] if one.contains("nested too deeply")), "{name}: {deeper:?}");
        let endless = generated("s.yaml", shape(5_000)).map(drop).unwrap_err();
        assert!(matches!(endless.as_slice(), [one] if one.contains("nested too deeply")), "{name}: {endless:?}");
    }
}

/// The findings of a document with an overlay, both as JSON.
fn overlaid(document: String, actions: &str) -> Vec<String> {
    let overlay = format!(r#"{{"overlay": "1.1.0", "info": {{"title": "T", "version": "1"}}, "actions": [{actions}]}}"#);
    on_a_thread(move || {
        let (document, overlay) = (Source::parse("s.json", document).unwrap(), Source::parse("o.json", overlay).unwrap());
        match generator::generate(&document, Some(&overlay), &NoFiles, &options()) {
            Ok(generated) => rendered(&generated.warnings),
            Err(found) => rendered(&found),
        }
    })
}

#[test]
fn overlays_nest_a_document_no_further_than_it_could_nest_itself() {
    let piece = r#"{"a": "#;
    let before = format!(r#"{DEFINITION}{{"x-other": "#);
    let half = nested(&before, piece, DEPTH / 2);
    // The innermost object lies in as many as there are keys above it.
    let target = format!("$.definitions.A.x-other{}", ".a".repeat(DEPTH / 2 - 4));
    let target = target.replace(".x-other", "['x-other']");
    let action = |levels: usize| format!(r#"{{"target": "{target}", "update": {}}}"#, nested("", piece, levels));
    let left = DEPTH - (DEPTH / 2 - 1);
    assert_eq!(overlaid(half.clone(), &action(left)), Vec::<String>::new());
    let found = overlaid(half.clone(), &action(left + 1));
    assert!(
        matches!(found.as_slice(), [one] if one.starts_with("o.json:1:") && one.contains("error: nested too deeply after this action")),
        "{found:?}"
    );
    // A part of the document counts as the overlay's own words do.
    let copy = format!(r#"{{"target": "{target}", "copy": "$.definitions"}}"#);
    assert_eq!(overlaid(half.clone(), &copy), Vec::<String>::new());
    let found = overlaid(half.clone(), &format!("{copy}, {copy}"));
    assert!(matches!(found.as_slice(), [one] if one.contains("error: nested too deeply after this action")), "{found:?}");
    // Merging goes down into what is there, and removing finds what is deepest.
    let deep = nested(&before, piece, DEPTH);
    let same = format!(r#"{{"target": "$.definitions.A['x-other']", "update": {}}}"#, nested("", piece, DEPTH - 3));
    assert_eq!(overlaid(deep.clone(), &same), Vec::<String>::new());
    assert_eq!(overlaid(deep, r#"{"target": "$.definitions..*", "remove": true}"#), Vec::<String>::new());
}

#[test]
fn overlays_themselves_nest_up_to_a_limit() {
    let document = nested(DEFINITION, r#"{"x-other": "#, 6);
    let query = |depth: usize| format!(r#"{{"target": "$.definitions[?{}@.x{}]", "remove": true}}"#, "(".repeat(depth), ")".repeat(depth));
    let found = overlaid(document.clone(), &query(99));
    assert!(matches!(found.as_slice(), [one] if one.contains("matches nothing in the document")), "{found:?}");
    let found = overlaid(document.clone(), &query(100));
    assert!(
        matches!(found.as_slice(), [one] if one.contains("o.json:1:") && one.contains("this JSONPath is nested too deeply")),
        "{found:?}"
    );
    let update = |depth: usize| format!(r#"{{"target": "$", "update": {{"x-other": {}}}}}"#, nested("", "[", depth));
    // The overlay, its actions, the action and the update lie around it.
    assert_eq!(overlaid(document, &update(DEPTH - 4)), Vec::<String>::new());
}

#[test]
fn files_nest_as_documents_do() {
    let main = r##"{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "h.example", "paths": {}, "definitions": {"A": {"$ref": "a.json"}}}"##;
    let with = |depth: usize| {
        let file = nested("", r#"{"type": "object", "properties": {"a": "#, depth);
        on_a_thread(move || {
            let document = Source::parse("s.json", main).unwrap();
            let beside = |_: &str| Ok::<_, String>(file.clone().into_bytes());
            match generator::generate(&document, None, &beside, &options()) {
                Ok(generated) => rendered(&generated.warnings),
                Err(found) => rendered(&found),
            }
        })
    };
    let found = with(DEPTH);
    assert!(matches!(found.as_slice(), [one] if one.starts_with("a.json:1:") && one.contains("warning: nested too deeply")), "{found:?}");
    let found = with(DEPTH + 1);
    let is_left_out = |one: &String| one.starts_with("a.json:1:") && one.contains("warning: nested too deeply: more than 127 levels");
    assert!(found.iter().any(is_left_out), "{found:?}");
}
