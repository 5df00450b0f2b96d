//! Server-sent events (WHATWG HTML, section 9.2).

use std::time::Duration;

use bytes::{Buf, BytesMut};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::framing::{Divide, IncompleteItem, RawItem};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What an item is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum EventForm {
    /// The event as an object, its data as text.
    #[default]
    Text,
    /// The event as an object, its data as the JSON in it, or as text where there is none.
    Json,
    /// What is in the data.
    Data,
}

/// Where events begin and end, and what is in their fields.
#[derive(Debug, Default)]
pub(crate) struct EventStream {
    form: EventForm,
    /// Whether the place of a byte order mark has been passed.
    begun: bool,
    /// Whether the last line ended with a carriage return: a line feed belongs to it.
    after_return: bool,
    /// What of the buffer has been looked at.
    scanned: usize,
    event: EventFields,
    last_id: Option<String>,
    retry: Option<Duration>,
}

/// What the fields of an event say that has begun.
#[derive(Debug, Default)]
struct EventFields {
    event: String,
    id: Option<String>,
    retry: Option<u64>,
    /// What the fields `data` hold, each with a line feed behind it.
    data: Vec<u8>,
}

impl EventStream {
    pub(crate) fn new(form: EventForm) -> Self {
        Self { form, ..Self::default() }
    }

    /// The id of the last event that had one, for a new connection.
    pub(crate) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// How long the server wants a client to wait before a new connection.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Prepares for a new connection.
    pub(crate) fn again(&mut self) {
        *self = Self { form: self.form, last_id: self.last_id.take(), retry: self.retry, ..Self::default() };
    }

    /// Takes the next line out of the buffer.
    fn line(&mut self, buffer: &mut BytesMut) -> Option<BytesMut> {
        if !self.begun {
            if buffer.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(buffer) {
                return None;
            }
            if buffer.starts_with(BYTE_ORDER_MARK) {
                buffer.advance(BYTE_ORDER_MARK.len());
            }
            self.begun = true;
        }
        if self.after_return {
            if *buffer.first()? == b'\n' {
                buffer.advance(1);
            }
            self.after_return = false;
        }
        let found = buffer.iter().skip(self.scanned).position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = found.map(|found| self.scanned + found) else {
            self.scanned = buffer.len();
            return None;
        };
        self.scanned = 0;
        let line = buffer.split_to(end);
        self.after_return = buffer.first() == Some(&b'\r');
        buffer.advance(1);
        Some(line)
    }

    /// Reads a line that is not empty. One that begins with a colon is a comment.
    fn field(&mut self, line: &[u8]) {
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &b""[..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"event" => self.event.event = String::from_utf8_lossy(value).into_owned(),
            b"data" => {
                self.event.data.extend_from_slice(value);
                self.event.data.push(b'\n');
            }
            b"id" if !value.contains(&0) => self.event.id = Some(String::from_utf8_lossy(value).into_owned()),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                if let Some(milliseconds) = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok()) {
                    self.event.retry = Some(milliseconds);
                    self.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            _ => {}
        }
    }

    /// Ends an event. One without data is none.
    fn dispatch(&mut self) -> Option<RawItem> {
        let size = self.taken();
        let EventFields { event, id, retry, mut data } = std::mem::take(&mut self.event);
        if id.is_some() {
            self.last_id.clone_from(&id);
        }
        data.pop()?;
        let text = String::from_utf8_lossy(&data);
        let item = match self.form {
            EventForm::Data => data,
            EventForm::Json if serde_json::from_str::<IgnoredAny>(&text).is_ok() => object(&event, id.as_deref(), retry, &text),
            EventForm::Text | EventForm::Json => object(&event, id.as_deref(), retry, &Value::from(&*text).to_string()),
        };
        Some(RawItem { item: item.into(), size, is_cut: false })
    }
}

