//! HTTP/2 over one connection that all calls share.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_core::Stream;
use serde_json::Value;

use super::{get, many_threads, post, runtime, with};
use crate::api::API;
use crate::runtime::{
    Binary, Bytes, Call, Client, ClientBuilder, Delivery, Error, File, HttpTransport, HttpTransportBuilder, Json, Method, Retry,
};
use crate::support::frames::{CANCEL, ENHANCE_YOUR_CALM, Event, Frames, Last, MAX_CONCURRENT_STREAMS, NO_ERROR, REFUSED_STREAM};
use crate::support::peer::{Conversation, Peer, eventually};

/// Starts a peer that speaks HTTP/2 on each connection.
fn start(script: impl Fn(usize, &mut Frames<'_>) -> Option<()> + Send + Sync + 'static) -> Peer {
    start_with(&[], script)
}

fn start_with(settings: &'static [(u16, u32)], script: impl Fn(usize, &mut Frames<'_>) -> Option<()> + Send + Sync + 'static) -> Peer {
    Peer::start(move |number, conversation: &mut Conversation| {
        let mut frames = Frames::begin(conversation, settings)?;
        script(number, &mut frames)
    })
}

fn client(peer: &Peer) -> Client {
    client_with(peer, |builder| builder)
}

fn client_with(peer: &Peer, configure: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder) -> Client {
    with(peer, |builder| configure(builder.http2_prior_knowledge()), Retry::default())
}

/// Makes calls at once, and waits for all.
async fn all(client: &Client, method: &Method, calls: usize) -> Vec<Result<Value, Error>> {
    let begin = |_| tokio::spawn(Call::<Json<Value>>::from(client.call(method.clone(), "/things")).into_future());
    let started: Vec<_> = (0..calls).map(begin).collect();
    let mut results = Vec::new();
    for call in started {
        results.push(call.await.expect("no panic"));
    }
    results
}

#[test]
fn many_first_calls_open_one_connection() {
    let peer = start(|_, frames| frames.serve());
    let client = client(&peer);
    many_threads().block_on(async {
        for result in all(&client, &Method::GET, 64).await {
            result.expect("answered");
        }
        for _ in 0..10 {
            post(&client).await.expect("answered");
        }
    });
    assert_eq!(peer.accepted(), 1);
}

/// A client that speaks TLS to a peer.
fn over_tls(peer: &Peer, timeout: Duration) -> Client {
    let transport = HttpTransport::builder().no_proxy().connect_timeout(timeout).build().expect("valid");
    let builder = ClientBuilder::new(&API).base_url(format!("https://{}", peer.address())).token("token");
    builder.retry(Retry::never()).transport(transport).build().expect("all is given")
}

