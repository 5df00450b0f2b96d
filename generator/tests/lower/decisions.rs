//! Decisions that show in few documents: what an untyped schema is, which bodies are the same, what a name or a place means.

use generator::coverage::Unused;
use generator::diagnostic::Diagnostic;
use generator::ir::{self, ResponseKind, Shape, Type};
use generator::load::load;
use generator::request::ListStyle;
use generator::source::Source;
use openapiv3::ReferenceOr;

use super::lower;

/// The type of a property with this schema, and what was said of it.
fn property(schema: &str) -> (Type, Vec<String>) {
    let (api, found) = lower(&format!("definitions:\n  T: {{type: object, properties: {{a: {schema}}}}}\n"));
    let def = api.types.iter().flat_map(|group| &group.types).find(|def| def.name.as_str() == "T").expect("the type");
    match &def.shape {
        Shape::Struct(object) => (object.fields[0].ty.clone(), found),
        other => panic!("{other:?}"),
    }
}

fn def<'a>(api: &'a ir::Api, name: &str) -> &'a ir::TypeDef {
    api.types.iter().flat_map(|group| &group.types).find(|def| def.name.as_str() == name).expect("the type")
}

fn endpoints(api: &ir::Api) -> Vec<&ir::Endpoint> {
    api.modules.iter().flat_map(|module| &module.endpoints).collect()
}

#[test]
fn a_schema_without_a_type_is_what_its_keywords_describe() {
    let quiet = |ty| (ty, Vec::<String>::new());
    assert_eq!(property("{items: {type: string}}"), quiet(Type::List(Box::new(Type::String))));
    assert_eq!(property("{enum: [true, false]}"), quiet(Type::Bool));
    assert!(matches!(property("{additionalProperties: {type: string}}").0, Type::Map(_)));
    let (ty, found) = property("{type: string, enum: [a, {b: 1}]}");
    assert_eq!(ty, Type::Json);
    assert!(found.iter().any(|one| one.contains("an enum of strings with other values")), "{found:?}");
}

