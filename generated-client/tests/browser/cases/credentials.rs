//! Cookies: nobody is sent them, unless that is set.

use tallyfy::{FetchCredentials, FetchTransport};
use wasm_bindgen_test::wasm_bindgen_test;

use super::Server;

#[wasm_bindgen_test]
async fn cookies_are_not_sent_unless_that_is_set() {
    let server = Server::new("cookies");
    let with = |credentials| server.builder().transport(FetchTransport::new().credentials(credentials)).build().expect("a client");
    let including = with(FetchCredentials::Include);
    // The first one is sent the cookie, and the second one sends it.
    including.groups().get("g1").await.expect("a group");
    including.groups().get("g1").await.expect("a group");
    server.client().groups().get("g1").await.expect("a group");
    with(FetchCredentials::SameOrigin).groups().get("g1").await.expect("a group");
    let received = server.received().await;
    let cookies: Vec<bool> = received.iter().map(|request| request["headers"].get("cookie").is_some()).collect();
    assert_eq!(cookies[1..], [true, false, false], "{received:?}");
    assert!(received.iter().all(|request| request["headers"]["authorization"] == "Bearer s3cret"));
}

#[wasm_bindgen_test]
async fn a_server_that_allows_all_origins_allows_no_cookies() {
    let server = Server::new("plain");
    let transport = FetchTransport::new().credentials(FetchCredentials::Include);
    let error = server.builder().transport(transport).build().expect("a client").groups().get("g1").retries(0).await;
    assert!(error.is_err_and(|error| error.to_string().contains("CORS")));
    server.client().groups().get("g1").await.expect("without cookies, it is allowed");
}
