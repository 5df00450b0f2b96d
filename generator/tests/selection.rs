//! A part of a document: which operations a selection keeps, and what goes with those that it leaves out.

use std::collections::BTreeSet;

use generator::{Extras, Generated, NoFiles, Options, Selection, Source};

/// Two tags and an operation without one. Each operation has a type of its own and one that is shared, and something wrong.
const DOCUMENT: &str = "swagger: '2.0'
info: {title: Zoo, version: '1'}
host: h.example
x-client:
  parameters:
    org: {}
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  other: {type: basic}
paths:
  /v1/pets/{id}:
    parameters: [{$ref: '#/parameters/Id'}]
    get:
      operationId: getPet
      tags: [Pets]
      security: [{key: []}]
      strange: 1
      responses: {'200': {description: Done., schema: {$ref: '#/definitions/Pet'}}}
    delete:
      operationId: deletePet
      tags: [Pets, Admin Things]
      security: [{other: []}]
      odd: 1
      responses: {'204': {description: Done.}}
  /v1/pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses: {'200': {description: Done., schema: {type: array, items: {$ref: '#/definitions/Pet'}}}}
  /v2/{org}/orders:
    get:
      operationId: listOrders
      tags: [Store Orders]
      parameters: [{name: org, in: path, required: true, type: string}, {$ref: '#/parameters/Size'}]
      responses: {'200': {description: Done., schema: {$ref: '#/definitions/Order'}}}
  /health:
    get:
      operationId: health
      responses: {'204': {description: Done.}}
parameters:
  Id: {name: id, in: path, required: true, type: string, ids: 1}
  Size: {name: size, in: query, type: integer, sizes: 1}
definitions:
  Pet: {type: object, properties: {name: {type: string}, kind: {$ref: '#/definitions/Kind'}}, pets: 1}
  Kind: {type: string, enum: [cat, dog]}
  Order: {type: object, properties: {id: {type: string}, kind: {$ref: '#/definitions/Kind'}}, orders: 1}
  Nobody: {type: object, properties: {id: {type: string}}, nobodies: 1}
";

fn generated(text: &str, only: &[&str], without: &[&str]) -> Result<Generated, Vec<String>> {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    let selection = Selection { only: texts(only), without: texts(without) };
    let options = Options { selection, extras: Extras { samples: true, ..Extras::default() }, ..Options::default() };
    let source = Source::parse("zoo.yaml", text).map_err(|found| vec![generator::render_all(&found)])?;
    let rendered = |found: Vec<generator::Diagnostic>| found.iter().map(generator::Diagnostic::render).collect();
    generator::generate(&source, None, &NoFiles, &options).map_err(rendered)
}

/// The operations of the table by which a test calls all of them.
fn operations(only: &[&str], without: &[&str]) -> BTreeSet<String> {
    let generated = generated(DOCUMENT, only, without).unwrap_or_else(|found| panic!("{only:?} {without:?}: {found:#?}"));
    let samples = &generated.files["tests/samples/mod.rs"];
    let ids: BTreeSet<String> =
        samples.lines().filter_map(|line| Some(line.trim().strip_prefix("id: \"")?.strip_suffix("\",")?.to_owned())).collect();
    assert_eq!(
        (generated.operations, generated.emitted, generated.left_out),
        (ids.len(), ids.len(), 5 - ids.len()),
        "{only:?} {without:?}"
    );
    ids
}

#[test]
fn operations_are_selected_by_tag_and_by_path() {
    let all = ["deletePet", "getPet", "health", "listOrders", "listPets"];
    let cases: [(&[&str], &[&str], &[&str]); 14] = [
        (&[], &[], &all),
        (&["Pets"], &[], &["deletePet", "getPet", "listPets"]),
        (&["store-orders"], &[], &["listOrders"]),
        (&["store orders"], &[], &["listOrders"]),
        (&["Admin Things"], &[], &["deletePet"]),
        (&["api"], &[], &["health"]),
        (&["/v1/**"], &[], &["deletePet", "getPet", "listPets"]),
        (&["/v1/*"], &[], &["listPets"]),
        (&["/v1/pets/{id}"], &[], &["deletePet", "getPet"]),
        (&["/**/orders"], &[], &["listOrders"]),
        (&["/health", "store_orders"], &[], &["health", "listOrders"]),
        (&["pets"], &["admin-things"], &["getPet", "listPets"]),
        (&[], &["/v1/**"], &["health", "listOrders"]),
        (&["/**"], &["pets", "/health"], &["listOrders"]),
    ];
    for (only, without, expected) in cases {
        assert_eq!(operations(only, without), expected.iter().map(|id| (*id).to_owned()).collect(), "{only:?} {without:?}");
    }
}

