//! Request bodies: one value, or the fields of a form.

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, MediaType, ObjectType, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::node::Node;
use crate::pointer::Pointer;

use crate::normalize::context::document::Document;
use crate::normalize::context::given::BodyParameter;
use crate::normalize::extensions;

const JSON: &str = "application/json";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A field of a form.
pub(in crate::normalize) struct FormField {
    pub name: String,
    pub at: Pointer,
    pub required: bool,
    pub schema: Schema,
}

/// The same schema under each media type; under `fallback` when none is given.
pub(in crate::normalize) fn content(types: &[String], fallback: &str, schema: ReferenceOr<Schema>) -> IndexMap<String, MediaType> {
    let media = |schema| MediaType { schema: Some(schema), ..MediaType::default() };
    let (first, others) = types.split_first().map_or((fallback, types), |(first, others)| (first.as_str(), others));
    let mut copies: Vec<_> = others.iter().map(|name| (name.clone(), media(schema.clone()))).collect();
    copies.insert(0, (first.to_owned(), media(schema)));
    copies.into_iter().collect()
}

impl<'d> Document<'d> {
    /// The body that an operation's parameters make.
    pub(in crate::normalize) fn request_body(
        &self,
        node: &Node,
        bodies: Vec<(Pointer, BodyParameter)>,
        fields: Vec<FormField>,
        consumes: &[String],
    ) -> Option<ReferenceOr<RequestBody>> {
        let takes_guess =
            fields.is_empty() && !bodies.iter().any(|(_, body)| !body.is_guess) && ["post", "put", "patch"].contains(&node.name());
        let (bodies, guesses): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|(_, body)| takes_guess || !body.is_guess);
        for (at, _) in guesses {
            self.sink.push(Diagnostic::warning(at, "no parameter: it is left out, and calls cannot send it"));
        }
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
        let at = body.extensions.get_key_value(hints::AT).map(|(key, at)| (key.clone(), at.clone()));
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

fn form(node: &Node, fields: Vec<FormField>, consumes: &[String]) -> RequestBody {
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
        schema_data: SchemaData { extensions: extensions::at(node), ..SchemaData::default() },
        schema_kind: SchemaKind::Type(Type::Object(ObjectType { properties, required, ..ObjectType::default() })),
    });
    RequestBody { description: None, content: content(&[], media, schema), required: is_required, extensions: extensions::at(node) }
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
