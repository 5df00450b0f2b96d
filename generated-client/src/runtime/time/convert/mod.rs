//! To and from the types of other crates.

#[cfg(feature = "chrono-04")]
mod chrono_04;
#[cfg(feature = "jiff-02")]
mod jiff_02;
#[cfg(feature = "time-03")]
mod time_03;
