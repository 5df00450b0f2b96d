//! Request bodies: one value, or the fields of a form.

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, MediaType, ObjectType, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints;
use crate::node::Node;
use crate::pointer::Pointer;

use crate::normalize::context::document::Document;
use crate::normalize::context::given::BodyParameter;
use crate::normalize::context::media_types::is_form;
use crate::normalize::extensions;

const JSON: &str = "application/json";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A field of a form.
pub(in crate::normalize) struct FormField {
    pub name: String,
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
            let message = "no parameter: it is left out, and calls cannot send it";
            self.remove_listed(node, &at, message);
            self.sink.push(Diagnostic::warning(at, message));
        }
        let form = (!fields.is_empty()).then(|| form(node, fields, consumes));
        let Some(body) = self.one_of(node, bodies) else {
            return form.map(ReferenceOr::Item);
        };
        let Some(form) = form else {
            return Some(ReferenceOr::Item(whole(body, consumes)));
        };
        let message = "an operation has one body: it is either the `body` parameter or a form of the other parameters";
        node.warn(message);
        for (item, _) in self.listed(node, |_, value| value.get("in").is_some_and(|place| place == "formData")) {
            self.sink.repair(item, message, Change::Remove);
        }
        let others: Vec<String> = consumes.iter().filter(|media| !is_form(media)).cloned().collect();
        let mut either = whole(body, &others);
        either.content.extend(form.content);
        Some(ReferenceOr::Item(either))
    }

    /// The body of an operation: one of several, where more than one is declared.
    fn one_of(&self, node: &Node, bodies: Vec<(Pointer, BodyParameter)>) -> Option<BodyParameter> {
        let mut bodies = bodies.into_iter();
        let (first_at, first) = bodies.next()?;
        let (places, others): (Vec<Pointer>, Vec<BodyParameter>) = bodies.unzip();
        if others.is_empty() {
            return Some(first);
        }
        let message = "an operation has one body: it is one of the `body` parameters";
        let written = |at: &Pointer| self.references.value(at).and_then(|value| value.get("schema")).cloned().unwrap_or_else(|| json!({}));
        let schemas: Vec<Value> = std::iter::once(&first_at).chain(&places).map(written).collect();
        self.set_listed(node, &first_at, message, |_| vec![("schema", json!({hints::ONE_OF: schemas}))]);
        for at in places {
            self.remove_listed(node, &at, message);
            self.sink.push(Diagnostic::warning(at, message));
        }
        let required = first.required && others.iter().all(|body| body.required);
        let BodyParameter { description, schema, extensions, .. } = first;
        let schemas = std::iter::once(schema).chain(others.into_iter().map(|body| body.schema));
        let schema_data = SchemaData { extensions: position(&extensions), ..SchemaData::default() };
        let one_of = schemas.map(|schema| schema.unwrap_or_else(|| any(&extensions))).collect();
        let schema = ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::OneOf { one_of } });
        Some(BodyParameter { description, schema: Some(schema), required, is_file: false, is_guess: false, extensions })
    }
}

/// A schema that allows everything, at the place of a parameter.
fn any(extensions: &IndexMap<String, Value>) -> ReferenceOr<Schema> {
    let schema_data = SchemaData { extensions: position(extensions), ..SchemaData::default() };
    ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::Any(AnySchema::default()) })
}

fn position(extensions: &IndexMap<String, Value>) -> IndexMap<String, Value> {
    extensions.get_key_value(hints::AT).map(|(key, at)| (key.clone(), at.clone())).into_iter().collect()
}

fn whole(body: BodyParameter, consumes: &[String]) -> RequestBody {
    let mut schema = body.schema.unwrap_or_else(|| any(&body.extensions));
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
        let message = format!("`consumes` does not have `{media}`, as which these form parameters are sent");
        node.repair_at("consumes", message.as_str(), Change::Put(consumes.iter().map(String::as_str).chain([media]).collect()));
        node.warn(message);
    }
    if has_file && consumes.is_empty() {
        node.repair_at("consumes", "a file is sent in a form", Change::Put(vec![media].into()));
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
