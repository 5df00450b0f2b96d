//! One client in several runtimes: none of them depends on another that is idle, or that has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json as value;
use tokio::runtime::Runtime;

use crate::api::API;
use crate::runtime::{
    Binary, Call, Client, ClientBuilder, Error, Json, Method, Renewing, Retry, Secret, TokenFuture, TokenSource, Tokens, Value,
};
use crate::support::service::{Service, dropped_after};

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

/// A client whose calls end soon with an error when they stall.
fn client(service: &Service) -> Client {
    let builder = ClientBuilder::new(&API).base_url(service.listen()).timeout(Duration::from_secs(5)).retry(Retry::never());
    builder.token("token").build().expect("all is given")
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

#[test]
fn a_runtime_that_is_idle_stalls_no_call_of_another() {
    let service = Service::new(|_| (200, "{}".to_owned()));
    let (client, runtimes) = (client(&service), [runtime(), runtime(), runtime()]);
    for _ in 0..3 {
        for runtime in &runtimes {
            runtime.block_on(get(&client)).expect("the connection of no other runtime is used");
        }
    }
    assert_eq!(service.connections(), 3, "each has one, and keeps it");
}

#[test]
fn a_call_that_an_idle_runtime_has_begun_stalls_no_other() {
    let service = Service::new(|_| (200, value!({ "text": "x".repeat(500) }).to_string()));
    let client = client(&service);
    for polls in 0..12 {
        let (idle, busy) = (runtime(), runtime());
        let begun = client.clone();
        let mut call = Box::pin(async move { get(&begun).await });
        let ended = idle.block_on(dropped_after(polls, call.as_mut())).is_some();
        busy.block_on(get(&client)).expect("sent");
        // The call is still there, and goes on.
        if !ended {
            idle.block_on(call).expect("it goes on");
        }
        busy.block_on(get(&client)).expect("sent");
    }
}

#[test]
fn a_runtime_that_has_ended_stalls_no_call_of_another() {
    let service = Service::new(|_| (200, "{}".to_owned()));
    let client = client(&service);
    // More runtimes than the client keeps pools for.
    for _ in 0..20 {
        runtime().block_on(get(&client)).expect("sent");
    }
    assert_eq!(service.connections(), 20);
}

#[test]
fn a_runtime_with_several_threads_has_one_pool() {
    let service = Service::new(|_| (200, "{}".to_owned()));
    let client = client(&service);
    let runtime = runtime();
    runtime.block_on(async {
        for _ in 0..5 {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await }).await.expect("no panic").expect("sent");
        }
        let download = Call::<Binary>::from(client.call(Method::GET, "/things")).download().await.expect("begun");
        assert_eq!(download.bytes(10).await.expect("whole"), "{}");
    });
    assert_eq!(service.connections(), 1);
}

/// Renews tokens by refresh tokens that are good once, through the client.
struct SignIn;

impl TokenSource for SignIn {
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        let body = value!({ "refresh_token": refresh_token.map(Secret::expose_secret) });
        let call = Call::<Json<Value>>::from(client.call(Method::POST, "/token").json(&body));
        Box::pin(async move {
            let granted = call.await?;
            let refresh_token = granted["refresh_token"].as_str().unwrap_or_default();
            Ok(Tokens::new("access", Some(refresh_token.into()), None))
        })
    }
}

/// Grants the next refresh token for the last one.
fn account() -> Service {
    let issued = AtomicUsize::new(0);
    Service::new(move |request| {
        if request.target != "/token" {
            return (200, "{}".to_owned());
        }
        let number = issued.load(Ordering::SeqCst);
        if !String::from_utf8_lossy(&request.body).contains(&format!("\"r{number}\"")) {
            return (400, value!({ "error": "invalid_grant" }).to_string());
        }
        issued.fetch_add(1, Ordering::SeqCst);
        (200, value!({ "refresh_token": format!("r{}", number + 1) }).to_string())
    })
}

fn signed_in(builder: ClientBuilder, kept: &Arc<AtomicUsize>) -> Client {
    let count = kept.clone();
    let provider = Renewing::new(SignIn).starting_with(Tokens::new("old", Some("r0".into()), Some(0))).on_renewal(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    builder.timeout(Duration::from_secs(5)).token_provider(provider).build().expect("all is given")
}

#[test]
fn a_renewal_goes_on_in_another_runtime() {
    for ends in [false, true] {
        let mut points = 0;
        for polls in 0..100 {
            let (service, kept) = (account().yielding(), Arc::<AtomicUsize>::default());
            let builder = ClientBuilder::new(&API).base_url("http://things.example").transport(service.clone());
            let client = signed_in(builder, &kept);
            let first = runtime();
            let ended = first.block_on(dropped_after(polls, get(&client))).is_some();
            let first = (!ends).then_some(first);
            runtime().block_on(get(&client)).unwrap_or_else(|error| panic!("{ends}, {polls}: {error}"));
            assert_eq!(kept.load(Ordering::SeqCst), 1, "{ends}, {polls}");
            drop(first);
            if ended {
                break;
            }
            points += 1;
        }
        println!("a renewal in another runtime (the first one ended: {ends}): {points} drop points");
        assert!((6..100).contains(&points), "{points}");
    }
}

#[test]
fn a_renewal_whose_connection_has_ended_with_its_runtime_is_an_error_and_no_panic() {
    let mut points = 0;
    for polls in 0..100 {
        let (service, kept) = (account(), Arc::<AtomicUsize>::default());
        let client = signed_in(ClientBuilder::new(&API).base_url(service.listen()), &kept);
        let ended = runtime().block_on(dropped_after(polls, get(&client))).is_some();
        // What the account has granted may be lost with the connection. The call says so, and the client is usable.
        if let Err(error) = runtime().block_on(get(&client)) {
            assert!(matches!(error, Error::Credentials(_)), "{polls}: {error}");
        }
        if ended {
            break;
        }
        points += 1;
    }
    assert!((1..100).contains(&points), "{points}");
}
