//! What an error of hyper means for the request.

use std::error::Error;
use std::io;

use http::Request;
use hyper::client::conn::TrySendError;

use super::request_body::{RequestBody, RequestBodyError};
use super::stream::Activity;
use super::tls;
use crate::runtime::transport::{Delivery, TransportError, TransportErrorKind, last_cause};

/// Where an error came up.
pub(super) struct Scene<'a> {
    pub authority: &'a str,
    pub activity: &'a Activity,
    /// Whether the connection had been used before.
    pub is_reused: bool,
}

/// Why there is no response.
pub(super) enum Failed {
    /// Nothing of the request was sent: here it is again.
    Unsent(Box<Request<RequestBody>>),
    Error(TransportError),
}

/// Returns what became of a request that had a connection of its own.
pub(super) fn failed(mut failed: TrySendError<Request<RequestBody>>, scene: &Scene<'_>) -> Failed {
    let unsent = failed.take_message();
    let error = failed.into_error();
    match unsent {
        Some(_) if !scene.is_reused && is_tls(&error) => Failed::Error(of_request(error, scene).with_delivery(Delivery::NeverSent)),
        Some(request) => match scene.activity.take_tls_error().filter(|_| !scene.is_reused) {
            Some(error) => Failed::Error(error.with_delivery(Delivery::NeverSent)),
            None => Failed::Unsent(Box::new(request)),
        },
        None => Failed::Error(of_request(error, scene)),
    }
}

/// Returns the error of a request that has no response.
fn of_request(error: hyper::Error, scene: &Scene<'_>) -> TransportError {
    let authority = scene.authority;
    if let Some(error) = tls::in_chain(&error, authority) {
        return error;
    }
    if error.is_user() && find::<RequestBodyError>(&error).is_some() {
        return TransportError::new(TransportErrorKind::Broken, last_cause(&error).to_string());
    }
    if error.is_parse() {
        let text = last_cause(&error).to_string();
        // hyper has a question for it in servers only.
        let text = if text.contains("too large") { "header too large" } else { &text };
        return protocol(text);
    }
    let mut text = words(&error);
    if let Some(write) = scene.activity.write_error() {
        text.push_str(&format!(", while the request was being sent ({write})"));
    }
    if scene.is_reused {
        text.push_str(", on a connection that had been used before");
    }
    let broken = TransportError::new(TransportErrorKind::Broken, text);
    if scene.is_reused { broken.stale() } else { broken }
}

/// Returns whether TLS is what failed: a server may judge the client's side of the handshake after its end.
fn is_tls(error: &hyper::Error) -> bool {
    tls::in_chain(error, "").is_some()
}

/// Returns the error of a body that broke off.
pub(super) fn of_body(error: hyper::Error, authority: &str) -> TransportError {
    if let Some(error) = tls::in_chain(&error, authority) {
        return TransportError::new(TransportErrorKind::Broken, error);
    }
    // TLS has an end of its own, and without it nobody knows whether there was more.
    let has_no_end = find::<io::Error>(&error).is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof);
    let is_short = has_no_end || error.is_incomplete_message();
    if is_short { cut_short() } else { TransportError::new(TransportErrorKind::Broken, words(&error)) }
}

/// Returns the error of a body that ended too early.
pub(super) fn cut_short() -> TransportError {
    TransportError::new(TransportErrorKind::Broken, "the body was cut short")
}

/// Returns the error of a response that is not HTTP as this client speaks it.
pub(super) fn protocol(text: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::Protocol, text.into())
}

/// hyper's own words, and the last cause.
pub(super) fn words(error: &hyper::Error) -> String {
    let (own, last) = (error.to_string(), last_cause(error).to_string());
    if own == last { own } else { format!("{own} ({last})") }
}

/// Returns the error of a type among the causes of another one.
pub(super) fn find<'e, T: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}
