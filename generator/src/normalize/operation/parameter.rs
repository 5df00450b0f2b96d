//! Parameters, wherever they travel.

use std::rc::Rc;

use openapiv3::{
    AnySchema, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema, SchemaData,
    SchemaKind, Type,
};

use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::hints::values::{BodyHints, ParameterHints, SchemaHints};
use crate::node::Node;
use crate::normalize::context::given::{BodyParameter, Content, ReadParameter};
use crate::normalize::schema::types::says_file;
use crate::pointer::Pointer;
use crate::request::{ListStyle, is_header_name};
use crate::suggestion::Action;

use crate::normalize::context::document::Document;
use crate::normalize::context::repaired::{any_schema, as_text, body_of, string_type, with_schema};
use crate::normalize::context::target::TargetKind;
use crate::normalize::context::vocabulary::{beside_reference, finish, skip_bounds};
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions::{self, enum_hints, schema_hints};
use crate::normalize::schema::list_format::list_format;
use crate::normalize::schema::word::Word;
use crate::normalize::schema::written::only_number;

/// Headers that tell how a message is carried, and not what it says. One that differs from what is sent would break the connection.
const HOP_BY_HOP: &[&str] =
    &["connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/// Headers that OpenAPI 3 describes by other means than parameters.
const IGNORED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

impl<'d> Document<'d> {
    /// The parameters of a list, references followed, each once.
    pub(in crate::normalize) fn parameters(&self, list: &Node<'d, '_>) -> Vec<Rc<ReadParameter>> {
        let (mut read, mut places): (Vec<Rc<ReadParameter>>, Vec<Pointer>) = (Vec::new(), Vec::new());
        for item in list.items() {
            let at = item.pointer();
            let Some(parameter) = self.parameter(Node::start(item.value(), at, self.sink)) else {
                item.repair("no call can send this parameter", Change::Remove);
                continue;
            };
            let twin = read.iter().position(|one| one.name == parameter.name && one.place == parameter.place);
            match twin.and_then(|twin| read.get_mut(twin).zip(places.get(twin))) {
                Some((twin, place)) => {
                    let message = format!("the parameter `{}` is declared twice: the last one is used", parameter.name);
                    item.repair(message.as_str(), Change::Replace(place.clone()));
                    item.warn_repaired(message, Change::Remove);
                    *twin = parameter;
                }
                None => {
                    if let Content::Body(body) = &parameter.content
                        && body.is_guess
                    {
                        item.repair("a parameter refers to a schema", body_of(&parameter.name, &parameter.at));
                    }
                    read.push(parameter);
                    places.push(item.pointer());
                }
            }
        }
        read
    }

    /// A parameter, or the one that it refers to. Those have been read before, mostly.
    pub(in crate::normalize) fn parameter(&self, node: Node<'d, '_>) -> Option<Rc<ReadParameter>> {
        if !node.has("$ref") {
            return self.parameter_here(&node).map(Rc::new);
        }
        let description = self.described_here(&node);
        beside_reference(&node);
        let described = |read: Rc<ReadParameter>| match &description {
            Some(text) => Rc::new(Rc::unwrap_or_clone(read).described(text)),
            None => read,
        };
        let node = self.follow(node, "the parameter is left out, and calls cannot send it")?;
        let at = node.pointer();
        if let Some(read) = self.parameters.borrow().get(&at) {
            return read.clone().map(described);
        }
        let read = match TargetKind::of(&at, node.value()) {
            TargetKind::Schema => self.instead_of_parameter(&node),
            TargetKind::Response => {
                node.warn("a parameter refers to a response: it is left out, and calls cannot send it");
                None
            }
            _ => self.parameter_here(&node),
        };
        let read = read.map(Rc::new);
        self.parameters.borrow_mut().insert(at, read.clone());
        read.map(described)
    }

    /// The body, where a parameter refers to the schema of an object or a list instead.
    fn instead_of_parameter(&self, node: &Node<'d, '_>) -> Option<ReadParameter> {
        let is_body = |word: &Word| matches!(word, Word::Object | Word::Array);
        let schema = node.value();
        let is_named = schema.get("name").is_some_and(Value::is_string);
        if is_named || !(schema.get("allOf").is_some() || schema.get("$ref").is_some() || self.words(node).iter().any(is_body)) {
            return self.parameter_here(node);
        }
        node.warn("a parameter refers to a schema: it is read as the body");
        let name = node.pointer().last().unwrap_or_default();
        let mut extensions = extensions::at(node);
        self.hints.borrow_mut().bodies.keep(BodyHints { parameter: name.clone(), ..BodyHints::default() }, &mut extensions);
        let (is_file, description) = (says_file(schema), None);
        let schema = Some(self.schema_of_target(node));
        let body = BodyParameter { description, required: true, schema, is_file, is_guess: true, extensions };
        Some(ReadParameter { name, place: "body", at: node.pointer(), content: Content::Body(Box::new(body)) })
    }

    fn parameter_here(&self, node: &Node<'d, '_>) -> Option<ReadParameter> {
        if !node.is_object() {
            return None;
        }
        let place = place(node, self.dialect)?;
        let Some(name) = node.text_of("name") else {
            if !node.has("name") {
                node.warn("a parameter without a name: it is left out, and calls cannot send it");
            }
            return None;
        };
        let name = if place == "header" { name.trim().to_owned() } else { name };
        if place == "header" && !is_header_name(&name) {
            node.warn(format!("`{name}` is not a valid name of a header: the parameter is left out, since no call could send it"));
            return None;
        }
        if place == "header" && self.dialect.is_openapi3() && IGNORED_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            let message = format!("`{name}` is no parameter by OpenAPI 3, which says how it is described instead: it is left out");
            node.warn_with_help(message, "describe it by the media types, or by a security scheme");
            return None;
        }
        if place == "header" && HOP_BY_HOP.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            node.warn(format!("`{name}` is about the connection, and the transport sets it: the parameter is left out"));
            return None;
        }
        let content = match place {
            _ if self.dialect.is_openapi3() => Content::Plain(Box::new(self.styled_parameter(node, &name, place))),
            "body" => Content::Body(Box::new(self.body_parameter(node, &name))),
            "formData" => Content::Field { required: node.flag_of("required"), schema: Box::new(self.field(node)) },
            _ => Content::Plain(Box::new(self.plain(node, &name, place))),
        };
        skip_bounds(node);
        finish(node, "parameter");
        Some(ReadParameter { name, place, at: node.pointer(), content })
    }

    fn plain(&self, node: &Node<'d, '_>, name: &str, place: &str) -> Parameter {
        let mut extensions = extensions::at(node);
        let mut read = ParameterHints { name: extensions::name(node), has_list_style: true, ..ParameterHints::default() };
        let required = node.get("required").and_then(|required| required.flag());
        if place == "path" && required != Some(true) {
            node.warn("a parameter in the path is always required");
            node.repair_at("required", "a parameter in the path is always required", Change::Put(true.into()));
        }
        let empty = node.get("allowEmptyValue").and_then(|allowed| allowed.flag());
        if empty == Some(true) && place != "query" {
            node.warn("`allowEmptyValue` has no effect here");
        }
        if empty.is_some() && place != "query" {
            node.repair_at("allowEmptyValue", "`allowEmptyValue` has no effect here", Change::Remove);
        }
        let description = node.text_of("description");
        let deprecated = node.get("deprecated").and_then(|deprecated| deprecated.flag());
        read.skip_encoding = matches!(place, "path" | "query") && node.flag_of(keys::SKIP_ENCODING);
        let schema = self.simple(node);
        let mut hints = self.hints.borrow_mut();
        if let ReferenceOr::Item(schema) = &schema {
            read.list = hints.schemas.existing(&schema.schema_data.extensions).and_then(|hints| hints.list.take());
        }
        let format = read.list.unwrap_or_default();
        hints.parameters.keep(read, &mut extensions);
        let parameter_data = ParameterData {
            name: name.to_owned(),
            description,
            required: place == "path" || required.unwrap_or_default(),
            deprecated,
            format: ParameterSchemaOrContent::Schema(schema),
            example: None,
            examples: indexmap::IndexMap::new(),
            explode: Some(format == ListStyle::Multi),
            extensions,
        };
        match place {
            "path" => Parameter::Path { parameter_data, style: PathStyle::Simple },
            "header" => Parameter::Header { parameter_data, style: HeaderStyle::Simple },
            _ => Parameter::Query {
                parameter_data,
                allow_reserved: false,
                style: match format {
                    ListStyle::Ssv => QueryStyle::SpaceDelimited,
                    ListStyle::Pipes => QueryStyle::PipeDelimited,
                    _ => QueryStyle::Form,
                },
                allow_empty_value: empty,
            },
        }
    }

    fn field(&self, node: &Node<'d, '_>) -> Schema {
        let description = node.text_of("description");
        let empty = node.flag_of("allowEmptyValue");
        let schema = match self.simple(node) {
            ReferenceOr::Item(schema) => schema,
            reference => Schema {
                schema_data: SchemaData { extensions: extensions::at(node), ..SchemaData::default() },
                schema_kind: SchemaKind::AllOf { all_of: vec![reference] },
            },
        };
        let mut data = SchemaData { description, ..schema.schema_data };
        let name = extensions::name(node);
        if empty || name.is_some() {
            let mut hints = self.hints.borrow_mut();
            let read = hints.schemas.of_mut(&mut data.extensions);
            read.allow_empty |= empty;
            read.name = name.or(read.name.take());
        }
        Schema { schema_data: data, schema_kind: schema.schema_kind }
    }

    fn body_parameter(&self, node: &Node<'d, '_>, name: &str) -> BodyParameter {
        let mut extensions = extensions::at(node);
        let read = BodyHints { name: extensions::name(node), parameter: name.to_owned(), ..BodyHints::default() };
        self.hints.borrow_mut().bodies.keep(read, &mut extensions);
        let description = node.text_of("description");
        let required = node.flag_of("required");
        let is_file = node.get("schema").is_some_and(|schema| says_file(schema.value()));
        let schema = match node.get("schema") {
            Some(schema) => Some(self.schema(&schema)),
            None if node.has("type") => {
                node.warn_with_help("a body has its type in `schema`", "move the type there");
                node.repair("a body has its type in `schema`", Change::Put(with_schema(node)));
                Some(self.simple(node))
            }
            None => {
                node.warn_with_help("a body without `schema`: it can be anything", "say what it is");
                node.repair_at("schema", "a body without `schema`", any_schema());
                None
            }
        };
        node.skip(&["example"], Unused::Example);
        node.skip(&[keys::NULLABLE], Unused::NoEffect);
        rename_later_words(node);
        BodyParameter { description, required, schema, is_file, is_guess: false, extensions }
    }

    /// The type of a parameter that is no body: it stands among the parameter's own keys.
    pub(in crate::normalize) fn simple(&self, node: &Node<'d, '_>) -> ReferenceOr<Schema> {
        if let Some(schema) = node.get("schema") {
            schema.warn_with_help("only a body has a `schema`; it is read all the same", "put the type beside `name` and `in`");
            node.skip(&["type", "format"], Unused::NoEffect);
            let read = self.schema(&schema);
            // After what was noted of the schema, which has gone then.
            node.repair("only a body has a `schema`", Change::Put(self.with_type_of(node, &schema)));
            return read;
        }
        let mut data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        let values = enum_hints::enum_hints(node);
        let (list, only_number, own_type) = (list_format(node), only_number(node), schema_hints::own_type(node));
        let read = SchemaHints { values, list, only_number, own_type, ..SchemaHints::default() };
        self.hints.borrow_mut().schemas.keep(read, &mut data.extensions);
        data.nullable = schema_hints::nullable(node);
        data.default = self.given(node, "default");
        let example = node.raw("x-example").or_else(|| node.raw("example"));
        data.example = example.map(|example| self.as_written(node, &example));
        node.skip(&["examples"], Unused::Example);
        node.skip(&["readOnly"], Unused::NoEffect);
        node.skip(&["title"], Unused::Prose);
        rename_later_words(node);
        self.check_given(node);
        let words = self.words(node);
        if words.is_empty() && node.get("type").is_none() {
            node.warn_with_help("a parameter without `type`: it is sent as a string", "say what it is");
            node.repair_at("type", "a parameter without `type`", string_type());
        }
        let kind = match words.as_slice() {
            [] => SchemaKind::Type(Type::String(openapiv3::StringType::default())),
            [Word::Object] if !node.has("enum") => {
                node.skip(&["properties", "additionalProperties"], Unused::FreeForm);
                as_text(node);
                SchemaKind::Any(AnySchema { typ: Some("object".into()), ..AnySchema::default() })
            }
            words => {
                if !node.value().get("type").is_some_and(Value::is_string) {
                    let word = if let [word] = words { word.as_str() } else { "string" };
                    node.repair_at("type", "a parameter has one type", Change::Put(word.into()));
                }
                self.typed_text(node, &mut data)
            }
        };
        ReferenceOr::Item(self.newtype(node, self.shared_enum(node, Schema { schema_data: data, schema_kind: kind })))
    }
}

