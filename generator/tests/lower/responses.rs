//! What operations return, and how outcomes, errors and headers are called.

use generator::ir::{self, ResponseKind, Shape, Type};

use super::{endpoints, lower};

/// The kind of the response of an operation with these successes.
fn successes(responses: &str) -> (ir::Api, ResponseKind) {
    let definitions =
        "definitions: {A: {type: object, properties: {a: {type: string}}}, B: {type: object, properties: {b: {type: string}}}}";
    let (api, _) = lower(&format!("paths:\n  /a: {{get: {{operationId: getA, responses: {{{responses}}}}}}}\n{definitions}\n"));
    let kind = endpoints(&api)[0].response.kind.clone();
    (api, kind)
}

#[test]
fn the_payload_is_found_behind_other_names_and_in_parts() {
    let schemas = [
        "{$ref: '#/definitions/Alias'}",
        "{allOf: [{type: object, properties: {data: {type: string}}}, {type: object, properties: {meta: {type: string}}}]}",
    ];
    for schema in schemas {
        let (api, found) = lower(&format!(
            "paths:\n  /a:\n    get:\n      x-envelope: {{payload: data}}\n      responses: {{200: {{description: D, schema: {schema}}}}}\n\
             definitions:\n  Alias: {{$ref: '#/definitions/Whole'}}\n  Whole: {{type: object, properties: {{data: {{type: string}}}}}}\n"
        ));
        assert_eq!(found, Vec::<String>::new(), "{schema}");
        let response = &endpoints(&api)[0].response;
        assert_eq!(response.envelope.as_deref(), Some("data"), "{schema}");
        assert_eq!(response.kind, ResponseKind::Json(Type::String), "{schema}");
    }
}

#[test]
fn successes_with_the_same_body_have_one_type() {
    let (_, same) = successes("200: {description: D, schema: {type: string}}, 201: {description: D, schema: {type: string}}");
    assert_eq!(same, ResponseKind::Json(Type::String));
    let (api, other) = successes("200: {description: D, schema: {type: string}}, 201: {description: D, schema: {type: integer}}");
    assert!(matches!(other, ResponseKind::ByStatus(_)), "{other:?}");
    let names: Vec<_> = api
        .types
        .iter()
        .flat_map(|group| &group.types)
        .chain(api.modules.iter().flat_map(|module| &module.types))
        .filter_map(|def| match &def.shape {
            Shape::ByStatus(variants) => Some(variants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>()),
            _ => None,
        })
        .collect();
    assert_eq!(names, [["Ok", "Created"]]);
}

/// Bodies are the same where each part of them is: what is only described otherwise is.
#[test]
fn bodies_are_compared_part_by_part() {
    let by_status = |first: &str, second: &str| {
        let (_, kind) = successes(&format!("200: {{description: D, schema: {first}}}, 201: {{description: D, schema: {second}}}"));
        matches!(kind, ResponseKind::ByStatus(_))
    };
    let object = |more: &str| format!("{{type: object, properties: {{a: {{type: string}}, b: {{type: integer}}}}{more}}}");
    let same = [
        (object(""), "{description: Other, properties: {b: {type: integer, description: B}, a: {type: string}}, type: object}".to_owned()),
        (object(", required: [a, b]"), object(", required: [b, a]")),
        (object(", additionalProperties: {type: string}"), object(", additionalProperties: {type: string, description: More}")),
        ("{type: array, items: {type: string, enum: [a, b]}}".to_owned(), "{type: array, items: {type: string, enum: [a, b]}}".to_owned()),
        ("{allOf: [{$ref: '#/definitions/A'}]}".to_owned(), "{allOf: [{$ref: '#/definitions/A'}], description: A}".to_owned()),
    ];
    for (first, second) in same {
        assert!(!by_status(&first, &second), "{first} and {second}");
    }
    let different = [
        (object(""), "{type: object, properties: {a: {type: string}, b: {type: string}}}".to_owned()),
        (object(""), "{type: object, properties: {a: {type: string}, c: {type: integer}}}".to_owned()),
        (object(""), "{type: object, properties: {a: {type: string}, b: {type: integer, x-nullable: true}}}".to_owned()),
        (object(""), object(", required: [a]")),
        (object(""), object(", additionalProperties: {type: string}")),
        (object(", additionalProperties: {type: string}"), object(", additionalProperties: {type: integer}")),
        ("{type: array, items: {type: string, enum: [a, b]}}".to_owned(), "{type: array, items: {type: string, enum: [a]}}".to_owned()),
        ("{type: integer, enum: [1, 2]}".to_owned(), "{type: integer, enum: [1, 3]}".to_owned()),
        ("{allOf: [{$ref: '#/definitions/A'}]}".to_owned(), "{allOf: [{$ref: '#/definitions/B'}]}".to_owned()),
    ];
    for (first, second) in different {
        assert!(by_status(&first, &second), "{first} and {second}");
    }
}

