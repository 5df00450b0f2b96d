//! Tokens that do not last.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use serde_json::json as value;

use crate::api::{call, client, said};
use crate::runtime::{
    Call, Client, ClientBuilder, Delivery, Error, File, Json, Method, Renewing, Secret, TokenFuture, TokenProvider, TokenSource, Tokens,
    Value,
};
use crate::support::clock::{FakeClock, UNIX_SECONDS};
use crate::support::memory::block_on;
use crate::support::server::{Server, json};

/// Grants `t1`, `t2`, … with refresh tokens `r1`, `r2`, …, each good for an hour, or fails while it is told to.
#[derive(Clone, Default)]
struct Office(Arc<Desk>);

#[derive(Default)]
struct Desk {
    granted: AtomicUsize,
    closed: AtomicUsize,
    /// The refresh tokens that came in.
    asked: Mutex<Vec<Option<String>>>,
    /// Whether the first answer is held back until there are others who wait for it.
    slow: AtomicUsize,
}

impl Office {
    fn asked(&self) -> Vec<Option<String>> {
        self.0.asked.lock().expect("not poisoned").clone()
    }
}

impl TokenSource for Office {
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            let desk = &self.0;
            desk.asked.lock().expect("not poisoned").push(refresh_token.map(|token| token.expose_secret().to_owned()));
            while desk.slow.load(Ordering::SeqCst) > 0 {
                tokio::task::yield_now().await;
            }
            if desk.closed.load(Ordering::SeqCst) > 0 {
                return Err(Error::credentials("the office is closed"));
            }
            let number = desk.granted.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(Tokens::new(format!("token-{number}"), Some(format!("refresh-{number}").into()), None).expires_in(Some(3600), client))
        })
    }
}

fn with(server: &Server, provider: impl TokenProvider) -> (Client, FakeClock) {
    let clock = FakeClock::default();
    let builder = ClientBuilder::new(&crate::api::API).base_url(server.url()).clock(clock.clone()).token_provider(provider);
    (builder.build().expect("all is given"), clock)
}

fn get(client: &Client) -> Result<Value, Error> {
    call(client.call(Method::GET, "/things"))
}

/// The tokens that came.
fn sent(server: &Server) -> Vec<String> {
    let tokens = server.received().into_iter().map(|request| request.header("authorization").unwrap_or("none").to_owned());
    tokens.map(|token| token.trim_start_matches("Bearer ").to_owned()).collect()
}

fn fine(times: usize) -> Server {
    Server::start((0..times).map(|_| json(200, "{}")))
}

#[test]
fn a_provider_is_asked_with_each_attempt() {
    let server = Server::start([json(429, ""), json(503, ""), json(200, "{}")]);
    let asked = AtomicUsize::new(0);
    let (client, _) = with(&server, move || {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        async move { Ok(Secret::from(format!("own-{number}"))) }
    });
    get(&client).expect("the third attempt succeeds");
    assert_eq!(sent(&server), ["own-0", "own-1", "own-2"]);
}

#[test]
fn a_provider_is_not_asked_where_no_token_is_sent() {
    let server = fine(3);
    let (client, _) = with(&server, || async { Err(Error::credentials("nobody home")) });
    call(client.call(Method::GET, "/open").auth(&[])).expect("sent");
    call(client.call(Method::GET, "/own").header("Authorization", "Bearer own")).expect("sent");
    assert_eq!(sent(&server), ["none", "own"]);
    let error = get(&client).expect_err("no token");
    assert_eq!(said(&error), "GET /things: no token: nobody home (nothing was sent)");
    assert!(matches!(error, Error::Credentials(_)) && error.is_unauthorized() && error.is_safe_to_retry());
    assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 0));
    assert!(client.request(Method::GET, "/x").preview().expect("all is given").contains("\"authorization: Bearer $THINGS_TOKEN\""));
}

#[test]
fn a_token_is_renewed_before_it_expires_with_what_it_came_with() {
    let (server, office) = (fine(4), Office::default());
    let (client, clock) = with(&server, Renewing::new(office.clone()));
    get(&client).expect("sent");
    clock.advance(std::time::Duration::from_secs(3539));
    get(&client).expect("sent");
    clock.advance(std::time::Duration::from_secs(1));
    get(&client).expect("sent");
    assert_eq!(sent(&server), ["token-1", "token-1", "token-2"]);
    assert_eq!(office.asked(), [None, Some("refresh-1".to_owned())]);
}

