//! A client of reqwest as the transport: what it does by itself, and what becomes of its errors.

use std::error::Error as _;
use std::future::Future;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reqwest_013::redirect::Policy;

use crate::api::{call, client as builder};
use crate::runtime::{AttemptInfo, Client, Delivery, Error, Method, Reqwest013, Retry, Transport, TransportErrorKind};
use crate::support::clock::FakeClock;
use crate::support::ports::free_address;
use crate::support::server::{Act, Server, json, reply};

/// A client of reqwest that does nothing by itself.
fn reqwest() -> reqwest_013::ClientBuilder {
    reqwest_013::Client::builder().no_proxy().redirect(Policy::none()).retry(reqwest_013::retry::never())
}

fn client(url: impl Into<String>, reqwest: reqwest_013::ClientBuilder) -> Client {
    let transport = Reqwest013::new(reqwest.build().expect("the settings are valid"));
    builder().base_url(url).transport(transport).clock(FakeClock::default()).build().expect("all is given")
}

fn get(client: &Client) -> Result<crate::runtime::Value, Error> {
    call(client.call(Method::GET, "/things").query("key", "k3y-of-the-query"))
}

fn see_other(url: &str) -> Act {
    Act::Reply(reply(302, &[("location", url)], ""))
}

#[test]
fn redirects_are_ours_if_reqwest_follows_none() {
    let elsewhere = Server::start([json(200, r#"{"here": 1}"#)]);
    let server = Server::start([see_other(&elsewhere.url())]);
    assert_eq!(get(&client(server.url(), reqwest())).expect("followed")["here"], 1);
    let received = elsewhere.received();
    assert!(received[0].header("authorization").is_none() && received[0].header("x-things").is_none(), "{received:?}");
}

#[test]
fn redirects_that_reqwest_follows_are_shown_and_take_no_token_along() {
    let elsewhere = Server::start([json(200, "{}"), json(404, r#"{"message": "no such thing"}"#)]);
    let server = Server::start([see_other(&elsewhere.url()), see_other(&elsewhere.url())]);
    let client = client(server.url(), reqwest().redirect(Policy::default()));
    get(&client).expect("followed");
    let error = get(&client).expect_err("not there");
    let there = elsewhere.url().replace("http://", "");
    let line = error.to_string();
    assert!(line.contains(&format!("at {there}: 404 Not Found: no such thing: the transport followed a redirect to this host")), "{line}");
    assert!(server.received().iter().all(|request| request.header("authorization").is_some()));
    assert!(elsewhere.received().iter().all(|request| request.header("authorization").is_none()));
    // Within the host, there is nothing to say.
    let server = Server::start([see_other("/there"), json(404, "")]);
    let error = get(&self::client(server.url(), reqwest().redirect(Policy::default()))).expect_err("not there");
    assert!(!error.to_string().contains("redirect"), "{error}");
}

/// An address that takes no further connection, as long as the others are there.
fn full() -> (SocketAddr, TcpListener, Vec<TcpStream>) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("a free port");
    socket.listen(0).expect("it listens");
    let listener = TcpListener::from(socket);
    let address = listener.local_addr().expect("it is bound");
    let soon = Duration::from_millis(200);
    let others = (0..3).map_while(|_| TcpStream::connect_timeout(&address, soon).ok()).collect();
    (address, listener, others)
}

#[cfg(target_os = "linux")]
#[test]
fn the_timeouts_of_reqwest_are_timeouts() {
    let short = Duration::from_millis(300);
    let (address, _listener, _others) = full();
    let connect = client(format!("http://{address}"), reqwest().connect_timeout(short));
    let stalls = || Server::start([Act::Stall(Vec::new(), Box::new(|| {}))]);
    let (mute, silent) = (stalls(), Server::start([Act::Stall(reply(200, &[], "")[..20].to_vec(), Box::new(|| {}))]));
    for (client, delivery, text) in [
        (connect, Delivery::NeverSent, "connecting took too long"),
        (client(mute.url(), reqwest().timeout(short)), Delivery::Unknown, "the server took too long"),
        (client(silent.url(), reqwest().read_timeout(short)), Delivery::Unknown, "the server took too long"),
    ] {
        let error = call(client.call(Method::POST, "/things").never_retry().json(&1)).expect_err(text);
        assert!(error.is_timeout() && matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!(error.delivery(), delivery, "{error:?}");
        assert!(error.to_string().contains(text), "{error:?}");
    }
}

#[test]
fn our_timeout_is_the_first_one() {
    let clock = FakeClock::default();
    let over = clock.clone();
    let server = Server::start([Act::Stall(Vec::new(), Box::new(move || over.time_out()))]);
    let transport = Reqwest013::new(reqwest().timeout(Duration::from_secs(60)).build().expect("valid"));
    let client = builder().base_url(server.url()).transport(transport).clock(clock).retry(Retry::never());
    let error = call(client.build().expect("all is given").call(Method::POST, "/things").json(&1)).expect_err("a timeout");
    assert!(error.is_timeout() && error.delivery() == Delivery::Unknown, "{error:?}");
}

#[test]
fn a_call_without_retries_is_one_request() {
    let server = Server::start((0..9).map(|_| json(503, "")));
    let attempts = Arc::<AtomicUsize>::default();
    let count = attempts.clone();
    let transport = |reqwest: reqwest_013::ClientBuilder| Reqwest013::new(reqwest.build().expect("valid"));
    let watched = builder().base_url(server.url()).clock(FakeClock::default()).on_attempt(move |_: AttemptInfo<'_>, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let once = |client: Client| call(client.call(Method::GET, "/things").never_retry()).expect_err("503").attempts();
    let client = watched.clone().retry(Retry::never()).transport(transport(reqwest())).build().expect("all is given");
    assert_eq!((once(client), server.received().len(), attempts.load(Ordering::SeqCst)), (1, 1, 1));
    // What reqwest repeats is not ours, and no hook sees it.
    let again = reqwest_013::retry::for_host("127.0.0.1").no_budget().max_retries_per_request(2);
    let again = again.classify_fn(|attempt| {
        if attempt.status() == Some(http::StatusCode::SERVICE_UNAVAILABLE) { attempt.retryable() } else { attempt.success() }
    });
    let client = watched.retry(Retry::never()).transport(transport(reqwest().retry(again))).build().expect("all is given");
    assert_eq!((once(client), server.received().len(), attempts.load(Ordering::SeqCst)), (1, 1 + 3, 2));
}

#[test]
fn errors_keep_their_kind_and_their_causes_and_show_no_url() {
    let closed = free_address();
    let cut = Server::start((0..9).map(|_| Act::Cut));
    for (url, delivery, text) in
        [(format!("http://{closed}"), Delivery::NeverSent, "Connection refused"), (cut.url(), Delivery::Unknown, "the connection broke")]
    {
        let client = client(url, reqwest());
        let secret = call(client.call(Method::POST, "/things").query("key", "k3y-of-the-query").never_retry());
        let error = secret.expect_err(text);
        assert_eq!(error.delivery(), delivery, "{error:?}");
        assert!(error.to_string().contains(text), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("k3y-of-the-query"), "{error:?}");
        assert!(error.source().is_some());
    }
    let https = client("https://127.0.0.1:1", reqwest());
    let error = get(&https).expect_err("no TLS");
    assert!(error.to_string().contains("this client of reqwest has no TLS: enable a TLS feature of reqwest"), "{error:?}");
    assert_eq!((error.attempts(), error.delivery()), (1, Delivery::NeverSent));
}

/// Polls a future outside a runtime: it must be ready at once.
fn outside<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits outside a runtime"),
    }
}

#[test]
fn without_a_runtime_of_tokio_it_is_an_error_that_says_so() {
    let server = Server::start([]);
    let text = "called outside a tokio runtime";
    let client = client(server.url(), reqwest());
    let error = outside(client.request(Method::GET, "/things").into_future()).expect_err("no runtime");
    assert!(error.to_string().contains(text), "{error}");
    assert_eq!((error.delivery(), error.attempts(), server.received().len()), (Delivery::NeverSent, 1, 0));
    // The transport alone, in what another one wraps.
    let transport = Reqwest013::new(reqwest().build().expect("valid"));
    let request = http::Request::get(server.url()).body(crate::runtime::Body::default()).expect("a request");
    let error = outside(transport.send(request)).expect_err("no runtime");
    assert!(error.kind() == TransportErrorKind::NotSent && error.is_permanent(), "{error:?}");
    assert!(error.source().is_some_and(|cause| cause.to_string().contains(text)));
}

#[test]
fn bodies_go_both_ways_whole() {
    let large = "x".repeat(300_000);
    let body = format!(r#"{{"text": "{large}"}}"#);
    let server = Server::start([json(200, &body), json(200, "{}")]);
    let client = client(server.url(), reqwest());
    assert_eq!(get(&client).expect("whole")["text"], large.as_str());
    let seen = Arc::<Mutex<u64>>::default();
    let done = seen.clone();
    let upload = client.call(Method::PUT, "/things").json(&large);
    let upload = crate::runtime::Call::<crate::runtime::Json<crate::runtime::Value>>::from(upload);
    let upload = upload.on_upload(move |progress| *done.lock().expect("no panic") = progress.done);
    crate::support::memory::block_on(upload.into_future()).expect("sent");
    assert_eq!((server.received()[1].body.len(), *seen.lock().expect("no panic")), (300_002, 300_002));
}
