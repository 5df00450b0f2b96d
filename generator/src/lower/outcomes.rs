//! Replies by their status: which one is the success, and successes that differ.

use openapiv3::{ReferenceOr, Response, StatusCode};

use super::docs;
use super::drafts::{Draft, DraftShape, Spot};
use super::endpoints::Maker;
use super::media::{Media, Whole, choose};
use super::modules::Op;
use super::replies::Found;
use super::view::{Seen, Slot, View};
use crate::ir;
use crate::names::{Case, Reserved, Scope};

/// A success with a body: its status, the reply, and its schema.
pub(super) type Body<'a> = (u16, &'a Response, Slot<'a>);

/// The successes of an operation, by status.
pub(super) fn successes<'a>(op: &Op<'a>) -> Vec<(u16, &'a Response)> {
    let responses = op.operation.responses.responses.iter();
    let mut found: Vec<(u16, &'a Response)> = responses
        .filter_map(|(status, response)| match (status, response) {
            (StatusCode::Code(code @ 200..=299), ReferenceOr::Item(response)) => Some((*code, response)),
            (StatusCode::Range(2), ReferenceOr::Item(response)) => Some((299, response)),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(code, _)| *code);
    found
}

/// Those that say what their body is.
pub(super) fn bodies<'a>(found: &[(u16, &'a Response)]) -> Vec<Body<'a>> {
    let body = |(code, response): &(u16, &'a Response)| Some((*code, *response, choose(&response.content)?.slot?));
    found.iter().filter_map(body).collect()
}

/// The success that stands for all: the first one with a body, by status.
pub(super) fn success<'a>(op: &Op<'a>) -> Option<&'a Response> {
    let found = successes(op);
    let told = found.iter().find(|(_, response)| !response.content.is_empty());
    told.or(found.first()).map(|(_, response)| *response).or_else(|| success_by_default(op))
}

/// A document that names no success may mean it by `default`, unless it promises a redirect.
pub(super) fn success_by_default<'a>(op: &Op<'a>) -> Option<&'a Response> {
    let redirect = |status: &StatusCode| matches!(status, StatusCode::Code(300..=399) | StatusCode::Range(3));
    let responses = &op.operation.responses;
    let default = responses.default.as_ref().and_then(ReferenceOr::as_item);
    default.filter(|_| !responses.responses.keys().any(redirect))
}

impl<'a> Maker<'a> {
    /// The type of a reply whose successes carry different JSON, and the member that all of it is wrapped in.
    /// None where one type does for all, or where what they carry is more than JSON.
    pub(super) fn by_status(&mut self, op: &Op<'a>, envelope: Option<&str>, spot: &Spot) -> Option<(ir::Type, Option<String>)> {
        let found = successes(op);
        let told = bodies(&found);
        let (_, _, first) = *told.first()?;
        if told.iter().skip(1).all(|(.., slot)| same(first, *slot)) || !found.iter().all(|(_, response)| is_json_or_empty(response)) {
            return None;
        }
        let envelope = envelope.filter(|name| told.iter().all(|(.., slot)| self.member(&Found::Slot(*slot), name).is_some()));
        let names: Vec<String> = found.iter().map(|(code, _)| reason(*code)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let idents = Scope::new(Reserved::Variants).claim_all(&names, Case::Camel);
        let name = self.types.claim(spot);
        let mut variants = Vec::new();
        for (((status, response), ident), word) in found.into_iter().zip(idents).zip(names) {
            let slot = choose(&response.content).and_then(|choice| choice.slot);
            let ty = slot.map(|slot| {
                let whole = Found::Slot(slot);
                let payload = envelope.and_then(|name| self.member(&whole, name));
                self.finish(payload.unwrap_or(whole), &spot.part(slot, word))
            });
            variants.push(ir::StatusVariant { name: ident, status, doc: docs::of_text(Some(&response.description)), ty });
        }
        let doc = ir::Doc(format!("What `{}` gives, by the status of the reply.", op.id()));
        let shape = DraftShape::Other(ir::Shape::Statuses(variants));
        let draft =
            Draft { name: name.clone(), space: spot.space, doc, deprecated: false, changes: None, at: op.at().push("responses"), shape };
        self.types.add(draft);
        Some((ir::Type::Named { name, home: ir::Home::Here }, envelope.map(str::to_owned)))
    }
}

fn is_json_or_empty(response: &Response) -> bool {
    let json = |choice: super::media::Choice<'_>| choice.media == Media::Json && Whole::of(choice.slot) != Whole::Binary;
    choose(&response.content).is_none_or(json)
}

/// What a status is called.
fn reason(status: u16) -> String {
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
        _ => return format!("status {status}"),
    };
    known.to_owned()
}

/// Whether two schemas describe the same body, as far as that is cheap to tell.
pub(super) fn same(a: Slot<'_>, b: Slot<'_>) -> bool {
    match (a, b) {
        (Slot::Reference(a), Slot::Reference(b)) => a == b,
        (Slot::Inline(a), Slot::Inline(b)) => match (Seen::of(a).view, Seen::of(b).view) {
            (View::List(Some(a)), View::List(Some(b))) => same(a, b),
            (View::Scalar(a), View::Scalar(b)) => a == b,
            (View::Object(a), View::Object(b)) => {
                let (Some(a), Some(b)) = (a.properties, b.properties) else {
                    return false;
                };
                a.len() == b.len() && a.keys().all(|key| b.contains_key(key))
            }
            (View::Any, View::Any) => true,
            _ => false,
        },
        _ => false,
    }
}
