//! Request bodies.

use openapiv3::{ReferenceOr, RequestBody};

use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::params::Param;
use crate::lower::schema::definitions::is_described;
use crate::lower::schema::docs;
use crate::lower::schema::media::{ContentKind, Media, choose, essence, is_never_json};
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;
use crate::lower::types::xml::XmlBody;
use crate::pointer::Pointer;

/// What an operation sends.
#[derive(Debug)]
pub(in crate::lower) enum Sent {
    Nothing,
    Body(BodyDraft),
    Form(ir::Form, Vec<Param>),
}

/// A body that is one value, before it has an identifier.
#[derive(Debug)]
pub(in crate::lower) struct BodyDraft {
    pub name: String,
    pub doc: ir::Doc,
    pub kind: ir::BodyKind,
    pub constraints: ir::Constraints,
    pub required: bool,
    pub at: Pointer,
}

impl<'a> OperationLowering<'a> {
    pub(in crate::lower) fn sent(&mut self, op: &Op<'a>, name_path: &NamePath) -> Sent {
        let Some(ReferenceOr::Item(body)) = &op.operation.request_body else {
            return Sent::Nothing;
        };
        let Some(choice) = choose(&body.content) else {
            return Sent::Nothing;
        };
        if let Media::Form | Media::Multipart = choice.media
            && let Some(object) = choice.slot.and_then(|slot| self.object(slot))
        {
            let form = if choice.media == Media::Form { ir::Form::UrlEncoded } else { ir::Form::Multipart };
            return Sent::Form(form, self.form(object, name_path));
        }
        let name = self.hints.bodies.of(&body.extensions).name.as_deref().unwrap_or("body");
        let kind = self.body_kind(body, name_path);
        Sent::Body(BodyDraft {
            name: name.to_owned(),
            doc: docs::of_text(body.description.as_deref()),
            constraints: choice.slot.map(|slot| self.body_constraints(slot, &kind)).unwrap_or_default(),
            kind,
            required: body.required,
            at: hints::at(&body.extensions),
        })
    }

    fn body_kind(&mut self, body: &'a RequestBody, name_path: &NamePath) -> ir::BodyKind {
        let Some(choice) = choose(&body.content) else {
            return ir::BodyKind::Json { ty: ir::Type::Json, media: None };
        };
        let media = choice.name.to_owned();
        match (choice.media, ContentKind::of(choice.slot)) {
            (_, ContentKind::Binary) => {
                let json = choice.media == Media::Json;
                ir::BodyKind::Bytes { media: if json { "application/octet-stream".to_owned() } else { media } }
            }
            (Media::Bytes, ContentKind::Text | ContentKind::Unknown) => ir::BodyKind::Bytes { media },
            (Media::Text | Media::JsonLines, ContentKind::Text | ContentKind::Unknown) => ir::BodyKind::Text { media },
            (Media::JsonLines, _) => match choice.slot {
                Some(slot) => {
                    let ty = self.lines(slot, &name_path.part(self.types.definitions.hinted(slot), "body"));
                    ir::BodyKind::JsonLines { ty, media }
                }
                None => ir::BodyKind::Text { media },
            },
            (kind @ (Media::Text | Media::Bytes), ContentKind::Structured) if is_never_json(choice.name) => {
                let what = if kind == Media::Text { "a string" } else { "bytes" };
                let message = format!("what the schema describes cannot be written as `{media}`: the body is {what}");
                self.warn(hints::at(&body.extensions), message);
                if kind == Media::Text { ir::BodyKind::Text { media } } else { ir::BodyKind::Bytes { media } }
            }
            (Media::Xml, _) => match choice.slot.filter(|slot| self.is_value(*slot)) {
                Some(slot) => {
                    let ty = self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), "body")).inside();
                    let parameter = self.hints.bodies.of(&body.extensions).parameter.as_str();
                    let xml_hints = self.types.xml_hints(slot, 0);
                    let (space, at) = (name_path.space, hints::at(&body.extensions));
                    let root = self.shapes.root(&self.types, XmlBody { ty: &ty, space, xml_hints, fallback: parameter, at, sent: true });
                    ir::BodyKind::Xml { ty, media, root }
                }
                None => ir::BodyKind::Text { media },
            },
            (class, _) => {
                let plain = class == Media::Json && ["application/json", "*/*", "application/*", ""].contains(&essence(&media).as_str());
                if matches!(class, Media::Text | Media::Bytes) {
                    let message = format!("a schema under `{media}` describes a structure: the body is sent as JSON");
                    self.warn(hints::at(&body.extensions), message);
                }
                if matches!(class, Media::Form | Media::Multipart) {
                    self.warn(hints::at(&body.extensions), format!("a `{media}` body without named fields is sent as JSON"));
                }
                let ty = match choice.slot {
                    Some(slot) => self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), "body")).inside(),
                    None => ir::Type::Json,
                };
                ir::BodyKind::Json { ty, media: (!plain).then_some(media) }
            }
        }
    }

    /// What a body must be like. Bytes are what they are.
    fn body_constraints(&self, slot: SchemaRef<'a>, kind: &ir::BodyKind) -> ir::Constraints {
        let constraints = self.types.definitions.constraints(slot);
        match kind {
            ir::BodyKind::JsonLines { .. } if !self.is_list(slot) => constraints.of_items(),
            ir::BodyKind::Bytes { .. } => ir::Constraints::default(),
            _ => constraints,
        }
    }

    /// The list that is written as a line for each item. A schema that is no list is that of an item.
    pub(in crate::lower) fn lines(&mut self, slot: SchemaRef<'a>, name_path: &NamePath) -> ir::Type {
        let is_list = self.is_list(slot);
        let ty = self.types.lower(slot, name_path).inside();
        if is_list { ty } else { ir::Type::List(Box::new(ty)) }
    }

    fn is_list(&self, slot: SchemaRef<'a>) -> bool {
        matches!(self.resolved(slot), Some(SchemaRef::Inline(schema)) if matches!(SchemaView::of(schema).kind, ViewKind::List(_)))
    }

    /// Whether a schema describes what is in XML. One that allows any text, or anything, does not.
    pub(in crate::lower) fn is_value(&self, slot: SchemaRef<'a>) -> bool {
        let resolved = self.resolved(slot).unwrap_or(slot);
        self.types.xml_hints(slot, 0).declared.name.is_some() || ContentKind::of(Some(resolved)) == ContentKind::Structured
    }

    /// What a schema is, through references.
    pub(in crate::lower) fn resolved(&self, slot: SchemaRef<'a>) -> Option<SchemaRef<'a>> {
        let SchemaRef::Reference(reference) = slot else {
            return Some(slot);
        };
        let index = self.types.definitions.find(reference)?;
        Some(self.types.definitions.all.get(self.types.definitions.resolve_alias(index))?.slot)
    }

    /// The object that a form's schema is, through references.
    pub(in crate::lower) fn object(&self, slot: SchemaRef<'a>) -> Option<Object<'a>> {
        let SchemaRef::Inline(schema) = self.resolved(slot)? else {
            return None;
        };
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) if is_described(&object) => Some(object),
            _ => None,
        }
    }
}
