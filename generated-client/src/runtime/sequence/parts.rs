//! The parts of a multipart body (RFC 2046, section 5.1).

use bytes::{Buf, BytesMut};

use super::framing::{Divide, IncompleteItem, RawItem};

/// Where parts begin and end. An item is what is in one, without its headers.
#[derive(Debug, Default)]
pub(crate) struct PartDivider {
    /// Two hyphens and the boundary.
    delimiter: Vec<u8>,
    place: PartPlace,
    /// What of the buffer has been looked at: no delimiter begins there.
    scanned: usize,
}

/// What the buffer begins with.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum PartPlace {
    /// What stands before the first part, which is nobody's.
    #[default]
    Preamble,
    Part,
    /// What stands behind the last part.
    Epilogue,
}

/// A delimiter with its line.
struct Delimiter {
    /// Where the part before it ends.
    from: usize,
    /// Where its line ends.
    to: usize,
    is_last: bool,
}

impl PartDivider {
    /// Takes the boundary out of the media type.
    pub(crate) fn begin(&mut self, media: &str) -> Option<()> {
        let (essence, parameters) = media.split_once(';')?;
        let mut pairs = parameters.split(';').filter_map(|pair| pair.split_once('='));
        let (_, boundary) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
        let boundary = boundary.trim().trim_matches('"');
        let is_multipart = essence.trim().get(..10).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/"));
        *self = Self { delimiter: format!("--{boundary}").into_bytes(), ..Self::default() };
        (is_multipart && !boundary.is_empty()).then_some(())
    }

    /// Finds the next delimiter: it begins a line, and has nothing behind it but two hyphens and white space.
    fn find(&mut self, buffer: &[u8], is_all: bool) -> Option<Delimiter> {
        let mut line = self.scanned;
        if self.delimiter.is_empty() {
            return None;
        }
        loop {
            let rest = buffer.get(line..)?;
            let end = match rest.iter().position(|byte| *byte == b'\n') {
                Some(end) => end + 1,
                // The last delimiter may have no line end behind it.
                None if is_all => rest.len(),
                None => {
                    self.scanned = line;
                    return None;
                }
            };
            if let Some(behind) = rest.get(..end).and_then(|line| line.strip_prefix(&*self.delimiter)) {
                let behind = behind.trim_ascii_end();
                if behind.is_empty() || behind == b"--" {
                    let before = buffer.get(..line).unwrap_or_default();
                    let before = before.strip_suffix(b"\n").map_or(before, |before| before.strip_suffix(b"\r").unwrap_or(before));
                    return Some(Delimiter { from: before.len(), to: line + end, is_last: !behind.is_empty() });
                }
            }
            line += end;
            if end == 0 || line == buffer.len() {
                self.scanned = line;
                return None;
            }
        }
    }

    fn next(&mut self, buffer: &mut BytesMut, is_all: bool) -> Option<RawItem> {
        while self.place != PartPlace::Epilogue {
            let delimiter = self.find(buffer, is_all)?;
            let part = buffer.split_to(delimiter.to);
            let was = self.place;
            (self.scanned, self.place) = (0, if delimiter.is_last { PartPlace::Epilogue } else { PartPlace::Part });
            if was == PartPlace::Part {
                return Some(content(part, delimiter.from));
            }
        }
        buffer.clear();
        None
    }
}

/// A part without its headers, which an empty line ends.
fn content(mut part: BytesMut, end: usize) -> RawItem {
    part.truncate(end);
    let mut at = 0;
    while let Some(line) = part.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\n')) {
        let is_empty = part.get(at..at + line).is_some_and(|line| line.trim_ascii().is_empty());
        at += line + 1;
        if is_empty {
            break;
        }
    }
    let size = part.len();
    part.advance(at);
    RawItem { size, ..RawItem::whole(part.freeze()) }
}

impl Divide for PartDivider {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem> {
        self.next(buffer, false)
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem> {
        match self.next(buffer, true) {
            Some(frame) => Ok(Some(frame)),
            None if self.place == PartPlace::Part || !buffer.is_empty() => Err(IncompleteItem),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::divided;
    use super::*;

    fn parts(text: &str) -> Vec<Result<String, IncompleteItem>> {
        let new = || {
            let mut parts = PartDivider::default();
            assert_eq!(parts.begin("multipart/mixed; charset=x; boundary=\"b-1\""), Some(()));
            parts
        };
        divided(new, text)
    }

    fn items(texts: &[&str]) -> Vec<Result<String, IncompleteItem>> {
        texts.iter().map(|text| Ok((*text).to_owned())).collect()
    }

    #[test]
    fn parts_are_divided_wherever_they_are_cut() {
        let text = "preamble\r\n--b-1\r\nContent-Type: application/json\r\n\r\n{\"a\":\r\n1}\r\n--b-1  \r\n\r\n[2]\r\n--b-1--\r\nepilogue\r\n--b-1\r\n";
        assert_eq!(parts(text), items(&["{\"a\":\r\n1}", "[2]"]));
        assert_eq!(parts("--b-1\n\n1\n--b-1\nA: b\n\n2\n--b-1--"), items(&["1", "2"]));
        assert_eq!(parts(""), []);
    }

    #[test]
    fn what_only_looks_like_a_delimiter_is_content() {
        assert_eq!(parts("--b-1\r\n\r\n--b-12\r\nx --b-1\r\n--b-1--\r\n"), items(&["--b-12\r\nx --b-1"]));
    }

    #[test]
    fn a_body_without_its_last_delimiter_is_cut_off() {
        for text in ["--b-1\r\n\r\n1\r\n--b-1\r\n\r\n2", "--b-1\r\n\r\n1\r\n--b-1\r\n", "--b-1\r\n\r\n1\r\n--b-1\r\n\r\n2\r\n--b-"] {
            assert_eq!(parts(text), [Ok("1".to_owned()), Err(IncompleteItem)], "{text:?}");
        }
        assert_eq!(parts("preamble"), [Err(IncompleteItem)]);
    }

    #[test]
    fn a_media_type_without_a_boundary_is_none_of_parts() {
        for media in ["", "multipart/mixed", "multipart/mixed; boundary=", "application/json; boundary=a"] {
            assert_eq!(PartDivider::default().begin(media), None, "{media:?}");
        }
    }
}
