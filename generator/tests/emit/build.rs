//! Values of the intermediate representation, in few words.

use generator::ir::{self, Doc, Home, ParamLocation, Presence, Type};
use generator::names::{Case, Ident, NameScope};
use generator::pointer::Pointer;
use generator::request::{ListStyle, Retry};

/// A name without rivals.
pub fn snake(wire: &str) -> Ident {
    NameScope::default().claim(wire, Case::Snake)
}

/// A name without rivals.
pub fn camel(wire: &str) -> Ident {
    NameScope::default().claim(wire, Case::Camel)
}

pub fn doc(text: &str) -> Doc {
    Doc(text.to_owned())
}

pub fn named(name: &str) -> Type {
    Type::Named { name: camel(name), home: Home::Types }
}

pub fn here(name: &str) -> Type {
    Type::Named { name: camel(name), home: Home::Here }
}

pub fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

/// Whether something else becomes such a value, or its items. Of named types a test says it.
fn converts(ty: &Type) -> bool {
    match ty {
        Type::List(item) => converts(item),
        Type::String | Type::Bytes | Type::File | Type::Json | Type::Timestamp | Type::Date => true,
        _ => false,
    }
}

pub fn field(wire: &str, ty: Type, presence: Presence) -> ir::Field {
    ir::Field {
        converts: converts(&ty),
        name: snake(wire),
        wire: wire.to_owned(),
        doc: Doc::default(),
        ty,
        presence,
        fixed: None,
        envelope: None,
        example: None,
        default: None,
        constraints: ir::Constraints::default(),
        deprecated: false,
        late: false,
        content: None,
        attributes: Vec::new(),
        at: Pointer::root(),
    }
}

pub fn required(wire: &str, ty: Type) -> ir::Field {
    field(wire, ty, Presence::Required)
}

pub fn optional(wire: &str, ty: Type) -> ir::Field {
    field(wire, ty, Presence::Optional)
}

pub fn def(name: &str, shape: ir::Shape) -> ir::TypeDef {
    ir::TypeDef { at: Pointer::root().push("definitions").push(name), ..ir::TypeDef::new(camel(name), shape) }
}

pub fn object(name: &str, fields: Vec<ir::Field>) -> ir::TypeDef {
    let rest = ir::Rest::Extra { name: snake("extra") };
    def(
        name,
        ir::Shape::Struct(ir::Struct {
            is_tuple: false,
            fields,
            rest,
            has_many_arguments: false,
            additional_constraints: ir::Constraints::default(),
            constants: Vec::new(),
        }),
    )
}

pub fn sent(def: ir::TypeDef) -> ir::TypeDef {
    ir::TypeDef { sent: true, ..def }
}

pub fn arg(wire: &str, ty: Type, place: ParamLocation) -> ir::Arg {
    ir::Arg {
        converts: converts(&ty),
        name: snake(wire),
        wire: wire.to_owned(),
        doc: Doc::default(),
        ty,
        place,
        list: ListStyle::Csv,
        inner: Vec::new(),
        constraints: ir::Constraints::default(),
        may_be_empty: false,
        style: None,
        by_reference: false,
        part: None,
        is_checked: false,
        reserved: false,
        example: None,
        default: None,
        at: Pointer::root(),
    }
}

pub fn endpoint(name: &str, method: &str, path: &str, kind: ir::ResponseKind) -> ir::Endpoint {
    ir::Endpoint {
        id: format!("{name}Group"),
        name: snake(name),
        marker: camel(name),
        call: camel(&format!("{name} call")),
        doc: doc("Does something."),
        deprecated: false,
        method: method.to_owned(),
        path: path.to_owned(),
        server: None,
        args: Vec::new(),
        has_many_arguments: false,
        options: Vec::new(),
        constants: Vec::new(),
        bound: Vec::new(),
        bound_constraints: Vec::new(),
        fixed: Vec::new(),
        body: None,
        media: None,
        form: None,
        part_media: Vec::new(),
        response: ir::Response::of(kind),
        successes: Vec::new(),
        redirects: Vec::new(),
        errors: Vec::new(),
        error: None,
        links: Vec::new(),
        callbacks: Vec::new(),
        accept: None,
        media_types: Vec::new(),
        other_media_types: Vec::new(),
        is_other_representation: false,
        auth: None,
        is_safe: method == "GET",
        retry: None,
        idempotency_key: None,
        needs: Vec::new(),
        example: ir::Example::default(),
        at: Pointer::root(),
    }
}

