//! Responses.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, Header, HeaderStyle, MediaType, ParameterSchemaOrContent, ReferenceOr, Response, Responses, Schema, SchemaData, SchemaKind,
    StatusCode,
};
use serde_json::{Value, json};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::hints::values::SchemaHints;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::request::{is_header_name, is_redirect};

use crate::normalize::context::document::Document;
use crate::normalize::context::media_types::is_never_of_objects;
use crate::normalize::context::reference::References;
use crate::normalize::context::repaired::{no_body, response_of, string_type, text_schema};
use crate::normalize::context::target::TargetKind;
use crate::normalize::context::vocabulary::{beside_reference, finish, finish_schema};
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions;
use crate::normalize::operation::body::content;
use crate::normalize::schema::list_format::list_format;
use crate::normalize::schema::types::item;

/// What is printed of a response beside the type of its body.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Printed {
    /// The headers: it is the only kind of success.
    Headers,
    /// What it means: it is an error.
    Meaning,
    /// Both: it is one of several successes.
    All,
}

impl<'d> Document<'d> {
    /// The responses of an operation by status.
    pub(in crate::normalize) fn responses(&self, operation: &Node<'d, '_>, produces: &[String]) -> Responses {
        let mut responses = Responses::default();
        let Some(list) = self.section(operation, "responses") else {
            if !operation.has("responses") {
                operation.warn("an operation without `responses`: what it returns is not known");
            }
            operation.repair_at("responses", "an operation without `responses`", Change::Put(json!({"default": no_body()})));
            responses.default = self.unknown_response(operation);
            return responses;
        };
        let has_ok = list.entries().any(|entry| is_ok(&entry));
        let is_success = |entry: &Node<'_, '_>| is_ok(entry) || !has_ok && leads_elsewhere(entry);
        let bodies: Vec<Option<&Value>> = list
            .entries()
            .filter(|entry| is_success(entry))
            .map(|entry| ["schema", "content", "$ref"].into_iter().find_map(|key| entry.value().get(key)))
            .collect();
        let has_success = !bodies.is_empty();
        let distinct: HashSet<String> = bodies.into_iter().flatten().map(Value::to_string).collect();
        if !list.entries().any(|entry| status(&entry, self.dialect).is_some() || entry.name() == "default") {
            list.repair_at("default", "an operation without `responses`", Change::Put(no_body()));
            responses.default = self.unknown_response(&list);
        }
        for entry in list.entries() {
            if entry.name().starts_with("x-") {
                entry.unused(Unused::Extension);
                continue;
            }
            let status = status(&entry, self.dialect);
            let is_default = entry.name() == "default";
            if status.is_none() && !is_default {
                let message = format!("`{}` is not a status code: this response is left out", entry.name());
                let found = Diagnostic::warning(entry.pointer(), message).help("a number such as `200`, or `default`");
                entry.report_repaired(found, Change::Remove);
                continue;
            }
            let response = if entry.value().is_null() {
                entry.warn_repaired("an empty response (null) has no body", Change::Put(no_body()));
                Some(Response { extensions: extensions::at(&entry), ..Response::default() })
            } else {
                let printed = match (is_success(&entry), is_default && !has_success) {
                    (false, false) => Printed::Meaning,
                    (true, false) if distinct.len() > 1 => Printed::All,
                    _ => Printed::Headers,
                };
                self.response(Node::start(entry.value(), entry.pointer(), self.sink), produces, printed)
            };
            let Some(response) = response.map(ReferenceOr::Item) else {
                continue;
            };
            if let Some(StatusCode::Range(hundred)) = status.as_ref().filter(|_| !self.dialect.is_openapi3()) {
                let message = "a range of status codes is OpenAPI 3 syntax";
                entry.warn_repaired(message, Change::Rename(format!("{hundred}00")));
            }
            match status {
                Some(status) => {
                    responses.responses.insert(status, response);
                }
                None => responses.default = Some(response),
            }
        }
        responses
    }

    /// What stands for the responses of an operation that lists none. Swagger 2.0 is read without.
    fn unknown_response(&self, node: &Node<'d, '_>) -> Option<ReferenceOr<Response>> {
        let response = Response { extensions: extensions::at(node), ..Response::default() };
        self.dialect.is_openapi3().then_some(ReferenceOr::Item(response))
    }

