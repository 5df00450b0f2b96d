//! One attempt to send a request.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::client::AttemptInfo;
use crate::runtime::error::SCANNED_OF_BODY;
use crate::runtime::observer::observe;
use crate::runtime::policy::before;
use crate::runtime::request::{PreparedRequest, RequestState};
use crate::runtime::transport::{Body, BodyEnd, BodyLimits, ReceivedBody, TransportError, TransportErrorKind};

/// A response, with what was received of its body.
pub(crate) struct Received {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// The result of an attempt.
pub(crate) enum AttemptOutcome {
    /// A success with its whole body or its stream, or a refusal. A refusal counts, whatever became of its body.
    Response { response: Received, stream: Option<Body> },
    /// A success whose body is larger than the limit.
    TooLarge(Received),
    /// No response, or a success whose body broke off.
    Failed { error: TransportError, response: Option<Received> },
}

/// Sends the request once, and waits for the whole response.
pub(super) async fn attempt(state: &RequestState, prepared: &PreparedRequest, number: u32, timeout: Duration) -> AttemptOutcome {
    let core = state.client.core();
    let late = || TransportError::new(TransportErrorKind::TimedOut, format!("no complete response within {timeout:?}"));
    let mut request = prepared.request();
    request.headers_mut().extend(added_headers(state, number));
    let mut timer = core.clock.timer(timeout);
    let sent = before(&mut timer, core.transport.send(request)).await.unwrap_or_else(|| Err(late()));
    let (head, body) = match sent {
        Ok(response) => response.into_parts(),
        Err(error) => return AttemptOutcome::Failed { error, response: None },
    };
    let (status, headers) = (head.status, head.headers);
    let body = match state.on_download.as_ref().filter(|_| status.is_success()) {
        Some(watcher) => watcher.watch(body),
        None => body,
    };
    if state.streams && status.is_success() {
        return AttemptOutcome::Response { response: Received { status, headers, body: Bytes::new() }, stream: Some(body) };
    }
    let kept = if status.is_success() { usize::MAX } else { SCANNED_OF_BODY };
    let mut received = ReceivedBody::default();
    let limits = BodyLimits { most: core.max_response_bytes, kept };
    let end = before(&mut timer, received.receive(body, limits)).await.unwrap_or_else(|| Err(late()));
    let response = Received { status, headers, body: received.into_bytes() };
    match end {
        Ok(BodyEnd::TooLarge) if status.is_success() => AttemptOutcome::TooLarge(response),
        Err(error) if status.is_success() => AttemptOutcome::Failed { error: error.after_head(), response: Some(response) },
        _ => AttemptOutcome::Response { response, stream: None },
    }
}

/// Returns the headers that the callback adds to an attempt; those that it added so far, if it panics.
fn added_headers(state: &RequestState, number: u32) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(look) = &state.client.core().on_attempt {
        let info = AttemptInfo { method: &state.method, path: &state.shown_path(), operation: state.operation, number };
        observe(|| look(info, &mut headers));
        state.sent_secrets.add_headers(state.client.core().secrets.places(), &mut headers);
    }
    headers
}
