//! Spans of calls and attempts.

use std::time::Duration;

use opentelemetry::trace::{SpanKind, Status};
use tallyfy::Method;

use crate::server::{Server, status};
use crate::{attempts, attribute, call, client, integer, string, traced};

/// The stable attributes of HTTP client spans.
const STABLE: [&str; 12] = [
    "error.type",
    "http.request.method",
    "http.request.method_original",
    "http.request.resend_count",
    "http.response.status_code",
    "network.peer.address",
    "network.peer.port",
    "network.protocol.name",
    "network.protocol.version",
    "server.address",
    "server.port",
    "url.full",
];

/// What the bridge from `tracing` adds to each span.
const OF_THE_BRIDGE: [&str; 6] = ["busy_ns", "code.", "idle_ns", "level", "target", "thread."];

#[test]
fn attempts_are_client_spans_in_the_span_of_their_call() {
    let server = Server::start([status(503), status(503), status(200)]);
    let tallyfy = client(server.url());
    let (spans, result) = traced(async { tallyfy.groups().get("g1").with_response().await.map(drop) });
    assert_eq!(result.expect_err("a group has an id").attempts(), 3);
    let (call, attempts) = (call(&spans), attempts(&spans));
    assert!(call.name.to_ascii_lowercase().contains("group") && !call.name.contains('/'), "{}", call.name);
    assert!(call.attributes.iter().all(|attribute| !attribute.key.as_str().starts_with("http.")), "{call:?}");
    assert_eq!(attempts.len(), 3);
    for (number, attempt) in (0..).zip(attempts) {
        assert_eq!(attempt.parent_span_id, call.span_context.span_id());
        assert_eq!(attempt.name, "GET /organizations/{org_id}/groups/{group_id}");
        assert_eq!(integer(attempt, "http.request.resend_count"), (number > 0).then_some(number));
        for attribute in &attempt.attributes {
            let key = attribute.key.as_str();
            let is_known = STABLE.contains(&key) || OF_THE_BRIDGE.iter().any(|start| key.starts_with(start));
            assert!(is_known, "{key} is not stable");
        }
    }
}

#[test]
fn names_have_no_path_and_no_method_that_nobody_knows() {
    let server = Server::start([status(200)]);
    let tallyfy = client(server.url());
    let (spans, result) = traced(async {
        tallyfy.request(Method::GET, "/users/12345").await?;
        tallyfy.request(Method::from_bytes(b"FOO").expect("a method"), "/users/12345").await
    });
    result.expect("answered");
    assert!(spans.iter().all(|span| !span.name.contains("12345")));
    let attempts = attempts(&spans);
    assert_eq!((&*attempts[0].name, &*attempts[1].name), ("GET", "HTTP"));
    assert_eq!(string(attempts[0], "http.request.method").as_deref(), Some("GET"));
    assert_eq!(attribute(attempts[0], "http.request.method_original"), None);
    assert_eq!(string(attempts[1], "http.request.method").as_deref(), Some("_OTHER"));
    assert_eq!(string(attempts[1], "http.request.method_original").as_deref(), Some("FOO"));
}

#[test]
fn required_attributes_are_there_without_a_connection() {
    // A port below those that systems give away: nothing listens there.
    let closed = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    for (base, host, port) in [
        (format!("http://{closed}"), "127.0.0.1", i64::from(closed.port())),
        ("http://127.0.0.9".to_owned(), "127.0.0.9", 80),
        ("http://[::1]:9".to_owned(), "::1", 9),
    ] {
        let tallyfy = client(&base);
        let (spans, result) = traced(async { tallyfy.request(Method::GET, "/things").retries(0).await });
        result.expect_err("nobody is there");
        let attempt = attempts(&spans)[0];
        assert_eq!(string(attempt, "server.address").as_deref(), Some(host));
        assert_eq!(integer(attempt, "server.port"), Some(port));
        assert_eq!(string(attempt, "url.full"), Some(format!("{base}/things")));
        assert_eq!(string(attempt, "error.type").as_deref(), Some("connect"));
        assert_eq!(attribute(attempt, "http.response.status_code"), None);
        assert_eq!(attempt.status, Status::error(""));
    }
}

