//! Timestamps.

use std::time::{Duration, SystemTime};

use super::calendar::{Local, Moment, NANOS, days_since_1970};
use super::date::Date;
use super::local::LocalDateTime;
use super::parse::{Written, Zone, written};
use super::text::{ReceivedString, kept_text};
use super::{TimeForm, format, try_into};
use crate::runtime::platform::since_1970;

/// An instant. The string is kept as it was received, even if it is not valid: then the methods return `None`.
///
/// # Forms
///
/// | form | example |
/// |---|---|
/// | RFC 3339 | `2026-01-03T10:30:00Z`, `2026-01-03t10:30:00.123456789+02:00` |
/// | variants of RFC 3339 | a space for the `T`, no seconds, a comma before the fraction, `+0200`, `+02`, ` UTC` |
/// | without an offset | `2026-01-03 10:30:00`, `2026-01-03T10:30:00` |
/// | a date | `2026-01-03` |
/// | RFC 1123 | `Sat, 03 Jan 2026 10:30:00 GMT` |
/// | seconds since 1970 | `1767436200`, `1767436200.25`, as a JSON number or a string |
/// | PHP's JSON | `{"date":"2026-01-03 10:30:00.000000","timezone_type":3,"timezone":"UTC"}` |
/// | PHP's `d/m/Y h:i A T` | `03/01/2026 10:30 AM UTC` |
///
/// Case and surrounding white space are ignored. A time without an offset is in UTC. Fractions may have any length; digits
/// after the ninth are kept, but ignored. The written year must be between 0001 and 9999; with its offset, the instant may
/// be up to a day beyond. A leap second (`23:59:60`) is the second before it. A date that does not exist (`2026-02-29`) is
/// not valid. A time zone that needs a database (`Europe/Berlin`), or that is ambiguous (`CST`), has no known offset: then
/// only [`local`](Self::local) and [`date`](Self::date) are known.
///
/// Any other string is kept as well.
///
/// # Equality and order
///
/// Timestamps are compared by their instant, not by their string: `2026-01-03T10:30:00Z` equals
/// `2026-01-03T12:30:00.000+02:00`. A string that is not valid equals only the same string, and comes after all valid ones,
/// in the order of the strings. `Eq`, `Ord` and `Hash` use the same key, so they agree. The strings themselves
/// are compared with `a.as_str() == b.as_str()`. A comparison parses both strings: for long lists, use
/// `sort_by_cached_key(Timestamp::unix_nanos)`. [`Date`], [`LocalDateTime`] and [`IsoDuration`](super::IsoDuration)
/// are compared in the same way.
///
/// # Other crates
///
/// The features `jiff-02`, `jiff-1`, `chrono-04` and `time-03` add conversions: `From` into the types of this crate, and `TryFrom`
/// out of them, with a [`TimeError`](super::TimeError) if the string is not valid, or out of the range of the other type. A
/// feature has the version of the other crate in its name, so that the next version can be added.
///
/// # Examples
///
/// ```
/// use tallyfy::Timestamp;
///
/// let created: Timestamp = "2026-01-03 10:30:00".into();
/// assert_eq!(created.unix_seconds(), Some(1_767_436_200));
/// assert_eq!(created, "2026-01-03T12:30:00+02:00".into()); // the same moment
/// assert_eq!(created.to_string(), "2026-01-03 10:30:00"); // as it was written
/// ```
#[derive(Clone, Default)]
pub struct Timestamp(pub(super) ReceivedString);

kept_text!(Timestamp);

impl Timestamp {
    /// Returns the current time.
    #[inline]
    pub fn now() -> Self {
        (SystemTime::UNIX_EPOCH + since_1970()).into()
    }

    /// Returns the timestamp of a date and time in UTC, or `None` if it does not exist in the years 1 to 9999.
    #[inline]
    pub fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Self> {
        let days = days_since_1970(year.into(), month.into(), day.into())?;
        let local = Local::new(days, hour.into(), minute.into(), second.into(), 0)?;
        Self::of(local.at_offset(0))
    }

