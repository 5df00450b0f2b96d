//! Dry runs: nothing that may change something leaves the program, whatever its body, and nothing secret is shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::api::{call, client};
use crate::runtime::{Body, Bytes, Client, Delivery, Error, File, Method, Transport, TransportFuture};
use crate::support::memory::{Answer, block_on};

/// Counts what is sent.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Transport for Counting {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        self.0.fetch_add(1, Ordering::SeqCst);
        Answer("application/json", Bytes::from_static(b"{}")).send(request)
    }
}

fn dry(sent: &Counting) -> Client {
    client().transport(sent.clone()).dry_run(true).build().expect("all is given")
}

#[test]
fn what_may_change_something_is_shown_and_not_sent() {
    let sent = Counting::default();
    let client = dry(&sent);
    let path = "/things/{id}";
    for request in [
        client.call(Method::POST, path).path("id", 7).json(&json!({"a": 1})),
        client.call(Method::PUT, path).path("id", 7).file("text/plain", File::new("a.txt", "content")),
        client.call(Method::PATCH, path).path("id", 7).form("a", "b"),
        client.call(Method::DELETE, path).path("id", 7),
        client.call(Method::GET, path).path("id", 7).changes(true),
    ] {
        let error = call(request).unwrap_err();
        assert!(matches!(error, Error::DryRun(_)), "{error}");
        let shown = error.preview().expect("what would have been sent");
        assert!(shown.contains("http://things.example/v1/things/7") && shown.contains("$THINGS_TOKEN"), "{shown}");
        assert!(!format!("{error} {error:?} {shown}").contains("s3cret-token"), "{error:?}");
        assert_eq!((error.attempts(), error.delivery()), (0, Delivery::NeverSent));
        assert!(!error.is_transient());
    }
    assert_eq!(sent.0.load(Ordering::SeqCst), 0);
}

#[test]
fn what_only_reads_is_sent() {
    let sent = Counting::default();
    let client = dry(&sent);
    let query = Method::from_bytes(b"QUERY").expect("a method");
    for request in [client.call(Method::GET, "/a"), client.call(query, "/a"), client.call(Method::POST, "/a").changes(false)] {
        call(request).expect("it is sent");
    }
    assert_eq!(sent.0.load(Ordering::SeqCst), 3);
}

#[test]
fn what_is_wrong_is_told_as_ever() {
    let sent = Counting::default();
    let error = block_on(dry(&sent).request(Method::DELETE, "/things/{id}").into_future()).unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error}");
    assert_eq!(sent.0.load(Ordering::SeqCst), 0);
}
