//! One attempt to send a request.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::client::{AttemptInfo, Core};
use crate::runtime::request::{Outgoing, Parts};
use crate::runtime::response::whole_length;
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// What one attempt came to.
pub(crate) enum Ended {
    /// A whole reply, or the beginning of one that streams.
    Reply { status: StatusCode, headers: HeaderMap, body: Bytes, stream: Option<Body> },
    /// None, or the beginning of one.
    Failed { error: TransportError, status: Option<StatusCode> },
}

/// Sends the request once, and waits for the whole reply.
pub(super) async fn attempt(parts: &Parts, outgoing: &Outgoing, number: u32, timeout: Duration) -> Ended {
    let mut status = None;
    let exchanged = within(parts.client.core(), timeout, exchange(parts, outgoing, number, &mut status)).await;
    let late = || TransportError::new(TransportErrorKind::TimedOut, format!("no whole reply within {timeout:?}"));
    match exchanged.unwrap_or_else(|| Err(late())) {
        Ok(reply) => reply,
        Err(error) => Ended::Failed { error, status },
    }
}

/// Waits for something, but not longer than this.
pub(super) async fn within<T>(core: &Core, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut timer = core.clock.timer(limit);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

async fn exchange(parts: &Parts, outgoing: &Outgoing, number: u32, status: &mut Option<StatusCode>) -> Result<Ended, TransportError> {
    let transport = &parts.client.core().transport;
    let mut request = outgoing.request();
    request.headers_mut().extend(added_headers(parts, number));
    let (head, body) = transport.send(request).await?.into_parts();
    *status = Some(head.status);
    let (status, headers) = (head.status, head.headers);
    let watched = parts.on_download.as_ref().filter(|_| status.is_success());
    let body = match watched {
        Some(watcher) => watcher.watch(body),
        None => body,
    };
    if parts.streams && status.is_success() {
        return Ok(Ended::Reply { status, headers, body: Bytes::new(), stream: Some(body) });
    }
    let body = match body.collect().await {
        Ok(body) => body,
        // A refusal counts even when its explanation is cut short.
        Err(_) if !status.is_success() => Bytes::new(),
        Err(error) => return Err(error),
    };
    match whole_length(&parts.method, status, &headers).filter(|length| status.is_success() && (body.len() as u64) < *length) {
        Some(length) => Err(TransportError::new(TransportErrorKind::Broken, format!("{} of {length} bytes came", body.len()))),
        None => Ok(Ended::Reply { status, headers, body, stream: None }),
    }
}

/// Returns the headers that an attempt gets beside its own.
fn added_headers(parts: &Parts, number: u32) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(look) = &parts.client.core().on_attempt {
        look(AttemptInfo { method: &parts.method, path: &parts.template, number }, &mut headers);
    }
    headers
}
