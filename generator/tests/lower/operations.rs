//! Parameters, names of methods, paging and security; and what is counted and reported of a document.

use generator::coverage::Unused;
use generator::ir::{self, StyleForm, Type};
use generator::request::ListStyle;
use generator::source::Source;
use openapiv3::ReferenceOr;

use super::{endpoints, lower, lower_model};

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
    // Wherever they stand: values, maps of them and objects without properties; no alternative of several types.
    let (api, _) = lower(
        "definitions:\n  T: {type: object, properties: {a: {type: array, items: {}}, b: {type: object}, c: {type: [string, object]}}}\n  \
         U: {allOf: [{$ref: '#/definitions/V'}, {required: [a]}]}\n  V: {type: object}\n\
         paths:\n  /a: {get: {responses: {204: {description: D}}}}\n",
    );
    let found = generator::lower::free_form(&api).schemas;
    let places: Vec<&str> = found.iter().map(|at| at.as_str()).collect();
    assert_eq!(places, ["/definitions/T/properties/a/items", "/definitions/T/properties/b", "/definitions/U", "/definitions/V"]);
}

#[test]
fn formats_without_a_meaning_and_definitions_without_a_use_are_reported() {
    let text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\npaths:\n  \
                /a: {get: {parameters: [{name: q, in: query, type: integer, format: odd}], \
                responses: {200: {description: D, schema: {$ref: '#/definitions/Used'}}}}}\ndefinitions:\n  \
                Used: {type: object, properties: {a: {type: integer, format: odd}, b: {type: integer, format: int64}, c: {type: integer, format: unixtime}, d: {type: number, format: odd}, e: {type: number, format: int64}}}\n  Unused: {type: object, properties: {a: {type: string}}}\n";
    let source = Source::parse("s.yaml", text).unwrap();
    let extras = generator::Extras { unused: true, ..generator::Extras::default() };
    let options = generator::Options { extras, ..generator::Options::default() };
    let generated = generator::generate(&source, None, &generator::NoFiles, &options).unwrap();
    let places = |why| generated.unused.iter().filter(|entry| entry.why == why).map(|entry| entry.at.to_string()).collect::<Vec<_>>();
    assert_eq!(
        places(Unused::Format),
        ["/definitions/Used/properties/a/format", "/definitions/Used/properties/d/format", "/paths/~1a/get/parameters/0/format"]
    );
    assert_eq!(places(Unused::Definition), ["/definitions/Unused"]);
}

#[test]
fn schemes_of_http_are_known_unless_they_answer_a_challenge() {
    let (api, found) = lower_model(|document| {
        for scheme in ["Basic", "Bearer", "SharedKey", "digest"] {
            let kind: openapiv3::SecurityScheme =
                serde_json::from_value(serde_json::json!({"type": "http", "scheme": scheme})).expect("a scheme");
            document.components.get_or_insert_default().security_schemes.insert(scheme.to_owned(), ReferenceOr::Item(kind));
        }
    });
    let known: Vec<(&str, &ir::SchemeKind)> = api.client.schemes.iter().map(|one| (one.name.as_str(), &one.kind)).collect();
    let own = ir::SchemeKind::Authorization("SharedKey".to_owned());
    assert_eq!(known, [("Basic", &ir::SchemeKind::Basic), ("Bearer", &ir::SchemeKind::Bearer), ("SharedKey", &own)]);
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
        let option = &endpoints(&api)[0].options[0];
        (option.list, option.style.map(|style| style.form))
    };
    for (how, expected) in [
        ("", ListStyle::Multi),
        (r#""style": "form","#, ListStyle::Multi),
        (r#""explode": true,"#, ListStyle::Multi),
        (r#""explode": false,"#, ListStyle::Csv),
        (r#""style": "pipeDelimited", "explode": true,"#, ListStyle::Multi),
    ] {
        assert_eq!(style(how), (expected, None), "{how}");
    }
    for (how, expected) in [
        (r#""style": "spaceDelimited","#, StyleForm::SpaceDelimited),
        (r#""style": "pipeDelimited", "explode": false,"#, StyleForm::PipeDelimited),
    ] {
        assert_eq!(style(how).1, Some(expected), "{how}");
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
    let complaint = "an object as a parameter is sent as its JSON text: calls take free-form JSON (at /paths/~1a/get/parameters/0)";
    assert!(found.iter().any(|one| one.contains(complaint)), "{found:?}");
}

#[test]
fn what_a_form_leaves_out_is_reported_where_it_is_declared() {
    let (_, found) = lower(
        "paths:\n  /a:\n    post:\n      consumes: [application/x-www-form-urlencoded]\n      parameters:\n        \
         [{name: b, in: body, schema: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}}]\n      \
         responses: {204: {description: D}}\n",
    );
    let complaint = found.iter().find(|one| one.contains("further fields of a form have no type")).expect("a complaint");
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
