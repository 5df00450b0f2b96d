//! The client's own caution is the least wait before a retry: a server can ask for more, not for less.

use std::time::Duration;

use crate::api::{call, client};
use crate::runtime::{Error, Method, Retry};
use crate::support::clock::{FakeClock, FixedRandom};
use crate::support::server::{Act, Server, json, reply};

/// Sends a request that is refused once with these headers. Returns the waits in milliseconds, with the least and the
/// largest random number, and the error if there is no retry.
fn waits(status: u16, headers: &[(&str, &str)]) -> (Vec<u128>, Option<Error>) {
    let mut all = Vec::new();
    let mut error = None;
    for random in [0, u64::MAX] {
        let server = Server::start([Act::Reply(reply(status, headers, "")), json(200, "{}")]);
        let clock = FakeClock::default();
        let client = client().base_url(server.url()).clock(FixedRandom(clock.clone(), random)).build().expect("all is given");
        error = call(client.call(Method::GET, "/things")).err();
        all.extend(clock.waits());
    }
    (all, error)
}

/// What is retried.
const RETRIED: [u16; 6] = [429, 408, 500, 502, 503, 504];

#[test]
fn what_the_server_asks_for_is_added_to_the_clients_own_caution() {
    // The clock shows Fri, 02 Jan 2026 03:04:05 GMT.
    let rows: [(&[&str], [u128; 2]); 15] = [
        // Nothing is asked for: full jitter.
        (&[], [0, 500]),
        // Less than the backoff.
        (&["0"], [250, 500]),
        (&["00"], [250, 500]),
        (&["Sun, 06 Nov 1994 08:49:37 GMT"], [250, 500]),
        (&["Fri, 02 Jan 2026 03:04:05 GMT"], [250, 500]),
        // More than it: jitter on top.
        (&["1"], [1000, 1250]),
        (&[" 7 "], [7000, 7250]),
        (&["30"], [30_000, 30_250]),
        (&["Fri, 02 Jan 2026 03:04:15 GMT"], [10_000, 10_250]),
        // The older forms of dates, which a recipient must accept.
        (&["Friday, 02-Jan-26 03:04:15 GMT"], [10_000, 10_250]),
        (&["Fri Jan  2 03:04:15 2026"], [10_000, 10_250]),
        // Several: the longest counts.
        (&["1", "7"], [7000, 7250]),
        (&["7", "1"], [7000, 7250]),
        (&["soon", "7"], [7000, 7250]),
        (&["0", "Fri, 02 Jan 2026 03:04:15 GMT"], [10_000, 10_250]),
    ];
    for status in RETRIED {
        for (values, expected) in rows {
            let headers: Vec<_> = values.iter().map(|value| ("retry-after", *value)).collect();
            let (found, error) = waits(status, &headers);
            assert!(error.is_none() && found == expected, "{status} {values:?}: {found:?}");
        }
    }
}

#[test]
fn what_is_neither_a_number_nor_a_date_leaves_the_backoff() {
    for value in [
        "abc",
        "soon",
        "1e30",
        "1e1",
        "-1",
        "+1",
        "-0",
        "inf",
        "NaN",
        "infinity",
        "0x10",
        "1,5",
        "1.5",
        "0.1",
        "30.5",
        "1.",
        ".5",
        ".",
        "1 2",
        "1;2",
        "12, 34",
        "60s",
        "\u{ff11}",
        "",
        " ",
        "Fri, 02 Jan 2026",
        "Fri, 31 Feb 2026 03:04:15 GMT",
        "Fri, 02 Jan 2026 25:04:15 GMT",
        "Fri, 02 Jan 2026 03:99:15 GMT",
        "Fri, 02 Xxx 2026 03:04:15 GMT",
        "Fri, 02 Jan 99999 03:04:15 GMT",
        "Fri, -2 Jan 2026 03:04:15 GMT",
        "2026-01-02T03:04:15Z",
        "Jan",
    ] {
        let (found, error) = waits(503, &[("retry-after", value)]);
        assert!(error.is_none() && found == [0, 500], "{value}: {found:?}");
    }
}

