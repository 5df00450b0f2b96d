//! Schemas of every kind.

use serde_json::{Value, json};

use super::{check, definitions, normalized};

/// Compares one definition.
fn schema(yaml: &str, expected: Value) {
    let read = definitions(&format!("A: {yaml}\nB: {{type: string}}"));
    assert_eq!(read.get("A"), Some(&expected), "{yaml}");
}

#[test]
fn types_and_their_bounds() {
    schema(
        "{type: string, format: date-time, pattern: a+, minLength: 1, maxLength: 5, title: T, default: null}",
        json!({"type": "string", "format": "date-time", "pattern": "a+", "minLength": 1, "maxLength": 5, "title": "T", "default": null}),
    );
    schema(
        "{type: integer, format: int64, minimum: 1.0, maximum: 10, exclusiveMaximum: true, multipleOf: 2}",
        json!({"type": "integer", "format": "int64", "minimum": 1, "maximum": 10, "exclusiveMaximum": true, "multipleOf": 2}),
    );
    schema("{type: integer, format: uint64, maximum: 18446744073709551615}", json!({"type": "integer", "format": "uint64"}));
    schema("{type: number, minimum: 1}", json!({"type": "number", "minimum": 1.0}));
    schema("{type: boolean, default: false, readOnly: true}", json!({"type": "boolean", "default": false, "readOnly": true}));
    schema("{type: file}", json!({"type": "string", "format": "binary"}));
    schema("{type: string, format: ''}", json!({"type": "string"}));
    schema("{type: string, minimum: 5, uniqueItems: true}", json!({"type": "string"}));
    schema(
        "{type: array, items: {$ref: '#/definitions/B'}, minItems: 1, uniqueItems: true}",
        json!({"type": "array", "items": {"$ref": "#/components/schemas/B"}, "minItems": 1, "uniqueItems": true}),
    );
}

#[test]
fn objects_and_maps() {
    schema(
        "{type: object, required: [b, $ref, b], properties: {b: {type: string}, $ref: {type: integer}, x-c: {}}}",
        json!({"type": "object", "required": ["b", "$ref"], "properties": {"b": {"type": "string"}, "$ref": {"type": "integer"}, "x-c": {}}}),
    );
    schema("{type: object, additionalProperties: false}", json!({"type": "object", "additionalProperties": false}));
    schema("{type: object, additionalProperties: {}}", json!({"type": "object", "additionalProperties": true}));
    schema(
        "{properties: {a: {type: string}}, additionalProperties: {$ref: '#/definitions/B'}, minProperties: 1}",
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "minProperties": 1,
            "additionalProperties": {"$ref": "#/components/schemas/B"}}),
    );
}

#[test]
fn types_that_are_not_said_are_implied() {
    let cases = [
        ("{}", json!({})),
        ("{required: [a]}", json!({"type": "object", "required": ["a"]})),
        ("{items: {type: string}}", json!({"type": "array", "items": {"type": "string"}})),
        ("{enum: [a, b]}", json!({"type": "string", "enum": ["a", "b"]})),
        ("{enum: [1, 2]}", json!({"type": "integer", "enum": [1, 2]})),
        ("{enum: [1, 2.5]}", json!({"type": "number", "enum": [1.0, 2.5]})),
        ("{enum: [true]}", json!({"type": "boolean", "enum": [true]})),
        ("{enum: [a, 1]}", json!({"oneOf": [{"type": "integer", "enum": [1]}, {"type": "string", "enum": ["a"]}]})),
        ("{enum: [a, [1]]}", json!({"enum": ["a", [1]]})),
        ("{enum: [null]}", json!({"type": "null", "nullable": true})),
        ("{format: int32}", json!({"type": "integer", "format": "int32"})),
        ("{format: date}", json!({"type": "string", "format": "date"})),
        // A conclusion of bounds is noted: in `allOf`, what another part says is stronger.
        ("{maxLength: 3}", json!({"type": "string", "maxLength": 3, "x-by-bounds": true})),
        // They say nothing of values of other types, which may come too.
        ("{minItems: 3}", json!({})),
        ("{format: uri}", json!({"format": "uri"})),
    ];
    for (yaml, expected) in cases {
        schema(yaml, expected);
    }
}

#[test]
fn enumerations_hold_values_of_their_type() {
    schema("{type: string, enum: [a, 1, true, null]}", json!({"type": "string", "enum": ["a", "1", "true"], "nullable": true}));
    schema("{type: integer, enum: [1, 2.0, '3']}", json!({"type": "integer", "enum": [1, 2, 3]}));
    schema("{type: number, enum: [1, 2.5]}", json!({"type": "number", "enum": [1.0, 2.5]}));
    schema("{type: boolean, enum: ['true']}", json!({"type": "boolean", "enum": [true]}));
}

#[test]
fn null_is_told_by_types_values_and_hints() {
    schema("{type: string, x-nullable: true}", json!({"type": "string", "nullable": true}));
    schema("{type: [string, 'null'], maxLength: 2}", json!({"type": "string", "maxLength": 2, "nullable": true}));
    schema("{type: 'null'}", json!({"type": "null", "nullable": true}));
}

