//! Panics in the code of an application: those who watch do not fail a call, those who provide end their own call, and the
//! client goes on.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::api::{API, client};
use crate::runtime::{
    Binary, Body, Bytes, Call, Client, ClientBuilder, Error, File, Json, Method, Renewing, Secret, TokenFuture, TokenSource, Tokens,
    Transport, TransportError, TransportFuture, Value,
};
use crate::support::memory::block_on;

/// Panics without a report on standard error.
fn panic() -> ! {
    resume_unwind(Box::new("the application panics"))
}

/// Panics the first time.
#[derive(Clone, Default)]
struct Once(Arc<AtomicUsize>);

impl Once {
    fn call(&self) {
        if self.0.fetch_add(1, Ordering::SeqCst) == 0 {
            panic();
        }
    }

    fn calls(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Answers with a body of many pieces.
struct Fine(&'static str);

impl Transport for Fine {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let answer = self.0;
        Box::pin(async move {
            let mut body = request.into_body();
            while let Some(frame) =
                std::future::poll_fn(|context| http_body::Body::poll_frame(std::pin::Pin::new(&mut body), context)).await
            {
                frame?;
            }
            Ok(http::Response::new(Body::from(answer)))
        })
    }
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

#[test]
fn an_observer_of_attempts_that_panics_fails_no_call() {
    let once = Once::default();
    let look = once.clone();
    let builder = client().transport(Fine("{}")).on_attempt(move |_, headers| {
        headers.insert("x-before", http::HeaderValue::from_static("1"));
        look.call();
    });
    let client = builder.build().expect("all is given");
    block_on(async {
        get(&client).await.expect("sent");
        get(&client).await.expect("sent");
    });
    assert_eq!(once.calls(), 2, "each attempt is reported");
}

#[test]
fn an_observer_of_progress_that_panics_is_not_called_again_for_the_same_transfer() {
    let client = client().transport(Fine("{}")).build().expect("all is given");
    let content = Bytes::from(vec![b'x'; 500_000]);
    let (up, down) = (Once::default(), Once::default());
    for transfers in 1..=2 {
        let (on_up, on_down) = (up.clone(), down.clone());
        let call: Call<Json<Value>> = client.call(Method::PUT, "/files").part("file", File::new("a", content.clone())).into();
        block_on(call.on_upload(move |_| on_up.call()).into_future()).expect("sent");
        let call: Call<Binary> = client.call(Method::GET, "/files").into();
        block_on(call.on_download(move |_| on_down.call()).into_future()).expect("received");
        match transfers {
            1 => assert_eq!((up.calls(), down.calls()), (1, 1)),
            // It does not panic any more, so it is called for each piece.
            _ => assert_eq!((up.calls(), down.calls()), (1 + 8, 1 + 1)),
        }
    }
}

/// Grants `token-1`, `token-2`, … without an expiry.
#[derive(Clone, Default)]
struct Grants(Arc<AtomicUsize>);

impl TokenSource for Grants {
    fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move { Ok(Tokens::new(format!("token-{number}"), None, None)) })
    }
}

fn with(source: impl TokenSource) -> ClientBuilder {
    ClientBuilder::new(&API).base_url("http://things.example").transport(Fine("{}")).token_provider(Renewing::new(source))
}

#[test]
fn a_callback_for_new_tokens_that_panics_loses_no_token() {
    let (once, grants) = (Once::default(), Grants::default());
    let keep = once.clone();
    let provider = Renewing::new(grants.clone()).on_renewal(move |_| keep.call());
    let client = ClientBuilder::new(&API).base_url("http://things.example").transport(Fine("{}")).token_provider(provider);
    let client = client.build().expect("all is given");
    block_on(async {
        get(&client).await.expect("sent");
        get(&client).await.expect("sent");
    });
    assert_eq!((once.calls(), grants.0.load(Ordering::SeqCst)), (1, 1));
}

#[cfg(feature = "drift")]
#[test]
fn an_observer_of_drift_that_panics_is_not_called_again_for_the_same_response() {
    use crate::runtime::{Extra, Maybe, object};

    #[derive(Debug, Default, Clone, PartialEq)]
    struct Thing {
        name: Maybe<String>,
        extra: Extra,
    }
    object! {
        Thing;
        "name" => maybe name;
        _ => extra;
    }
    let once = Once::default();
    let look = once.clone();
    let builder = client().transport(Fine(r#"{"a": 1, "b": 2, "c": 3}"#)).on_drift(move |_| look.call());
    let client = builder.build().expect("all is given");
    let read = || block_on(Call::<Json<Thing>>::from(client.call(Method::GET, "/things")).into_future());
    read().expect("read");
    assert_eq!(once.calls(), 1);
    read().expect("read");
    assert_eq!(once.calls(), 1 + 3);
}

/// A source that panics the first time, while it is asked or while it is waited for.
struct Fails(Once, bool, Grants);

impl TokenSource for Fails {
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        if !self.1 {
            self.0.call();
        }
        Box::pin(async move {
            tokio::task::yield_now().await;
            if self.1 {
                self.0.call();
            }
            self.2.fetch(client, refresh_token).await
        })
    }
}

/// A transport that panics the first time: while it is asked, while it is waited for, or while its body is read.
struct Breaks(Once, u8);

impl Transport for Breaks {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let (once, place) = (self.0.clone(), self.1);
        if place == 0 {
            once.call();
        }
        Box::pin(async move {
            if place == 1 {
                once.call();
            }
            let body = if place == 2 { Body::stream(PanicsOnce(once)) } else { Body::from("{}") };
            Ok(http::Response::new(body))
        })
    }
}

struct PanicsOnce(Once);

impl http_body::Body for PanicsOnce {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        self.0.call();
        std::task::Poll::Ready(None)
    }
}