#[test]
fn calls_wait_for_the_first_handshake_and_not_for_its_call() {
    let peer = Peer::start(|_, conversation| conversation.wait());
    let client = over_tls(&peer, Duration::from_secs(10));
    many_threads().block_on(async {
        let first = tokio::spawn({
            let client = client.clone();
            async move { get(&client).await.map(|_| ()) }
        });
        eventually("the first call has a connection", || peer.accepted() == 1);
        let second = tokio::spawn({
            let client = client.clone();
            async move { get(&client).await.map(|_| ()) }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(peer.accepted(), 1, "the second call waits");
        first.abort();
        eventually("the second call has its turn", || peer.accepted() == 2);
        second.abort();
    });
}

#[test]
fn a_call_that_nobody_polls_holds_up_no_handshake() {
    let peer = start(|_, frames| frames.serve());
    let client = client(&peer);
    runtime().block_on(async {
        let mut first = std::pin::pin!(get(&client));
        let polled = std::future::poll_fn(|context| Poll::Ready(first.as_mut().poll(context))).await;
        assert!(polled.is_pending(), "it has begun to connect");
        tokio::time::timeout(Duration::from_secs(5), get(&client)).await.expect("it waits for nobody").expect("answered");
        first.await.expect("answered");
    });
    assert_eq!(peer.accepted(), 1, "they share a connection");
}

#[test]
fn a_handshake_that_fails_is_waited_for_once() {
    let peer = Peer::start(|_, conversation| conversation.wait());
    let client = over_tls(&peer, Duration::from_millis(500));
    let begun = Instant::now();
    let results = many_threads().block_on(all(&client, &Method::GET, 20));
    assert!(results.iter().all(|result| result.as_ref().is_err_and(Error::is_timeout)), "{results:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "not one after the other: {:?}", begun.elapsed());
}

#[test]
fn what_a_server_that_leaves_has_not_looked_at_is_sent_again() {
    let answered = Arc::new(AtomicUsize::new(0));
    let counted = answered.clone();
    let peer = start(move |number, frames| {
        if number > 0 {
            loop {
                let stream = frames.request()?;
                counted.fetch_add(1, Ordering::SeqCst);
                frames.answer(stream)?;
            }
        }
        let streams = [frames.request()?, frames.request()?, frames.request()?, frames.request()?];
        frames.go_away(streams[1], NO_ERROR, "")?;
        for stream in &streams[..2] {
            counted.fetch_add(1, Ordering::SeqCst);
            frames.answer(*stream)?;
        }
        frames.next().map(|_| ())
    });
    let client = client(&peer);
    many_threads().block_on(async {
        for result in all(&client, &Method::POST, 4).await {
            result.expect("answered, on one connection or the other");
        }
    });
    assert_eq!((peer.accepted(), answered.load(Ordering::SeqCst)), (2, 4));
}

#[test]
fn what_a_server_that_leaves_may_have_looked_at_is_not_sent_again() {
    for code in [NO_ERROR, ENHANCE_YOUR_CALM] {
        let peer = start(move |number, frames| {
            let stream = frames.request()?;
            match number {
                0 => frames.go_away(stream, code, "too_many_pings").and_then(|()| frames.leave()),
                _ => frames.answer(stream).and_then(|()| frames.serve()),
            }
        });
        let error = many_threads().block_on(post(&client(&peer))).expect_err("not answered");
        assert_eq!((error.delivery(), error.attempts(), peer.accepted()), (Delivery::Unknown, 1, 1), "{error}");
        assert_eq!(error.to_string().contains("too_many_pings"), code == ENHANCE_YOUR_CALM, "{error}");
    }
    let peer = start(|number, frames| {
        let stream = frames.request()?;
        match number {
            0 => frames.go_away(stream, NO_ERROR, "").and_then(|()| frames.leave()),
            _ => frames.answer(stream).and_then(|()| frames.serve()),
        }
    });
    many_threads().block_on(get(&client(&peer))).expect("a read is made again");
    assert_eq!(peer.accepted(), 2);
}

#[test]
fn a_server_that_leaves_at_once_says_why() {
    let peer = start(|_, frames| {
        frames.request()?;
        frames.go_away(0, ENHANCE_YOUR_CALM, "too_many_pings")?;
        frames.next().map(|_| ())
    });
    let error = many_threads().block_on(post(&client(&peer))).expect_err("refused each time");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Refused, 4), "{error}");
    assert!(error.to_string().contains("too_many_pings"), "{error}");
}

#[test]
fn a_response_that_has_begun_is_not_asked_for_again() {
    for cut in [
        |frames: &mut Frames<'_>, stream| frames.reset(stream, CANCEL),
        |frames: &mut Frames<'_>, stream| frames.reset(stream, REFUSED_STREAM),
        |frames: &mut Frames<'_>, _| frames.go_away(0, NO_ERROR, ""),
    ] {
        let peer = start(move |_, frames| {
            let stream = frames.request()?;
            frames.head(stream, Last::No)?;
            cut(frames, stream)?;
            frames.next().map(|_| ())
        });
        let error = many_threads().block_on(post(&client(&peer))).expect_err("cut off");
        assert_eq!((error.delivery(), error.attempts()), (Delivery::Done, 1), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
}

#[test]
fn a_stream_that_is_refused_is_sent_again() {
    let peer = start(|_, frames| {
        let stream = frames.request()?;
        frames.reset(stream, REFUSED_STREAM)?;
        frames.serve()
    });
    many_threads().block_on(post(&client(&peer))).expect("answered in the end");
    assert_eq!(peer.accepted(), 1, "the connection is as good as before");
    let peer = start(|_, frames| {
        let stream = frames.request()?;
        frames.reset(stream, CANCEL)?;
        frames.serve()
    });
    let error = many_threads().block_on(post(&client(&peer))).expect_err("given up by the server");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1), "{error}");
}

/// A source that gives the same piece some times.
struct Pieces {
    left: usize,
    piece: &'static [u8],
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or_default();
        Poll::Ready(left.map(|_| Ok(Bytes::from_static(self.piece))))
    }
}

