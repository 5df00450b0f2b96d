//! One request and the head of its response, over one connection.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HOST, PROXY_AUTHORIZATION, TRANSFER_ENCODING};
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::Instant;

#[cfg(feature = "http2")]
use super::http2;
use super::judge::{self, Failed, Scene};
use super::pool::Connection;
use super::request_body::RequestBody;
use super::sender::{Sender, Sending, Sent};
use super::stream::{Activity, Stream, Watched};
use super::target::{Target, TargetPath};
use super::timer::KeptTimer;
use super::tls;
use crate::runtime::platform;
use crate::runtime::transport::{Body, Delivery, TransportError, TransportErrorKind};

/// The most headers of a response. hyper has 100 otherwise, which real servers exceed.
const MOST_HEADERS: usize = 160;

/// The limits of waiting for a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitLimits {
    /// From the end of the request to the head of its response.
    pub first_byte: Option<Duration>,
    /// While the request is being sent: without a byte that the server takes.
    pub write: Duration,
}

/// Prepares what is sent: the target as it stands in the request line, and the host.
pub(super) fn prepare(request: Request<Body>, target: &Target) -> Result<Request<RequestBody>, String> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let mut request = request.map(|body| RequestBody::new(body, length));
    let headers = request.headers_mut();
    headers.entry(HOST).or_insert_with(|| target.host.clone());
    match &target.path {
        TargetPath::Forward { authorization: None } => {}
        // What the application says to a proxy is none of the server's business.
        TargetPath::Direct | TargetPath::Tunnel => drop(headers.remove(PROXY_AUTHORIZATION)),
        TargetPath::Forward { authorization: Some(authorization) } => drop(headers.insert(PROXY_AUTHORIZATION, authorization.clone())),
    }
    *request.uri_mut() = target.request_target(request.uri())?;
    Ok(request)
}

/// Begins HTTP on a stream. A task drives the connection from now on.
pub(super) async fn begin(stream: Stream, authority: &str, idle_limit: Duration) -> Result<Connection, TransportError> {
    let activity = Arc::new(Activity::new());
    let watched = Watched::new(stream, activity.clone());
    let mut builder = http1::Builder::new();
    // RFC 9112, section 5.2: a user agent reads folded lines.
    builder.allow_obsolete_multiline_headers_in_responses(true).max_headers(MOST_HEADERS);
    let begun = builder.handshake(TokioIo::new(watched)).await;
    let (sender, driver) = begun.map_err(|error| TransportError::new(TransportErrorKind::Connect, format!("{authority}: {error}")))?;
    let (ending, host) = (activity.clone(), authority.to_owned());
    let task = tokio::spawn(async move {
        let mut driver = pin!(driver);
        // Requests get its errors. What happens between them is no error of anybody, but for a server that judges the client's side of
        // the handshake after its end: the first request may not be there yet.
        if let Err(error) = driver.as_mut().await {
            tls::in_chain(&error, &host).into_iter().for_each(|error| ending.set_tls_error(error));
        }
    });
    let sender = Sender::Http1 { sender, task: task.abort_handle() };
    Ok(Connection { sender, activity, idle_limit, timer: KeptTimer::default() })
}

/// Sends a request, and waits for the head of its response.
pub(super) async fn exchange(
    connection: &mut Connection,
    request: &mut Option<Request<RequestBody>>,
    target: &Target,
    is_reused: bool,
    limits: WaitLimits,
) -> Result<Response<Incoming>, Failed> {
    let activity = connection.activity.clone();
    let Some(outgoing) = request.take() else {
        return Err(Failed::Error(judge::protocol("the request has been sent before")));
    };
    let (sending, timer) = connection.send(outgoing);
    let Some(sent) = within(sending, &activity, limits, timer).await else {
        return Err(Failed::Error(late(&activity, limits)));
    };
    let scene = Scene { authority: &target.authority, activity: &activity, is_reused };
    let response = match sent {
        Ok(response) => response,
        Err(failed) => {
            if let Some(panic) = activity.take_panic() {
                resume_unwind(panic);
            }
            if !is_reused {
                // The task of the connection may just come to its end.
                platform::yield_now().await;
            }
            return Err(match &connection.sender {
                Sender::Http1 { .. } => judge::failed(failed, &scene),
                #[cfg(feature = "http2")]
                Sender::Http2(sender) => http2::failed(sender, failed, &scene).await,
            });
        }
    };
    match response.status() {
        StatusCode::SWITCHING_PROTOCOLS => {
            Err(Failed::Error(judge::protocol("the server switched to another protocol, which nobody asked for")))
        }
        StatusCode::PROXY_AUTHENTICATION_REQUIRED if target.is_forwarded() => Err(Failed::Error(proxy_refusal(&response))),
        // The bytes would be taken for the content. No coding was asked for (RFC 9110, section 10.1.4).
        _ if has_transfer_coding(&response) => {
            Err(Failed::Error(judge::protocol("the body has a transfer coding other than `chunked`, which nobody asked for")))
        }
        _ => Ok(response),
    }
}

fn has_transfer_coding(response: &Response<Incoming>) -> bool {
    let values = response.headers().get_all(TRANSFER_ENCODING).into_iter();
    let mut codings = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let is_plain = |coding: &[u8]| [&b""[..], b"chunked", b"identity"].iter().any(|known| coding.eq_ignore_ascii_case(known));
    codings.any(|coding| !is_plain(coding)) && !http_body::Body::is_end_stream(response.body())
}

/// The refusal of a proxy that got the request itself: it is no answer of the API.
fn proxy_refusal(response: &Response<Incoming>) -> TransportError {
    let offered = response.headers().get_all("proxy-authenticate").into_iter().filter_map(|value| value.to_str().ok());
    let schemes: Vec<&str> = offered.filter_map(|value| value.split_whitespace().next()).collect();
    let text = format!("the proxy asks for credentials: 407 Proxy Authentication Required ({})", schemes.join(", "));
    TransportError::new(TransportErrorKind::Proxy, text).with_delivery(Delivery::Refused).permanent()
}

/// Waits as long as the limits allow: one runs while the request is being sent, the other one after that.
async fn within(mut sending: Sending<'_>, activity: &Activity, limits: WaitLimits, timer: &mut KeptTimer) -> Option<Sent> {
    poll_fn(|context| {
        loop {
            if let Poll::Ready(done) = sending.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            let left = left(activity, limits);
            if left.is_zero() {
                return Poll::Ready(None);
            }
            // The longest time that the clock can hold is shorter than the longest duration.
            let Some(until) = Instant::now().checked_add(left) else { return Poll::Pending };
            if timer.poll(until, context).is_pending() {
                return Poll::Pending;
            }
        }
    })
    .await
}

/// Returns the time that is left, or that until the next look: nothing wakes the waiting call when the limit changes.
fn left(activity: &Activity, limits: WaitLimits) -> Duration {
    let look = limits.first_byte.map_or(limits.write, |limit| limit.min(limits.write));
    let limit = match activity.is_uploading() {
        true if activity.is_starved() => return look,
        true => limits.write,
        false => match limits.first_byte {
            Some(limit) => limit,
            None => return look,
        },
    };
    limit.saturating_sub(activity.quiet()).min(look)
}

fn late(activity: &Activity, limits: WaitLimits) -> TransportError {
    let text = match activity.is_uploading() {
        true => format!("the server took nothing of the request within {:?} (`read_timeout`)", limits.write),
        false => format!("no response began within {:?} (`first_byte_timeout`)", limits.first_byte.unwrap_or_default()),
    };
    TransportError::new(TransportErrorKind::TimedOut, text)
}
