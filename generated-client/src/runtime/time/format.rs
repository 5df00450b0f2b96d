//! Formats instants and local times.

use std::fmt::Write as _;

use super::TimeForm;
use super::calendar::{Local, Moment, civil, weekday};
use super::parse::{MONTHS, WEEKDAYS};

/// Formats an instant in UTC, or returns `None` if its year cannot be written.
#[inline]
pub(super) fn moment(at: Moment, form: TimeForm) -> Option<String> {
    local(at.local(0)?, form)
}

/// Formats an instant as RFC 3339, at an offset from UTC in seconds.
#[inline]
pub(super) fn at_offset(at: Moment, offset: i64) -> Option<String> {
    // An offset of RFC 3339 has no seconds.
    let offset = if offset % 60 == 0 { offset } else { 0 };
    let mut text = local(at.local(offset)?, TimeForm::Local)?;
    match offset {
        0 => text.push('Z'),
        _ => {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs() / 60;
            put(&mut text, format_args!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
    }
    Some(text)
}

/// Formats a local time, as UTC if the form has an offset. Its year can be written.
#[inline]
pub(super) fn local(at: Local, form: TimeForm) -> Option<String> {
    let (year, month, day) = civil(at.days);
    let (hour, minute, second) = at.clock();
    let mut text = String::with_capacity(30);
    match form {
        TimeForm::Rfc3339 => return at_offset(at.at_offset(0), 0),
        TimeForm::UnixSeconds => put(&mut text, format_args!("{}", at.at_offset(0).seconds)),
        TimeForm::Date => put(&mut text, format_args!("{year:04}-{month:02}-{day:02}")),
        TimeForm::Sql => put(&mut text, format_args!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")),
        TimeForm::Local => {
            put(&mut text, format_args!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"));
            fraction(&mut text, at.nanos);
        }
        TimeForm::Rfc1123 => {
            let name = WEEKDAYS.get(usize::try_from(weekday(at.days)).ok()?)?;
            let month = MONTHS.get(usize::try_from(month - 1).ok()?)?;
            put(&mut text, format_args!("{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"));
        }
    }
    Some(text)
}

/// Appends the fraction of a second, without zeros at its end.
#[inline]
pub(super) fn fraction(text: &mut String, nanos: u32) {
    if nanos > 0 {
        put(text, format_args!(".{nanos:09}"));
        text.truncate(text.trim_end_matches('0').len());
    }
}

#[inline]
pub(super) fn put(text: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = text.write_fmt(piece);
}
