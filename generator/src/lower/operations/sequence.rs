//! Responses that are one item after another: which ones are, how they are divided, and what an item is.
//!
//! A response is a sequence by its media type (JSON lines, JSON text sequences, server-sent events, and a multipart body of equal
//! parts), by a hint, or by the signs of grpc-gateway. Where another media type of the same response is one value, that is what
//! the call gives, and the sequence is what it gives where a stream is asked for.

use openapiv3::{Parameter, ParameterSchemaOrContent, ReferenceOr, Response};

use crate::hints;
use crate::hints::values::{StreamHint, Switch};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::event_items::EventItem;
use crate::lower::operations::response::ResponsePart;
use crate::lower::schema::definitions::alternatives;
use crate::lower::schema::media::{Choice, ContentKind, Media, choose, essence, is_event_stream, is_never_json};
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;

/// By this name, APIs let a caller ask for a stream.
const FLAG: &str = "stream";

/// How many schemas are looked at for the flag.
const LOOKS: usize = 64;

/// How a body is divided, and what says what its items are.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct Division<'a> {
    framing: ir::Framing,
    item: ItemSchema<'a>,
    /// The text of the item that only says that no other follows.
    end: Option<&'a str>,
}

/// What says what an item is.
#[derive(Debug, Clone, Copy)]
enum ItemSchema<'a> {
    Slot(Option<SchemaRef<'a>>),
    /// Server-sent events that no schema describes.
    Event,
}

impl Division<'_> {
    /// Whether a body that is divided so is a list, whatever a hint says of streams.
    pub(in crate::lower) fn is_a_list(&self) -> bool {
        self.framing == ir::Framing::Lines
    }
}

impl<'a> OperationLowering<'a> {
    /// How a body is divided by its media type, where that is one of sequences.
    pub(in crate::lower) fn division(&self, choice: &Choice<'a>) -> Option<Division<'a>> {
        let divided =
            |framing| Division { framing, item: ItemSchema::Slot(choice.slot.and_then(|slot| self.item_of(slot))), end: choice.end };
        let is_text = matches!(ContentKind::of(choice.slot), ContentKind::Text | ContentKind::Unknown);
        match choice.media {
            Media::JsonLines if !is_text => Some(divided(ir::Framing::Lines)),
            Media::JsonRecords if !is_text => Some(divided(ir::Framing::Records)),
            Media::Text if choice.is_apart && is_event_stream(choice.name) => Some(self.events(choice.slot, choice.end)),
            // Parts of other kinds have names, or are a description with files beside it.
            Media::Multipart if choice.slot.is_some_and(|slot| self.is_list(slot)) && essence(choice.name) == "multipart/mixed" => {
                Some(divided(ir::Framing::Parts))
            }
            Media::Json
            | Media::Multipart
            | Media::Form
            | Media::JsonLines
            | Media::JsonRecords
            | Media::Text
            | Media::Bytes
            | Media::Xml => None,
        }
    }

    /// A body of server-sent events.
    fn events(&self, slot: Option<SchemaRef<'a>>, end: Option<&'a str>) -> Division<'a> {
        let (framing, item) = match self.event_item(slot) {
            EventItem::Any => (ir::Framing::Events, ItemSchema::Event),
            EventItem::Parsed { slot, framing } => (framing, ItemSchema::Slot(Some(slot))),
            EventItem::Data(slot) => (ir::Framing::EventData, ItemSchema::Slot(Some(slot))),
        };
        Division { framing, item, end }
    }

    /// How the values of a success come, where it is a sequence by its media type, by a hint, or by the signs of grpc-gateway, whose
    /// messages come in `result` and whose failures come in `error`.
    pub(in crate::lower) fn sequence(
        &mut self,
        op: &Op<'a>,
        response: &'a Response,
        choice: Option<&Choice<'a>>,
    ) -> Option<(Division<'a>, StreamHint)> {
        let slot = choice.and_then(|choice| choice.slot);
        let own = choice.and_then(|choice| self.division(choice));
        let values = |is_events| {
            if is_events {
                return self.events(slot, None);
            }
            Division { framing: ir::Framing::Values, item: ItemSchema::Slot(slot.and_then(|slot| self.item_of(slot))), end: None }
        };
        match &self.hints.operations.of(&op.operation.extensions).stream {
            // Lines of JSON are a list in any case.
            Switch::Off => own.filter(Division::is_a_list).map(|own| (own, StreamHint::default())),
            Switch::On(hint) => {
                // The hint is about the other media type.
                if own.is_none() && (hint.is_optional || self.other_stream(response, choice).is_some()) {
                    return None;
                }
                let is_binary = ContentKind::of(slot) == ContentKind::Binary;
                let may_be_json = !is_binary && choice.is_none_or(|choice| !is_never_json(choice.name));
                if op.method != "HEAD" && (own.is_some() || may_be_json) {
                    return Some((own.unwrap_or_else(|| values(hint.is_events)), hint.clone()));
                }
                let message = "`x-stream` has no effect: the response is no sequence of JSON values";
                self.warn(op.at().push(hints::STREAM), message);
                None
            }
            Switch::Unset => {
                let is_grpc = response.description.contains("(streaming responses)")
                    || slot.is_some_and(|slot| self.is_titled(slot, "Stream result of "));
                if is_grpc {
                    let hint = StreamHint { payload: Some("result".to_owned()), error: Some("error".to_owned()), ..Default::default() };
                    return Some((own.unwrap_or_else(|| values(false)), hint));
                }
                own.map(|own| (own, StreamHint::default()))
            }
        }
    }

