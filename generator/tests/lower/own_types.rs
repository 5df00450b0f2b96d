//! Types that the document names.

use crate::{check_types, def, lower};
use generator::ir;

#[test]
fn a_path_is_a_type_of_others_or_one_that_the_crate_has() {
    check_types(
        r"
  Text: {type: object, x-rust-type: String}
  Thing:
    type: object
    properties:
      text: {$ref: '#/definitions/Text'}
      moment: {type: integer, x-rust-type: 'crate::Timestamp'}
      list: {type: array, items: {type: string}, x-rust-type: 'Vec<http::Of>'}
      map: {type: object, x-rust-type: 'std::collections::BTreeMap<String, crate::own::Value>'}
      set: {type: array, items: {type: string}, x-rust-type: 'std::collections::BTreeSet<http::Of>'}
      none: {type: string, x-rust-type: 'Option<http::Of>'}
      boxed: {type: string, x-nullable: true, x-rust-type: 'Box<crate::types::Other>'}
      kind: {type: string, enum: [a], x-rust-type: ' :: http::Kind<crate::A, (u8, [http::B; 2])>'}
      small: {type: integer, x-rust-type: u8}
  Other: {x-one-of: [{type: string, x-rust-type: http::Of}, {type: integer, x-rust-type: http::Of}, {type: boolean}]}
",
        r"
union Other Of(::http::Of) Bool(Bool)
struct Thing
  text: String?
  moment: Timestamp?
  list: Vec<::http::Of>?
  map: Map<crate::own::Value>?
  set: ::std::collections::BTreeSet<::http::Of>?
  none: ::http::Of?
  boxed: Box<crate::types::Other>?
  kind: ::http::Kind<crate::A, (u8, [::http::B; 2])>?
  small: u8?
",
        &[],
    );
}

#[test]
fn what_is_no_path_of_a_type_is_reported_with_its_place() {
    for path in [
        "Uuid",
        "crate",
        "self::A",
        "super::A",
        "&'static str",
        "str",
        "(a::B, a::C)",
        "a::B<'a>",
        "a b",
        "<a::B as a::C>::D",
        "dyn a::B",
        "a::B<C>",
    ] {
        let (api, found) =
            lower(&format!("definitions: {{Thing: {{type: object, properties: {{a: {{type: integer, x-rust-type: \"{path}\"}}}}}}}}"));
        let expected = format!(
            "warning: `{path}` is not the path of a type, such as `uuid::Uuid` or `crate::money::Money`: it is left out \
             (at /definitions/Thing/properties/a/x-rust-type)"
        );
        assert_eq!(found, [expected]);
        let ir::Shape::Struct(thing) = &def(&api, "Thing").shape else { panic!("an object") };
        assert_eq!(thing.fields[0].ty, ir::Type::I64);
    }
}

#[test]
fn a_crate_is_declared_where_its_type_is_named() {
    let named = "definitions: {A: {type: string, x-rust-type: 'one_of::B<serde_json::Map<String, std::net::IpAddr>>'}}\n";
    assert_eq!(lower(&format!("{named}x-rust-dependencies: {{one-of: '1'}}")).1, Vec::<String>::new());
    let found =
        lower(&format!("{named}x-rust-formats: {{uuid: uuid::Uuid, Date: crate::Day, ip: 5}}\nx-rust-dependencies: {{other: '1'}}")).1;
    assert!(
        found.iter().any(|one| one.starts_with("warning: nothing says which crate `one_of` is (at /definitions/A/x-rust-type)")),
        "{found:?}"
    );
    assert!(
        found.contains(&"warning: no string, number or integer has the format `uuid` (at /x-rust-formats/uuid)".to_owned()),
        "{found:?}"
    );
}

#[test]
fn an_object_that_must_have_such_a_value_has_no_default() {
    let (api, found) = lower(
        r"
x-rust-formats: {ip: std::net::IpAddr}
definitions:
  Own: {type: object, required: [a], properties: {a: {type: string, format: IP}}}
  Inside: {type: object, required: [own, list], properties: {own: {$ref: '#/definitions/Other'}, list: {type: array, items: {$ref: '#/definitions/Own'}}}}
  Other: {$ref: '#/definitions/Own'}
  Free: {type: object, required: [b, d], properties: {a: {$ref: '#/definitions/Own'}, b: {type: string, format: ip, x-nullable: true}, c: {type: string, format: ip}, d: {type: array, items: {$ref: '#/definitions/Own'}}}}
  Either: {x-one-of: [{$ref: '#/definitions/Own'}, {type: string}]}
  Last: {type: object, required: [either], properties: {either: {$ref: '#/definitions/Either'}}}
  Change: {type: object, x-changes: {of: Own}, required: [a], properties: {a: {type: string, format: ip}}}
",
    );
    assert_eq!(
        found,
        [
            "warning: `x-changes` has no effect: the body has a required property of a type that has no default (at /definitions/Change/x-changes)"
        ]
    );
    let late = |name: &str| match &def(&api, name).shape {
        ir::Shape::Struct(object) => object.fields.iter().filter(|field| field.late).map(|field| field.wire.as_str()).collect::<Vec<_>>(),
        _ => panic!("{name} is an object"),
    };
    assert_eq!(late("Own"), ["a"]);
    assert_eq!(late("Inside"), ["own"]);
    assert_eq!(late("Free"), [""; 0]);
    assert_eq!(late("Last"), [""; 0]);
    assert_eq!(api.own_types.iter().map(|own| own.path.as_str()).collect::<Vec<_>>(), ["::std::net::IpAddr"]);
}

#[test]
fn attributes_of_all_types_are_left_out_where_they_cannot_be() {
    let (api, found) = lower(
        r##"
x-rust-attributes: ['#[non_exhaustive]', '#[derive(one::Of, Clone)]', '#[doc(hidden)]']
definitions:
  Thing: {type: object, x-rust-attributes: ['#[doc(hidden)]', '#[derive(one::Of, other::Of)]'], properties: {a: {type: string, x-rust-attributes: ["#[doc(alias = 'x')]"]}}}
  Kind: {type: string, enum: [a, b], x-enum-open: false}
"##,
    );
    assert_eq!(found, Vec::<String>::new());
    let (thing, kind) = (def(&api, "Thing"), def(&api, "Kind"));
    assert_eq!(thing.attributes, ["#[doc(hidden)]"]);
    assert_eq!(thing.derives, ["one::Of", "other::Of"]);
    assert_eq!(kind.attributes, ["#[non_exhaustive]", "#[doc(hidden)]"]);
    assert_eq!(kind.derives, ["one::Of"]);
    let ir::Shape::Struct(object) = &thing.shape else { panic!("an object") };
    assert_eq!(object.fields[0].attributes, ["#[doc(alias = 'x')]"]);
}
