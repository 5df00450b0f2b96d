//! The shapes of bodies that travel as XML.

use std::fmt::Write as _;

use generator::ir::xml::{XmlContent, XmlShapeKind};
use generator::ir::{self, ResponseKind, Type};

use super::lower;

/// A response in XML with this schema.
fn response(schema: &str) -> (ir::Api, Vec<String>) {
    lower(&format!(
        "paths:\n  /a:\n    get:\n      produces: [application/xml]\n      responses: {{'200': {{description: d, schema: {schema}}}}}\n"
    ))
}

/// How many lists stand in each other in the only root, and what the innermost holds.
fn nested_lists(api: &ir::Api) -> (usize, XmlContent) {
    let [root] = &api.xml.roots[..] else { panic!("{:?}", api.xml.roots) };
    let mut content = &root.element.content;
    let mut count = 0;
    while let XmlContent::List(item) = content {
        content = &item.content;
        count += 1;
    }
    (count, content.clone())
}

#[test]
fn lists_are_followed_to_a_certain_depth() {
    let nested = |count: usize| "{type: array, items: ".repeat(count) + "{type: string}" + &"}".repeat(count);
    assert_eq!(nested_lists(&response(&nested(48)).0), (48, XmlContent::Text));
    assert_eq!(nested_lists(&response(&nested(49)).0), (49, XmlContent::Any));
    assert_eq!(nested_lists(&response(&nested(60)).0), (49, XmlContent::Any));
}

/// A chain of definitions may be as long as it likes: what is too deep in it is read as it comes.
#[test]
fn lists_of_definitions_are_followed_to_a_certain_depth() {
    let chain = |count: usize| {
        let mut text = String::from(
            "paths:\n  /a:\n    get:\n      produces: [application/xml]\n      responses: {'200': {description: d, schema: {$ref: \
             '#/definitions/A0'}}}\ndefinitions:\n",
        );
        for index in 0..count {
            let next = if index + 1 == count { "type: string".to_owned() } else { format!("$ref: '#/definitions/A{}'", index + 1) };
            writeln!(text, "  A{index}: {{type: array, items: {{{next}}}}}").unwrap();
        }
        nested_lists(&lower(&text).0)
    };
    assert_eq!(chain(20), (20, XmlContent::Text));
    let (count, content) = chain(200);
    assert!(count < 60, "{count}");
    assert_eq!(content, XmlContent::Any);
}

#[test]
fn what_is_no_name_in_xml_is_reported() {
    let found = |property: &str| response(&format!("{{type: object, properties: {{{property}: {{type: string}}}}}}")).1;
    for name in ["a", "_a", "a1", "a-b.c", "ä"] {
        assert_eq!(found(name), Vec::<String>::new(), "{name}");
    }
    for name in ["1a", "-a", "a b", "a&b"] {
        let found = found(&format!("'{name}'"));
        assert!(found.len() == 1 && found[0].contains(&format!("`{name}` is not a valid name in XML")), "{name}: {found:?}");
    }
}

/// Both are wrong with the same name, at the same place.
#[test]
fn two_faults_of_a_name_are_both_reported() {
    let (_, found) = response("{type: object, properties: {'p:b c': {type: string}}}");
    let mut all = String::new();
    found.iter().for_each(|one| writeln!(all, "{one}").unwrap());
    assert_eq!(found.len(), 2, "{all}");
    assert!(all.contains("`b c` is not a valid name in XML"), "{all}");
    assert!(all.contains("nothing says which namespace the prefix `p` stands for"), "{all}");
}

/// XML has no envelope that could be taken away: its root is the whole body, and what is in the envelope is returned.
#[test]
fn the_root_of_a_response_in_an_envelope_is_the_whole_body() {
    let (api, found) = lower(
        "paths:\n  /a:\n    get:\n      x-envelope: {payload: data}\n      produces: [application/xml]\n      responses:\n        \
         '200': {description: d, schema: {type: object, properties: {data: {type: string}, more: {type: integer}}}}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    let endpoint = &api.modules[0].endpoints[0];
    assert_eq!(endpoint.response.envelope.as_deref(), Some("data"));
    assert_eq!(endpoint.response.kind, ResponseKind::Json(Type::String));
    let ir::ValueFormat::Xml { root } = endpoint.response.format else { panic!("{:?}", endpoint.response.format) };
    let root = &api.xml.roots[root];
    assert!(matches!(root.element.content, XmlContent::Shape(_)), "{root:?}");
}

/// Such definitions hold nothing, but a document may have them: they must end.
#[test]
fn definitions_that_lead_back_to_themselves_end() {
    for definitions in [
        "A: {$ref: '#/definitions/B'}\n  B: {$ref: '#/definitions/A'}",
        "A: {type: array, items: {$ref: '#/definitions/A'}}",
        "A: {additionalProperties: {$ref: '#/definitions/A'}}",
        "A: {allOf: [{$ref: '#/definitions/B'}]}\n  B: {allOf: [{$ref: '#/definitions/A'}]}",
    ] {
        let (api, _) = lower(&format!(
            "paths:\n  /a:\n    get:\n      produces: [application/xml]\n      responses: {{'200': {{description: d, schema: {{$ref: '#/definitions/A'}}}}}}\n\
             definitions:\n  {definitions}\n"
        ));
        assert_eq!(api.modules.iter().map(|module| module.endpoints.len()).sum::<usize>(), 1, "{definitions}");
    }
}

/// A definition that comes to be another name for a type is that type, wherever it is used.
#[test]
fn alternatives_that_are_one_are_followed_to_it() {
    let (api, found) = lower(
        "paths:\n  /a:\n    get:\n      produces: [application/xml]\n      responses: {'200': {description: d, schema: {type: object, \
         properties: {a: {$ref: '#/definitions/Either'}}}}}\ndefinitions:\n  \
         Either: {x-one-of: [{$ref: '#/definitions/One'}, {$ref: '#/definitions/One'}]}\n  \
         One: {type: object, properties: {x: {type: string}}}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    let property = api.xml.shapes.iter().find_map(|shape| match &shape.kind {
        XmlShapeKind::Object { properties, .. } => properties.iter().find(|one| one.json == "a"),
        XmlShapeKind::Tagged { .. } => None,
    });
    let content = &property.expect("the property").content;
    assert!(matches!(content, XmlContent::Shape(_)), "{content:?}");
}
