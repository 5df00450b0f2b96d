//! Calls that nobody waits for any more, and calls that take too long: the browser aborts their requests.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::Duration;

use tallyfy::Delivery;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Server, js};

/// Drives a future until something else is ready, and drops it.
async fn drop_after<T>(work: impl Future<Output = T>, event: impl Future<Output = ()>) {
    let (mut work, mut event) = (pin!(work), pin!(event));
    poll_fn(|context| {
        assert!(work.as_mut().poll(context).is_pending(), "it has ended");
        event.as_mut().poll(context)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_call_that_is_dropped_before_the_response() {
    js::watch_rejections();
    js::watch_timers();
    let server = Server::new("silent");
    let client = server.client();
    drop_after(client.groups().get("g1").into_future(), server.wait_for_requests(1)).await;
    server.wait_for_aborts(1).await;
    assert_eq!((js::timers().1, js::rejections()), (0, 0.0));
}

#[wasm_bindgen_test]
async fn a_call_that_is_dropped_within_the_body() {
    js::watch_rejections();
    let server = Server::new("stalling");
    let client = server.client();
    drop_after(client.groups().get("g1").into_future(), async {
        server.wait_for_requests(1).await;
        js::sleep(200).await;
    })
    .await;
    server.wait_for_aborts(1).await;
    assert_eq!(js::rejections(), 0.0);
}

#[wasm_bindgen_test]
async fn a_download_that_is_dropped() {
    let server = Server::new("stalling");
    let mut download = server.client().files().download("a1").download().await.expect("a head");
    assert!(download.next().await.expect("a piece").is_ok());
    drop(download);
    server.wait_for_aborts(1).await;
}

#[wasm_bindgen_test]
async fn a_timeout_before_the_response() {
    js::watch_timers();
    let server = Server::new("silent");
    let call = server.client().groups().get("g1").timeout(Duration::from_millis(300)).retries(0);
    let error = call.await.expect_err("nothing comes");
    assert!(error.is_timeout() && error.delivery() == Delivery::Unknown, "{error}");
    server.wait_for_aborts(1).await;
    assert_eq!(js::timers().1, 0, "timers of the call are running");
}

#[wasm_bindgen_test]
async fn a_timeout_within_the_body() {
    let server = Server::new("stalling");
    let call = server.client().groups().get("g1").timeout(Duration::from_millis(500)).retries(0);
    let error = call.await.expect_err("the rest does not come");
    assert!(error.is_timeout(), "{error}");
    server.wait_for_aborts(1).await;
}

#[wasm_bindgen_test]
async fn a_download_that_stalls() {
    let server = Server::new("stalling");
    let mut download = server.client().files().download("a1").timeout(Duration::from_millis(500)).download().await.expect("a head");
    assert!(download.next().await.expect("a piece").is_ok());
    let error = download.next().await.expect("an end").expect_err("the rest does not come");
    assert!(error.is_timeout(), "{error}");
    server.wait_for_aborts(1).await;
}

#[wasm_bindgen_test]
async fn a_response_that_breaks_off_is_no_timeout() {
    let error = Server::new("cut").client().groups().get("g1").retries(0).await.expect_err("the rest does not come");
    assert!(!error.is_timeout() && error.delivery() == Delivery::Done, "{error} {:?}", error.delivery());
}
