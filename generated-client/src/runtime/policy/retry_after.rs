//! The header `Retry-After`, and the dates of headers.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::runtime::time::days_since_1970;

/// Returns how long the server asked to wait before retrying: `Retry-After` in whole seconds, or as an HTTP date. The longest wait
/// counts, if there are several. What is neither is ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let now = server_time(headers, now);
    let values = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    values.filter_map(|text| seconds(text.trim()).or_else(|| seconds_until(text.trim(), now))).max()
}

/// Returns the time of a response by the server's clock, which may differ from ours: its `Date`, or else `now`.
pub(crate) fn server_time(headers: &HeaderMap, now: i64) -> i64 {
    headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?.trim())).unwrap_or(now)
}

/// Parses seconds: digits, and nothing else (RFC 9110, section 10.2.3).
fn seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    // A number beyond all bounds is a long wait, too.
    is_number.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

/// Returns the time until an HTTP date; zero for one in the past.
pub(crate) fn seconds_until(date: &str, now: i64) -> Option<Duration> {
    let seconds = http_date(date)?.saturating_sub(now);
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

/// Parses an HTTP date in any of the three forms that RFC 9110 has recipients accept (section 5.6.7). A
/// [`Timestamp`](crate::runtime::Timestamp) can parse it too, but its code is too large to be part of every program.
///
/// ```text
/// Sun, 06 Nov 1994 08:49:37 GMT
/// Sunday, 06-Nov-94 08:49:37 GMT
/// Sun Nov  6 08:49:37 1994
/// ```
fn http_date(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match *words.as_slice() {
        [_, day, month, year, time, "GMT"] => (day, month, year, time),
        [_, date, time, "GMT"] => {
            let (day, (month, year)) = date.split_once('-').and_then(|(day, rest)| Some((day, rest.split_once('-')?)))?;
            (day, month, year, time)
        }
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| *name == month)?;
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        // Two digits are of this century or the last one.
        (2, year) if year < 70 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let days = days_since_1970(year, i64::try_from(month).ok()? + 1, number(day)?)?;
    let mut parts = time.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    is_time.then(|| days * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Parses a number of up to four digits.
fn number(digits: &str) -> Option<i64> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
