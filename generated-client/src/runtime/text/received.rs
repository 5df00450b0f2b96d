//! Bytes of others as strings.

use std::borrow::Cow;

/// Returns a body as a string: without a byte order mark, and with bytes that are not UTF-8 replaced.
pub(crate) fn body_text(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // `from_utf8` is several times faster than the lossy conversion, which few responses need.
    std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
}

/// Returns the value of a header as a string: UTF-8, which some servers send, or else ISO 8859-1, as HTTP once said.
pub(crate) fn header_text(value: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(value).map_or_else(|_| latin_1(value).into(), Cow::Borrowed)
}

/// Returns bytes of ISO 8859-1 as a string.
pub(crate) fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
