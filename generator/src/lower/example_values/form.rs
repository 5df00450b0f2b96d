//! The formats of strings: which strings have them, and one that has.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::ir;
use crate::lower::example_values::suggestions;
use crate::lower::schema::tags::looks_like_uuid;
use crate::lower::schema::view::string_type;

/// Returns whether a string has a format; true of those that are not known.
pub(super) fn has_form(format: &str, text: &str) -> bool {
    match string_type(format) {
        ir::Type::Timestamp => is_timestamp(text),
        ir::Type::HttpDate => text.len() == suggestions::HTTP_DATE.len() && text.ends_with(" GMT"),
        ir::Type::Date => is_date(text),
        ir::Type::Duration => text.starts_with('P') && text.len() > 2,
        ir::Type::Bytes => is_base64(text, ['+', '/']),
        ir::Type::BytesUrl => is_base64(text, ['-', '_']),
        ir::Type::QuotedI64 => text.parse::<i64>().is_ok(),
        ir::Type::QuotedU64 => text.parse::<u64>().is_ok(),
        _ => has_plain_form(&format.to_ascii_lowercase(), text),
    }
}

/// The same for formats without a type of their own.
fn has_plain_form(format: &str, text: &str) -> bool {
    match format {
        "uuid" | "guid" => looks_like_uuid(text),
        "email" | "idn-email" => is_email(text),
        "uri" | "url" => is_uri(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "ip" => text.parse::<Ipv4Addr>().is_ok() || text.parse::<Ipv6Addr>().is_ok(),
        "hostname" | "idn-hostname" => is_hostname(text),
        "time" => is_time(text),
        _ => true,
    }
}

/// A string of a format: each number gives another one. None for a format that is not known.
pub(super) fn text_of(format: &str, number: usize) -> Option<String> {
    let day = 1 + number % 28;
    Some(match string_type(format) {
        ir::Type::Timestamp => suggestions::TIMESTAMP.replacen("01T", &format!("{day:02}T"), 1),
        ir::Type::HttpDate => suggestions::HTTP_DATE.to_owned(),
        ir::Type::Date => format!("{}{day:02}", &suggestions::DATE[..8]),
        ir::Type::Duration => format!("PT{}M", 15 + number),
        ir::Type::Bytes | ir::Type::BytesUrl => ["Y29udGVudA==", "YmVmb3Jl", "YWZ0ZXIh"][number % 3].to_owned(),
        ir::Type::File => "content".to_owned(),
        ir::Type::QuotedI64 | ir::Type::QuotedU64 => (1001 + number).to_string(),
        ir::Type::Secret => suggestions::SECRET.to_owned(),
        _ => return plain_text_of(&format.to_ascii_lowercase(), number),
    })
}

fn plain_text_of(format: &str, number: usize) -> Option<String> {
    Some(match format {
        "uuid" | "guid" => format!("3f2504e0-4f89-41d3-9a0c-{:012x}", 0x0305_e82c_3301_usize + number),
        "email" | "idn-email" if number == 0 => "ana@example.com".to_owned(),
        "email" | "idn-email" => format!("ana.{number}@example.com"),
        "uri" | "url" | "iri" if number == 0 => "https://example.com".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{number}"),
        "uri-reference" | "iri-reference" => format!("/items/{number}"),
        "ipv4" | "ip" => format!("192.0.2.{}", 1 + number % 254),
        "ipv6" => format!("2001:db8::{:x}", 1 + number),
        "hostname" | "idn-hostname" if number == 0 => "example.com".to_owned(),
        "hostname" | "idn-hostname" => format!("host-{number}.example.com"),
        "time" => format!("09:{:02}:00Z", number % 60),
        "regex" => "^[a-z]+$".to_owned(),
        "json-pointer" => format!("/items/{number}"),
        _ => return None,
    })
}

/// Digits where the form has `0`, and otherwise the same characters.
fn is_shaped(text: &str, form: &str) -> bool {
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(|(c, form)| if form == b'0' { c.is_ascii_digit() } else { c == form })
}

/// The number that these digits are.
fn number(text: &str) -> u32 {
    text.parse().unwrap_or(u32::MAX)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').map(number).collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap_year => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    is_shaped(text, "0000-00-00") && (1..=days).contains(day)
}

fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    is_date(date) && time.starts_with(['T', 't']) && time.get(1..).is_some_and(is_time)
}

/// A time of day with the distance from UTC.
fn is_time(text: &str) -> bool {
    let Some((time, rest)) = text.split_at_checked(8) else { return false };
    let parts: Vec<u32> = time.split(':').map(number).collect();
    let is_clock = is_shaped(time, "00:00:00") && matches!(parts.as_slice(), [0..=23, 0..=59, 0..=59]);
    let zone = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        Some(_) => return false,
        None => rest,
    };
    let is_distance =
        |zone: &str| is_shaped(zone, "00:00") && zone.get(..2).map_or(99, number) < 24 && zone.get(3..).map_or(99, number) < 60;
    is_clock && (zone.eq_ignore_ascii_case("z") || zone.strip_prefix(['+', '-']).is_some_and(is_distance))
}

fn is_base64(text: &str, signs: [char; 2]) -> bool {
    let content = text.trim_end_matches('=');
    text.len() - content.len() <= 2 && content.len() % 4 != 1 && content.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(&c))
}

fn is_email(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.chars().all(is_plain)
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..")
            && is_hostname(host)
    })
}

fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_uri(text: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    text.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
        && text.bytes().all(|c| c.is_ascii_graphic() && !matches!(c, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`'))
}
