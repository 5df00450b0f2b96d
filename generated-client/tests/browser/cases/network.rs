//! A browser does not tell why it has no response.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tallyfy::types::CreateGroupInput;
use tallyfy::{AttemptEnd, Client, ClientBuilder, Delivery, Method, Retry, TransportErrorKind};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{CLOSED, Server, js};

/// Returns a client that notes how its attempts end.
fn noting(builder: ClientBuilder) -> (Client, Rc<RefCell<Vec<AttemptEnd>>>) {
    let ends = Rc::new(RefCell::new(Vec::new()));
    let noted = ends.clone();
    let retry = Retry::default().retries(2).backoff(Duration::from_millis(10), Duration::from_millis(20));
    let client = builder.retry(retry).on_outcome(move |_, outcome| noted.borrow_mut().push(outcome.end)).build().expect("a client");
    (client, ends)
}

/// Reads are retried, and writes are not: they may have arrived.
async fn has_no_response(builder: impl Fn() -> ClientBuilder) {
    const ENDS: [AttemptEnd; 3] = [AttemptEnd::Failed(TransportErrorKind::Network); 3];
    let (client, ends) = noting(builder());
    let error = client.groups().get("g1").await.expect_err("no response");
    assert_eq!((error.delivery(), ends.borrow().as_slice()), (Delivery::Unknown, &ENDS[..]), "{error}");
    assert!(error.to_string().contains("CORS") && !error.is_timeout(), "{error}");
    let (client, ends) = noting(builder());
    let error = client.groups().create(&CreateGroupInput::new("x")).await.expect_err("no response");
    assert_eq!((error.delivery(), ends.borrow().as_slice()), (Delivery::Unknown, &ENDS[..1]), "{error}");
    assert!(!error.is_safe_to_retry(), "{error}");
}

#[wasm_bindgen_test]
async fn a_closed_port() {
    has_no_response(|| Client::builder().base_url(CLOSED).org_id("acme").token("s3cret")).await;
}

#[wasm_bindgen_test]
async fn a_name_that_does_not_exist() {
    has_no_response(|| Client::builder().base_url("http://nobody.invalid").org_id("acme").token("s3cret")).await;
}

#[wasm_bindgen_test]
async fn a_server_that_does_not_allow_the_origin() {
    let server = Server::new("forbidding");
    has_no_response(|| server.builder()).await;
}

#[wasm_bindgen_test]
async fn a_host_without_fetch() {
    let client = Client::builder().base_url(CLOSED).org_id("acme").token("s3cret").build().expect("a client");
    let error = js::with_fetch(&JsValue::UNDEFINED, client.groups().get("g1").into_future()).await.expect_err("there is no fetch");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 1), "{error}");
    assert!(error.to_string().contains("`fetch` is not available here"), "{error}");
}

#[wasm_bindgen_test]
async fn a_request_that_no_browser_sends() {
    let client = Client::builder().base_url(CLOSED).token("s3cret").build().expect("a client");
    let error = client.request(Method::TRACE, "/key/{key}").path("key", "k-1234").await.expect_err("it is not allowed");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 1), "{error}");
    assert!(error.to_string().contains("does not allow this request") && !error.to_string().contains("k-1234"), "{error}");
}
