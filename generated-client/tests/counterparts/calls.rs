//! Calls with the default transport, and what becomes of them.

use std::future::Future;
use std::time::Duration;

use tallyfy::{Client, Delivery, Error, HttpTransport, HttpTransportBuilder, Method, Proxy, Retry};

/// The attempts of a call whose failure may be repeated.
pub const ALL_ATTEMPTS: u32 = 3;

/// A transport that reads nothing from the environment of the tests.
pub fn direct() -> HttpTransportBuilder {
    HttpTransport::builder().no_proxy()
}

/// A transport with one proxy for everything.
pub fn through(proxy: &str) -> HttpTransportBuilder {
    direct().proxy(Proxy::all(proxy).expect("the address is valid"))
}

/// A client that repeats what it may, without waiting for long.
pub fn client(url: &str, transport: HttpTransportBuilder) -> Client {
    let retry = Retry::default().retries(ALL_ATTEMPTS - 1).backoff(Duration::from_millis(1), Duration::from_millis(1));
    let transport = transport.build().expect("the settings are valid");
    Client::builder().base_url(url).transport(transport).retry(retry).build().expect("the settings are valid")
}

/// Runs a future to its end.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made").block_on(future)
}

/// Makes one call, with nothing in its body.
pub fn call(url: &str, transport: HttpTransportBuilder, method: Method) -> Result<(), Error> {
    block_on(send(&client(url, transport), method))
}

pub fn get(url: &str, transport: HttpTransportBuilder) -> Result<(), Error> {
    call(url, transport, Method::GET)
}

/// A write, which is repeated only if it was certainly not carried out.
pub fn post(url: &str, transport: HttpTransportBuilder) -> Result<(), Error> {
    call(url, transport, Method::POST)
}

pub async fn send(client: &Client, method: Method) -> Result<(), Error> {
    client.request(method, "/things").await.map(|_| ())
}

/// Checks an error: that nothing was sent, and that it is made once or as often as allowed.
#[track_caller]
pub fn check(error: &Error, delivery: Delivery, attempts: u32, texts: &[&str]) {
    let shown = error.to_string();
    let first_line = shown.lines().next().unwrap_or_default();
    for text in texts {
        assert!(first_line.contains(text), "no {text:?} in {shown:?}");
    }
    assert_eq!((error.delivery(), error.attempts()), (delivery, attempts), "{shown}");
    assert!(matches!(error, Error::Transport(_)), "{shown}");
}

/// Returns the error of a write that must not be repeated, and that was never sent.
#[track_caller]
pub fn final_error(url: &str, transport: HttpTransportBuilder, texts: &[&str]) -> Error {
    let error = post(url, transport).expect_err("the call fails");
    check(&error, Delivery::NeverSent, 1, texts);
    error
}

/// Returns the error of a write that was never sent, and that was tried again.
#[track_caller]
pub fn repeated_error(url: &str, transport: HttpTransportBuilder, texts: &[&str]) -> Error {
    let error = post(url, transport).expect_err("the call fails");
    check(&error, Delivery::NeverSent, ALL_ATTEMPTS, texts);
    error
}