pub fn module(name: &str, endpoints: Vec<ir::Endpoint>, types: Vec<ir::TypeDef>) -> ir::Module {
    ir::Module {
        name: snake(name),
        feature: name.to_owned(),
        handle: camel(name),
        tag: camel(name).as_str().to_owned(),
        doc: Doc::default(),
        endpoints,
        types,
    }
}

pub fn api(types: Vec<ir::TypeGroup>, modules: Vec<ir::Module>) -> ir::Api {
    ir::Api {
        title: "Example".to_owned(),
        version: "1.0".to_owned(),
        doc: Doc::default(),
        client: ir::Client::default(),
        pagings: Vec::new(),
        types,
        modules,
        webhooks: None,
        own_types: Vec::new(),
        xml: ir::xml::Xml::default(),
        free: Vec::new(),
    }
}

pub fn group(name: &str, features: &[&str], types: Vec<ir::TypeDef>) -> ir::TypeGroup {
    let features = features.iter().map(|&name| name.to_owned()).collect();
    ir::TypeGroup { name: snake(name), features, types }
}

/// A resource with a list, a reader and a writer.
pub fn groups() -> ir::Api {
    let path = "/organizations/{org_id}/groups";
    let one = "/organizations/{org_id}/groups/{group_id}";
    let wrapped = Some("data".to_owned());
    let page = ir::ResponseKind::Page { item: named("group"), paging: 0 };
    let mut q = arg("q", Type::String, ParamLocation::Query);
    q.doc = doc("Text to look for. Names only.");
    let with = ir::Arg { converts: true, ..arg("with", list(here("list_with")), ParamLocation::Query) };
    let list = ir::Endpoint {
        doc: doc("Lists groups.\n\nSee https://example.com/groups."),
        options: vec![q, arg("per_page", Type::I64, ParamLocation::Query), with],
        response: ir::Response { envelope: wrapped.clone(), ..ir::Response::of(page) },
        ..endpoint("list", "GET", path, ir::ResponseKind::Empty)
    };
    let create = ir::Endpoint {
        body: Some(ir::Body {
            name: snake("body"),
            doc: Doc::default(),
            kind: ir::BodyKind::Json { ty: named("create_group_input"), media: None },
            constraints: ir::Constraints::default(),
            is_checked: false,
            required: true,
            at: Pointer::root(),
        }),
        response: ir::Response { envelope: wrapped, ..ir::Response::of(ir::ResponseKind::Json(named("group"))) },
        ..endpoint("create", "POST", path, ir::ResponseKind::Empty)
    };
    let delete = ir::Endpoint {
        args: vec![arg("group_id", Type::String, ParamLocation::Path)],
        retry: Some(Retry::Always),
        ..endpoint("delete", "DELETE", one, ir::ResponseKind::Empty)
    };
    let list_with = def(
        "list_with",
        ir::Shape::StringEnum {
            variants: vec![ir::Variant { name: camel("assets"), wire: "assets".to_owned(), doc: Doc::default() }],
            open: true,
        },
    );
    let changes = ir::Changes {
        of: named("group"),
        resend: vec!["members".to_owned()],
        merge: Vec::new(),
        not_empty: vec!["description".to_owned()],
        keys: vec![("guests".to_owned(), "email".to_owned())],
    };
    let input = sent(object(
        "create_group_input",
        vec![
            required("name", Type::String),
            optional("description", Type::String),
            optional("members", Type::List(Box::new(Type::I64))),
            optional("guests", Type::List(Box::new(Type::String))),
        ],
    ));
    let input = ir::TypeDef { changes: Some(changes), ..input };
    let output = object("group", vec![required("id", Type::String), optional("name", Type::String)]);
    let modules = vec![module("groups", vec![list, create, delete], vec![list_with])];
    let mut api = api(vec![group("group", &["groups"], vec![input, output])], modules);
    api.pagings = vec![ir::Paging {
        name: NameScope::default().claim("paging", Case::Constant),
        spec: ir::PagingSpec {
            style: ir::PagingStyle::Page { param: "page".to_owned(), first: 1 },
            size: Some("per_page".to_owned()),
            items: "/data".to_owned(),
            total: Some("/meta/pagination/total".to_owned()),
            current: Some("/meta/pagination/current_page".to_owned()),
            last: Some("/meta/pagination/total_pages".to_owned()),
            next: None,
        },
        features: vec!["groups".to_owned()],
    }];
    api.client = ir::Client {
        base_url: Some("https://{region}.example.com/api".to_owned()),
        variables: vec![ir::Variable {
            bound: ir::Bound {
                name: snake("region"),
                rebind: snake("for_region"),
                wire: "region".to_owned(),
                env: Some("EXAMPLE_REGION".to_owned()),
                doc: doc("The region of the data."),
            },
            default: Some("eu".to_owned()),
            values: vec!["eu".to_owned(), "us".to_owned()],
        }],
        base_servers: Vec::new(),
        base_url_env: Some("EXAMPLE_BASE_URL".to_owned()),
        token_env: Some("EXAMPLE_TOKEN".to_owned()),
        log_env: Some("EXAMPLE_LOG".to_owned()),
        headers: vec![("X-Client".to_owned(), "APIClient".to_owned())],
        bound: vec![ir::Bound {
            name: snake("org_id"),
            rebind: snake("for_org_id"),
            wire: "org_id".to_owned(),
            env: Some("EXAMPLE_ORG_ID".to_owned()),
            doc: doc("The organization."),
        }],
        servers: vec![ir::Server {
            setter: snake("account_url"),
            name: "account".to_owned(),
            url: "https://account.example.com".to_owned(),
            env: None,
        }],
        schemes: vec![ir::Scheme { name: "token".to_owned(), kind: ir::SchemeKind::Bearer }],
        auth: vec![vec!["token".to_owned()]],
        secrets: vec!["token".to_owned()],
    };
    api
}

