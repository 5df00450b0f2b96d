//! A date and a time of day.

use super::calendar::{Local, days_since_1970};
use super::date::Date;
use super::parse::{Zone, written};
use super::text::{ReceivedString, kept_text};
use super::timestamp::Timestamp;
use super::{TimeForm, format};

/// A date and a time of day without an offset, in any of the forms that [`Timestamp`] lists.
///
/// If the string has an offset, this is the time as it is written. The string is kept as it was received, even if it is
/// not valid: then the methods return `None`.
///
/// # Examples
///
/// ```
/// use tallyfy::LocalDateTime;
///
/// let time: LocalDateTime = "2026-01-03T10:30:00".into();
/// assert_eq!((time.hour(), time.minute()), (Some(10), Some(30)));
/// assert_eq!(time.at_offset(7200), Some("2026-01-03T08:30:00Z".into()));
/// ```
#[derive(Clone, Default)]
pub struct LocalDateTime(pub(super) ReceivedString);

kept_text!(LocalDateTime);

impl LocalDateTime {
    /// Returns a date and time, or `None` if it does not exist in the years 1 to 9999.
    #[inline]
    pub fn new(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Self> {
        let days = days_since_1970(year.into(), month.into(), day.into())?;
        Self::of(Local::new(days, hour.into(), minute.into(), second.into(), 0)?)
    }

    /// Returns the same time with this fraction of the second, or `None` if it is 1,000,000,000 or more.
    #[inline]
    pub fn with_nanosecond(&self, nanos: u32) -> Option<Self> {
        let local = self.meaning().filter(|_| nanos < 1_000_000_000)?;
        Self::of(Local { nanos, ..local })
    }

    /// Returns the date.
    #[inline]
    pub fn date(&self) -> Option<Date> {
        Date::of(self.meaning()?.days)
    }

    /// Returns the hour, from 0 to 23.
    #[inline]
    pub fn hour(&self) -> Option<u32> {
        self.meaning()?.clock().0.try_into().ok()
    }

    /// Returns the minute.
    #[inline]
    pub fn minute(&self) -> Option<u32> {
        self.meaning()?.clock().1.try_into().ok()
    }

    /// Returns the second, from 0 to 59. A leap second is 59.
    #[inline]
    pub fn second(&self) -> Option<u32> {
        self.meaning()?.clock().2.try_into().ok()
    }

    /// Returns the fraction of the second, in nanoseconds.
    #[inline]
    pub fn nanosecond(&self) -> Option<u32> {
        self.meaning().map(|local| local.nanos)
    }

    /// Returns the timestamp of this time at an offset from UTC, in seconds: 7200 for `+02:00`. The offset must be a number of
    /// whole minutes, and less than a day.
    #[inline]
    pub fn at_offset(&self, seconds: i32) -> Option<Timestamp> {
        let offset = i64::from(seconds);
        let local = self.meaning().filter(|_| offset % 60 == 0 && offset.abs() < 86_400)?;
        format::at_offset(local.at_offset(offset), offset).map(Timestamp::from)
    }

    /// Returns the timestamp of this time in UTC.
    #[inline]
    pub fn in_utc(&self) -> Option<Timestamp> {
        self.at_offset(0)
    }

    /// Formats the time in this form. Returns `None` for the forms that need an offset, for which
    /// [`in_utc`](Self::in_utc) and [`at_offset`](Self::at_offset) return a timestamp, and for a string that is not valid.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        match form {
            TimeForm::Local | TimeForm::Sql | TimeForm::Date => format::local(self.meaning()?, form),
            TimeForm::Rfc3339 | TimeForm::Rfc1123 | TimeForm::UnixSeconds => None,
        }
    }

    /// Returns the time in this form.
    ///
    /// A string that already has the form is unchanged, and so is one that cannot be converted.
    #[must_use]
    #[inline]
    pub fn in_form(&self, form: TimeForm) -> Self {
        let written = written(self.as_str());
        if written.is_some_and(|written| written.form == Some(form) && written.zone == Zone::Missing) {
            return self.clone();
        }
        self.to_text(form).map_or_else(|| self.clone(), Self::from)
    }

    #[inline]
    pub(super) fn of(local: Local) -> Option<Self> {
        format::local(local, TimeForm::Local).map(Self::from)
    }

    #[inline]
    pub(super) fn meaning(&self) -> Option<Local> {
        written(self.as_str()).map(|written| written.local)
    }
}

/// The string is unchanged. The time is the start of the day.
impl From<Date> for LocalDateTime {
    #[inline]
    fn from(date: Date) -> Self {
        Self(date.0)
    }
}
