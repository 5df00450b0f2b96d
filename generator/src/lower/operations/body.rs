//! Request bodies.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, RequestBody};

use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::forms::FormDraft;
use crate::lower::schema::definitions::alternatives;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Choice, ContentKind, Media, choose, essence, is_never_json, is_range};
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;
use crate::lower::types::xml::XmlBody;
use crate::names::Ident;
use crate::pointer::Pointer;

/// What an operation sends.
#[derive(Debug)]
pub(in crate::lower) enum Sent {
    Nothing,
    Body(BodyDraft),
    Form(FormDraft),
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
        let is_by_media = self.hints.bodies.of(&body.extensions).is_by_media;
        let form = body.content.get(choice.name).and_then(|media| self.form(choice.name, media, is_by_media, name_path));
        if let Some(form) = form {
            return Sent::Form(form);
        }
        Sent::Body(self.body_draft(body, &choice, name_path))
    }

    /// The body that is sent as one of its media types.
    pub(in crate::lower) fn body_draft(&mut self, body: &'a RequestBody, choice: &Choice<'a>, name_path: &NamePath) -> BodyDraft {
        let name = self.hints.bodies.of(&body.extensions).name.as_deref().unwrap_or("body");
        let kind = self.body_kind(body, choice, name_path);
        BodyDraft {
            name: name.to_owned(),
            doc: docs::of_text(body.description.as_deref()),
            constraints: choice.slot.map(|slot| self.body_constraints(slot, &kind)).unwrap_or_default(),
            kind,
            required: body.required,
            at: hints::at(&body.extensions),
        }
    }

    fn body_kind(&mut self, body: &'a RequestBody, choice: &Choice<'a>, name_path: &NamePath) -> ir::BodyKind {
        let media = sent_as(choice.name, choice.media);
        match (choice.media, ContentKind::of(choice.slot)) {
            (_, ContentKind::Binary) => {
                let json = choice.media == Media::Json;
                ir::BodyKind::Bytes { media: if json { "application/octet-stream".to_owned() } else { media } }
            }
            (Media::Bytes, ContentKind::Text | ContentKind::Unknown) => ir::BodyKind::Bytes { media },
            (Media::Text | Media::JsonLines | Media::JsonRecords, ContentKind::Text | ContentKind::Unknown) => ir::BodyKind::Text { media },
            (Media::JsonLines | Media::JsonRecords, _) => match choice.slot {
                Some(slot) => {
                    let ty = self.lines(slot, &name_path.part(self.types.definitions.hinted(slot), "body"));
                    ir::BodyKind::JsonLines { ty, media, separated: choice.media == Media::JsonRecords }
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
                // Where each media type has a schema of its own, it is sent as it is written.
                let name = if self.hints.document.is_by_media { media.to_ascii_lowercase() } else { essence(&media) };
                let plain = class == Media::Json && name == "application/json";
                // The JSON of a number is its text.
                let is_number = choice.slot.is_some_and(|slot| self.is_number(slot));
                if matches!(class, Media::Text | Media::Bytes) && !is_number {
                    let message = format!("a schema under `{media}` describes a structure: the body is sent as JSON");
                    self.warn(hints::at(&body.extensions), message);
                }
                let is_fields = class == Media::Form && choice.slot.is_some_and(|slot| self.has_members(slot, &mut HashSet::new()));
                if matches!(class, Media::Form | Media::Multipart) && !is_fields {
                    self.warn(hints::at(&body.extensions), format!("a `{media}` body without named fields is sent as JSON"));
                }
                let ty = match choice.slot {
                    Some(slot) => self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), "body")).inside(),
                    None => ir::Type::Json,
                };
                if is_fields {
                    return ir::BodyKind::UrlEncoded { ty, media };
                }
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

    /// Whether the members of a value are the fields of a form, though the schema itself names none: it has alternatives that are
    /// objects, or any members. One that was `seen` already is judged where that was.
    fn has_members(&self, slot: SchemaRef<'a>, seen: &mut HashSet<&'a str>) -> bool {
        if let SchemaRef::Reference(reference) = slot
            && !seen.insert(reference)
        {
            return true;
        }
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else { return false };
        match SchemaView::of(schema).kind {
            ViewKind::OneOf(parts) => alternatives(parts).into_iter().all(|part| self.has_members(part, seen)),
            ViewKind::Object(_) | ViewKind::AllOf(..) | ViewKind::Any => true,
            _ => false,
        }
    }

    /// The list that is written as a line for each item. A schema that is no list is that of an item.
    pub(in crate::lower) fn lines(&mut self, slot: SchemaRef<'a>, name_path: &NamePath) -> ir::Type {
        let is_list = self.is_list(slot);
        let ty = self.types.lower(slot, name_path).inside();
        if is_list { ty } else { ir::Type::List(Box::new(ty)) }
    }

    pub(in crate::lower) fn is_list(&self, slot: SchemaRef<'a>) -> bool {
        matches!(self.resolved(slot), Some(SchemaRef::Inline(schema)) if matches!(SchemaView::of(schema).kind, ViewKind::List(_)))
    }

    /// Whether a schema is one of numbers or of booleans.
    pub(in crate::lower) fn is_number(&self, slot: SchemaRef<'a>) -> bool {
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else { return false };
        match SchemaView::of(schema).kind {
            ViewKind::Scalar(ty) => ty.is_plain_text() && ContentKind::of(Some(SchemaRef::Inline(schema))) == ContentKind::Structured,
            ViewKind::IntegerEnum(_) => true,
            _ => false,
        }
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
}

/// A body with its identifier.
pub(in crate::lower) fn body_of(draft: BodyDraft, name: Ident) -> ir::Body {
    let BodyDraft { doc, kind, constraints, required, at, .. } = draft;
    ir::Body { name, doc, kind, constraints, is_checked: false, required, at }
}

/// The media type that a body is sent as. A range is that of no body.
fn sent_as(name: &str, media: Media) -> String {
    match media {
        _ if !is_range(name) => name.to_owned(),
        Media::Json => "application/json".to_owned(),
        Media::Text => "text/plain".to_owned(),
        Media::Xml => "application/xml".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}
