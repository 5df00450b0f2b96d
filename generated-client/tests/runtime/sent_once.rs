//! What can be sent once is sent once, whole, or it is an error that says so: every kind of body, after every end of the call
//! that sent it first.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll};

use futures_core::Stream;
use http_body::Body as _;

use crate::api::{call, client};
use crate::runtime::{
    Body, Bytes, Call, Client, Delivery, Error, File, Json, Method, Request, Retry, Transport, TransportError, TransportErrorKind,
    TransportFuture, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

/// Nothing else of a form has such letters: not its boundary, which is random.
const CONTENT: &str = "qrstuvwxyz";

/// The content in pieces.
struct Pieces(std::vec::IntoIter<Bytes>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

fn stream(length: Option<u64>) -> File {
    let pieces: Vec<_> = [&CONTENT[..3], &CONTENT[3..]].iter().map(|piece| Bytes::from_static(piece.as_bytes())).collect();
    File::from_stream("a.txt", length, Pieces(pieces.into_iter()))
}

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// The body is read, and this is the response.
    Answer(u16, &'static str),
    /// There is no connection: nothing of the body is read.
    NotSent,
    /// The connection breaks after the first piece of the body.
    Broken,
    /// The connection breaks after the body.
    BrokenAfterBody,
    /// The response breaks after its head.
    BrokenResponse,
    /// The response never comes, and the call is dropped.
    Dropped,
    /// The response never comes in time.
    TimedOut,
    /// The response comes before anything of the body is read.
    Early(u16),
}

const ENDS: [End; 17] = [
    End::Answer(200, "{}"),
    End::Answer(200, "no JSON"),
    End::Answer(307, ""),
    End::Answer(400, "{}"),
    End::Answer(401, "{}"),
    End::Answer(404, "{}"),
    End::Answer(422, "{}"),
    End::Answer(429, "{}"),
    End::Answer(500, "{}"),
    End::Answer(503, "{}"),
    End::NotSent,
    End::Broken,
    End::BrokenAfterBody,
    End::BrokenResponse,
    End::Dropped,
    End::TimedOut,
    End::Early(413),
];

impl End {
    fn reads_body(self) -> bool {
        !matches!(self, Self::NotSent | Self::Early(_))
    }
}

/// Ends each call in its way, and writes down the bodies that were read.
#[derive(Clone)]
struct Script {
    ends: Arc<Mutex<std::vec::IntoIter<End>>>,
    bodies: Arc<Mutex<Vec<String>>>,
    clock: FakeClock,
}

impl Script {
    fn new(ends: Vec<End>) -> Self {
        Self { ends: Arc::new(Mutex::new(ends.into_iter())), bodies: Arc::default(), clock: FakeClock::default() }
    }

    fn client(&self) -> Client {
        client().transport(self.clone()).clock(self.clock.clone()).retry(Retry::never()).build().expect("all is given")
    }

    fn bodies(&self) -> Vec<String> {
        self.bodies.lock().expect("not poisoned").clone()
    }
}

fn broken() -> TransportError {
    TransportError::new(TransportErrorKind::Broken, "cut")
}

fn response(status: u16, body: Body) -> http::Response<Body> {
    let mut response = http::Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert("location", http::HeaderValue::from_static("/elsewhere"));
    response
}

/// A body that breaks at once.
struct Breaks;

impl http_body::Body for Breaks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(Err(broken())))
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let end = self.ends.lock().expect("not poisoned").next().expect("no more requests than ends");
        let script = self.clone();
        Box::pin(async move {
            match end {
                End::NotSent => return Err(TransportError::new(TransportErrorKind::NotSent, "no connection")),
                End::Early(status) => return Ok(response(status, Body::default())),
                _ => {}
            }
            let (mut body, mut read) = (request.into_body(), String::new());
            while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
                read.push_str(&String::from_utf8_lossy(&frame?.into_data().expect("data")));
                if end == End::Broken && read.contains(&CONTENT[..3]) {
                    return Err(broken());
                }
            }
            script.bodies.lock().expect("not poisoned").push(read);
            match end {
                End::Answer(status, body) => Ok(response(status, Body::from(body))),
                End::BrokenResponse => Ok(response(200, Body::stream(Breaks))),
                End::BrokenAfterBody => Err(broken()),
                _ => std::future::pending().await,
            }
        })
    }
}