pub fn body(name: &str, kind: ir::BodyKind, required: bool) -> Option<ir::Body> {
    Some(ir::Body {
        name: snake(name),
        doc: Doc::default(),
        kind,
        constraints: ir::Constraints::default(),
        is_checked: false,
        required,
        at: Pointer::root(),
    })
}

pub fn json(ty: Type) -> ir::BodyKind {
    ir::BodyKind::Json { ty, media: None }
}

fn texts(name: &str, wires: &[&str]) -> ir::TypeDef {
    let mut scope = NameScope::default();
    let variants = wires.iter().map(|&wire| ir::Variant {
        name: scope.claim(if wire.is_empty() { "empty" } else { wire }, Case::Camel),
        wire: wire.to_owned(),
        doc: Doc::default(),
    });
    def(name, ir::Shape::StringEnum { variants: variants.collect(), open: true })
}

fn tagged(name: &str, wires: &[&str], ty: Type) -> ir::TaggedVariant {
    let wire = wires.iter().map(|&wire| wire.to_owned()).collect();
    ir::TaggedVariant { name: camel(name), wire, ty, constraints: ir::Constraints::default(), from: ir::Conversion::None }
}

fn boxed(name: &str) -> Type {
    Type::Boxed(Box::new(named(name)))
}

/// An object that requires more than a function should take.
fn nine() -> ir::TypeDef {
    let fields = (0..9).map(|n| required(&format!("n{n}"), Type::I64)).collect();
    let rest = ir::Rest::Extra { name: snake("extra") };
    sent(def(
        "nine",
        ir::Shape::Struct(ir::Struct {
            is_tuple: false,
            fields,
            rest,
            has_many_arguments: true,
            additional_constraints: ir::Constraints::default(),
            constants: Vec::new(),
        }),
    ))
}

