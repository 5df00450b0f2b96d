//! Definitions.

use crate::{check_types, def, lower, sketch};

#[test]
fn an_object_has_a_field_per_property() {
    check_types(
        r"
  Group:
    type: object
    required: [id, parent]
    properties:
      id: {type: string}
      parent: {type: string, x-nullable: true}
      size: {type: integer, format: int32}
      note: {type: string, x-nullable: true}
      createdAt: {type: string, format: date-time}
      day: {type: string, format: date}
      logo: {type: string, format: byte}
      key: {type: string, format: password}
      ratio: {type: number, format: float}
      type: {type: boolean, x-name: kind}
      self: {type: string}
      owner: {$ref: '#/definitions/User'}
      members: {type: array, items: {$ref: '#/definitions/User'}}
      counts: {type: object, additionalProperties: {type: integer, x-nullable: true}}
      settings: {type: object}
  User: {type: object, properties: {name: {type: string}}, additionalProperties: {type: string}}
",
        r"
struct Group
  id: String
  parent: String or null
  size: I32?
  note: String?
  created_at: Timestamp? 'createdAt'
  day: Date?
  logo: Bytes?
  key: Secret?
  ratio: F64?
  kind: Bool? 'type'
  self_: String? 'self'
  owner: User?
  members: Vec<User>?
  counts: Map<Option<I64>>?
  settings: Map<Json>?
struct User
  name: String?
  ..additional_properties: String extra
"
        .replace('\'', "\"")
        .as_str(),
        &[],
    );
}

#[test]
fn what_stands_inside_is_named_by_its_path() {
    check_types(
        r"
  Group:
    type: object
    properties:
      owner: {type: object, properties: {name: {type: string}, role: {type: string, enum: [admin, member]}}}
      rows: {type: array, items: {type: object, properties: {a: {type: integer}}}}
      by_day: {type: object, additionalProperties: {type: object, properties: {b: {type: integer}}}}
",
        r"
struct Group
  owner: GroupOwner?
  rows: Vec<GroupRowsItem>?
  by_day: Map<GroupByDayValue>?
struct GroupByDayValue
  b: I64?
struct GroupOwner
  name: String?
  role: GroupOwnerRole?
enum GroupOwnerRole Admin=admin Member=member
struct GroupRowsItem
  a: I64?
",
        &[],
    );
}

#[test]
fn another_name_for_a_type_is_seen_through() {
    check_types(
        r"
  Id: {type: string, x-nullable: true}
  Ids: {type: array, items: {$ref: '#/definitions/Id'}}
  Same: {$ref: '#/definitions/Ids'}
  Thing: {type: object, properties: {id: {$ref: '#/definitions/Id'}, all: {$ref: '#/definitions/Same'}, described: {$ref: '#/definitions/Id', description: It.}}}
",
        r"
type Id = String
type Ids = Vec<Option<String>>
type Same = Vec<Option<String>>
struct Thing
  id: String?
  all: Vec<Option<String>>?
  described: String?
",
        &[],
    );
}

#[test]
fn all_of_is_merged() {
    check_types(
        r"
  Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string, enum: [a]}}}
  More:
    allOf:
      - $ref: '#/definitions/Base'
      - {type: object, properties: {size: {type: integer}, kind: {type: string}}}
    required: [size]
  Again: {allOf: [{$ref: '#/definitions/More'}, {required: [kind]}], description: And so on.}
  OnlyRef: {type: object, properties: {base: {allOf: [{$ref: '#/definitions/Base'}], x-nullable: true}}}
",
        r#"
struct Again
  id: String
  kind: String
  size: I64
struct Base
  id: String
  kind: BaseKind?
enum BaseKind A=a
struct More
  id: String
  kind: String?
  size: I64
struct OnlyRef
  base: Base?
"#,
        &[
            "warning: `kind` has another type in another part of `allOf`; this one is used (at /definitions/More/allOf/1/properties/kind)\n    help: see /definitions/Base/properties/kind",
        ],
    );
}

