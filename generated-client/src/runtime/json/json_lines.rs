//! JSON values, one to a line: `application/x-ndjson`, `application/jsonl`.

use serde::de::IgnoredAny;

use super::body_format::BodyFormat;
use crate::runtime::text::body_text;

/// JSON values, one to a line, which are read as an array.
#[derive(Debug)]
pub struct JsonLines;

impl BodyFormat for JsonLines {
    fn to_json(&self, body: &[u8]) -> Result<String, String> {
        let mut json = String::from("[");
        for (index, line) in body_text(body).lines().enumerate() {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            // Two values on one line would be two items, and half of one would spoil the rest.
            serde_json::from_str::<IgnoredAny>(line).map_err(|error| format!("line {}: {error}", index + 1))?;
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(line);
        }
        json.push(']');
        Ok(json)
    }

    fn from_json(&self, json: &str) -> Result<String, String> {
        lines("", json)
    }
}

/// JSON values, each after a record separator (RFC 7464), as which an array is sent.
#[derive(Debug)]
pub struct JsonRecords;

impl BodyFormat for JsonRecords {
    fn to_json(&self, body: &[u8]) -> Result<String, String> {
        // Without the separators, a record is a line.
        let lines: Vec<u8> = body.iter().copied().filter(|byte| *byte != 0x1e).collect();
        JsonLines.to_json(&lines)
    }

    fn from_json(&self, json: &str) -> Result<String, String> {
        lines("\u{1e}", json)
    }
}

/// The items of an array, a line for each.
fn lines(before: &str, json: &str) -> Result<String, String> {
    let mut rest = json.strip_prefix('[').ok_or("it is not a list")?;
    let mut lines = String::new();
    loop {
        rest = rest.trim_start_matches(',');
        if rest == "]" {
            return Ok(lines);
        }
        // Where an item ends, without making a value of it.
        let mut items = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        items.next().ok_or("an item is missing")?.map_err(|error| error.to_string())?;
        let (item, behind) = rest.split_at(items.byte_offset());
        lines.push_str(before);
        lines.push_str(item);
        lines.push('\n');
        rest = behind;
    }
}
