//! What a server says of its limit on requests is told with successes and with errors.

use std::time::Duration;

use crate::api::{against, call};
use crate::runtime::{Json, Method, RateLimit, Value};
use crate::support::clock::UNIX_SECONDS;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};

/// Limit, remaining, and the reset in seconds.
type Facts = (Option<u64>, Option<u64>, Option<u64>);

fn facts(told: RateLimit) -> Facts {
    (told.limit, told.remaining, told.reset.map(|reset| reset.as_secs()))
}

/// What an error and a success tell whose responses have these headers.
fn told(headers: &[(&str, &str)]) -> [Option<Facts>; 2] {
    let server = Server::start([Act::Reply(reply(404, headers, "")), Act::Reply(reply(200, headers, "{}"))]);
    let (client, _) = against(&server);
    let get = || client.call(Method::GET, "/things");
    let refused = call(get()).expect_err("a failure");
    let response = block_on(crate::runtime::Call::<Json<Value>>::from(get()).with_response().into_future()).expect("a success");
    [refused.rate_limit(), response.rate_limit].map(|told| told.map(facts))
}

#[test]
fn each_row_of_the_table_holds() {
    let all = (Some(100), Some(42), Some(30));
    let moment = (UNIX_SECONDS + 30).to_string();
    for (headers, expected) in [
        (&[("RateLimit-Limit", "100"), ("RateLimit-Remaining", "42"), ("RateLimit-Reset", "30")][..], all),
        (&[("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "42"), ("X-RateLimit-Reset", &moment)], all),
        (&[("X-Rate-Limit-Limit", "100"), ("X-Rate-Limit-Remaining", "42"), ("X-Rate-Limit-Reset", "30")], all),
        (&[("RateLimit", "limit=100, remaining=42, reset=30")], all),
        (&[("RateLimit", r#""default";r=42;t=30"#), ("RateLimit-Policy", r#""default";q=100;w=60"#)], all),
        (&[("RateLimit", "remaining=42, reset=30"), ("RateLimit-Policy", "100;w=60")], all),
        // Several limits at once, and a date.
        (
            &[("RateLimit-Limit", "100, 100;w=60, 1000;w=3600"), ("X-RateLimit-Reset", "Fri, 02 Jan 2026 03:04:35 GMT")],
            (Some(100), None, Some(30)),
        ),
        // One fact alone, as Tallyfy's documentation has it.
        (&[("X-RateLimit-Remaining", "0")], (None, Some(0), None)),
        // A moment that is over.
        (&[("X-RateLimit-Reset", "1600000000")], (None, None, Some(0))),
    ] {
        assert_eq!(told(headers), [Some(expected); 2], "{headers:?}");
    }
}

#[test]
fn nothing_is_made_of_what_says_nothing() {
    for headers in [&[][..], &[("X-RateLimit-Limit", "unlimited")], &[("RateLimit", "none")], &[("RateLimit-Reset", "soon")]] {
        assert_eq!(told(headers), [None; 2], "{headers:?}");
    }
}

#[test]
fn a_moment_beyond_all_bounds_is_no_panic() {
    let [error, _] = told(&[("RateLimit-Reset", "18446744073709551615"), ("RateLimit-Limit", "18446744073709551616")]);
    let (limit, _, reset) = error.expect("a reset");
    assert_eq!(limit, None);
    assert!(reset.is_some_and(|seconds| Duration::from_secs(seconds) > Duration::from_secs(1 << 60)));
}
