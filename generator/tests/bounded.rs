//! A small document may describe values without number: lists of a million items, definitions that each lead to the next one twice,
//! patterns with which a text is compared in any number of ways. What is made of it has an end all the same.
//!
//! The tests assert what comes out. Without bounds they would not end.

use generator::source::Source;
use generator::{Extras, Generated, NoFiles, Options};

/// How many definitions lead to the next one: as many ways as there are to the last, no program can go.
const LEVELS: usize = 40;

/// Generates a document with these definitions, the first of which is sent and received.
fn generated(definitions: &[(String, String)]) -> Generated {
    generated_as("application/json", definitions)
}

/// The same, where it is sent in a media type.
fn generated_as(media: &str, definitions: &[(String, String)]) -> Generated {
    let first = &definitions[0].0;
    let all: Vec<String> = definitions.iter().map(|(name, schema)| format!("    {name}: {schema}\n")).collect();
    let text = format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
servers: [{{url: https://h.example}}]
paths:
  /a:
    post:
      operationId: send
      requestBody: {{required: true, content: {{{media}: {{schema: {{$ref: '#/components/schemas/{first}'}}}}}}}}
      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{first}'}}}}}}}}}}
components:
  schemas:
{}",
        all.concat()
    );
    let source = Source::parse("bounded.yaml", &text).unwrap();
    let options = Options { extras: Extras { samples: true, unused: true }, ..Options::default() };
    generator::generate(&source, None, &NoFiles, &options).unwrap()
}

/// The text of all Rust files.
fn code(generated: &Generated) -> String {
    generated.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.as_str()).collect()
}

/// Definitions that each lead to the next two by a schema, and the last one.
fn chain(schema: impl Fn(usize, &str, &str) -> String, last: &str) -> Vec<(String, String)> {
    let reference = |at: usize| format!("{{$ref: '#/components/schemas/A{}'}}", at.min(LEVELS));
    let mut all: Vec<_> = (0..LEVELS).map(|at| (format!("A{at}"), schema(at, &reference(at + 1), &reference(at + 2)))).collect();
    all.push((format!("A{LEVELS}"), last.to_owned()));
    all
}

#[test]
fn definitions_that_lead_to_others_twice() {
    type Schema = fn(usize, &str, &str) -> String;
    let object = "{type: object, required: [kind], properties: {kind: {type: string}}}";
    let cases: [(&str, Schema, &str); 8] = [
        (
            "required properties",
            |_, next, _| format!("{{type: object, required: [x, y], properties: {{x: {next}, y: {next}}}}}"),
            "{type: string}",
        ),
        (
            "the same part twice",
            |at, next, _| format!("{{allOf: [{next}, {{type: object, properties: {{k{at}: {next}}}}}, {next}]}}"),
            "{type: object, properties: {z: {type: string, maxLength: 3}}}",
        ),
        (
            "parts with a common part",
            |at, next, other| format!("{{allOf: [{next}, {other}, {{type: object, properties: {{k{at}: {next}}}}}]}}"),
            "{type: object, properties: {z: {type: string, maxLength: 3}}}",
        ),
        (
            "alternatives with a common one",
            |at, next, other| format!("{{oneOf: [{next}, {other}, {{type: object, required: [k{at}], properties: {{k{at}: {next}}}}}]}}"),
            "{type: string}",
        ),
        (
            "alternatives with a discriminator",
            |_, next, other| {
                let own = format!("type: object, required: [kind], properties: {{kind: {{type: string}}, c: {next}, d: {next}}}");
                format!("{{{own}, discriminator: {{propertyName: kind}}, oneOf: [{next}, {other}]}}")
            },
            object,
        ),
        ("tuples", |_, next, _| format!("{{type: array, prefixItems: [{next}, {next}], minItems: 2}}"), "{type: string, minLength: 2}"),
        (
            "lists of both",
            |_, next, _| format!("{{type: array, minItems: 2, items: {{allOf: [{next}, {next}]}}}}"),
            "{type: string, pattern: a}",
        ),
        (
            "keywords that are documented",
            |_, next, other| {
                format!("{{type: object, properties: {{a: {next}}}, not: {{allOf: [{next}, {other}]}}, if: {next}, then: {other}}}")
            },
            "{type: object}",
        ),
    ];
    for (what, schema, last) in cases {
        let code = code(&generated(&chain(schema, last)));
        for at in [0, LEVELS / 2, LEVELS - 1] {
            assert!(code.contains(&format!(" A{at} ")) || code.contains(&format!(" A{at}(")), "{what}: A{at} is a type");
        }
    }
}

#[test]
fn forms_of_alternatives_that_lead_to_others_twice() {
    let all = chain(|_, next, other| format!("{{oneOf: [{next}, {other}]}}"), "{type: object, properties: {z: {type: string}}}");
    let code = code(&generated_as("application/x-www-form-urlencoded", &all));
    assert!(code.contains(" A0 ") && code.contains("UrlEncoded"), "the body is a form");
}

#[test]
fn values_of_any_size() {
    let cases = [
        "{type: array, minItems: 100000000, items: {type: integer}}",
        "{type: array, minItems: 5000, items: {type: array, minItems: 5000, items: {type: array, minItems: 50, items: {type: integer}}}}",
        "{type: string, minLength: 1000000000000}",
        "{type: object, minProperties: 100000000, additionalProperties: {type: string}}",
        "{type: object, minProperties: 1000, additionalProperties: {type: object, minProperties: 1000, additionalProperties: {type: string}}}",
        "{type: string, pattern: '^([a-z]{1000}){1000}$', minLength: 1000000}",
        "{type: string, pattern: '^(((a{1,1000}){1,1000}){1,1000})$'}",
    ];
    for schema in cases {
        let holder = format!("{{type: object, required: [value], properties: {{value: {schema}}}}}");
        let generated = generated(&[("Holder".to_owned(), holder)]);
        let length: usize = generated.files.values().map(|text| text.len()).sum();
        assert!(code(&generated).contains("struct Holder"), "{schema}");
        assert!(length < 4 << 20, "{length} bytes for {schema}");
    }
}

#[test]
fn examples_that_a_pattern_could_match_in_many_ways() {
    let text = "a".repeat(60);
    for pattern in ["^(a+)+$", r"^([\\da-z\\.-]+)\\.([\\/\\w \\.-]*)*\\/?$", "^(?=(a+)+$)b", "^(a|aa)+$"] {
        let holder = format!("{{type: object, properties: {{value: {{type: string, pattern: \"{pattern}\", example: \"{text}!\"}}}}}}");
        let generated = generated(&[("Holder".to_owned(), holder)]);
        assert!(code(&generated).contains("struct Holder"), "{pattern}");
    }
}
