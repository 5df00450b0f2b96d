//! Constraints of Tallyfy's definition are checked before anything is sent, where the caller asks for it.
#![cfg(all(feature = "constraints", feature = "blocking", feature = "all"))]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tallyfy::types::{CreateGroupInput, CreateTagInput, UpdateGroupInput};
use tallyfy::{Body, Client, Constrained, Constraint, Delivery, Error, InputPlace, Retry, Transport, TransportFuture, blocking};

/// A server that counts the requests, and answers each with a group.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Transport for Counter {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(http::Response::new(Body::from(r#"{"data":{"id":"g"}}"#))) })
    }
}

impl Counter {
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

fn client(counter: &Counter) -> Client {
    let retry = Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
    let builder = Client::builder().base_url("https://api.example.com").token("secret").org_id("acme");
    builder.retry(retry).transport(counter.clone()).check_constraints(true).build().expect("all is given")
}

/// What is wrong with a group whose name is too long, and whose description is empty.
fn assert_wrong(error: &Error, attempts: usize) {
    assert!(matches!(error, Error::Constraints(_)), "{error}");
    let found: Vec<_> = error.violations().iter().map(|found| (found.place(), found.pointer(), found.constraint())).collect();
    let expected = [(InputPlace::Body, "/name", Constraint::MaxLength(200)), (InputPlace::Body, "/description", Constraint::MinLength(1))];
    assert_eq!(found, expected);
    assert_eq!((error.delivery(), error.is_transient(), error.status()), (Delivery::NeverSent, false, None));
    assert_eq!(attempts, 0, "nothing was sent");
}

#[tokio::test]
async fn a_body_that_violates_constraints_is_not_sent() {
    let counter = Counter::default();
    let client = client(&counter);
    let wrong = CreateGroupInput::new("n".repeat(201)).description("");
    let error = client.groups().create(&wrong).await.expect_err("two constraints are not met");
    assert_wrong(&error, counter.count());
    assert_eq!(
        error.to_string(),
        "POST /organizations/{org_id}/groups at api.example.com: 2 constraints are not met: /name: at most 200 characters; \
         /description: at least 1 character (nothing was sent)"
    );
    let right = CreateGroupInput::new("ä".repeat(200)).description("d");
    client.groups().create(&right).await.expect("at the bounds");
    client.groups().create(&wrong).check_constraints(false).await.expect("unchecked");
    client.groups().update("g", &UpdateGroupInput::new().members([])).await.expect("what is absent is not checked");
    assert_eq!(counter.count(), 3);
}

#[tokio::test]
async fn parameters_of_lists_are_checked_page_by_page() {
    let counter = Counter::default();
    let client = client(&counter);
    let mut all = client.groups().list().per_page(101).page(0).stream();
    let error = all.next().await.expect("an item").expect_err("no page is asked for");
    let lines: Vec<String> = error.violations().iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["query parameter `per_page`: at most 100", "query parameter `page`: at least 1"]);
    assert_eq!(counter.count(), 0);
}

#[test]
fn calls_without_async_are_checked_too() {
    let counter = Counter::default();
    let builder = blocking::Client::builder().base_url("https://api.example.com").token("secret").org_id("acme");
    let client = builder.transport(counter.clone()).check_constraints(true).build().expect("all is given");
    let wrong = CreateGroupInput::new("n".repeat(201)).description("");
    assert_wrong(&client.groups().create(&wrong).send().expect_err("two constraints are not met"), counter.count());
    client.groups().create(&CreateGroupInput::new("n")).send().expect("valid");
    assert_eq!(counter.count(), 1);
}

#[test]
fn a_value_is_checked_alone() {
    let violations = CreateTagInput::new("t".repeat(31)).color("#fff").check().expect_err("two constraints are not met");
    assert_eq!(violations.to_string(), "2 constraints are not met: /title: at most 30 characters; /color: at least 7 characters");
    assert_eq!(CreateTagInput::new("t").color("#ffffff").check(), Ok(()));
}
