//! Parses dates and times.

use serde_json::Value;

use super::calendar::{Local, Moment, days_since_1970};
use super::{TimeForm, zone};

/// A parsed date and time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    /// The date and time as they are written; midnight for a date.
    pub local: Local,
    pub zone: Zone,
    /// The form of the string, if it has exactly one of them.
    pub form: Option<TimeForm>,
}

/// The offset of a string from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// No offset.
    Missing,
    /// An offset in seconds.
    Offset(i64),
    /// A time zone whose offset is not known.
    Unknown,
}

impl Written {
    /// Returns the instant. A time without an offset is in UTC.
    #[inline]
    pub fn moment(&self) -> Option<Moment> {
        match self.zone {
            Zone::Missing => Some(self.local.at_offset(0)),
            Zone::Offset(offset) => Some(self.local.at_offset(offset)),
            Zone::Unknown => None,
        }
    }
}

pub(super) const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Parses a string in any of the forms.
#[inline]
pub(super) fn written(text: &str) -> Option<Written> {
    let trimmed = text.trim_ascii();
    if trimmed.starts_with('{') {
        return php_object(&serde_json::from_str(trimmed).ok()?);
    }
    let written = unix(trimmed).or_else(|| iso(trimmed)).or_else(|| mail(trimmed)).or_else(|| php_twelve_hours(trimmed))?;
    let form = written.form.filter(|_| trimmed.len() == text.len());
    Some(Written { form, ..written })
}

/// Parses seconds since 1970: digits, with an optional sign and fraction.
#[inline]
fn unix(text: &str) -> Option<Written> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, nanos) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, nanos(fraction)?),
        None => (digits, 0),
    };
    if whole.is_empty() || !whole.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let magnitude = whole.parse::<i64>().ok().map(i128::from)? * super::calendar::NANOS + i128::from(nanos);
    let signed = if text.starts_with('-') { -magnitude } else { magnitude };
    let local = Moment::from_nanos(signed)?.local(0)?;
    let form = if digits.len() == whole.len() { Some(TimeForm::UnixSeconds) } else { None };
    Some(Written { local, zone: Zone::Offset(0), form })
}

/// Parses `YYYY-MM-DD`, alone or followed by `T` or a space, `HH:MM[:SS[.fraction]]` and an offset.
#[inline]
fn iso(text: &str) -> Option<Written> {
    let (day, rest) = text.split_at_checked(10)?;
    let (year, month_and_day) = day.split_once('-')?;
    let (month, day) = month_and_day.split_once('-')?;
    let days = days_since_1970(zone::digits(year, 4)?, zone::digits(month, 2)?, zone::digits(day, 2)?)?;
    if rest.is_empty() {
        return Some(Written { local: Local::new(days, 0, 0, 0, 0)?, zone: Zone::Missing, form: Some(TimeForm::Date) });
    }
    let (separator, time) = (rest.get(..1)?, rest.strip_prefix(['T', 't', ' '])?);
    let end = time.find(|shown: char| !(shown.is_ascii_digit() || ":.,".contains(shown))).unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    let local = time_of_day(days, clock)?;
    let zone = match offset.trim_ascii_start() {
        "" => Zone::Missing,
        offset => Zone::Offset(zone::offset(offset)?),
    };
    Some(Written { local, zone, form: iso_form(separator, clock, offset) })
}

/// Returns the form of a string with these parts, which are valid.
#[inline]
fn iso_form(separator: &str, clock: &str, offset: &str) -> Option<TimeForm> {
    let (whole, seconds) = (clock.len() == 8, clock.len() >= 8 && !clock.contains(','));
    let full = matches!(offset, "Z" | "z") || (offset.len() == 6 && offset.contains(':'));
    match separator {
        " " if whole && offset.is_empty() => Some(TimeForm::Sql),
        "T" | "t" if seconds && offset.is_empty() => Some(TimeForm::Local),
        "T" | "t" if seconds && full => Some(TimeForm::Rfc3339),
        _ => None,
    }
}

