//! One request and the head of its response, over one connection.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use http::{Request, Response, StatusCode, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, Sleep, sleep};

use super::connector::Connector;
#[cfg(feature = "http2")]
use super::http2;
use super::judge::{self, Failed, Scene};
use super::origin::Origin;
use super::pool::Connection;
use super::request_body::RequestBody;
use super::sender::Sender;
use super::stream::{Activity, Stream, Watched};
use crate::runtime::transport::{Body, Delivery, TransportError, TransportErrorKind};

/// The most headers of a response. hyper has 100 otherwise, which real servers exceed.
const MOST_HEADERS: usize = 256;

/// The limits of waiting for a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitLimits {
    /// From the end of the request to the head of its response.
    pub first_byte: Option<Duration>,
    /// While the request is being sent: without a byte that the server takes.
    pub write: Duration,
}

/// Prepares what is sent: the target as it stands in the request line, and the host.
pub(super) fn prepare(request: Request<Body>, origin: &Origin, connector: &Connector) -> Result<Request<RequestBody>, String> {
    let mut request = request.map(RequestBody::new);
    let host = HeaderValue::from_str(&origin.host_header()).map_err(|_| "the host is not valid in a header")?;
    request.headers_mut().entry(HOST).or_insert(host);
    let route = connector.route(origin);
    if route.is_some_and(|route| route.tunnel) {
        // What the application says to a proxy is none of the server's business.
        request.headers_mut().remove(PROXY_AUTHORIZATION);
    }
    let proxy = route.filter(|route| !route.tunnel);
    if let Some(route) = &proxy {
        if let Some(authorization) = route.address.authorization() {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization);
        }
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let target = match proxy {
        // A proxy gets the whole URL, without a user that may stand in it.
        Some(_) => format!("http://{}{target}", origin.host_header()).parse(),
        None => target.parse::<Uri>(),
    };
    *request.uri_mut() = target.map_err(|error| format!("the URL of the request is not valid: {error}"))?;
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
    let task = tokio::spawn(async move {
        // Requests get its errors; what happens between them is no error of anybody.
        let _ = driver.await;
    });
    let sender = Sender::Http1 { sender, task: task.abort_handle() };
    Ok(Connection { sender, activity, idle_limit })
}

/// Sends a request, and waits for the head of its response.
pub(super) async fn exchange(
    connection: &mut Connection,
    mut request: Request<RequestBody>,
    authority: &str,
    is_reused: bool,
    is_proxied: bool,
    limits: WaitLimits,
) -> Result<Response<Incoming>, Failed> {
    let activity = connection.activity.clone();
    request.body_mut().begin(&activity);
    let Some(sent) = within(connection.sender.send(request), &activity, limits).await else {
        return Err(Failed::Error(late(&activity, limits)));
    };
    let scene = Scene { authority, activity: &activity, is_reused };
    let response = match sent {
        Ok(response) => response,
        Err(failed) => {
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
        StatusCode::PROXY_AUTHENTICATION_REQUIRED if is_proxied => Err(Failed::Error(proxy_refusal(&response))),
        _ => Ok(response),
    }
}

/// The refusal of a proxy that got the request itself: it is no answer of the API.
fn proxy_refusal(response: &Response<Incoming>) -> TransportError {
    let offered = response.headers().get_all("proxy-authenticate").into_iter().filter_map(|value| value.to_str().ok());
    let schemes: Vec<&str> = offered.filter_map(|value| value.split_whitespace().next()).collect();
    let text = format!("the proxy asks for credentials: 407 Proxy Authentication Required ({})", schemes.join(", "));
    TransportError::new(TransportErrorKind::Proxy, text).with_delivery(Delivery::Refused).permanent()
}

/// Waits as long as the limits allow: one runs while the request is being sent, the other one after that.
async fn within<T>(work: impl Future<Output = T>, activity: &Activity, limits: WaitLimits) -> Option<T> {
    let mut work = pin!(work);
    let mut timer: Option<Pin<Box<Sleep>>> = None;
    poll_fn(|context| {
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            let left = left(activity, limits);
            if left.is_zero() {
                return Poll::Ready(None);
            }
            // The longest time that the clock can hold is shorter than the longest duration.
            let Some(until) = Instant::now().checked_add(left) else { return Poll::Pending };
            let timer = timer.get_or_insert_with(|| Box::pin(sleep(left)));
            timer.as_mut().reset(until);
            if timer.as_mut().poll(context).is_pending() {
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
