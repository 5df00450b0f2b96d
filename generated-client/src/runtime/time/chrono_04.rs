//! Conversions from and to chrono 0.4.

use ::chrono_04::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc};

use super::calendar::{Local, NANOS, days_since_1970};
use super::date::Date;
use super::duration::{DurationParts, IsoDuration};
use super::local::LocalDateTime;
use super::timestamp::Timestamp;
use super::try_into;

/// The offset is kept, except if it has seconds: then the timestamp is in UTC.
impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    #[inline]
    fn from(time: DateTime<Z>) -> Self {
        // A leap second of chrono has a fraction above one.
        let nanos = i128::from(time.timestamp()) * NANOS + i128::from(time.timestamp_subsec_nanos()) % NANOS;
        Self::of_offset(nanos, time.offset().fix().local_minus_utc()).unwrap_or_else(|| time.to_rfc3339().into())
    }
}

impl From<NaiveDate> for Date {
    #[inline]
    fn from(date: NaiveDate) -> Self {
        Self::new(date.year(), date.month(), date.day()).unwrap_or_else(|| date.to_string().into())
    }
}

impl From<NaiveDateTime> for LocalDateTime {
    #[inline]
    fn from(time: NaiveDateTime) -> Self {
        let date = time.date();
        let days = days_since_1970(date.year().into(), date.month().into(), date.day().into());
        let (hour, minute, second) = (time.hour().into(), time.minute().into(), time.second().into());
        days.and_then(|days| Local::new(days, hour, minute, second, time.nanosecond() % 1_000_000_000))
            .and_then(Self::of)
            .unwrap_or_else(|| format!("{time:?}").into())
    }
}

impl From<TimeDelta> for IsoDuration {
    #[inline]
    fn from(delta: TimeDelta) -> Self {
        let nanos = i128::from(delta.num_seconds()) * NANOS + i128::from(delta.subsec_nanos());
        DurationParts::from_nanos(nanos).into()
    }
}

try_into!(Timestamp => DateTime<Utc>, "chrono::DateTime<Utc>", |timestamp| {
    let moment = timestamp.meaning()?;
    DateTime::from_timestamp(moment.seconds, moment.nanos)
});

try_into!(Timestamp => DateTime<FixedOffset>, "chrono::DateTime<FixedOffset>", |timestamp| {
    let offset = FixedOffset::east_opt(timestamp.offset_seconds().unwrap_or(0))?;
    Some(DateTime::<Utc>::try_from(timestamp).ok()?.with_timezone(&offset))
});

try_into!(Date => NaiveDate, "chrono::NaiveDate", |date| {
    NaiveDate::from_ymd_opt(date.year()?, date.month()?, date.day()?)
});

try_into!(LocalDateTime => NaiveDateTime, "chrono::NaiveDateTime", |local| {
    let date = NaiveDate::try_from(local.date()?).ok()?;
    date.and_hms_nano_opt(local.hour()?, local.minute()?, local.second()?, local.nanosecond()?)
});

try_into!(IsoDuration => TimeDelta, "chrono::TimeDelta", |duration| {
    let nanos = duration.whole_nanos()?;
    TimeDelta::new(nanos.div_euclid(NANOS).try_into().ok()?, nanos.rem_euclid(NANOS).try_into().ok()?)
});
