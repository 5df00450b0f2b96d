//! Timers: `setTimeout` has 32 bits for its milliseconds, and fires at once if they are more.

use std::time::Duration;

use wasm_bindgen_test::wasm_bindgen_test;

use super::{Server, js};

/// The most milliseconds of a timer.
const MOST: f64 = i32::MAX as f64;

#[wasm_bindgen_test]
async fn the_longest_timeouts_do_not_fire_at_once() {
    for timeout in
        [Duration::MAX, Duration::from_secs(30 * 24 * 60 * 60), Duration::from_millis(1 << 31), Duration::from_millis((1 << 31) - 1)]
    {
        js::watch_timers();
        let server = Server::new("plain");
        let client = server.builder().timeout(timeout).deadline(timeout).build().expect("a client");
        client.groups().get("g1").await.unwrap_or_else(|error| panic!("{timeout:?}: {error}"));
        let (delays, running) = js::timers();
        assert!(!delays.is_empty() && delays.iter().all(|delay| *delay > 0.0 && *delay <= MOST), "{timeout:?}: {delays:?}");
        assert_eq!(running, 0, "{timeout:?}: a timer is running");
    }
}

#[wasm_bindgen_test]
async fn a_long_timeout_waits_in_parts() {
    js::watch_timers();
    let server = Server::new("busy");
    let longest = Duration::from_secs(60 * 24 * 60 * 60);
    let client = server.builder().timeout(longest).build().expect("a client");
    client.groups().get("g1").await.expect("a group");
    let (delays, _) = js::timers();
    assert!(delays.contains(&MOST), "{delays:?}");
}