#[test]
fn a_server_that_wants_http_1_1_gets_it() {
    const HTTP_1_1_REQUIRED: u32 = 13;
    let peer = Peer::start(|number, conversation| {
        if number > 0 {
            return conversation.serve(super::json("{}"));
        }
        let mut frames = Frames::begin(conversation, &[])?;
        let stream = frames.request()?;
        frames.reset(stream, HTTP_1_1_REQUIRED)?;
        frames.leave()
    });
    let client = client(&peer);
    runtime().block_on(async {
        // It was not carried out, so that a write can be sent again.
        post(&client).await.expect("by HTTP/1.1");
        get(&client).await.expect("by HTTP/1.1, without asking again");
    });
    assert_eq!(peer.accepted(), 2);
}

#[test]
fn a_whole_response_ends_the_request() {
    let peer = start(|_, frames| {
        let Event::Begun(stream) = frames.next()? else { return None };
        frames.answer(stream)?;
        frames.reset(stream, NO_ERROR)?;
        frames.serve()
    });
    let client = client(&peer);
    many_threads().block_on(async {
        let file = File::from_stream("a", None, Pieces { left: usize::MAX, piece: &[0; 4096] });
        let call = Call::<Json<Value>>::from(client.call(Method::POST, "/things").file("application/octet-stream", file));
        call.await.expect("the response counts");
        get(&client).await.expect("answered");
    });
    assert_eq!(peer.accepted(), 1);
}

#[test]
fn a_stream_that_is_reset_without_an_error_has_no_end() {
    let fifty = [b' '; 50];
    for headers in [&[("content-length", "100")][..], &[]] {
        let peer = start(move |_, frames| {
            let stream = frames.request()?;
            frames.head_with(stream, headers, Last::No)?;
            frames.data(stream, &fifty, Last::No)?;
            frames.reset(stream, NO_ERROR)?;
            frames.serve()
        });
        let error = many_threads().block_on(post(&client(&peer))).expect_err("half of it");
        assert!(error.to_string().contains("cut short"), "{error}");
        assert_eq!((error.delivery(), error.attempts()), (Delivery::Done, 1));
    }
    let peer = start(|_, frames| {
        let stream = frames.request()?;
        frames.answer(stream)?;
        frames.reset(stream, NO_ERROR)?;
        frames.serve()
    });
    many_threads().block_on(post(&client(&peer))).expect("whole, before it was reset");
}