    /// A response of the whole document. Who refers to it decides what of it is used.
    pub(in crate::normalize) fn shared_response(&self, entry: &Node<'d, '_>) {
        self.response(Node::start(entry.value(), entry.pointer(), self.sink), &self.produces, Printed::All);
    }

    /// A response, or the one that it refers to.
    fn response(&self, node: Node<'d, '_>, produces: &[String], printed: Printed) -> Option<Response> {
        let described = self.described_here(&node);
        beside_reference(&node);
        let is_reference = node.has("$ref");
        let (at, status) = (extensions::at(&node), node.pointer().last());
        let has_body = printed != Printed::Meaning && !status.is_some_and(|status| ["204", "205"].contains(&status.as_str()));
        let instead = if has_body { "its body is any value" } else { "it has no body" };
        let place = node.pointer();
        let Some(node) = self.follow(node, instead) else {
            let change = if has_body { response_of(self.dialect, json!({})) } else { Change::Put(no_body()) };
            self.sink.repair(place, format!("the reference leads to no response: {instead}"), change);
            let data = SchemaData { extensions: at.clone(), ..SchemaData::default() };
            let any = || content(produces, "application/json", item(data, SchemaKind::Any(AnySchema::default())));
            let content = if has_body { any() } else { IndexMap::new() };
            return Some(Response { content, extensions: at, ..Response::default() });
        };
        if is_reference && let Some(schema) = self.instead_of_response(&node) {
            let referred = match TargetKind::of(&node.pointer(), node.value()) {
                TargetKind::Schema => json!({"$ref": References::text(&node.pointer())}),
                _ => self.written_inside(&node),
            };
            self.sink.repair(place, "a response refers to something else: that is its body", response_of(self.dialect, referred));
            return Some(Response {
                content: content(produces, "application/json", schema),
                extensions: extensions::at(&node),
                ..Response::default()
            });
        }
        if !node.value().get("description").is_some_and(Value::is_string) {
            node.repair_at("description", "a response needs a description", Change::Put("".into()));
        }
        let content = match self.dialect.is_openapi3() {
            true => node.get("content").map(|content| self.content(&content)).unwrap_or_default(),
            false => self.produced(&node, produces, printed),
        };
        if printed == Printed::Headers || content.is_empty() {
            node.skip(&["description"], Unused::Prose);
        }
        let response = Response {
            description: described.or(node.text_of("description")).unwrap_or_default(),
            headers: node.get("headers").map(|headers| self.headers(&headers, printed)).unwrap_or_default(),
            content,
            links: node.get("links").map(|list| self.links(&list)).unwrap_or_default(),
            extensions: extensions::at(&node),
        };
        finish(&node, "response");
        Some(response)
    }

    /// The one schema of a response of Swagger 2.0, under each of the media types.
    ///
    /// An operation lists those of its success, such as the one of a file: an object that says what went wrong is JSON then.
    fn produced(&self, node: &Node<'d, '_>, produces: &[String], printed: Printed) -> IndexMap<String, MediaType> {
        self.check_response_examples(node);
        node.skip(&["examples"], Unused::Example);
        node.skip(&[keys::NULLABLE], Unused::NoEffect);
        let schema = node.get("schema").filter(|schema| !self.is_empty_response(schema)).map(|schema| {
            let fallback = if is_file(schema.value()) { "application/octet-stream" } else { "application/json" };
            let is_no_object = || produces.iter().all(|media_type| is_never_of_objects(media_type));
            let types = if printed == Printed::Meaning && self.is_object(&schema) && is_no_object() { &[] } else { produces };
            content(types, fallback, self.schema(&schema))
        });
        schema.unwrap_or_default()
    }

