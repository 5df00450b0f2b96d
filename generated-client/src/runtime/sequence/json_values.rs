//! JSON values, one after another: with white space or without anything between them, or each after a record separator
//! (`application/json-seq`, RFC 7464).

use bytes::{Buf, BytesMut};

use super::framing::{Divide, IncompleteItem, RawItem};

/// What a value of a JSON text sequence begins with. No JSON has it anywhere else.
const RECORD_SEPARATOR: u8 = 0x1e;

/// Where JSON values begin and end. Whether they are valid is for their reader to find out.
#[derive(Debug, Default)]
pub(crate) struct JsonValues {
    /// Whether a record separator stands before each value: what has not ended before it is cut off.
    separated: bool,
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
    /// Values that each come after a record separator.
    pub(crate) fn after_separators() -> Self {
        Self { separated: true, ..Self::default() }
    }

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

    fn take(&mut self, buffer: &mut BytesMut, end: usize, is_cut: bool) -> RawItem {
        *self = Self { separated: self.separated, ..Self::default() };
        RawItem { is_cut, ..RawItem::whole(buffer.split_to(end).freeze()) }
    }
}

impl Divide for JsonValues {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem> {
        if self.part == Part::Gap {
            buffer.advance(buffer.iter().take_while(|byte| is_gap(**byte)).count());
        }
        let unseen = buffer.iter().enumerate().skip(self.scanned);
        let end = unseen.map(|(at, byte)| (at, *byte)).find_map(|(at, byte)| {
            // A number may go on behind what is there of it, and a value in brackets or quotes has not ended.
            let is_cut = self.separated && byte == RECORD_SEPARATOR && self.part != Part::Gap;
            if is_cut { Some((at, true)) } else { Some((self.step(at, byte)?, false)) }
        });
        self.scanned = buffer.len();
        let (end, is_cut) = end?;
        Some(self.take(buffer, end, is_cut))
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem> {
        if let Some(frame) = self.decode(buffer) {
            return Ok(Some(frame));
        }
        match self.part {
            Part::Gap => Ok(None),
            Part::Word if self.separated => Err(IncompleteItem),
            Part::Word => Ok(Some(self.take(buffer, buffer.len(), false))),
            Part::Nested | Part::String | Part::Escape => Err(IncompleteItem),
        }
    }
}

/// Whether a byte stands between values: white space, or a record separator.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | RECORD_SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str) -> Vec<Result<String, IncompleteItem>> {
        super::super::tests::divided(JsonValues::default, text)
    }

    fn records(text: &str) -> Vec<Result<String, IncompleteItem>> {
        super::super::tests::divided(JsonValues::after_separators, text)
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

    #[test]
    fn records_come_after_separators() {
        assert_eq!(records("\u{1e}{\"a\":1}\n\u{1e}[2]\n\u{1e}7\n\u{1e}\"x\"\n"), items(&["{\"a\":1}", "[2]", "7", "\"x\""]));
        assert_eq!(records("\u{1e}\u{1e}\n\u{1e}{\n}\n"), items(&["{\n}"]));
        assert_eq!(records(""), []);
    }

    #[test]
    fn a_record_that_is_cut_off_ends_at_the_next_one() {
        let whole = |text: &str| Ok(text.to_owned());
        assert_eq!(records("\u{1e}{\"a\":[1\u{1e}{}\n"), [Err(IncompleteItem), whole("{}")]);
        assert_eq!(records("\u{1e}\"abc\u{1e}\"a\\\u{1e}7\n"), [Err(IncompleteItem), Err(IncompleteItem), whole("7")]);
        // A number, or a word, that nothing has ended may have been longer.
        assert_eq!(records("\u{1e}12\u{1e}34\n"), [Err(IncompleteItem), whole("34")]);
        assert_eq!(records("\u{1e}1\n\u{1e}tru"), [whole("1"), Err(IncompleteItem)]);
        assert_eq!(records("\u{1e}{}\n\u{1e}{\"a\":"), [whole("{}"), Err(IncompleteItem)]);
    }
}
