//! One attempt to send a request.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::client::AttemptInfo;
use crate::runtime::observer::observe;
use crate::runtime::policy::within;
use crate::runtime::request::{PreparedRequest, RequestState};
use crate::runtime::response::whole_length;
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// The result of an attempt.
pub(crate) enum AttemptOutcome {
    /// A complete response, or the start of a streamed one.
    ResponseBody { status: StatusCode, headers: HeaderMap, body: Bytes, stream: Option<Body> },
    /// No complete response.
    AttemptFailure { error: TransportError, status: Option<StatusCode> },
}

/// Sends the request once, and waits for the whole response.
pub(super) async fn attempt(state: &RequestState, prepared: &PreparedRequest, number: u32, timeout: Duration) -> AttemptOutcome {
    let mut status = None;
    let exchanged = within(&*state.client.core().clock, timeout, exchange(state, prepared, number, &mut status)).await;
    let late = || TransportError::new(TransportErrorKind::TimedOut, format!("no complete response within {timeout:?}"));
    match exchanged.unwrap_or_else(|| Err(late())) {
        Ok(response) => response,
        Err(error) => AttemptOutcome::AttemptFailure { error, status },
    }
}

async fn exchange(
    state: &RequestState,
    prepared: &PreparedRequest,
    number: u32,
    status: &mut Option<StatusCode>,
) -> Result<AttemptOutcome, TransportError> {
    let transport = &state.client.core().transport;
    let mut request = prepared.request();
    request.headers_mut().extend(added_headers(state, number));
    let (head, body) = transport.send(request).await?.into_parts();
    *status = Some(head.status);
    let (status, headers) = (head.status, head.headers);
    let watched = state.on_download.as_ref().filter(|_| status.is_success());
    let body = match watched {
        Some(watcher) => watcher.watch(body),
        None => body,
    };
    if state.streams && status.is_success() {
        return Ok(AttemptOutcome::ResponseBody { status, headers, body: Bytes::new(), stream: Some(body) });
    }
    let body = match body.collect().await {
        Ok(body) => body,
        // An error status is used even if its body is incomplete.
        Err(_) if !status.is_success() => Bytes::new(),
        Err(error) => return Err(error),
    };
    match whole_length(&state.method, status, &headers).filter(|length| status.is_success() && (body.len() as u64) < *length) {
        Some(length) => Err(TransportError::new(TransportErrorKind::Broken, format!("{} of {length} bytes were received", body.len()))),
        None => Ok(AttemptOutcome::ResponseBody { status, headers, body, stream: None }),
    }
}

/// Returns the headers that the callback adds to an attempt; those that it added so far, if it panics.
fn added_headers(state: &RequestState, number: u32) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(look) = &state.client.core().on_attempt {
        let info = AttemptInfo { method: &state.method, path: &state.template, operation: state.operation, number };
        observe(|| look(info, &mut headers));
    }
    headers
}