#[test]
fn a_longer_wait_than_the_limit_ends_the_retries_and_is_in_the_error() {
    for status in RETRIED {
        for (value, seconds) in [
            ("31", 31),
            ("3600", 3600),
            ("18446744073709551615", u64::MAX),
            ("99999999999999999999999999999", u64::MAX),
            ("Fri, 02 Jan 2026 04:04:05 GMT", 3600),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 251_634_977_754),
        ] {
            let (found, error) = waits(status, &[("retry-after", value)]);
            let error = error.unwrap_or_else(|| panic!("{status} {value}: sent again after {found:?}"));
            let asked = error.retry_after().expect("the wait").as_secs();
            assert_eq!(asked, seconds, "{status} {value}");
            assert_eq!((found.len(), error.attempts(), error.status().map(|status| status.as_u16())), (0, 1, Some(status)), "{value}");
        }
    }
}

#[test]
fn the_limit_can_be_set() {
    for (limit, attempts) in [(60, 2), (59, 1), (0, 1)] {
        let server = Server::start([Act::Reply(reply(429, &[("retry-after", "60")], "")), json(200, "{}")]);
        let retry = Retry::default().longest_retry_after(Duration::from_secs(limit));
        let client = client().base_url(server.url()).clock(FakeClock::default()).retry(retry).build().expect("all is given");
        assert_eq!(call(client.call(Method::POST, "/things")).is_ok(), attempts == 2, "{limit}");
        assert_eq!(server.received().len(), attempts, "{limit}");
    }
}

#[test]
fn a_date_counts_from_the_servers_own_clock() {
    for (ours_behind, date) in
        [(-7200, "Fri, 02 Jan 2026 01:04:05 GMT"), (0, "Fri, 02 Jan 2026 03:04:05 GMT"), (60, "Fri, 02 Jan 2026 03:05:05 GMT")]
    {
        let after = match ours_behind {
            -7200 => "Fri, 02 Jan 2026 01:04:15 GMT",
            0 => "Fri, 02 Jan 2026 03:04:15 GMT",
            _ => "Fri, 02 Jan 2026 03:05:15 GMT",
        };
        let (found, error) = waits(429, &[("date", date), ("retry-after", after)]);
        assert!(error.is_none() && found == [10_000, 10_250], "{ours_behind}: {found:?}");
    }
    // A `Date` that is none leaves our own clock, and seconds need no clock.
    let (found, _) = waits(429, &[("date", "today"), ("retry-after", "Fri, 02 Jan 2026 03:04:15 GMT")]);
    assert_eq!(found, [10_000, 10_250]);
    let (found, _) = waits(429, &[("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "7")]);
    assert_eq!(found, [7000, 7250]);
    // What the error reports counts from the same clock.
    let headers =
        [("date", "Fri, 02 Jan 2026 01:04:05 GMT"), ("retry-after", "Fri, 02 Jan 2026 02:04:05 GMT"), ("ratelimit-reset", "1767315945")];
    let (_, error) = waits(429, &headers);
    let error = error.expect("an hour is beyond the limit");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(error.rate_limit().and_then(|limit| limit.reset), Some(Duration::from_secs(100)));
}

#[test]
fn the_backoff_doubles_whatever_the_server_asks_for() {
    for value in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let server = Server::start((0..4).map(|_| Act::Reply(reply(429, &[("retry-after", value)], ""))));
        let clock = FakeClock::default();
        let client = client().base_url(server.url()).clock(clock.clone()).build().expect("all is given");
        call(client.call(Method::POST, "/things")).expect_err("never let in");
        assert_eq!(clock.waits(), [500, 1000, 2000], "{value}");
    }
}

#[test]
fn the_deadline_holds_for_what_the_server_asks_for() {
    let server = Server::start([Act::Reply(reply(429, &[("retry-after", "7")], "")), json(200, "{}")]);
    let clock = FakeClock::default();
    let builder = client().base_url(server.url()).clock(clock.clone()).deadline(Duration::from_secs(7));
    let error = call(builder.build().expect("all is given").call(Method::POST, "/things")).expect_err("no time left");
    assert_eq!((error.retry_after(), clock.waits().len()), (Some(Duration::from_secs(7)), 0));
}
