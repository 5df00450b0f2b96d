//! Hooks: what they are told of attempts, when, and what becomes of calls whose hooks misbehave.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::api::{API, client};
use crate::runtime::{
    AttemptEnd, AttemptInfo, AttemptOutcome, Binary, Body, Call, Client, ClientBuilder, Delivery, Error, HeaderMap, Hook, HookFuture, Json,
    Method, Renewing, Secret, Sleep, StatusCode, TokenFuture, TokenSource, Tokens, Transport, TransportFuture, Value, operations,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::ports::free_address;
use crate::support::server::{Act, Server, json, reply};
use crate::support::service::{Service, dropped_after};

operations! {
    Things;
    Read read "readThing" GET "/things/{id}" () => Json<Value>;
}

/// What hooks write down.
#[derive(Clone, Default)]
struct Book(Arc<Mutex<Vec<String>>>);

impl Book {
    fn note(&self, line: String) {
        self.0.lock().expect("no panic").push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    /// Notes outcomes, but not how long they took.
    fn outcomes(&self, builder: ClientBuilder) -> ClientBuilder {
        let book = self.clone();
        builder.on_outcome(move |attempt, outcome| {
            let status = outcome.status.map_or(0, |status| status.as_u16());
            let AttemptOutcome { end, bytes_received: bytes, connection, next_attempt_in: next, .. } = outcome;
            let connection = connection.map(|connection| format!("{connection:?}")).unwrap_or_default();
            book.note(format!("{} {end:?} {status} {bytes} {connection} {next:?}", attempt.number));
        })
    }
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

/// Notes both of its calls under a name.
struct Named(&'static str, Book);

impl Hook for Named {
    fn before_attempt<'h>(&'h self, attempt: AttemptInfo<'h>, headers: &'h mut HeaderMap) -> HookFuture<'h> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let seen: Vec<&str> = headers.keys().map(http::HeaderName::as_str).collect();
            self.1.note(format!("{} starts {} after {seen:?}", self.0, attempt.number));
            headers.insert(self.0, attempt.number.into());
        })
    }

    fn after_attempt(&self, attempt: AttemptInfo<'_>, _: &AttemptOutcome) {
        self.1.note(format!("{} ends {}", self.0, attempt.number));
    }
}

#[test]
fn hooks_start_in_order_and_end_in_reverse() {
    let (server, book) = (Server::start([json(200, "{}")]), Book::default());
    let hook = |name| Named(name, book.clone());
    let client = client().base_url(server.url()).hook(hook("x-a")).hook(hook("x-b")).hook(hook("x-c")).build().expect("all is given");
    block_on(get(&client)).expect("answered");
    let expected = [
        "x-a starts 1 after []",
        "x-b starts 1 after [\"x-a\"]",
        "x-c starts 1 after [\"x-a\", \"x-b\"]",
        "x-c ends 1",
        "x-b ends 1",
        "x-a ends 1",
    ];
    assert_eq!(book.lines(), expected);
    assert!(["x-a", "x-b", "x-c"].iter().all(|name| server.received()[0].header(name) == Some("1")));
}

#[cfg(feature = "hyper-1")]
#[test]
fn each_attempt_has_one_outcome_which_says_what_follows() {
    let (server, book) = (Server::start([json(503, "no"), json(503, "not yet"), json(200, "{}")]), Book::default());
    let client = book.outcomes(client().base_url(server.url()).clock(FakeClock::default())).build().expect("all is given");
    block_on(get(&client)).expect("the third attempt succeeds");
    let expected = ["1 Received 503 2 New Some(500ms)", "2 Received 503 7 Reused Some(1s)", "3 Received 200 2 Reused None"];
    assert_eq!(book.lines(), expected);
}

