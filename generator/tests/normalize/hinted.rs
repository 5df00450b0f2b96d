//! Hints: the typed value that each becomes, and what is said of one that is malformed.

use std::collections::BTreeMap;

use generator::hints::values::{
    BoundHint, ChangesHint, ClientHint, Dependency, DocumentHints, EnumHints, EnvelopeHint, OperationHints, PaginationHint,
    PaginationStyle, SchemaHints, ServerHint, StreamHint, Switch, XmlHint,
};
use generator::hints::{self, Hints};
use generator::pointer::Pointer;
use generator::request::{ListStyle, Retry};
use openapiv3::{OpenAPI, Operation, Parameter, ParameterData, ReferenceOr, RequestBody, Schema, SchemaKind, Type};

use super::read;

/// A document that is read without diagnostics.
#[track_caller]
fn model(yaml: &str) -> (OpenAPI, Hints) {
    let (openapi, hints, found) = read(yaml);
    assert_eq!(found, Vec::<String>::new(), "{yaml}");
    (openapi, hints)
}

/// The operation `get` of the path `/a`.
fn operation(openapi: &OpenAPI) -> &Operation {
    let item = openapi.paths.paths.get("/a").and_then(ReferenceOr::as_item).expect("the path");
    item.get.as_ref().expect("the operation")
}

/// The hints of an operation that has these keys.
#[track_caller]
fn of_operation(keys: &str, more: &str) -> OperationHints {
    let responses = "responses: {200: {description: x}}";
    let (openapi, hints) = model(&format!("paths: {{/a: {{get: {{{keys}, {responses}}}}}}}\n{more}"));
    hints.operations.of(&operation(&openapi).extensions).clone()
}

fn parameter(openapi: &OpenAPI, index: usize) -> &ParameterData {
    let parameter = operation(openapi).parameters[index].as_item().map(Parameter::parameter_data_ref);
    parameter.expect("the parameter")
}

fn body(openapi: &OpenAPI) -> &RequestBody {
    operation(openapi).request_body.as_ref().and_then(ReferenceOr::as_item).expect("the body")
}

/// A definition.
fn definition<'o>(openapi: &'o OpenAPI, name: &str) -> &'o Schema {
    let components = openapi.components.as_ref().expect("components");
    components.schemas[name].as_item().expect("a schema")
}

/// A property of an object.
fn property<'o>(schema: &'o Schema, name: &str) -> &'o Schema {
    let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else { panic!("{schema:?}") };
    object.properties[name].as_item().expect("a schema")
}

