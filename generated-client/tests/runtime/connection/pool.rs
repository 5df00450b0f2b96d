//! Connections that are kept: which one a request gets, and what becomes of those that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{client, get, json, json_with, many_threads, post, runtime, with};
use crate::runtime::{Binary, Call, Client, Delivery, Error, Method, Retry};
use crate::support::peer::{Peer, eventually};
use crate::support::server::reply;

/// Makes calls at once, and waits for all.
async fn burst(client: &Client, calls: usize) {
    let started: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await.map(|_| ()) })
        })
        .collect();
    for call in started {
        call.await.expect("no panic").expect("answered");
    }
}

#[test]
fn a_connection_that_the_server_has_closed_is_replaced_unseen() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write(json("{}"))
    });
    let client = client(&peer);
    runtime().block_on(async {
        for round in 1..=3 {
            post(&client).await.expect("answered");
            assert_eq!((peer.accepted(), peer.requests()), (round, round));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
}

#[test]
fn a_read_that_meets_the_end_of_a_kept_connection_is_sent_once_more_on_a_new_one() {
    // Of each connection but the last, the second request ends it.
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write(json("{}"))?;
        peer.head()?;
        None
    });
    let client = with(&peer, |builder| builder, Retry::default().retries(1));
    runtime().block_on(async {
        get(&client).await.expect("answered");
        let begun = Instant::now();
        get(&client).await.expect("answered on another connection");
        assert!(begun.elapsed() < Duration::from_secs(5));
    });
    assert_eq!((peer.accepted(), peer.requests()), (2, 3));
}

#[test]
fn a_write_that_meets_the_end_of_a_kept_connection_says_what_is_known() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write(json("{}"))?;
        peer.request()?;
        None
    });
    let client = client(&peer);
    runtime().block_on(async {
        get(&client).await.expect("answered");
        let error = post(&client).await.expect_err("nothing was answered");
        assert_eq!((error.delivery(), error.attempts(), error.is_safe_to_retry()), (Delivery::Unknown, 1, false));
        let text = error.to_string();
        assert!(text.contains("a connection that had been used before") && !text.contains("canceled"), "{text}");
    });
    assert_eq!((peer.accepted(), peer.requests()), (1, 2));
}

#[test]
fn after_a_restart_one_repeat_is_enough() {
    let restarted = Arc::new(AtomicBool::new(false));
    let before = restarted.clone();
    let peer = Peer::start(move |_, peer| {
        peer.request()?;
        thread::sleep(Duration::from_millis(100));
        peer.write(json("{}"))?;
        let is_old = !before.load(Ordering::SeqCst);
        peer.head()?;
        if is_old { None } else { peer.write(json("{}")).and_then(|()| peer.serve(json("{}"))) }
    });
    let client = with(&peer, |builder| builder, Retry::default().retries(1));
    many_threads().block_on(async {
        burst(&client, 20).await;
        assert_eq!(peer.accepted(), 20);
        restarted.store(true, Ordering::SeqCst);
        for _ in 0..20 {
            get(&client).await.expect("the repeat never takes a kept connection");
        }
    });
    assert_eq!(peer.accepted(), 21, "the first failure closes the others");
}

#[test]
fn what_was_not_written_is_sent_again_whatever_the_method() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write(json("{}"))
    });
    let client = client(&peer);
    runtime().block_on(async {
        get(&client).await.expect("answered");
        // The thread is held up, so that nobody has noticed the end of the connection when the next request comes.
        eventually("the peer has closed", || peer.open() == 0);
        thread::sleep(Duration::from_millis(50));
        post(&client).await.expect("sent on another connection");
    });
    assert_eq!((peer.accepted(), peer.requests()), (2, 2));
}

#[test]
fn the_server_says_how_long_a_connection_is_kept() {
    for (header, pause, connections) in [
        ("timeout=0", 0, 2),
        ("timeout=1", 0, 2),
        ("timeout=2, max=100", 100, 1),
        ("timeout=2, max=100", 1100, 2),
        ("Timeout = \"2\"", 1100, 2),
        ("soon", 100, 1),
    ] {
        let peer = Peer::start(move |_, peer| peer.serve(json_with(&[("keep-alive", header)], "{}")));
        let client = client(&peer);
        runtime().block_on(async {
            get(&client).await.expect("answered");
            tokio::time::sleep(Duration::from_millis(pause)).await;
            get(&client).await.expect("answered");
        });
        assert_eq!(peer.accepted(), connections, "{header} {pause}");
    }
}

#[test]
fn idle_connections_are_closed_without_another_call() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = with(&peer, |builder| builder.pool_idle_timeout(Duration::from_millis(300)), Retry::never());
    many_threads().block_on(async {
        burst(&client, 50).await;
        assert!(peer.open() > 0);
        tokio::time::sleep(Duration::from_millis(600)).await;
        eventually("all are closed", || peer.open() == 0);
    });
}

#[test]
fn no_more_connections_are_kept_than_the_limit() {
    for (limit, kept) in [(10, 10), (0, 0)] {
        let peer = Peer::start(|_, peer| {
            loop {
                peer.request()?;
                thread::sleep(Duration::from_millis(100));
                peer.write(json("{}"))?;
            }
        });
        let client = with(&peer, |builder| builder.pool_max_idle_per_host(limit), Retry::never());
        many_threads().block_on(async {
            burst(&client, 60).await;
            eventually("the others are closed", || peer.open() <= kept);
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(peer.open(), kept);
        });
    }
}

