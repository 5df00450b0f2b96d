//! Lists, errors and retries.

use std::time::Duration;

use tallyfy::types::{CreateGroupInput, Error as TallyfyError};
use tallyfy::{Retry, Throttle, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use super::Server;

#[wasm_bindgen_test]
async fn a_list_comes_page_by_page() {
    let server = Server::new("plain");
    let groups = server.client().groups().list().per_page(2).stream().collect().await.expect("three pages");
    assert_eq!(groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["g1", "g2", "g3", "g4", "g5"]);
    assert_eq!(server.received().await.len(), 3);
}

#[wasm_bindgen_test]
async fn a_body_is_sent_and_a_response_read() {
    let server = Server::new("plain");
    let group = server.client().groups().create(&CreateGroupInput::new("Designers é")).await.expect("a group");
    assert_eq!(group.name.as_deref(), Some("Designers"));
    let received = server.received().await;
    assert_eq!((&received[0]["method"], &received[0]["headers"]["authorization"]), (&"POST".into(), &"Bearer s3cret".into()));
    assert_eq!(received[0]["headers"]["content-type"], "application/json");
    // As bytes: two for the last letter.
    assert_eq!(received[0]["length"], r#"{"name":"Designers é"}"#.len());
}

#[wasm_bindgen_test]
async fn a_refusal_has_its_type() {
    let error = Server::new("refusing").client().groups().create(&CreateGroupInput::new("x")).await.expect_err("422");
    assert!(error.is_validation(), "{error}");
    assert_eq!(error.field_errors()["name"], ["has been taken"]);
    assert_eq!(error.typed::<TallyfyError>().map(|typed| typed.message).ok().flatten().as_deref(), Some("The name is taken."));
}

#[wasm_bindgen_test]
async fn a_503_is_retried_by_the_clock_of_the_browser() {
    let server = Server::new("busy");
    let client = server.builder().retry(Retry::default().backoff(Duration::from_millis(100), Duration::from_millis(200)));
    client.build().expect("a client").groups().get("g1").await.expect("a group");
    assert_eq!(server.received().await.len(), 2);
    let now = Timestamp::now().unix_seconds().expect("a time");
    assert!((now - (js_sys::Date::now() / 1000.0) as i64).abs() <= 2, "{now}");
}

#[wasm_bindgen_test]
async fn a_throttle_waits_by_the_clock_of_the_browser() {
    let server = Server::new("plain");
    let throttle = Throttle::default().rate(1, Duration::from_millis(300)).burst(1);
    let client = server.builder().throttle(throttle).build().expect("a client");
    let start = js_sys::Date::now();
    for _ in 0..3 {
        client.groups().get("g1").await.expect("a group");
    }
    assert!(js_sys::Date::now() - start >= 590.0, "{}", js_sys::Date::now() - start);
}
