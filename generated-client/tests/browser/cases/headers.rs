//! Headers: those that a server exposes, and those that a browser lets a program set.

use std::time::Duration;

use wasm_bindgen_test::wasm_bindgen_test;

use super::Server;

#[wasm_bindgen_test]
async fn what_is_not_exposed_is_not_known() {
    let server = Server::new("hidden");
    let error = server.client().groups().get("g1").retries(0).await.expect_err("429");
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!((error.retry_after(), error.rate_limit(), error.request_id()), (None, None, None));
    // By the backoff of the client.
    let server = Server::new("hidden");
    server.client().groups().get("g1").await.expect("a group");
    assert_eq!(server.received().await.len(), 2);
}

#[wasm_bindgen_test]
async fn what_is_exposed_counts() {
    let server = Server::new("exposed");
    let error = server.client().groups().get("g1").retries(0).await.expect_err("429");
    assert_eq!((error.retry_after(), error.request_id()), (Some(Duration::from_secs(1)), Some("r-1")));
    assert_eq!(error.rate_limit().and_then(|limit| limit.limit), Some(100));
}

#[wasm_bindgen_test]
async fn headers_of_the_browser_stay_its_own() {
    let server = Server::new("plain");
    let call = server.client().groups().get("g1").header("x-trace", "1").header("accept-encoding", "identity").header("cookie", "a=b");
    call.await.expect("a group");
    let headers = &server.received().await[0]["headers"];
    assert_eq!(headers["x-trace"], "1");
    assert!(headers["user-agent"].as_str().is_some_and(|agent| agent.contains("Chrome")), "{headers}");
    assert!(headers["accept-encoding"].as_str().is_some_and(|codings| codings.contains("gzip")), "{headers}");
    assert!(headers.get("cookie").is_none(), "{headers}");
}
