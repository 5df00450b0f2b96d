//! Conversions from and to time 0.3.

use ::time_03::{Date as TimeDate, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::calendar::{Local, NANOS};
use super::date::Date;
use super::duration::{DurationParts, IsoDuration};
use super::local::LocalDateTime;
use super::timestamp::Timestamp;
use super::try_into;

/// The Julian day of 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;

/// The offset is kept, except if it has seconds: then the timestamp is in UTC.
impl From<OffsetDateTime> for Timestamp {
    #[inline]
    fn from(time: OffsetDateTime) -> Self {
        Self::of_offset(time.unix_timestamp_nanos(), time.offset().whole_seconds()).unwrap_or_else(|| time.to_string().into())
    }
}

impl From<TimeDate> for Date {
    #[inline]
    fn from(date: TimeDate) -> Self {
        Self::from_days(days(date)).unwrap_or_else(|| date.to_string().into())
    }
}

impl From<PrimitiveDateTime> for LocalDateTime {
    #[inline]
    fn from(time: PrimitiveDateTime) -> Self {
        let date = Date::from_days(days(time.date()));
        let (hour, minute, second, nanos) = time.as_hms_nano();
        date.and_then(|date| Local::new(date.days()?, hour.into(), minute.into(), second.into(), nanos))
            .and_then(Self::of)
            .unwrap_or_else(|| time.to_string().into())
    }
}

impl From<Duration> for IsoDuration {
    #[inline]
    fn from(duration: Duration) -> Self {
        DurationParts::from_nanos(duration.whole_nanoseconds()).into()
    }
}

#[inline]
fn days(date: TimeDate) -> i64 {
    i64::from(date.to_julian_day()) - JULIAN_1970
}

try_into!(Timestamp => OffsetDateTime, "time::OffsetDateTime", |timestamp| {
    // By the local time, because the instant may be in the year 10000.
    let _ = timestamp.meaning()?;
    let offset = UtcOffset::from_whole_seconds(timestamp.offset_seconds().unwrap_or(0)).ok()?;
    Some(PrimitiveDateTime::try_from(timestamp.local()?).ok()?.assume_offset(offset))
});

try_into!(Date => TimeDate, "time::Date", |date| {
    TimeDate::from_julian_day((date.days()? + JULIAN_1970).try_into().ok()?).ok()
});

try_into!(LocalDateTime => PrimitiveDateTime, "time::PrimitiveDateTime", |local| {
    let (hour, minute, second) = (local.hour()?, local.minute()?, local.second()?);
    let (hour, minute, second) = (hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?);
    let time = Time::from_hms_nano(hour, minute, second, local.nanosecond()?).ok()?;
    Some(PrimitiveDateTime::new(TimeDate::try_from(local.date()?).ok()?, time))
});

try_into!(IsoDuration => Duration, "time::Duration", |duration| {
    let nanos = duration.whole_nanos()?;
    Some(Duration::new((nanos / NANOS).try_into().ok()?, (nanos % NANOS).try_into().ok()?))
});
