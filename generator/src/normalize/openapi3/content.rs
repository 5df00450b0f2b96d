//! Content: a schema for each media type.

use indexmap::IndexMap;
use openapiv3::{
    ArrayType, Encoding, Header, HeaderStyle, MediaType, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type,
};

use serde_json::json;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::node::Node;
use crate::request::is_header_name;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions::{self, others};
use crate::normalize::schema::types::{boxed, item};

/// The styles of values in queries and forms.
pub(in crate::normalize) const QUERY_STYLES: &[(&str, QueryStyle)] = &[
    ("form", QueryStyle::Form),
    ("spaceDelimited", QueryStyle::SpaceDelimited),
    ("pipeDelimited", QueryStyle::PipeDelimited),
    ("deepObject", QueryStyle::DeepObject),
];

impl<'d> Document<'d> {
    /// The media types of a body, a response or a parameter.
    pub(in crate::normalize) fn content(&self, list: &Node<'d, '_>) -> IndexMap<String, MediaType> {
        let mut content = IndexMap::with_capacity(list.len());
        for entry in list.entries() {
            if entry.name().starts_with("x-") {
                entry.unused(Unused::Extension);
                continue;
            }
            let here = Node::start(entry.value(), entry.pointer(), self.sink);
            let media = if entry.value().is_null() {
                entry.warn_repaired("a media type without a schema: nothing is known of its values", Change::Put(json!({})));
                Some(MediaType::default())
            } else {
                let media = self.follow(here, "the media type is left out").map(|node| self.media_type(&node));
                if media.is_none() {
                    entry.repair("the media type is left out", Change::Remove);
                }
                media
            };
            if let Some(media) = media {
                content.entry(entry.name().trim().to_owned()).or_insert(media);
            }
        }
        content
    }

    fn media_type(&self, node: &Node<'d, '_>) -> MediaType {
        node.skip(&["example", "examples"], Unused::Example);
        let mut extensions = extensions::at(node);
        extensions.extend(others::stream_end(node).map(|end| (keys::STREAM_END.to_owned(), end.into())));
        let media = MediaType {
            schema: self.items_schema(node).or_else(|| node.get("schema").map(|schema| self.schema(&schema))),
            encoding: node.get("encoding").map(|list| self.encodings(&list)).unwrap_or_default(),
            extensions,
            ..MediaType::default()
        };
        finish(node, "media type");
        media
    }

    /// The schema of each item (`itemSchema`), as that of the list of all items.
    fn items_schema(&self, node: &Node<'d, '_>) -> Option<ReferenceOr<Schema>> {
        let items = node.get("itemSchema")?;
        if self.dialect < Dialect::OpenApi32 {
            items.warn("`itemSchema` is a keyword of OpenAPI 3.2");
        }
        // The whole is what its items are.
        node.skip(&["schema"], Unused::NoEffect);
        let array = ArrayType { items: Some(boxed(self.schema(&items))), min_items: None, max_items: None, unique_items: false };
        let data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        Some(item(data, SchemaKind::Type(Type::Array(array))))
    }

    fn encodings(&self, list: &Node<'d, '_>) -> IndexMap<String, Encoding> {
        let encodings = list.entries().filter(|entry| entry.is_object());
        encodings.map(|entry| (entry.name().to_owned(), self.encoding(&entry))).collect()
    }

    fn encoding(&self, node: &Node<'d, '_>) -> Encoding {
        let explode = node.get("explode").and_then(|explode| explode.flag());
        let style = node.get("style").and_then(|style| word(&style, QUERY_STYLES));
        // One of the three words is enough to have a field written as a parameter of a query.
        let style = style.or_else(|| (explode.is_some() || node.has("allowReserved")).then_some(QueryStyle::Form));
        let encoding = Encoding {
            content_type: node.text_of("contentType"),
            headers: node.get("headers").map(|list| self.content_headers(&list)).unwrap_or_default(),
            explode: explode.unwrap_or(matches!(style, None | Some(QueryStyle::Form))),
            allow_reserved: node.flag_of("allowReserved"),
            style,
            extensions: extensions::at(node),
        };
        finish(node, "encoding");
        encoding
    }

    fn content_headers(&self, list: &Node<'d, '_>) -> IndexMap<String, ReferenceOr<Header>> {
        list.entries().filter_map(|entry| self.content_header(&entry, false)).collect()
    }

    /// A header of a response or of a part of a body.
    pub(in crate::normalize) fn content_header(&self, entry: &Node<'d, '_>, is_received: bool) -> Option<(String, ReferenceOr<Header>)> {
        if entry.name().starts_with("x-") && !entry.value().is_object() || !entry.is_object() {
            return None;
        }
        let name = entry.name().trim().to_owned();
        if !is_header_name(&name) {
            let message = format!("`{name}` is not a valid name of a header: it is left out, since no message can have it");
            entry.warn_repaired(message, Change::Remove);
            return None;
        }
        let Some(node) = self.follow(Node::start(entry.value(), entry.pointer(), self.sink), "the header is left out") else {
            entry.repair("the reference leads to no header", Change::Remove);
            return None;
        };
        node.skip(&["example", "examples"], Unused::Example);
        node.skip(&["style", "explode", "allowReserved", "allowEmptyValue", "name", "in"], Unused::NoEffect);
        node.skip(&["deprecated"], Unused::Prose);
        if is_received {
            // Whatever a response should have, it is read without.
            node.skip(&["required"], Unused::Constraint);
        }
        let header = Header {
            description: node.text_of("description"),
            style: HeaderStyle::Simple,
            required: node.flag_of("required"),
            deprecated: node.get("deprecated").and_then(|deprecated| deprecated.flag()),
            format: self.schema_or_content(&node),
            example: None,
            examples: IndexMap::new(),
            extensions: extensions::at(&node),
        };
        finish(&node, "header");
        Some((name, ReferenceOr::Item(header)))
    }

    /// The type of a parameter or a header: a schema, or a media type that says how it is written.
    pub(in crate::normalize) fn schema_or_content(&self, node: &Node<'d, '_>) -> ParameterSchemaOrContent {
        if let Some(schema) = node.get("schema") {
            node.skip(&["content"], Unused::NoEffect);
            let outer = self.in_parameter.replace(true);
            let schema = self.schema(&schema);
            self.in_parameter.set(outer);
            return ParameterSchemaOrContent::Schema(schema);
        }
        match node.get("content").filter(Node::is_object) {
            Some(content) => ParameterSchemaOrContent::Content(self.content(&content)),
            None => ParameterSchemaOrContent::Schema(self.simple(node)),
        }
    }
}

/// What one of several words stands for. Reports what is none.
pub(in crate::normalize) fn word<T: Clone>(node: &Node, words: &[(&str, T)]) -> Option<T> {
    let text = node.text()?;
    let found = words.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let found = Diagnostic::warning(node.pointer(), format!("unknown {} `{text}`: it is left out", node.name()));
        node.report_repaired(found.help(format!("one of {}", known.join(", "))), Change::Remove);
    }
    found.map(|(_, meaning)| meaning.clone())
}