#[test]
fn calls_wait_for_a_stream_in_their_order() {
    let (most, lengths) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (counted, kept) = (most.clone(), lengths.clone());
    let peer = start_with(&[(MAX_CONCURRENT_STREAMS, 4)], move |_, frames| {
        let mut open = 0;
        loop {
            match frames.next()? {
                Event::Begun(_) => open += 1,
                Event::Ended(stream) => {
                    counted.fetch_max(open, Ordering::SeqCst);
                    // Streams have rising numbers.
                    *kept.lock().ok()? = frames.lengths.values().copied().collect();
                    frames.answer(stream)?;
                    open -= 1;
                }
                Event::Reset(..) => {}
            }
        }
    });
    let client = client(&peer);
    // On one thread, calls begin in the order in which they are spawned.
    runtime().block_on(async {
        let begin = |length: usize| {
            let call = client.call(Method::POST, "/things").bytes("application/octet-stream", vec![0; length]);
            tokio::spawn(Call::<Json<Value>>::from(call).into_future())
        };
        let started: Vec<_> = (1..=64).map(begin).collect();
        for call in started {
            call.await.expect("no panic").expect("answered");
        }
    });
    assert_eq!(peer.accepted(), 1);
    assert!((1..=4).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    assert_eq!(*lengths.lock().expect("no panic"), (1..=64).collect::<Vec<_>>());
}

#[test]
fn calls_that_are_dropped_while_they_wait_leave_no_hole() {
    let peer = start_with(&[(MAX_CONCURRENT_STREAMS, 2)], |_, frames| frames.serve());
    let client = client(&peer);
    many_threads().block_on(async {
        for round in 0..20 {
            let calls: Vec<_> = (0..50)
                .map(|number| {
                    let client = client.clone();
                    let call = async move { get(&client).await.map(|_| ()) };
                    tokio::spawn(tokio::time::timeout(Duration::from_micros(number * 40 * (round % 3)), call))
                })
                .collect();
            for call in calls {
                drop(call.await.expect("no panic"));
            }
        }
        get(&client).await.expect("answered");
    });
    assert!(peer.accepted() <= 2, "{}", peer.accepted());
}

#[test]
fn a_lower_limit_of_streams_stops_nothing() {
    for limit in [1, 0] {
        let peer = start(move |_, frames| {
            let first = [frames.request()?, frames.request()?, frames.request()?];
            frames.settings(&[(MAX_CONCURRENT_STREAMS, limit)])?;
            for stream in first {
                frames.answer(stream)?;
            }
            frames.serve()
        });
        let client = client(&peer);
        many_threads().block_on(async {
            let results = all(&client, &Method::POST, 3).await;
            assert!(results.iter().all(Result::is_ok), "{results:?}");
            let call = Call::<Json<Value>>::from(client.call(Method::GET, "/things")).timeout(Duration::from_millis(500)).retries(0);
            match call.await {
                Ok(_) => assert_eq!(limit, 1),
                Err(error) => assert!(limit == 0 && error.is_timeout(), "{error}"),
            }
        });
    }
}

#[test]
fn bodies_that_nobody_reads_do_not_hold_up_other_calls() {
    let peer = start(|_, frames| {
        for _ in 0..3 {
            let stream = frames.request()?;
            frames.head_with(stream, &[("content-length", "10000000")], Last::No)?;
            // All that its window lets through.
            for _ in 0..128 {
                frames.data(stream, &[0; 16_384], Last::No)?;
            }
        }
        frames.serve()
    });
    let client = client(&peer);
    many_threads().block_on(async {
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(Call::<Binary>::from(client.call(Method::GET, "/file")).download().await.expect("begun"));
        }
        for _ in 0..100 {
            get(&client).await.expect("answered");
        }
    });
    assert_eq!(peer.accepted(), 1);
}

#[test]
fn uploads_that_wait_for_a_stream_hold_up_nothing() {
    let peer = start_with(&[(MAX_CONCURRENT_STREAMS, 4)], |_, frames| frames.serve());
    let client = client(&peer);
    many_threads().block_on(async {
        let calls: Vec<_> = (0..64)
            .map(|_| {
                let call = client.call(Method::POST, "/things").bytes("application/octet-stream", vec![7; 1 << 20]);
                tokio::spawn(Call::<Json<Value>>::from(call).into_future())
            })
            .collect();
        for call in calls {
            call.await.expect("no panic").expect("answered");
        }
    });
    assert_eq!(peer.accepted(), 1);
}

#[test]
fn a_connection_that_is_silent_is_replaced() {
    let peer = start(|number, frames| match number {
        0 => loop {
            frames.next()?;
        },
        _ => frames.serve(),
    });
    let client = client(&peer);
    many_threads().block_on(async {
        let call = Call::<Json<Value>>::from(client.call(Method::GET, "/things")).timeout(Duration::from_millis(400));
        call.await.expect("answered on another connection");
        post(&client).await.expect("answered on another connection");
    });
    assert_eq!(peer.accepted(), 2);
}

