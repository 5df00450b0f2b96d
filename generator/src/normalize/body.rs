//! Request bodies: one value, or the fields of a form.

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, MediaType, ObjectType, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use crate::diagnostic::Diagnostic;
use crate::hints as keys;
use crate::ledger::Unused;
use crate::node::Node;
use crate::pointer::Pointer;

use super::parameter::BodyParameter;
use super::{Document, hints};

const JSON: &str = "application/json";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The media types of `consumes` or `produces`; none when the key is absent.
pub(super) fn media_types(node: &Node, key: &str) -> Option<Vec<String>> {
    let list = node.get(key)?;
    if let Some(one) = list.value().as_str() {
        list.warn(format!("`{key}` is a list"));
        return Some(vec![one.trim().to_owned()]);
    }
    let mut types: Vec<String> = Vec::new();
    for media in list.texts() {
        let media = media.trim().to_owned();
        if !media.is_empty() && !types.contains(&media) {
            types.push(media);
        }
    }
    note_unchosen(&list, key == "consumes");
    Some(types)
}

/// Notes which media types have no say beside JSON. Those of forms do where something is sent.
fn note_unchosen(list: &Node, is_sent: bool) {
    let essence = |item: &Node| item.value().as_str().map(|media| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let is_json = |media: &str| if is_sent { media.ends_with("json") || media == "*/*" } else { media == JSON || media == "*/*" };
    let Some(chosen) = list.items().position(|item| essence(&item).is_some_and(|media| is_json(&media))) else {
        return;
    };
    let others = list.items().enumerate().filter(|(index, _)| *index != chosen).map(|(_, item)| item);
    let is_form = |item: &Node| essence(item).is_some_and(|media| media == URL_ENCODED || media.starts_with("multipart/"));
    others.filter(|item| !(is_sent && is_form(item))).for_each(|item| item.unused(Unused::MediaType));
}

/// A field of a form.
pub(super) struct Field {
    pub name: String,
    pub at: Pointer,
    pub required: bool,
    pub schema: Schema,
}

/// The same schema under each media type; under `fallback` when none is given.
pub(super) fn content(types: &[String], fallback: &str, schema: ReferenceOr<Schema>) -> IndexMap<String, MediaType> {
    let media = |schema| MediaType { schema: Some(schema), ..MediaType::default() };
    let (first, others) = types.split_first().map_or((fallback, types), |(first, others)| (first.as_str(), others));
    let mut copies: Vec<_> = others.iter().map(|name| (name.clone(), media(schema.clone()))).collect();
    copies.insert(0, (first.to_owned(), media(schema)));
    copies.into_iter().collect()
}

impl<'d> Document<'d> {
    /// The body that an operation's parameters make.
    pub(super) fn request_body(
        &self,
        node: &Node,
        bodies: Vec<(Pointer, BodyParameter)>,
        fields: Vec<Field>,
        consumes: &[String],
    ) -> Option<ReferenceOr<RequestBody>> {
        let mut bodies = bodies.into_iter();
        let Some((_, body)) = bodies.next() else {
            return (!fields.is_empty()).then(|| ReferenceOr::Item(form(node, fields, consumes)));
        };
        for other in bodies.map(|(at, _)| at).chain(fields.into_iter().map(|field| field.at)) {
            let message = "an operation has one body: this parameter has no effect beside it";
            self.sink.push(Diagnostic::warning(other, message));
        }
        Some(ReferenceOr::Item(whole(body, consumes)))
    }
}

fn whole(body: BodyParameter, consumes: &[String]) -> RequestBody {
    let any = || {
        let at = body.extensions.get_key_value(keys::AT).map(|(key, at)| (key.clone(), at.clone()));
        ReferenceOr::Item(Schema {
            schema_data: SchemaData { extensions: at.into_iter().collect(), ..SchemaData::default() },
            schema_kind: SchemaKind::Any(AnySchema::default()),
        })
    };
    let mut schema = body.schema.unwrap_or_else(any);
    // As JSON the object is meant; as anything else its bytes are.
    if let (true, false, ReferenceOr::Item(schema)) = (body.is_file, consumes.iter().any(|media| media.contains("json")), &mut schema)
        && !consumes.is_empty()
    {
        let format = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
        schema.schema_kind = SchemaKind::Type(Type::String(StringType { format, ..StringType::default() }));
    }
    RequestBody {
        description: body.description,
        content: content(consumes, JSON, schema),
        required: body.required,
        extensions: body.extensions,
    }
}

fn form(node: &Node, fields: Vec<Field>, consumes: &[String]) -> RequestBody {
    let has_file = fields.iter().any(|field| is_file(&field.schema));
    let says = |media: &str| {
        let bare = |one: &String| one.split(';').next().is_some_and(|one| one.trim().eq_ignore_ascii_case(media));
        consumes.iter().any(bare)
    };
    let media = if has_file || (says(MULTIPART) && !says(URL_ENCODED)) { MULTIPART } else { URL_ENCODED };
    if !consumes.is_empty() && !says(media) {
        node.warn(format!("`consumes` does not have `{media}`, as which these form parameters are sent"));
    }
    let required: Vec<String> = fields.iter().filter(|field| field.required).map(|field| field.name.clone()).collect();
    let is_required = !required.is_empty();
    let properties = fields.into_iter().map(|field| (field.name, ReferenceOr::Item(Box::new(field.schema)))).collect();
    let schema = ReferenceOr::Item(Schema {
        schema_data: SchemaData { extensions: hints::at(node), ..SchemaData::default() },
        schema_kind: SchemaKind::Type(Type::Object(ObjectType { properties, required, ..ObjectType::default() })),
    });
    RequestBody { description: None, content: content(&[], media, schema), required: is_required, extensions: hints::at(node) }
}

/// Whether a field is a file, or a list of files.
fn is_file(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => text.format == VariantOrUnknownOrEmpty::Item(StringFormat::Binary),
        SchemaKind::Type(Type::Array(list)) => {
            matches!(&list.items, Some(ReferenceOr::Item(item)) if is_file(item))
        }
        _ => false,
    }
}
