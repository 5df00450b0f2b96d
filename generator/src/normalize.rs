//! Swagger 2.0 and OpenAPI 3 to one model, that of OpenAPI 3.0.
//!
//! The model is built by hand, so that every problem of a document is found in one run and has
//! its place. Afterwards only schema references are left; parameters, responses and path items
//! are resolved. What OpenAPI 3.0 cannot hold is kept beside it ([`crate::hints`]).

pub(crate) mod anchors;
mod context;
pub mod dialect;
mod extensions;
mod merge_patches;
mod openapi3;
mod operation;
mod path;
mod schema;
mod security;
mod server;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Components, Contact, Info, License, OpenAPI, ReferenceOr, Schema, Tag};
use serde_json::{Value, json};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::files::Missing;
use crate::hints::Hints;
use crate::hints::values::TagHints;
use crate::node::{Node, Sink, kind};
use crate::pointer::{FILES, Pointer};
use crate::suggestion::Action;

use self::context::document::Document;
use self::context::external_docs::external_docs;
use self::context::reference::References;
use self::context::target::TargetKind;
use self::context::vocabulary::{finish, words};
use self::dialect::{Dialect, Section};
use self::extensions::operation_hints;
use self::schema::recursion;

/// Reads a document. Problems go to the sink; what they spoil is left out or
/// allows anything. `file` is the document's name, which its references may use; `missing` are the
/// files beside it that could not be read.
pub(crate) fn normalize(root: &Value, file: &str, missing: &BTreeMap<String, Missing>, sink: &Sink<'_>) -> (OpenAPI, Hints) {
    let node = Node::start(root, Pointer::root(), sink);
    if root.is_null() {
        node.error("the document is empty");
        return Default::default();
    }
    if !root.is_object() {
        node.error(format!("expected an object, found {}", kind(root)));
        return Default::default();
    }
    let Some(dialect) = dialect_of(&node) else {
        return Default::default();
    };
    sink.know(words(dialect));
    let document = Document::new(root, References::new(root, dialect, file, missing), sink, &node);
    let openapi = document.read(&node);
    (openapi, document.hints.into_inner())
}

impl<'d> Document<'d> {
    fn read(&self, node: &Node<'d, '_>) -> OpenAPI {
        let schemas = self.dialect.place(Section::Schemas).unwrap_or_default();
        self.hints.borrow_mut().document = operation_hints::document(node, schemas, self.dialect.is_openapi3());
        node.raw(FILES);
        let components = Components { schemas: self.definitions(), security_schemes: self.security_schemes(), ..Components::default() };
        let mut openapi = OpenAPI {
            openapi: "3.0.3".into(),
            info: info(node),
            servers: if self.dialect.is_openapi3() { self.servers_of_root(node) } else { self.server(node).into_iter().collect() },
            paths: self.paths(node),
            security: self.security(node),
            tags: self.tags(node),
            external_docs: external_docs(node),
            components: Some(components),
            extensions: extensions::at(node),
        };
        self.webhooks(node);
        self.unreferenced();
        self.finish_components(node);
        if let Some(components) = &mut openapi.components {
            self.deep_schemas(components);
            self.add_shared_enums(components);
            self.add_newtypes(components);
            recursion::cut_back_to_unions(components);
            recursion::open_loops(components, self.dialect, self.sink);
        }
        merge_patches::add_nulls(&mut openapi, &mut self.hints.borrow_mut());
        node.skip(&["openapi", "jsonSchemaDialect", "$self"], Unused::NoEffect);
        finish(node, "document");
        openapi
    }

    fn definitions(&self) -> IndexMap<String, ReferenceOr<Schema>> {
        let Some(list) = self.shared(Section::Schemas) else {
            return IndexMap::new();
        };
        let mut schemas = IndexMap::with_capacity(list.len());
        let schema = |entry: &Node<'d, '_>| match self.references.adopted(entry.name()) {
            Some((at, value)) => self.schema_or_inside(&Node::start(value, at, self.sink)),
            None => self.definition(entry),
        };
        schemas.extend(list.entries().map(|entry| (entry.name().to_owned(), schema(&entry))));
        schemas
    }

