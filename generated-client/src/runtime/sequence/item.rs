//! Reading one item.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::runtime::json::read::FromJson;
use crate::runtime::json::{Unreadable, UnreadableItem, decode};
use crate::runtime::response::RawResponse;
use crate::runtime::text::body_text;

/// Reads one item of a response, out of its envelope.
pub(super) fn read_item<T: FromJson>(response: &RawResponse, index: usize, item: &Bytes) -> Result<T, Unreadable> {
    let state = response.request.state();
    let text = body_text(item);
    if let Some(failure) = state.error_envelope.and_then(|name| failure(&text, name)) {
        return Err(Unreadable::Failed(failure));
    }
    decode(&text, state.envelope, response.recorder()).map_err(|why| match why {
        Unreadable::Mismatch(mismatch) => Unreadable::Mismatch(mismatch.in_item(index)),
        why => Unreadable::Item(Box::new(UnreadableItem { index, body: item.clone(), why })),
    })
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
