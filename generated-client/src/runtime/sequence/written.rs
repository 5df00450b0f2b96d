//! Sequences as a server writes them, for tests.

use serde_json::Value;

use crate::runtime::api::Framing;

/// The boundary between parts.
const BOUNDARY: &str = "part";

/// Writes the items of a sequence, and returns its media type.
pub(crate) fn written(framing: Framing, items: impl Iterator<Item = Value>) -> (&'static str, String) {
    let all = |media, item: &dyn Fn(Value) -> String| (media, items.map(item).collect::<String>());
    match framing {
        Framing::Values | Framing::Lines => all("application/x-ndjson", &|item| format!("{item}\n")),
        Framing::Records => all("application/json-seq", &|item| format!("\u{1e}{item}\n")),
        Framing::EventData => all("text/event-stream", &|item| format!("data: {item}\n\n")),
        Framing::Events | Framing::JsonEvents => all("text/event-stream", &|item| event(&item)),
        Framing::Parts => {
            let (media, parts) =
                all("multipart/mixed; boundary=part", &|item| format!("--{BOUNDARY}\r\ncontent-type: application/json\r\n\r\n{item}\r\n"));
            (media, format!("{parts}--{BOUNDARY}--\r\n"))
        }
    }
}

/// An event, a line for each of its fields, and for each line of its data.
fn event(fields: &Value) -> String {
    let mut event = String::new();
    for name in ["event", "id", "retry", "data"] {
        match fields.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => text.split('\n').for_each(|line| event.push_str(&format!("{name}: {line}\n"))),
            Some(other) => event.push_str(&format!("{name}: {other}\n")),
        }
    }
    event + "\n"
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use http::HeaderMap;
    use http::header::{CONTENT_TYPE, HeaderValue};
    use serde_json::json;

    use super::super::divider::Divider;
    use super::super::framing::Divide;
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let all =
            [Framing::Values, Framing::Lines, Framing::Records, Framing::Events, Framing::JsonEvents, Framing::EventData, Framing::Parts];
        for framing in all {
            let items = [json!({"event": "a", "id": "1", "retry": 5, "data": "x\ny"}), json!({"data": ""})];
            let (media, body) = written(framing, items.iter().cloned());
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media))]);
            let (mut divider, mut buffer, mut found) = (Divider::new(framing), BytesMut::from(body.as_str()), Vec::new());
            divider.begin(&headers).expect("the media type of the body");
            while let Some(frame) = divider.decode_eof(&mut buffer).expect("a whole body") {
                found.push(serde_json::from_slice::<Value>(&frame.item).expect("JSON"));
            }
            assert_eq!(found, items, "{framing:?}");
        }
    }
}
