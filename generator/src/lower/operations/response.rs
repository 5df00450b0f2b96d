//! What a success carries, out of its envelope, and whether it is a page of a list.

use indexmap::IndexMap;
use openapiv3::MediaType;

use crate::hints;
use crate::hints::values::{StreamHint, Switch};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::response_by_status::bodies;
use crate::lower::schema::media::{ContentKind, Media, choose, essence, is_never_json};
use crate::lower::schema::operation::{Op, success, successes};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::{DraftShape, Lowered, NamePath};
use crate::lower::types::xml::XmlBody;
use crate::pointer::Pointer;

/// A place in a response.
#[derive(Debug, Clone)]
pub(in crate::lower) enum ResponsePart<'a> {
    SchemaRef(SchemaRef<'a>),
    Lowered(Lowered),
}

impl<'a> OperationLowering<'a> {
    /// The response of an operation, and what it asks for when that is not JSON.
    pub(in crate::lower) fn response(&mut self, op: &Op<'a>, name_path: &NamePath) -> (ir::Response, Option<String>) {
        let Some(response) = success(op) else {
            return (ir::Response { kind: ir::ResponseKind::Empty, envelope: None, format: ir::ValueFormat::Json, headers: None }, None);
        };
        let headers = self.headers(op, name_path);
        let of_kind = |kind| ir::Response { kind, envelope: None, format: ir::ValueFormat::Json, headers: headers.clone() };
        let choice = choose(&response.content).filter(|_| op.method != "HEAD");
        if let Some(hint) = self.stream_hint(op, response, choice.as_ref()) {
            let accept = choice.as_ref().filter(|choice| choice.media != Media::Json).map(|choice| choice.name.to_owned());
            return (self.items(choice.and_then(|choice| choice.slot), &hint, name_path, headers), accept);
        }
        let Some(choice) = choice else {
            return (of_kind(ir::ResponseKind::Empty), None);
        };
        let accept = || {
            let names: Vec<&str> = response.content.keys().map(String::as_str).collect();
            Some(names.join(", "))
        };
        let (response, accept) = match (choice.media, ContentKind::of(choice.slot)) {
            (Media::Json, ContentKind::Binary) => (of_kind(ir::ResponseKind::Bytes), Some("*/*".to_owned())),
            (_, ContentKind::Binary) | (Media::Bytes, ContentKind::Text | ContentKind::Unknown) => {
                (of_kind(ir::ResponseKind::Bytes), accept())
            }
            (Media::Text | Media::JsonLines, ContentKind::Text | ContentKind::Unknown) => (of_kind(ir::ResponseKind::Text), accept()),
            (Media::JsonLines, _) => (self.items(choice.slot, &StreamHint::default(), name_path, headers), Some(choice.name.to_owned())),
            (Media::Text | Media::Bytes, ContentKind::Structured) if is_never_json(choice.name) => {
                let (kind, what) = match choice.media {
                    Media::Text => (ir::ResponseKind::Text, "a string"),
                    _ => (ir::ResponseKind::Bytes, "bytes"),
                };
                let message = format!("what the schema describes cannot be read from `{}`: the response is {what}", choice.name);
                self.warn(hints::at(&response.extensions), message);
                (of_kind(kind), accept())
            }
            (Media::Xml, _) => match choice.slot.filter(|slot| self.is_value(*slot)) {
                Some(slot) => {
                    let names: Vec<&str> =
                        response.content.keys().map(String::as_str).filter(|name| Media::of(name) == Media::Xml).collect();
                    (self.xml(op, slot, name_path, headers, hints::at(&response.extensions)), Some(names.join(", ")))
                }
                None => (of_kind(ir::ResponseKind::Text), accept()),
            },
            _ => {
                // The text of a number is its JSON.
                let is_number = choice.slot.is_some_and(|slot| self.is_number(slot));
                if matches!(choice.media, Media::Text | Media::Bytes) && !is_number {
                    let message = format!("a schema under `{}` describes a structure: the response is read as JSON", choice.name);
                    self.warn(hints::at(&response.extensions), message);
                }
                let json = response.content.keys().any(|name| ["application/json", "*/*"].contains(&essence(name).as_str()));
                let format = self.format(&response.content, choice.slot);
                let response = ir::Response { format, ..self.json(op, choice.slot, name_path, headers) };
                (response, if json { None } else { accept() })
            }
        };
        if !matches!(response.kind, ir::ResponseKind::ByStatus(_)) {
            self.warn_of_others(op);
        }
        (response, accept)
    }

    /// How JSON is written. What is one text may be promised as such beside it.
    fn format(&self, content: &IndexMap<String, MediaType>, slot: Option<SchemaRef<'a>>) -> ir::ValueFormat {
        let kind = ContentKind::of(slot.map(|slot| self.resolved(slot).unwrap_or(slot)));
        let is_text = matches!(kind, ContentKind::Text | ContentKind::Unknown) && content.keys().any(|name| Media::of(name) == Media::Text);
        if is_text { ir::ValueFormat::JsonOrText } else { ir::ValueFormat::Json }
    }