#[cfg(feature = "hyper-1")]
#[test]
fn failures_have_their_kind_and_what_was_received() {
    let cut = || Act::ReplyAndClose(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1,2".to_vec());
    let (server, book) = (Server::start([cut(), Act::Cut, json(404, "{}")]), Book::default());
    let builder = client().base_url(server.url()).clock(FakeClock::default());
    let client = book.outcomes(builder).build().expect("all is given");
    block_on(get(&client)).expect_err("not found");
    let expected = ["1 Failed(Broken) 200 4 New Some(500ms)", "2 Failed(Broken) 0 0 New Some(1s)", "3 Received 404 2 New None"];
    assert_eq!(book.lines(), expected);
    let (url, book) = (format!("http://{}", free_address()), Book::default());
    let client = book.outcomes(crate::api::client().base_url(url).clock(FakeClock::default())).build().expect("all is given");
    let call = Call::<Json<Value>>::from(client.call(Method::POST, "/things")).retries(1);
    block_on(call.into_future()).expect_err("no connection");
    assert_eq!(book.lines(), ["1 Failed(Connect) 0 0  Some(500ms)", "2 Failed(Connect) 0 0  None"]);
}

#[test]
fn redirects_and_new_tokens_are_attempts_of_their_own() {
    let away = Act::Reply(reply(307, &[("location", "/elsewhere")], ""));
    let (server, book) = (Server::start([away, json(401, ""), json(200, "{}")]), Book::default());
    let tokens = AtomicUsize::new(0);
    let builder = ClientBuilder::new(&API).base_url(server.url()).clock(FakeClock::default()).token_provider(move || {
        let token = Secret::from(format!("token-{}", tokens.fetch_add(1, Ordering::SeqCst)));
        async { Ok(token) }
    });
    let client = book.outcomes(builder).build().expect("all is given");
    block_on(get(&client)).expect("the second token is good");
    let lines: Vec<String> = book.lines().iter().map(|line| line.replace(" New", "").replace(" Reused", "")).collect();
    assert_eq!(lines, ["1 Received 307 0 Some(0ns)", "2 Received 401 0 Some(0ns)", "3 Received 200 2 None"]);
}

#[test]
fn a_call_that_is_dropped_anywhere_has_one_outcome_for_each_start() {
    let mut dropped = 0;
    for polls in 0..1000 {
        let (starts, ends) = (Arc::new(AtomicUsize::new(0)), Arc::<Mutex<Vec<AttemptEnd>>>::default());
        let (started, ended) = (starts.clone(), ends.clone());
        let service = Service::new(|request| (if request.header("x-attempt") == Some("1") { 503 } else { 200 }, "{}".to_owned()));
        let builder = client().transport(service).hook(Named("x-attempt", Book::default()));
        let builder = builder.on_attempt(move |_, _| {
            started.fetch_add(1, Ordering::SeqCst);
        });
        let client = builder.on_outcome(move |_, outcome| ended.lock().expect("no panic").push(outcome.end)).build().expect("all is given");
        let is_over = paused(dropped_after(polls, get(&client))).is_some();
        let ends = ends.lock().expect("no panic").clone();
        // The first hook may have been dropped before the second one knew of the attempt.
        assert_eq!(starts.load(Ordering::SeqCst), ends.len(), "{polls}: {ends:?}");
        assert!(ends.iter().rev().skip(1).all(|end| *end == AttemptEnd::Received), "{polls}: {ends:?}");
        dropped += usize::from(ends.last() == Some(&AttemptEnd::Dropped));
        if is_over {
            assert_eq!(ends, [AttemptEnd::Received; 2]);
            break;
        }
    }
    assert!(dropped > 4, "{dropped}");
}

#[test]
fn the_outcome_of_a_download_comes_with_the_end_of_its_body() {
    let content = "x".repeat(300_000);
    let whole = reply(200, &[], &content);
    let cut = Act::ReplyAndClose(whole[..whole.len() - 1].to_vec());
    let (server, book) = (Server::start([Act::Reply(whole.clone()), Act::Reply(whole.clone()), cut]), Book::default());
    let client = book.outcomes(client().base_url(server.url())).build().expect("all is given");
    block_on(async {
        let begin = || Call::<Binary>::from(client.call(Method::GET, "/file")).download();
        let download = begin().await.expect("it begins");
        assert!(book.lines().is_empty());
        download.bytes(1 << 20).await.expect("all of it");
        let mut download = begin().await.expect("it begins");
        let piece = download.next().await.expect("a piece").expect("received");
        drop(download);
        begin().await.expect("it begins").bytes(1 << 20).await.expect_err("cut");
        let lines: Vec<String> = book.lines().iter().map(|line| line.replace(" New", "").replace(" Reused", "")).collect();
        let expected = [
            "1 Received 200 300000 None".to_owned(),
            format!("1 Dropped 200 {} None", piece.len()),
            "1 Failed(Broken) 200 299999 None".to_owned(),
        ];
        assert_eq!(lines, expected);
    });
}

#[test]
fn what_an_outcome_says_of_time_is_by_the_clock_of_the_client() {
    struct Slow(FakeClock);
    impl Transport for Slow {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            self.0.advance(Duration::from_millis(35));
            Box::pin(async { Ok(http::Response::new(Body::from("{}"))) })
        }
    }
    let (clock, seen) = (FakeClock::default(), Arc::<Mutex<Vec<AttemptOutcome>>>::default());
    let keep = seen.clone();
    let builder = client().transport(Slow(clock.clone())).clock(clock);
    let builder = builder.on_outcome(move |attempt, outcome| {
        assert_eq!((attempt.operation, attempt.path), (Some("readThing"), "/things/{id}"));
        keep.lock().expect("no panic").push(*outcome);
    });
    let client = builder.build().expect("all is given");
    block_on(Call::<Json<Value>>::from(client.begin::<Read>().path("id", "7")).into_future()).expect("answered");
    let outcome = seen.lock().expect("no panic")[0];
    assert_eq!((outcome.elapsed, outcome.status), (Duration::from_millis(35), Some(StatusCode::OK)));
}

/// Waits before each attempt.
struct Waits(fn() -> Sleep);

impl Hook for Waits {
    fn before_attempt<'h>(&'h self, _: AttemptInfo<'h>, _: &'h mut HeaderMap) -> HookFuture<'h> {
        (self.0)()
    }
}