    /// Whether a schema, or what it refers to, is that of an object.
    fn is_object(&self, schema: &Node) -> bool {
        let reference = schema.value().get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|text| self.references.look_up(text, &schema.pointer()));
        let value = target.map_or(schema.value(), |(_, value)| value);
        value.get("type").is_some_and(|kind| kind == "object") || value.get("properties").is_some() || value.get("allOf").is_some()
    }

    /// The schema of the body, where a response refers to a schema or a parameter instead.
    fn instead_of_response(&self, node: &Node<'d, '_>) -> Option<ReferenceOr<Schema>> {
        match TargetKind::of(&node.pointer(), node.value()) {
            TargetKind::Schema => {
                let what = if is_definition(&node.pointer()) { "a definition" } else { "a schema" };
                node.warn(format!("a response refers to {what}: it is read as the schema of the body"));
                Some(self.schema_of_target(node))
            }
            TargetKind::Parameter => {
                node.warn("a response refers to a parameter: its schema is read as that of the body");
                Some(self.schema_or_inside(node))
            }
            TargetKind::Response | TargetKind::Other => None,
        }
    }

    fn headers(&self, list: &Node<'d, '_>, printed: Printed) -> IndexMap<String, ReferenceOr<Header>> {
        if self.dialect.is_openapi3() {
            return list.entries().filter_map(|entry| self.content_header(&entry, true)).collect();
        }
        let header = |entry: Node<'d, '_>| {
            if entry.name().starts_with("x-") && !entry.value().is_object() || !entry.is_object() {
                return None;
            }
            let name = entry.name().trim();
            if !is_header_name(name) {
                let message = format!("`{name}` is not a valid name of a header: it is left out, since no response can have it");
                entry.warn_repaired(message, Change::Remove);
                return None;
            }
            let is_reference = entry.has("$ref");
            let place = entry.pointer();
            let Some(entry) = self.follow(Node::start(entry.value(), entry.pointer(), self.sink), "the header is left out") else {
                entry.repair("the reference leads to no header", Change::Remove);
                return None;
            };
            if is_reference && TargetKind::of(&entry.pointer(), entry.value()) == TargetKind::Schema {
                self.sink.repair(place, "a header refers to a schema", text_schema());
            }
            if printed == Printed::Meaning {
                entry.unused(Unused::Header);
            }
            let description = entry.text_of("description");
            let mut data = SchemaData { extensions: extensions::at(&entry), ..SchemaData::default() };
            let read = SchemaHints { list: list_format(&entry), ..SchemaHints::default() };
            self.hints.borrow_mut().schemas.keep(read, &mut data.extensions);
            data.default = self.given(&entry, "default");
            if entry.get("type").is_none() {
                entry.repair_at("type", "a header without `type`", string_type());
            }
            let schema_kind = self.typed_text(&entry, &mut data);
            let schema = self.newtype(&entry, Schema { schema_data: data, schema_kind });
            finish_schema(&entry);
            let header = Header {
                description,
                style: HeaderStyle::Simple,
                required: false,
                deprecated: None,
                format: ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)),
                example: None,
                examples: IndexMap::new(),
                extensions: extensions::at(&entry),
            };
            Some((name.to_owned(), ReferenceOr::Item(header)))
        };
        list.entries().filter_map(header).collect()
    }
}

/// Whether a response is a success by its status.
fn is_ok(entry: &Node) -> bool {
    entry.name().trim().starts_with('2')
}

/// Whether a response is a redirect, which is the success where there is no other.
fn leads_elsewhere(entry: &Node) -> bool {
    let name = entry.name().trim();
    name.eq_ignore_ascii_case("3xx") || name.parse().is_ok_and(is_redirect)
}

/// Whether a place is a property of `definitions`, here or in another file.
fn is_definition(at: &Pointer) -> bool {
    at.in_bundle().map_or_else(|| at.clone(), |(_, at)| at).as_str().starts_with("/definitions/")
}

fn is_file(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("file")
}

/// The status of a response: a number, or all of a hundred (`2XX`).
fn status(entry: &Node, dialect: Dialect) -> Option<StatusCode> {
    let name = entry.name().trim();
    if let Some(hundred) = name.get(..1).filter(|_| name.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("xx"))) {
        let hundred = hundred.parse().ok().filter(|hundred| (1..=5).contains(hundred))?;
        if dialect.is_openapi3() && name.ends_with('x') {
            let message = format!("a range of status codes is written in capitals: `{hundred}XX`");
            entry.warn_repaired(message, Change::Rename(format!("{hundred}XX")));
        }
        return Some(StatusCode::Range(hundred));
    }
    name.parse().ok().filter(|code| (100..=999).contains(code)).map(StatusCode::Code)
}
