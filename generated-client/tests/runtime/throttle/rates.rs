//! Requests in a time.

use std::time::Duration;

use super::*;
use crate::runtime::Delivery;

/// Checks that no window of time has more than the burst and the rate allow. The rate is in requests per second.
fn assert_within(moments: &[u128], burst: u128, rate: u128) {
    for (first, from) in moments.iter().enumerate() {
        for (last, to) in moments.iter().enumerate().skip(first) {
            let (sent, allowed) = ((last - first + 1) as u128, burst * 1000 + rate * (to - from));
            assert!(sent * 1000 <= allowed, "{sent} requests from {from} to {to} ms");
        }
    }
}

#[test]
fn a_hundred_calls_are_a_burst_and_then_even() {
    for (burst, end) in [(None, 9000), (Some(10), 9000), (Some(5), 9500), (Some(1), 9900)] {
        in_paused_time(async {
            let server = Timed::new(ok);
            let throttle = Throttle::default().rate(10, SECOND);
            let client = server.client(burst.map_or(throttle.clone(), |burst| throttle.burst(burst)));
            assert!(calls(&client, 100).await.iter().all(Result::is_ok));
            let burst = burst.unwrap_or(10) as usize;
            let moments = server.moments();
            let expected: Vec<u128> = (0..100_usize).map(|number| 100 * (number + 1).saturating_sub(burst) as u128).collect();
            assert_eq!(moments, expected, "{burst}");
            assert_eq!(moments.last(), Some(&end));
            assert_within(&moments, burst as u128, 10);
        });
    }
}

#[test]
fn what_was_not_used_comes_back_up_to_the_burst() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(10, SECOND).burst(3));
        let mut random = 7_u64;
        for _ in 0..40 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            calls(&client, (random >> 60) as usize).await;
            tokio::time::sleep(Duration::from_millis(random >> 55)).await;
        }
        let moments = server.moments();
        assert!(moments.len() > 100, "{}", moments.len());
        assert_within(&moments, 3, 10);
    });
}

#[test]
fn each_attempt_counts_and_no_error_lets_the_next_one_through_early() {
    in_paused_time(async {
        let statuses = [404, 429, 503, 200, 404, 429];
        let server = Timed::new(move |number| answer(statuses[number % statuses.len()], &[]));
        let throttle = Throttle::default().rate(10, SECOND).burst(1);
        let retry = Retry::default().retries(3).backoff(Duration::from_millis(1), Duration::from_millis(1));
        let client = builder().transport(server.clone()).clock(server.clock.clone()).retry(retry).throttle(throttle);
        let client = client.build().expect("all is given");
        for _ in 0..6 {
            let _ = get(&client, "/things").await;
        }
        let moments = server.moments();
        assert!(moments.len() > 10, "there were retries");
        assert!(moments.windows(2).all(|two| two[1] - two[0] >= 100), "{moments:?}");
    });
}

#[test]
fn redirects_count() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 0 { answer(307, &[("location", "/there")]) } else { ok(number) });
        let client = server.client(Throttle::default().rate(1, SECOND));
        get(&client, "/things").await.expect("followed");
        assert_eq!(server.moments(), [0, 1000]);
    });
}

#[test]
fn a_wait_beyond_the_deadline_is_an_error_at_once_that_tells_the_wait() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(1, Duration::from_secs(60)));
        get(&client, "/things").await.expect("the first one");
        let call = crate::runtime::Call::<Json<Value>>::from(client.call(Method::POST, "/things").json(&"x"));
        let before = server.now();
        let error = call.deadline(Duration::from_secs(5)).await.expect_err("its turn comes after a minute");
        assert_eq!(server.now(), before, "at once");
        assert_eq!(error.retry_after(), Some(Duration::from_millis(60_000 - 10)));
        let line = error.to_string();
        assert!(line.contains("the limit of the client allows it in 59.99s, after the deadline (nothing was sent)"), "{line}");
        assert!(matches!(error, Error::Transport(_)) && error.is_timeout() && error.is_safe_to_retry(), "{line}");
        assert_eq!((error.delivery(), error.attempts(), server.moments().len()), (Delivery::NeverSent, 0, 1));
        // It has left its place.
        get(&client, "/things").await.expect("a minute later");
        assert_eq!(server.moments(), [0, 60_000]);
    });
}

#[test]
fn those_before_count_for_the_deadline() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(1, SECOND));
        let others = tokio::spawn({
            let client = client.clone();
            async move { calls(&client, 10).await }
        });
        tokio::time::sleep(Duration::from_millis(1)).await;
        let late = crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, "/late"));
        let error = late.deadline(Duration::from_secs(5)).await.expect_err("ten are before it");
        assert_eq!(error.retry_after(), Some(Duration::from_millis(9_999)));
        let timely = crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, "/timely"));
        timely.deadline(Duration::from_secs(11)).await.expect("it waits");
        assert!(others.await.expect("no panic").iter().all(Result::is_ok));
        assert_eq!(server.moments(), (0..11).map(|second| second * 1000).collect::<Vec<_>>());
    });
}

#[test]
fn without_a_limit_nothing_waits() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default());
        calls(&client, 100).await;
        assert_eq!(server.moments(), [0; 100]);
    });
}

#[test]
fn what_lets_nothing_through_is_refused() {
    let second = Duration::from_secs(1);
    for (throttle, named) in [
        (Throttle::default().rate(0, second), "rate"),
        (Throttle::default().rate(10, Duration::ZERO), "period"),
        (Throttle::default().rate(10, second).burst(0), "burst"),
        (Throttle::default().burst(5), "rate"),
        (Throttle::default().in_flight(0), "in flight"),
    ] {
        let error = builder().throttle(throttle.clone()).build().expect_err("it would wait for ever");
        assert!(error.to_string().contains(named) && error.to_string().contains("`throttle`"), "{throttle:?}: {error}");
    }
    for throttle in [
        Throttle::default().rate(u32::MAX, Duration::from_nanos(1)),
        Throttle::default().rate(1, Duration::MAX).in_flight(u32::MAX).longest_pause(Duration::MAX),
        Throttle::default().rate(3, Duration::MAX).burst(u32::MAX),
    ] {
        in_paused_time(async {
            let server = Timed::new(|_| answer(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "999999999")]));
            get(&server.client(throttle), "/things").await.expect("sent");
        });
    }
}