#[test]
fn what_an_all_of_requires_makes_it_a_type_of_its_own() {
    let (api, found) = lower(
        "definitions:\n  A: {type: object, properties: {a: {type: string}}}\n  \
         B: {allOf: [{$ref: '#/definitions/A'}, {type: object, required: [a]}]}\n  C: {required: [a], allOf: [{$ref: '#/definitions/A'}]}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    for name in ["B", "C"] {
        match &def(&api, name).shape {
            Shape::Struct(object) => assert_eq!(object.fields[0].presence, ir::Presence::Required, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn an_alternative_that_nobody_named_is_called_by_its_kind() {
    let (api, found) = lower(
        "definitions:\n  T: {x-one-of: [{type: integer, enum: [1, 2]}, {type: string, enum: [a, b]}, {type: object, properties: {a: {type: string}}}]}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    match &def(&api, "T").shape {
        Shape::Union(variants) => {
            assert_eq!(variants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Number", "Text", "Object"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_subtype_has_the_only_value_that_it_allows() {
    let (api, _) = lower(
        "definitions:\n  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}\n  \
         Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, properties: {kind: {type: string, enum: [feline]}, a: {type: string}}}]}\n",
    );
    match &def(&api, "Pet").shape {
        Shape::Tagged { variants, .. } => {
            let wires: Vec<_> = variants.iter().flat_map(|one| &one.wire).map(String::as_str).collect();
            assert!(wires.contains(&"feline"), "{wires:?}");
        }
        other => panic!("{other:?}"),
    }
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

/// The kind of the response of an operation with these successes.
fn successes(responses: &str) -> (ir::Api, ResponseKind) {
    let (api, _) = lower(&format!("paths:\n  /a: {{get: {{operationId: getA, responses: {{{responses}}}}}}}\n"));
    let kind = endpoints(&api)[0].response.kind.clone();
    (api, kind)
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

#[test]
fn a_paging_knows_which_features_need_it() {
    let (api, found) = lower(
        "paths:\n  /a:\n    get:\n      tags: [Pets]\n      x-pagination: {style: page, page: page}\n      \
         parameters: [{name: page, in: query, type: integer}]\n      \
         responses: {200: {description: D, schema: {type: array, items: {type: string}}}}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(api.pagings.iter().map(|paging| paging.features.clone()).collect::<Vec<_>>(), [["pets"]]);
}

#[test]
fn a_parameter_that_is_a_key_is_a_secret_and_a_header_of_its_name_is_none() {
    let (api, _) = lower(
        "securityDefinitions: {key: {type: apiKey, in: query, name: key}}\nsecurity: [{key: []}]\n\
         paths:\n  /a:\n    get:\n      parameters: [{name: key, in: query, type: string}, {name: q, in: query, type: string}]\n      \
         responses: {204: {description: D}}\n  /b:\n    get:\n      parameters: [{name: key, in: header, type: string}]\n      \
         responses: {204: {description: D}}\n",
    );
    let types: Vec<Vec<(&str, &Type)>> =
        endpoints(&api).iter().map(|endpoint| endpoint.options.iter().map(|arg| (arg.wire.as_str(), &arg.ty)).collect()).collect();
    assert_eq!(types, [vec![("key", &Type::Secret), ("q", &Type::String)], vec![("key", &Type::String)]]);
}

#[test]
fn a_name_in_two_places_tells_the_place() {
    let (api, _) = lower(
        "paths:\n  /a/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, type: string}, \
         {name: id, in: query, required: true, type: string}, {name: q, in: query, required: true, type: string}]\n      responses: {204: {description: D}}\n",
    );
    let endpoint = endpoints(&api)[0];
    let names: Vec<&str> = endpoint.args.iter().map(|arg| arg.name.as_str()).collect();
    assert_eq!(names, ["id", "query_id", "q"]);
}

#[test]
fn what_a_path_says_is_not_sent_twice() {
    for (path, fixed) in [("/a?mode=a%20b", 0), ("/a?mode=other", 1), ("/a", 1)] {
        let (api, _) = lower(&format!(
            "paths:\n  {path}:\n    get:\n      parameters: [{{name: mode, in: query, required: true, type: string, enum: ['a b']}}]\n      \
             responses: {{204: {{description: D}}}}\n"
        ));
        assert_eq!(endpoints(&api)[0].fixed.len(), fixed, "{path}");
    }
}

#[test]
fn where_there_is_more_to_read_is_said_in_the_words_of_the_definition() {
    let (api, _) = lower(
        "definitions:\n  A: {type: object, description: One., externalDocs: {url: 'https://h.example/a', description: Guide}}\n  \
         B: {type: object, externalDocs: {url: 'https://h.example/b'}}\n",
    );
    assert_eq!(def(&api, "A").doc.0, "One.\n\nGuide: https://h.example/a");
    assert_eq!(def(&api, "B").doc.0, "More: https://h.example/b");
}

#[test]
fn free_form_values_are_counted() {
    let (api, _) = lower(
        "paths:\n  /a: {get: {responses: {200: {description: D, schema: {}}}}}\n  \
         /b: {get: {responses: {200: {description: D, schema: {type: string}}}}}\n  /c: {get: {responses: {204: {description: D}}}}\n",
    );
    let found = generator::lower::free_form(&api);
    assert_eq!((found.responses, found.free_responses.len()), (2, 1));
    let (api, _) = lower(
        "definitions:\n  T: {type: object, properties: {a: {type: string}, b: {}}}\n\
         paths:\n  /a: {get: {parameters: [{name: q, in: query, type: string}], responses: {204: {description: D}}}}\n",
    );
    let found = generator::lower::free_form(&api);
    assert_eq!(
        (found.fields, found.free_fields.iter().map(ToString::to_string).collect::<Vec<_>>()),
        (3, vec!["/definitions/T/properties/b".to_owned()])
    );
}

#[test]
fn formats_without_a_meaning_and_definitions_without_a_use_are_reported() {
    let text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\npaths:\n  \
                /a: {get: {parameters: [{name: q, in: query, type: integer, format: odd}], \
                responses: {200: {description: D, schema: {$ref: '#/definitions/Used'}}}}}\ndefinitions:\n  \
                Used: {type: object, properties: {a: {type: integer, format: odd}, b: {type: integer, format: int64}, c: {type: integer, format: unixtime}}}\n  Unused: {type: object, properties: {a: {type: string}}}\n";
    let source = Source::parse("s.yaml", text).unwrap();
    let extras = generator::Extras { unused: true, ..generator::Extras::default() };
    let options = generator::Options { extras, ..generator::Options::default() };
    let generated = generator::generate(&source, None, &generator::NoFiles, &options).unwrap();
    let places = |why| generated.unused.iter().filter(|entry| entry.why == why).map(|entry| entry.at.to_string()).collect::<Vec<_>>();
    assert_eq!(places(Unused::Format), ["/definitions/Used/properties/a/format", "/paths/~1a/get/parameters/0/format"]);
    assert_eq!(places(Unused::Definition), ["/definitions/Unused"]);
}

/// A model that Swagger 2.0 cannot say, and other dialects can.
fn lower_model(change: impl FnOnce(&mut openapiv3::OpenAPI)) -> (ir::Api, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\npaths: {}\n";
    let source = Source::parse("s.yaml", head.to_owned()).expect("a document");
    let mut loaded = load(&source, None, &generator::NoFiles, generator::Extras::default());
    change(&mut loaded.openapi);
    let api = generator::lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    (api, loaded.diagnostics.iter().map(Diagnostic::render).collect())
}

#[test]
fn of_the_schemes_of_http_basic_and_bearer_are_known() {
    let (api, found) = lower_model(|document| {
        for scheme in ["Basic", "Bearer", "digest"] {
            let kind: openapiv3::SecurityScheme =
                serde_json::from_value(serde_json::json!({"type": "http", "scheme": scheme})).expect("a scheme");
            document.components.get_or_insert_default().security_schemes.insert(scheme.to_owned(), ReferenceOr::Item(kind));
        }
    });
    let known: Vec<(&str, &ir::SchemeKind)> = api.client.schemes.iter().map(|one| (one.name.as_str(), &one.kind)).collect();
    assert_eq!(known, [("Basic", &ir::SchemeKind::Basic), ("Bearer", &ir::SchemeKind::Bearer)]);
    assert!(found.len() == 1 && found[0].contains("the security scheme `digest` is of a kind that is not supported"), "{found:?}");
}

#[test]
fn an_id_that_says_list_is_served_before_one_that_becomes_it() {
    let operation = |id: &str| format!("{{get: {{operationId: {id}, tags: [groups], responses: {{204: {{description: D}}}}}}}}");
    let (api, _) = lower(&format!(
        "paths:\n  /groups: {}\n  /groups/all: {}\n  /groups/{{g}}: {}\n",
        operation("getGroups"),
        operation("getGroupsAll"),
        operation("listGroups")
    ));
    let mut names: Vec<(&str, &str)> = endpoints(&api).iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    names.sort_unstable();
    assert_eq!(names, [("getGroups", "get_groups"), ("getGroupsAll", "get_all"), ("listGroups", "list")]);
}

#[test]
fn what_only_says_what_is_required_is_no_alternative() {
    let beside = |alternatives: serde_json::Value| {
        let (api, found) = lower_model(|document| {
            let schema = serde_json::json!({"properties": {"b": {"type": "string"}}, "anyOf": alternatives});
            document.components.get_or_insert_default().schemas.insert("T".to_owned(), serde_json::from_value(schema).expect("a schema"));
        });
        assert!(matches!(&def(&api, "T").shape, Shape::Struct(object) if object.fields[0].wire == "b"), "{:?}", def(&api, "T"));
        found
    };
    let complaint = "alternatives beside properties are left out";
    assert_eq!(beside(serde_json::json!([{"required": ["b"]}, {}])), Vec::<String>::new());
    for other in [
        serde_json::json!({"type": "string"}),
        serde_json::json!({"properties": {"c": {"type": "string"}}}),
        serde_json::json!({"additionalProperties": {"type": "string"}}),
    ] {
        let found = beside(serde_json::json!([{"required": ["b"]}, other]));
        assert!(found.iter().any(|one| one.contains(complaint)), "{other}: {found:?}");
    }
}

#[test]
fn null_may_be_said_outside_or_inside_of_an_all_of() {
    let presence = |schema: &str| {
        let (api, found) = lower(&format!("definitions:\n  T: {{type: object, required: [a], properties: {{a: {schema}}}}}\n"));
        assert_eq!(found, Vec::<String>::new(), "{schema}");
        match &def(&api, "T").shape {
            Shape::Struct(object) => object.fields[0].presence,
            other => panic!("{other:?}"),
        }
    };
    for inner in ["type: string", "type: object, properties: {b: {type: string}}"] {
        assert_eq!(presence(&format!("{{allOf: [{{{inner}}}]}}")), ir::Presence::Required, "{inner}");
        for nullable in [
            format!("{{{inner}, x-nullable: true}}"),
            format!("{{x-nullable: true, allOf: [{{{inner}}}]}}"),
            format!("{{allOf: [{{{inner}, x-nullable: true}}]}}"),
        ] {
            assert_eq!(presence(&nullable), ir::Presence::RequiredNullable, "{nullable}");
        }
    }
}

#[test]
fn a_list_in_a_query_is_written_as_openapi_3_has_it() {
    let style = |how: &str| {
        let text = format!(
            r#"{{"get": {{"parameters": [{{"name": "a", "in": "query", {how} "schema": {{"type": "array", "items": {{"type": "string"}}}}}}],
                "responses": {{"204": {{"description": "D"}}}}}}}}"#
        );
        let item: openapiv3::PathItem = serde_json::from_str(&text).expect("a path");
        let (api, _) = lower_model(|document| {
            document.paths.paths.insert("/a".to_owned(), ReferenceOr::Item(item));
        });
        endpoints(&api)[0].options[0].list
    };
    for (how, expected) in [
        ("", ListStyle::Multi),
        (r#""style": "form","#, ListStyle::Multi),
        (r#""explode": true,"#, ListStyle::Multi),
        (r#""explode": false,"#, ListStyle::Csv),
        (r#""style": "spaceDelimited","#, ListStyle::Ssv),
        (r#""style": "pipeDelimited", "explode": false,"#, ListStyle::Pipes),
    ] {
        assert_eq!(style(how), expected, "{how}");
    }
}

#[test]
fn a_parameter_that_a_scheme_sends_is_a_secret_in_its_place_only() {
    let types = |scheme: &str| {
        let (api, _) = lower(&format!(
            "securityDefinitions: {{s: {scheme}}}\nsecurity: [{{s: []}}]\npaths:\n  /a:\n    get:\n      parameters:\n        \
             [{{name: x-key, in: header, type: string}}, {{name: Authorization, in: header, type: string}}, \
             {{name: X-Key, in: query, type: string}}, {{name: authorization, in: query, type: string}}]\n      \
             responses: {{204: {{description: D}}}}\n"
        ));
        endpoints(&api)[0].options.iter().map(|arg| arg.ty == Type::Secret).collect::<Vec<_>>()
    };
    assert_eq!(types("{type: apiKey, in: header, name: X-Key}"), [true, false, false, false]);
    assert_eq!(types("{type: apiKey, in: query, name: X-Key}"), [false, false, true, false]);
    assert_eq!(types("{type: basic}"), [false, true, false, false]);
    assert_eq!(types("{type: oauth2, flow: password, tokenUrl: 'https://h.example/t', scopes: {}}"), [false, true, false, false]);
}

/// The names of the methods for these operations, each a tag, an id and a path.
fn method_names(operations: &[(&str, &str, &str)]) -> Vec<String> {
    operations
        .iter()
        .map(|(tag, id, path)| {
            let placeholders = path.matches('{').count();
            let parameters = if placeholders == 0 { "" } else { "parameters: [{name: id, in: path, required: true, type: string}], " };
            let (api, _) = lower(&format!(
                "paths:\n  {path}: {{get: {{{parameters}operationId: {id}, tags: [{tag}], responses: {{204: {{description: D}}}}}}}}\n"
            ));
            endpoints(&api)[0].name.as_str().to_owned()
        })
        .collect()
}

#[test]
fn one_thing_is_got_and_several_are_listed() {
    let names = method_names(&[
        ("Pets", "getPets", "/pets"),
        ("Pet", "getPet", "/pet"),
        ("Pet", "getPets", "/pets"),
        ("Pets", "getPet", "/pets/{id}"),
        ("Status", "getStatus", "/status"),
        ("Addresses", "getAddresses", "/addresses"),
    ]);
    assert_eq!(names, ["list", "get", "list", "get", "get", "list"]);
}

/// `searchGroups` is a verb and its resource; whether `search` is a collection, only what follows it on the path tells.
#[test]
fn a_word_before_the_resource_is_a_verb_unless_it_is_a_collection() {
    let names =
        method_names(&[("Groups", "searchGroups", "/search/groups"), ("Groups", "organizationGroups", "/organizations/{id}/groups")]);
    assert_eq!(names, ["search", "organization_groups"]);
}

#[test]
fn an_object_as_a_parameter_is_json_and_said_to_be() {
    let (api, found) = lower(
        "paths:\n  /a:\n    get:\n      parameters: [{name: a, in: query, type: object}]\n      responses: {204: {description: D}}\n",
    );
    assert_eq!(endpoints(&api)[0].options[0].ty, Type::Json);
    let complaint = "an object as a parameter is sent as its JSON text (at /paths/~1a/get/parameters/0)";
    assert!(found.iter().any(|one| one.contains(complaint)), "{found:?}");
}

#[test]
fn what_a_form_leaves_out_is_reported_where_it_is_declared() {
    let (_, found) = lower(
        "paths:\n  /a:\n    post:\n      consumes: [application/x-www-form-urlencoded]\n      parameters:\n        \
         [{name: b, in: body, schema: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}}]\n      \
         responses: {204: {description: D}}\n",
    );
    let complaint = found.iter().find(|one| one.contains("further fields of a form are left out")).expect("a complaint");
    assert!(complaint.contains("(at /paths/~1a/post/parameters/0/schema"), "{complaint}");
}

/// Both become `a_b`, in the same place: where they travel does not tell them apart.
#[test]
fn names_that_become_the_same_in_one_place_do_not_say_the_place() {
    let (api, _) = lower(
        "paths:\n  /a/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, type: string}, \
         {name: a-b, in: query, type: string}, {name: a_b, in: query, type: string}]\n      responses: {204: {description: D}}\n",
    );
    let names: Vec<&str> = endpoints(&api)[0].options.iter().map(|arg| arg.name.as_str()).collect();
    assert!(names.len() == 2 && names[0] != names[1] && !names.iter().any(|name| name.contains("query")), "{names:?}");
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

#[test]
fn an_enum_is_of_the_kind_that_all_of_its_values_have() {
    let with = |schema: &str, ty: Type, complaint: &str| {
        let (found, said) = property(schema);
        assert_eq!(found, ty, "{schema}");
        assert!(said.iter().any(|one| one.contains(complaint)), "{schema}: {said:?}");
    };
    with("{enum: [1.5, 2.5]}", Type::F64, "an enum of numbers: treated as any number");
    with("{type: integer, enum: [1, x]}", Type::I64, "an enum of integers with other values: treated as any integer");
    with("{enum: [1, a]}", Type::Json, "an enum of several kinds of values: treated as free-form JSON");
    let (api, found) = lower("definitions:\n  T: {type: integer, enum: ['1', '2']}\n");
    assert_eq!(found, Vec::<String>::new());
    assert!(matches!(&def(&api, "T").shape, Shape::IntegerEnum { .. }), "{:?}", def(&api, "T").shape);
}

/// What may be anything may be null as well, and is not null alone.
#[test]
fn anything_is_no_null() {
    let null = property("{x-one-of: [{type: string}, {enum: [null]}]}").0;
    assert_eq!(null, Type::String);
    for other in ["{}", "{description: Anything.}"] {
        assert_ne!(property(&format!("{{x-one-of: [{{type: string}}, {other}]}}")).0, Type::String, "{other}");
    }
}

#[test]
fn a_title_that_is_a_name_names_an_alternative() {
    let names = |title: &str| {
        let (api, found) = lower(&format!(
            "definitions:\n  T: {{x-one-of: [{{type: object, title: '{title}', properties: {{a: {{type: string}}}}}}, {{type: integer}}]}}\n"
        ));
        assert_eq!(found, Vec::<String>::new());
        match &def(&api, "T").shape {
            Shape::Union(variants) => variants[0].name.as_str().to_owned(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(names("A pet"), "APet");
    assert_eq!(names("Red 3 pet"), "Red3Pet");
    for sentence in ["Pet, if any", "One of the pets", "Pets!"] {
        assert_eq!(names(sentence), "Object", "{sentence}");
    }
}

#[test]
fn what_a_mapping_says_is_the_value_of_a_discriminator() {
    let (api, _) = lower_model(|document| {
        let schemas = &mut document.components.get_or_insert_default().schemas;
        let object = serde_json::json!({"type": "object", "properties": {"kind": {"type": "string"}, "a": {"type": "string"}}});
        for name in ["A", "B"] {
            schemas.insert(name.to_owned(), serde_json::from_value(object.clone()).expect("a schema"));
        }
        let union = serde_json::json!({
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {"propertyName": "kind", "mapping": {"first": "#/components/schemas/A", "one": "#/components/schemas/A"}}
        });
        schemas.insert("T".to_owned(), serde_json::from_value(union).expect("a schema"));
    });
    match &def(&api, "T").shape {
        Shape::Tagged { variants, .. } => {
            let wires: Vec<Vec<&str>> = variants.iter().map(|one| one.wire.iter().map(String::as_str).collect()).collect();
            assert_eq!(wires, [vec!["first", "one"], vec!["B"]]);
        }
        other => panic!("{other:?}"),
    }
}