    /// A definition. One that is a parameter or a response is the schema in it.
    fn definition(&self, entry: &Node<'d, '_>) -> ReferenceOr<Schema> {
        let kind = TargetKind::of(&entry.pointer(), entry.value());
        if !matches!(kind, TargetKind::Parameter | TargetKind::Response) {
            return self.schema(entry);
        }
        entry.warn(format!("{} among the definitions: as a schema, only the one in it is read", kind.as_str()));
        entry.repair("only the schema is read", Change::Put(self.written_inside(entry)));
        self.schema_or_inside(entry)
    }

    /// The schemas in the midst of something that references lead to. Reading one may ask for more.
    fn deep_schemas(&self, components: &mut Components) {
        let mut read = BTreeMap::new();
        while let Some((at, name, value)) = self.references.next_wanted() {
            read.insert(name, self.schema_or_inside(&Node::start(value, at, self.sink)));
        }
        components.schemas.extend(read);
    }

    /// Reads the shared parameters and responses that nobody refers to: their problems count too.
    fn unreferenced(&self) {
        if let Some(list) = self.shared(Section::Parameters) {
            list.entries().for_each(|entry| {
                self.in_place_of_reference(&entry);
                if self.parameter(Node::start(entry.value(), entry.pointer(), self.sink)).is_none() {
                    entry.repair("no call can send this parameter", Change::Remove);
                }
                self.unless_referred(&entry, Unused::Parameter);
            });
        }
        if let Some(list) = self.shared(Section::Responses) {
            list.entries().for_each(|entry| {
                self.in_place_of_reference(&entry);
                self.shared_response(&entry);
                self.unless_referred(&entry, Unused::Response);
            });
        }
    }

    /// Notes what a parameter or a response of the whole document is that is only a reference: Swagger 2.0 has none there.
    fn in_place_of_reference(&self, entry: &Node<'d, '_>) {
        let text = entry.value().get("$ref").and_then(Value::as_str).filter(|_| !self.dialect.is_openapi3());
        let mut found = text.and_then(|text| self.references.look_up(text, &entry.pointer()));
        while let Some((at, value)) = found {
            let Some(next) = value.get("$ref").and_then(Value::as_str) else {
                entry.repair("a reference stands here in place of what it leads to", Change::Inline(at));
                return;
            };
            found = self.references.look_up(next, &at).filter(|(next, _)| *next != at && *next != entry.pointer());
        }
    }

    /// Reports what nobody has read of the components.
    fn finish_components(&self, root: &Node<'d, '_>) {
        let Some(components) = root.raw("components").filter(|_| self.dialect.is_openapi3()).filter(|node| !node.value().is_null()) else {
            return;
        };
        if !components.is_object() {
            return;
        }
        components.skip(&["requestBodies", "headers", "pathItems", "mediaTypes", "callbacks"], Unused::Unread);
        components.skip(&["examples"], Unused::Example);
        components.skip(&["links"], Unused::NoEffect);
        finish(&components, "components object");
    }

    /// Notes that something shared is not used, when no reference has led to it.
    fn unless_referred(&self, entry: &Node, why: Unused) {
        if !self.referred.borrow().contains(&entry.pointer()) {
            entry.unused(why);
        }
    }

    fn tags(&self, root: &Node<'d, '_>) -> Vec<Tag> {
        let list = root.get("tags");
        list.iter().flat_map(|list| list.items().filter_map(|node| self.tag(&node)).collect::<Vec<_>>()).collect()
    }

    fn tag(&self, node: &Node<'d, '_>) -> Option<Tag> {
        let mut extensions = extensions::at(node);
        if let Some(name) = node.written() {
            let found = Diagnostic::warning(node.pointer(), "a tag of the document must be an object");
            node.report_repaired(found.help(format!("write `name: {name}`")), Change::Put(json!({"name": name})));
            return Some(Tag { name: name.into_owned(), extensions, ..Tag::default() });
        }
        if !node.is_object() {
            return None;
        }
        self.hints.borrow_mut().tags.keep(TagHints { name: extensions::name(node) }, &mut extensions);
        let Some(name) = node.text_of("name") else {
            node.warn_repaired("a tag without a name: it is left out", Change::Remove);
            return None;
        };
        let description = node.text_of("description");
        let external_docs = external_docs(node);
        finish(node, "tag");
        if !self.tags.borrow().contains(name.trim()) {
            node.unused(Unused::Tag);
        }
        Some(Tag { name, description, external_docs, extensions })
    }
}