#[test]
fn kept_tokens_are_used_up_first_and_new_ones_are_kept() {
    let (server, office) = (fine(3), Office::default());
    let kept = Arc::<Mutex<Vec<Tokens>>>::default();
    let keep = kept.clone();
    let old = Tokens::new("kept", Some("old-refresh".into()), Some(UNIX_SECONDS + 100));
    let provider =
        Renewing::new(office.clone()).starting_with(old).on_renewal(move |tokens| keep.lock().expect("not poisoned").push(tokens.clone()));
    let (client, clock) = with(&server, provider);
    get(&client).expect("sent");
    clock.advance(std::time::Duration::from_secs(50));
    get(&client).expect("sent");
    assert_eq!(sent(&server), ["kept", "token-1"]);
    assert_eq!(office.asked(), [Some("old-refresh".to_owned())]);
    assert_eq!(*kept.lock().expect("not poisoned"), [Tokens::new("token-1", Some("refresh-1".into()), Some(UNIX_SECONDS + 50 + 3600))]);
}

#[test]
fn a_refused_token_is_renewed_and_the_request_sent_once_more() {
    let refused = || json(401, &value!({ "message": "Unauthenticated token-1." }).to_string());
    let (server, office) = (Server::start([refused(), json(201, "{}"), refused(), refused()]), Office::default());
    let (client, clock) = with(&server, Renewing::new(office.clone()));
    call(client.call(Method::POST, "/things").json(&1)).expect("the new token does");
    let error = call(client.call(Method::POST, "/things").json(&1)).expect_err("no token does");
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 2));
    // Neither the old token nor the new one shows.
    assert_eq!(error.message(), Some("Unauthenticated [redacted]."));
    assert_eq!(sent(&server), ["token-1", "token-2", "token-2", "token-3"]);
    assert!(clock.waits().is_empty());
}

#[test]
fn a_token_that_stays_the_same_is_not_sent_again() {
    let server = Server::start([json(401, ""), json(401, "")]);
    let (client, _) = with(&server, || async { Ok(Secret::from("same")) });
    assert_eq!(get(&client).expect_err("refused").attempts(), 1);
    let (client, _) = (client_with_token(&server), ());
    assert_eq!(get(&client).expect_err("refused").attempts(), 1);
}

fn client_with_token(server: &Server) -> Client {
    client().base_url(server.url()).build().expect("all is given")
}

#[test]
fn a_body_that_has_streamed_away_is_not_sent_with_a_new_token() {
    let (server, office) = (Server::start([json(401, "")]), Office::default());
    let (client, _) = with(&server, Renewing::new(office));
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let error = call(client.call(Method::POST, "/files").part("file", File::from_path(path))).expect_err("refused");
    assert_eq!((error.attempts(), error.is_unauthorized()), (1, true));
}

