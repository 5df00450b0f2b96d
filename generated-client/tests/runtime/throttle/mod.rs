//! The caller's own limit, under a clock that goes on when everybody waits.

mod in_flight;
mod order;
mod pauses;
mod rates;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};

use crate::api::client as builder;
use crate::runtime::{Body, Client, Clock, Error, Json, Method, Retry, Throttle, Transport, TransportFuture, Value};
use crate::support::clock::TokioClock;

/// A second.
const SECOND: Duration = Duration::from_secs(1);

/// A request as it came: the moment in milliseconds, the host and the path.
type Arrival = (u128, String, String);

/// Answers in memory, after a time, and notes when requests come.
#[derive(Clone)]
struct Timed {
    clock: TokioClock,
    takes: Duration,
    answer: Arc<dyn Fn(usize) -> Response<Body> + Send + Sync>,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
}

impl Timed {
    /// Creates a server that answers a request by its number, from 0.
    fn new(answer: impl Fn(usize) -> Response<Body> + Send + Sync + 'static) -> Self {
        let (takes, clock) = (Duration::from_millis(10), TokioClock::start());
        Self { clock, takes, answer: Arc::new(answer), arrivals: Arc::default() }
    }

    fn taking(mut self, takes: Duration) -> Self {
        self.takes = takes;
        self
    }

    /// Returns a client with this limit, which makes no retries.
    fn client(&self, throttle: Throttle) -> Client {
        let builder = builder().transport(self.clone()).clock(self.clock.clone()).retry(Retry::never());
        builder.throttle(throttle).build().expect("all is given")
    }

    fn arrivals(&self) -> Vec<Arrival> {
        self.arrivals.lock().expect("no panic").clone()
    }

    /// Returns when requests came, in milliseconds.
    fn moments(&self) -> Vec<u128> {
        self.arrivals().into_iter().map(|(moment, ..)| moment).collect()
    }

    /// Returns the paths of the requests, in order.
    fn paths(&self) -> Vec<String> {
        self.arrivals().into_iter().map(|(.., path)| path).collect()
    }

    fn now(&self) -> u128 {
        self.clock.now().as_millis()
    }
}

impl Transport for Timed {
    fn send(&self, request: Request<Body>) -> TransportFuture {
        let (host, path) = (request.uri().host().unwrap_or_default().to_owned(), request.uri().path().to_owned());
        let mut arrivals = self.arrivals.lock().expect("no panic");
        let number = arrivals.len();
        arrivals.push((self.now(), host, path));
        let (answer, takes) = (self.answer.clone(), self.takes);
        Box::pin(async move {
            tokio::time::sleep(takes).await;
            Ok(answer(number))
        })
    }
}

/// Runs a future under a time that is paused.
fn in_paused_time<F: Future>(future: F) -> F::Output {
    let builder = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    builder.expect("a runtime can be made").block_on(future)
}

fn answer(status: u16, headers: &[(&str, &str)]) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from("{}")).expect("a response")
}

fn ok(_: usize) -> Response<Body> {
    answer(200, &[])
}

async fn get(client: &Client, path: &'static str) -> Result<Value, Error> {
    crate::runtime::Call::<Json<Value>>::from(client.call(Method::GET, path)).await
}

/// Makes so many calls at once, and waits for all.
async fn calls(client: &Client, number: usize) -> Vec<Result<Value, Error>> {
    let tasks: Vec<_> = (0..number).map(|_| tokio::spawn(owned(client.clone(), "/things"))).collect();
    let mut ended = Vec::new();
    for task in tasks {
        ended.push(task.await.expect("no panic"));
    }
    ended
}

async fn owned(client: Client, path: &'static str) -> Result<Value, Error> {
    get(&client, path).await
}