#[test]
fn a_ping_that_is_not_answered_is_a_timeout() {
    let peer = start(|number, frames| {
        frames.answers_pings = number > 0;
        match number {
            0 => loop {
                frames.next()?;
            },
            _ => frames.serve(),
        }
    });
    let client = client_with(&peer, |builder| {
        // Less than 10 seconds count as 10.
        builder.http2_keep_alive_interval(Duration::from_millis(1)).http2_keep_alive_timeout(Duration::from_millis(500))
    });
    many_threads().block_on(async {
        let begun = Instant::now();
        let call = Call::<Json<Value>>::from(client.call(Method::POST, "/things")).timeout(Duration::from_secs(30));
        let error = call.await.expect_err("a dead path");
        assert!(error.is_timeout() && error.to_string().contains("ping"), "{error}");
        assert!((9..20).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
        post(&client).await.expect("answered on another connection");
    });
    assert_eq!(peer.accepted(), 2);
}

#[test]
fn dropped_calls_end_no_others() {
    let peer = start(|_, frames| frames.serve());
    let client = client(&peer);
    many_threads().block_on(async {
        // A connection that is being opened for a single call ends with it.
        post(&client).await.expect("answered");
        let steady = tokio::spawn({
            let client = client.clone();
            async move {
                for _ in 0..300 {
                    post(&client).await.expect("answered");
                }
            }
        });
        for _ in 0..10_000 {
            let call = get(&client);
            drop(tokio::time::timeout(Duration::from_micros(1), call).await);
        }
        steady.await.expect("every call was answered");
    });
    assert_eq!(peer.accepted(), 1);
}

#[test]
fn large_headers_have_a_limit() {
    let headers = |size: usize| {
        start(move |_, frames| {
            loop {
                let stream = frames.request()?;
                let value = "a".repeat(5000);
                let headers: Vec<(&str, &str)> = (0..size / 5000).map(|_| ("x-large", value.as_str())).collect();
                frames.head_with(stream, &headers, Last::No)?;
                frames.data(stream, b"{}", Last::Yes)?;
            }
        })
    };
    many_threads().block_on(post(&client(&headers(60_000)))).expect("within the limit");
    let error = many_threads().block_on(post(&client(&headers(600_000)))).expect_err("beyond the limit");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1), "{error}");
    assert!(error.to_string().contains("header that is too large"), "{error}");
    let small = client_with(&headers(60_000), |builder| builder.http2_max_header_list_size(10_000));
    many_threads().block_on(post(&small)).expect_err("beyond a lower limit");
}

#[test]
fn a_body_that_is_too_short_says_so() {
    let peer = start(|_, frames| frames.serve());
    let file = File::from_stream("a", Some(10), Pieces { left: 1, piece: b"abc" });
    let call = client(&peer).call(Method::POST, "/things").file("text/plain", file);
    let error = many_threads().block_on(Call::<Json<Value>>::from(call).into_future()).expect_err("7 are missing");
    assert!(error.to_string().contains("fewer bytes than its length"), "{error}");
}

#[test]
fn idle_connections_are_closed_without_another_call() {
    let peer = start(|_, frames| frames.serve());
    let client = client_with(&peer, |builder| builder.pool_idle_timeout(Duration::from_millis(200)));
    many_threads().block_on(async {
        get(&client).await.expect("answered");
        assert_eq!(peer.open(), 1);
        tokio::task::spawn_blocking(move || eventually("the connection is closed", || peer.open() == 0)).await.expect("closed");
    });
}

#[test]
fn each_runtime_has_its_own_connection() {
    let peer = start(|_, frames| frames.serve());
    let client = client(&peer);
    for _ in 0..3 {
        runtime().block_on(get(&client)).expect("answered");
    }
    assert_eq!(peer.accepted(), 3);
}
