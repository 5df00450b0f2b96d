//! What of a document is not used, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::coverage::{Entry, Unused};

/// How many places of a kind are shown, unless all are asked for.
const SHOWN: usize = 3;

/// The places by kind, each kind with its count and its reason.
pub fn render(entries: &[Entry], all: bool) -> String {
    let mut kinds: BTreeMap<Unused, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        kinds.entry(entry.why).or_default().push(entry);
    }
    let places = if entries.len() == 1 { "place" } else { "places" };
    let mut out = format!("not used: {} {places}\n", entries.len());
    for (why, entries) in kinds {
        let _ = writeln!(out, "{:>7} {}: {}", entries.len(), why.as_str(), why.reason());
        let shown = if all { entries.len() } else { SHOWN };
        for entry in entries.iter().take(shown) {
            let _ = write!(out, "          {}", entry.source);
            if let Some((line, column)) = entry.position {
                let _ = write!(out, ":{line}:{column}");
            }
            let _ = write!(out, " {}", entry.at);
            let _ = entry.reason.as_ref().map_or(Ok(()), |reason| write!(out, ": {reason}"));
            out.push('\n');
        }
        if entries.len() > shown {
            let _ = writeln!(out, "          ... and {} more", entries.len() - shown);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "swagger: '2.0'
info: {title: Pets, version: '1', license: {name: MIT}}
host: h.example
x-mine: {a: [1]}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets, Animals]
      parameters: [{name: limit, in: query, type: integer, maximum: 10}]
      responses:
        '200':
          description: Done
          schema: {type: object, properties: {a: {maximum: 3}, b: {type: string, example: x, pattern: y}}}
          headers: {X-Rate: {type: integer, description: How many are left.}}
        '404': {description: No, schema: {type: object, properties: {code: {type: integer}}}, headers: {X-Wait: {type: integer}}}
parameters:
  Unused: {name: a, in: query, type: string}
definitions:
  Unused: {type: object, properties: {a: {minimum: 3}, b: {maximum: 4}, c: {maximum: 5}}}
";

    fn options() -> generator::Options {
        let extras = generator::Extras { unused: true, ..generator::Extras::default() };
        generator::Options { extras, ..generator::Options::default() }
    }

    #[test]
    fn every_place_has_its_reason() {
        let source = generator::Source::parse("s.yaml", DOCUMENT).unwrap();
        let generated = generator::generate(&source, None, &generator::NoFiles, &options()).unwrap();
        let report = render(&generated.unused, false);
        let lines: Vec<&str> = report.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
        assert_eq!(
            lines,
            [
                "not used",
                "      4 constraints",
                "          s.yaml:14:60 /paths/~1pets/get/responses/200/schema/properties/a/maximum",
                "          s.yaml:20:52 /definitions/Unused/properties/a/minimum",
                "          s.yaml:20:69 /definitions/Unused/properties/b/maximum",
                "          ... and 1 more",
                "      1 vendor extensions",
                "          s.yaml:4:1 /x-mine",
                "      1 headers of errors",
                "          s.yaml:16:105 /paths/~1pets/get/responses/404/headers/X-Wait",
                "      1 prose",
                "          s.yaml:13:24 /paths/~1pets/get/responses/200/description",
                "      1 contacts and licences",
                "          s.yaml:2:35 /info/license",
                "      1 tags",
                "          s.yaml:9:20 /paths/~1pets/get/tags/1",
                "      1 unused definitions",
                "          s.yaml:20:3 /definitions/Unused",
                "      1 unused parameters",
                "          s.yaml:18:3 /parameters/Unused",
                "      4 free-form values",
                "          s.yaml:20:39 /definitions/Unused/properties/a",
                "          s.yaml:20:56 /definitions/Unused/properties/b",
                "          s.yaml:20:73 /definitions/Unused/properties/c",
                "          ... and 1 more",
            ],
            "{report}"
        );
        assert!(render(&generated.unused, true).contains("/definitions/Unused/properties/c/maximum"));
    }

    #[test]
    fn formats_and_media_types_without_effect_are_listed() {
        let document = "swagger: '2.0'
info: {title: Pets, version: '1'}
host: h.example
produces: [application/xml, application/json, text/csv]
paths:
  /pets:
    post:
      consumes: [multipart/form-data, application/json, text/plain]
      parameters: [{name: kind, in: query, type: string, format: zodiac-sign}, {name: on, in: query, type: string, format: date}]
      responses: {200: {schema: {type: array, items: {type: integer, format: roman}}}}
";
        let source = generator::Source::parse("s.yaml", document).unwrap();
        let generated = generator::generate(&source, None, &generator::NoFiles, &options()).unwrap();
        let found: Vec<(&str, String)> = generated.unused.iter().map(|entry| (entry.why.as_str(), entry.at.to_string())).collect();
        let at = "/paths/~1pets/post";
        let expected = [
            ("media types", "/produces/0".to_owned()),
            ("media types", "/produces/2".to_owned()),
            ("media types", format!("{at}/consumes/2")),
            ("formats", format!("{at}/parameters/0/format")),
            ("formats", format!("{at}/responses/200/schema/items/format")),
        ];
        assert_eq!(found, expected);
    }
}
