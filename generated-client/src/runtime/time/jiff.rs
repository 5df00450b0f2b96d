//! Conversions from and to jiff: the same for its versions.

macro_rules! conversions {
    ($jiff:ident, $zoned:ident, $name:literal) => {
        use ::$jiff::tz::{Offset, TimeZone};
        use ::$jiff::{SignedDuration, Span, Timestamp as JiffTimestamp, $zoned as Zoned, civil};

        use crate::runtime::time::date::Date;
        use crate::runtime::time::duration::{DurationParts, IsoDuration};
        use crate::runtime::time::local::LocalDateTime;
        use crate::runtime::time::timestamp::Timestamp;
        use crate::runtime::time::try_into;

        impl From<JiffTimestamp> for Timestamp {
            #[inline]
            fn from(timestamp: JiffTimestamp) -> Self {
                timestamp.to_string().into()
            }
        }

        /// The offset is kept, the name of the time zone is not.
        impl From<&Zoned> for Timestamp {
            #[inline]
            fn from(zoned: &Zoned) -> Self {
                let nanos = zoned.timestamp().as_nanosecond();
                Self::of_offset(nanos, zoned.offset().seconds()).unwrap_or_else(|| zoned.timestamp().into())
            }
        }

        /// The offset is kept, the name of the time zone is not.
        impl From<Zoned> for Timestamp {
            #[inline]
            fn from(zoned: Zoned) -> Self {
                (&zoned).into()
            }
        }

        impl From<civil::Date> for Date {
            #[inline]
            fn from(date: civil::Date) -> Self {
                date.to_string().into()
            }
        }

        impl From<civil::DateTime> for LocalDateTime {
            #[inline]
            fn from(time: civil::DateTime) -> Self {
                time.to_string().into()
            }
        }

        impl From<Span> for IsoDuration {
            #[inline]
            fn from(span: Span) -> Self {
                span.to_string().into()
            }
        }

        impl From<SignedDuration> for IsoDuration {
            #[inline]
            fn from(duration: SignedDuration) -> Self {
                DurationParts::from_nanos(duration.as_nanos()).into()
            }
        }

        try_into!(Timestamp => JiffTimestamp, "jiff::Timestamp", |timestamp| {
            JiffTimestamp::from_nanosecond(timestamp.unix_nanos()?).ok()
        });

        try_into!(Timestamp => Zoned, $name, |timestamp| {
            let offset = Offset::from_seconds(timestamp.offset_seconds().unwrap_or(0)).ok()?;
            Some(Zoned::new(JiffTimestamp::try_from(timestamp).ok()?, TimeZone::fixed(offset)))
        });

        try_into!(Date => civil::Date, "jiff::civil::Date", |date| {
            let (year, month, day) = (date.year()?, date.month()?, date.day()?);
            civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
        });

        try_into!(LocalDateTime => civil::DateTime, "jiff::civil::DateTime", |local| {
            let date = civil::Date::try_from(local.date()?).ok()?;
            let (hour, minute, second) = (local.hour()?, local.minute()?, local.second()?);
            let (hour, minute, second) = (hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?);
            let time = civil::Time::new(hour, minute, second, local.nanosecond()?.try_into().ok()?).ok()?;
            Some(date.to_datetime(time))
        });

        try_into!(IsoDuration => Span, "jiff::Span", |duration| {
            let parts = duration.parts()?;
            let span = Span::new().try_years(parts.years).ok()?.try_months(parts.months).ok()?.try_weeks(parts.weeks).ok()?;
            let span = span.try_days(parts.days).ok()?.try_hours(parts.hours).ok()?.try_minutes(parts.minutes).ok()?;
            span.try_seconds(parts.seconds).ok()?.try_nanoseconds(parts.nanoseconds).ok()
        });

        try_into!(IsoDuration => SignedDuration, "jiff::SignedDuration", |duration| {
            let nanos = duration.whole_nanos()?;
            let (seconds, rest) = (nanos / crate::runtime::time::calendar::NANOS, nanos % crate::runtime::time::calendar::NANOS);
            Some(SignedDuration::new(seconds.try_into().ok()?, rest.try_into().ok()?))
        });
    };
}

#[cfg(feature = "jiff-02")]
mod jiff_02 {
    conversions!(jiff_02, Zoned, "jiff::Zoned");
}

#[cfg(feature = "jiff-1")]
mod jiff_1 {
    conversions!(jiff_1, ZonedDateTime, "jiff::ZonedDateTime");
}
