//! Replies by their status: which one is the success, and successes that differ.

use openapiv3::Response;

use crate::ir;
use crate::lower::operations::context::Maker;
use crate::lower::operations::response::Found;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Choice, Media, Whole, choose};
use crate::lower::schema::operation::{Op, successes};
use crate::lower::schema::view::{Seen, Slot, View};
use crate::lower::types::draft::{Draft, DraftShape, Spot};
use crate::names::{Case, Reserved, Scope};

/// A success with a body: its status, the reply, and its schema.
pub(in crate::lower) type Body<'a> = (u16, &'a Response, Slot<'a>);

/// Those that say what their body is.
pub(in crate::lower) fn bodies<'a>(found: &[(u16, &'a Response)]) -> Vec<Body<'a>> {
    let body = |(code, response): &(u16, &'a Response)| Some((*code, *response, choose(&response.content)?.slot?));
    found.iter().filter_map(body).collect()
}

impl<'a> Maker<'a> {
    /// The type of a reply whose successes carry different JSON, and the member that all of it is wrapped in.
    /// None where one type does for all, or where what they carry is more than JSON.
    pub(in crate::lower) fn by_status(&mut self, op: &Op<'a>, envelope: Option<&str>, spot: &Spot) -> Option<(ir::Type, Option<String>)> {
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
    let json = |choice: Choice<'_>| choice.media == Media::Json && Whole::of(choice.slot) != Whole::Binary;
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
pub(in crate::lower) fn same(a: Slot<'_>, b: Slot<'_>) -> bool {
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
