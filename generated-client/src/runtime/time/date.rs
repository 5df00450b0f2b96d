//! A day.

use super::calendar::{Local, civil, days_since_1970, is_writable, weekday};
use super::parse::written;
use super::text::{Text, kept_text};
use super::{TimeForm, format};

/// A day, in whatever form it was written.
///
/// Of a text with a time and an offset it is the day that the text names. [`Timestamp`](super::Timestamp) tells what
/// is understood.
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
pub struct Date(pub(super) Text);

kept_text!(Date);

impl Date {
    /// Returns a day, or `None` where there is no such day in the years 1 to 9999.
    #[inline]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        days_since_1970(year.into(), month.into(), day.into()).and_then(Self::of)
    }

    /// Returns the day so many days after 1970-01-01, in the years 1 to 9999.
    #[inline]
    pub fn from_days(days: i64) -> Option<Self> {
        Self::of(days)
    }

    /// Counts the days since 1970-01-01.
    #[inline]
    pub fn days(&self) -> Option<i64> {
        self.meaning()
    }

    /// Returns the year.
    #[inline]
    pub fn year(&self) -> Option<i32> {
        civil(self.meaning()?).0.try_into().ok()
    }

    /// Returns the month, January being 1.
    #[inline]
    pub fn month(&self) -> Option<u32> {
        civil(self.meaning()?).1.try_into().ok()
    }

    /// Returns the day of the month.
    #[inline]
    pub fn day(&self) -> Option<u32> {
        civil(self.meaning()?).2.try_into().ok()
    }

    /// Returns the day of the week, Monday being 1 and Sunday 7.
    #[inline]
    pub fn weekday(&self) -> Option<u32> {
        (weekday(self.meaning()?) + 1).try_into().ok()
    }

    /// Returns the beginning of the day in UTC, in seconds since 1970.
    #[inline]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.midnight().map(|midnight| midnight.at_offset(0).seconds)
    }

    /// Returns the day as text of this form; its beginning in UTC, where the form has a time.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        format::local(self.midnight()?, form)
    }

    /// Returns the day in the form that a definition wants to be sent.
    ///
    /// A text of that form stays as it is, and so does one that is not understood.
    #[must_use]
    #[inline]
    pub fn in_form(&self, form: TimeForm) -> Self {
        match self.to_text(form) {
            Some(number) if form == TimeForm::UnixSeconds => Self(Text::json(number)),
            Some(text) => text.into(),
            None => self.clone(),
        }
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