    /// Returns the timestamp this many seconds after 1970-01-01T00:00:00Z, or `None` outside of the years 1 to 9999.
    #[inline]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::of(Moment { seconds, nanos: 0 })
    }

    /// Returns the timestamp this many nanoseconds after 1970-01-01T00:00:00Z, or `None` outside of the years 1 to 9999.
    #[inline]
    pub fn from_unix_nanos(nanos: i128) -> Option<Self> {
        Self::of(Moment::from_nanos(nanos)?)
    }

    /// Returns the seconds since 1970, without the fraction.
    #[inline]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.meaning().map(|moment| moment.seconds)
    }

    /// Returns the nanoseconds since 1970.
    #[inline]
    pub fn unix_nanos(&self) -> Option<i128> {
        self.meaning().map(Moment::as_nanos)
    }

    /// Returns the instant as a [`SystemTime`].
    #[inline]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let moment = self.meaning()?;
        let whole = Duration::from_secs(moment.seconds.unsigned_abs());
        let start = match moment.seconds {
            0.. => SystemTime::UNIX_EPOCH.checked_add(whole),
            _ => SystemTime::UNIX_EPOCH.checked_sub(whole),
        };
        start?.checked_add(Duration::from_nanos(moment.nanos.into()))
    }

    /// Returns the offset from UTC in seconds, as it is written, or `None` if the string has no known offset.
    #[inline]
    pub fn offset_seconds(&self) -> Option<i32> {
        match written(self.as_str())?.zone {
            Zone::Offset(offset) => offset.try_into().ok(),
            Zone::Missing | Zone::Unknown => None,
        }
    }

    /// Returns the date and time as they are written, without the offset.
    #[inline]
    pub fn local(&self) -> Option<LocalDateTime> {
        written(self.as_str()).and_then(|written| LocalDateTime::of(written.local))
    }

    /// Returns the date as it is written.
    #[inline]
    pub fn date(&self) -> Option<Date> {
        written(self.as_str()).and_then(|written| Date::of(written.local.days))
    }

    /// Formats the instant in UTC, in this form. Returns `None` if the string is not valid, or if the year in UTC is not
    /// between 1 and 9999.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        format::moment(self.meaning()?, form)
    }

    /// Returns the timestamp in this form.
    ///
    /// A string that already has the form is unchanged, and so is one that cannot be converted.
    #[must_use]
    #[inline]
    pub fn in_form(&self, form: TimeForm) -> Self {
        if self.form() == Some(form) {
            return self.clone();
        }
        self.to_text(form).map_or_else(|| self.clone(), |text| Self(ReceivedString::of_form(text, form)))
    }

    /// Returns the form of the string, if it has exactly one of them.
    #[inline]
    pub fn form(&self) -> Option<TimeForm> {
        let form = written(self.as_str())?.form?;
        // Seconds have the form only as a JSON number.
        (self.0.is_json() || form != TimeForm::UnixSeconds).then_some(form)
    }

    /// Returns an instant in the form of RFC 3339, in UTC, if its year can be written.
    #[inline]
    pub(super) fn of(moment: Moment) -> Option<Self> {
        format::moment(moment, TimeForm::Rfc3339).map(Self::from)
    }

    /// Returns an instant in the form of RFC 3339, at an offset from UTC in seconds.
    #[cfg(any(feature = "jiff-02", feature = "jiff-1", feature = "chrono-04", feature = "time-03"))]
    #[inline]
    pub(super) fn of_offset(nanos: i128, offset: i32) -> Option<Self> {
        format::at_offset(Moment::from_nanos(nanos)?, offset.into()).map(Self::from)
    }

    #[inline]
    pub(super) fn meaning(&self) -> Option<Moment> {
        written(self.as_str()).as_ref().and_then(Written::moment)
    }
}

/// After the year 9999, the string is the number of seconds, which is not valid.
impl From<SystemTime> for Timestamp {
    #[inline]
    fn from(time: SystemTime) -> Self {
        let nanos = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => i128::try_from(before.duration().as_nanos()).map_or(i128::MIN, |nanos| -nanos),
        };
        Self::from_unix_nanos(nanos).unwrap_or_else(|| nanos.div_euclid(NANOS).to_string().into())
    }
}

/// The string is unchanged. The instant is the start of the day in UTC.
impl From<Date> for Timestamp {
    #[inline]
    fn from(date: Date) -> Self {
        Self(date.0)
    }
}

try_into!(Timestamp => SystemTime, "std::time::SystemTime", Timestamp::to_system_time);