#[test]
fn several_types_are_alternatives() {
    schema(
        "{type: [string, integer, array], maximum: 5, items: {type: string}}",
        json!({"oneOf": [{"type": "string"}, {"type": "integer", "maximum": 5}, {"type": "array", "items": {"type": "string"}}]}),
    );
    schema(
        "{x-one-of: [{$ref: '#/definitions/B'}, {type: integer}], x-nullable: true}",
        json!({"oneOf": [{"$ref": "#/components/schemas/B"}, {"type": "integer"}], "nullable": true}),
    );
}

#[test]
fn compositions_keep_their_own_part_last() {
    let parent = json!({"$ref": "#/components/schemas/B"});
    schema("{allOf: [{$ref: '#/definitions/B'}], type: object}", json!({"allOf": [parent]}));
    schema(
        "{allOf: [{$ref: '#/definitions/B'}], properties: {a: {}}, required: [a], description: D, discriminator: a}",
        json!({"allOf": [parent, {"type": "object", "properties": {"a": {}}, "required": ["a"]}],
            "description": "D", "discriminator": {"propertyName": "a"}}),
    );
    schema("{allOf: [], type: string}", json!({"type": "string"}));
}

#[test]
fn what_stands_beside_a_reference_is_kept_when_it_matters() {
    let reference = json!({"$ref": "#/components/schemas/B"});
    schema("{$ref: '#/definitions/B'}", reference.clone());
    schema("{$ref: '#/definitions/B', type: string, example: x, x-else: 1}", reference.clone());
    schema(
        "{$ref: '#/definitions/B', description: D, x-nullable: true, x-name: bee, default: x, readOnly: true}",
        json!({"allOf": [reference], "description": "D", "nullable": true, "default": "x",
            "readOnly": true}),
    );
}

#[test]
fn references_find_odd_names() {
    let read = definitions(
        "
A: {type: object, properties: {
  a: {$ref: '#/definitions/Foo[Bar]'}, b: {$ref: '#/definitions/Foo%5BBar%5D'}, c: {$ref: '#/definitions/a~1b'},
  d: {$ref: '#/definitions/a/b'}, e: {$ref: '#/definitions/a%2Fb'}, f: {$ref: '#/definitions/100%25'},
  g: {$ref: '#/definitions/100%'}, h: {$ref: '#/definitions/'}, i: {$ref: 's.yaml#/definitions/é'}, j: {$ref: '#/definitions/%C3%A9'}}}
Foo[Bar]: {type: string}
a/b: {type: string}
100%: {type: string}
'': {type: string}
é: {type: string}",
    );
    let names = ["Foo[Bar]", "Foo[Bar]", "a/b", "a/b", "a/b", "100%", "100%", "", "é", "é"];
    for (property, name) in ('a'..).zip(names) {
        let expected = json!({"$ref": format!("#/components/schemas/{name}")});
        assert_eq!(read.pointer(&format!("/A/properties/{property}")), Some(&expected), "{property}");
    }
}

#[test]
fn references_into_the_midst_of_something_make_components() {
    check(
        "
paths:
  /a/{id}:
    get:
      responses: {200: {description: x, schema: {type: object, properties: {b: {$ref: '#/definitions/Dog/properties/tail'}}}}}
      parameters: [{name: id, in: path, type: string, required: true}]
definitions:
  Dog: {type: object, properties: {tail: {type: object, properties: {next: {$ref: '#/definitions/Dog/properties/tail'}}}}}
  Response: {$ref: '#/paths/~1a~1{id}/get/responses/200/schema'}
  Else: {$ref: '#/x-schemas/Else'}
x-schemas: {Else: {type: array, items: {$ref: '#/x-schemas/Else'}}}
",
        &[
            ("/components/schemas/Dog/properties/tail", json!({"$ref": "#/components/schemas/Dog tail"})),
            (
                "/components/schemas/Dog tail",
                json!({"type": "object", "x-at": "/definitions/Dog/properties/tail",
                    "properties": {"next": {"$ref": "#/components/schemas/Dog tail"}}}),
            ),
            ("/components/schemas/Response", json!({"$ref": "#/components/schemas/a id get 200"})),
            ("/paths/~1a~1{id}/get/responses/200/content/application~1json/schema", json!({"$ref": "#/components/schemas/a id get 200"})),
            ("/components/schemas/a id get 200/properties/b", json!({"$ref": "#/components/schemas/Dog tail"})),
            (
                "/components/schemas/x-schemas Else",
                json!({"type": "array", "items": {"$ref": "#/components/schemas/x-schemas Else"}, "x-at": "/x-schemas/Else"}),
            ),
        ],
    );
}

#[test]
fn long_chains_of_definitions_do_not_exhaust_the_stack() {
    let mut yaml = String::from("definitions:\n  A0: {type: string}\n");
    for index in 1..5000 {
        yaml += &format!("  A{index}: {{$ref: '#/definitions/A{}'}}\n", index - 1);
    }
    let (model, found) = normalized(&yaml);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(model.pointer("/components/schemas/A4999"), Some(&json!({"$ref": "#/components/schemas/A4998"})));
}
