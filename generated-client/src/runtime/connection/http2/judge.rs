//! What an error of a shared connection means for one request.

use h2::Reason;
use http::Request;
use hyper::client::conn::TrySendError;

use super::form::to_http1;
use super::sender::Http2Sender;
use crate::runtime::connection::judge::{Failed, Scene, find, protocol, words};
use crate::runtime::connection::request_body::RequestBody;
use crate::runtime::connection::tls;
use crate::runtime::transport::{Delivery, TransportError, TransportErrorKind};

/// Returns what became of a request.
pub(in crate::runtime::connection) async fn failed(
    sender: &Http2Sender,
    mut failed: TrySendError<Request<RequestBody>>,
    scene: &Scene<'_>,
) -> Failed {
    let Some(mut request) = failed.take_message() else {
        return Failed::Error(of_request(sender, failed.into_error(), scene).await);
    };
    sender.retire();
    sender.ending().await;
    match sender.tls_error(scene.authority).filter(|_| !scene.is_reused) {
        Some(error) => Failed::Error(error.with_delivery(Delivery::NeverSent)),
        None => {
            to_http1(&mut request);
            Failed::Unsent(Box::new(request))
        }
    }
}

async fn of_request(sender: &Http2Sender, error: hyper::Error, scene: &Scene<'_>) -> TransportError {
    let cause = find::<h2::Error>(&error);
    if !cause.is_some_and(h2::Error::is_reset) {
        sender.retire();
    }
    if cause.is_some_and(|cause| cause.reason() == Some(Reason::HTTP_1_1_REQUIRED)) {
        sender.demand_http1();
        sender.retire();
    }
    if let Some(source) = scene.activity.write_error() {
        return broken(source.to_string());
    }
    if error.is_timeout() {
        return TransportError::new(TransportErrorKind::TimedOut, "the server did not answer a ping (`http2_keep_alive_timeout`)");
    }
    if let Some(error) = cause.and_then(|cause| of_cause(cause, &error)) {
        return error;
    }
    let ending = sender.ending().await;
    if let Some(error) = sender.tls_error(scene.authority) {
        return error;
    }
    // The task gives up what it holds only when it ends, and it holds a request only until that is sent.
    if error.is_user() && ending.is_some() {
        return TransportError::new(TransportErrorKind::NotSent, "the connection ended before the request was sent");
    }
    let mut text = words(&error);
    if let Some(Some(reason)) = ending {
        text.push_str(&format!(", {reason}"));
    }
    if scene.is_reused {
        text.push_str(", on a connection that had been used before");
    }
    if scene.is_reused { broken(text).stale() } else { broken(text) }
}

/// Returns the error of what the server, or h2 itself, says about the stream.
fn of_cause(cause: &h2::Error, error: &hyper::Error) -> Option<TransportError> {
    // What HTTP/1.1 is needed for is not carried out by HTTP/2 (RFC 9113, section 7).
    let refusals = [Some(Reason::REFUSED_STREAM), Some(Reason::HTTP_1_1_REQUIRED)];
    let is_refused = cause.is_reset() && refusals.contains(&cause.reason());
    if cause.is_library() {
        return Some(protocol(format!("{}: no valid HTTP/2, or a header that is too large", words(error))));
    }
    // h2 ends only those streams with a GOAWAY that the server says it has not looked at (RFC 9113, section 6.8).
    let delivery = if is_refused || cause.is_go_away() { Delivery::Refused } else { Delivery::Unknown };
    cause.is_remote().then(|| broken(words(error)).with_delivery(delivery))
}

fn broken(text: String) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, text)
}
