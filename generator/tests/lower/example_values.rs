//! What the examples of operations show: values that the definition gives, or that a name suggests.

use generator::ir::{Endpoint, Outcome, Sample};
use serde_json::json;

use super::lower;

/// The first operation of a document.
fn operation(yaml: &str) -> Endpoint {
    let (api, mut found) = lower(yaml);
    // What a type cannot read is not shown, which some cases are about.
    found.retain(|one| !one.contains("does not fit its schema"));
    assert_eq!(found, Vec::<String>::new());
    let mut endpoints = api.modules.into_iter().flat_map(|module| module.endpoints);
    endpoints.next().expect("an operation")
}

/// The value of a required parameter with this name and schema.
fn parameter(name: &str, schema: &str) -> Sample {
    let parameter = format!("{{name: '{name}', in: query, required: true, {schema}}}");
    let endpoint = operation(&format!("paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{204: {{description: D}}}}}}}}}}\n"));
    endpoint.example.args.into_iter().next().expect("the parameter")
}

/// The value of a body of the definition `B`.
fn body(definitions: &str) -> Sample {
    let schema = "parameters: [{name: b, in: body, required: true, schema: {$ref: '#/definitions/B'}}]";
    let responses = "responses: {204: {description: D}}";
    let endpoint = operation(&format!("paths: {{/a: {{post: {{{schema}, {responses}}}}}}}\ndefinitions:\n{definitions}"));
    endpoint.example.body.expect("a body")
}

fn text(text: &str) -> Sample {
    Sample::Text(text.to_owned())
}

/// The values of an object: of its arguments, and of its setters by name.
fn object(sample: Sample) -> (Vec<Sample>, Vec<(String, Sample)>) {
    match sample {
        Sample::Object { args, setters } => (args, setters.into_iter().map(|(name, value)| (name.as_str().to_owned(), value)).collect()),
        other => panic!("{other:?} is no object"),
    }
}

#[test]
fn strings_are_such_as_their_names_suggest() {
    let table = [
        ("email", "ana@example.com"),
        ("mail_of_owner", "ana@example.com"),
        ("homepage_url", "https://example.com"),
        ("uri", "https://example.com"),
        ("link", "https://example.com"),
        ("website", "https://example.com"),
        ("phone", "+49 30 123456"),
        ("color", "#3366ff"),
        ("colour", "#3366ff"),
        ("timezone", "Europe/Berlin"),
        ("time_zone", "Europe/Berlin"),
        ("locale", "en"),
        ("lang", "en"),
        ("country", "Germany"),
        ("city", "Berlin"),
        ("user_id", "a1b2c3d4"),
        ("start_date", "2026-05-01"),
        ("from", "2026-05-01"),
        ("until", "2026-05-01"),
        ("q", "design"),
        ("username", "ana"),
        ("notes", "A few words"),
        ("title", "A title"),
        ("name", "A name"),
        ("first_name", "Ana"),
        ("last_name", "Silva"),
        ("group_name", "group name"),
        ("fax", "fax"),
    ];
    for (name, expected) in table {
        assert_eq!(parameter(name, "type: string"), text(expected), "{name}");
    }
}

#[test]
fn integers_are_such_as_their_names_suggest() {
    let table =
        [("id", 1001), ("group_ids", 1001), ("page", 1), ("first_page", 50), ("limit", 50), ("page_size", 50), ("year", 2026), ("n", 1)];
    for (name, expected) in table {
        assert_eq!(parameter(name, "type: integer, format: int64"), Sample::Integer(expected), "{name}");
    }
}

