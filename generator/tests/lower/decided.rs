//! What is decided for the printer: which values become a union, what lies in a box, and where a linter has to be quiet.

use generator::ir::{self, Conversion, Shape, Type};

use super::lower;

/// A definition that an operation sends, or only returns.
fn used(definitions: &str, name: &str, is_sent: bool) -> ir::Api {
    let body = format!("parameters: [{{name: b, in: body, schema: {{$ref: '#/definitions/{name}'}}}}]");
    let (parameters, schema) =
        if is_sent { (body, String::new()) } else { (String::new(), format!(", schema: {{$ref: '#/definitions/{name}'}}")) };
    let responses = format!("responses: {{200: {{description: D{schema}}}}}");
    let separator = if is_sent { ", " } else { "" };
    let (api, found) = lower(&format!("paths: {{/a: {{post: {{{parameters}{separator}{responses}}}}}}}\ndefinitions:\n{definitions}"));
    assert_eq!(found, Vec::<String>::new());
    api
}

fn shape<'a>(api: &'a ir::Api, name: &str) -> &'a Shape {
    let mut types = api.types.iter().flat_map(|group| &group.types);
    &types.find(|def| def.name.as_str() == name).expect("the type").shape
}

/// The variants of a union: name, whether it is in a box, and what becomes the union.
fn variants<'a>(api: &'a ir::Api, name: &str) -> Vec<(&'a str, bool, Conversion)> {
    let is_boxed = |ty: &Type| matches!(ty, Type::Boxed(_));
    match shape(api, name) {
        Shape::Union(variants) => variants.iter().map(|one| (one.name.as_str(), is_boxed(&one.ty), one.from)).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|one| (one.name.as_str(), is_boxed(&one.ty), one.from)).collect(),
        other => panic!("{other:?} is no union"),
    }
}

const UNION: &str = "
  Name: {type: string}
  Names: {type: array, items: {$ref: '#/definitions/Name'}}
  Thing: {type: object, properties: {id: {type: integer}}}
  Same: {$ref: '#/definitions/Thing'}
  Either:
    x-one-of:
    - {$ref: '#/definitions/Name'}
    - {type: string}
    - {$ref: '#/definitions/Same'}
    - {$ref: '#/definitions/Names'}
    - {type: array, items: {type: string}}
    - {type: integer}
";

#[test]
fn the_first_alternative_of_a_type_becomes_the_union_by_itself() {
    let api = used(UNION, "Either", true);
    let expected = [
        ("String", false, Conversion::String),
        ("Thing", true, Conversion::Value),
        ("StringList", false, Conversion::Value),
        ("Integer", false, Conversion::Value),
    ];
    assert_eq!(variants(&api, "Either"), expected);
}

#[test]
fn nothing_becomes_a_union_that_is_only_read() {
    let api = used(UNION, "Either", false);
    assert!(variants(&api, "Either").iter().all(|(.., from)| *from == Conversion::None));
}

#[test]
fn subtypes_become_their_base_and_lie_in_boxes() {
    let definitions = "
  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Cat: {allOf: [{$ref: '#/definitions/Pet'}], properties: {claws: {type: integer}}}
";
    let expected = [("Pet", true, Conversion::Value), ("Cat", true, Conversion::Value)];
    assert_eq!(variants(&used(definitions, "Pet", true), "Pet"), expected);
}

#[test]
fn errors_and_responses_by_status_hold_objects_in_boxes() {
    let (api, _) = lower(
        "
paths:
  /a:
    get:
      responses:
        200: {description: D, schema: {$ref: '#/definitions/A'}}
        201: {description: D, schema: {type: array, items: {$ref: '#/definitions/A'}}}
        400: {description: D, schema: {$ref: '#/definitions/A'}}
        404: {description: D, schema: {$ref: '#/definitions/B'}}
definitions:
  A: {type: object, properties: {a: {type: string}}}
  B: {type: string, enum: [b]}
",
    );
    let types = api.types.iter().flat_map(|group| &group.types).chain(api.modules.iter().flat_map(|module| &module.types));
    let (mut statuses, mut failures) = (Vec::new(), Vec::new());
    for def in types {
        match &def.shape {
            Shape::ByStatus(variants) => statuses.extend(variants.iter().map(|one| matches!(one.ty, Some(Type::Boxed(_))))),
            Shape::Errors { variants, .. } => {
                failures.extend(variants.iter().map(|one| (matches!(one.ty, Type::Boxed(_)), one.from)));
            }
            _ => {}
        }
    }
    assert_eq!(statuses, [true, false]);
    assert_eq!(failures, [(true, Conversion::None), (false, Conversion::None)]);
}