#[test]
fn many_callers_open_no_more_connections_than_they_are() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = client(&peer);
    many_threads().block_on(async {
        let callers: Vec<_> = (0..64)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    for _ in 0..50 {
                        get(&client).await.expect("answered");
                    }
                })
            })
            .collect();
        for caller in callers {
            caller.await.expect("no panic");
        }
    });
    assert_eq!(peer.requests(), 3200);
    assert!(peer.accepted() <= 70, "{} connections", peer.accepted());
}

#[test]
fn calls_one_after_the_other_share_one_connection() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = client(&peer);
    many_threads().block_on(async {
        for _ in 0..2000 {
            get(&client).await.expect("answered");
        }
    });
    assert_eq!((peer.accepted(), peer.requests()), (1, 2000));
}

#[test]
fn a_body_that_is_not_read_closes_its_connection() {
    for size in [1_000, 5_000_000] {
        let peer = Peer::start(move |number, peer| {
            peer.request()?;
            peer.write(reply(200, &[("content-type", "text/plain")], &format!("{number}").repeat(size)))?;
            peer.serve(json("{}"))
        });
        let client = client(&peer);
        runtime().block_on(async {
            let download = Call::<Binary>::from(client.call(Method::GET, "/file")).download().await.expect("begun");
            drop(download);
            let text = Call::<Binary>::from(client.call(Method::GET, "/file")).download().await.expect("begun");
            drop(text);
        });
        assert_eq!(peer.accepted(), 2, "{size}");
        eventually("both are closed", || peer.open() == 0);
    }
}

#[test]
fn a_connection_that_is_to_be_closed_is_not_used_again() {
    let closing = json_with(&[("connection", "close")], "{}");
    let old = b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}".to_vec();
    for response in [closing, old] {
        let peer = Peer::start(move |_, peer| peer.serve(&response));
        let client = client(&peer);
        runtime().block_on(async {
            for _ in 0..3 {
                get(&client).await.expect("answered");
            }
        });
        assert_eq!((peer.accepted(), peer.requests()), (3, 3));
    }
}

#[test]
fn bytes_that_nobody_asked_for_end_a_kept_connection() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write(json("{}"))?;
        thread::sleep(Duration::from_millis(50));
        peer.write(reply(408, &[("connection", "close")], "too slow"))
    });
    let client = client(&peer);
    runtime().block_on(async {
        for _ in 0..3 {
            get(&client).await.expect("answered");
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    });
    assert_eq!((peer.accepted(), peer.requests()), (3, 3));
}

#[test]
fn a_connection_that_stalled_is_never_given_out_again() {
    let peer = Peer::start(|number, peer| {
        peer.request()?;
        if number == 0 {
            return peer.wait();
        }
        peer.write(json("{}"))?;
        peer.serve(json("{}"))
    });
    let transport = crate::runtime::HttpTransport::builder().no_proxy().build().expect("valid");
    let builder = crate::runtime::ClientBuilder::new(&crate::api::API).base_url(peer.url()).token("token").transport(transport);
    let client = builder.timeout(Duration::from_millis(200)).build().expect("all is given");
    runtime().block_on(async {
        get(&client).await.expect("the second attempt is answered");
        get(&client).await.expect("answered");
    });
    assert_eq!((peer.accepted(), peer.requests()), (2, 3));
    eventually("the first is closed", || peer.open() <= 1);
}

#[test]
fn calls_that_are_dropped_leave_nothing_behind() {
    let peer = Peer::start(|_, peer| {
        loop {
            peer.request()?;
            thread::sleep(Duration::from_millis(2));
            peer.write(json("{}"))?;
        }
    });
    let client = client(&peer);
    many_threads().block_on(async {
        let calls: Vec<_> = (0..1000_u64)
            .map(|number| {
                let client = client.clone();
                tokio::spawn(async move {
                    let limit = Duration::from_micros(number % 50 * 100);
                    drop(tokio::time::timeout(limit, get(&client)).await);
                })
            })
            .collect();
        for call in calls {
            call.await.expect("no panic");
        }
        let begun = Instant::now();
        get(&client).await.expect("answered");
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        eventually("the dropped ones are closed", || peer.open() <= 100);
    });
}

#[test]
fn a_kept_connection_dies_with_its_runtime_and_is_replaced() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = client(&peer);
    for round in 1..=3 {
        runtime().block_on(post(&client)).expect("answered");
        assert_eq!(peer.accepted(), round);
    }
    eventually("those of the runtimes that are gone are closed", || peer.open() == 0);
}

#[test]
fn an_answer_that_the_request_came_too_slowly_is_no_answer_to_it() {
    let peer = Peer::start(|number, peer| {
        peer.request()?;
        match number {
            0 => peer.write(reply(408, &[("connection", "close")], "")),
            _ => peer.write(json("{}")),
        }
    });
    let client = client(&peer);
    let answered: Result<_, Error> = runtime().block_on(post(&client));
    answered.expect("any method is sent again");
    assert_eq!((peer.accepted(), peer.requests()), (2, 2));
}

#[test]
fn an_upload_that_is_given_up_while_the_server_takes_nothing_closes_its_connection() {
    let peer = Peer::start(|_, peer| {
        peer.head()?;
        thread::sleep(Duration::from_millis(400));
        peer.wait()
    });
    let client = client(&peer);
    many_threads().block_on(async {
        let call = Call::<Binary>::from(client.call(Method::POST, "/file").bytes("application/octet-stream", vec![0; 50_000_000]));
        assert!(tokio::time::timeout(Duration::from_millis(200), call.into_future()).await.is_err(), "nothing is taken");
        eventually("its connection is closed", || peer.open() == 0);
    });
}
