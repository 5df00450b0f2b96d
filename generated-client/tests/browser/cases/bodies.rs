//! Bodies of responses, and those that are none.

use js_sys::Function;
use tallyfy::Method;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Server, js};

#[wasm_bindgen_test]
async fn no_content() {
    Server::new("empty").client().groups().delete("g1").await.expect("204");
}

#[wasm_bindgen_test]
async fn the_response_of_head() {
    let server = Server::new("plain");
    let response = server.client().request(Method::HEAD, "/anything").with_response().await.expect("a head");
    assert!(response.status.is_success() && response.body.is_empty());
    assert_eq!(server.received().await[0]["method"], "HEAD");
}

#[wasm_bindgen_test]
async fn a_large_body_comes_in_pieces() {
    let mut download = Server::new("bytes").client().files().download("a1").download().await.expect("a head");
    assert_eq!((download.length(), download.media_type()), (None, Some("application/octet-stream")));
    assert_eq!(download.headers().get("x-latin").map(|value| value.as_bytes()), Some(&b"caf\xe9"[..]));
    let mut received = 0;
    while let Some(piece) = download.next().await {
        received += piece.expect("a piece").len();
    }
    assert_eq!(received, 200_000);
}

#[wasm_bindgen_test]
async fn a_body_above_the_limit_is_not_read_to_its_end() {
    let client = Server::new("bytes").builder().max_response_bytes(10_000).build().expect("a client");
    let error = client.groups().get("g1").await.expect_err("it is too large");
    assert!(error.to_string().contains("10000"), "{error}");
}

/// As a service worker makes them.
#[wasm_bindgen_test]
async fn a_response_without_a_url_or_a_body() {
    for (response, is_read) in [("new Response(null, { status: 200 })", true), ("Response.error()", false)] {
        let fetch = Function::new_no_args(&format!("return Promise.resolve({response})"));
        let answered = js::with_fetch(&fetch, Server::new("plain").client().groups().delete("g1").into_future()).await;
        assert_eq!(answered.is_ok(), is_read, "{response}: {answered:?}");
    }
}
