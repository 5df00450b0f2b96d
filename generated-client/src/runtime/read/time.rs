//! Moments and days, kept as the server wrote them.

use std::fmt;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Scalar, read_scalars};

/// A moment, in whatever form the server writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp(String);

/// A day, in whatever form the server writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Date(String);

impl Timestamp {
    /// Returns the moment in seconds since 1970, where it is written as RFC 3339 does, as `YYYY-MM-DD HH:MM:SS`,
    /// as a day alone, or as that number itself. What has no offset is taken for UTC.
    pub fn unix_seconds(&self) -> Option<i64> {
        self.0.parse().ok().or_else(|| unix_seconds(&self.0))
    }
}

impl Date {
    /// Returns the beginning of the day in UTC, in seconds since 1970.
    pub fn unix_seconds(&self) -> Option<i64> {
        unix_seconds(&self.0)
    }
}

macro_rules! kept_text {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// Returns it as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl Scalar for $name {
            const EXPECTED: &'static str = $expected;

            fn suits(value: &Value) -> bool {
                value.is_string()
            }

            fn of_text(text: &str) -> Option<Self> {
                Some(Self(text.to_owned()))
            }

            fn of_bool(_: bool) -> Option<Self> {
                None
            }

            fn of_integer(value: i128) -> Option<Self> {
                Some(Self(value.to_string()))
            }

            fn of_float(value: f64) -> Option<Self> {
                Some(Self(value.to_string()))
            }
        }

        read_scalars!($name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                super::deserialize(from)
            }
        }

        impl crate::runtime::Param for $name {
            fn write(&self, out: &mut String) {
                out.push_str(&self.0);
            }
        }
    };
}

kept_text!(Timestamp, "a date and time");
kept_text!(Date, "a date");

/// Reads `YYYY-MM-DD`, alone or followed by `T` or a blank, `HH:MM[:SS[.fraction]]` and an offset.
fn unix_seconds(text: &str) -> Option<i64> {
    let (day, rest) = text.trim().split_at_checked(10)?;
    let mut parts = day.split('-');
    let mut next = |width| number(parts.next()?, width);
    let days = days_since_1970(next(4)?, next(2)?, next(2)?)?;
    let seconds = match rest.strip_prefix(['T', 't', ' ']) {
        Some(time) => seconds_of_day(time)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    Some(days * 86_400 + seconds)
}

/// Reads `HH:MM[:SS[.fraction]]` and an offset, and returns the seconds since UTC's midnight.
fn seconds_of_day(time: &str) -> Option<i64> {
    let end = time.find(['Z', 'z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    let mut parts = clock.split(':');
    let hours = number(parts.next()?, 2).filter(|hours| *hours < 24)?;
    let minutes = number(parts.next()?, 2).filter(|minutes| *minutes < 60)?;
    let seconds = match parts.next() {
        // A leap second counts as the last second before it, as in Unix time.
        Some(seconds) => number(seconds.split('.').next()?, 2).filter(|seconds| *seconds <= 60)?.min(59),
        None => 0,
    };
    Some(hours * 3600 + minutes * 60 + seconds - offset_seconds(offset.trim())?)
}

/// Reads `Z`, `UTC`, `+02:00`, `+0200`, `+02` or nothing.
fn offset_seconds(offset: &str) -> Option<i64> {
    if offset.is_empty() || ["Z", "UTC", "GMT"].iter().any(|zone| offset.eq_ignore_ascii_case(zone)) {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits = offset.strip_prefix(['+', '-'])?.replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2)? };
    Some(sign * (number(hours, 2)? * 3600 + minutes * 60))
}

/// Reads a number of exactly this many digits.
fn number(digits: &str, width: usize) -> Option<i64> {
    let well = digits.len() == width && digits.bytes().all(|digit| digit.is_ascii_digit());
    if well { digits.parse().ok() } else { None }
}

/// Counts the days from 1970-01-01 to a day of the Gregorian calendar.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_moment_is_understood() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-01-02T03:04:05Z", Some(1_767_323_045)),
            ("2026-01-02T03:04:05.000Z", Some(1_767_323_045)),
            ("2026-01-02T03:04:05+02:00", Some(1_767_315_845)),
            ("2026-01-02T03:04:05-0230", Some(1_767_332_045)),
            ("2026-01-02 03:04:05", Some(1_767_323_045)),
            ("2026-01-02 03:04", Some(1_767_323_040)),
            ("2026-01-02", Some(1_767_312_000)),
            ("2024-02-29", Some(1_709_164_800)),
            ("1767323045", Some(1_767_323_045)),
            ("2023-02-29", None),
            ("2026-13-01", None),
            ("2026-01-02T25:00:00Z", None),
            ("2026-01-02x", None),
            ("tomorrow", None),
            ("", None),
            ("äöüäöüäöü", None),
        ] {
            assert_eq!(Timestamp::from(text).unix_seconds(), seconds, "{text}");
        }
    }
}