#[test]
fn however_many_calls_wait_there_is_one_renewal() {
    let (server, office) = (fine(20), Office::default());
    let (client, _) = with(&server, Renewing::new(office.clone()));
    office.0.slow.store(1, Ordering::SeqCst);
    block_on(async {
        let things = || -> Call<Json<Value>> { client.call(Method::GET, "/things").into() };
        let mut all: Vec<_> = (0..20).map(|_| Box::pin(things().into_future())).collect();
        for call in &mut all {
            assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        // The one who began the renewal is dropped: it goes on.
        drop(all.remove(0));
        office.0.slow.store(0, Ordering::SeqCst);
        for call in all {
            call.await.expect("sent");
        }
    });
    assert_eq!((office.asked().len(), office.0.granted.load(Ordering::SeqCst)), (1, 1));
    assert!(sent(&server).iter().all(|token| token == "token-1"));
}

#[test]
fn calls_that_waited_for_a_failure_fail_with_it_and_the_next_one_tries_again() {
    let (server, office) = (fine(1), Office::default());
    let (client, _) = with(&server, Renewing::new(office.clone()));
    office.0.slow.store(1, Ordering::SeqCst);
    office.0.closed.store(1, Ordering::SeqCst);
    block_on(async {
        let things = || -> Call<Json<Value>> { client.call(Method::GET, "/things").into() };
        let mut all: Vec<_> = (0..5).map(|_| Box::pin(things().into_future())).collect();
        for call in &mut all {
            assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        office.0.slow.store(0, Ordering::SeqCst);
        for call in all {
            assert_eq!(said(&call.await.expect_err("closed")), "GET /things: no token: the office is closed (nothing was sent)");
        }
        assert_eq!(office.asked().len(), 1);
        office.0.closed.store(0, Ordering::SeqCst);
        things().await.expect("sent");
    });
}

#[test]
fn a_token_that_still_holds_outlasts_a_failure_to_renew_it() {
    let (server, office) = (fine(5), Office::default());
    let (client, clock) = with(&server, Renewing::new(office.clone()));
    get(&client).expect("sent");
    office.0.closed.store(1, Ordering::SeqCst);
    for (pass, fetches) in [(3550, 2), (5, 2), (5, 3)] {
        clock.advance(std::time::Duration::from_secs(pass));
        get(&client).expect("the old token still holds");
        assert_eq!(office.asked().len(), fetches, "{pass}");
    }
    clock.advance(std::time::Duration::from_secs(40));
    get(&client).expect_err("it does not hold any more");
    office.0.closed.store(0, Ordering::SeqCst);
    get(&client).expect("renewed");
    assert_eq!(sent(&server).last().map(String::as_str), Some("token-2"));
}

#[test]
fn waiting_for_a_token_counts_towards_the_deadline() {
    let (server, office) = (fine(0), Office::default());
    let (client, clock) = with(&server, Renewing::new(office.clone()));
    office.0.slow.store(1, Ordering::SeqCst);
    let call: Call<Json<Value>> = client.call(Method::GET, "/things").into();
    let error = block_on(async {
        let mut call = Box::pin(call.deadline(std::time::Duration::from_secs(5)).into_future());
        assert!(std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await);
        clock.time_out();
        call.await.expect_err("too late")
    });
    assert!(error.is_timeout() && error.delivery() == Delivery::NeverSent, "{error:?}");
}

/// Answers with success and nothing else at first, as a server does that is about to stop.
struct Blank(AtomicUsize, Arc<Mutex<Vec<Option<String>>>>);

impl TokenSource for Blank {
    fn fetch<'p>(&'p self, _: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        self.1.lock().expect("not poisoned").push(refresh_token.map(|token| token.expose_secret().to_owned()));
        let token = ["first", "", " ", "second"][self.0.fetch_add(1, Ordering::SeqCst)];
        let refresh = if token == "first" { "refresh" } else { "" };
        Box::pin(async move { Ok(Tokens::new(token, Some(refresh.into()), None)) })
    }
}

#[test]
fn an_empty_token_is_an_error_and_loses_no_refresh_token() {
    let server = Server::start([json(200, "{}"), json(401, "{}"), json(401, "{}"), json(401, "{}"), json(200, "{}")]);
    let asked = Arc::default();
    let (client, clock) = with(&server, Renewing::new(Blank(AtomicUsize::new(0), Arc::clone(&asked))));
    get(&client).expect("the first token");
    for _ in 0..2 {
        let error = get(&client).expect_err("no token");
        assert!(matches!(error, Error::Credentials(_)) && error.to_string().contains("returned an empty token"), "{error}");
        clock.advance(std::time::Duration::from_secs(3600));
    }
    get(&client).expect("the second token");
    let refresh = Some("refresh".to_owned());
    assert_eq!(*asked.lock().expect("not poisoned"), [None, refresh.clone(), refresh.clone(), refresh]);
    assert_eq!(sent(&server), ["first", "first", "first", "first", "second"]);
}

#[test]
fn a_refresh_token_that_comes_back_with_another_call_is_not_shown() {
    let echo = |token: &str| json(422, &format!(r#"{{"message": "who is {token}", "known": ["{token}"]}}"#));
    let server = Server::start([echo("refresh-kept"), json(401, "{}"), echo("refresh-1"), echo("refresh-kept")]);
    let (client, _) = with(&server, Renewing::new(Office::default()).starting_with(Tokens::new("kept", Some("refresh-kept".into()), None)));
    for call in 0..3 {
        let error = get(&client).expect_err("refused");
        let body = String::from_utf8_lossy(error.body().expect("it has one")).into_owned();
        for shown in [error.to_string(), format!("{error:?}"), body] {
            assert!(shown.contains("[redacted]") && !shown.contains("refresh-"), "call {call}: {shown}");
        }
    }
}

/// Asks the API itself, with a secret of its own.
struct Asks;

impl TokenSource for Asks {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            let request = client.call(Method::POST, "/token").json(&value!({ "client_secret": "pass-1234" }));
            Call::<Json<Value>>::from(request).await?;
            Ok(Tokens::new("token-1", None, None))
        })
    }
}

#[test]
fn a_secret_that_tokens_were_asked_with_is_not_shown_by_other_calls() {
    let server = Server::start([json(200, "{}"), json(422, r#"{"message": "who is pass-1234"}"#)]);
    let (client, _) = with(&server, Renewing::new(Asks));
    let error = get(&client).expect_err("refused");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(shown.contains("[redacted]") && !shown.contains("pass-1234"), "{shown}");
    }
}
