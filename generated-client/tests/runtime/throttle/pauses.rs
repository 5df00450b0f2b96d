//! What the server asks for.

use std::time::Duration;

use super::*;
use crate::support::clock::UNIX_SECONDS;

#[test]
fn all_clones_pause_and_go_on_one_after_the_other() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 4 { answer(429, &[("retry-after", "30")]) } else { ok(number) });
        let server = server.taking(Duration::from_millis(500));
        let client = server.client(Throttle::default().in_flight(5));
        let mut tasks = Vec::new();
        for number in 0..20 {
            let client = if number % 2 == 0 { client.clone() } else { client.bind("org_id", "other") };
            tasks.push(tokio::spawn(owned(client, "/things")));
        }
        let mut refused = 0;
        for task in tasks {
            refused += usize::from(task.await.expect("no panic").is_err());
        }
        let moments = server.moments();
        assert_eq!((moments.len(), refused), (20, 1));
        // The first five are under way; those of them that ended before the refusal have let others go.
        let (before, after): (Vec<u128>, Vec<u128>) = moments.iter().partition(|moment| **moment <= 500);
        assert!(before.len() <= 9, "{moments:?}");
        assert!(after.iter().all(|moment| *moment >= 30_500), "none during the pause: {moments:?}");
        let mut distinct = after.clone();
        distinct.dedup();
        assert!(distinct.len() * 2 > after.len(), "not all at once: {moments:?}");
    });
}

#[test]
fn those_who_waited_are_spread_in_order_and_the_rate_holds_again_after_them() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 0 { answer(429, &[("retry-after", "30")]) } else { ok(number) });
        let client = server.client(Throttle::default());
        get(&client, "/things").await.expect_err("refused");
        let mut tasks: Vec<_> = (0..20).map(|_| tokio::spawn(owned(client.clone(), "/things/a"))).collect();
        tokio::time::sleep(Duration::from_millis(1)).await;
        tasks.push(tokio::spawn(owned(client.clone(), "/things/z")));
        for task in tasks {
            task.await.expect("no panic").expect("sent");
        }
        let moments = server.moments()[1..].to_vec();
        assert!(moments[0] >= 30_010 && moments[20] <= 33_100, "{moments:?}");
        assert!(moments.windows(2).filter(|two| two[0] == two[1]).count() < 4, "{moments:?}");
        assert_eq!(server.paths().last().map(String::as_str), Some("/v1/things/z"));
        calls(&client, 20).await;
        let moments = server.moments();
        assert!(moments[22..].iter().all(|moment| *moment == moments[22]), "the pause is over: {moments:?}");
    });
}

#[test]
fn a_pause_is_of_one_origin_and_of_one_limit() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 0 { answer(429, &[("retry-after", "30")]) } else { ok(number) });
        let client = server.client(Throttle::default().rate(100, SECOND));
        let other = server.client(Throttle::default());
        get(&client, "/things").await.expect_err("refused");
        // One waits for the end of the pause: it is before the others, and does not hold them up.
        let waiting = tokio::spawn(owned(client.clone(), "/things"));
        tokio::time::sleep(Duration::from_millis(1)).await;
        let elsewhere = crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, "/files").server("files"));
        elsewhere.await.expect("another host");
        get(&other, "/others").await.expect("another client");
        assert!(server.now() < 100, "{}", server.now());
        waiting.await.expect("no panic").expect("sent");
        assert!(server.now() > 30_000);
    });
}

#[test]
fn another_response_makes_a_pause_longer_and_never_shorter() {
    for (under_way, pause) in [(2, 30_000), (3, 40_000)] {
        in_paused_time(async {
            let server = Timed::new(move |number| match number {
                0 => answer(429, &[("retry-after", "30")]),
                1 => answer(429, &[("retry-after", "5")]),
                2 if under_way == 3 => answer(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "40")]),
                number => ok(number),
            });
            let client = server.client(Throttle::default());
            calls(&client, under_way).await;
            get(&client, "/things").await.expect("after the pause");
            let last = server.moments().last().copied().expect("sent");
            assert!((pause..pause + 1_100).contains(&last), "{last}");
        });
    }
}

/// How many milliseconds pass between a response with this status and these headers, and the next request.
fn pause(status: u16, headers: &[(&str, &str)], throttle: Throttle) -> u128 {
    in_paused_time(async {
        let headers: Vec<(String, String)> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let server = Timed::new(move |number| {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            if number == 0 { answer(status, &headers) } else { ok(number) }
        });
        let server = server.taking(Duration::ZERO);
        let client = server.client(throttle);
        let _ = get(&client, "/things").await;
        get(&client, "/things").await.expect("sent");
        server.moments()[1]
    })
}