/// Notes the words of a parameter that are those of later versions, or of schemas: they say what they say as extensions.
fn rename_later_words(node: &Node) {
    for key in ["deprecated", "example", "examples", "readOnly", "title"].into_iter().filter(|key| node.has(key)) {
        node.repair_at(key, format!("Swagger 2.0 has no `{key}` here"), Change::Rename(format!("x-{key}")));
    }
}

/// Where a parameter travels. Reports what is no place.
fn place(node: &Node, dialect: Dialect) -> Option<&'static str> {
    let places: &[&'static str] = match dialect {
        Dialect::Swagger2 => &["path", "query", "header", "formData", "body"],
        Dialect::OpenApi30 | Dialect::OpenApi31 => &["path", "query", "header", "cookie"],
        Dialect::OpenApi32 => &["path", "query", "header", "cookie", "querystring"],
    };
    let help = || format!("one of {}", places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", "));
    let Some(given) = node.get("in") else {
        if !node.has("in") {
            node.warn_with_help("the parameter has no `in`: it is left out, and calls cannot send it", help());
        }
        return None;
    };
    let text = given.text()?;
    if let Some(place) = places.iter().find(|place| **place == text) {
        return Some(place);
    }
    let near = places.iter().find(|place| place.eq_ignore_ascii_case(text.trim())).copied();
    match near {
        Some(place) => {
            let found = Diagnostic::warning(given.pointer(), format!("`{text}` reads as `{place}`"));
            given.report(found.suggest(Action::replace(&given.pointer(), place)));
        }
        None => {
            given.warn_with_help(format!("unknown value `{text}` of `in`: the parameter is left out, and calls cannot send it"), help())
        }
    }
    near
}
