//! What the types promise, spelling by spelling.

mod duration;
mod forms;
mod limits;
mod order;
mod spellings;
mod wire;

#[cfg(feature = "chrono-04")]
mod chrono_04;
#[cfg(feature = "jiff-02")]
mod jiff_02;
#[cfg(feature = "time-03")]
mod time_03;

use super::{Date, IsoDuration, LocalDateTime, Timestamp};

fn moment(text: &str) -> Timestamp {
    text.into()
}

fn day(text: &str) -> Date {
    text.into()
}

fn local(text: &str) -> LocalDateTime {
    text.into()
}

fn duration(text: &str) -> IsoDuration {
    text.into()
}