#[test]
fn methods_with_more_than_six_arguments_are_too_long_for_the_linter() {
    let is_long = |required: usize, body: Option<bool>| {
        let arguments = (0..required).map(|n| format!("{{name: a{n}, in: query, type: string, required: true}}"));
        let body = body.map(|required| format!("{{name: b, in: body, required: {required}, schema: {{type: object}}}}"));
        let optional = (0..9).map(|n| format!("{{name: o{n}, in: query, type: string}}"));
        let parameters: Vec<String> = arguments.chain(body).chain(optional).collect();
        let parameters = parameters.join(", ");
        let (api, _) = lower(&format!("paths: {{/a: {{put: {{parameters: [{parameters}], responses: {{204: {{description: D}}}}}}}}}}"));
        api.modules[0].endpoints[0].has_many_arguments
    };
    assert_eq!([is_long(6, None), is_long(7, None)], [false, true]);
    assert_eq!([is_long(5, Some(true)), is_long(6, Some(true)), is_long(6, Some(false))], [false, true, false]);
}

/// A method for another kind of body requires the body.
#[test]
fn a_body_that_a_method_of_its_own_requires_counts() {
    let arguments: Vec<String> = (0..6).map(|n| format!("{{name: a{n}, in: query, type: string, required: true}}")).collect();
    let (api, _) = lower(&format!(
        "paths:\n  /a:\n    put:\n      consumes: [application/json, application/octet-stream]\n      \
         parameters: [{}, {{name: b, in: body, schema: {{type: object, properties: {{a: {{type: string}}}}}}}}]\n      \
         responses: {{204: {{description: D}}}}\n",
        arguments.join(", ")
    ));
    let found: Vec<bool> = api.modules[0].endpoints.iter().map(|endpoint| endpoint.has_many_arguments).collect();
    assert_eq!(found, [false, true]);
}

#[test]
fn constructors_with_more_than_seven_arguments_are_too_long_for_the_linter() {
    let is_long = |required: usize, only_one_value: bool| {
        let schema = |n: usize| if n == 0 && only_one_value { "{type: string, enum: [x]}" } else { "{type: string}" };
        let properties: Vec<String> = (0..9).map(|n| format!("a{n}: {}", schema(n))).collect();
        let names: Vec<String> = (0..required).map(|n| format!("a{n}")).collect();
        let definition = format!("  A: {{type: object, required: [{}], properties: {{{}}}}}", names.join(", "), properties.join(", "));
        let api = used(&definition, "A", true);
        let Shape::Struct(object) = shape(&api, "A") else { panic!("an object") };
        object.has_many_arguments
    };
    assert_eq!([is_long(7, false), is_long(8, false)], [false, true]);
    assert_eq!([is_long(8, true), is_long(9, true)], [false, true]);
}

/// What people have as something else is taken as that: text, a number, an alternative of a union.
#[test]
fn what_readily_becomes_a_value_is_taken_for_it() {
    let definitions = "
  A:
    type: object
    properties:
      text: {type: string}
      day: {type: string, format: date}
      count: {type: integer}
      open: {type: string, enum: [x, y]}
      closed: {type: string, enum: [x, y], x-enum-open: false}
      number: {type: integer, enum: [1, 2]}
      texts: {type: array, items: {type: string}}
      counts: {type: array, items: {type: integer}}
      rows: {type: array, items: {type: array, items: {type: string}}}
      map: {type: object, additionalProperties: {type: string}}
      other: {$ref: '#/definitions/Names'}
      either: {x-one-of: [{type: string}, {type: integer}]}
      object: {type: object, properties: {a: {type: string}}}
  Names: {type: array, items: {$ref: '#/definitions/Name'}}
  Name: {type: string}
";
    let api = used(definitions, "A", true);
    let Shape::Struct(object) = shape(&api, "A") else { panic!("an object") };
    let taken: Vec<&str> = object.fields.iter().filter(|field| field.converts).map(|field| field.wire.as_str()).collect();
    assert_eq!(taken, ["text", "day", "open", "texts", "other", "either"]);
}

#[test]
fn parameters_take_what_readily_becomes_a_value_however_deep_their_lists_are() {
    let (api, _) = lower(
        "
paths:
  /a:
    get:
      parameters:
      - {name: day, in: query, type: string, format: date, required: true}
      - {name: count, in: query, type: integer, required: true}
      - {name: open, in: query, type: string, enum: [x, y]}
      - {name: closed, in: query, type: string, enum: [x, y], x-enum-open: false}
      - {name: texts, in: query, type: array, items: {type: string}}
      - {name: rows, in: query, type: array, items: {type: array, items: {type: string}}}
      - {name: counts, in: query, type: array, items: {type: array, items: {type: integer}}}
      responses: {204: {description: D}}
",
    );
    let endpoint = &api.modules[0].endpoints[0];
    let all = endpoint.args.iter().chain(&endpoint.options);
    let taken: Vec<&str> = all.filter(|arg| arg.converts).map(|arg| arg.wire.as_str()).collect();
    assert_eq!(taken, ["day", "open", "texts", "rows"]);
}
