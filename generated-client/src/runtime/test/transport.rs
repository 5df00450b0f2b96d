//! The transport that answers in the process.

use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::har_recorder::collected;
use super::mock_response::{MockResponse, ResponseEnd};
use super::mock_state::MockState;
use super::received_call::ReceivedCall;
use crate::runtime::transport::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};

pub(super) struct MockTransport(pub Arc<MockState>);

impl Transport for MockTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let shared = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let answer = shared.answer(ReceivedCall::new(head, collected(body).await?));
            let mocked = answer.map_err(|report| TransportError::new(TransportErrorKind::NotSent, report).permanent())?;
            if !mocked.delay.is_zero() {
                shared.clock.advance(mocked.delay);
                // An attempt that has timed out meanwhile ends here.
                let mut is_later = false;
                poll_fn(|context| {
                    if std::mem::replace(&mut is_later, true) {
                        return Poll::Ready(());
                    }
                    context.waker().wake_by_ref();
                    Poll::Pending
                })
                .await;
            }
            match mocked.end {
                ResponseEnd::Whole => Ok(response(mocked)),
                ResponseEnd::CutAfter(length) => Ok(response(mocked).map(|body| Body::stream(Cut::new(&body, length)))),
                ResponseEnd::Fails(kind) => Err(TransportError::new(kind, "the mock fails")),
                ResponseEnd::Never => {
                    shared.clock.advance_to_timeout();
                    pending().await
                }
            }
        })
    }
}

fn response(mocked: MockResponse) -> http::Response<Body> {
    let mut response = http::Response::new(Body::from(mocked.body));
    *response.status_mut() = mocked.status;
    *response.headers_mut() = mocked.headers;
    response
}

/// A body that breaks off.
struct Cut(Option<Bytes>);

impl Cut {
    fn new(body: &Body, length: usize) -> Self {
        Self(body.as_bytes().map(|bytes| bytes.slice(..length.min(bytes.len()))))
    }
}

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(match self.0.take().filter(|bytes| !bytes.is_empty()) {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(TransportError::new(TransportErrorKind::Broken, "the mock fails")),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
