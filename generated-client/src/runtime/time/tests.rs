//! What the types promise, spelling by spelling.

mod duration;
mod forms;
mod limits;
mod order;
mod spellings;
mod wire;

#[cfg(feature = "chrono-04")]
mod chrono_04;
#[cfg(any(feature = "jiff-02", feature = "jiff-1"))]
mod jiff;
#[cfg(feature = "time-03")]
mod time_03;

use super::{Date, IsoDuration, LocalDateTime, Timestamp};

#[inline]
fn moment(text: &str) -> Timestamp {
    text.into()
}

#[inline]
fn day(text: &str) -> Date {
    text.into()
}

#[inline]
fn local(text: &str) -> LocalDateTime {
    text.into()
}

#[inline]
fn duration(text: &str) -> IsoDuration {
    text.into()
}
