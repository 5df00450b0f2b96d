//! Offsets from UTC, by number and by name.

/// Names that mean one offset wherever they are in use today, in minutes. Names that mean several (`CST` is Chicago,
/// Havana and Shanghai; `IST` is India, Ireland and Israel) are left out.
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

/// The names that are ambiguous elsewhere, but not in a date of the form that mail and HTTP share (RFC 2822).
const AMERICAN: [(&str, i64); 3] = [("CDT", -300), ("CST", -360), ("PST", -480)];

/// Reads a zone, and returns how many seconds it is ahead of UTC. `None` is for what this cannot tell.
pub(super) fn offset(zone: &str) -> Option<i64> {
    numeric(zone).or_else(|| look_up(&NAMES, zone))
}

/// Reads a zone in a date of the form of RFC 1123.
pub(super) fn mail_offset(zone: &str) -> Option<i64> {
    offset(zone).or_else(|| look_up(&AMERICAN, zone))
}

/// Tells whether a text could be a zone's name.
pub(super) fn is_name(zone: &str) -> bool {
    zone.starts_with(|first: char| first.is_ascii_alphabetic())
        && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte))
}

fn look_up(names: &[(&str, i64)], zone: &str) -> Option<i64> {
    names.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone)).map(|(_, minutes)| minutes * 60)
}

/// Reads `+02:00`, `+0200` or `+02`.
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

/// Reads a number of exactly this many digits.
pub(super) fn digits(text: &str, width: usize) -> Option<i64> {
    let well = text.len() == width && text.bytes().all(|digit| digit.is_ascii_digit());
    if well { text.parse().ok() } else { None }
}
