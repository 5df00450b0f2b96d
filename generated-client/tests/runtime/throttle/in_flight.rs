//! Requests at the same time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body::Frame;

use super::*;
use crate::runtime::{Binary, Bytes, Call, Download, Sleep, TransportError, TransportErrorKind};
use crate::support::service::dropped_after;

/// A body of so many pieces, each of which takes a while. Counts itself until it is dropped.
struct Pieces {
    left: usize,
    wait: Option<Mutex<Sleep>>,
    open: Arc<AtomicUsize>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let wait = self.wait.get_or_insert_with(|| Mutex::new(Box::pin(tokio::time::sleep(Duration::from_millis(10)))));
        std::task::ready!(wait.get_mut().expect("no panic").as_mut().poll(context));
        self.wait = None;
        match self.left.checked_sub(1) {
            None => Poll::Ready(None),
            Some(left) => {
                self.left = left;
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"[]")))))
            }
        }
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A server whose bodies come in pieces, the number of bodies that are not dropped, and the most there were.
fn pieces(number: usize) -> (Timed, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let (open, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let counts = (open.clone(), most.clone());
    let server = Timed::new(move |_| {
        let (open, most) = counts.clone();
        most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let mut response = ok(0);
        *response.body_mut() = Body::stream(Pieces { left: number, wait: None, open });
        response
    });
    (server, open, most)
}

async fn download(client: Client) -> Result<Download, Error> {
    Call::<Binary>::from(client.call(Method::GET, "/files")).download().await
}

#[test]
fn never_more_than_the_limit_and_always_as_many() {
    in_paused_time(async {
        let (server, open, most) = pieces(1);
        let client = server.client(Throttle::default().in_flight(2));
        assert!(calls(&client, 51).await.iter().all(Result::is_ok));
        assert_eq!((most.load(Ordering::SeqCst), open.load(Ordering::SeqCst)), (2, 0));
        // Thirty milliseconds each, two at a time.
        assert_eq!(server.moments(), (0..51).map(|number| number / 2 * 30).collect::<Vec<u128>>());
    });
}

#[test]
fn a_body_that_is_held_is_in_flight_until_it_is_read_or_dropped() {
    in_paused_time(async {
        let (server, ..) = pieces(3);
        let client = server.client(Throttle::default().in_flight(2));
        let held = download(client.clone()).await.expect("begun");
        let mut read = download(client.clone()).await.expect("begun");
        let third = tokio::spawn(download(client.clone()));
        let fourth = tokio::spawn(download(client.clone()));
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert_eq!(server.moments().len(), 2, "nobody else is sent");
        assert!(read.next().await.is_some_and(|piece| piece.is_ok()), "a piece");
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert_eq!(server.moments().len(), 2, "a part of the body is not all of it");
        while read.next().await.is_some() {}
        let third = third.await.expect("no panic").expect("begun");
        assert_eq!(server.moments().len(), 3, "it has been read, and is still there");
        drop(held);
        let fourth = fourth.await.expect("no panic").expect("begun");
        assert_eq!(server.moments().len(), 4);
        drop((read, third, fourth));
    });
}

#[test]
fn a_body_whose_length_is_known_is_over_with_its_last_byte() {
    struct Whole(Option<Bytes>);
    impl http_body::Body for Whole {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
        }

        fn is_end_stream(&self) -> bool {
            self.0.is_none()
        }
    }
    in_paused_time(async {
        let server = Timed::new(|_| ok(0).map(|_| Body::stream(Whole(Some(Bytes::from_static(b"[]"))))));
        let client = server.client(Throttle::default().in_flight(1));
        let mut first = download(client.clone()).await.expect("begun");
        assert!(first.next().await.is_some_and(|piece| piece.is_ok()), "all of it");
        drop(download(client).await.expect("the first one is over"));
        drop(first);
    });
}

/// What can become of a request.
const OUTCOMES: [&str; 8] = ["success", "no body", "404", "error", "error of the body", "timeout", "dropped", "panic"];

#[test]
fn every_outcome_gives_its_place_back() {
    for outcome in OUTCOMES {
        in_paused_time(async {
            let transport = Ends(outcome, AtomicUsize::default());
            let builder = builder().transport(transport).clock(TokioClock::start()).retry(Retry::never());
            let builder = builder.timeout(SECOND).throttle(Throttle::default().in_flight(1));
            let client = builder.build().expect("all is given");
            let mut call = Box::pin(get(&client, "/things"));
            match outcome {
                "dropped" => assert!(dropped_after(1, call.as_mut()).await.is_none()),
                "panic" => {
                    let polled = tokio::spawn(owned(client.clone(), "/things")).await;
                    assert!(polled.is_err(), "it panics");
                }
                _ => assert_eq!(call.as_mut().await.is_ok(), outcome == "success" || outcome == "no body", "{outcome}"),
            }
            drop(call);
            let next = tokio::time::timeout(SECOND, get(&client, "/things")).await;
            next.unwrap_or_else(|_| panic!("{outcome}: nothing is sent any more")).expect("sent");
        });
    }
}

/// Ends the first request so, and answers all others.
struct Ends(&'static str, AtomicUsize);

impl Transport for Ends {
    fn send(&self, _: Request<Body>) -> TransportFuture {
        let outcome = if self.1.fetch_add(1, Ordering::SeqCst) == 0 { self.0 } else { "success" };
        Box::pin(async move {
            match outcome {
                "no body" => Ok(answer(204, &[]).map(|_| Body::default())),
                "404" => Ok(answer(404, &[])),
                "error" => Err(TransportError::new(TransportErrorKind::Broken, "it broke")),
                "error of the body" => Ok(ok(0).map(|_| Body::stream(Breaks))),
                "timeout" | "dropped" => std::future::pending().await,
                "panic" => panic!("on purpose"),
                _ => Ok(ok(0)),
            }
        })
    }
}

/// A body that breaks off.
struct Breaks;

impl http_body::Body for Breaks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "it broke"))))
    }
}

#[test]
fn a_panic_of_a_callback_gives_the_place_back() {
    in_paused_time(async {
        let server = Timed::new(ok);
        let builder = builder().transport(server.clone()).clock(server.clock.clone()).on_attempt(|_, _| panic!("on purpose"));
        let client = builder.throttle(Throttle::default().in_flight(1)).build().expect("all is given");
        for _ in 0..3 {
            get(&client, "/things").await.expect("sent");
        }
        assert!(catch_unwind(AssertUnwindSafe(|| drop(client))).is_ok());
    });
}

#[test]
fn a_retry_that_waits_is_not_in_flight() {
    in_paused_time(async {
        let server = Timed::new(|number| if number == 0 { answer(503, &[("retry-after", "10")]) } else { ok(number) });
        let builder = builder().transport(server.clone()).clock(server.clock.clone());
        let client = builder.throttle(Throttle::default().in_flight(1)).build().expect("all is given");
        let first = tokio::spawn(owned(client.clone(), "/things/a"));
        tokio::time::sleep(SECOND).await;
        get(&client, "/things/b").await.expect("it is sent meanwhile");
        assert_eq!(server.moments(), [0, 1000]);
        first.await.expect("no panic").expect("sent again");
    });
}
