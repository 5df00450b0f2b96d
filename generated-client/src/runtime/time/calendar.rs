//! The Gregorian calendar, extended to all years from 1 to 9999, as a count of days.

pub(super) const SECONDS_OF_DAY: i64 = 86_400;
pub(crate) const NANOS: i128 = 1_000_000_000;

/// 0001-01-01.
const FIRST_DAY: i64 = -719_162;
/// 9999-12-31.
const LAST_DAY: i64 = 2_932_896;

/// Returns the number of days from 1970-01-01 to a date, or `None` if the date does not exist in the years 1 to 9999.
#[inline]
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Returns the year, month and day of a number of days since 1970-01-01.
#[inline]
pub(super) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Returns whether the year of a day is between 0001 and 9999, so that it can be written.
#[inline]
pub(super) fn is_writable(days: i64) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&days)
}

/// Returns the day of the week; Monday is 0.
#[inline]
pub(super) fn weekday(days: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (days + 3).rem_euclid(7)
}

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Local {
    /// Since 1970-01-01.
    pub days: i64,
    /// Since midnight.
    pub second: i64,
    pub nanos: u32,
}

impl Local {
    /// Returns a time of day, or `None` if it does not exist.
    #[inline]
    pub fn new(days: i64, hour: i64, minute: i64, second: i64, nanos: u32) -> Option<Self> {
        let shown = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
        // A leap second counts as the one before it, so that it stays within its minute, day and year.
        let second = hour * 3600 + minute * 60 + second.min(59);
        shown.then_some(Self { days, second, nanos })
    }

    /// Returns the hour, minute and second.
    #[inline]
    pub fn clock(self) -> (i64, i64, i64) {
        (self.second / 3600, self.second / 60 % 60, self.second % 60)
    }

    /// Returns the instant of this local time at an offset from UTC, in seconds.
    #[inline]
    pub fn at_offset(self, offset: i64) -> Moment {
        Moment { seconds: self.days * SECONDS_OF_DAY + self.second - offset, nanos: self.nanos }
    }
}

/// An instant, as the time since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment {
    pub seconds: i64,
    /// Never negative, not even before 1970.
    pub nanos: u32,
}

impl Moment {
    /// Returns the instant this many nanoseconds after 1970-01-01T00:00:00Z.
    #[inline]
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let seconds = nanos.div_euclid(NANOS).try_into().ok()?;
        Some(Self { seconds, nanos: nanos.rem_euclid(NANOS).try_into().ok()? })
    }

    /// Returns the nanoseconds since 1970.
    #[inline]
    pub fn as_nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// Returns the local time at an offset from UTC, in seconds, or `None` if its year cannot be written.
    #[inline]
    pub fn local(self, offset: i64) -> Option<Local> {
        let seconds = self.seconds.checked_add(offset)?;
        let days = seconds.div_euclid(SECONDS_OF_DAY);
        is_writable(days).then_some(Local { days, second: seconds.rem_euclid(SECONDS_OF_DAY), nanos: self.nanos })
    }
}
