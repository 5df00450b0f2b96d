//! Text on its way into a URL, a header or JSON.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the text with everything but unreserved characters percent-encoded: safe in a path segment and in a query.
pub(crate) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// What cannot stand in an address for itself: neither unreserved nor reserved. A `#` would end it.
const UNFIT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
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

/// Returns the text as it stands in an address where reserved characters are taken for what they are (RFC 6570's `{+}`).
/// What is percent-encoded already stays so.
pub(crate) fn but_reserved(text: &str) -> String {
    let encoded = |piece: &str| utf8_percent_encode(piece, UNFIT).to_string();
    let mut pieces = text.split('%');
    let mut out = pieces.next().map(encoded).unwrap_or_default();
    for piece in pieces {
        let is_code = piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_code { "%" } else { "%25" });
        out.push_str(&encoded(piece));
    }
    out
}

/// Appends one `name=value` of a query or a form whose value is encoded already.
pub(crate) fn push_pair(out: &mut String, name: &str, encoded: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}={encoded}", utf8_percent_encode(name, RESERVED));
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
