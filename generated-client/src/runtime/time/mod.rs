//! Timestamps, dates, local times and durations, which keep the string that was received.
//!
//! Each type keeps the string: `as_str`, `Display` and serde return exactly what was received. Reading never fails for a
//! string that is not valid: it is parsed by the methods, which return an `Option`. [`Timestamp`] lists the forms that are
//! parsed, and how values are compared.
//!
//! ```text
//! wire ─▶ text ─▶ parse (zone) ─▶ calendar ─▶ format ─▶ text
//! ```

mod calendar;
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

#[cfg(feature = "chrono-04")]
mod chrono_04;
#[cfg(any(feature = "jiff-02", feature = "jiff-1"))]
mod jiff;
#[cfg(feature = "time-03")]
mod time_03;

#[cfg(test)]
mod tests;

use std::fmt;

pub(crate) use self::calendar::days_since_1970;
pub use self::date::Date;
pub use self::duration::{DurationParts, IsoDuration};
pub use self::fixed_form::{HttpDate, UnixTime};
pub use self::local::LocalDateTime;
pub use self::timestamp::Timestamp;

/// A form of dates and times.
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
    /// `2026-01-03T10:30:00Z`, with a fraction if it is not zero.
    Rfc3339,
    /// `2026-01-03T10:30:00`, without an offset.
    Local,
    /// `2026-01-03 10:30:00`, in UTC, without a fraction: the form of databases and PHP.
    Sql,
    /// `Sat, 03 Jan 2026 10:30:00 GMT`, without a fraction: the form of HTTP headers.
    Rfc1123,
    /// `1767436200`, the seconds since 1970, as a JSON number.
    UnixSeconds,
    /// `2026-01-03`, the date in UTC.
    Date,
}

/// The error for a date or a duration that cannot be converted to another type.
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

    /// Returns the string that cannot be converted.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for TimeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} cannot be converted to `{}`", self.text, self.wanted)
    }
}

impl std::error::Error for TimeError {}

/// Implements a fallible conversion, from a reference and from a value.
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
