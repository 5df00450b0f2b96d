//! What stands in doc comments.

use std::collections::BTreeMap;

use generator::ir;

use crate::lower;

/// What the types that a document does not describe say of themselves, by name.
fn said(yaml: &str) -> BTreeMap<String, String> {
    let (api, _) = lower(yaml);
    let of_modules = api.modules.iter().flat_map(|module| &module.types);
    let all = api.types.iter().flat_map(|group| &group.types).chain(of_modules);
    all.map(|def| (def.name.as_str().to_owned(), def.doc.0.clone())).collect()
}

#[test]
fn a_type_without_a_description_says_where_it_stands() {
    let found = said(
        r"
paths:
  /pets/{id}:
    parameters:
    - {name: id, in: path, required: true, type: string}
    put:
      operationId: putPet
      parameters:
      - {name: mood, in: query, type: string, enum: [calm, wild]}
      - {name: with, in: query, type: array, items: {type: string, enum: [owner, toys]}}
      - {name: body, in: body, schema: {type: object, properties: {collar: {type: object, properties: {size: {type: integer}}}}}}
      responses:
        '200': {description: Fine, schema: {type: object, properties: {pet: {$ref: '#/definitions/Pet'}, seen: {type: object, properties: {at: {type: string}}}}}}
        '409': {description: Taken, schema: {type: object, properties: {by: {type: string}}}}
definitions:
  Pet: {type: object, properties: {name: {type: string}, chip: {type: object, properties: {id: {type: string}}}}}
  Told: {description: A definition of words., type: object, properties: {name: {type: string}}}
",
    );
    let expected = [
        ("Pet", "The definition `Pet`."),
        ("PetChip", "A part of the definition `Pet`."),
        ("PutPetBody", "The body of `PUT /pets/{id}`."),
        ("PutPetBodyCollar", "A part of the body of `PUT /pets/{id}`."),
        ("PutPetError409", "The response to `PUT /pets/{id}` with the status `409`."),
        ("PutPetMood", "Values of the parameter `mood` of `PUT /pets/{id}`."),
        ("PutPetResponse", "The response to `PUT /pets/{id}`."),
        ("PutPetResponseSeen", "A part of the response to `PUT /pets/{id}`."),
        ("PutPetWith", "Values of the parameter `with` of `PUT /pets/{id}`."),
        ("Told", "A definition of words."),
    ];
    assert_eq!(found, expected.map(|(name, doc)| (name.to_owned(), doc.to_owned())).into());
}

#[test]
fn bounds_are_counted_in_words() {
    let (api, _) = lower(
        r"
paths:
  /pets:
    get:
      parameters:
      - {name: a, in: query, type: string, minLength: 1}
      - {name: b, in: query, type: string, minLength: 2, maxLength: 9}
      - {name: c, in: query, type: array, items: {type: string}, maxItems: 1}
      - {name: d, in: query, type: integer, minimum: 1}
      - {name: e, in: query, type: number, minimum: 0, exclusiveMinimum: true, maximum: 9.5, exclusiveMaximum: true}
      - {name: f, in: query, type: integer, maximum: 0, exclusiveMaximum: true, multipleOf: 5}
      - {name: g, in: query, type: integer, minimum: 1, maximum: 9, exclusiveMaximum: true}
      - {name: h, in: query, type: array, items: {type: string, minLength: 2, maxLength: 2, pattern: '^a'}, uniqueItems: true}
      - {name: i, in: query, type: string, minLength: 3, maxLength: 3, default: abc}
      responses: {'204': {description: Fine}}
",
    );
    let docs: Vec<&str> = api.modules[0].endpoints[0].options.iter().map(|option| option.doc.0.as_str()).collect();
    let expected = [
        "At least 1 character.",
        "From 2 to 9 characters.",
        "At most 1 item.",
        "At least 1.",
        "More than 0 and less than 9.5.",
        "Less than 0. A multiple of 5.",
        "At least 1 and less than 9.",
        "No item twice. Of each item: exactly 2 characters. Of each item: pattern: `^a`.",
        "Exactly 3 characters. Default: `abc`.",
    ];
    assert_eq!(docs, expected);
    let (api, _) =
        lower("definitions: {A: {type: object, properties: {b: {type: object, additionalProperties: {type: string}, minProperties: 1}}}}");
    let ir::Shape::Struct(object) = &api.types[0].types[0].shape else { panic!("an object") };
    assert_eq!(object.fields[0].doc.0, "At least 1 property.");
}
