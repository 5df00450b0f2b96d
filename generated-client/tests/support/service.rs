//! One service that answers in memory and over a socket: the same test runs against both.

use std::future::poll_fn;
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use http_body::{Body as _, Frame};

use super::server::{Received, read_body, read_head, reply};
use crate::runtime::{Body, Bytes, Sleep, Transport, TransportError, TransportFuture};

/// A status and a body.
pub type Answered = (u16, String);

/// Answers requests, and writes them down.
#[derive(Clone)]
pub struct Service {
    answer: Arc<dyn Fn(&Received) -> Answered + Send + Sync>,
    received: Arc<Mutex<Vec<Received>>>,
    connections: Arc<AtomicUsize>,
    /// What passes in memory before the service is asked, before the response begins, and before each piece of a body.
    step: fn() -> Sleep,
}

/// The time that a step takes.
pub const STEP: Duration = Duration::from_millis(100);

impl Service {
    /// Creates a service that answers so.
    pub fn new(answer: impl Fn(&Received) -> Answered + Send + Sync + 'static) -> Self {
        let step = || -> Sleep { Box::pin(tokio::time::sleep(STEP)) };
        Self { answer: Arc::new(answer), received: Arc::default(), connections: Arc::default(), step }
    }

    /// Lets others run at each step in memory, in place of time that passes. That depends on no runtime.
    pub fn yielding(mut self) -> Self {
        self.step = || {
            let mut polled = false;
            Box::pin(poll_fn(move |context| {
                context.waker().wake_by_ref();
                if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
            }))
        };
        self
    }

    /// Returns the number of connections that were opened.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Returns what has come.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no panic").clone()
    }

    fn answer(&self, request: Received) -> Answered {
        let answered = (self.answer)(&request);
        self.received.lock().expect("no panic").push(request);
        answered
    }

    /// Answers over a socket: in small pieces. Returns the address.
    pub fn listen(&self) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
        let address = listener.local_addr().expect("a listener has an address");
        let service = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let service = service.clone();
                service.connections.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || service.serve(&stream));
            }
        });
        format!("http://{address}")
    }

    /// Serves a connection until it is closed.
    fn serve(&self, mut stream: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        stream.set_nodelay(true).ok()?;
        loop {
            let mut request = read_head(&mut reader)?;
            request.body = read_body(&request, &mut reader)?;
            let (status, body) = self.answer(request);
            let bytes = reply(status, &[("content-type", "application/json")], &body);
            bytes.chunks(40).try_for_each(|piece| stream.write_all(piece)).ok()?;
        }
    }
}

/// Answers in memory.
impl Transport for Service {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let service = self.clone();
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            let mut received = Received {
                method: head.method.to_string(),
                target: head.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
                headers: Vec::new(),
                body: Vec::new(),
            };
            for (name, value) in &head.headers {
                received.headers.push((name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
            }
            (service.step)().await;
            while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
                received.body.extend(frame?.into_data().expect("data"));
                (service.step)().await;
            }
            let step = service.step;
            let (status, text) = service.answer(received);
            step().await;
            let mut response = http::Response::new(Body::stream(Pieces { rest: text.into(), step, wait: None }));
            *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            Ok(response)
        })
    }
}

/// A body in pieces, each after a while.
struct Pieces {
    rest: Bytes,
    step: fn() -> Sleep,
    wait: Option<Mutex<Sleep>>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let step = self.step;
        let wait = self.wait.get_or_insert_with(|| Mutex::new(step()));
        std::task::ready!(wait.get_mut().expect("no panic").as_mut().poll(context));
        self.wait = None;
        let size = self.rest.len().div_ceil(2);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(size)))))
    }
}

/// Polls a future this many times, each time when it was woken, and drops it. Returns its value if it has one by then.
pub async fn dropped_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let (mut future, mut left) = (Box::pin(future), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
