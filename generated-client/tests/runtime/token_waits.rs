//! Waiting for a token: never for oneself, and never without an end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::json as value;

use crate::api::API;
use crate::runtime::{
    Call, Client, ClientBuilder, Delivery, Error, Json, Method, Renewing, Secret, TokenFuture, TokenProvider, TokenSource, Tokens, Value,
};
use crate::support::server::Received;
use crate::support::service::Service;

/// Runs a test under a clock that stands still while there is something to do, and skips what is waited for.
fn paused<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime can be made").block_on(test)
}

fn builder(service: &Service) -> ClientBuilder {
    ClientBuilder::new(&API).base_url("http://things.example").transport(service.clone())
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

/// Grants tokens at `/token`, and shows the token of any other request.
fn service() -> Service {
    let granted = AtomicUsize::new(0);
    Service::new(move |request: &Received| {
        if request.target == "/token" {
            let number = granted.fetch_add(1, Ordering::SeqCst) + 1;
            return (200, value!({ "access_token": format!("token-{number}") }).to_string());
        }
        (200, value!({ "authorization": request.header("authorization") }).to_string())
    })
}

/// How a source or a provider asks its own API.
type Ask = for<'c> fn(&'c Client) -> TokenFuture<'c, Secret>;

async fn asked(client: Client) -> Result<Secret, Error> {
    let granted = Call::<Json<Value>>::from(client.call(Method::POST, "/token")).await?;
    Ok(granted["access_token"].as_str().unwrap_or_default().into())
}

const ASKS: [(&str, Ask); 4] = [
    ("the client", |client| Box::pin(asked(client.clone()))),
    ("a client bound anew", |client| Box::pin(asked(client.bind("org_id", "other")))),
    ("a task", |client| {
        let client = client.clone();
        Box::pin(async move { tokio::spawn(asked(client)).await.map_err(|error| Error::credentials(error.to_string()))? })
    }),
    ("a call with retries", |client| {
        let call = Call::<Json<Value>>::from(client.call(Method::POST, "/token")).retries(2).timeout(Duration::from_secs(1));
        Box::pin(async move { Ok(call.await?["access_token"].as_str().unwrap_or_default().into()) })
    }),
];

struct Own(Ask);

impl TokenSource for Own {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move { Ok(Tokens::new((self.0)(client).await?, None, None)) })
    }
}

impl TokenProvider for Own {
    fn token<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        (self.0)(client)
    }
}

#[test]
fn whoever_provides_a_token_can_ask_its_own_api() {
    for (with, ask) in ASKS {
        for renewing in [true, false] {
            let service = service();
            let client = match renewing {
                true => builder(&service).token_provider(Renewing::new(Own(ask))),
                false => builder(&service).token_provider(Own(ask)),
            };
            let client = client.build().expect("all is given");
            let first = paused(get(&client)).unwrap_or_else(|error| panic!("{with}: {error}"));
            assert_eq!(first["authorization"], "Bearer token-1", "{with}");
            let asked = service.received();
            assert_eq!(asked.len(), 2, "{with}");
            assert!(asked[0].target == "/token" && asked[0].header("authorization").is_none(), "{with}: {asked:?}");
        }
    }
}

#[test]
fn a_source_that_needs_its_own_token_is_an_error_and_no_wait() {
    struct Outer(Arc<OnceLock<Client>>);
    impl TokenSource for Outer {
        fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
            let client = self.0.get().expect("set before the first call").clone();
            Box::pin(async move { Ok(Tokens::new(asked(client).await?, None, None)) })
        }
    }
    let (service, slot) = (service(), Arc::<OnceLock<Client>>::default());
    let client = builder(&service).token_provider(Renewing::new(Outer(slot.clone()))).build().expect("all is given");
    slot.set(client.clone()).expect("set once");
    paused(async {
        for _ in 0..2 {
            let before = tokio::time::Instant::now();
            let error = get(&client).await.expect_err("it waits for itself");
            assert!(error.to_string().contains("the token source waits for its own token"), "{error}");
            assert_eq!((before.elapsed(), service.received().len()), (Duration::ZERO, 0));
        }
    });
}

/// Never gives a token.
#[derive(Clone, Default)]
struct Hangs(Arc<AtomicUsize>);

impl TokenSource for Hangs {
    fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::pending())
    }
}

impl TokenProvider for Hangs {
    fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(std::future::pending())
    }
}

type Hanging = fn(ClientBuilder) -> ClientBuilder;

const HANGING: [(&str, Hanging); 3] = [
    ("a closure", |builder| {
        builder.token_provider(|| async {
            std::future::pending::<()>().await;
            Ok(Secret::from("none"))
        })
    }),
    ("a provider", |builder| builder.token_provider(Hangs::default())),
    ("a source", |builder| builder.token_provider(Renewing::new(Hangs::default()))),
];

#[test]
fn a_provider_that_hangs_is_ended_by_whatever_limits_the_call() {
    type Limit = fn(Call<Json<Value>>) -> Call<Json<Value>>;
    let limits: [(u64, Limit); 4] = [
        (7, |call| call),
        (2, |call| call.timeout(Duration::from_secs(2))),
        (3, |call| call.deadline(Duration::from_secs(3))),
        (2, |call| call.timeout(Duration::from_secs(2)).deadline(Duration::from_secs(3))),
    ];
    for (kind, hanging) in HANGING {
        for (seconds, limit) in limits {
            let service = service();
            let client = hanging(builder(&service).timeout(Duration::from_secs(7))).build().expect("all is given");
            paused(async {
                let before = tokio::time::Instant::now();
                let call = limit(client.call(Method::POST, "/things").into());
                let error = call.await.expect_err("no token");
                assert_eq!(before.elapsed().as_secs(), seconds, "{kind}");
                assert!(matches!(error, Error::Credentials(_)) && error.is_timeout() && error.is_safe_to_retry(), "{kind}: {error:?}");
                assert!(error.to_string().contains("no token: no token was provided within"), "{error}");
                assert_eq!((error.delivery(), error.attempts(), service.received().len()), (Delivery::NeverSent, 0, 0));
            });
        }
    }
}

#[test]
fn a_source_that_hangs_is_asked_again_after_its_own_limit() {
    let (service, hangs) = (service(), Hangs::default());
    let builder = builder(&service).timeout(Duration::from_secs(10)).token_provider(Renewing::new(hangs.clone()));
    let client = builder.build().expect("all is given");
    paused(async {
        // Four times the timeout belong to one renewal.
        for (call, renewals) in [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2)] {
            get(&client).await.expect_err("no token");
            assert_eq!(hangs.0.load(Ordering::SeqCst), renewals, "{call}");
        }
    });
}