/// Checks a table of headers and the seconds of the pause that they lead to.
fn assert_pauses(status: u16, rows: &[(&[(&str, &str)], u128)]) {
    for (headers, seconds) in rows {
        let paused = pause(status, headers, Throttle::default());
        let longest = if *seconds == 0 { 0 } else { seconds * 1000 + 1000 };
        assert!((seconds * 1000..=longest).contains(&paused), "{headers:?}: {paused} ms");
    }
}

#[test]
fn each_form_of_retry_after_is_obeyed_or_left() {
    // The clock shows Fri, 02 Jan 2026 03:04:05 GMT.
    assert_pauses(
        429,
        &[
            (&[("retry-after", "30")], 30),
            (&[("retry-after", "Fri, 02 Jan 2026 03:04:25 GMT")], 20),
            (&[("retry-after", "Fri, 02 Jan 2026 03:09:25 GMT"), ("date", "Fri, 02 Jan 2026 03:09:05 GMT")], 20),
            // The caller's own backoff is enough.
            (&[], 0),
            (&[("retry-after", "0")], 0),
            (&[("retry-after", "Fri, 02 Jan 2026 03:04:04 GMT")], 0),
            (&[("retry-after", "-1")], 0),
            (&[("retry-after", "1.5")], 0),
            (&[("retry-after", "abc")], 0),
            // Up to the limit.
            (&[("retry-after", "3600")], 60),
            (&[("retry-after", "1000000000000000000")], 60),
            (&[("retry-after", "99999999999999999999999999999999999999")], 60),
        ],
    );
    // With another status, it is about the one resource.
    assert_eq!(pause(503, &[("retry-after", "30")], Throttle::default()), 0);
}

#[test]
fn no_requests_left_is_a_pause_up_to_the_reset() {
    let moment = (UNIX_SECONDS + 30).to_string();
    // The clock of the server is five minutes ahead, or behind.
    let (ahead, behind) = ((UNIX_SECONDS + 330).to_string(), (UNIX_SECONDS - 270).to_string());
    let (ahead_now, behind_now) = (("date", "Fri, 02 Jan 2026 03:09:05 GMT"), ("date", "Fri, 02 Jan 2026 02:59:05 GMT"));
    let none = ("x-ratelimit-remaining", "0");
    let reset = |value| ("x-ratelimit-reset", value);
    for status in [200, 429, 403] {
        assert_pauses(
            status,
            &[
                (&[none, reset("30")], 30),
                (&[none, reset(&moment)], 30),
                (&[none, reset("Fri, 02 Jan 2026 03:04:35 GMT")], 30),
                (&[none, reset(&ahead), ahead_now], 30),
                (&[none, reset(&behind), behind_now], 30),
                (&[none, reset("Fri, 02 Jan 2026 03:09:35 GMT"), ahead_now], 30),
                (&[("ratelimit", r#""default";r=0;t=30"#)], 30),
                // Over, not known, or far away.
                (&[none, reset("0")], 0),
                (&[none, reset(&behind)], 0),
                (&[none, reset("soon")], 0),
                (&[none], 0),
                (&[none, reset("3600")], 60),
                (&[none, reset("18446744073709551615")], 60),
                // There are some left.
                (&[("x-ratelimit-remaining", "1"), reset("30")], 0),
                (&[reset("30")], 0),
            ],
        );
    }
    let both = [none, reset("10"), ("retry-after", "40")];
    assert!((40_000..41_000).contains(&pause(429, &both, Throttle::default())), "the longer one counts");
}

#[test]
fn the_longest_pause_can_be_set() {
    let headers = [("retry-after", "300")];
    let longest = |seconds| Throttle::default().longest_pause(Duration::from_secs(seconds));
    assert!((300_000..=301_000).contains(&pause(429, &headers, longest(3600))));
    assert!((10_000..=11_000).contains(&pause(429, &headers, longest(10))));
    assert_eq!(pause(429, &headers, longest(0)), 0);
}

#[test]
fn a_call_whose_deadline_is_within_the_pause_fails_at_once() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 0 { answer(429, &[("retry-after", "30")]) } else { ok(number) });
        let client = server.client(Throttle::default());
        get(&client, "/things").await.expect_err("refused");
        let start = server.now();
        let call = crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, "/things"));
        let error = call.deadline(Duration::from_secs(10)).await.expect_err("the pause is longer");
        assert_eq!(server.now(), start);
        assert!(error.retry_after().is_some_and(|wait| wait >= Duration::from_secs(29)), "{error}");
    });
}

#[test]
fn a_retry_waits_for_the_end_of_the_pause() {
    in_paused_time(async {
        let limited = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "20")];
        let server = Timed::new(move |number| if number == 0 { answer(429, &limited) } else { ok(number) });
        let builder = builder().transport(server.clone()).clock(server.clock.clone()).throttle(Throttle::default());
        get(&builder.build().expect("all is given"), "/things").await.expect("sent again");
        assert!((20_000..21_100).contains(&server.moments()[1]), "{:?}", server.moments());
    });
}
