//! Percent-encoding: what a string becomes in a URL.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Everything but unreserved and reserved characters; without `#`, which would start a fragment.
const NOT_RESERVED: &AsciiSet = &NOT_UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'%');

/// The same for a value in a query or a form. The brackets are not allowed there, `&` would begin another value, and `+` is a space.
const NOT_RESERVED_OF_VALUE: &AsciiSet = &NOT_RESERVED.add(b'[').add(b']').add(b'&').add(b'+');

/// The same for a value in a path, which must not end its segment or the path.
const NOT_RESERVED_IN_PATH: &AsciiSet = &NOT_RESERVED.add(b'[').add(b']').add(b'/').add(b'?');

/// Characters that no part of a URL can contain.
const INVALID: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'|');

/// Returns the string with everything but unreserved characters percent-encoded: safe in a path segment and in a query.
pub(crate) fn percent(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).to_string()
}

/// Returns the string with reserved characters kept as they are (RFC 6570's `{+}`). What is percent-encoded already
/// stays so.
pub(crate) fn percent_except_reserved(text: &str) -> String {
    percent_around_codes(text, NOT_RESERVED)
}

/// Returns the same for a value of a query or a form, which stays one value.
pub(crate) fn percent_except_reserved_of_value(text: &str) -> String {
    percent_around_codes(text, NOT_RESERVED_OF_VALUE)
}

/// Returns the same for a value of a path, which stays in its segment.
pub(crate) fn percent_except_reserved_in_path(text: &str) -> String {
    percent_around_codes(text, NOT_RESERVED_IN_PATH)
}

/// Percent-encodes the characters of a set. What is percent-encoded already stays so.
fn percent_around_codes(text: &str, set: &'static AsciiSet) -> String {
    let encoded = |piece: &str| utf8_percent_encode(piece, set).to_string();
    let mut pieces = text.split('%');
    let mut out = pieces.next().map(encoded).unwrap_or_default();
    for piece in pieces {
        let is_code = piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_code { "%" } else { "%25" });
        out.push_str(&encoded(piece));
    }
    out
}

/// Appends a piece of a URL, with only those characters encoded that no URL can contain.
pub(crate) fn push_url(out: &mut String, piece: &str) {
    out.extend(utf8_percent_encode(piece, INVALID));
}

/// Returns the bytes of a header in which a URL is, with those encoded that are not ASCII.
pub(crate) fn ascii(header: &[u8]) -> String {
    percent_encode(header, CONTROLS).to_string()
}

/// Appends one `name=value` of a query or a form whose value is encoded already.
pub(crate) fn push_pair(out: &mut String, name: &str, encoded: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}={encoded}", utf8_percent_encode(name, NOT_UNRESERVED));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_leaves_only_unreserved_characters() {
        assert_eq!(percent("aZ09-._~"), "aZ09-._~");
        assert_eq!(percent("a b/c?é@%"), "a%20b%2Fc%3F%C3%A9%40%25");
    }
}