#[test]
fn all_of_may_lead_in_a_circle() {
    check_types(
        r"
  Tree:
    type: object
    properties:
      name: {type: string}
      child: {allOf: [{$ref: '#/definitions/Tree'}, {properties: {index: {type: integer}}}]}
",
        r"
struct Tree
  name: String?
  child: TreeChild?
struct TreeChild
  name: String?
  child: Box<TreeChild>?
  index: I64?
",
        &[],
    );
}

#[test]
fn a_discriminator_makes_the_base_a_union_of_its_heirs() {
    check_types(
        r"
  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Cat: {allOf: [{$ref: '#/definitions/Pet'}, {properties: {friend: {$ref: '#/definitions/Pet'}}}]}
  Siamese: {allOf: [{$ref: '#/definitions/Cat'}], x-ms-discriminator-value: siam}
  Alone: {type: object, discriminator: kind, properties: {kind: {type: string}}}
",
        r"
struct Alone
  kind: String?
union Cat by kind Cat=Cat(Box<CatBase>) Siamese=siam(Box<Siamese>) else Cat
struct CatBase
  kind: String as tag = Cat
  friend: Pet?
union Pet by kind Pet=Pet(Box<PetBase>) Cat=Cat(Box<CatBase>) Siamese=siam(Box<Siamese>)
struct PetBase
  kind: String as tag = Pet
struct Siamese
  kind: String as tag = siam
  friend: Box<Pet>?
",
        &[],
    );
}

#[test]
fn alternatives_are_a_union() {
    check_types(
        r"
  Progress:
    x-one-of:
      - {type: integer}
      - {type: object, x-name: Counts, properties: {complete: {type: integer}}}
      - {type: object, properties: {other: {type: integer}}}
      - {type: array, items: {type: string}}
      - {$ref: '#/definitions/Named'}
      - {type: integer, format: int64}
  Named: {type: object, properties: {x: {x-one-of: [{type: string}]}}}
",
        r"
struct Counts
  complete: I64?
struct Named
  x: String?
union Progress Integer(I64) Counts(Box<Counts>) Object(Box<ProgressObject>) StringList(Vec<String>) Named(Box<Named>)
struct ProgressObject
  other: I64?
",
        &[],
    );
}

#[test]
fn enumerations() {
    check_types(
        r"
  Sort: {type: string, enum: [name, -name, '', '1st', other, Other, ACTIVE, active, name]}
  Level: {type: integer, enum: [1, -1, 10]}
  Flag: {type: boolean, enum: [true]}
",
        r"
type Flag = Bool
enum Level N1=1 Minus1=-1 N10=10
enum Sort Name=name MinusName=-name Empty= N1st=1st OtherValue=other OtherValue2=Other Active2=ACTIVE Active=active
",
        &["warning: \"name\" is listed twice (at /definitions/Sort/enum/8)"],
    );
}

#[test]
fn types_derive_what_the_document_and_the_definition_name() {
    let (api, found) = lower(
        r"
x-rust-derive: [all::Of, std::hash::Hash]
definitions:
  Thing: {type: object, x-rust-derive: ['::one::Of', 'all::Of', one::Of], properties: {a: {type: string}}}
  Kind: {type: string, enum: [a, b]}
  Name: {type: string}
",
    );
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(def(&api, "Thing").derives, ["::one::Of", "all::Of", "one::Of", "std::hash::Hash"]);
    assert_eq!(def(&api, "Kind").derives, ["all::Of"], "it has the other one anyway");
    assert!(def(&api, "Name").derives.is_empty(), "another name derives nothing");
}