    /// Whether the title of a schema begins so.
    fn is_titled(&self, slot: SchemaRef<'a>, words: &str) -> bool {
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else {
            return false;
        };
        schema.schema_data.title.as_deref().is_some_and(|title| title.starts_with(words))
    }

    /// The first media type of a response, beside the one that is chosen, that is a sequence.
    fn other_stream(&self, response: &'a Response, choice: Option<&Choice<'a>>) -> Option<(&'a str, Division<'a>)> {
        let others = response.content.iter().filter(|(name, _)| choice.is_none_or(|choice| choice.name != name.as_str()));
        let others = others.map(|(name, media)| Choice::of(name, media)).filter(|other| other.is_apart);
        others.into_iter().find_map(|other| Some((other.name, self.division(&other)?)))
    }

    /// A sequence.
    pub(in crate::lower) fn items(
        &mut self,
        op: &Op<'a>,
        division: Division<'a>,
        hint: &StreamHint,
        name_path: &NamePath,
        headers: Option<ir::Type>,
    ) -> ir::Response {
        let item = self.item(op, division, hint, name_path, "response");
        let end = hint.end.clone().or_else(|| division.end.map(str::to_owned));
        let kind = ir::ResponseKind::Sequence { item, framing: division.framing, error: hint.error.clone(), end };
        ir::Response { envelope: hint.payload.clone(), headers, ..ir::Response::of(kind) }
    }

    /// The type of an item. A schema that is no list is that of one item, or of what it comes in.
    fn item(&mut self, op: &Op<'a>, division: Division<'a>, hint: &StreamHint, name_path: &NamePath, word: &str) -> ir::Type {
        match division.item {
            ItemSchema::Event => self.any_event(op),
            ItemSchema::Slot(None) => ir::Type::Json,
            ItemSchema::Slot(Some(slot)) => {
                let name_path = name_path.part(self.types.definitions.hinted(slot), word);
                let whole = ResponsePart::SchemaRef(slot);
                let payload = hint.payload.as_ref().and_then(|name| self.property(&whole, name));
                self.finish(payload.unwrap_or(whole), &name_path)
            }
        }
    }

    /// The stream that a response can be in place of one value.
    pub(in crate::lower) fn stream(
        &mut self,
        op: &Op<'a>,
        response: &'a Response,
        choice: &Choice<'a>,
        name_path: &NamePath,
    ) -> Option<ir::Stream> {
        let hint = match &self.hints.operations.of(&op.operation.extensions).stream {
            Switch::Off => return None,
            Switch::On(hint) => hint.clone(),
            Switch::Unset => StreamHint::default(),
        };
        let (media, division) = self.other_stream(response, Some(choice))?;
        // What an item comes in is a fact of the whole response.
        let hint = StreamHint { payload: None, error: None, ..hint };
        let item = self.item(op, division, &hint, name_path, "event");
        let flag = self.stream_flag(op);
        Some(ir::Stream {
            media: media.to_owned(),
            item,
            framing: division.framing,
            flag,
            end: hint.end.or_else(|| division.end.map(str::to_owned)),
        })
    }

    /// What asks for a stream in the request: a parameter of the query, or a property of the body, that is a boolean.
    fn stream_flag(&self, op: &Op<'a>) -> Option<(ir::FlagPlace, String)> {
        let in_query = op.parameters().filter(|one| matches!(one, Parameter::Query { .. })).map(Parameter::parameter_data_ref);
        let schemas = in_query.filter(|data| data.name == FLAG).filter_map(|data| match &data.format {
            ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
            ParameterSchemaOrContent::Content(_) => None,
        });
        if schemas.into_iter().any(|slot| self.is_boolean(slot)) {
            return Some((ir::FlagPlace::Query, FLAG.to_owned()));
        }
        let body = op.operation.request_body.as_ref().and_then(ReferenceOr::as_item)?;
        let slot = choose(&body.content).filter(|choice| choice.media == Media::Json)?.slot?;
        let members = self.members(slot, &mut LOOKS.clone());
        let (_, flag) = members.into_iter().find(|(name, _)| *name == FLAG)?;
        self.is_boolean(flag).then(|| (ir::FlagPlace::Body, FLAG.to_owned()))
    }

    /// Whether a schema is one of booleans, or of null beside them.
    fn is_boolean(&self, slot: SchemaRef<'a>) -> bool {
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else { return false };
        match SchemaView::of(schema).kind {
            ViewKind::Scalar(ty) => ty == ir::Type::Bool,
            ViewKind::OneOf(parts) => match alternatives(parts).as_slice() {
                [SchemaRef::Inline(one)] => matches!(SchemaView::of(one).kind, ViewKind::Scalar(ir::Type::Bool)),
                _ => false,
            },
            _ => false,
        }
    }

    /// The schema of a list's items, or the schema itself where it is no list. None where items are not described.
    pub(in crate::lower) fn item_of(&self, slot: SchemaRef<'a>) -> Option<SchemaRef<'a>> {
        match self.resolved(slot) {
            Some(SchemaRef::Inline(schema)) => match SchemaView::of(schema).kind {
                ViewKind::List(items) => items,
                _ => Some(slot),
            },
            _ => Some(slot),
        }
    }
}
