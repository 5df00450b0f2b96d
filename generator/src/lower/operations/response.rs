//! What a success carries, out of its envelope, and whether it is a page of a list.

use crate::ir;
use crate::lower::operations::context::Maker;
use crate::lower::operations::response_by_status::{bodies, same};
use crate::lower::schema::extensions::{self, Switch};
use crate::lower::schema::media::{Media, Whole, choose, essence};
use crate::lower::schema::operation::{Op, success, successes};
use crate::lower::schema::view::{Seen, Slot, View};
use crate::lower::types::draft::{DraftShape, Lowered, Member, Spot};
use crate::pointer::Pointer;

/// A place in a reply.
#[derive(Debug, Clone)]
pub(in crate::lower) enum Found<'a> {
    Slot(Slot<'a>),
    Lowered(Lowered),
}

impl<'a> Maker<'a> {
    /// The reply of an operation, and what it asks for when that is not JSON.
    pub(in crate::lower) fn reply(&mut self, op: &Op<'a>, spot: &Spot) -> (ir::Reply, Option<String>) {
        let Some(response) = success(op) else {
            return (ir::Reply { kind: ir::ReplyKind::Empty, envelope: None, xml: None, headers: None }, None);
        };
        let headers = self.headers(op, spot);
        let nothing = |kind| ir::Reply { kind, envelope: None, xml: None, headers: headers.clone() };
        let Some(choice) = choose(&response.content).filter(|_| op.method != "HEAD") else {
            return (nothing(ir::ReplyKind::Empty), None);
        };
        let accept = || {
            let names: Vec<&str> = response.content.keys().map(String::as_str).collect();
            Some(names.join(", "))
        };
        let (reply, accept) = match (choice.media, Whole::of(choice.slot)) {
            (Media::Json, Whole::Binary) => (nothing(ir::ReplyKind::Bytes), Some("*/*".to_owned())),
            (_, Whole::Binary) | (Media::Bytes, Whole::Text | Whole::Unknown) => (nothing(ir::ReplyKind::Bytes), accept()),
            (Media::Text, Whole::Text | Whole::Unknown) => (nothing(ir::ReplyKind::Text), accept()),
            (Media::Xml, _) => match choice.slot.filter(|slot| self.is_value(*slot)) {
                Some(slot) => {
                    let reply = self.xml(op, slot, spot, headers, extensions::at(&response.extensions));
                    let names: Vec<&str> =
                        response.content.keys().map(String::as_str).filter(|name| Media::of(name) == Media::Xml).collect();
                    (reply, Some(names.join(", ")))
                }
                None => (nothing(ir::ReplyKind::Text), accept()),
            },
            _ => {
                let json = response.content.keys().any(|name| ["application/json", "*/*"].contains(&essence(name).as_str()));
                (self.json(op, choice.slot, spot, headers), if json { None } else { accept() })
            }
        };
        if !matches!(reply.kind, ir::ReplyKind::ByStatus(_)) {
            self.warn_of_others(op);
        }
        (reply, accept)
    }

    /// Says which successes are taken for what they are not.
    fn warn_of_others(&mut self, op: &Op<'a>) {
        let told = bodies(&successes(op));
        let Some(((code, _, first), others)) = told.split_first() else {
            return;
        };
        for (other, response, _) in others.iter().filter(|(.., slot)| !same(*first, *slot)) {
            let message = format!("a success of status {other} has another body than one of {code}, whose type is taken for both");
            self.warn(extensions::at(&response.extensions), message);
        }
    }

    /// A value in XML, which becomes JSON before it is taken out of anything.
    fn xml(&mut self, op: &Op<'a>, slot: Slot<'a>, spot: &Spot, headers: Option<ir::Type>, at: Pointer) -> ir::Reply {
        let reply = self.json(op, Some(slot), spot, headers);
        let whole = match &reply.kind {
            ir::ReplyKind::Json(ty) if reply.envelope.is_none() => ty.clone(),
            _ => self.types.lower(slot, &spot.part(slot, "reply")).inside(),
        };
        let xml = Some(self.root(&whole, slot, spot, "reply", (at, false)));
        ir::Reply { xml, ..reply }
    }