#[test]
fn the_url_has_no_secrets() {
    let answers = Server::start([status(200)]);
    let elsewhere = answers.url().replace("http://", "http://me:v4lue@");
    let server = Server::start([format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}/there\r\ncontent-length: 0\r\n\r\n")]);
    let tallyfy = client(server.url());
    let keys = ["token", "code", "state", "X-Amz-Signature", "AWSAccessKeyId", "sig", "X-Goog-Signature"];
    let (spans, result) = traced(async {
        let call = tallyfy.request(Method::GET, "/things");
        keys.iter().fold(call, |call, key| call.extra_query(*key, "v4lue")).extra_query("q", "s3cret-token").extra_query("page", 2).await
    });
    result.expect("answered");
    let url = string(attempts(&spans)[0], "url.full").expect("a URL");
    let host = server.url().trim_start_matches("http://");
    let query = keys.map(|key| format!("{key}=REDACTED")).join("&");
    assert_eq!(url, format!("http://{host}/things?{query}&q=REDACTED&page=2"));
    let redirected = attempts(&spans)[1];
    let host = answers.url().trim_start_matches("http://");
    assert_eq!(string(redirected, "url.full"), Some(format!("http://REDACTED:REDACTED@{host}/there")));
    assert_eq!((&*redirected.name, integer(redirected, "http.request.resend_count")), ("GET", Some(1)));
    assert!(!format!("{spans:?}").contains("v4lue") && !format!("{spans:?}").contains("s3cret-token"));
}

#[test]
fn outcomes_have_their_status_and_type() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ncut".to_owned();
    let long = format!("HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n{}", "x".repeat(10));
    for (response, code, error) in [
        (status(200), Some(200), None),
        (status(404), Some(404), Some("404")),
        (status(503), Some(503), Some("503")),
        (cut, Some(200), Some("broken")),
        (long, Some(200), Some("timeout")),
        ("no HTTP\r\n\r\n".to_owned(), None, Some("protocol")),
        (String::new(), None, Some("broken")),
    ] {
        let server = Server::start([response.clone()]);
        let tallyfy = client(server.url());
        let timeout = if error == Some("timeout") { Duration::from_millis(100) } else { Duration::from_secs(10) };
        let (spans, _) = traced(async { tallyfy.request(Method::GET, "/things").retries(0).timeout(timeout).await.map(drop) });
        let attempt = attempts(&spans)[0];
        assert_eq!(integer(attempt, "http.response.status_code"), code, "{response}");
        assert_eq!(string(attempt, "error.type").as_deref(), error, "{response}");
        assert_eq!(attempt.status, if error.is_some() { Status::error("") } else { Status::Unset }, "{response}");
    }
}

#[test]
fn a_call_that_is_dropped_is_no_error() {
    let server = Server::start(["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_owned()]);
    let tallyfy = client(server.url());
    let (spans, result) = traced(async {
        let call = tallyfy.request(Method::GET, "/things").into_future();
        tokio::time::timeout(Duration::from_millis(100), call).await
    });
    result.expect_err("dropped");
    assert_eq!(spans.iter().filter(|span| span.span_kind == SpanKind::Client).count(), 1);
    for span in spans {
        assert_eq!((attribute(&span, "error.type"), &span.status), (None, &Status::Unset), "{}", span.name);
    }
}

#[test]
fn calls_at_once_have_their_own_parents() {
    let server = Server::start([status(503), status(503), status(200)]);
    let tallyfy = client(server.url());
    let parents = |name: &'static str| {
        let span = tracing::info_span!("parent", otel.name = name);
        let tallyfy = tallyfy.clone();
        tracing::Instrument::instrument(async move { tallyfy.request(Method::GET, "/things").await }, span)
    };
    let (spans, (one, two)) = traced(async { tokio::join!(parents("one"), parents("two")) });
    assert!(one.is_ok() && two.is_ok());
    let named = |name: &str| spans.iter().find(|span| span.name == name).expect("exported").span_context.span_id();
    let calls: Vec<_> = spans.iter().filter(|span| span.name == "request").collect();
    assert_eq!(calls.len(), 2);
    let mut found: Vec<_> = calls.iter().map(|call| call.parent_span_id).collect();
    found.sort_unstable_by_key(|id| id.to_string());
    let mut expected = [named("one"), named("two")];
    expected.sort_unstable_by_key(|id| id.to_string());
    assert_eq!(found, expected);
    for attempt in attempts(&spans) {
        assert!(calls.iter().any(|call| call.span_context.span_id() == attempt.parent_span_id));
    }
}
