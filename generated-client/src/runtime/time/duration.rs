//! Durations of ISO 8601.

use std::time::Duration;

use super::calendar::NANOS;
use super::format::{fraction, put};
use super::parse::nanos;
use super::text::{ReceivedString, kept_text};
use super::try_into;

/// A duration of ISO 8601 (`P3Y6M4DT12H30M5.5S`). The string is kept as it was received.
///
/// A sign is allowed before the `P` and before a number, and a fraction in the last number, except for months and years.
/// Durations are equal if they always have the same length: a minute is 60 seconds, a day is 24 hours and a year is 12
/// months, but a month is not a number of days. They are ordered by their length; a month counts as a twelfth of the mean
/// year (30.436875 days).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::IsoDuration;
///
/// let duration: IsoDuration = "PT1M30S".into();
/// assert_eq!(duration.to_std(), Some(Duration::from_secs(90)));
/// assert_eq!(duration, "PT90S".into()); // the same length
/// assert_eq!(duration.to_string(), "PT1M30S"); // as it was written
/// ```
#[derive(Clone, Default)]
pub struct IsoDuration(pub(super) ReceivedString);

kept_text!(IsoDuration);

/// The components of an [`IsoDuration`].
///
/// # Examples
///
/// ```
/// use tallyfy::{DurationParts, IsoDuration};
///
/// let parts = IsoDuration::from("P1DT12H").parts();
/// assert_eq!(parts, Some(DurationParts { days: 1, hours: 12, ..DurationParts::default() }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DurationParts {
    /// Years.
    pub years: i64,
    /// Months.
    pub months: i64,
    /// Weeks.
    pub weeks: i64,
    /// Days.
    pub days: i64,
    /// Hours.
    pub hours: i64,
    /// Minutes.
    pub minutes: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds, including the fraction of any unit.
    pub nanoseconds: i64,
}

/// The units with a fixed length, in seconds.
const WEEK: i64 = 604_800;
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// The seconds of a mean month, over the 400 years after which the calendar repeats.
const MONTH: i128 = 2_629_746;

impl IsoDuration {
    /// Returns the components, or `None` if the string is not a valid duration.
    #[inline]
    pub fn parts(&self) -> Option<DurationParts> {
        parse(self.as_str().trim_ascii())
    }

    /// Returns the duration of the standard library, or `None` if it has months or years, or is negative.
    #[inline]
    pub fn to_std(&self) -> Option<Duration> {
        let nanos = self.whole_nanos()?;
        let (seconds, rest) = (nanos.div_euclid(NANOS), nanos.rem_euclid(NANOS));
        Some(Duration::new(seconds.try_into().ok()?, rest.try_into().ok()?))
    }

    /// Returns the length in nanoseconds, or `None` if it has months or years.
    #[inline]
    pub(super) fn whole_nanos(&self) -> Option<i128> {
        let parts = self.parts()?;
        (parts.total_months() == 0).then(|| parts.total_nanos())
    }

    /// Returns the length, by which durations are ordered, and the months, by which those of equal length differ.
    #[inline]
    pub(super) fn meaning(&self) -> Option<(i128, i128)> {
        let parts = self.parts()?;
        let months = parts.total_months();
        Some((months * MONTH * NANOS + parts.total_nanos(), months))
    }
}

impl DurationParts {
    #[inline]
    fn total_months(&self) -> i128 {
        i128::from(self.years) * 12 + i128::from(self.months)
    }

    /// Returns the sum of everything except years and months.
    #[inline]
    fn total_nanos(&self) -> i128 {
        let units = [(self.weeks, WEEK), (self.days, DAY), (self.hours, HOUR), (self.minutes, MINUTE), (self.seconds, 1)];
        let seconds: i128 = units.iter().map(|(count, length)| i128::from(*count) * i128::from(*length)).sum();
        seconds * NANOS + i128::from(self.nanoseconds)
    }

    /// Returns the components of a number of nanoseconds; days are the largest unit.
    #[inline]
    pub(super) fn from_nanos(total: i128) -> Self {
        // Truncated division: all components have the same sign. The number of days fits for all types that are converted.
        let count = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
        let (seconds, day, hour, minute) = (total / NANOS, i128::from(DAY), i128::from(HOUR), i128::from(MINUTE));
        Self {
            days: count(seconds / day),
            hours: count(seconds % day / hour),
            minutes: count(seconds % hour / minute),
            seconds: count(seconds % minute),
            nanoseconds: count(total % NANOS),
            ..Self::default()
        }
    }

