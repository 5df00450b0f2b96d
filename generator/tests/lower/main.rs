//! Small documents in, the intermediate representation out.

mod decided;
mod docs;
mod example_values;
mod methods;
mod operations;
mod own_types;
mod responses;
mod schemas;
#[path = "../support/shuffle.rs"]
mod shuffle;
mod sketch;
mod stability;
mod types;
mod xml;

use generator::diagnostic::Diagnostic;
use generator::ir;
use generator::load::load;
use generator::source::Source;

/// What a document (without its head) is lowered to, and what was said about it.
fn lower(yaml: &str) -> (ir::Api, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\n";
    let paths = if yaml.contains("paths:") { "" } else { "paths: {}\n" };
    lower_whole(&format!("{head}{paths}{yaml}"))
}

/// The same for a whole document.
fn lower_whole(text: &str) -> (ir::Api, Vec<String>) {
    let source = Source::parse("s.yaml", text.to_owned()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut loaded = load(&source, None, &generator::NoFiles, generator::Extras::default());
    let api = generator::lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    (api, loaded.diagnostics.iter().map(Diagnostic::render).collect())
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

/// The type of this name.
fn def<'a>(api: &'a ir::Api, name: &str) -> &'a ir::TypeDef {
    api.types.iter().flat_map(|group| &group.types).find(|def| def.name.as_str() == name).expect("the type")
}

/// The operations of all modules.
fn endpoints(api: &ir::Api) -> Vec<&ir::Endpoint> {
    api.modules.iter().flat_map(|module| &module.endpoints).collect()
}

/// Compares the definitions of a document, and what is said about it.
#[track_caller]
fn check_types(yaml: &str, expected: &str, said: &[&str]) {
    let (api, found) = lower(&format!("definitions:\n{yaml}"));
    assert_eq!(lines(&sketch::types(&api)), lines(expected), "{}", sketch::types(&api));
    assert_eq!(found, said);
}

/// Compares the modules of a document, and what is said about it.
#[track_caller]
fn check_modules(yaml: &str, expected: &str, said: &[&str]) {
    let (api, found) = lower(yaml);
    assert_eq!(lines(&sketch::modules(&api)), lines(expected), "{}", sketch::modules(&api));
    assert_eq!(found, said);
}

/// The lines without the indentation that the test has of its own.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Pages are counted from 1, unless the hint says otherwise; the first number that is asked for depends on it.
#[test]
fn pages_are_counted_from_one() {
    let first = |hint: &str| {
        let (api, found) = lower(&format!(
            "paths:\n  /a:\n    get:\n      x-pagination: {{style: page, page: page{hint}}}\n      \
             parameters: [{{name: page, in: query, type: integer}}]\n      \
             responses: {{200: {{description: D, schema: {{type: array, items: {{type: string}}}}}}}}\n"
        ));
        assert_eq!(found, [""; 0]);
        api.pagings.into_iter().map(|paging| paging.spec.style).next()
    };
    let page = |first| Some(ir::PagingStyle::Page { param: "page".to_owned(), first });
    assert_eq!(first(""), page(1));
    assert_eq!(first(", first: 0"), page(0));
}

#[test]
fn an_envelope_that_is_not_there_is_reported() {
    let (_, found) = lower(
        "paths:\n  /a:\n    get:\n      x-envelope: {payload: data}\n      \
         responses: {200: {description: D, schema: {type: object, properties: {items: {type: string}}}}}\n",
    );
    assert_eq!(found, ["warning: `x-envelope` has no effect: the response has no property `data` (at /paths/~1a/get/x-envelope)"]);
}

/// What is named after the place it stands in gives way to definitions, and so do the types inside it, and so on.
#[test]
fn definitions_keep_their_names_against_types_inside_others() {
    let inner = |name: &str| format!("{{type: object, properties: {{{name}: {{type: object, properties: {{x: {{type: string}}}}}}}}}}");
    let (api, found) = lower(&format!(
        "definitions:\n  Shop: {}\n  ShopOwner: {}\n  shop_team: {}\n  ShopOwnerTeam: {{type: object, properties: {{x: {{type: \
         integer}}}}}}\n  Pet: {{type: object, discriminator: kind, properties: {{kind: {{type: string}}}}}}\n  Cat: {{allOf: [{{$ref: \
         '#/definitions/Pet'}}]}}\n  PetBase: {{type: object, properties: {{x: {{type: string}}}}}}\n",
        inner("owner"),
        inner("team"),
        inner("lead"),
    ));
    let types: Vec<String> = sketch::types(&api).lines().map(|line| line.trim().to_owned()).collect();
    let defined = ["Pet", "PetBase", "Shop", "ShopOwner", "ShopOwnerTeam", "ShopTeam"];
    for name in defined {
        assert!(types.iter().any(|line| line.split([' ', '(']).any(|word| word == name)), "{name}: {types:?}");
    }
    for name in ["PetBase2", "ShopOwner2", "ShopOwnerTeam2", "ShopTeamLead"] {
        assert!(types.iter().any(|line| line.contains(name)), "{name}: {types:?}");
    }
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|text| text.contains("like a definition")), "{found:?}");
}
