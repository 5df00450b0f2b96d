//! What a document writes as a number where a string is meant: the text that stands there counts.

use std::borrow::Cow;

use generator::load::load;
use generator::source::Source;
use serde_json::{Value, json};

use crate::definitions;

#[test]
fn defaults_and_examples_of_strings_are_the_text_that_stands_there() {
    let read = definitions(
        "Version: {type: string, default: 1.10}\n\
         Plain: {type: number, default: 1.10}\n\
         Either: {type: [string, number], default: 1.10}\n\
         Implied: {pattern: a, default: 1e3}\n\
         Behind: {$ref: '#/definitions/Version', default: 2.0}\n\
         Extended: {allOf: [{$ref: '#/definitions/Version'}, {maxLength: 9}], default: True}\n\
         List: {type: array, items: {$ref: '#/definitions/Version'}, default: [1.10, 0x10, 3]}\n\
         Object: {type: object, properties: {v: {type: string}, n: {type: number}}, additionalProperties: {type: string}, example: {v: 1.0, n: 1.0, other: 2.0}}\n",
    );
    let expected = [
        ("/Version/default", json!("1.10")),
        ("/Plain/default", json!(1.1)),
        ("/Either/oneOf/0/type", json!("string")),
        ("/Either/default", json!(1.1)),
        ("/Implied/default", json!("1e3")),
        ("/Behind/default", json!("2.0")),
        ("/Extended/default", json!("True")),
        ("/List/default", json!(["1.10", "0x10", "3"])),
        ("/Object/example", json!({"v": "1.0", "n": 1.0, "other": "2.0"})),
    ];
    for (at, expected) in expected {
        assert_eq!(read.pointer(at), Some(&expected), "{at}");
    }
}

#[test]
fn the_text_is_found_wherever_it_was_written() {
    let document = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\npaths: {}\ndefinitions:\n  A: {type: string, enum: [1.10]}\n  \
                    B: {type: string, enum: [0]}\n  C: {type: string}\n  D: {$ref: 'other.json#/E'}\n";
    let overlay = "overlay: 1.1.0\ninfo: {title: O, version: 1.0.0}\nactions:\n  \
                   - {target: '$.definitions.B.enum[0]', remove: true}\n  \
                   - {target: $.definitions.B.enum, update: 2.50}\n  \
                   - {target: $.definitions.C, copy: $.definitions.A}\n";
    let parse = |name: &str, text: &str| Source::parse(name, text).unwrap_or_else(|found| panic!("{found:?}"));
    let (document, overlay) = (parse("d.yaml", document), parse("o.yaml", overlay));
    let beside = |_: &str| Ok(br#"{"E": {"type": "string", "enum": [3.0 , 1E2]}}"#.to_vec());
    let loaded = load(&document, Some(&overlay), &beside, generator::Extras::default());
    let model = serde_json::to_value(&loaded.openapi).unwrap_or_default();
    let values = |name: &str| model.pointer(&format!("/components/schemas/{name}/enum")).map_or(Cow::Owned(Value::Null), Cow::Borrowed);
    assert_eq!(*values("A"), json!(["1.10"]));
    assert_eq!(*values("B"), json!(["2.50"]), "from the overlay");
    assert_eq!(*values("C"), json!(["1.10"]), "copied");
    assert_eq!(*values("D"), json!(["3.0", "1E2"]), "from another file");
}
