//! Code of an application that knows of no target: it compiles in a browser and elsewhere. Here, nothing in it has to be `Send`.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tallyfy::{AttemptInfo, Body, Client, HeaderMap, Hook, HookFuture, Method, Transport, TransportFuture};
use wasm_bindgen_test::wasm_bindgen_test;

use super::Server;

#[path = "../wrapped.rs"]
mod wrapped;

#[wasm_bindgen_test]
async fn a_transport_of_the_application_wraps_that_of_the_browser() {
    let server = Server::new("plain");
    let counting = wrapped::Counting::new(tallyfy::FetchTransport::new());
    let client = server.builder().transport(counting.clone()).token_provider(wrapped::Fixed::new("a token")).build().expect("a client");
    client.groups().get("g1").await.expect("a group");
    assert_eq!(counting.count(), 1);
}

/// What JavaScript hands out is not `Send`, and `Rc` stands for it.
struct OnItsThread(Rc<RefCell<Vec<String>>>);

impl Transport for OnItsThread {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let seen = self.0.clone();
        Box::pin(async move {
            seen.borrow_mut().push(request.uri().path().to_owned());
            Ok(http::Response::new(Body::from("{}")))
        })
    }
}

impl Hook for OnItsThread {
    fn before_attempt<'h>(&'h self, attempt: AttemptInfo<'h>, _: &'h mut HeaderMap) -> HookFuture<'h> {
        Box::pin(async move { self.0.borrow_mut().push(attempt.method.to_string()) })
    }
}

#[wasm_bindgen_test]
async fn nothing_has_to_be_sent_to_another_thread() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (watched, token) = (seen.clone(), Rc::new("a token".to_owned()));
    let client = Client::builder()
        .base_url("https://api.example.com")
        .org_id("acme")
        .transport(OnItsThread(seen.clone()))
        .hook(OnItsThread(seen.clone()))
        .token_provider(move || {
            let token = token.clone();
            async move { Ok(token.as_str().into()) }
        })
        .on_outcome(move |_, outcome| watched.borrow_mut().push(format!("{:?}", outcome.status)))
        .timeout(Duration::from_secs(5))
        .build()
        .expect("a client");
    client.request(Method::GET, "/users").await.expect("a response");
    assert_eq!(*seen.borrow(), ["GET", "/users", "Some(200)"]);
}
