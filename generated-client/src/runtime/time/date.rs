//! Dates.

use super::calendar::{Local, civil, days_since_1970, is_writable, weekday};
use super::parse::written;
use super::text::{ReceivedString, kept_text};
use super::{TimeForm, format};

/// A date, in any of the forms that [`Timestamp`](super::Timestamp) lists.
///
/// If the string has a time and an offset, this is the date as it is written. The string is kept as it was received, even
/// if it is not a valid date: then the methods return `None`.
///
/// # Examples
///
/// ```
/// use tallyfy::Date;
///
/// let date: Date = "2026-01-03".into();
/// assert_eq!((date.year(), date.month(), date.day()), (Some(2026), Some(1), Some(3)));
/// assert_eq!(date.weekday(), Some(6));
/// assert_eq!(Date::new(2026, 2, 29), None);
/// ```
#[derive(Clone, Default)]
pub struct Date(pub(super) ReceivedString);

kept_text!(Date);

impl Date {
    /// Returns a date, or `None` if it does not exist in the years 1 to 9999.
    #[inline]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        days_since_1970(year.into(), month.into(), day.into()).and_then(Self::of)
    }

    /// Returns the date this many days after 1970-01-01, or `None` outside of the years 1 to 9999.
    #[inline]
    pub fn from_days(days: i64) -> Option<Self> {
        Self::of(days)
    }

    /// Returns the number of days since 1970-01-01.
    #[inline]
    pub fn days(&self) -> Option<i64> {
        self.meaning()
    }

    /// Returns the year.
    #[inline]
    pub fn year(&self) -> Option<i32> {
        civil(self.meaning()?).0.try_into().ok()
    }

    /// Returns the month; January is 1.
    #[inline]
    pub fn month(&self) -> Option<u32> {
        civil(self.meaning()?).1.try_into().ok()
    }

    /// Returns the day of the month.
    #[inline]
    pub fn day(&self) -> Option<u32> {
        civil(self.meaning()?).2.try_into().ok()
    }

    /// Returns the day of the week; Monday is 1, Sunday is 7.
    #[inline]
    pub fn weekday(&self) -> Option<u32> {
        (weekday(self.meaning()?) + 1).try_into().ok()
    }

    /// Returns the start of the day in UTC, in seconds since 1970.
    #[inline]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.midnight().map(|midnight| midnight.at_offset(0).seconds)
    }

    /// Formats the date in this form. If the form has a time, it is the start of the day in UTC.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        format::local(self.midnight()?, form)
    }

    /// Returns the date in this form.
    ///
    /// A string that already has the form is unchanged, and so is one that is not a valid date.
    #[must_use]
    #[inline]
    pub fn in_form(&self, form: TimeForm) -> Self {
        self.to_text(form).map_or_else(|| self.clone(), |text| Self(ReceivedString::of_form(text, form)))
    }

    #[inline]
    pub(super) fn of(days: i64) -> Option<Self> {
        let midnight = Local::new(days, 0, 0, 0, 0).filter(|_| is_writable(days))?;
        format::local(midnight, TimeForm::Date).map(Self::from)
    }

    #[inline]
    fn midnight(&self) -> Option<Local> {
        Local::new(self.meaning()?, 0, 0, 0, 0)
    }

    #[inline]
    pub(super) fn meaning(&self) -> Option<i64> {
        written(self.as_str()).map(|written| written.local.days)
    }
}