#[test]
fn what_the_definition_gives_is_shown_where_a_line_can_show_it() {
    let long = format!("x-example: {}", "x".repeat(81));
    let strings = [
        ("x-example: Given", "Given"),
        ("x-example: 7", "7"),
        ("x-example: ''", "fax"),
        (r#"x-example: "two\nlines""#, "fax"),
        (long.as_str(), "fax"),
        ("x-example: [Given]", "fax"),
    ];
    for (example, expected) in strings {
        assert_eq!(parameter("fax", &format!("type: string, {example}")), text(expected), "{example}");
    }
    let integers = [("int32", "7", 7), ("int32", "3000000000", 1), ("int64", "3000000000", 3_000_000_000), ("int64", "'7'", 1)];
    for (format, example, expected) in integers {
        let found = parameter("n", &format!("type: integer, format: {format}, x-example: {example}"));
        assert_eq!(found, Sample::Integer(expected), "{format}: {example}");
    }
}

#[test]
fn an_object_shows_what_it_needs_and_little_more() {
    let (args, setters) = object(body(
        "
  B:
    type: object
    required: [name, inner, labels]
    properties:
      name: {type: string}
      inner: {$ref: '#/definitions/Inner'}
      labels: {type: object, additionalProperties: {type: string}}
      city: {type: string}
      country: {type: string, example: Portugal}
  Inner: {type: object, properties: {city: {type: string}}}
",
    ));
    // Of an object inside another, only what it needs.
    let inner = Sample::Object { args: Vec::new(), setters: Vec::new() };
    let labels = Sample::Map(vec![("key".to_owned(), text("a1b2c3d4"))]);
    assert_eq!(args, [text("A name"), inner, labels]);
    assert_eq!(setters, [("country".to_owned(), text("Portugal")), ("city".to_owned(), text("Berlin"))]);
}

#[test]
fn objects_far_inside_others_are_left_empty() {
    let definitions: String = (0..8)
        .map(|depth| {
            let name = if depth == 0 { "B".to_owned() } else { format!("D{depth}") };
            format!("  {name}: {{type: object, required: [d], properties: {{d: {{$ref: '#/definitions/D{}'}}}}}}\n", depth + 1)
        })
        .collect();
    let mut sample = body(&format!("{definitions}  D8: {{type: object, properties: {{a: {{type: string}}}}}}\n"));
    let mut depth = 0;
    while let Sample::Object { mut args, .. } = sample {
        depth += 1;
        sample = args.remove(0);
    }
    assert_eq!((depth, sample), (5, Sample::Default));
}

#[test]
fn a_union_shows_its_first_alternative() {
    let sample = body("  B: {x-one-of: [{type: string}, {type: integer}]}\n");
    assert!(matches!(&sample, Sample::Alternative(_, value) if **value == text("body")), "{sample:?}");
    let any = body("  B: {}\n");
    assert_eq!(any, Sample::Json(json!({"key": "value"})));
}

#[test]
fn a_file_ends_as_its_media_type_says() {
    let table = [
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("application/pdf", "pdf"),
        ("application/zip", "zip"),
        ("application/octet-stream", "bin"),
    ];
    for (media, extension) in table {
        let parameters = "parameters: [{name: b, in: body, required: true, schema: {type: string, format: binary}}]";
        let response = "responses: {200: {description: D, schema: {type: file}}}";
        let endpoint = operation(&format!(
            "paths: {{/a: {{post: {{operationId: downloadPicture, consumes: ['{media}'], produces: ['{media}'], {parameters}, {response}}}}}}}\n"
        ));
        assert_eq!(endpoint.example.body, Some(Sample::File(format!("content.{extension}"))), "{media}");
        assert_eq!(endpoint.example.outcome, Outcome::Save { file: format!("picture.{extension}") }, "{media}");
    }
}

/// The option that the example sets: its wire name and value.
fn option(parameters: &str) -> Option<(String, Sample)> {
    let endpoint = operation(&format!("paths: {{/a: {{get: {{parameters: [{parameters}], responses: {{204: {{description: D}}}}}}}}}}\n"));
    assert!(endpoint.example.options.len() <= 1);
    let (place, sample) = endpoint.example.options.into_iter().next()?;
    Some((endpoint.options.get(place)?.wire.clone(), sample))
}

#[test]
fn one_option_is_shown_and_none_that_walks_the_list() {
    let page = "{name: page, in: query, type: integer}";
    let list = "{name: city, in: query, type: array, items: {type: string}}";
    let nested = "{name: deep, in: query, type: array, items: {type: array, items: {type: string}}}";
    assert_eq!(option(page), None);
    assert_eq!(option(&format!("{page}, {nested}")), None);
    assert_eq!(option(&format!("{page}, {nested}, {list}")), Some(("city".to_owned(), Sample::List(vec![text("Berlin")]))));
}

/// What the example does with a response of the definition `Pet`, of an operation with this tag.
fn outcome(tag: &str, schema: &str, pet: &str) -> Outcome {
    let responses = format!("responses: {{200: {{description: D, schema: {schema}}}}}");
    operation(&format!("paths: {{/a: {{get: {{tags: [{tag}], x-pagination: {{style: page, page: page}}, parameters: [{{name: page, in: query, type: integer}}], {responses}}}}}}}\ndefinitions:\n  Pet: {pet}\n"))
        .example
        .outcome
}

#[test]
fn what_comes_is_printed_by_the_field_that_names_it() {
    let print = |pet: &str| {
        let responses = "responses: {200: {description: D, schema: {$ref: '#/definitions/Pet'}}}";
        match operation(&format!("paths: {{/a: {{get: {{{responses}}}}}}}\ndefinitions:\n  Pet: {pet}\n")).example.outcome {
            Outcome::Print { name, field } => (name.as_str().to_owned(), field.map(|field| field.as_str().to_owned())),
            other => panic!("{other:?}"),
        }
    };
    let named = |field: Option<&str>| ("pet".to_owned(), field.map(str::to_owned));
    let pet = |required: &str, ty: &str| {
        format!("{{type: object, required: [{required}], properties: {{title: {{type: string}}, id: {{type: {ty}}}}}}}")
    };
    assert_eq!(print(&pet("id, title", "integer")), named(Some("id")));
    assert_eq!(print(&pet("title", "integer")), named(Some("title")));
    assert_eq!(print(&pet("id, title", "boolean")), named(Some("title")));
    assert_eq!(print("{type: object, properties: {id: {type: integer}}}"), named(None));
}

#[test]
fn the_variable_of_a_list_is_not_that_of_its_item() {
    let pet = "{type: object, properties: {id: {type: integer}}}";
    let list = "{type: array, items: {$ref: '#/definitions/Pet'}}";
    let names = |tag: &str| match outcome(tag, list, pet) {
        Outcome::Stream { items, item } => (items.as_str().to_owned(), item.as_str().to_owned()),
        other => panic!("{other:?}"),
    };
    assert_eq!(names("Pets"), ("pets".to_owned(), "pet".to_owned()));
    assert_eq!(names("Pet"), ("items".to_owned(), "pet".to_owned()));
}

#[test]
fn what_the_definition_gives_must_fit_the_type() {
    for (format, given, taken) in
        [("int32", "3000000000", false), ("uint32", "-1", false), ("uint64", "-1", false), ("uint64", "7", true), ("int64", "-1", true)]
    {
        let sample = parameter("amount", &format!("type: integer, format: {format}, x-example: {given}"));
        let expected = if taken { given.parse().expect("a number") } else { 1 };
        assert_eq!(sample, Sample::Integer(expected), "{format} {given}");
    }
}

#[test]
fn a_moment_is_one_that_the_definition_gives() {
    let moment = |example: &str| {
        let fields = object(body(&format!(
            "  B: {{type: object, required: [at], properties: {{at: {{type: string, format: date-time, example: '{example}'}}}}}}\n"
        )));
        fields.0.into_iter().next().expect("a value")
    };
    let default = moment("soon");
    assert_ne!(moment("2019-05-06T07:08:09Z"), default);
    for other in ["5", "tomorrow at noon"] {
        assert_eq!(moment(other), default, "{other}");
    }
}

/// Lists and maps in each other are shown four deep; what is deeper is empty.
#[test]
fn maps_and_lists_are_shown_to_a_certain_depth() {
    let depth = |open: &str, close: &str| {
        let schema = open.repeat(7) + "{type: string}" + &close.repeat(7);
        let mut sample = body(&format!("  B: {schema}\n"));
        let mut depth = 0;
        loop {
            sample = match sample {
                Sample::Map(entries) => match entries.into_iter().next() {
                    Some((_, inner)) => inner,
                    None => return depth,
                },
                Sample::List(items) => match items.into_iter().next() {
                    Some(inner) => inner,
                    None => return depth,
                },
                other => panic!("{other:?} at {depth}"),
            };
            depth += 1;
        }
    };
    assert_eq!(depth("{type: object, additionalProperties: ", "}"), 4);
    assert_eq!(depth("{type: array, items: ", "}"), 4);
}
