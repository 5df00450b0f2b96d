//! Bodies that come in pieces, for tests.

use bytes::BytesMut;

use super::framing::{Divide, IncompleteItem, RawItem};

/// Divides a string that comes whole, in pieces of every size, and in two pieces that are divided at every byte: always the same
/// items. The last one is an error if it is not complete.
pub(super) fn divided<D: Divide>(new: impl Fn() -> D, text: &str) -> Vec<Result<String, IncompleteItem>> {
    let bytes = text.as_bytes();
    let whole = divide(new(), [bytes].into_iter());
    for size in 1..text.len() {
        assert_eq!(divide(new(), bytes.chunks(size)), whole, "in pieces of {size}: {text:?}");
        let (first, second) = bytes.split_at(size);
        assert_eq!(divide(new(), [first, second].into_iter()), whole, "divided at {size}: {text:?}");
    }
    whole
}

fn divide<'a>(mut divider: impl Divide, pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Result<String, IncompleteItem>> {
    let (mut buffer, mut found) = (BytesMut::new(), Vec::new());
    for piece in pieces {
        buffer.extend_from_slice(piece);
        while let Some(frame) = divider.decode(&mut buffer) {
            found.push(text_of(&frame));
        }
    }
    loop {
        match divider.decode_eof(&mut buffer) {
            Ok(Some(frame)) => found.push(text_of(&frame)),
            Ok(None) => return found,
            Err(incomplete) => {
                found.push(Err(incomplete));
                return found;
            }
        }
    }
}

fn text_of(frame: &RawItem) -> Result<String, IncompleteItem> {
    let text = String::from_utf8(frame.item.to_vec()).expect("text");
    if frame.is_cut { Err(IncompleteItem) } else { Ok(text) }
}