/// How a file gets into a request.
type Put = fn(&Client, Method, File) -> Request;

const PUTS: [(&str, Put); 4] = [
    ("the body", |client, method, file| client.call(method, "/files").file("text/plain", file)),
    ("a part", |client, method, file| client.call(method, "/files").form("title", "T").part("file", file)),
    ("the second part", |client, method, file| client.call(method, "/files").part("one", File::new("1", "1")).part("two", file)),
    ("one of a list", |client, method, file| client.call(method, "/files").part_list("all", [File::new("1", "1"), file])),
];

async fn make(request: Request) -> Result<Value, Error> {
    Call::<Json<Value>>::from(request).await
}

/// Makes a call that ends so.
async fn ended(script: &Script, end: End, request: Request) -> Option<Error> {
    let mut call = pin!(make(request));
    if matches!(end, End::Dropped | End::TimedOut) {
        assert!(poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await);
    }
    match end {
        End::Dropped => return None,
        End::TimedOut => script.clock.time_out(),
        _ => {}
    }
    call.await.err()
}

#[test]
fn a_stream_is_sent_once_however_its_call_ends() {
    let mut cells = 0;
    for length in [None, Some(CONTENT.len() as u64)] {
        for (place, put) in PUTS {
            for (method, end) in [Method::PUT, Method::POST].into_iter().flat_map(|method| ENDS.map(|end| (method.clone(), end))) {
                block_on(one_stream(&format!("{place} with {length:?}, {method}, {end:?}"), stream(length), end, |client, file| {
                    put(client, method.clone(), file)
                }));
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 2 * PUTS.len() * 2 * ENDS.len());
}

async fn one_stream(cell: &str, file: File, end: End, put: impl Fn(&Client, File) -> Request) {
    let script = Script::new(vec![end, End::Answer(200, "{}")]);
    let client = script.client();
    let error = ended(&script, end, put(&client, file.clone())).await;
    let before = script.bodies().len();
    let again = make(put(&client, file.clone())).await;
    if end.reads_body() {
        assert!(error.is_none_or(|error| !error.is_safe_to_retry()), "{cell}");
        let again = again.expect_err(cell);
        assert!(again.to_string().contains("is a stream that has been sent"), "{cell}: {again}");
        assert!(matches!(again, Error::Argument(_)) && !again.is_safe_to_retry(), "{cell}");
        assert_eq!((again.delivery(), script.bodies().len()), (Delivery::NeverSent, before), "{cell}");
    } else {
        assert!(error.expect(cell).is_safe_to_retry(), "{cell}");
        again.expect(cell);
        assert!(script.bodies()[before].contains(CONTENT), "{cell}");
    }
}

#[test]
fn what_is_not_a_stream_is_sent_again() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sent_once.txt");
    std::fs::write(&path, CONTENT).expect("the target folder can be written to");
    let mut cells = 0;
    for file in [File::new("a.txt", CONTENT), File::from_path(&path)] {
        for (place, put) in PUTS {
            for end in ENDS {
                let cell = format!("{file:?} as {place}, {end:?}");
                block_on(async {
                    // A redirect is followed, with the same body.
                    let script = Script::new(vec![end, End::Answer(200, "{}"), End::Answer(200, "{}")]);
                    let client = script.client();
                    let error = ended(&script, end, put(&client, Method::PUT, file.clone())).await;
                    assert!(error.is_none_or(|error| error.is_safe_to_retry()), "{cell}");
                    make(put(&client, Method::PUT, file.clone())).await.expect(&cell);
                    assert!(script.bodies().last().expect(&cell).contains(CONTENT), "{cell}");
                });
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 2 * PUTS.len() * ENDS.len());
}

#[test]
fn calls_at_the_same_time_do_not_share_a_stream() {
    for (place, put) in PUTS {
        let script = Script::new(vec![End::Answer(200, "{}"), End::Answer(200, "{}")]);
        let file = stream(None);
        block_on(async {
            // Both are prepared before either reads.
            let gate = Gate::default();
            let gated = client().transport(Gated(script.clone(), gate.clone())).build().expect("all is given");
            let (one, two) = (put(&gated, Method::PUT, file.clone()), put(&gated, Method::PUT, file.clone()));
            let (mut one, mut two) = (pin!(make(one)), pin!(make(two)));
            for call in [&mut one, &mut two] {
                assert!(poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await, "{place}");
            }
            gate.open();
            let results = [one.await, two.await];
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{place}: {results:?}");
            let error = results.into_iter().find_map(Result::err).expect("one fails");
            assert!(error.to_string().contains("the stream has been sent"), "{place}: {error}");
            assert!(!error.is_safe_to_retry(), "{place}");
        });
        assert_eq!(script.bodies().len(), 1, "{place}");
        assert!(script.bodies()[0].contains(CONTENT), "{place}");
    }
}

#[derive(Clone, Default)]
struct Gate(Arc<tokio::sync::Notify>, Arc<std::sync::atomic::AtomicBool>);

impl Gate {
    fn open(&self) {
        self.1.store(true, std::sync::atomic::Ordering::SeqCst);
        self.0.notify_waiters();
    }
}

/// Sends when the gate is open.
struct Gated(Script, Gate);

impl Transport for Gated {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (script, gate) = (self.0.clone(), self.1.clone());
        Box::pin(async move {
            if !gate.1.load(std::sync::atomic::Ordering::SeqCst) {
                gate.0.notified().await;
            }
            script.send(request).await
        })
    }
}

#[test]
fn a_stream_cannot_be_two_parts_of_a_form() {
    let (script, file) = (Script::new(Vec::new()), stream(None));
    let client = script.client();
    for form in [
        client.call(Method::POST, "/files").part("one", file.clone()).part("two", file.clone()),
        client.call(Method::POST, "/files").part_list("all", [file.clone(), file.clone().named("b.txt")]),
    ] {
        let error = call(form).expect_err("it can be sent once");
        assert!(error.to_string().contains("is a stream, and cannot be two parts of a form"), "{error}");
        assert!(matches!(error, Error::Argument(_)) && error.is_safe_to_retry(), "nothing of it has been read");
    }
}

#[test]
fn a_stream_may_use_a_clone_of_its_file() {
    /// Looks at the file that it is the content of, and gives one piece.
    struct Curious(Client, Arc<OnceLock<File>>, bool);

    impl Stream for Curious {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if std::mem::replace(&mut self.2, true) {
                return Poll::Ready(None);
            }
            let file = self.1.get().expect("set before it is sent").clone();
            let preview = Call::<Json<Value>>::from(self.0.call(Method::PUT, "/files").file("text/plain", file)).preview();
            assert!(preview.expect_err("it is being sent").to_string().contains("has been sent"));
            Poll::Ready(Some(Ok(Bytes::from_static(CONTENT.as_bytes()))))
        }
    }

    let (script, file) = (Script::new(vec![End::Answer(200, "{}")]), Arc::<OnceLock<File>>::default());
    let client = script.client();
    let curious = file.get_or_init(|| File::from_stream("a", None, Curious(client.clone(), file.clone(), false)));
    call(client.call(Method::PUT, "/files").file("text/plain", curious.clone())).expect("sent");
    assert_eq!(script.bodies(), [CONTENT]);
}
