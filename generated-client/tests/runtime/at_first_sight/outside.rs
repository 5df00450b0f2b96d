//! Outside a tokio runtime: every public future is an error that says so, and none panics.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use super::{Says, builder};
use crate::api::PAGES;
use crate::runtime::{
    Binary, Call, Client, ClientBuilder, Download, Error, File, Json, Method, Paged, Renewing, Secret, TokenFuture, TokenProvider as _,
    TokenSource, Tokens, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Server, json};

/// Wakes a thread.
struct Unparks(Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future to its end, as any other executor does.
fn outside<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unparks(std::thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

const TEXT: &str = "called outside a tokio runtime: await it in one, such as that of `#[tokio::main]`";

/// A client with the default clock and the default transport, of a server that would answer.
fn client(server: &Server) -> Client {
    crate::api::client().base_url(server.url()).build().expect("all is given")
}

fn begun(client: &Client) -> Download {
    block_on(Call::<Binary>::from(client.call(Method::GET, "/files/1")).download()).expect("it begins")
}

/// Asks its own API.
struct Asks;

impl TokenSource for Asks {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            client.request(Method::POST, "/token").await?;
            Ok(Tokens::new("t", None, None))
        })
    }
}

type Case = (&'static str, fn(&Client) -> Option<Error>);

/// Each public future, polled outside.
const CASES: &[Case] = &[
    ("a call", |it| outside(Call::<Json<Value>>::from(it.call(Method::GET, "/x")).into_future()).err()),
    ("a write", |it| outside(Call::<Json<Value>>::from(it.call(Method::POST, "/x").json(&1)).into_future()).err()),
    ("a raw call", |it| outside(it.request(Method::GET, "/x").into_future()).err()),
    ("a call with its response", |it| outside(Call::<Json<Value>>::from(it.call(Method::GET, "/x")).with_response().into_future()).err()),
    ("an upload", |it| {
        let file = File::from_path(std::env::current_exe().expect("a test has a file"));
        outside(Call::<Json<Value>>::from(it.call(Method::POST, "/files").part("f", file)).into_future()).err()
    }),
    ("a download", |it| outside(Call::<Binary>::from(it.call(Method::GET, "/files/1")).download()).err()),
    ("the next bytes", |it| outside(begun(it).next()).and_then(Result::err)),
    ("all bytes", |it| outside(begun(it).bytes(100)).err()),
    ("bytes into a writer", |it| outside(begun(it).write_to(&mut Vec::new())).err()),
    ("a saved file", |it| outside(begun(it).save(std::env::temp_dir().join("at-first-sight"))).err()),
    ("a page", |it| outside(Call::<Paged<i64>>::from(it.call(Method::GET, "/x").paging(&PAGES)).into_future()).err()),
    ("the next page", |it| {
        outside(Call::<Paged<i64>>::from(it.call(Method::GET, "/x").paging(&PAGES)).pages().next()).and_then(Result::err)
    }),
    ("the next item", |it| {
        outside(Call::<Paged<i64>>::from(it.call(Method::GET, "/x").paging(&PAGES)).stream().next()).and_then(Result::err)
    }),
    ("the next item of a walk with pages ahead", |it| {
        outside(Call::<Paged<i64>>::from(it.call(Method::GET, "/x").paging(&PAGES)).stream().read_ahead(3).next()).and_then(Result::err)
    }),
    ("all items", |it| outside(Call::<Paged<i64>>::from(it.call(Method::GET, "/x").paging(&PAGES)).stream().collect()).err()),
    ("a renewal", |it| outside(Renewing::new(Asks).token(it, None)).err()),
    ("a renewal of a refused token", |it| outside(Renewing::new(Asks).token(it, Some(&"old".into()))).err()),
    ("a call with a renewal", |_| {
        let builder = ClientBuilder::new(&crate::api::API).base_url("http://things.example").token_provider(Renewing::new(Asks));
        let client = builder.build().expect("all is given");
        outside(Call::<Json<Value>>::from(client.call(Method::GET, "/x")).into_future()).err()
    }),
];

#[test]
fn every_future_is_an_error_that_says_so() {
    for (what, poll) in CASES {
        let server = Server::start([json(200, "[1]"), json(200, "[1]")]);
        let error = poll(&client(&server)).unwrap_or_else(|| panic!("{what} is no error"));
        assert!(error.to_string().contains(TEXT), "{what}: {error}");
        assert!(format!("{error:?}").contains(TEXT), "{what}: {error:?}");
        assert!(!error.is_transient() || matches!(error, Error::Transport(_)), "{what}: {error}");
    }
    assert_eq!(CASES.len(), 18);
}

/// What needs no runtime can be called from anywhere: a transport and a clock of one's own.
#[test]
fn a_client_without_tokio_needs_no_runtime() {
    let client = builder().transport(Says(200, &[], "{}")).build().expect("all is given");
    assert!(outside(client.request(Method::GET, "/x").into_future()).is_ok());
}

/// Polls a future this many times on a runtime that another thread drives, and then outside it.
fn leaving<F: Future>(polls: usize, future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let handle = runtime.handle().clone();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let driver = std::thread::spawn(move || runtime.block_on(ended));
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unparks(std::thread::current())));
    let mut done = None;
    for _ in 0..polls {
        let entered = handle.enter();
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            done = Some(value);
            break;
        }
        drop(entered);
        std::thread::park();
    }
    let value = done.unwrap_or_else(|| outside(future));
    drop(end);
    assert!(driver.join().expect("it does not panic").is_err());
    value
}

/// A future that is begun on a runtime, and goes on outside it: whatever it does next, it does not panic.
#[test]
fn a_future_that_leaves_its_runtime_does_not_panic() {
    let mut outcomes = [0, 0];
    for polls in 1..8 {
        let server = Server::start((0..4).map(|_| json(503, "{}")));
        let client = crate::api::client().base_url(server.url()).clock(FakeClock::default()).build().expect("all is given");
        let call = Call::<Json<Value>>::from(client.call(Method::GET, "/x")).into_future();
        let error = leaving(polls, call).expect_err("no success");
        outcomes[usize::from(error.to_string().contains(TEXT))] += 1;
        assert!(error.status().is_some() || error.to_string().contains(TEXT), "{polls}: {error}");
    }
    assert!(outcomes[1] > 0, "{outcomes:?}");
}