    #[inline]
    fn to_text(self) -> String {
        let exact = i128::from(self.seconds) * NANOS + i128::from(self.nanoseconds);
        let days = [(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')];
        let clock = [(self.hours, 'H'), (self.minutes, 'M')];
        let all = || days.iter().chain(&clock).map(|(count, _)| i128::from(*count)).chain([exact]);
        // More parsers accept one sign in front than one per number.
        let negative = all().all(|count| count <= 0) && all().any(|count| count < 0);
        let mut text = String::from(if negative { "-P" } else { "P" });
        let signed = |count: i128| if negative { -count } else { count };
        let unit = |text: &mut String, (count, unit): (i64, char)| {
            if count != 0 {
                put(text, format_args!("{}{unit}", signed(count.into())));
            }
        };
        days.into_iter().for_each(|pair| unit(&mut text, pair));
        if self.hours != 0 || self.minutes != 0 || exact != 0 || all().all(|count| count == 0) {
            text.push('T');
            clock.into_iter().for_each(|pair| unit(&mut text, pair));
            if exact != 0 || text.ends_with('T') {
                let shown = signed(exact);
                let sign = if shown < 0 { "-" } else { "" };
                put(&mut text, format_args!("{sign}{}", (shown / NANOS).abs()));
                fraction(&mut text, (shown % NANOS).unsigned_abs().try_into().unwrap_or(0));
                text.push('S');
            }
        }
        text
    }
}

impl From<DurationParts> for IsoDuration {
    #[inline]
    fn from(parts: DurationParts) -> Self {
        parts.to_text().into()
    }
}

impl From<Duration> for IsoDuration {
    #[inline]
    fn from(duration: Duration) -> Self {
        let nanos = i128::from(duration.as_secs()) * NANOS + i128::from(duration.subsec_nanos());
        DurationParts::from_nanos(nanos).into()
    }
}

try_into!(IsoDuration => Duration, "std::time::Duration", IsoDuration::to_std);

/// Parses `[-]P[nY][nM][nW][nD][T[nH][nM][n[.n]S]]`.
#[inline]
fn parse(text: &str) -> Option<DurationParts> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let text = text.strip_prefix(['-', '+']).unwrap_or(text).strip_prefix(['P', 'p'])?;
    let (days, clock) = match text.split_once(['T', 't']) {
        Some((_, "")) => return None,
        Some((days, clock)) => (days, clock),
        None => (text, ""),
    };
    if days.is_empty() && clock.is_empty() {
        return None;
    }
    let mut parts = DurationParts::default();
    let mut fraction = 0;
    let units = [('Y', &mut parts.years, None), ('M', &mut parts.months, None)];
    let fixed = [('W', &mut parts.weeks, Some(WEEK)), ('D', &mut parts.days, Some(DAY))];
    units_of(days, sign, units.into_iter().chain(fixed), &mut fraction)?;
    if fraction != 0 && !clock.is_empty() {
        return None;
    }
    let hours = [('H', &mut parts.hours, Some(HOUR)), ('M', &mut parts.minutes, Some(MINUTE))];
    units_of(clock, sign, hours.into_iter().chain([('S', &mut parts.seconds, Some(1))]), &mut fraction)?;
    parts.nanoseconds = fraction;
    Some(parts)
}

/// Parses numbers with these units, in this order. Only the last number may have a fraction.
#[inline]
fn units_of<'a>(
    mut text: &str,
    sign: i64,
    units: impl Iterator<Item = (char, &'a mut i64, Option<i64>)>,
    nanoseconds: &mut i64,
) -> Option<()> {
    for (unit, slot, length) in units {
        let end = text.find(|mark: char| mark.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, rest) = text.split_at(end);
        let Some(rest) = rest.strip_prefix([unit, unit.to_ascii_lowercase()]) else { continue };
        let sign = if number.starts_with('-') { -sign } else { sign };
        let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
        let whole = match digits.split_once(['.', ',']) {
            None => digits,
            Some((whole, fraction)) if rest.is_empty() => {
                *nanoseconds = sign * i64::from(nanos(fraction)?) * length?;
                whole
            }
            Some(_) => return None,
        };
        if whole.is_empty() || !whole.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        *slot = sign * whole.parse::<i64>().ok()?;
        text = rest;
    }
    text.is_empty().then_some(())
}
