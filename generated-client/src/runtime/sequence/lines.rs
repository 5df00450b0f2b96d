//! JSON values, each on a line of its own (`application/x-ndjson`, `application/jsonl`).

use bytes::{Buf, BytesMut};

use super::framing::{Divide, IncompleteItem, RawItem};

/// Where lines begin and end. Empty ones are no items.
#[derive(Debug, Default)]
pub(crate) struct LineDivider {
    /// What of the buffer has been looked at.
    scanned: usize,
}

impl Divide for LineDivider {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem> {
        loop {
            let end = buffer.iter().skip(self.scanned).position(|byte| *byte == b'\n').map(|found| self.scanned + found);
            let Some(end) = end else {
                self.scanned = buffer.len();
                return None;
            };
            self.scanned = 0;
            let line = buffer.split_to(end);
            buffer.advance(1);
            if let Some(frame) = item(line) {
                return Some(frame);
            }
        }
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem> {
        // The last line may end without a line feed. Whether it is cut off is for its reader to find out.
        Ok(self.decode(buffer).or_else(|| {
            self.scanned = 0;
            item(buffer.split())
        }))
    }
}

fn item(line: BytesMut) -> Option<RawItem> {
    (!line.trim_ascii().is_empty()).then(|| RawItem::whole(line.freeze()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::divided;
    use super::*;

    fn items(text: &str) -> Vec<String> {
        divided(LineDivider::default, text).into_iter().map(|item| item.expect("an item")).collect()
    }

    #[test]
    fn lines_are_divided_wherever_they_are_cut() {
        assert_eq!(items(""), Vec::<String>::new());
        assert_eq!(items("{\"a\":1}\n{\"é\":\"\u{1f600}\"}\n"), ["{\"a\":1}", "{\"é\":\"\u{1f600}\"}"]);
        assert_eq!(items("1\r\n\r\n \n2"), ["1\r", "2"]);
    }

    #[test]
    fn a_broken_line_ends_where_it_ends() {
        assert_eq!(items("{\"a\":\n{}\noops\n[]\n"), ["{\"a\":", "{}", "oops", "[]"]);
    }
}
