//! Small documents in, the intermediate representation out.

mod decided;
mod docs;
mod example_values;
mod methods;
mod operations;
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

/// A definition that yields its name changes the names of the types inside it, for which another one has to yield, and so on.
#[test]
fn definitions_yield_to_types_inside_others_as_often_as_it_takes() {
    let inner = |name: &str| format!("{{type: object, properties: {{{name}: {{type: object, properties: {{x: {{type: string}}}}}}}}}}");
    let (api, found) = lower(&format!(
        "definitions:\n  Shop: {}\n  ShopOwner: {}\n  ShopOwner2Team: {}\n  ShopOwner2Team2Lead: {{type: object, properties: {{x: \
         {{type: integer}}}}}}\n",
        inner("owner"),
        inner("team"),
        inner("lead"),
    ));
    assert_eq!(
        lines(&sketch::types(&api)),
        [
            "struct Shop",
            "owner: ShopOwner?",
            "struct ShopOwner",
            "x: String?",
            "struct ShopOwner2",
            "team: ShopOwner2Team?",
            "struct ShopOwner2Team",
            "x: String?",
            "struct ShopOwner2Team2",
            "lead: ShopOwner2Team2Lead?",
            "struct ShopOwner2Team2Lead",
            "x: String?",
            "struct ShopOwner2Team2Lead2",
            "x: I64?",
        ]
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

/// Types of different modules may have one name; a definition keeps its own beside them.
#[test]
fn a_definition_does_not_yield_to_a_type_of_another_module() {
    let document = |definition: &str| {
        lower(&format!(
            "paths:\n  /a:\n    get:\n      tags: [things]\n      operationId: getA\n      responses: {{200: {{description: D, schema: {{type: object, \
             properties: {{x: {{type: string}}}}}}}}}}\ndefinitions:\n  {definition}: {{type: object, properties: {{y: {{type: string}}}}}}\n"
        ))
    };
    let inner = document("Other").0.modules[0].types[0].name.as_str().to_owned();
    let (api, found) = document(&inner);
    assert_eq!(found, [""; 0]);
    assert_eq!(api.modules[0].types[0].name.as_str(), inner);
    assert!(matches!(&def(&api, &inner).shape, ir::Shape::Struct(object) if object.fields[0].wire == "y"));
}

/// About ten strings are what an optional field may take where it stands; a larger object lies in a box.
#[test]
fn optional_fields_of_large_types_are_boxed() {
    let strings = |count: usize| -> String { (0..count).map(|index| format!("p{index}: {{type: string}}, ")).collect() };
    let (api, found) = lower(&format!(
        "definitions:\n  Ten: {{type: object, properties: {{{}}}}}\n  Eleven: {{type: object, properties: {{{}}}}}\n  Holder: \
         {{type: object, required: [must], properties: {{ten: {{$ref: '#/definitions/Ten'}}, eleven: {{$ref: '#/definitions/Eleven'}}, \
         must: {{$ref: '#/definitions/Eleven'}}}}}}\n",
        strings(10),
        strings(11),
    ));
    let all = sketch::types(&api);
    let holder: Vec<&str> = lines(&all).into_iter().skip_while(|line| *line != "struct Holder").skip(1).take(3).collect();
    assert_eq!(holder, ["ten: Ten?", "eleven: Box<Eleven>?", "must: Eleven"]);
    assert_eq!(found, [""; 0]);
}

/// How many of them a type may have depends on how many bytes they take.
#[test]
fn the_size_of_a_type_is_that_of_its_fields() {
    let is_boxed = |schema: &str, count: usize| {
        let properties: String = (0..count).map(|index| format!("p{index}: {schema}, ")).collect();
        let (api, _) = lower(&format!(
            "definitions:\n  Inner: {{type: object, properties: {{{properties}}}}}\n  Holder: {{type: object, properties: {{inner: \
             {{$ref: '#/definitions/Inner'}}}}}}\n"
        ));
        sketch::types(&api).contains("inner: Box<Inner>?")
    };
    for (schema, most) in [("{type: boolean}", 248), ("{type: integer, format: int32}", 31), ("{type: number}", 15), ("{type: string}", 10)]
    {
        assert!(!is_boxed(schema, most), "{most} of {schema}");
        assert!(is_boxed(schema, most + 1), "{} of {schema}", most + 1);
    }
}
