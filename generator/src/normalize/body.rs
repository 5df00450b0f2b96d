//! Request bodies: one value, or the fields of a form.

use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, MediaType, ObjectType, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};

use crate::diagnostic::Diagnostic;
use crate::node::Node;

use super::parameter::{BodyParameter, Content, Given};
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
    Some(types)
}

/// The same schema under each media type; under JSON when none is given.
pub(super) fn content(types: &[String], fallback: &str, schema: Option<&ReferenceOr<Schema>>) -> IndexMap<String, MediaType> {
    let media = || MediaType { schema: schema.cloned(), ..MediaType::default() };
    if types.is_empty() {
        return IndexMap::from([(fallback.to_owned(), media())]);
    }
    types.iter().map(|name| (name.clone(), media())).collect()
}

impl<'d> Document<'d> {
    /// The body that an operation's parameters make.
    pub(super) fn request_body(&self, node: &Node, given: &[Rc<Given>], consumes: &[String]) -> Option<ReferenceOr<RequestBody>> {
        let bodies = given.iter().filter_map(|one| match &one.content {
            Content::Body(body) => Some((one, body.as_ref())),
            _ => None,
        });
        let fields: Vec<_> = given
            .iter()
            .filter_map(|one| match &one.content {
                Content::Field { required, schema } => Some((one.as_ref(), *required, schema.as_ref())),
                _ => None,
            })
            .collect();
        let mut bodies = bodies.collect::<Vec<_>>().into_iter();
        if let Some((_, body)) = bodies.next() {
            let others = bodies.map(|(one, _)| one.as_ref()).chain(fields.iter().map(|(one, ..)| *one));
            for other in others {
                let message = "an operation has one body: this parameter has no effect beside it";
                self.sink.push(Diagnostic::warning(other.at.clone(), message));
            }
            return Some(ReferenceOr::Item(whole(body, consumes)));
        }
        (!fields.is_empty()).then(|| ReferenceOr::Item(form(node, &fields, consumes)))
    }
}

fn whole(body: &BodyParameter, consumes: &[String]) -> RequestBody {
    let any = ReferenceOr::Item(Schema {
        schema_data: SchemaData { extensions: body.extensions.clone(), ..SchemaData::default() },
        schema_kind: SchemaKind::Any(AnySchema::default()),
    });
    RequestBody {
        description: body.description.clone(),
        content: content(consumes, JSON, Some(body.schema.as_ref().unwrap_or(&any))),
        required: body.required,
        extensions: body.extensions.clone(),
    }
}

fn form(node: &Node, fields: &[(&Given, bool, &Schema)], consumes: &[String]) -> RequestBody {
    let has_file = fields.iter().any(|(.., schema)| is_file(schema));
    let says = |media: &str| consumes.iter().any(|one| one.split(';').next().is_some_and(|one| one.trim().eq_ignore_ascii_case(media)));
    let media = if has_file || (says(MULTIPART) && !says(URL_ENCODED)) { MULTIPART } else { URL_ENCODED };
    if !consumes.is_empty() && !says(media) {
        node.warn(format!("`consumes` does not have `{media}`, as which these form parameters are sent"));
    }
    let object = ObjectType {
        properties: fields.iter().map(|(one, _, schema)| (one.name.clone(), ReferenceOr::Item(Box::new((*schema).clone())))).collect(),
        required: fields.iter().filter(|(_, required, _)| *required).map(|(one, ..)| one.name.clone()).collect(),
        ..ObjectType::default()
    };
    let required = !object.required.is_empty();
    let schema = ReferenceOr::Item(Schema {
        schema_data: SchemaData { extensions: hints::at(node), ..SchemaData::default() },
        schema_kind: SchemaKind::Type(Type::Object(object)),
    });
    let content = content(&[], media, Some(&schema));
    RequestBody { description: None, content, required, extensions: hints::at(node) }
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
