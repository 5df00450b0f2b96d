//! The header `Retry-After`.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::runtime::time::days_since_1970;

/// Returns how long the server asked to wait before retrying: `Retry-After` in seconds, or as an HTTP date.
pub(crate) fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    seconds_until(text, now)
}

/// Returns the time until an HTTP date; zero for one in the past.
pub(crate) fn seconds_until(date: &str, now: i64) -> Option<Duration> {
    let seconds = http_date(date)?.saturating_sub(now);
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

/// Parses `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that HTTP still allows. A [`Timestamp`](crate::runtime::Timestamp)
/// can parse it too, but its code is too large to be part of every program.
fn http_date(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let name = text.get(8..11)?;
    let month = MONTHS.iter().position(|month| *month == name)?;
    let days = days_since_1970(number(12..16)?, i64::try_from(month).ok()? + 1, number(5..7)?)?;
    Some(days * 86_400 + number(17..19)? * 3600 + number(20..22)? * 60 + number(23..25)?)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
