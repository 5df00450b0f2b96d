//! Responses that are one JSON value after another: which ones are, and what a value is.

use openapiv3::Response;

use crate::hints;
use crate::hints::values::{StreamHint, Switch};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::response::ResponsePart;
use crate::lower::schema::media::{Choice, ContentKind, is_never_json};
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;

impl<'a> OperationLowering<'a> {
    /// How the values of a success come, where it is a sequence by a hint or by the signs of grpc-gateway, whose messages come
    /// in `result` and whose failures come in `error`.
    pub(in crate::lower) fn stream_hint(&mut self, op: &Op<'a>, response: &Response, choice: Option<&Choice<'a>>) -> Option<StreamHint> {
        let slot = choice.and_then(|choice| choice.slot);
        match &self.hints.operations.of(&op.operation.extensions).stream {
            Switch::Off => None,
            Switch::On(hint) => {
                let is_binary = ContentKind::of(slot) == ContentKind::Binary;
                if op.method != "HEAD" && !is_binary && choice.is_none_or(|choice| !is_never_json(choice.name)) {
                    return Some(hint.clone());
                }
                let message = "`x-stream` has no effect: the response is no sequence of JSON values";
                self.warn(op.at().push(hints::STREAM), message);
                None
            }
            Switch::Unset => {
                let is_grpc = response.description.contains("(streaming responses)") || self.is_titled(slot?, "Stream result of ");
                is_grpc.then(|| StreamHint { payload: Some("result".to_owned()), error: Some("error".to_owned()) })
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

    /// A sequence. The schema of a list is that of all values; any other is that of one, or of what it comes in.
    pub(in crate::lower) fn items(
        &mut self,
        slot: Option<SchemaRef<'a>>,
        hint: &StreamHint,
        name_path: &NamePath,
        headers: Option<ir::Type>,
    ) -> ir::Response {
        let item = slot.and_then(|slot| self.item_of(slot)).map_or(ir::Type::Json, |slot| {
            let name_path = name_path.part(self.types.definitions.hinted(slot), "response");
            let whole = ResponsePart::SchemaRef(slot);
            let payload = hint.payload.as_ref().and_then(|name| self.property(&whole, name));
            self.finish(payload.unwrap_or(whole), &name_path)
        });
        let kind = ir::ResponseKind::Sequence { item, error: hint.error.clone() };
        ir::Response { kind, envelope: hint.payload.clone(), format: ir::ValueFormat::Json, headers }
    }

    /// The schema of a list's items, or the schema itself where it is no list. None where items are not described.
    fn item_of(&self, slot: SchemaRef<'a>) -> Option<SchemaRef<'a>> {
        match self.resolved(slot) {
            Some(SchemaRef::Inline(schema)) => match SchemaView::of(schema).kind {
                ViewKind::List(items) => items,
                _ => Some(slot),
            },
            _ => Some(slot),
        }
    }
}
