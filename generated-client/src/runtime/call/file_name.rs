//! The name of a file in a header.

use percent_encoding::percent_decode_str;

use crate::runtime::text::{header_text, latin_1, printable};

/// Parses the name in `attachment; filename="a.pdf"; filename*=UTF-8''%C3%A4.pdf`.
pub(super) fn file_name(disposition: &str) -> Option<String> {
    let (mut plain, mut encoded) = (None, None);
    for parameter in parameters(disposition) {
        let Some((key, value)) = parameter.split_once('=') else { continue };
        match key.trim().to_ascii_lowercase().as_str() {
            "filename" => plain = Some(unquoted(value.trim())),
            "filename*" => encoded = Some(decoded(&unquoted(value.trim()))),
            _ => {}
        }
    }
    encoded.and_then(|name| without_path(&name)).or_else(|| without_path(&plain?))
}

/// Returns the last segment of a path as a name that can be shown; `None` if it is none.
fn without_path(name: &str) -> Option<String> {
    let name = printable(name.rsplit(['/', '\\']).next().unwrap_or_default());
    let name = name.trim();
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// Decodes a value of RFC 8187: `UTF-8'en'%C3%A4.pdf`. Of the character sets, UTF-8 and ISO 8859-1 are in use.
fn decoded(value: &str) -> String {
    let mut parts = value.splitn(3, '\'');
    let (charset, text) = match (parts.next(), parts.next(), parts.next()) {
        (Some(charset), Some(_), Some(text)) => (charset, text),
        _ => ("", value),
    };
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => String::from_utf8_lossy(&bytes).into_owned(),
        "iso-8859-1" | "latin1" => latin_1(&bytes),
        _ => header_text(&bytes).into_owned(),
    }
}

/// Splits a header value at its semicolons, except those in quotes.
fn parameters(value: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let split = value.split(move |letter| {
        let ends = letter == ';' && !quoted;
        quoted ^= letter == '"' && !escaped;
        escaped = quoted && letter == '\\' && !escaped;
        ends
    });
    split.collect()
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    out
}
