//! A transport that answers from memory.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tallyfy::{Body, Transport, TransportError, TransportFuture};

/// Answers every request the same way, and keeps the bodies.
pub struct Memory {
    status: u16,
    body: Bytes,
    seen: Arc<Mutex<Vec<Bytes>>>,
}

impl Memory {
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, body: body.into(), seen: Arc::default() }
    }

    /// The bodies that have been sent.
    pub fn seen(&self) -> Arc<Mutex<Vec<Bytes>>> {
        Arc::clone(&self.seen)
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        self.seen.lock().expect("nobody panics with it").extend(request.body().as_bytes().cloned());
        let mut response = http::Response::new(Body::from(self.body.clone()));
        *response.status_mut() = http::StatusCode::from_u16(self.status).expect("the status is one");
        Box::pin(async { Ok::<_, TransportError>(response) })
    }
}

/// Runs a future to its end.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(future)
}
