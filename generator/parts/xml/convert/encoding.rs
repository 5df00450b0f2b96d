//! Decodes the bytes of a document.

use std::borrow::Cow;

/// The most bytes of a document that its declaration can have.
const DECLARATION: usize = 256;

/// Returns the text, without a byte order mark. Invalid bytes are replaced.
pub(super) fn decode(body: &[u8]) -> Result<Cow<'_, str>, String> {
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return Ok(String::from_utf8_lossy(rest)),
        [0xFE, 0xFF, rest @ ..] => return Ok(utf16(rest, u16::from_be_bytes).into()),
        [0xFF, 0xFE, rest @ ..] => return Ok(utf16(rest, u16::from_le_bytes).into()),
        [0, b'<', ..] => return Ok(utf16(body, u16::from_be_bytes).into()),
        [b'<', 0, ..] => return Ok(utf16(body, u16::from_le_bytes).into()),
        _ => {}
    }
    let declared = declared(body).unwrap_or_default();
    match declared.as_str() {
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok(String::from_utf8_lossy(body)),
        // The declaration is the same in all encodings that extend ASCII.
        _ if body.is_ascii() => Ok(String::from_utf8_lossy(body)),
        "iso-8859-1" | "iso_8859-1" | "latin1" | "l1" => Ok(body.iter().map(|byte| char::from(*byte)).collect::<String>().into()),
        _ => Err(format!("the encoding {declared} is not supported, only UTF-8, UTF-16 and ISO-8859-1")),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Returns the encoding that the declaration names, in lower case.
fn declared(body: &[u8]) -> Option<String> {
    let head = body.get(..body.len().min(DECLARATION))?;
    let head = String::from_utf8_lossy(head);
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value.split(quote).nth(1)?.to_ascii_lowercase())
}
