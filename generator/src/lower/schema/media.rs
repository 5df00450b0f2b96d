//! Media types: what a body can be sent or read as.

use indexmap::IndexMap;
use openapiv3::MediaType;

use crate::ir;
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};

/// How a body of some media type is handled, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Media {
    Json,
    Multipart,
    Form,
    Text,
    /// Nothing is known of its inside.
    Bytes,
    /// A value, where the schema describes one; otherwise a string.
    Xml,
}

impl Media {
    pub(in crate::lower) fn of(name: &str) -> Self {
        let name = essence(name);
        match name.as_str() {
            "application/x-www-form-urlencoded" => Self::Form,
            "*/*" | "application/*" | "" => Self::Json,
            "application/x-ndjson" | "application/jsonl" => Self::Text,
            _ if name.starts_with("multipart/") => Self::Multipart,
            _ if name.ends_with("json") => Self::Json,
            _ if name.ends_with("/xml") || name.ends_with("+xml") => Self::Xml,
            _ if name.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// A media type without its parameters, in lower case.
pub(in crate::lower) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// One of a body's media types.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Choice<'a> {
    pub name: &'a str,
    pub media: Media,
    pub slot: Option<SchemaRef<'a>>,
}

/// The best of a body's media types; the first one of equals.
pub(in crate::lower) fn choose(content: &IndexMap<String, MediaType>) -> Option<Choice<'_>> {
    let choices =
        content.iter().map(|(name, media)| Choice { name, media: Media::of(name), slot: media.schema.as_ref().map(SchemaRef::from) });
    // A value is better as XML than as a string or as bytes of which nothing is known.
    choices.min_by_key(|choice| match choice.media {
        Media::Xml if ContentKind::of(choice.slot) == ContentKind::Structured => (Media::Form, true),
        media => (media, false),
    })
}

/// Whether anything travels as XML.
pub(in crate::lower) fn has_xml(ops: &[Op<'_>]) -> bool {
    ops.iter().flat_map(Op::contents).filter_map(choose).any(|choice| choice.media == Media::Xml)
}

/// What a schema is as a whole body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum ContentKind {
    /// Raw bytes.
    Binary,
    /// One string.
    Text,
    /// Anything with a structure.
    Structured,
    /// Not said.
    Unknown,
}

impl ContentKind {
    pub(in crate::lower) fn of(slot: Option<SchemaRef<'_>>) -> Self {
        match slot {
            None => Self::Unknown,
            Some(SchemaRef::Reference(_)) => Self::Structured,
            Some(SchemaRef::Inline(schema)) => match SchemaView::of(schema).kind {
                ViewKind::Scalar(ir::Type::File) => Self::Binary,
                ViewKind::Scalar(
                    ir::Type::String | ir::Type::Secret | ir::Type::Timestamp | ir::Type::HttpDate | ir::Type::Duration | ir::Type::Date,
                )
                | ViewKind::Scalar(ir::Type::Bytes | ir::Type::BytesUrl)
                | ViewKind::StringEnum(_) => Self::Text,
                ViewKind::Any => Self::Unknown,
                _ => Self::Structured,
            },
        }
    }
}
