//! One attempt to send a request.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, Uri};

use super::framing::check_framing;
#[cfg(feature = "opentelemetry-033")]
use super::trace_context::add_trace_context;
#[cfg(feature = "gzip")]
use crate::runtime::encoding::{ask, decoded};
use crate::runtime::error::SCANNED_OF_BODY;
use crate::runtime::hooks::AttemptWatch;
use crate::runtime::policy::{Permit, Sleep, before};
use crate::runtime::request::{PreparedRequest, RequestState, harmless};
use crate::runtime::transport::{
    Body, BodyEnd, BodyLimits, Delivery, Handover, LedTo, TransportError, TransportErrorKind, TransportFuture,
};

/// A response, with what was received of its body.
pub(crate) struct Received {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// The URL to which the transport followed redirects by itself.
    pub led_to: Option<Uri>,
}

/// The result of an attempt.
pub(crate) enum Attempted {
    /// A success with its whole body or its stream, or a refusal. A refusal counts, whatever became of its body.
    Response { response: Received, stream: Option<Body> },
    /// A success whose body is larger than the limit.
    TooLarge(Received),
    /// No response, or a success whose body broke off.
    Failed { error: TransportError, response: Option<Received> },
}

/// Sends the request once, and waits for the whole response.
pub(super) async fn attempt(
    state: &RequestState,
    prepared: &PreparedRequest,
    watch: &mut AttemptWatch,
    timeout: Duration,
    permit: Option<Permit>,
) -> Attempted {
    let mut timer = state.client.core().clock.timer(timeout);
    let handover = Handover::default();
    let sent = match start(state, prepared, watch, timeout, &mut timer, &handover).await {
        Ok(sending) => before(&mut timer, sending).await.unwrap_or_else(|| Err(late_head(timeout, &handover))),
        Err(error) => Err(error),
    };
    let (mut response, body) = match sent {
        Ok(response) => split(state, watch, permit, response),
        Err(error) => {
            watch.end(Some(&error));
            return Attempted::Failed { error, response: None };
        }
    };
    let is_success = state.is_success(response.status);
    // One that another method reads is an error, which has the body.
    if state.streams && is_success && state.media_mismatch(&response.headers).is_none() {
        return Attempted::Response { response, stream: Some(body) };
    }
    let kept = if is_success { usize::MAX } else { SCANNED_OF_BODY };
    let limits = BodyLimits { most: state.client.core().max_response_bytes, kept };
    let end = before(&mut timer, pin!(watch.received.receive(body, limits))).await.unwrap_or_else(|| Err(late(timeout)));
    watch.end(end.as_ref().err().filter(|_| is_success));
    response.body = watch.received.take_bytes();
    match end {
        Ok(BodyEnd::TooLarge) if is_success => Attempted::TooLarge(response),
        Err(error) if is_success => Attempted::Failed { error: error.after_head(), response: Some(response) },
        _ => Attempted::Response { response, stream: None },
    }
}

/// Takes the head of a response, and prepares its body for being read.
fn split(state: &RequestState, watch: &mut AttemptWatch, permit: Option<Permit>, response: Response<Body>) -> (Received, Body) {
    let (head, body) = response.into_parts();
    watch.head(&head);
    let led_to = head.extensions.get().map(|LedTo(url)| url.clone());
    #[cfg_attr(not(feature = "gzip"), allow(unused_mut))]
    let (status, mut headers) = (head.status, head.headers);
    let body = match permit {
        Some(permit) => permit.until_read(status, &headers, body),
        None => body,
    };
    let body = match state.on_download.as_ref().filter(|_| state.is_success(status)) {
        Some(watcher) => watcher.watch(body),
        None => body,
    };
    #[cfg(feature = "gzip")]
    let body = match state.as_stored || status == StatusCode::PARTIAL_CONTENT {
        true => body,
        false => decoded(&mut headers, body, if state.streams { u64::MAX } else { state.client.core().max_response_bytes }),
    };
    (Received { status, headers, body: Bytes::new(), led_to }, body)
}

/// Asks the hooks for headers, and hands the request to the transport.
async fn start(
    state: &RequestState,
    prepared: &PreparedRequest,
    watch: &mut AttemptWatch,
    timeout: Duration,
    timer: &mut Sleep,
    handover: &Handover,
) -> Result<TransportFuture, TransportError> {
    let core = state.client.core();
    let mut added = before(timer, pin!(watch.start())).await.ok_or_else(|| late_hooks(timeout))?;
    if prepared.is_elsewhere {
        added = harmless(&added);
    }
    state.sent_secrets.add_headers(core.secrets.places(), &mut added);
    let mut request = prepared.request();
    request.headers_mut().extend(added);
    #[cfg(feature = "gzip")]
    ask(request.headers_mut(), state.as_stored);
    #[cfg(feature = "opentelemetry-033")]
    add_trace_context(request.headers_mut());
    check_framing(&mut request)?;
    request.extensions_mut().insert(handover.clone());
    let request = watch.request(request, || state.secrets());
    Ok(core.transport.send(request))
}

/// Returns the error of an attempt that takes too long.
fn late(timeout: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::TimedOut, format!("no complete response within {timeout:?}"))
}

/// Returns the error of an attempt without a response. If the transport still had no connection, nothing was sent.
fn late_head(timeout: Duration, handover: &Handover) -> TransportError {
    if !handover.is_unsent() {
        return late(timeout);
    }
    TransportError::new(TransportErrorKind::TimedOut, format!("no connection within {timeout:?}")).with_delivery(Delivery::NeverSent)
}

/// Returns the error of an attempt whose hooks took all its time.
fn late_hooks(timeout: Duration) -> TransportError {
    let text = format!("the hooks took longer than {timeout:?}");
    TransportError::new(TransportErrorKind::TimedOut, text).with_delivery(Delivery::NeverSent)
}