#[test]
fn errors_that_differ_by_status_say_whose_they_are() {
    let (api, _) = successes(
        "204: {description: D}, 404: {description: D, schema: {type: object, properties: {a: {type: string}}}}, \
         422: {description: D, schema: {type: object, properties: {b: {type: string}}}}",
    );
    let inline = api.modules.iter().flat_map(|module| &module.types);
    let errors = api.types.iter().flat_map(|group| &group.types).chain(inline).find(|def| matches!(def.shape, Shape::Errors { .. }));
    assert_eq!(errors.expect("a type").doc.0, "What the errors of `getA` carry, by the status of the response.");
}

/// A server that declares JSON and sends a file may refuse to send it as JSON.
#[test]
fn a_file_that_is_declared_as_json_is_asked_for_as_anything() {
    let accept = |media: &str| {
        let (api, _) = lower(&format!(
            "paths:\n  /a:\n    get:\n      produces: [{media}]\n      responses: {{200: {{description: D, schema: {{type: file}}}}}}\n"
        ));
        assert_eq!(endpoints(&api)[0].response.kind, ResponseKind::Bytes, "{media}");
        endpoints(&api)[0].accept.clone()
    };
    assert_eq!(accept("application/json").as_deref(), Some("*/*"));
    assert_eq!(accept("image/png").as_deref(), Some("image/png"));
}

#[test]
fn an_outcome_is_called_like_its_status() {
    let names = [
        (200, "Ok"),
        (201, "Created"),
        (202, "Accepted"),
        (203, "NonAuthoritative"),
        (205, "ResetContent"),
        (206, "PartialContent"),
        (207, "MultiStatus"),
        (208, "AlreadyReported"),
        (226, "ImUsed"),
        (299, "Status299"),
    ];
    for (status, name) in names {
        let other = if status == 200 { 201 } else { 200 };
        let (api, _) = successes(&format!(
            "{other}: {{description: D, schema: {{type: integer}}}}, {status}: {{description: D, schema: {{type: string}}}}"
        ));
        let is_string = |variant: &&ir::StatusVariant| variant.ty == Some(Type::String);
        let found = api.modules.iter().flat_map(|module| &module.types).find_map(|def| match &def.shape {
            Shape::ByStatus(variants) => variants.iter().find(is_string).map(|variant| variant.name.as_str()),
            _ => None,
        });
        assert_eq!(found, Some(name), "{status}");
    }
}

#[test]
fn two_successes_of_anything_are_the_same() {
    let bodies =
        |one: &str, other: &str| successes(&format!("200: {{description: D, schema: {one}}}, 201: {{description: D, schema: {other}}}")).1;
    assert_eq!(bodies("{}", "{}"), ResponseKind::Json(Type::Json));
    assert!(matches!(bodies("{}", "{type: string}"), ResponseKind::ByStatus(_)));
}

#[test]
fn operations_that_promise_the_same_headers_share_their_type() {
    let (api, _) = lower(&["a: string", "a: string", "b: string", "a: integer"].iter().enumerate().fold(
        "paths:\n".to_owned(),
        |text, (index, header)| {
            let (name, ty) = header.split_once(": ").expect("a name and a type");
            text + &format!("  /p{index}: {{get: {{responses: {{200: {{description: D, headers: {{X-{name}: {{type: {ty}}}}}}}}}}}}}\n")
        },
    ));
    let types: Vec<(&str, bool)> = endpoints(&api)
        .iter()
        .map(|endpoint| match endpoint.response.headers.as_ref().expect("headers") {
            Type::Named { name, home } => (name.as_str(), *home == ir::Home::Types),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(types[0], types[1]);
    assert_ne!(types[0], types[2]);
    assert!(types[0].1 && types[2].1 && !types[3].1, "{types:?}");
}