/// Parses `Sat, 03 Jan 2026 10:30:00 GMT`. The day of the week may be missing, and is not checked.
#[inline]
fn mail(text: &str) -> Option<Written> {
    let date = match text.split_once(',') {
        Some((weekday, date)) => {
            place(&WEEKDAYS, weekday)?;
            date
        }
        None => text,
    };
    let mut parts = date.split_ascii_whitespace();
    let mut next = || parts.next();
    let day = next().filter(|day| day.len() <= 2)?;
    let day = zone::digits(day, day.len())?;
    let month = place(&MONTHS, next()?)? + 1;
    let days = days_since_1970(zone::digits(next()?, 4)?, month, day)?;
    let local = time_of_day(days, next()?)?;
    let zone = match next() {
        None => Zone::Missing,
        Some(zone) => Zone::Offset(zone::mail_offset(zone)?),
    };
    let own = super::format::local(local, TimeForm::Rfc1123).is_some_and(|own| own == text);
    let form = if own { Some(TimeForm::Rfc1123) } else { None };
    if next().is_some() { None } else { Some(Written { local, zone, form }) }
}

/// Returns the index of a name.
#[inline]
fn place(names: &[&str], name: &str) -> Option<i64> {
    let place = names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    place.try_into().ok()
}

/// Parses `03/01/2026 10:30 AM UTC`. The day comes first.
#[inline]
fn php_twelve_hours(text: &str) -> Option<Written> {
    let mut parts = text.split_ascii_whitespace();
    let mut date = parts.next()?.split('/');
    let mut next = |width| zone::digits(date.next()?, width);
    let (day, month, year) = (next(2)?, next(2)?, next(4)?);
    let (days, clock) = (days_since_1970(year, month, day)?, parts.next()?);
    let half = place(&["AM", "PM"], parts.next()?)?;
    let shown = time_of_day(days, clock)?;
    let hour = shown.second / 3600;
    if date.next().is_some() || !(1..=12).contains(&hour) {
        return None;
    }
    // 12 AM is 0 o'clock, and 12 PM is 12 o'clock.
    let local = Local { second: (hour % 12 + 12 * half) * 3600 + shown.second % 3600, ..shown };
    let zone = named_zone(parts.next())?;
    if parts.next().is_some() { None } else { Some(Written { local, zone, form: None }) }
}

/// Parses the JSON that PHP writes for a date.
#[inline]
fn php_object(object: &Value) -> Option<Written> {
    let date = iso(object.get("date")?.as_str()?.trim_ascii())?;
    match date.zone {
        Zone::Missing => Some(Written { zone: named_zone(object.get("timezone").and_then(Value::as_str))?, form: None, ..date }),
        _ => Some(Written { form: None, ..date }),
    }
}

/// Parses a time zone, which may be missing or unknown.
#[inline]
fn named_zone(zone: Option<&str>) -> Option<Zone> {
    let Some(zone) = zone else { return Some(Zone::Missing) };
    match zone::offset(zone) {
        Some(offset) => Some(Zone::Offset(offset)),
        None if zone::is_name(zone) => Some(Zone::Unknown),
        None => None,
    }
}

/// Parses `HH:MM[:SS[.fraction]]`.
#[inline]
fn time_of_day(days: i64, clock: &str) -> Option<Local> {
    let (whole, nanos) = match clock.split_once(['.', ',']) {
        // Only seconds may have a fraction.
        Some((whole, fraction)) => (Some(whole).filter(|whole| whole.len() == 8)?, nanos(fraction)?),
        None => (clock, 0),
    };
    let mut parts = whole.split(':');
    let mut next = || parts.next();
    let (hour, minute) = (zone::digits(next()?, 2)?, zone::digits(next()?, 2)?);
    let second = next().map_or(Some(0), |second| zone::digits(second, 2))?;
    if next().is_some() { None } else { Local::new(days, hour, minute, second, nanos) }
}

/// Parses the digits of a fraction of a second. Digits after the ninth are ignored.
#[inline]
pub(super) fn nanos(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    Some(digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')))
}
