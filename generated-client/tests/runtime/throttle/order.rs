//! First come, first served.

use std::time::Duration;

use super::*;
use crate::runtime::{ClientBuilder, Secret, TokenFuture, TokenProvider};
use crate::support::service::dropped_after;

/// What the tasks ask for, in turn.
const PATHS: [&str; 4] = ["/things/a", "/things/b", "/things/c", "/things/d"];

#[test]
fn calls_are_sent_as_they_come_whichever_clone_they_come_from() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(10, SECOND).burst(1).in_flight(3));
        let (mut tasks, mut expected) = (Vec::new(), Vec::new());
        for number in 0..64 {
            let path = PATHS[number * 7 % 4];
            // Clones, and what `for_org_id` returns.
            let client = if number % 2 == 0 { client.clone() } else { client.bind("org_id", number.to_string()) };
            tasks.push(tokio::spawn(owned(client, path)));
            expected.push(format!("/v1{path}"));
        }
        for task in tasks {
            task.await.expect("no panic").expect("sent");
        }
        assert_eq!(server.paths(), expected);
        assert_eq!(server.moments(), (0..64).map(|number| number * 100).collect::<Vec<_>>());
    });
}

#[test]
fn nobody_waits_for_ever_beside_those_who_call_all_the_time() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(100, SECOND).burst(1).in_flight(2));
        let mut callers = Vec::new();
        for number in 0..64 {
            let client = client.bind("org_id", number.to_string());
            callers.push(tokio::spawn(async move {
                let end = tokio::time::Instant::now() + Duration::from_secs(64);
                let mut served = 0;
                while tokio::time::Instant::now() < end {
                    get(&client, "/things").await.expect("sent");
                    served += 1;
                }
                served
            }));
        }
        let mut shares = Vec::new();
        for caller in callers {
            shares.push(caller.await.expect("no panic"));
        }
        let (least, most) = (shares.iter().min().expect("64"), shares.iter().max().expect("64"));
        assert!(most - least <= 1 && *least >= 100, "{shares:?}");
    });
}

#[test]
fn those_who_leave_make_room_at_once_and_take_nothing_along() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(100, SECOND).burst(1).in_flight(2));
        let mut tasks: Vec<_> = (0..1000).map(|_| tokio::spawn(owned(client.clone(), "/things"))).collect();
        tokio::time::sleep(Duration::from_millis(1005)).await;
        let (mut random, mut left) = (1_u64, 0);
        while left < 500 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // The first hundred have been sent.
            let index = (random >> 33) as usize % (tasks.len() - 150) + 150;
            tasks.swap_remove(index).abort();
            left += 1;
            if left % 50 == 0 {
                tokio::time::sleep(Duration::from_millis(7)).await;
            }
        }
        for task in tasks {
            task.await.expect("not dropped").expect("sent");
        }
        let moments = server.moments();
        assert!((500..=501 + 50).contains(&moments.len()), "{}", moments.len());
        assert!(moments.windows(2).all(|two| two[1] - two[0] == 10), "without a hole: {moments:?}");
    });
}

#[test]
fn a_waiter_that_times_out_makes_room() {
    in_paused_time(async {
        let server = Timed::new(ok).taking(Duration::from_secs(10));
        let client = server.client(Throttle::default().in_flight(1));
        let first = tokio::spawn(owned(client.clone(), "/things/a"));
        tokio::time::sleep(Duration::from_millis(1)).await;
        let second = crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, "/things/b"));
        let second = tokio::spawn(async move { second.deadline(Duration::from_secs(5)).await });
        tokio::time::sleep(Duration::from_millis(1)).await;
        let third = tokio::spawn(owned(client.clone(), "/things/c"));
        let error = second.await.expect("no panic").expect_err("the first one takes longer");
        assert_eq!(server.now(), 5001);
        assert!(error.is_timeout() && error.retry_after().is_none(), "{error}");
        assert!(error.to_string().contains("the limit of the client did not allow it before the deadline"), "{error}");
        for task in [first, third] {
            task.await.expect("no panic").expect("sent");
        }
        assert_eq!(server.moments(), [0, 10_000]);
    });
}

#[test]
fn a_call_that_nobody_polls_holds_up_no_other() {
    for throttle in [Throttle::default().rate(10, SECOND).burst(1), Throttle::default().in_flight(1)] {
        in_paused_time(async {
            let server = Timed::new(ok);
            let client = server.client(throttle.clone());
            let first = tokio::spawn(owned(client.clone(), "/things/a"));
            tokio::task::yield_now().await;
            // They have begun to wait, and are not polled again for now.
            let mut idle: Vec<_> = (0..2).map(|_| Box::pin(get(&client, "/things/b"))).collect();
            for call in &mut idle {
                assert!(dropped_after(1, call.as_mut()).await.is_none());
            }
            first.await.expect("no panic").expect("sent");
            assert!(calls(&client, 20).await.iter().all(Result::is_ok));
            assert!(server.now() < 6000, "{throttle:?}: {} ms", server.now());
            assert!(!server.paths().contains(&"/v1/things/b".to_owned()));
            for call in idle {
                call.await.expect("it goes on");
            }
            assert_eq!(server.paths().len(), 23);
        });
    }
}

#[test]
fn a_call_may_be_dropped_at_any_point() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().rate(1000, SECOND).burst(1).in_flight(1));
        for polls in 0..12 {
            let busy = tokio::spawn(owned(client.clone(), "/things"));
            tokio::task::yield_now().await;
            let ended = dropped_after(polls, get(&client, "/things")).await;
            busy.await.expect("no panic").expect("sent");
            get(&client, "/things").await.expect("the client is as good as before");
            assert!(ended.is_none_or(|ended| ended.is_ok()), "{polls}");
        }
    });
}

/// Asks for a token with each call.
struct Asks;

impl TokenProvider for Asks {
    fn token<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(async move {
            get(client, "/token").await?;
            Ok("token".into())
        })
    }
}

#[test]
fn requests_for_tokens_count_and_do_not_wait() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let throttle = Throttle::default().rate(10, SECOND).burst(2).in_flight(1);
        let builder = ClientBuilder::new(&crate::api::API).base_url("http://things.example").transport(server.clone());
        let builder = builder.clock(server.clock.clone()).token_provider(Asks).throttle(throttle);
        let client = builder.build().expect("all is given");
        assert!(calls(&client, 3).await.iter().all(Result::is_ok));
        assert_eq!(server.paths(), ["/token", "/things", "/token", "/things", "/token", "/things"]);
        // Two requests for each call.
        assert_eq!(server.moments(), [0, 10, 100, 110, 300, 310]);
    });
}

#[test]
fn a_clock_that_never_waits_is_enough() {
    let fake = crate::support::clock::FakeClock::default();
    let transport = crate::support::memory::Answer("application/json", "{}".into());
    let throttle = Throttle::default().rate(2, SECOND).burst(1);
    let client = builder().transport(transport).clock(fake.clone()).throttle(throttle).build().expect("all is given");
    crate::support::memory::block_on(async {
        for _ in 0..5 {
            get(&client, "/things").await.expect("sent");
        }
    });
    assert_eq!(fake.waits(), [500; 4]);
}

#[test]
fn a_moment_is_enough_for_those_who_are_ready() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let client = server.client(Throttle::default().in_flight(1));
        let mut call = Box::pin(get(&client, "/things"));
        assert!(dropped_after(1, call.as_mut()).await.is_none());
        assert_eq!(server.moments(), [0], "with the first poll");
        call.await.expect("sent");
    });
}