#[test]
fn a_newtype_is_shared_by_what_agrees() {
    check_types(
        r"
  GroupId: {type: string, x-newtype: GroupId}
  Other: {type: string, x-newtype: GroupId}
  Large: {type: integer, format: int64, x-newtype: Number}
  Same: {type: integer, x-newtype: Number}
  Day: {type: string, format: date, x-newtype: Day}
  Holiday: {type: string, format: date, x-newtype: Feast}
  Price: {type: number, x-newtype: Amount}
",
        r"
type Day = Date
type Feast = Date
newtype GroupId = String
type Holiday = Date
type Large = Number
newtype Number = I64
type Other = GroupId
type Price = F64
type Same = Number
",
        &[
            "warning: `x-newtype` has no effect on a number (at /definitions/Price/x-newtype)",
            "warning: `x-newtype` is for strings and integers without a type of their own: the hint is left out (at /definitions/Day)",
            "warning: `x-newtype` is for strings and integers without a type of their own: the hint is left out (at /definitions/Holiday)",
        ],
    );
    check_types(
        r"
  A: {type: string, x-newtype: Id}
  B: {type: integer, x-newtype: Id}
  C: {type: integer, format: int32, x-newtype: Number}
  D: {type: integer, x-newtype: Number}
  E: {type: string, x-newtype: Thing}
  Thing: {type: object, properties: {a: {type: string}}}
",
        r"
type A = Id
type B = I64
type C = Number
type D = I64
type E = String
newtype Id = String
newtype Number = I32
struct Thing
    a: String?
",
        &[
            "error: `x-newtype` is shared with `/definitions/A`, but the types differ: an integer here, a string there (at /definitions/B)\n    help: make the places agree, or give them different names",
            "error: `x-newtype` is shared with `/definitions/C`, but the types differ: an integer here, an integer of 32 bits there (at /definitions/D)\n    help: make the places agree, or give them different names",
            "error: `/definitions/Thing` is not a string or an integer, so other places cannot have its type (at /definitions/E)\n    help: make the places agree, or give them different names",
        ],
    );
}

#[test]
fn recursion_is_boxed_where_the_circle_closes() {
    check_types(
        r"
  Node: {type: object, properties: {next: {$ref: '#/definitions/Node'}, children: {type: array, items: {$ref: '#/definitions/Node'}}}}
  Left: {type: object, properties: {right: {$ref: '#/definitions/Right'}}}
  Right: {type: object, properties: {left: {$ref: '#/definitions/Left'}, node: {$ref: '#/definitions/Node'}}}
  Aaa: {type: object, properties: {right: {$ref: '#/definitions/Right'}}}
  Endless: {type: object, required: [again], properties: {again: {$ref: '#/definitions/Endless'}}}
  Loop: {type: array, items: {$ref: '#/definitions/Loop'}}
",
        r"
struct Aaa
  right: Right?
struct Endless
  again: Box<Endless>?
struct Left
  right: Right?
type Loop = Vec<Json>
struct Node
  next: Box<Node>?
  children: Vec<Node>?
struct Right
  left: Box<Left>?
  node: Node?
",
        &[
            "warning: `Loop` is only defined as itself: treated as free-form JSON (at /definitions/Loop)",
            "warning: `again` is required but contains its own type, directly or through others; treated as optional, because no finite value exists (at /definitions/Endless/properties/again)",
        ],
    );
}

#[test]
fn names_that_clash_are_told_apart_and_reported() {
    check_types(
        r"
  group: {type: object, properties: {Id: {type: string}, id: {type: string}, _id: {type: string}, extra: {type: string}, new: {type: string}}}
  Group: {type: object, properties: {additional_properties: {type: string}}, additionalProperties: {type: integer}}
  Result: {type: object, properties: {x: {type: string}}}
  Foo[Bar]: {type: object, properties: {x: {type: string}}}
  renamed: {type: object, x-name: Better, properties: {x: {type: string}}}
",
        r#"
struct Better
  x: String?
struct FooOfBar
  x: String?
struct Group
  additional_properties: String?
  ..other_properties: I64 extra
struct Group2
  id2: String? "Id"
  id: String?
  underscore_id: String? "_id"
  extra: String?
  new_: String? "new"
  ..extra_properties
struct ResultModel
  x: String?
"#,
        &[
            "warning: `group` would be named `Group` like another type, and becomes `Group2` (at /definitions/group)\n    help: choose a name with `x-name`",
        ],
    );
}

