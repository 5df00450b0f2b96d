//! A transport that answers from memory.

use crate::runtime::{Body, Bytes, Transport, TransportError, TransportFuture};

/// Answers every request with this body.
pub struct Answer(pub &'static str, pub Bytes);

impl Transport for Answer {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from(self.1.clone()));
        let media = http::HeaderValue::from_static(self.0);
        response.headers_mut().insert(http::header::CONTENT_TYPE, media);
        Box::pin(async { Ok::<_, TransportError>(response) })
    }
}

/// Runs a future to its end.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(future)
}
