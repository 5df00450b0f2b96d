//! Responses by their status: which one is the success, and successes that differ.

use openapiv3::Response;

use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::representations::{BodyReading, json_names};
use crate::lower::operations::response::ResponsePart;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Media, choose};
use crate::lower::schema::operation::{DeclaredSuccess, Op, successes};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::SchemaRef;
use crate::lower::types::draft::{Draft, DraftShape, NamePath};
use crate::names::{Case, NameScope, Reserved};

/// What the body of a success is.
#[derive(Debug, Clone, Copy)]
enum SuccessBody<'a> {
    Empty,
    Json(Option<SchemaRef<'a>>),
    Raw(ir::RawBody),
}

impl<'a> OperationLowering<'a> {
    /// The type of a response whose successes carry different JSON, or JSON and other bodies, and the property that all of it is
    /// wrapped in. None where one type does for all, or where what they carry is read in yet another way.
    pub(in crate::lower) fn by_status(
        &mut self,
        op: &Op<'a>,
        envelope: Option<&str>,
        name_path: &NamePath,
    ) -> Option<(ir::Type, Option<String>)> {
        let found = successes(op);
        let bodies: Vec<SuccessBody<'a>> = found.iter().map(|success| self.success_body(op, success.response)).collect::<Option<_>>()?;
        let described: Vec<SchemaRef<'a>> = bodies.iter().filter_map(SuccessBody::slot).collect();
        let first = *described.first()?;
        let has_raw = bodies.iter().any(|body| matches!(body, SuccessBody::Raw(_)));
        if !has_raw && described.iter().skip(1).all(|slot| same_body(first, *slot)) {
            return None;
        }
        let envelope = envelope
            .filter(|_| !has_raw)
            .filter(|name| described.iter().all(|slot| self.property(&ResponsePart::SchemaRef(*slot), name).is_some()));
        let names: Vec<String> = found.iter().map(reason).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let idents = NameScope::new(Reserved::Variants).claim_all(&names, Case::Camel);
        let name = self.types.claim(name_path, &op.at().push("responses"));
        let mut variants = Vec::new();
        for (((DeclaredSuccess { status, is_range, response }, body), ident), word) in found.into_iter().zip(bodies).zip(idents).zip(names)
        {
            let raw = if let SuccessBody::Raw(raw) = body { Some(raw) } else { None };
            let ty = body.slot().map(|slot| {
                let whole = ResponsePart::SchemaRef(slot);
                let payload = envelope.and_then(|name| self.property(&whole, name));
                self.finish(payload.unwrap_or(whole), &name_path.part(self.types.definitions.hinted(slot), word))
            });
            variants.push(ir::StatusVariant { name: ident, status, is_range, doc: docs::of_text(Some(&response.description)), ty, raw });
        }
        let doc = ir::Doc(format!("What `{}` gives, by the status of the response.", op.id()));
        let shape = DraftShape::Other(ir::Shape::ByStatus(variants));
        let draft = Draft {
            name: name.clone(),
            space: name_path.space,
            doc,
            deprecated: false,
            changes: None,
            constraints: ir::Constraints::default(),
            derives: Vec::new(),
            attributes: Vec::new(),
            example: None,
            at: op.at().push("responses"),
            shape,
        };
        self.types.add(draft);
        Some((ir::Type::Named { name, home: ir::Home::Here }, envelope.map(str::to_owned)))
    }

    /// What the body of a success is; none where it is divided, a form or XML.
    fn success_body(&self, op: &Op<'a>, response: &'a Response) -> Option<SuccessBody<'a>> {
        let Some(choice) = choose(&response.content) else { return Some(SuccessBody::Empty) };
        match self.reading(op, &choice, &response.content) {
            BodyReading::Json if choice.media == Media::Json => Some(SuccessBody::Json(choice.slot)),
            BodyReading::Bytes => Some(SuccessBody::Raw(ir::RawBody::Bytes)),
            BodyReading::Text => Some(SuccessBody::Raw(ir::RawBody::Text)),
            BodyReading::Json | BodyReading::Xml | BodyReading::Items | BodyReading::TypedText => None,
        }
    }

    /// The media types of all successes, as they are asked for where the status tells them apart.
    pub(in crate::lower) fn media_by_status(&self, op: &Op<'a>) -> Vec<&'a str> {
        let mut all: Vec<&'a str> = Vec::new();
        for success in successes(op) {
            let names: Vec<&'a str> = success.response.content.keys().map(String::as_str).collect();
            let is_raw = matches!(self.success_body(op, success.response), Some(SuccessBody::Raw(_)));
            for name in if is_raw { names } else { json_names(&names) } {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
        }
        all
    }
}

impl<'a> SuccessBody<'a> {
    /// The schema of JSON.
    fn slot(&self) -> Option<SchemaRef<'a>> {
        match self {
            Self::Json(slot) => *slot,
            Self::Empty | Self::Raw(_) => None,
        }
    }
}

/// The name of a status, in words.
fn reason(success: &DeclaredSuccess<'_>) -> String {
    let status = success.status;
    if success.is_range {
        return format!("status {}xx", status / 100);
    }
    let known = match status {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        208 => "already reported",
        226 => "im used",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        307 => "temporary redirect",
        308 => "permanent redirect",
        _ => return format!("status {status}"),
    };
    known.to_owned()
}
