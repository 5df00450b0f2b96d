//! Values that a name suggests.

use serde_json::{Value, json};

use crate::ir::Type;
use crate::names::words;

/// A string that its name suggests.
pub(in crate::lower) fn text(wire: &str) -> String {
    let words = words(wire);
    let has = |word: &str| words.iter().any(|one| one == word);
    let last = words.last().map_or("", String::as_str);
    let known = match last {
        _ if has("email") || has("mail") => "ana@example.com",
        _ if has("url") || has("uri") || has("link") || last == "website" => "https://example.com",
        _ if has("phone") => "+49 30 123456",
        _ if has("color") || has("colour") => "#3366ff",
        _ if has("timezone") || matches!(words.as_slice(), [.., time, zone] if time == "time" && zone == "zone") => "Europe/Berlin",
        "locale" | "language" | "lang" => "en",
        "country" => "Germany",
        "city" => "Berlin",
        "id" | "ids" | "uuid" | "guid" | "hash" | "key" => "a1b2c3d4",
        "date" | "from" | "to" | "since" | "until" => "2026-05-01",
        "q" | "query" | "search" => "design",
        "username" | "login" => "ana",
        "description" | "summary" | "content" | "message" | "comment" | "note" | "notes" => "A few words",
        "title" => "A title",
        "name" if has("first") => "Ana",
        "name" if has("last") => "Silva",
        "name" if words.len() == 1 => "A name",
        _ => "",
    };
    match (known, words.as_slice()) {
        ("", []) => "text".to_owned(),
        ("", words) => words.join(" "),
        (known, _) => known.to_owned(),
    }
}

/// An integer that its name suggests.
pub(in crate::lower) fn integer(wire: &str) -> i64 {
    match words(wire).last().map(String::as_str) {
        Some("id" | "ids") => 1001,
        Some("page") if words(wire).len() == 1 => 1,
        Some("page" | "limit" | "size") => 50,
        Some("year") => 2026,
        _ => 1,
    }
}

/// The JSON of a value that its type and its name suggest. That of a type that is defined is a string.
pub(in crate::lower) fn of_type(ty: &Type, wire: &str) -> Value {
    match ty {
        Type::Bool => json!(true),
        Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::UnixTime | Type::JsonNumber => json!(1),
        Type::F32 | Type::F64 => json!(NUMBER),
        Type::QuotedI64 | Type::QuotedU64 => json!("1"),
        Type::Timestamp => json!(TIMESTAMP),
        Type::HttpDate => json!(HTTP_DATE),
        Type::Date => json!(DATE),
        Type::Duration => json!(DURATION),
        Type::Bytes | Type::BytesUrl => json!("Y29udGVudA=="),
        Type::Json => json!({}),
        _ => json!(text(wire)),
    }
}

/// A number.
pub(in crate::lower) const NUMBER: f64 = 1.5;
/// A moment.
pub(in crate::lower) const TIMESTAMP: &str = "2026-05-01T09:00:00Z";
/// A moment as the headers of HTTP have it.
pub(in crate::lower) const HTTP_DATE: &str = "Fri, 01 May 2026 09:00:00 GMT";
/// A day.
pub(in crate::lower) const DATE: &str = "2026-05-01";
/// A length of time.
pub(in crate::lower) const DURATION: &str = "PT15M";
/// A password.
pub(in crate::lower) const SECRET: &str = "correct horse battery staple";