    /// Says which successes are taken for what they are not.
    fn warn_of_others(&mut self, op: &Op<'a>) {
        let described = bodies(&successes(op));
        let Some(((code, _, first), others)) = described.split_first() else {
            return;
        };
        for (other, response, _) in others.iter().filter(|(.., slot)| !same_body(*first, *slot)) {
            let message = format!("a success of status {other} has another body than one of {code}, whose type is used for both");
            self.warn(hints::at(&response.extensions), message);
        }
    }

    /// A value in XML, which becomes JSON before it is taken out of anything.
    fn xml(&mut self, op: &Op<'a>, slot: SchemaRef<'a>, name_path: &NamePath, headers: Option<ir::Type>, at: Pointer) -> ir::Response {
        let response = self.json(op, Some(slot), name_path, headers);
        let whole = match &response.kind {
            ir::ResponseKind::Json(ty) if response.envelope.is_none() => ty.clone(),
            _ => self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), "response")).inside(),
        };
        let (space, xml_hints) = (name_path.space, self.types.xml_hints(slot, 0));
        let body = XmlBody { ty: &whole, space, xml_hints, fallback: "response", at, sent: false };
        let root = self.shapes.root(&self.types, body);
        ir::Response { format: ir::ValueFormat::Xml { root }, ..response }
    }

    fn json(&mut self, op: &Op<'a>, slot: Option<SchemaRef<'a>>, name_path: &NamePath, headers: Option<ir::Type>) -> ir::Response {
        let Some(slot) = slot else {
            return ir::Response { kind: ir::ResponseKind::Json(ir::Type::Json), envelope: None, format: ir::ValueFormat::Json, headers };
        };
        let name_path = name_path.part(self.types.definitions.hinted(slot), "response");
        let whole = ResponsePart::SchemaRef(slot);
        let own = &self.hints.operations.of(&op.operation.extensions).envelope;
        let is_own = matches!(own, Switch::On(_));
        let envelope = match own {
            Switch::Unset => self.hints.document.envelope.as_ref(),
            Switch::Off => None,
            Switch::On(hint) => Some(hint),
        };
        let envelope = envelope.map(|hint| hint.payload.clone());
        let payload = envelope.as_ref().and_then(|name| self.property(&whole, name));
        if let (true, Some(name), None) = (is_own, &envelope, &payload) {
            let message = format!("`x-envelope` has no effect: the response has no property `{name}`");
            self.warn(op.at().push(hints::ENVELOPE), message);
        }
        let envelope = envelope.filter(|_| payload.is_some());
        if let Some((item, paging)) = self.page(op, &whole, envelope.as_deref(), &name_path) {
            return ir::Response { kind: ir::ResponseKind::Page { item, paging }, envelope, format: ir::ValueFormat::Json, headers };
        }
        if let Some((ty, envelope)) = self.by_status(op, envelope.as_deref(), &name_path) {
            return ir::Response { kind: ir::ResponseKind::ByStatus(ty), envelope, format: ir::ValueFormat::Json, headers };
        }
        let ty = self.finish(payload.unwrap_or(whole), &name_path);
        ir::Response { kind: ir::ResponseKind::Json(ty), envelope, format: ir::ValueFormat::Json, headers }
    }

    /// What lies at a JSON pointer in a response.
    pub(in crate::lower) fn follow(&self, whole: &ResponsePart<'a>, pointer: &str) -> Option<ResponsePart<'a>> {
        let pointer = Pointer::parse(pointer)?;
        pointer.keys().try_fold(whole.clone(), |found, key| self.property(&found, &key))
    }

    /// A property of an object in a response.
    pub(in crate::lower) fn property(&self, of: &ResponsePart<'a>, name: &str) -> Option<ResponsePart<'a>> {
        let lowered = |shape: &DraftShape| {
            let DraftShape::Struct { properties, .. } = shape else {
                return None;
            };
            let property = properties.iter().find(|property| property.wire == name)?;
            Some(ResponsePart::Lowered(Lowered { ty: property.ty.clone(), nullable: property.nullable }))
        };
        match of {
            ResponsePart::SchemaRef(SchemaRef::Inline(schema)) => match SchemaView::of(schema).kind {
                ViewKind::Object(object) => object.properties?.get(name).map(|schema| ResponsePart::SchemaRef(schema.into())),
                ViewKind::AllOf(parts, own) => {
                    let own = own.and_then(|own| own.properties?.get(name));
                    own.map(|schema| ResponsePart::SchemaRef(schema.into()))
                        .or_else(|| parts.iter().rev().find_map(|part| self.property(&ResponsePart::SchemaRef(part.into()), name)))
                }
                _ => None,
            },
            ResponsePart::SchemaRef(SchemaRef::Reference(reference)) => {
                let index = self.types.definitions.find(reference)?;
                let index = self.types.definitions.resolve_alias(index);
                lowered(&self.types.drafts.get(self.types.properties_of(index)?)?.shape)
            }
            ResponsePart::Lowered(one) => lowered(self.types.shape_of(&one.ty, 0)?),
        }
    }

    pub(in crate::lower) fn finish(&mut self, found: ResponsePart<'a>, name_path: &NamePath) -> ir::Type {
        match found {
            ResponsePart::SchemaRef(slot) => self.types.lower(slot, name_path).inside(),
            ResponsePart::Lowered(lowered) => lowered.inside(),
        }
    }
}