/// The hints of a definition that has these keys; there are definitions `B` and `C` beside it.
#[track_caller]
fn of_definition(keys: &str) -> SchemaHints {
    let (openapi, hints) = model(&format!("definitions: {{A: {{{keys}}}, B: {{type: object}}, C: {{type: string}}}}"));
    hints.schemas.of(&definition(&openapi, "A").schema_data.extensions).clone()
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

fn pairs<T: FromIterator<(String, String)>>(list: &[(&str, &str)]) -> T {
    list.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[test]
fn hints_of_the_document() {
    let (_, hints) = model(
        "
x-client:
  base-url: {default: 'https://x.example', env: URL}
  token: {env: TOKEN}
  headers: {X-B: c, X-A: b}
  parameters: {team: {}, org: {env: ORG}}
  servers: {auth: {default: 'https://a.example'}, account: {default: 'https://b.example', env: B}}
x-envelope: {payload: data, meta: meta}
x-pagination: {style: page, page: page, first: 0, size: per_page, items: /data, total: /meta/total, current: /c, last: /l}
x-idempotency-key: Idempotency-Key
x-rust-derive: [Eq]
x-rust-attributes: ['#[must_use]']
x-rust-formats: {uuid: 'uuid::Uuid', date: 'crate::Day'}
x-rust-dependencies: {uuid: '1.2', own: {path: ../own, features: [serde], default-features: false}}
x-other: 1
",
    );
    let text = |text: &str| Some(text.to_owned());
    let bound = |name: &str, env| {
        let at = Pointer::root().push("x-client").push("parameters").push(name);
        BoundHint { name: name.to_owned(), env, at }
    };
    let client = ClientHint {
        base_url: text("https://x.example"),
        base_url_env: text("URL"),
        token_env: text("TOKEN"),
        headers: pairs(&[("X-A", "b"), ("X-B", "c")]),
        parameters: vec![bound("org", text("ORG")), bound("team", None)],
        servers: vec![
            ServerHint { name: "account".to_owned(), url: "https://b.example".to_owned(), env: text("B") },
            ServerHint { name: "auth".to_owned(), url: "https://a.example".to_owned(), env: None },
        ],
    };
    let pagination = PaginationHint {
        style: Some(PaginationStyle::Page),
        page: text("page"),
        first: Some(0),
        size: text("per_page"),
        items: text("/data"),
        total: text("/meta/total"),
        current: text("/c"),
        last: text("/l"),
        ..PaginationHint::default()
    };
    let expected = DocumentHints {
        schemas: Pointer::root().push("definitions"),
        is_by_media: false,
        client,
        envelope: Some(EnvelopeHint { payload: "data".to_owned() }),
        pagination: Some(pagination),
        idempotency_key: text("Idempotency-Key"),
        derives: strings(&["Eq"]),
        attributes: strings(&["#[must_use]"]),
        formats: pairs(&[("date", "crate::Day"), ("uuid", "uuid::Uuid")]),
        dependencies: vec![
            (
                "own".to_owned(),
                Dependency { path: text("../own"), features: strings(&["serde"]), default_features: Some(false), ..Dependency::default() },
            ),
            ("uuid".to_owned(), Dependency { version: text("1.2"), ..Dependency::default() }),
        ],
    };
    assert_eq!(hints.document, expected);
    let without = DocumentHints { schemas: Pointer::root().push("definitions"), ..DocumentHints::default() };
    assert_eq!(model("x-other: 1").1.document, without);
}

#[test]
fn hints_of_operations() {
    let client = "x-client: {servers: {auth: {default: 'https://a.example'}}}";
    let keys = "x-name: go, x-retry: always, x-safe: true, x-idempotency-key: Key, x-server: auth, x-stream: {payload: result, error: error, end: '[DONE]'}, x-envelope: {payload: data}, \
                x-pagination: {style: cursor, cursor: after, items: '', next: /next}";
    let pagination = PaginationHint {
        style: Some(PaginationStyle::Cursor),
        cursor: Some("after".to_owned()),
        items: Some(String::new()),
        next: Some("/next".to_owned()),
        ..PaginationHint::default()
    };
    let expected = OperationHints {
        name: Some("go".to_owned()),
        retry: Some(Retry::Always),
        safe: Some(true),
        server: Some("auth".to_owned()),
        envelope: Switch::On(EnvelopeHint { payload: "data".to_owned() }),
        pagination: Switch::On(pagination),
        idempotency_key: Switch::On("Key".to_owned()),
        stream: Switch::On(StreamHint {
            payload: Some("result".to_owned()),
            error: Some("error".to_owned()),
            end: Some("[DONE]".to_owned()),
            ..StreamHint::default()
        }),
    };
    assert_eq!(of_operation(keys, client), expected);
    let off = OperationHints {
        retry: Some(Retry::Never),
        envelope: Switch::Off,
        pagination: Switch::Off,
        idempotency_key: Switch::Off,
        stream: Switch::Off,
        ..OperationHints::default()
    };
    assert_eq!(of_operation("x-retry: never, x-envelope: false, x-pagination: false, x-idempotency-key: false, x-stream: false", ""), off);
    assert_eq!(of_operation("x-stream: true", "").stream, Switch::On(StreamHint::default()));
    assert_eq!(of_operation("x-other: 1", ""), OperationHints::default());
    for (word, style) in [
        ("page", PaginationStyle::Page),
        ("offset", PaginationStyle::Offset),
        ("cursor", PaginationStyle::Cursor),
        ("next-link", PaginationStyle::NextLink),
        ("link-header", PaginationStyle::LinkHeader),
    ] {
        let found = of_operation(&format!("x-pagination: {{style: {word}}}"), "").pagination;
        assert_eq!(found, Switch::On(PaginationHint { style: Some(style), ..PaginationHint::default() }), "{word}");
    }
}

#[test]
fn hints_of_tags_parameters_and_bodies() {
    let (openapi, hints) = model(
        "
tags: [{name: a, x-name: tag}]
paths:
  /a:
    get:
      tags: [a]
      parameters:
      - {name: a, in: query, type: array, items: {type: string}}
      - {name: b, in: query, type: array, items: {type: array, items: {type: string}, collectionFormat: ssv}, collectionFormat: multi}
      - {name: c, in: header, type: string, x-name: ident, enum: [x], x-enum-open: false}
      - {name: d, in: query, type: string, x-ms-skip-url-encoding: true}
      - {name: input, in: body, x-name: payload, schema: {type: string}}
      responses: {200: {description: x}}
",
    );
    assert_eq!(hints.tags.of(&openapi.tags[0].extensions).name.as_deref(), Some("tag"));
    let of = |index| hints.parameters.of(&parameter(&openapi, index).extensions);
    let schema = |index: usize| {
        let openapiv3::ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) = &parameter(&openapi, index).format else {
            panic!("no schema")
        };
        schema
    };
    assert_eq!((of(0).list, of(0).name.as_deref()), (Some(ListStyle::Csv), None));
    assert_eq!(of(1).list, Some(ListStyle::Multi));
    let SchemaKind::Type(Type::Array(list)) = &schema(1).schema_kind else { panic!("a list") };
    let inner = list.items.as_ref().and_then(ReferenceOr::as_item).expect("items");
    assert_eq!(hints.schemas.of(&inner.schema_data.extensions).list, Some(ListStyle::Ssv));
    assert_eq!(hints.schemas.of(&schema(1).schema_data.extensions).list, None, "the parameter has it");
    assert_eq!((of(2).list, of(2).name.as_deref()), (None, Some("ident")));
    let values = EnumHints { open: Some(false), ..EnumHints::default() };
    assert_eq!(*hints.schemas.of(&schema(2).schema_data.extensions), SchemaHints { values, ..SchemaHints::default() });
    assert!(of(3).skip_encoding && !of(3).allow_reserved, "the model's word for it means something else");
    let of_body = hints.bodies.of(&body(&openapi).extensions);
    assert_eq!((of_body.name.as_deref(), of_body.parameter.as_str()), (Some("payload"), "input"));
}

#[test]
fn hints_of_fields_of_forms() {
    let (openapi, hints) = model(
        "
paths:
  /a:
    get:
      parameters:
      - {name: a, in: formData, type: array, items: {type: string}, collectionFormat: multi, x-name: bees}
      - {name: b, in: formData, type: string, allowEmptyValue: true}
      - {name: c, in: formData, type: string}
      responses: {200: {description: x}}
",
    );
    let media = body(&openapi).content.values().next().and_then(|media| media.schema.as_ref());
    let form = media.and_then(ReferenceOr::as_item).expect("the form");
    let of = |name: &str| hints.schemas.of(&property(form, name).schema_data.extensions).clone();
    let bees = Some("bees".to_owned());
    assert_eq!(of("a"), SchemaHints { name: bees, list: Some(ListStyle::Multi), ..SchemaHints::default() });
    assert_eq!(of("b"), SchemaHints { allow_empty: true, ..SchemaHints::default() });
    assert_eq!(of("c"), SchemaHints::default());
}

#[test]
fn hints_of_schemas() {
    let name = Some("bee".to_owned());
    assert_eq!(of_definition("$ref: '#/definitions/B', x-name: bee"), SchemaHints { name: name.clone(), ..SchemaHints::default() });
    assert_eq!(of_definition("type: object, x-name: bee"), SchemaHints { name, ..SchemaHints::default() });
    assert_eq!(of_definition("type: object, x-other: 1"), SchemaHints::default());
    let (openapi, hints) = model("definitions: {A: {type: object, properties: {a: {x-envelope: true}, b: {x-envelope: false}}}}");
    let of = |name: &str| hints.schemas.of(&property(definition(&openapi, "A"), name).schema_data.extensions).is_wrapped;
    assert_eq!((of("a"), of("b")), (true, false));
    let changes = ChangesHint {
        of: "B".to_owned(),
        resend: strings(&["a", "b"]),
        merge: strings(&["c"]),
        not_empty: strings(&["d"]),
        keys: pairs(&[("e", "id"), ("f/g", "code")]),
    };
    let found = of_definition("type: object, x-changes: {of: B, resend: [a, b], merge: [c], not-empty: [d], keys: {f/g: code, e: id}}");
    assert_eq!(found.changes, Some(changes));
    let xml = XmlHint {
        name: Some("n".to_owned()),
        namespace: Some("urn:s".to_owned()),
        prefix: Some("p".to_owned()),
        attribute: true,
        wrapped: true,
        text: true,
    };
    let keys = "type: string, xml: {name: ' n ', namespace: 'urn:s', prefix: p, attribute: true, wrapped: true, x-ms-text: true}";
    assert_eq!(of_definition(keys).xml, Some(xml));
    assert_eq!(of_definition("type: string, xml: {name: ''}").xml, Some(XmlHint::default()));
}

#[test]
fn hints_of_values() {
    let of = |keys: &str| of_definition(keys).values;
    let names: BTreeMap<String, String> = pairs(&[("1", "one"), ("2", "two")]);
    let descriptions = pairs(&[("2", "Second.")]);
    let expected = EnumHints { open: Some(true), names: names.clone(), descriptions };
    let more = "x-enum-open: true, x-enum-descriptions: {'2': Second.}";
    assert_eq!(of(&format!("type: integer, enum: [1, 2], x-enum-varnames: [one, two], {more}")), expected);
    assert_eq!(of(&format!("type: string, enum: ['1', '2'], x-enum-varnames: {{'2': two, '1': one}}, {more}")), expected);
    assert_eq!(of("type: string, enum: [a]"), EnumHints::default());
    assert_eq!(of("type: string, enum: ['1', '2'], x-enum-varnames: [one, two]"), EnumHints { names, ..EnumHints::default() });
}

/// What documents for another generator say is the same as what ours would.
#[test]
fn words_of_another_generator_give_the_same_hints() {
    let lists = [
        ("{nextLinkName: next}", "{style: next-link, items: /value, next: /next}"),
        ("{nextLinkName: a/b, itemName: c~d}", "{style: next-link, items: /c~0d, next: /a~1b}"),
        ("{nextLinkName: n, itemName: i, operationName: more}", "{style: next-link, items: /i, next: /n, operation: more}"),
    ];
    // The word is kept for what is said of it.
    let said_by = |keys: &str, word: &'static str| {
        let mut found = of_operation(keys, "");
        let Switch::On(paging) = &mut found.pagination else { panic!("{found:?}") };
        assert_eq!(paging.word.take(), Some(word));
        found
    };
    let others = [
        (
            "x-speakeasy-pagination: {type: cursor, inputs: [{name: c, in: parameters, type: cursor}], outputs: {results: $.i, nextCursor: $.n.c}}",
            "{style: cursor, cursor: c, items: /i, next: /n/c}",
        ),
        ("x-speakeasy-pagination: {type: url, outputs: {results: $, nextUrl: $.n}}", "{style: next-link, items: '', next: /n}"),
        ("x-fern-pagination: {next_uri: $response.n, results: $response.i}", "{style: next-link, items: /i, next: /n}"),
        ("x-fern-pagination: {offset: $request.page, results: $response.i}", "{style: page, page: page, items: /i}"),
    ];
    for (theirs, ours) in others {
        let word = if theirs.starts_with("x-fern") { "x-fern-pagination" } else { "x-speakeasy-pagination" };
        assert_eq!(said_by(theirs, word), of_operation(&format!("x-pagination: {ours}"), ""), "{theirs}");
    }
    for (theirs, ours) in lists {
        let found = said_by(&format!("x-ms-pageable: {theirs}"), "x-ms-pageable");
        assert_eq!(found, of_operation(&format!("x-pagination: {ours}"), ""), "{theirs}");
        assert_ne!(found, OperationHints::default());
        // Ours comes first.
        assert_eq!(of_operation(&format!("x-ms-pageable: {theirs}, x-pagination: false"), "").pagination, Switch::Off);
    }
    let version = "parameters: [{name: api-version, in: query, type: string}]";
    assert_eq!(
        said_by(&format!("x-ms-pageable: {{nextLinkName: n}}, {version}"), "x-ms-pageable"),
        of_operation(&format!("x-pagination: {{style: next-link, items: /value, next: /n, keep: [api-version]}}, {version}"), "")
    );
    assert_eq!(of_operation("x-ms-pageable: {nextLinkName: null}", ""), OperationHints::default(), "the list is whole");
    let cat = "allOf: [{$ref: '#/definitions/B'}], properties: {a: {type: string}}";
    let theirs = of_definition(&format!("{cat}, x-ms-discriminator-value: siam"));
    assert_eq!(theirs, of_definition(&format!("{cat}, x-discriminator-value: siam")));
    assert_eq!(theirs.discriminator_value.map(|value| value.text).as_deref(), Some("siam"));
}

