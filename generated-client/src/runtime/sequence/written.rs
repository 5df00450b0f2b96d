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
