//! What each timeout covers, and what it does not.

use std::thread;
use std::time::{Duration, Instant};

use super::{get, json, many_threads, post, runtime, with};
use crate::api::API;
use crate::runtime::{Binary, Call, ClientBuilder, Delivery, Error, HttpTransport, Method, Retry};
use crate::support::peer::Peer;

const LIMIT: Duration = Duration::from_millis(200);

/// A call for a file, which is received to its end.
async fn download(client: &crate::runtime::Client) -> Result<u64, Error> {
    let mut download = Call::<Binary>::from(client.call(Method::GET, "/file")).download().await?;
    let mut size = 0;
    while let Some(chunk) = download.next().await {
        size += chunk?.len() as u64;
    }
    Ok(size)
}

#[test]
fn the_first_byte_has_a_limit_of_its_own() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.wait()
    });
    let client = with(&peer, |builder| builder.first_byte_timeout(LIMIT), Retry::never());
    let error = runtime().block_on(post(&client)).expect_err("no response");
    assert!(error.is_timeout() && error.to_string().contains("`first_byte_timeout`"), "{error}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn the_first_byte_is_not_waited_for_while_the_request_is_being_sent() {
    let peer = Peer::start(|_, peer| {
        let head = peer.head()?;
        let length = head.header("content-length")?.parse().ok()?;
        let mut read = 0;
        while read < length {
            read += peer.read(400_000).len();
            thread::sleep(Duration::from_millis(15));
        }
        peer.write(json("{}"))
    });
    let client = with(&peer, |builder| builder.first_byte_timeout(LIMIT * 5).read_timeout(LIMIT * 5), Retry::never());
    let begun = Instant::now();
    let call = Call::<Binary>::from(client.call(Method::POST, "/file").bytes("application/octet-stream", vec![0; 40_000_000]));
    many_threads().block_on(call.into_future()).expect("slow, and never still");
    assert!(begun.elapsed() > LIMIT * 5, "it took long enough to prove it");
}

#[test]
fn a_server_that_takes_nothing_is_a_timeout() {
    let peer = Peer::start(|_, peer| {
        peer.head()?;
        thread::sleep(Duration::from_secs(5));
        None
    });
    let client = with(&peer, |builder| builder.read_timeout(LIMIT), Retry::never());
    let call = Call::<Binary>::from(client.call(Method::POST, "/file").bytes("application/octet-stream", vec![0; 50_000_000]));
    let error = many_threads().block_on(call.into_future()).expect_err("nothing is taken");
    assert!(error.is_timeout() && error.to_string().contains("took nothing of the request"), "{error}");
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn a_source_that_takes_its_time_is_no_timeout() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = with(&peer, |builder| builder.read_timeout(LIMIT).first_byte_timeout(LIMIT), Retry::never());
    runtime().block_on(async {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            for piece in ["a", "b"] {
                tokio::time::sleep(LIMIT * 2).await;
                let _ = sender.send(crate::runtime::Bytes::from(piece)).await;
            }
        });
        let file = crate::runtime::File::from_stream("slow", None, Pieces(receiver));
        Call::<Binary>::from(client.call(Method::POST, "/file").file("text/plain", file))
            .await
            .expect("the source is slow, not the server");
    });
}

struct Pieces(tokio::sync::mpsc::Receiver<crate::runtime::Bytes>);

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<crate::runtime::Bytes>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|piece| piece.map(Ok))
    }
}

#[test]
fn a_body_may_take_as_long_as_it_goes_on() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 20\r\n\r\n")?;
        for _ in 0..20 {
            thread::sleep(LIMIT / 4);
            peer.write("x")?;
        }
        peer.wait()
    });
    let client = with(&peer, |builder| builder.read_timeout(LIMIT), Retry::never());
    let begun = Instant::now();
    assert_eq!(runtime().block_on(download(&client)).expect("every byte came in time"), 20);
    assert!(begun.elapsed() > LIMIT * 4);
}

#[test]
fn a_body_that_stops_is_a_timeout_with_its_phase() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 20\r\n\r\nxxx")?;
        peer.wait()
    });
    let client = with(&peer, |builder| builder.read_timeout(LIMIT), Retry::never());
    runtime().block_on(async {
        let error = download(&client).await.expect_err("it stops");
        assert!(error.is_timeout() && error.to_string().contains("nothing was received within 200ms (`read_timeout`)"), "{error}");
        let error = get(&client).await.expect_err("it stops");
        assert!(error.is_timeout() && error.delivery() == Delivery::Done, "{error}");
    });
    assert_eq!(peer.accepted(), 2, "the first connection is not used again");
}

#[test]
fn times_that_cannot_be_waited_for_are_no_limit_and_no_time_is_refused() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    for huge in [Duration::MAX, Duration::from_secs(100 * 365 * 86_400), Duration::from_secs(u64::MAX)] {
        let transport = HttpTransport::builder().no_proxy().connect_timeout(huge).first_byte_timeout(huge).read_timeout(huge);
        let transport = transport.pool_idle_timeout(huge).tcp_keepalive(Duration::from_secs(60)).build().expect("no limit");
        let builder = ClientBuilder::new(&API).base_url(peer.url()).token("token").transport(transport);
        let client = builder.timeout(huge).deadline(huge).build().expect("all is given");
        runtime().block_on(async {
            get(&client).await.expect("answered");
            assert!(download(&client).await.expect("answered") > 0);
        });
    }
    for (name, builder) in [
        ("connect_timeout", HttpTransport::builder().connect_timeout(Duration::ZERO)),
        ("first_byte_timeout", HttpTransport::builder().first_byte_timeout(Duration::ZERO)),
        ("read_timeout", HttpTransport::builder().read_timeout(Duration::ZERO)),
    ] {
        let error = builder.build().expect_err("nothing can be sent");
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn a_wait_beyond_the_deadline_is_not_begun() {
    let peer = Peer::start(|_, peer| peer.serve(crate::support::server::reply(429, &[("retry-after", "20")], "")));
    let transport = HttpTransport::builder().no_proxy().build().expect("valid");
    let builder = ClientBuilder::new(&API).base_url(peer.url()).token("token").transport(transport);
    let client = builder.deadline(Duration::from_secs(5)).build().expect("all is given");
    let begun = Instant::now();
    let error = runtime().block_on(get(&client)).expect_err("limited");
    assert!(begun.elapsed() < Duration::from_secs(4) && error.is_rate_limited(), "{error}");
}

#[test]
fn an_attempt_that_is_over_before_there_is_a_connection_sent_nothing() {
    let mute = Peer::start(|_, peer| peer.wait());
    let client = |url: String, retry: Retry| {
        let builder = ClientBuilder::new(&API).base_url(url).timeout(LIMIT).retry(retry.backoff(LIMIT / 10, LIMIT / 10));
        builder.transport(HttpTransport::builder().no_proxy().build().expect("valid")).build().expect("all is given")
    };
    // It never comes to the end of the handshake.
    let error = runtime().block_on(post(&client(mute.url().replace("http:", "https:"), Retry::never()))).expect_err("no connection");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.delivery(), Delivery::NeverSent, "{error}");
    let error = runtime().block_on(post(&client(mute.url().replace("http:", "https:"), Retry::default().retries(2)))).expect_err("never");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 3), "a write can be tried again: {error}");
    // Here there is a connection, and so a doubt.
    let error = runtime().block_on(post(&client(mute.url(), Retry::default()))).expect_err("no response");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1), "{error}");
}