#[test]
fn types_lie_in_groups_of_the_features_that_need_them() {
    let (api, found) = lower(
        r"
paths:
  /a: {get: {operationId: x, tags: [Alpha], responses: {200: {description: ok, schema: {$ref: '#/definitions/A'}}}}}
  /b: {get: {operationId: y, tags: [Beta], responses: {200: {description: ok, schema: {$ref: '#/definitions/B'}}, 404: {description: no, schema: {$ref: '#/definitions/Problem'}}}}}
definitions:
  A: {type: object, properties: {shared: {$ref: '#/definitions/Shared'}, ids: {$ref: '#/definitions/Ids'}}}
  B: {type: object, properties: {shared: {$ref: '#/definitions/Shared'}}}
  Shared: {type: object, properties: {x: {type: string}}}
  Problem: {type: object, properties: {message: {type: string}}}
  Unused: {type: object, properties: {a: {$ref: '#/definitions/A'}}}
  Ids: {type: array, items: {type: string}}
  As: {type: array, items: {$ref: '#/definitions/B'}}
",
    );
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        sketch::groups(&api),
        "a for alpha+unused-definitions: A\n\
         aliases for : Ids\n\
         beta for beta: As B Problem\n\
         shared for alpha+beta+unused-definitions: Shared\n\
         unused_definitions for unused-definitions: Unused\n"
    );
}

#[test]
fn how_changes_are_written_is_known_where_a_hint_says_it() {
    let (api, said) = lower(
        "
paths:
  /a/{id}:
    parameters: [{in: path, name: id, required: true, type: string}]
    put: {tags: [a], parameters: [{in: body, name: body, required: true, schema: {$ref: '#/definitions/Write'}}], responses: {200: {description: ok}}}
definitions:
  Write:
    type: object
    x-changes: {of: Thing, resend: [users], merge: [data], not-empty: [note], keys: {users: id}}
    properties: {users: {type: array, items: {type: integer}}, data: {type: object}, note: {type: string}}
  Thing: {type: object, properties: {note: {type: string}}}
  Wrong: {type: object, x-changes: {of: Nothing, resend: [what]}, properties: {a: {type: string}}}
",
    );
    let def = |name: &str| api.types.iter().flat_map(|group| &group.types).find(|def| def.name.as_str() == name).expect("defined");
    let changes = def("Write").changes.clone().expect("hinted");
    assert_eq!(
        (changes.resend, changes.merge, changes.not_empty),
        (vec!["users".to_owned()], vec!["data".to_owned()], vec!["note".to_owned()])
    );
    assert_eq!(changes.keys, [("users".to_owned(), "id".to_owned())]);
    // What is changed is there wherever changes are written, and is not sent itself.
    let thing = api.types.iter().find(|group| group.types.iter().any(|def| def.name.as_str() == "Thing")).expect("grouped");
    assert_eq!((thing.features.as_slice(), def("Thing").sent), (&["a".to_owned()][..], false));
    assert_eq!(
        said.iter().filter_map(|line| line.split("warning: ").nth(1)).filter(|line| line.contains("x-changes")).collect::<Vec<_>>(),
        [
            "the object has no property `what`: the hint is left out (at /definitions/Wrong/x-changes)",
            "`Nothing` is not the definition of an object: the hint is left out (at /definitions/Wrong/x-changes)"
        ]
    );
}

#[test]
fn a_format_chooses_the_spelling() {
    check_types(
        r"
  Times:
    properties:
      web: {type: string, format: date-time-rfc1123}
      unix: {type: integer, format: unixtime}
      long: {type: string, format: duration}
      key: {type: string, format: base64url}
      first: {type: string, format: date, enum: ['0001-01-01']}
",
        r"
struct Times
  web: HttpDate?
  unix: UnixTime?
  long: Duration?
  key: BytesUrl?
  first: Date?
",
        &[],
    );
}

#[test]
fn a_required_member_with_one_value_is_fixed() {
    check_types(
        r"
  Input:
    required: [kind, level]
    properties:
      kind: {type: string, enum: [only]}
      level: {type: integer, enum: [0]}
      other: {type: string, enum: [same]}
",
        r"
struct Input
  kind: InputKind = only
  level: InputLevel = 0
  other: InputOther?
enum InputKind Only=only
enum InputLevel N0=0
enum InputOther Same=same
",
        &[],
    );
}
