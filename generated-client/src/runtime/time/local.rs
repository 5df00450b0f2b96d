//! A day and a time of day.

use super::calendar::{Local, days_since_1970};
use super::date::Date;
use super::parse::{Zone, written};
use super::text::{Text, kept_text};
use super::timestamp::Timestamp;
use super::{TimeForm, format};

/// A day and a time of day without an offset, in whatever form it was written.
///
/// Of a text with an offset it is the time that the text shows, whatever the offset. [`Timestamp`]
/// tells what is understood.
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
pub struct LocalDateTime(pub(super) Text);

kept_text!(LocalDateTime);

impl LocalDateTime {
    /// Returns a time, or `None` where there is no such day or time in the years 1 to 9999.
    #[inline]
    pub fn new(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Self> {
        let days = days_since_1970(year.into(), month.into(), day.into())?;
        Self::of(Local::new(days, hour.into(), minute.into(), second.into(), 0)?)
    }

    /// Returns the same with another fraction of the second, below 1,000,000,000.
    #[inline]
    pub fn with_nanosecond(&self, nanos: u32) -> Option<Self> {
        let local = self.meaning().filter(|_| nanos < 1_000_000_000)?;
        Self::of(Local { nanos, ..local })
    }

    /// Returns the day.
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

    /// Returns the second, from 0 to 59: a leap second counts as the one before it.
    #[inline]
    pub fn second(&self) -> Option<u32> {
        self.meaning()?.clock().2.try_into().ok()
    }

    /// Returns the fraction of the second, in nanoseconds.
    #[inline]
    pub fn nanosecond(&self) -> Option<u32> {
        self.meaning().map(|local| local.nanos)
    }

    /// Returns the moment at which it is so late so many seconds ahead of UTC: 7200 for `+02:00`. An offset takes whole
    /// minutes and less than a day.
    #[inline]
    pub fn at_offset(&self, seconds: i32) -> Option<Timestamp> {
        let offset = i64::from(seconds);
        let local = self.meaning().filter(|_| offset % 60 == 0 && offset.abs() < 86_400)?;
        format::at_offset(local.at_offset(offset), offset).map(Timestamp::from)
    }

    /// Returns the moment at which it is so late in UTC.
    #[inline]
    pub fn in_utc(&self) -> Option<Timestamp> {
        self.at_offset(0)
    }

    /// Returns the time as text of this form. `None` where it is not understood, and for the forms that name a moment:
    /// there [`in_utc`](Self::in_utc) or [`at_offset`](Self::at_offset) comes first.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        match form {
            TimeForm::Local | TimeForm::Sql | TimeForm::Date => format::local(self.meaning()?, form),
            TimeForm::Rfc3339 | TimeForm::Rfc1123 | TimeForm::UnixSeconds => None,
        }
    }

    /// Returns the time in the form that a definition wants to be sent.
    ///
    /// A text of that form stays as it is, and so does one that cannot be had in that form.
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

/// The text stays: it means the beginning of the day.
impl From<Date> for LocalDateTime {
    #[inline]
    fn from(date: Date) -> Self {
        Self(date.0)
    }
}