    fn json(&mut self, op: &Op<'a>, slot: Option<Slot<'a>>, spot: &Spot, headers: Option<ir::Type>) -> ir::Reply {
        let Some(slot) = slot else {
            return ir::Reply { kind: ir::ReplyKind::Json(ir::Type::Json), envelope: None, xml: None, headers };
        };
        let spot = spot.part(slot, "reply");
        let whole = Found::Slot(slot);
        let own = extensions::envelope(&op.operation.extensions);
        let is_own = matches!(own, Switch::On(_));
        let envelope = match own {
            Switch::Unset => self.envelope.clone(),
            Switch::Off => None,
            Switch::On(payload) => Some(payload),
        };
        let payload = envelope.as_ref().and_then(|name| self.member(&whole, name));
        if let (true, Some(name), None) = (is_own, &envelope, &payload) {
            let message = format!("`x-envelope` has no effect: the response has no property `{name}`");
            self.warn(op.at().push(crate::hints::ENVELOPE), message);
        }
        let envelope = envelope.filter(|_| payload.is_some());
        if let Some((item, paging)) = self.page(op, &whole, envelope.as_deref(), &spot) {
            return ir::Reply { kind: ir::ReplyKind::Page { item, paging }, envelope, xml: None, headers };
        }
        if let Some((ty, envelope)) = self.by_status(op, envelope.as_deref(), &spot) {
            return ir::Reply { kind: ir::ReplyKind::ByStatus(ty), envelope, xml: None, headers };
        }
        let ty = self.finish(payload.unwrap_or(whole), &spot);
        ir::Reply { kind: ir::ReplyKind::Json(ty), envelope, xml: None, headers }
    }

    /// What lies at a JSON pointer in a reply.
    pub(in crate::lower) fn follow(&self, whole: &Found<'a>, pointer: &str) -> Option<Found<'a>> {
        let pointer = Pointer::parse(pointer)?;
        pointer.keys().try_fold(whole.clone(), |found, key| self.member(&found, &key))
    }

    /// A member of an object in a reply.
    pub(in crate::lower) fn member(&self, of: &Found<'a>, name: &str) -> Option<Found<'a>> {
        let lowered = |members: &[Member]| {
            let member = members.iter().find(|member| member.wire == name)?;
            Some(Found::Lowered(Lowered { ty: member.ty.clone(), nullable: member.nullable }))
        };
        match of {
            Found::Slot(Slot::Inline(schema)) => match Seen::of(schema).view {
                View::Object(object) => object.properties?.get(name).map(|schema| Found::Slot(schema.into())),
                View::AllOf(parts, own) => {
                    let own = own.and_then(|own| own.properties?.get(name));
                    own.map(|schema| Found::Slot(schema.into()))
                        .or_else(|| parts.iter().rev().find_map(|part| self.member(&Found::Slot(part.into()), name)))
                }
                _ => None,
            },
            Found::Slot(Slot::Reference(reference)) => {
                let index = self.types.definitions.find(reference)?;
                let index = self.types.definitions.meant(index);
                let draft = self.types.drafts.get(self.types.members_of(index)?)?;
                let DraftShape::Struct { members, .. } = &draft.shape else {
                    return None;
                };
                lowered(members)
            }
            Found::Lowered(one) => {
                let draft = self.types.drafts.get(self.types.draft(&one.ty, 0)?)?;
                let DraftShape::Struct { members, .. } = &draft.shape else {
                    return None;
                };
                lowered(members)
            }
        }
    }

    pub(in crate::lower) fn finish(&mut self, found: Found<'a>, spot: &Spot) -> ir::Type {
        match found {
            Found::Slot(slot) => self.types.lower(slot, spot).inside(),
            Found::Lowered(lowered) => lowered.inside(),
        }
    }
}
