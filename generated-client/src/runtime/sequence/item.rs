//! Reading one item.

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::framing::RawItem;
use crate::runtime::api::Framing;
use crate::runtime::json::read::FromJson;
use crate::runtime::json::{Unreadable, UnreadableItem, decode};
use crate::runtime::request::RequestState;
use crate::runtime::response::RawResponse;
use crate::runtime::text::body_text;

/// Reads one item of a response, out of its envelope.
pub(super) fn read_item<T: FromJson>(response: &RawResponse, index: usize, frame: &RawItem) -> Result<T, Unreadable> {
    let state = response.request.state();
    let text = body_text(&frame.item);
    if let Some(failure) = state.error_envelope.and_then(|name| failure(&text, name)) {
        return Err(Unreadable::Failed(failure));
    }
    let read = match beginning(&text, frame.is_cut) {
        Ok(()) => decode(&text, state.envelope, response.recorder()),
        Err(why) => Err(why),
    };
    read.map_err(|why| {
        let why = match why {
            Unreadable::Mismatch(mismatch) => Unreadable::Mismatch(mismatch.in_item(index)),
            why => why,
        };
        Unreadable::Item(Box::new(UnreadableItem { index, body: frame.item.clone(), why }))
    })
}

/// Whether an item is the mark behind the last one.
pub(super) fn is_end_mark(state: &RequestState, frame: &RawItem) -> bool {
    let Some(mark) = state.end_mark else { return false };
    let text = body_text(&frame.item);
    if !matches!(state.framing, Framing::Events | Framing::JsonEvents) {
        return text.trim_ascii() == mark;
    }
    let event: Option<Map<String, Value>> = serde_json::from_str(&text).ok();
    event.is_some_and(|event| event.get("data").and_then(Value::as_str) == Some(mark))
}

/// Whether there is a value at all. Where a response is one value, nothing is its default; an item that is nothing is none.
fn beginning(text: &str, is_cut: bool) -> Result<(), Unreadable> {
    if is_cut {
        return Err(Unreadable::Format("it is cut off".to_owned()));
    }
    if text.trim_ascii().is_empty() {
        serde_json::from_str::<IgnoredAny>(text)?;
    }
    Ok(())
}

/// Returns what the server says of a failure, if the item has this field.
fn failure(item: &str, field: &str) -> Option<String> {
    // Few items have it, and all others are read once.
    if !item.contains(field) {
        return None;
    }
    let fields: Map<String, Value> = serde_json::from_str(item).ok()?;
    fields.get(field).filter(|failure| !failure.is_null()).map(Value::to_string)
}
