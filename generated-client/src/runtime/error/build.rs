//! How errors are made of what happened. Secrets are taken out here, before anybody sees them.

use bytes::Bytes;
use http::header::HeaderValue;
use http::{HeaderMap, StatusCode};

use super::chain::Cause;
use super::{Delivery, Error, FailedReply, Failure, message as explain};
use crate::runtime::json::Unreadable;
use crate::runtime::policy::RateLimit;
use crate::runtime::request::Parts;
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::send::RawReply;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// How much of a body an error keeps.
pub(crate) const KEPT_OF_BODY: usize = 64 * 1024;

/// Starts an error about a request.
pub(crate) fn about(parts: &Parts, attempts: u32) -> Failure {
    Failure {
        method: parts.method.clone(),
        path: parts.template.to_string(),
        attempts,
        repeatable: parts.repeatable(),
        ..Failure::default()
    }
}

impl Failure {
    /// Says that the request cannot be sent.
    pub(crate) fn argument(mut self, problem: String) -> Error {
        self.problem = Some(problem);
        Error::Argument(Box::new(self))
    }
}

/// Says that the server answered with a status that is no success.
pub(crate) fn refused(mut failure: Box<Failure>, parts: &Parts, status: StatusCode, headers: HeaderMap, body: Bytes) -> Error {
    failure.delivery = match status.as_u16() {
        408 | 500.. => Delivery::Unknown,
        _ => Delivery::Refused,
    };
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        failure.problem = Some("a redirect that is not followed".to_owned());
    }
    failure.reply = Some(kept(parts, status, headers, body));
    Error::Status(failure)
}

/// Says that no whole reply came.
pub(crate) fn gave_up(mut failure: Box<Failure>, parts: &Parts, error: &TransportError, status: Option<StatusCode>) -> Error {
    let secrets = parts.secrets();
    failure.problem = Some(error.to_string());
    failure.cause = std::error::Error::source(error).map(|cause| Cause::of(cause, &|text| secrets.scrub(text, REDACTED).into_owned()));
    failure.timed_out = error.kind == TransportErrorKind::TimedOut;
    failure.delivery = match (error.kind, status) {
        (TransportErrorKind::NotSent, _) => Delivery::NeverSent,
        (_, Some(_)) => Delivery::Done,
        (_, None) => Delivery::Unknown,
    };
    Error::Transport(failure)
}

/// Says that there is no time left to send anything.
pub(crate) fn too_late(parts: &Parts) -> Error {
    let mut failure = about(parts, 0);
    failure.problem = Some("the deadline has passed".to_owned());
    failure.timed_out = true;
    Error::Transport(Box::new(failure))
}

/// Says that there is no token for a request.
pub(crate) fn without_token(parts: &Parts, attempts: u32, error: &Error) -> Error {
    let secrets = parts.secrets();
    let mut failure = about(parts, attempts);
    failure.problem = Some("no token".to_owned());
    failure.timed_out = error.is_timeout();
    failure.delivery = if attempts == 0 { Delivery::NeverSent } else { Delivery::Refused };
    failure.cause = Some(Cause::of(error, &|text| secrets.scrub(text, REDACTED).into_owned()));
    Error::Credentials(Box::new(failure))
}

/// Says that a success cannot be read.
pub(crate) fn undecodable(reply: RawReply, why: Unreadable) -> Error {
    let parts = reply.request.parts();
    let secrets = parts.secrets();
    let mut failure = about(parts, reply.attempts);
    failure.delivery = Delivery::Done;
    let (problem, path) = match why {
        Unreadable::Misfit(misfit) => (misfit.to_string(), Some(misfit.path())),
        Unreadable::Syntax(error) => (not_json(&reply, &error), None),
        Unreadable::Other(problem) => (problem, None),
    };
    failure.problem = Some(secrets.scrub(&problem, REDACTED).into_owned());
    failure.json_path = path;
    failure.reply = Some(kept(parts, reply.status, reply.headers, reply.body));
    // What a successful reply says is no message about an error.
    if let Some(reply) = &mut failure.reply {
        reply.message = None;
    }
    Error::Decode(Box::new(failure))
}

/// Says that the pages of a list do not add up.
pub(crate) fn incomplete(parts: &Parts, problem: String) -> Error {
    let mut failure = about(parts, 1);
    failure.problem = Some(problem);
    failure.delivery = Delivery::Done;
    Error::Incomplete(Box::new(failure))
}

/// Says what a body that is no JSON looks like.
fn not_json(reply: &RawReply, error: &serde_json::Error) -> String {
    let media = reply.headers.get(http::header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let text = reply.text();
    if let Some(encoding) = reply.headers.get(http::header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        let encoding = String::from_utf8_lossy(encoding.as_bytes());
        return format!("expected JSON, found it encoded as {encoding}, which was not asked for");
    }
    match text.trim_start().starts_with('<') {
        true => {
            let title = explain::message(&text).map(|title| format!(" titled {title:?}")).unwrap_or_default();
            format!("expected JSON, found a page{title}")
        }
        false => format!("expected JSON, found {}: {error}", media.unwrap_or("something else")),
    }
}

fn kept(parts: &Parts, status: StatusCode, mut headers: HeaderMap, body: Bytes) -> FailedReply {
    let secrets = parts.secrets();
    for value in headers.values_mut() {
        scrub_header(&secrets, value);
    }
    let body = secrets.scrub_body(body);
    let body = body.slice(..body.len().min(KEPT_OF_BODY));
    let message = explain::message(&String::from_utf8_lossy(&body));
    let now = parts.client.core().clock.unix_seconds();
    let (retry_after, rate_limit) = (explain::retry_after(&headers, now), RateLimit::of(&headers, now));
    FailedReply { status, headers, body, message, retry_after, rate_limit }
}

fn scrub_header(secrets: &Secrets, value: &mut HeaderValue) {
    let text = String::from_utf8_lossy(value.as_bytes());
    if let std::borrow::Cow::Owned(scrubbed) = secrets.scrub(&text, REDACTED) {
        *value = HeaderValue::from_str(&scrubbed).unwrap_or(HeaderValue::from_static(REDACTED));
    }
}