/// A malformed value of each hint there is: it is reported with its place.
#[test]
fn a_malformed_hint_is_reported_with_its_place() {
    let get = "/paths/~1a/get";
    let cases = [
        (hints::CHANGES, "definitions: {A: {type: object, x-changes: {of: []}}}", "/definitions/A/x-changes/of".to_owned()),
        (hints::CLIENT, "x-client: {token: T}", "/x-client/token".to_owned()),
        (hints::CLIENT, "x-client: {servers: {a: {env: A}}}", "/x-client/servers/a".to_owned()),
        (hints::DISCRIMINATOR_VALUE, "definitions: {A: {x-discriminator-value: [a]}}", "/definitions/A/x-discriminator-value".to_owned()),
        (
            hints::ENUM_DESCRIPTIONS,
            "definitions: {A: {type: string, enum: [a], x-enum-descriptions: text}}",
            "/definitions/A/x-enum-descriptions".to_owned(),
        ),
        (hints::ENUM_OPEN, "definitions: {A: {type: string, enum: [a], x-enum-open: 1}}", "/definitions/A/x-enum-open".to_owned()),
        (hints::ENUM_TYPE, "definitions: {A: {type: string, enum: [a], x-enum-type: []}}", "/definitions/A/x-enum-type".to_owned()),
        (
            hints::ENUM_NAMES,
            "definitions: {A: {type: string, enum: [a], x-enum-varnames: [[]]}}",
            "/definitions/A/x-enum-varnames/0".to_owned(),
        ),
        (hints::ENVELOPE, "x-envelope: {payload: ''}", "/x-envelope/payload".to_owned()),
        (hints::ENVELOPE, "GET x-envelope: true", format!("{get}/x-envelope")),
        (hints::IDEMPOTENCY_KEY, "x-idempotency-key: false", "/x-idempotency-key".to_owned()),
        (hints::IDEMPOTENCY_KEY, "GET x-idempotency-key: [a]", format!("{get}/x-idempotency-key")),
        (hints::NAME, "definitions: {A: {type: object, x-name: '-'}}", "/definitions/A/x-name".to_owned()),
        (hints::NEWTYPE, "definitions: {A: {type: string, x-newtype: ''}}", "/definitions/A/x-newtype".to_owned()),
        (hints::NULLABLE, "definitions: {A: {type: string, x-nullable: 5}}", "/definitions/A/x-nullable".to_owned()),
        (hints::ONE_OF, "definitions: {A: {x-one-of: 5}}", "/definitions/A/x-one-of".to_owned()),
        (hints::PAGINATION, "x-pagination: false", "/x-pagination".to_owned()),
        (hints::PAGINATION, "GET x-pagination: {keep: a}", format!("{get}/x-pagination/keep")),
        (hints::RETRY, "GET x-retry: true", format!("{get}/x-retry")),
        (hints::RUST_DERIVE, "x-rust-derive: Eq", "/x-rust-derive".to_owned()),
        (hints::RUST_DERIVE, "definitions: {A: {type: string, x-rust-derive: 5}}", "/definitions/A/x-rust-derive".to_owned()),
        (hints::RUST_ATTRIBUTES, "x-rust-attributes: '#[must_use]'", "/x-rust-attributes".to_owned()),
        (hints::RUST_ATTRIBUTES, "definitions: {A: {type: string, x-rust-attributes: {}}}", "/definitions/A/x-rust-attributes".to_owned()),
        (hints::RUST_DEPENDENCIES, "x-rust-dependencies: [uuid]", "/x-rust-dependencies".to_owned()),
        (hints::RUST_DEPENDENCIES, "x-rust-dependencies: {uuid: latest}", "/x-rust-dependencies/uuid".to_owned()),
        (hints::RUST_DEPENDENCIES, "x-rust-dependencies: {uuid: {features: [serde]}}", "/x-rust-dependencies/uuid".to_owned()),
        (hints::RUST_DEPENDENCIES, "x-rust-dependencies: {uuid: {version: 1 2}}", "/x-rust-dependencies/uuid/version".to_owned()),
        (hints::RUST_DEPENDENCIES, "x-rust-dependencies: {a b: '1'}", "/x-rust-dependencies/a b".to_owned()),
        (hints::RUST_FORMATS, "x-rust-formats: {uuid: []}", "/x-rust-formats/uuid".to_owned()),
        (hints::RUST_TYPE, "definitions: {A: {type: string, x-rust-type: [a]}}", "/definitions/A/x-rust-type".to_owned()),
        (hints::OPERATION_ID, "GET operationId: a, x-operation-id: []", format!("{get}/x-operation-id")),
        (hints::SAFE, "GET x-safe: always", format!("{get}/x-safe")),
        (hints::SERVER, "GET x-server: auth", format!("{get}/x-server")),
        (hints::STREAM, "GET x-stream: yes please", format!("{get}/x-stream")),
        (hints::STREAM, "GET x-stream: {payload: []}", format!("{get}/x-stream/payload")),
        (hints::WEBHOOKS, "x-webhooks: [made]", "/x-webhooks".to_owned()),
        (hints::WEBHOOKS, "x-webhooks: {made: {post: {$ref: '#/none'}}}", "/x-webhooks/made/post/$ref".to_owned()),
        ("x-ms-pageable", "GET x-ms-pageable: true", format!("{get}/x-ms-pageable")),
        ("x-ms-pageable", "GET x-ms-pageable: {nextLinkName: [a]}", format!("{get}/x-ms-pageable/nextLinkName")),
        (
            "x-ms-discriminator-value",
            "definitions: {A: {x-ms-discriminator-value: {}}}",
            "/definitions/A/x-ms-discriminator-value".to_owned(),
        ),
    ];
    for hint in hints::ALL {
        assert!(cases.iter().any(|(name, ..)| *name == hint.name), "no case of {}", hint.name);
    }
    for (hint, yaml, at) in cases {
        let yaml = match yaml.strip_prefix("GET ") {
            Some(keys) => format!("paths: {{/a: {{get: {{{keys}, responses: {{200: {{description: x}}}}}}}}}}"),
            None => yaml.to_owned(),
        };
        let (_, _, found) = read(&yaml);
        let is_here = |one: &String| one.contains("left out") && one.contains(&format!("at {at})"));
        assert!(found.iter().any(is_here), "{hint}: {yaml}: {found:#?}");
        assert!(at.contains(hint), "{hint}: {at}");
    }
}
