//! Moments, days, local times and durations, kept as they were written.
//!
//! A date on the wire is a text first. Each type here keeps it: `as_str`, `Display` and serde give back exactly what
//! came, and reading never fails over a text that makes no sense. What the text means is worked out when somebody
//! asks, and the answer is an `Option`. [`Timestamp`] tells what is understood and how values compare.
//!
//! ```text
//! wire ─▶ text ─▶ parse (zone) ─▶ calendar ─▶ format ─▶ text
//! ```

mod calendar;
mod convert;
mod date;
mod duration;
mod fixed_form;
mod format;
mod local;
mod parse;
mod text;
mod timestamp;
mod wire;
mod zone;

#[cfg(test)]
mod tests;

use std::fmt;

pub(crate) use self::calendar::{Local, NANOS, days_since_1970};
pub use self::date::Date;
pub use self::duration::{DurationParts, IsoDuration};
pub use self::fixed_form::{HttpDate, UnixTime};
pub use self::local::LocalDateTime;
pub use self::timestamp::Timestamp;

/// A form in which a definition wants its dates and times.
///
/// # Examples
///
/// ```
/// use tallyfy::{TimeForm, Timestamp};
///
/// let moment: Timestamp = "2026-01-03T12:30:00+02:00".into();
/// assert_eq!(moment.to_text(TimeForm::Sql).as_deref(), Some("2026-01-03 10:30:00"));
/// assert_eq!(moment.to_text(TimeForm::UnixSeconds).as_deref(), Some("1767436200"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeForm {
    /// `2026-01-03T10:30:00Z`, with as many digits of a fraction as it takes.
    Rfc3339,
    /// `2026-01-03T10:30:00`: the same without an offset.
    Local,
    /// `2026-01-03 10:30:00`, as databases and PHP write it: whole seconds, UTC.
    Sql,
    /// `Sat, 03 Jan 2026 10:30:00 GMT`, as in the headers of HTTP: whole seconds.
    Rfc1123,
    /// `1767436200`: whole seconds since 1970, a number in JSON.
    UnixSeconds,
    /// `2026-01-03`: the day alone, in UTC.
    Date,
}

/// A date or a duration cannot become a value of another type.
///
/// # Examples
///
/// ```
/// use std::time::SystemTime;
/// use tallyfy::{TimeError, Timestamp};
///
/// let moment: Timestamp = "soon".into();
/// let converted: Result<SystemTime, TimeError> = moment.try_into();
/// assert_eq!(converted.unwrap_err().text(), "soon");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError {
    text: String,
    wanted: &'static str,
}

impl TimeError {
    #[inline]
    fn new(text: &str, wanted: &'static str) -> Self {
        Self { text: text.to_owned(), wanted }
    }

    /// Returns the text that has no such value.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for TimeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} has no value as `{}`", self.text, self.wanted)
    }
}

impl std::error::Error for TimeError {}

/// Implements a conversion that may fail, from a reference and from a value.
macro_rules! try_into {
    ($from:ty => $to:ty, $wanted:literal, $convert:expr) => {
        impl TryFrom<&$from> for $to {
            type Error = $crate::runtime::time::TimeError;

            #[inline]
            fn try_from(from: &$from) -> Result<Self, Self::Error> {
                let convert: fn(&$from) -> Option<$to> = $convert;
                convert(from).ok_or_else(|| Self::Error::new(from.as_str(), $wanted))
            }
        }

        impl TryFrom<$from> for $to {
            type Error = $crate::runtime::time::TimeError;

            #[inline]
            fn try_from(from: $from) -> Result<Self, Self::Error> {
                Self::try_from(&from)
            }
        }
    };
}
use try_into;
