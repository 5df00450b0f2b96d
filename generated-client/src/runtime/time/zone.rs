//! Offsets from UTC, by number and by name.

/// Names of time zones with one offset, in minutes. Ambiguous names (`CST` is Chicago, Havana and Shanghai; `IST` is India,
/// Ireland and Israel) are omitted.
const NAMES: [(&str, i64); 33] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("Etc/UTC", 0),
    ("Etc/GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("WAT", 60),
    ("CAT", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("PKT", 300),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("EDT", -240),
    ("EST", -300),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("HST", -600),
];

/// Names that are ambiguous, except in dates of mail and HTTP (RFC 2822).
const AMERICAN: [(&str, i64); 3] = [("CDT", -300), ("CST", -360), ("PST", -480)];

/// Parses a time zone. Returns its offset from UTC in seconds, or `None` if that is not known.
#[inline]
pub(super) fn offset(zone: &str) -> Option<i64> {
    numeric(zone).or_else(|| look_up(&NAMES, zone))
}

/// Parses the time zone of a date in the form of RFC 1123.
#[inline]
pub(super) fn mail_offset(zone: &str) -> Option<i64> {
    offset(zone).or_else(|| look_up(&AMERICAN, zone))
}

/// Returns whether a string could be the name of a time zone.
#[inline]
pub(super) fn is_name(zone: &str) -> bool {
    zone.starts_with(|first: char| first.is_ascii_alphabetic())
        && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte))
}

#[inline]
fn look_up(names: &[(&str, i64)], zone: &str) -> Option<i64> {
    names.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone)).map(|(_, minutes)| minutes * 60)
}

/// Parses `+02:00`, `+0200` or `+02`.
#[inline]
fn numeric(zone: &str) -> Option<i64> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_at_checked(2)?;
    let hours = digits(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = match minutes {
        "" => 0,
        minutes => digits(minutes.strip_prefix(':').unwrap_or(minutes), 2).filter(|minutes| *minutes < 60)?,
    };
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Parses a number of exactly this many digits.
#[inline]
pub(super) fn digits(text: &str, width: usize) -> Option<i64> {
    let well = text.len() == width && text.bytes().all(|digit| digit.is_ascii_digit());
    if well { text.parse().ok() } else { None }
}