/// An event as a JSON object of the fields that it has. The data are JSON.
fn object(event: &str, id: Option<&str>, retry: Option<u64>, data: &str) -> Vec<u8> {
    let mut object = String::from("{");
    if !event.is_empty() {
        object.push_str(&format!("\"event\":{},", Value::from(event)));
    }
    if let Some(id) = id {
        object.push_str(&format!("\"id\":{},", Value::from(id)));
    }
    if let Some(retry) = retry {
        object.push_str(&format!("\"retry\":{retry},"));
    }
    object.push_str(&format!("\"data\":{data}}}"));
    object.into_bytes()
}

impl Divide for EventStream {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem> {
        loop {
            let line = self.line(buffer)?;
            if !line.is_empty() {
                self.field(&line);
            } else if let Some(frame) = self.dispatch() {
                return Some(frame);
            }
        }
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem> {
        let frame = self.decode(buffer);
        if frame.is_none() {
            // An event that no empty line has ended is discarded.
            buffer.clear();
            (self.scanned, self.event) = (0, EventFields::default());
        }
        Ok(frame)
    }

    fn taken(&self) -> usize {
        self.event.data.len() + self.event.event.len() + self.event.id.as_ref().map_or(0, String::len)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::divided;
    use super::*;

    fn events(text: &str) -> Vec<String> {
        divided(|| EventStream::new(EventForm::Text), text).into_iter().map(|item| item.expect("an event")).collect()
    }

    fn data(text: &str) -> Vec<String> {
        divided(|| EventStream::new(EventForm::Data), text).into_iter().map(|item| item.expect("an event")).collect()
    }

    /// What is left to be said for a new connection.
    fn after(text: &str) -> (Option<String>, Option<u64>) {
        let (mut stream, mut buffer) = (EventStream::new(EventForm::Data), BytesMut::from(text));
        while let Ok(Some(_)) = stream.decode_eof(&mut buffer) {}
        (stream.last_id().map(str::to_owned), stream.retry().and_then(|retry| u64::try_from(retry.as_millis()).ok()))
    }

    #[test]
    fn fields_are_those_of_the_standard() {
        assert_eq!(events("event: added\nid: 7\ndata: {\"n\":1}\n\n"), [r#"{"event":"added","id":"7","data":"{\"n\":1}"}"#]);
        // One space behind the colon is dropped, and no more. A field without a colon is empty.
        assert_eq!(data("data: first\ndata:  second\ndata\n\n"), ["first\n second\n"]);
        assert_eq!(data("data:x\n\ndata:y:z\n\n"), ["x", "y:z"]);
        assert_eq!(events("data: x\nretry: 5\n\n"), [r#"{"retry":5,"data":"x"}"#]);
        assert_eq!(events(": hello\ndata: x\nother: 1\nData: y\n data: z\n\n"), [r#"{"data":"x"}"#]);
        assert_eq!(events("event\ndata: x\n\n"), [r#"{"data":"x"}"#]);
        // The last one counts.
        assert_eq!(events("event: a\nevent: b\nid: 1\nid: 2\ndata: x\n\n"), [r#"{"event":"b","id":"2","data":"x"}"#]);
    }

    #[test]
    fn data_may_be_json_in_an_event() {
        let text = "data: {\"n\":1.0}\n\ndata: [DONE]\n\ndata: 7\n\ndata\n\n";
        let found = divided(|| EventStream::new(EventForm::Json), text);
        let expected = [r#"{"data":{"n":1.0}}"#, r#"{"data":"[DONE]"}"#, r#"{"data":7}"#, r#"{"data":""}"#];
        assert_eq!(found, expected.map(|event| Ok(event.to_owned())));
    }

    #[test]
    fn every_line_end_is_one() {
        for text in ["data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r", "data: a\r\n\rdata: b\n\r\n"] {
            assert_eq!(data(text), ["a", "b"], "{text:?}");
        }
        assert_eq!(data("data: {\"n\":\r\ndata: 2}\r\n\r\n"), ["{\"n\":\n2}"]);
        // A line feed is a line end of its own where it is not the second half of one.
        assert_eq!(data("data: a\r\n\ndata: b\n\n"), ["a", "b"]);
        // What are line ends elsewhere are none here.
        assert_eq!(data("data: a\u{2028}\u{85}\u{b}b\n\n"), ["a\u{2028}\u{85}\u{b}b"]);
    }

    #[test]
    fn an_event_is_there_as_soon_as_its_empty_line_is() {
        let (mut stream, mut buffer) = (EventStream::new(EventForm::Data), BytesMut::from("data: a\r\n\r"));
        assert_eq!(stream.decode(&mut buffer).map(|frame| frame.item), Some("a".into()));
        // The second half of the line end is no empty line.
        buffer.extend_from_slice(b"\ndata: b\r\n\r\n");
        assert_eq!(stream.decode(&mut buffer).map(|frame| frame.item), Some("b".into()));
        assert_eq!(stream.decode(&mut buffer), None);
    }

    #[test]
    fn an_event_without_data_is_none() {
        assert_eq!(events("event: gone\n\ndata: x\n\n"), [r#"{"data":"x"}"#]);
        assert_eq!(data("\n\n\n: only a comment\n\n"), Vec::<String>::new());
        // An empty line of data is data (the standard's own example).
        assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
    }

    #[test]
    fn what_no_empty_line_has_ended_is_discarded() {
        assert_eq!(data("data: x\n\ndata: lost"), ["x"]);
        assert_eq!(data("data: x\n\ndata: lost\n"), ["x"]);
        assert_eq!(data("\u{feff}"), Vec::<String>::new());
    }

    #[test]
    fn a_byte_order_mark_is_dropped_once() {
        assert_eq!(data("\u{feff}data: x\n\n\u{feff}data: y\n\ndata: z\n\n"), ["x", "z"]);
        assert_eq!(data("data: \u{feff}x\n\n"), ["\u{feff}x"]);
    }

    #[test]
    fn letters_may_come_in_pieces() {
        assert_eq!(data("data: é\u{1f600}\n\n"), ["é\u{1f600}"]);
        let (mut stream, mut buffer) = (EventStream::new(EventForm::Text), BytesMut::from(&b"event: \xff\ndata: \xc3\n\n"[..]));
        let frame = stream.decode(&mut buffer).expect("an event");
        assert_eq!(frame.item, "{\"event\":\"\u{fffd}\",\"data\":\"\u{fffd}\"}");
    }

    #[test]
    fn the_last_id_is_kept_for_a_new_connection_and_is_no_field_of_later_events() {
        assert_eq!(events("id: 7\ndata: x\n\ndata: y\n\n"), [r#"{"id":"7","data":"x"}"#, r#"{"data":"y"}"#]);
        assert_eq!(after("id: 7\ndata: x\n\ndata: y\n\n").0.as_deref(), Some("7"));
        // Also that of an event without data, and an empty one.
        assert_eq!(after("id: 7\n\n").0.as_deref(), Some("7"));
        assert_eq!(after("id: 7\ndata: x\n\nid\ndata: y\n\n").0.as_deref(), Some(""));
        // Not that of an event that is discarded, and not one with U+0000.
        assert_eq!(after("id: 7\ndata: x\n\nid: 8\ndata: y\n").0.as_deref(), Some("7"));
        assert_eq!(events("id: 7\nid: a\0b\ndata: x\n\n"), [r#"{"id":"7","data":"x"}"#]);
    }

    #[test]
    fn the_time_to_wait_is_digits_only() {
        assert_eq!(after("retry: 2500\n\n").1, Some(2500));
        assert_eq!(after("retry: 0010\n").1, Some(10));
        for text in ["retry: 2.5\n\n", "retry: -1\n\n", "retry:  1\n\n", "retry\n\n", "retry: 99999999999999999999999\n\n", "retry: ٣\n\n"]
        {
            assert_eq!(after(text).1, None, "{text:?}");
        }
        assert_eq!(events("retry: x\ndata: y\n\n"), [r#"{"data":"y"}"#]);
    }

    #[test]
    fn comments_without_an_end_are_not_kept() {
        let (mut stream, mut buffer) = (EventStream::new(EventForm::Data), BytesMut::new());
        for _ in 0..1000 {
            buffer.extend_from_slice(b": still there\n");
            assert_eq!(stream.decode(&mut buffer), None);
            assert_eq!(buffer.len() + stream.taken(), 0);
        }
    }
}