#[test]
fn a_panic_in_what_a_call_needs_goes_through_that_call_alone() {
    let source = |late| with(Fails(Once::default(), late, Grants::default()));
    let transport = |place| client().transport(Breaks(Once::default(), place));
    let once = Once::default();
    let provider = ClientBuilder::new(&API).base_url("http://things.example").transport(Fine("{}")).token_provider(move || {
        once.call();
        async { Ok(Secret::from("token")) }
    });
    let clients = [source(false), source(true), transport(0), transport(1), transport(2), provider];
    for (place, builder) in clients.into_iter().enumerate() {
        let client = builder.build().expect("all is given");
        let first = catch_unwind(AssertUnwindSafe(|| block_on(get(&client))));
        let panic = first.expect_err("the first call panics");
        assert_eq!(panic.downcast_ref(), Some(&"the application panics"), "{place}");
        // A body that is empty cannot be read, and is a response.
        let second = catch_unwind(AssertUnwindSafe(|| block_on(get(&client)))).expect("the second call does not panic");
        assert!(second.is_ok() || place == 4, "{place}: {second:?}");
    }
}

/// A source that panics when all have come to wait for it.
struct Gate(Arc<tokio::sync::Semaphore>, Once);

impl TokenSource for Gate {
    fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            let _open = self.0.acquire().await;
            self.1.call();
            Ok(Tokens::new("token", None, None))
        })
    }
}

#[test]
fn of_the_calls_that_wait_for_a_source_that_panics_one_panics() {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let client = with(Gate(gate.clone(), Once::default())).build().expect("all is given");
    block_on(async {
        let mut calls: Vec<_> = (0..5).map(|_| Box::pin(get(&client))).collect();
        for call in &mut calls {
            let pending = std::future::poll_fn(|context| std::task::Poll::Ready(call.as_mut().poll(context).is_pending()));
            assert!(pending.await);
        }
        gate.add_permits(1);
        let (mut panics, mut errors) = (0, Vec::new());
        for mut call in calls {
            // As a task does.
            let ended = std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))) {
                Ok(polled) => polled.map(Ok),
                Err(panic) => std::task::Poll::Ready(Err(panic)),
            });
            match ended.await {
                Ok(result) => errors.push(result.expect_err("no token").to_string()),
                Err(_) => panics += 1,
            }
        }
        assert_eq!(
            (panics, errors),
            (1, vec!["GET /things at things.example: no token: the token source panicked (nothing was sent)".to_owned(); 4])
        );
        get(&client).await.expect("the source does not panic any more");
    });
}

#[cfg(feature = "tracing")]
mod spans {
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Dispatch, Event, Metadata, Subscriber};

    use super::*;
    use crate::support::clock::FakeClock;
    use crate::support::server::{Server, json};

    /// Panics at one kind of what it is given, and counts how often.
    #[derive(Clone)]
    struct Panics(&'static str, Arc<AtomicUsize>);

    impl Panics {
        fn at(&self, kind: &str) {
            if self.0 == kind {
                self.1.fetch_add(1, Ordering::SeqCst);
                panic();
            }
        }
    }

    impl Subscriber for Panics {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "tallyfy"
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            self.at("new_span");
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {
            self.at("record");
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, _: &Event<'_>) {
            self.at("event");
        }

        fn enter(&self, _: &Id) {
            self.at("enter");
        }

        fn exit(&self, _: &Id) {
            self.at("exit");
        }

        fn try_close(&self, _: Id) -> bool {
            self.at("try_close");
            true
        }
    }

    #[test]
    fn what_collects_spans_fails_no_call() {
        for kind in ["new_span", "record", "event", "enter", "exit", "try_close"] {
            let server = Server::start([json(503, ""), json(200, "{}"), json(404, "")]);
            let client = client().base_url(server.url()).clock(FakeClock::default()).build().expect("all is given");
            let panics = Panics(kind, Arc::default());
            // With one dispatcher alone, `tracing` asks only the thread that reaches a callsite first whether anybody listens.
            let dispatchers = [Dispatch::new(panics.clone()), Dispatch::new(panics.clone())];
            tracing::dispatcher::with_default(&dispatchers[0], || {
                block_on(async {
                    get(&client).await.unwrap_or_else(|error| panic!("{kind}: {error}"));
                    assert!(get(&client).await.expect_err(kind).is_not_found(), "{kind}");
                });
            });
            assert!(panics.1.load(Ordering::SeqCst) > 0, "{kind} was reached");
        }
    }
}

/// Gives a piece, and then panics.
#[cfg(feature = "hyper-1")]
struct Half(bool);

#[cfg(feature = "hyper-1")]
impl futures_core::Stream for Half {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        if std::mem::replace(&mut self.0, true) {
            panic();
        }
        std::task::Poll::Ready(Some(Ok(Bytes::from_static(b"half"))))
    }
}

#[cfg(feature = "hyper-1")]
#[test]
fn a_source_that_panics_on_its_way_to_a_server_ends_its_own_call() {
    let peer = crate::support::peer::Peer::start(|_, peer| peer.serve(crate::support::server::reply(200, &[], "{}")));
    let client = client().base_url(peer.url()).build().expect("all is given");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let file = File::from_stream("half", Some(8), Half(false));
    let call = Call::<Binary>::from(client.call(Method::POST, "/things").file("text/plain", file));
    let panicked = catch_unwind(AssertUnwindSafe(|| runtime.block_on(call.into_future()))).expect_err("it goes through the call");
    assert_eq!(panicked.downcast_ref(), Some(&"the application panics"));
    runtime.block_on(get(&client)).expect("the client goes on");
}
