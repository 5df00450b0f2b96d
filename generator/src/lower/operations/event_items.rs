//! What an item of an event stream is.
//!
//! | the schema is | an item is |
//! |---|---|
//! | missing, one that says nothing, or a string | the whole event, of a type that is the same for all such streams |
//! | an object with `data`, and with `event` or nothing but fields of events | the parsed event, as that object |
//! | alternatives of such objects | the same |
//! | a list | what its items are |
//! | anything else | the JSON in the event's `data` |
//!
//! By OpenAPI 3.2 a schema sees the parsed event, whose `data` is a string. Before 3.2 no document could say what an event is, and most
//! describe the JSON in `data`. Some have parsed events with an object as their `data`: it is read as the JSON in that field.

use openapiv3::ReferenceOr;
use serde_json::json;

use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::definitions::alternatives;
use crate::lower::schema::media::ContentKind;
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::{Draft, DraftShape, NamePath, Property};

/// The fields of an event.
const FIELDS: [&str; 4] = ["event", "id", "retry", "data"];

/// How many schemas are looked at to tell what one is.
const LOOKS: usize = 64;

/// What an item of an event stream is.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) enum EventItem<'a> {
    /// The event, of which no schema says more.
    Any,
    /// The event, as its schema describes it.
    Parsed { slot: SchemaRef<'a>, framing: ir::Framing },
    /// The JSON in its data.
    Data(SchemaRef<'a>),
}

impl<'a> OperationLowering<'a> {
    /// What an item is by the schema of a stream.
    pub(in crate::lower) fn event_item(&self, slot: Option<SchemaRef<'a>>) -> EventItem<'a> {
        let Some(slot) = slot.and_then(|slot| self.item_of(slot)) else {
            return EventItem::Any;
        };
        if matches!(ContentKind::of(self.resolved(slot)), ContentKind::Text | ContentKind::Unknown) {
            return EventItem::Any;
        }
        match self.data_of(slot, &mut LOOKS.clone()) {
            Some(all) => {
                let is_text = |data: &SchemaRef<'a>| ContentKind::of(self.resolved(*data)) == ContentKind::Text;
                let framing = if all.iter().all(is_text) { ir::Framing::Events } else { ir::Framing::JsonEvents };
                EventItem::Parsed { slot, framing }
            }
            None => EventItem::Data(slot),
        }
    }

    /// The schemas of `data`, where a schema is that of parsed events: one for each alternative.
    fn data_of(&self, slot: SchemaRef<'a>, looks: &mut usize) -> Option<Vec<SchemaRef<'a>>> {
        *looks = looks.checked_sub(1)?;
        let SchemaRef::Inline(schema) = self.resolved(slot)? else { return None };
        if let ViewKind::OneOf(parts) = SchemaView::of(schema).kind {
            let parts: Option<Vec<_>> = alternatives(parts).into_iter().map(|part| self.data_of(part, looks)).collect();
            return Some(parts?.concat());
        }
        let members = self.members(slot, looks);
        let (_, data) = members.iter().find(|(name, _)| *name == "data")?;
        let has_event = members.iter().any(|(name, _)| *name == "event");
        let is_event = has_event || members.iter().all(|(name, _)| FIELDS.contains(name));
        is_event.then(|| vec![*data])
    }

    /// The properties of an object, those of its parts included; a later one of a name comes first.
    pub(in crate::lower) fn members(&self, slot: SchemaRef<'a>, looks: &mut usize) -> Vec<(&'a str, SchemaRef<'a>)> {
        let Some(left) = looks.checked_sub(1) else { return Vec::new() };
        *looks = left;
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else { return Vec::new() };
        let own = |object: &Object<'a>| -> Vec<(&'a str, SchemaRef<'a>)> {
            object.properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), SchemaRef::from(schema))).collect()
        };
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) => own(&object),
            ViewKind::AllOf(parts, object) => {
                let mut found = object.as_ref().map(own).unwrap_or_default();
                parts.iter().rev().for_each(|part: &'a ReferenceOr<_>| found.extend(self.members(part.into(), looks)));
                found
            }
            _ => Vec::new(),
        }
    }

    /// The type of events that no schema describes.
    pub(in crate::lower) fn any_event(&mut self, op: &Op<'a>) -> ir::Type {
        if let Some(known) = &self.event {
            return known.clone();
        }
        let at = op.at().push("responses");
        let property = |name: &str, ty: ir::Type, doc: &str| Property {
            wire: name.to_owned(),
            name: name.to_owned(),
            doc: ir::Doc(doc.to_owned()),
            ty,
            required: name == "data",
            nullable: false,
            read_only: false,
            write_only: false,
            fixed: None,
            is_tag: false,
            envelope: None,
            example: None,
            default: None,
            constraints: ir::Constraints::default(),
            content: None,
            deprecated: false,
            attributes: Vec::new(),
            xml_hints: None,
            at: at.clone(),
        };
        let properties = vec![
            property("event", ir::Type::String, "What kind of event it is, where the server says it."),
            property("id", ir::Type::String, "Its id: a new connection can go on after it."),
            property("retry", ir::Type::U64, "How many milliseconds to wait before a new connection."),
            property("data", ir::Type::String, "What it says."),
        ];
        let name_path = NamePath::new(0, "server sent event");
        let name = self.types.claim(&name_path, &at);
        let draft = self.types.add(Draft {
            name,
            space: name_path.space,
            doc: ir::Doc("An event of a stream of server-sent events.".to_owned()),
            deprecated: false,
            changes: None,
            constraints: ir::Constraints::default(),
            derives: Vec::new(),
            attributes: Vec::new(),
            example: Some(json!({"event": "message", "id": "1", "data": "Hello"}).to_string().into()),
            at,
            shape: DraftShape::Struct { properties, rest: None, is_tuple: false },
        });
        let ty = self.type_of(draft, ir::Home::Types);
        self.event = Some(ty.clone());
        ty
    }
}
