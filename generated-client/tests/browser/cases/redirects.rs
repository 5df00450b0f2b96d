//! Redirects: the browser follows them, if no secret gets to another origin.

use tallyfy::types::CreateGroupInput;
use tallyfy::{Delivery, Secret};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{OTHER_SERVER, Server};

/// Returns the requests that have arrived at the other origin.
async fn elsewhere(server: &Server) -> Vec<serde_json::Value> {
    let port: u16 = OTHER_SERVER.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    server.received().await.into_iter().filter(|request| request["port"] == port).collect()
}

#[wasm_bindgen_test]
async fn a_read_is_led_to_another_origin_without_its_token() {
    let server = Server::new("elsewhere");
    server.client().groups().get("g1").await.expect("a group");
    let arrived = elsewhere(&server).await;
    assert_eq!((arrived.len(), arrived[0]["headers"].get("authorization")), (1, None), "{arrived:?}");
}

#[wasm_bindgen_test]
async fn a_key_in_another_header_is_led_nowhere() {
    let server = Server::new("elsewhere");
    let call = server.client().groups().get("g1").header("x-api-key", Secret::from("s3cret-key"));
    let error = call.await.expect_err("a redirect");
    assert!(error.to_string().contains("leads to another URL") && error.delivery() == Delivery::Unknown, "{error}");
    assert_eq!((elsewhere(&server).await.len(), server.received().await.len()), (0, 1));
}

#[wasm_bindgen_test]
async fn a_write_is_led_nowhere() {
    let server = Server::new("elsewhere");
    let error = server.client().groups().create(&CreateGroupInput::new("x")).await.expect_err("a redirect");
    assert!(error.to_string().contains("leads to another URL") && !error.is_safe_to_retry(), "{error}");
    assert_eq!((elsewhere(&server).await.len(), server.received().await.len()), (0, 1));
}