#[test]
fn what_only_left_out_operations_need_is_not_there() {
    let all = generated(DOCUMENT, &[], &[]).unwrap();
    let orders = generated(DOCUMENT, &["store-orders"], &[]).unwrap();
    let text = |generated: &Generated| generated.files.values().map(String::as_str).collect::<String>();
    let (all, some) = (text(&all), text(&orders));
    for name in ["struct Pet ", "struct Nobody ", "X-Key", "getPet"] {
        assert!(all.contains(name), "{name}");
        assert!(!some.contains(name), "{name}");
    }
    for name in ["struct Order ", "enum Kind ", "fn org(", "listOrders"] {
        assert!(some.contains(name), "{name}");
    }
    assert_eq!(orders.features.keys().collect::<Vec<_>>(), ["store-orders"]);
    let pets = generated(DOCUMENT, &["pets"], &["Admin Things"]).unwrap();
    let some = text(&pets);
    assert!(some.contains("X-Key") && !some.contains("Basic") && !some.contains("fn org("), "{some}");
}

#[test]
fn nothing_is_said_of_what_is_left_out() {
    let said = |only: &[&str], without: &[&str]| {
        let generated = generated(DOCUMENT, only, without).unwrap();
        let keys = ["strange", "odd", "ids", "sizes", "pets", "orders", "nobodies"].into_iter();
        let said = |key: &str| generated.warnings.iter().any(|found| found.message.contains(&format!("unknown key `{key}`")));
        keys.filter(|key| said(key)).collect::<Vec<_>>()
    };
    assert_eq!(said(&[], &[]), ["strange", "odd", "ids", "sizes", "pets", "orders", "nobodies"]);
    assert_eq!(said(&["/v2/**"], &[]), ["sizes", "orders"]);
    assert_eq!(said(&["pets"], &["admin things"]), ["strange", "ids", "pets"]);
    assert_eq!(said(&["api"], &[]), [""; 0]);
}

#[test]
fn a_selector_that_selects_nothing_says_what_there_is() {
    let cases: [(&[&str], &[&str], &[&str]); 6] = [
        (&["Pet"], &[], &["`Pet` selects nothing: no operation has this tag", "did you mean `Pets`?"]),
        (&["zebras"], &[], &["`zebras` selects nothing", "the tags are `Admin Things`, `Pets`, `Store Orders`, `api`"]),
        (&[], &["/v1/pet"], &["`/v1/pet` selects nothing: no path matches it", "did you mean `/v1/pets`?"]),
        (&["/v9/**"], &[], &["the paths are `/health`, `/v1/pets`, `/v1/pets/{id}`, `/v2/{org}/orders`"]),
        (&["/v1/[a"], &[], &["`/v1/[a` is no glob of paths"]),
        (&["pets"], &["/v1/**"], &["the selection leaves no operation"]),
    ];
    for (only, without, expected) in cases {
        let found = generated(DOCUMENT, only, without).unwrap_err().join("\n");
        assert!(expected.iter().all(|text| found.contains(text)), "{only:?} {without:?}: {found}");
    }
}

#[test]
fn names_stay_as_they_are_in_the_whole() {
    let whole = generated(DOCUMENT, &[], &[]).unwrap();
    for (selector, file) in [("pets", "pets.rs"), ("store-orders", "store_orders.rs"), ("api", "api.rs")] {
        let part = generated(DOCUMENT, &[selector], &[]).unwrap();
        assert_eq!(part.files[file], whole.files[file], "{selector}");
    }
}

#[test]
fn webhooks_are_selected_by_tag_and_callbacks_with_their_operations() {
    let text = "openapi: 3.1.1
info: {title: Zoo, version: '1'}
servers: [{url: https://h.example}]
paths:
  /pets:
    post:
      operationId: addPet
      tags: [pets]
      responses: {'204': {description: Done.}}
      callbacks:
        fed:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Meal'}}}}
  /orders:
    get: {operationId: listOrders, tags: [orders], responses: {'204': {description: Done.}}}
webhooks:
  born: {post: {tags: [pets], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  shipped: {post: {tags: [orders], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}}}
components:
  schemas:
    Meal: {type: object, properties: {grams: {type: integer}}}
    Pet: {type: object, properties: {name: {type: string}}}
    Parcel: {type: object, properties: {id: {type: string}}}
";
    let of = |only: &[&str], without: &[&str]| {
        let generated = generated(text, only, without).unwrap_or_else(|found| panic!("{found:#?}"));
        let all: String = generated.files.values().map(String::as_str).collect();
        let names = ["fn add_pet_fed(", "\"born\" => Born", "\"shipped\" => Shipped", "struct Meal ", "struct Pet ", "struct Parcel "];
        let found: Vec<&str> = names.into_iter().filter(|name| all.contains(name)).collect();
        assert_eq!(generated.features.contains_key("webhook"), !found.is_empty());
        found.len()
    };
    assert_eq!(of(&[], &[]), 6);
    assert_eq!(of(&["pets"], &[]), 4);
    assert_eq!(of(&["orders"], &[]), 2);
    assert_eq!(of(&[], &["orders"]), 4);
    // Paths select no webhook.
    assert_eq!(of(&["/pets"], &[]), 2);
    assert_eq!(of(&["/orders"], &[]), 0);
}
