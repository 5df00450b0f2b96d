//! A moment.

use std::time::{Duration, SystemTime};

use super::calendar::{Local, Moment, NANOS, days_since_1970};
use super::date::Date;
use super::local::LocalDateTime;
use super::parse::{Written, Zone, written};
use super::text::{Text, kept_text};
use super::{TimeForm, format, try_into};

/// A moment, in whatever form it was written.
///
/// # What is understood
///
/// | spelling | example |
/// |---|---|
/// | RFC 3339 | `2026-01-03T10:30:00Z`, `2026-01-03t10:30:00.123456789+02:00` |
/// | the same more freely | a blank for the `T`, no seconds, a comma before the fraction, `+0200`, `+02`, ` UTC` |
/// | without an offset | `2026-01-03 10:30:00`, `2026-01-03T10:30:00` |
/// | a day alone | `2026-01-03` |
/// | RFC 1123 | `Sat, 03 Jan 2026 10:30:00 GMT` |
/// | seconds since 1970 | `1767436200`, `1767436200.25`, as a JSON number or as text |
/// | PHP's object | `{"date":"2026-01-03 10:30:00.000000","timezone_type":3,"timezone":"UTC"}` |
/// | PHP's `d/m/Y h:i A T` | `03/01/2026 10:30 AM UTC` |
///
/// Case does not matter, nor do blanks around it. What has no offset is taken for UTC. Fractions may have any length;
/// digits beyond the ninth are kept, but do not count. Years go from 0001 to 9999 as they are written; with its offset
/// a moment may lie up to a day beyond. A leap second (`23:59:60`) counts as the second before it. A day that does not
/// exist (`2026-02-29`) is not understood, and neither is a zone that takes a table of rules (`Europe/Berlin`) or that
/// several regions mean differently (`CST`): then [`local`](Self::local) is known, the moment is not.
///
/// Whatever else comes is kept as text just the same.
///
/// # Equality and order
///
/// Moments compare by what they mean, not by how they are written: `2026-01-03T10:30:00Z` equals
/// `2026-01-03T12:30:00.000+02:00`. What is not understood equals only the same text, and comes after everything that
/// is understood, in the order of the texts. `Eq`, `Ord` and `Hash` go by one key, so they agree. The texts themselves
/// are compared with `a.as_str() == b.as_str()`. A comparison parses both texts anew: for long lists there is
/// `sort_by_cached_key(Timestamp::unix_nanos)`. [`Date`], [`LocalDateTime`] and [`IsoDuration`](super::IsoDuration)
/// compare in the same way.
///
/// # Other crates
///
/// With the features `jiff-02`, `chrono-04` and `time-03` there are conversions: `From` into the types here, `TryFrom`
/// out of them, with a [`TimeError`](super::TimeError) for what is not understood or out of the other type's reach. A
/// feature is named after the version it converts to, so that the next one can stand beside it.
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
pub struct Timestamp(pub(super) Text);

kept_text!(Timestamp);

impl Timestamp {
    /// Returns the present moment.
    #[inline]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns a moment by the clocks of UTC, or `None` where there is no such day or time in the years 1 to 9999.
    #[inline]
    pub fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Self> {
        let days = days_since_1970(year.into(), month.into(), day.into())?;
        let local = Local::new(days, hour.into(), minute.into(), second.into(), 0)?;
        Self::of(local.at_offset(0))
    }

    /// Returns the moment so many seconds after the beginning of 1970, within the years 1 to 9999.
    #[inline]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::of(Moment { seconds, nanos: 0 })
    }

    /// Returns the moment so many nanoseconds after the beginning of 1970, within the years 1 to 9999.
    #[inline]
    pub fn from_unix_nanos(nanos: i128) -> Option<Self> {
        Self::of(Moment::from_nanos(nanos)?)
    }

    /// Returns the seconds since 1970, a fraction cut off.
    #[inline]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.meaning().map(|moment| moment.seconds)
    }

    /// Returns the nanoseconds since 1970.
    #[inline]
    pub fn unix_nanos(&self) -> Option<i128> {
        self.meaning().map(Moment::as_nanos)
    }

    /// Returns the moment as the standard library has it.
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

    /// Returns how many seconds ahead of UTC the text says that it is. `None` where it says nothing of that, too.
    #[inline]
    pub fn offset_seconds(&self) -> Option<i32> {
        match written(self.as_str())?.zone {
            Zone::Offset(offset) => offset.try_into().ok(),
            Zone::Missing | Zone::Unknown => None,
        }
    }

    /// Returns the day and the time as they are written, the offset left out.
    #[inline]
    pub fn local(&self) -> Option<LocalDateTime> {
        written(self.as_str()).and_then(|written| LocalDateTime::of(written.local))
    }

    /// Returns the day as it is written.
    #[inline]
    pub fn date(&self) -> Option<Date> {
        written(self.as_str()).and_then(|written| Date::of(written.local.days))
    }

    /// Returns the moment in UTC, as text of this form. `None` where the text is not understood, or the moment lies
    /// beyond the years 1 to 9999 there.
    #[inline]
    pub fn to_text(&self, form: TimeForm) -> Option<String> {
        format::moment(self.meaning()?, form)
    }

    /// Returns the moment in the form that a definition wants to be sent.
    ///
    /// A text of that form stays as it is, and so does one that cannot be had in that form.
    #[must_use]
    #[inline]
    pub fn in_form(&self, form: TimeForm) -> Self {
        if self.form() == Some(form) {
            return self.clone();
        }
        match self.to_text(form) {
            Some(number) if form == TimeForm::UnixSeconds => Self(Text::json(number)),
            Some(text) => text.into(),
            None => self.clone(),
        }
    }

    /// Returns the form that the text has, where it is exactly one of those.
    #[inline]
    pub fn form(&self) -> Option<TimeForm> {
        let form = written(self.as_str())?.form?;
        // Seconds are a number: in a JSON string they have another form.
        (self.0.is_json() || form != TimeForm::UnixSeconds).then_some(form)
    }

    /// Returns a moment as RFC 3339 writes it in UTC, which the years limit.
    #[inline]
    pub(super) fn of(moment: Moment) -> Option<Self> {
        format::moment(moment, TimeForm::Rfc3339).map(Self::from)
    }

    /// Returns a moment as RFC 3339 writes it so many seconds ahead of UTC.
    #[cfg(any(feature = "jiff-02", feature = "chrono-04", feature = "time-03"))]
    #[inline]
    pub(super) fn of_offset(nanos: i128, offset: i32) -> Option<Self> {
        format::at_offset(Moment::from_nanos(nanos)?, offset.into()).map(Self::from)
    }

    #[inline]
    pub(super) fn meaning(&self) -> Option<Moment> {
        written(self.as_str()).as_ref().and_then(Written::moment)
    }
}

/// Beyond the year 9999 the text is the number of seconds, which is not understood.
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

/// The text stays: it means the beginning of the day in UTC.
impl From<Date> for Timestamp {
    #[inline]
    fn from(date: Date) -> Self {
        Self(date.0)
    }
}

try_into!(Timestamp => SystemTime, "std::time::SystemTime", Timestamp::to_system_time);