/// Types of every shape.
pub fn shapes() -> ir::Api {
    let mut scope = NameScope::default();
    let mut field =
        |wire: &str, ty: Type, presence: Presence| ir::Field { name: scope.claim(wire, Case::Snake), ..field(wire, ty, presence) };
    let everything = vec![
        field("flag", Type::Bool, Presence::Required),
        field("count", Type::I32, Presence::RequiredNullable),
        field("ratio", Type::F64, Presence::Optional),
        field("note", Type::String, Presence::OptionalNullable),
        field("content", Type::Bytes, Presence::Optional),
        field("created-at", Type::Timestamp, Presence::Required),
        field("day", Type::Date, Presence::Optional),
        field("any", Type::Json, Presence::Required),
        ir::Field { converts: true, ..field("kind", named("kind"), Presence::Optional) },
        field("level", named("level"), Presence::Optional),
        field("parts", list(Type::Map(Box::new(named("part")))), Presence::Optional),
        field("labels", Type::Map(Box::new(Type::String)), Presence::Optional),
        field("parent", Type::Boxed(Box::new(named("everything"))), Presence::Optional),
        field("holes", list(Type::Nullable(Box::new(Type::I64))), Presence::Optional),
        ir::Field { converts: true, ..field("either", named("either"), Presence::Optional) },
        ir::Field {
            envelope: Some("data".to_owned()),
            doc: doc("The owner, wrapped or bare. Second sentence."),
            ..field("owner", named("part"), Presence::Optional)
        },
        ir::Field { deprecated: true, ..field("old \"name\"", Type::String, Presence::Optional) },
        ir::Field { envelope: Some("data".to_owned()), ..field("ids", named("ids"), Presence::Required) },
    ];
    let rest = ir::Rest::Typed { name: snake("additional"), ty: Type::I64, extra: snake("extra") };
    let mut types = vec![
        sent(object("everything", everything)),
        sent(def(
            "counters",
            ir::Shape::Struct(ir::Struct {
                is_tuple: false,
                fields: Vec::new(),
                rest,
                has_many_arguments: false,
                additional_constraints: ir::Constraints::default(),
                constants: Vec::new(),
            }),
        )),
        object("nothing", Vec::new()),
        nine(),
        ir::TypeDef { deprecated: true, doc: doc("How."), ..texts("kind", &["a", "b c", ""]) },
        def(
            "level",
            ir::Shape::IntegerEnum {
                variants: vec![
                    ir::IntVariant { name: camel("minus_one"), wire: -1, doc: Doc::default() },
                    ir::IntVariant { name: camel("n1"), wire: 1, doc: Doc::default() },
                ],
                open: true,
            },
        ),
        sent(def(
            "either",
            ir::Shape::Union(vec![
                ir::UnionVariant {
                    name: camel("text"),
                    ty: Type::String,
                    constraints: ir::Constraints::default(),
                    from: ir::Conversion::String,
                },
                ir::UnionVariant {
                    name: camel("part"),
                    ty: boxed("part"),
                    constraints: ir::Constraints::default(),
                    from: ir::Conversion::Value,
                },
                ir::UnionVariant {
                    name: camel("list"),
                    ty: list(named("part")),
                    constraints: ir::Constraints::default(),
                    from: ir::Conversion::Value,
                },
            ]),
        )),
        def("none", ir::Shape::Union(Vec::new())),
        def(
            "animal",
            ir::Shape::Tagged {
                tag: "type".to_owned(),
                variants: vec![tagged("cat", &["cat", "kitten"], boxed("part")), tagged("dog", &["dog"], boxed("nothing"))],
                otherwise: Some(camel("cat")),
            },
        ),
        def("ids", ir::Shape::Alias(list(Type::I64))),
    ];
    types.sort_by(|a, b| a.name.cmp(&b.name));
    let part = object("part", vec![required("id", named("part_id"))]);
    let part_id = def("part_id", ir::Shape::Alias(Type::String));
    let groups = vec![group("all", &[], types), group("part", &["groups", "tags"], vec![part, part_id])];
    api(groups, Vec::new())
}

