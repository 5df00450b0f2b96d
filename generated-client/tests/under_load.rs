//! A short run of what `cargo bench --package tallyfy --bench load` does at length.

mod load;

use std::time::Duration;

use load::Wire;

#[test]
fn nothing_is_lost_and_nothing_is_written_twice() {
    let figures = load::run(Wire::Plain, 6_000, None, None);
    assert!(figures.broken.is_empty(), "{figures}");
    assert_eq!(figures.succeeded + figures.failed_writes, 6_000, "{figures}");
    // Of six faults in turn, a write survives the one that declines it, and reads survive all.
    assert!(figures.faults > 300 && figures.failed_writes > 0 && figures.failed_writes < figures.faults / 2, "{figures}");
}

#[test]
fn the_limit_of_the_caller_holds() {
    let limit = load::Limit { rate: 1000, burst: 50, in_flight: 8 };
    let figures = load::run(Wire::Plain, 3_000, None, Some(limit));
    assert!(figures.broken.is_empty(), "{figures}");
    assert_eq!(figures.succeeded + figures.failed_writes, 3_000, "{figures}");
    // The first ones at once, all others at the rate, and retries as well.
    assert!(figures.requests > 3_000 && figures.time >= Duration::from_millis(figures.requests - 50), "{figures}");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat() {
    let figures = load::run(Wire::Plain, 12_000, None, None);
    assert!(figures.memory.is_some() && figures.broken.is_empty(), "{figures}");
}

#[cfg(feature = "rustls")]
#[test]
fn nothing_is_lost_over_tls() {
    let figures = load::run(Wire::Tls, 3_000, None, None);
    assert!(figures.broken.is_empty(), "{figures}");
}

#[cfg(all(feature = "http2", feature = "rustls"))]
#[test]
fn nothing_is_lost_over_http_2() {
    let figures = load::run(Wire::Http2, 6_000, None, None);
    assert!(figures.broken.is_empty(), "{figures}");
    assert_eq!(figures.succeeded + figures.failed_writes, 6_000, "{figures}");
}
