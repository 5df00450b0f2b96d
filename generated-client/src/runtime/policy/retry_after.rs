//! How long a server asks to be left alone.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::runtime::time::days_since_1970;

/// Returns how long the server wants to be left alone: `Retry-After` in seconds, or as the date of HTTP.
pub(crate) fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    seconds_until(text, now)
}

/// Returns how far away a date of HTTP is; one in the past is no time away.
pub(crate) fn seconds_until(date: &str, now: i64) -> Option<Duration> {
    let seconds = http_date(date)?.saturating_sub(now);
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that HTTP still writes. A [`Timestamp`](crate::runtime::Timestamp)
/// understands it too, with all else that it understands: too much to be part of every program.
fn http_date(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let name = text.get(8..11)?;
    let month = MONTHS.iter().position(|month| *month == name)?;
    let days = days_since_1970(number(12..16)?, i64::try_from(month).ok()? + 1, number(5..7)?)?;
    Some(days * 86_400 + number(17..19)? * 3600 + number(20..22)? * 60 + number(23..25)?)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