/// Answers at once, and counts.
#[derive(Clone, Default)]
struct Fine(Arc<AtomicUsize>);

impl Transport for Fine {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(http::Response::new(Body::from("{}"))) })
    }
}

/// A runtime whose time passes only while nothing can be done.
fn paused<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime can be made").block_on(future)
}

#[test]
fn calls_do_not_wait_for_the_hooks_of_others() {
    let client = client().transport(Fine::default()).hook(Waits(|| Box::pin(tokio::time::sleep(Duration::from_millis(200)))));
    let client = client.build().expect("all is given");
    paused(async {
        let begun = tokio::time::Instant::now();
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { get(&client).await })
            })
            .collect();
        for call in calls {
            call.await.expect("no panic").expect("answered");
        }
        // Timers have a resolution of a millisecond.
        assert!(begun.elapsed() < Duration::from_millis(210), "{:?}", begun.elapsed());
    });
}

#[test]
fn the_time_of_a_hook_counts_for_the_attempt_and_the_deadline() {
    let transport = Fine::default();
    let book = Book::default();
    let builder = book.outcomes(client().transport(transport.clone())).hook(Waits(|| Box::pin(std::future::pending())));
    let client = builder.build().expect("all is given");
    paused(async {
        for (timeout, deadline) in [(Duration::from_secs(2), None), (Duration::from_secs(60), Some(Duration::from_secs(2)))] {
            let begun = tokio::time::Instant::now();
            let call = Call::<Json<Value>>::from(client.call(Method::POST, "/things")).timeout(timeout).retries(0);
            let call = match deadline {
                Some(deadline) => call.deadline(deadline),
                None => call,
            };
            let error = call.await.expect_err("the hook never ends");
            assert!(error.is_timeout() && error.to_string().contains("the hooks took longer than"), "{error}");
            assert_eq!(error.delivery(), Delivery::NeverSent);
            assert_eq!(begun.elapsed().as_secs(), 2);
        }
    });
    assert_eq!(transport.0.load(Ordering::SeqCst), 0, "nothing is sent");
    assert_eq!(book.lines(), ["1 Failed(TimedOut) 0 0  None"; 2]);
}

/// Panics with every third of its calls, without a report on standard error.
#[derive(Clone, Default)]
struct EveryThird(Arc<AtomicUsize>);

impl EveryThird {
    fn call(&self) {
        if self.0.fetch_add(1, Ordering::SeqCst) % 3 == 2 {
            resume_unwind(Box::new("the application panics"));
        }
    }
}

/// Panics when it is called, while it is waited for, and when it is told the outcome.
struct Panics([EveryThird; 3]);

impl Hook for Panics {
    fn before_attempt<'h>(&'h self, _: AttemptInfo<'h>, _: &'h mut HeaderMap) -> HookFuture<'h> {
        self.0[0].call();
        Box::pin(async {
            tokio::task::yield_now().await;
            self.0[1].call();
        })
    }

    fn after_attempt(&self, _: AttemptInfo<'_>, _: &AttemptOutcome) {
        self.0[2].call();
    }
}

#[test]
fn hooks_that_panic_fail_no_call() {
    let (outcomes, transport) = (Arc::new(AtomicUsize::new(0)), Fine::default());
    let count = outcomes.clone();
    let builder = client().transport(transport.clone()).on_outcome(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let client = builder.hook(Panics(Default::default())).build().expect("all is given");
    block_on(async {
        for number in 0..1000 {
            get(&client).await.unwrap_or_else(|error| panic!("{number}: {error}"));
        }
    });
    assert_eq!((outcomes.load(Ordering::SeqCst), transport.0.load(Ordering::SeqCst)), (1000, 1000));
}

/// A transport, or a source of tokens, that panics.
struct Fails(EveryThird, Fine);

impl Transport for Fails {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (fails, answer) = (self.0.clone(), self.1.send(request));
        Box::pin(async move {
            fails.call();
            answer.await
        })
    }
}

impl TokenSource for Fails {
    fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.call();
            // It has expired, so that each call asks for another one.
            Ok(Tokens::new("token", None, Some(0)))
        })
    }
}

#[test]
fn what_panics_on_every_third_call_ends_those_calls_alone_and_their_attempts_are_dropped() {
    let fails = || Fails(EveryThird::default(), Fine::default());
    let book = Book::default();
    let transport = book.outcomes(client().transport(fails()));
    let source = ClientBuilder::new(&API).base_url("http://things.example").transport(Fine::default());
    let source = source.token_provider(Renewing::new(fails()));
    for builder in [transport, source] {
        let client = builder.build().expect("all is given");
        let panics = (0..1000).filter(|number| {
            let ended = catch_unwind(AssertUnwindSafe(|| block_on(get(&client))));
            if let Ok(result) = &ended {
                assert!(result.is_ok(), "{number}: {result:?}");
            }
            ended.is_err()
        });
        assert_eq!(panics.count(), 333);
    }
    let lines = book.lines();
    assert_eq!((lines.len(), lines.iter().filter(|line| line.contains("Dropped")).count()), (1000, 333));
}