/// The dialect that the document says it is written in. Reports what is none that is read.
fn dialect_of(root: &Node) -> Option<Dialect> {
    match Dialect::of(root.value()) {
        Some(Dialect::Swagger2) => is_swagger_2(&root.raw("swagger")?).then_some(Dialect::Swagger2),
        Some(dialect) => {
            let version = root.raw("openapi")?;
            if version.value().is_number() {
                let found = Diagnostic::warning(version.pointer(), format!("the version is a number, read as {}", dialect.as_str()));
                version.report(found.help("write it in quotes"));
            }
            Some(dialect)
        }
        None => {
            match root.value().get("openapi") {
                Some(version) => {
                    let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
                    root.error_with_help(format!("OpenAPI {version} is not supported"), "only Swagger 2.0 and OpenAPI 3 are");
                }
                None => root.error_with_help(
                    "this is neither a Swagger 2.0 nor an OpenAPI 3 document: it has no `swagger` and no `openapi` key",
                    "a document begins with `swagger: \"2.0\"` or `openapi: 3.1.1`; a file that others refer to cannot be read alone",
                ),
            }
            None
        }
    }
}

/// Whether the version of a document is 2.0. Reports it when not.
fn is_swagger_2(version: &Node) -> bool {
    match version.value() {
        Value::String(text) if text == "2.0" => true,
        Value::String(text) if text.trim() == "2.0" || text == "2" => {
            let found = Diagnostic::warning(version.pointer(), format!("the version is written {text:?}, read as \"2.0\""));
            version.report_repaired(found.suggest(Action::replace(&version.pointer(), "2.0")), Change::Put("2.0".into()));
            true
        }
        Value::Number(number) if number.as_f64() == Some(2.0) => {
            let found = Diagnostic::warning(version.pointer(), "the version is a number, read as \"2.0\"");
            let found = found.help("write it in quotes").suggest(Action::replace(&version.pointer(), "2.0"));
            version.report_repaired(found, Change::Put("2.0".into()));
            true
        }
        other => {
            version.error_with_help(format!("version {other} is not supported"), "only Swagger \"2.0\" is");
            false
        }
    }
}

fn info(root: &Node) -> Info {
    let Some(info) = root.get("info").filter(Node::is_object) else {
        if !root.has("info") {
            let action = Action::set(Pointer::root(), "info", json!({"title": "API", "version": "0"}));
            root.report(Diagnostic::warning(Pointer::root(), "the document has no `info`: the API is called `API`").suggest([action]));
        }
        root.repair_at("info", "the document has no `info`", Change::Put(json!({"title": "API", "version": "0"})));
        return Info { title: "API".into(), version: "0".into(), ..Info::default() };
    };
    info.skip(&["termsOfService", "contact", "license"], Unused::Legal);
    info.skip(&["description"], Unused::Prose);
    let given = |key: &str, instead: &str| {
        info.text_of(key).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| {
            info.repair_at(key, format!("`info` needs `{key}`"), Change::Put(instead.into()));
            instead.to_owned()
        })
    };
    let read = Info {
        title: given("title", "API"),
        version: given("version", "0"),
        description: info.text_of("description"),
        license: license(&info),
        contact: contact(&info),
        extensions: extensions::at(&info),
        ..Info::default()
    };
    finish(&info, "document's info");
    read
}

/// The licence of the API. No call depends on it, so that nothing is reported.
fn license(info: &Node) -> Option<License> {
    let license = info.value().get("license")?;
    let name = license.get("name").unwrap_or(license).as_str()?.trim();
    (!name.is_empty()).then(|| License { name: name.to_owned(), ..License::default() })
}

/// Whom to ask. No call depends on it, so that nothing is reported.
fn contact(info: &Node) -> Option<Contact> {
    let url = info.value().get("contact")?.get("url")?.as_str()?;
    Some(Contact { url: Some(url.trim().to_owned()), ..Contact::default() })
}
