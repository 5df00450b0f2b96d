//! What a success carries, out of its envelope, and whether it is a page of a list.

use crate::hints;
use crate::hints::values::Switch;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::response_by_status::bodies;
use crate::lower::schema::media::{ContentKind, Media, choose, essence};
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
            return (ir::Response { kind: ir::ResponseKind::Empty, envelope: None, xml: None, headers: None }, None);
        };
        let headers = self.headers(op, name_path);
        let of_kind = |kind| ir::Response { kind, envelope: None, xml: None, headers: headers.clone() };
        let Some(choice) = choose(&response.content).filter(|_| op.method != "HEAD") else {
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
            (Media::Text, ContentKind::Text | ContentKind::Unknown) => (of_kind(ir::ResponseKind::Text), accept()),
            (Media::Xml, _) => match choice.slot.filter(|slot| self.is_value(*slot)) {
                Some(slot) => {
                    let names: Vec<&str> =
                        response.content.keys().map(String::as_str).filter(|name| Media::of(name) == Media::Xml).collect();
                    (self.xml(op, slot, name_path, headers, hints::at(&response.extensions)), Some(names.join(", ")))
                }
                None => (of_kind(ir::ResponseKind::Text), accept()),
            },
            _ => {
                let json = response.content.keys().any(|name| ["application/json", "*/*"].contains(&essence(name).as_str()));
                (self.json(op, choice.slot, name_path, headers), if json { None } else { accept() })
            }
        };
        if !matches!(response.kind, ir::ResponseKind::ByStatus(_)) {
            self.warn_of_others(op);
        }
        (response, accept)
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
        let xml = Some(self.shapes.root(&self.types, body));
        ir::Response { xml, ..response }
    }

    fn json(&mut self, op: &Op<'a>, slot: Option<SchemaRef<'a>>, name_path: &NamePath, headers: Option<ir::Type>) -> ir::Response {
        let Some(slot) = slot else {
            return ir::Response { kind: ir::ResponseKind::Json(ir::Type::Json), envelope: None, xml: None, headers };
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
            return ir::Response { kind: ir::ResponseKind::Page { item, paging }, envelope, xml: None, headers };
        }
        if let Some((ty, envelope)) = self.by_status(op, envelope.as_deref(), &name_path) {
            return ir::Response { kind: ir::ResponseKind::ByStatus(ty), envelope, xml: None, headers };
        }
        let ty = self.finish(payload.unwrap_or(whole), &name_path);
        ir::Response { kind: ir::ResponseKind::Json(ty), envelope, xml: None, headers }
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
