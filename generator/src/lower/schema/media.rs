//! Media types: what a body can be sent or read as.

use indexmap::IndexMap;
use openapiv3::MediaType;
use serde_json::Value;

use crate::hints;
use crate::ir;
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};

/// How a body of some media type is handled, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Media {
    Json,
    Multipart,
    Form,
    /// The JSON of each item of a list, one to a line.
    JsonLines,
    /// The same after record separators (RFC 7464).
    JsonRecords,
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
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-lines"
            | "application/x-json-lines"
            | "application/x-json-stream" => Self::JsonLines,
            "application/json-seq" => Self::JsonRecords,
            _ if name.ends_with("+json-seq") => Self::JsonRecords,
            _ if name.starts_with("multipart/") => Self::Multipart,
            _ if name.ends_with("json") => Self::Json,
            _ if name.ends_with("/xml") || name.ends_with("+xml") => Self::Xml,
            _ if name.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }

    fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Multipart)
    }
}

/// Whether a body of this media type is JSON by no means, whatever its schema describes. Documents call JSON many things, of
/// which `text/plain` and `application/octet-stream` are the most common.
pub(in crate::lower) fn is_never_json(name: &str) -> bool {
    const SUBTYPES: [&str; 24] = [
        "avro",
        "cbor",
        "grpc",
        "gzip",
        "jose",
        "jwt",
        "msgpack",
        "msword",
        "parquet",
        "pdf",
        "pkcs7-mime",
        "pkcs10",
        "protobuf",
        "rtf",
        "sql",
        "tar",
        "toml",
        "wasm",
        "yaml",
        "yml",
        "zip",
        "7z-compressed",
        "bzip2",
        "zstd",
    ];
    let name = essence(name);
    let (kind, subtype) = name.split_once('/').unwrap_or_default();
    // `x-yaml`, `vnd.google.protobuf`, `openapi+yaml`.
    let word = subtype.rsplit(['.', '+']).next().unwrap_or_default();
    match kind {
        "image" | "audio" | "video" | "font" | "model" => true,
        "text" => !["plain", "html", "javascript", "*"].contains(&subtype),
        _ => {
            SUBTYPES.contains(&word.strip_prefix("x-").unwrap_or(word))
                || subtype.starts_with("vnd.ms-")
                || subtype.starts_with("vnd.openxmlformats")
        }
    }
}

/// Whether a body of this media type is server-sent events.
pub(in crate::lower) fn is_event_stream(name: &str) -> bool {
    essence(name) == "text/event-stream"
}

/// A media type without its parameters, in lower case.
pub(in crate::lower) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a name stands for several media types.
pub(in crate::lower) fn is_range(name: &str) -> bool {
    let essence = essence(name);
    essence.contains('*') || essence.is_empty()
}

/// A media type in a word: what it is called among those who use it.
pub(in crate::lower) fn word(media: &str) -> String {
    let essence = essence(media);
    match essence.as_str() {
        "text/plain" => "text".to_owned(),
        "application/octet-stream" | "*/*" => "bytes".to_owned(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx".to_owned(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx".to_owned(),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx".to_owned(),
        "application/vnd.ms-excel" => "xls".to_owned(),
        essence => {
            let (kind, subtype) = essence.split_once('/').unwrap_or((essence, "*"));
            let subtype = if subtype == "*" { kind } else { subtype };
            let subtype = subtype.strip_suffix("+json").unwrap_or(subtype);
            subtype.strip_prefix("vnd.").unwrap_or(subtype).to_owned()
        }
    }
}

/// One of a body's media types.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Choice<'a> {
    pub name: &'a str,
    pub media: Media,
    pub slot: Option<SchemaRef<'a>>,
    /// Whether the document describes this media type by itself. Swagger 2.0 has one schema for all media types of a response.
    pub is_apart: bool,
    /// The text of the item by which a stream ends.
    pub end: Option<&'a str>,
}

impl<'a> Choice<'a> {
    /// A media type of a body.
    pub(in crate::lower) fn of(name: &'a str, media: &'a MediaType) -> Self {
        let is_apart = media.extensions.contains_key(hints::AT);
        let end = media.extensions.get(hints::STREAM_END).and_then(Value::as_str);
        Self { name, media: Media::of(name), slot: media.schema.as_ref().map(SchemaRef::from), is_apart, end }
    }
}

/// The best of a body's media types; the first one of equals. A form beside a body of another schema comes after that.
pub(in crate::lower) fn choose(content: &IndexMap<String, MediaType>) -> Option<Choice<'_>> {
    let choices = content.iter().map(|(name, media)| Choice::of(name, media));
    let other = content.iter().find(|(name, _)| !Media::of(name).is_form()).map(|(_, media)| &media.schema);
    let is_apart = |choice: &Choice<'_>| {
        let own = content.get(choice.name).map(|media| &media.schema);
        choice.media.is_form() && other.is_some() && own != other
    };
    // A value is better as XML than as a string or as bytes of which nothing is known. Of several bodies in JSON, that by the plain
    // name comes first.
    choices.filter(|choice| !is_apart(choice)).min_by_key(|choice| match choice.media {
        Media::Xml if ContentKind::of(choice.slot) == ContentKind::Structured => (Media::Form, true, false),
        Media::Json => (Media::Json, false, essence(choice.name) != "application/json" && has_several(content, choice.name)),
        media => (media, false, false),
    })
}

/// Whether another media type that is JSON has another schema.
fn has_several(content: &IndexMap<String, MediaType>, name: &str) -> bool {
    let own = content.get(name).map(|media| &media.schema);
    content.iter().any(|(other, media)| Media::of(other) == Media::Json && Some(&media.schema) != own)
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