/// Operations with every kind of parameter, body and response.
pub fn calls() -> ir::Api {
    let empty = ir::ResponseKind::Empty;
    let tags = |place| ir::Arg { list: ListStyle::Multi, ..arg("tags", list(Type::String), place) };
    let find = ir::Endpoint {
        args: vec![
            arg("thing", named("thing_id"), ParamLocation::Path),
            arg("depth", list(Type::I32), ParamLocation::Path),
            ir::Arg { converts: true, ..arg("kind", here("kind"), ParamLocation::Query) },
            arg("since", Type::Timestamp, ParamLocation::Query),
            arg("filter", Type::Json, ParamLocation::Query),
            arg("ids", named("ids"), ParamLocation::Query),
            arg("X-Trace", Type::String, ParamLocation::Header),
        ],
        has_many_arguments: true,
        options: vec![
            arg("thing_again", named("thing_id"), ParamLocation::Query),
            ir::Arg { converts: true, ..arg("X-Kinds", list(here("kind")), ParamLocation::Header) },
            arg("on", Type::Date, ParamLocation::Query),
            arg("more", Type::Json, ParamLocation::Query),
            tags(ParamLocation::Query),
        ],
        accept: Some("application/pdf".to_owned()),
        auth: Some(vec![vec!["key".to_owned(), "basic".to_owned()], Vec::new()]),
        ..endpoint("find", "GET", "/things/{thing}/{depth}", ir::ResponseKind::Bytes)
    };
    let upload = ir::Endpoint {
        args: vec![arg("file", Type::File, ParamLocation::Form), arg("title", Type::String, ParamLocation::Form)],
        options: vec![
            arg("thumbnail", Type::File, ParamLocation::Form),
            arg("more", list(Type::File), ParamLocation::Form),
            tags(ParamLocation::Form),
        ],
        form: Some(ir::Form::Multipart),
        retry: Some(Retry::Never),
        ..endpoint("upload", "POST", "/files", ir::ResponseKind::Text)
    };
    let sign_in = ir::Endpoint {
        idempotency_key: Some("Idempotency-Key".to_owned()),
        args: vec![arg("grant_type", Type::String, ParamLocation::Form)],
        form: Some(ir::Form::UrlEncoded),
        server: Some("account".to_owned()),
        bound: vec!["org_id".to_owned()],
        auth: Some(Vec::new()),
        deprecated: true,
        ..endpoint("sign_in", "POST", "/token", ir::ResponseKind::Json(Type::Json))
    };
    let patch = ir::Endpoint {
        body: body("patch", ir::BodyKind::Json { ty: Type::Json, media: Some("application/merge-patch+json".to_owned()) }, false),
        ..endpoint("patch", "PATCH", "/things", ir::ResponseKind::Json(list(here("kind"))))
    };
    let bodies = [
        ("send_list", json(list(named("thing_id")))),
        ("send_ids", json(named("ids"))),
        ("send_text", json(Type::String)),
        ("send_number", json(Type::I64)),
        ("send_map", json(Type::Map(Box::new(Type::Bool)))),
        ("write", ir::BodyKind::Text { media: "text/plain".to_owned() }),
        ("store", ir::BodyKind::Bytes { media: "image/png".to_owned() }),
    ];
    let bodies = bodies
        .into_iter()
        .map(|(name, kind)| ir::Endpoint { body: body("body", kind, true), ..endpoint(name, "PUT", "/body", empty.clone()) });
    let endpoints: Vec<_> = [find, upload, sign_in, patch].into_iter().chain(bodies).collect();
    let types = vec![def("ids", ir::Shape::Alias(list(Type::I64))), def("thing_id", ir::Shape::Alias(Type::String))];
    let kinds = vec![texts("kind", &["big", "small"])];
    let mut api = api(vec![group("ids", &["tasks"], types)], vec![module("things", endpoints, kinds)]);
    api.modules[0].feature = "tasks".to_owned();
    api.modules[0].doc = doc("Things. They are many.\n\nAnd more.");
    api.client.schemes = vec![
        ir::Scheme { name: "key".to_owned(), kind: ir::SchemeKind::Header("X-Key".to_owned()) },
        ir::Scheme { name: "basic".to_owned(), kind: ir::SchemeKind::Basic },
    ];
    api.client.servers = vec![ir::Server {
        setter: snake("account_url"),
        name: "account".to_owned(),
        url: "https://account.example.com".to_owned(),
        env: Some("ACCOUNT_URL".to_owned()),
    }];
    api
}
