//! JSON values, one after another: each on a line of its own (`application/x-ndjson`), each after a record separator
//! (`application/json-seq`, RFC 7464), or without anything between them.

use bytes::{Buf, Bytes, BytesMut};

use super::framing::{Framing, IncompleteItem};

/// Where JSON values begin and end. Whether they are valid is for their reader to find out.
#[derive(Debug, Default)]
pub(crate) struct JsonValues {
    /// What of the buffer has been looked at.
    scanned: usize,
    /// The number of arrays and objects that have begun.
    depth: usize,
    part: Part,
}

/// What the next byte is a part of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What stands between values.
    #[default]
    Gap,
    /// An array, an object, or what stands between their strings.
    Nested,
    String,
    /// What follows a backslash in a string.
    Escape,
    /// A number or a word: it ends where something else begins.
    Word,
}

impl JsonValues {
    /// Looks at the next byte. Returns the end of the value, if that is known now: it is at this place or behind it.
    fn step(&mut self, at: usize, byte: u8) -> Option<usize> {
        match (self.part, byte) {
            (Part::Escape, _) => self.part = Part::String,
            (Part::String, b'\\') => self.part = Part::Escape,
            (Part::String, b'"') if self.depth == 0 => return Some(at + 1),
            (Part::String, b'"') => self.part = Part::Nested,
            (Part::String, _) => {}
            (Part::Word, _) if is_gap(byte) || matches!(byte, b'"' | b'{' | b'[') => return Some(at),
            (Part::Word, _) => {}
            (_, b'"') => self.part = Part::String,
            (_, b'{' | b'[') => {
                self.part = Part::Nested;
                self.depth += 1;
            }
            (Part::Nested, b'}' | b']') => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Some(at + 1);
                }
            }
            (Part::Nested, _) => {}
            (Part::Gap, _) => self.part = Part::Word,
        }
        None
    }

    fn take(&mut self, buffer: &mut BytesMut, end: usize) -> Bytes {
        *self = Self::default();
        buffer.split_to(end).freeze()
    }
}

impl Framing for JsonValues {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<Bytes> {
        if self.part == Part::Gap {
            buffer.advance(buffer.iter().take_while(|byte| is_gap(**byte)).count());
        }
        let unseen = buffer.iter().enumerate().skip(self.scanned);
        let end = unseen.map(|(at, byte)| (at, *byte)).find_map(|(at, byte)| self.step(at, byte));
        self.scanned = buffer.len();
        Some(self.take(buffer, end?))
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, IncompleteItem> {
        if let Some(item) = self.decode(buffer) {
            return Ok(Some(item));
        }
        match self.part {
            Part::Gap => Ok(None),
            Part::Word => Ok(Some(self.take(buffer, buffer.len()))),
            Part::Nested | Part::String | Part::Escape => Err(IncompleteItem),
        }
    }
}

/// Whether a byte stands between values: white space, or a record separator.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x1e)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Divides a string that comes in pieces of this size. The last item is an error if it is not complete.
    fn divide(text: &str, size: usize) -> Vec<Result<String, IncompleteItem>> {
        let (mut framing, mut buffer, mut found) = (JsonValues::default(), BytesMut::new(), Vec::new());
        let text_of = |item: Bytes| String::from_utf8(item.to_vec()).expect("text");
        for piece in text.as_bytes().chunks(size) {
            buffer.extend_from_slice(piece);
            while let Some(item) = framing.decode(&mut buffer) {
                found.push(Ok(text_of(item)));
            }
        }
        match framing.decode_eof(&mut buffer) {
            Ok(item) => found.extend(item.map(text_of).map(Ok)),
            Err(unfinished) => found.push(Err(unfinished)),
        }
        found
    }

    /// The same, cut at every place.
    fn divided(text: &str) -> Vec<Result<String, IncompleteItem>> {
        let whole = divide(text, text.len().max(1));
        for size in 1..text.len() {
            assert_eq!(divide(text, size), whole, "in pieces of {size}: {text}");
        }
        whole
    }

    fn items(texts: &[&str]) -> Vec<Result<String, IncompleteItem>> {
        texts.iter().map(|text| Ok((*text).to_owned())).collect()
    }

    #[test]
    fn values_are_divided_wherever_they_are_cut() {
        assert_eq!(divided(""), []);
        assert_eq!(divided(" \r\n\n"), []);
        assert_eq!(divided("{\"a\":1}\n{\"a\":2}\n"), items(&["{\"a\":1}", "{\"a\":2}"]));
        assert_eq!(divided("{}{}[[],{}][]"), items(&["{}", "{}", "[[],{}]", "[]"]));
        assert_eq!(divided("\u{1e}{\"a\":1}\n\u{1e}[2]\n"), items(&["{\"a\":1}", "[2]"]));
        assert_eq!(divided("1 -2.5e3\ntrue null\"x\"7"), items(&["1", "-2.5e3", "true", "null", "\"x\"", "7"]));
    }

    #[test]
    fn what_is_in_a_string_ends_nothing() {
        let tricky = r#"{"a}":"]{ \" \\"}"#;
        assert_eq!(divided(&format!("{tricky}{tricky}")), items(&[tricky, tricky]));
        assert_eq!(divided(r#""a\\""b\"""#), items(&[r#""a\\""#, r#""b\"""#]));
        assert_eq!(divided("{\"é\":\"\u{1f600}\"}\n7"), items(&["{\"é\":\"\u{1f600}\"}", "7"]));
    }

    #[test]
    fn an_item_that_ends_nowhere_is_unfinished() {
        for text in ["{", "{}{\"a\":", "[1,2", "\"abc", "\"abc\\"] {
            assert_eq!(divided(text).last(), Some(&Err(IncompleteItem)), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_an_item_for_its_reader() {
        assert_eq!(divided("oops {}"), items(&["oops", "{}"]));
        assert_eq!(divided("}]"), items(&["}]"]));
    }
}
