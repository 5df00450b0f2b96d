//! How errors are made of what happened. Secrets are taken out here, before anybody sees them.

use bytes::Bytes;
use http::header::HeaderValue;
use http::{HeaderMap, StatusCode};

use super::chain::Cause;
use super::{Delivery, Error, FailedReply, Failure, message};
use crate::runtime::policy::{RateLimit, retry_after};
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// How much of a body an error keeps.
pub(crate) const KEPT_OF_BODY: usize = 64 * 1024;

impl Failure {
    /// Says that the request cannot be sent.
    pub(crate) fn argument(mut self, problem: String) -> Error {
        self.problem = Some(problem);
        Error::Argument(Box::new(self))
    }
}

impl FailedReply {
    /// Keeps what an error shows of a response. `now` is in seconds since 1970.
    pub(crate) fn new(secrets: &Secrets, now: i64, status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Self {
        for value in headers.values_mut() {
            scrub_header(secrets, value);
        }
        let body = secrets.scrub_body(body);
        let body = body.slice(..body.len().min(KEPT_OF_BODY));
        let message = message::message(&String::from_utf8_lossy(&body));
        let (retry_after, rate_limit) = (retry_after(&headers, now), RateLimit::of(&headers, now));
        Self { status, headers, body, message, retry_after, rate_limit }
    }
}

fn scrub_header(secrets: &Secrets, value: &mut HeaderValue) {
    let text = String::from_utf8_lossy(value.as_bytes());
    if let std::borrow::Cow::Owned(scrubbed) = secrets.scrub(&text, REDACTED) {
        *value = HeaderValue::from_str(&scrubbed).unwrap_or(HeaderValue::from_static(REDACTED));
    }
}

/// Says that the server answered with a status that is no success.
pub(crate) fn status_error(mut failure: Box<Failure>, reply: FailedReply) -> Error {
    let status = reply.status;
    failure.delivery = match status.as_u16() {
        408 | 500.. => Delivery::Unknown,
        _ => Delivery::Refused,
    };
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        failure.problem = Some("a redirect that is not followed".to_owned());
    }
    failure.reply = Some(reply);
    Error::Status(failure)
}

/// Says that no whole reply came.
pub(crate) fn transport_error(mut failure: Box<Failure>, secrets: &Secrets, error: &TransportError, status: Option<StatusCode>) -> Error {
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
pub(crate) fn deadline_error(mut failure: Failure) -> Error {
    failure.problem = Some("the deadline has passed".to_owned());
    failure.timed_out = true;
    Error::Transport(Box::new(failure))
}

/// Says that there is no token for a request.
pub(crate) fn credentials_error(mut failure: Failure, secrets: &Secrets, error: &Error) -> Error {
    failure.problem = Some("no token".to_owned());
    failure.timed_out = error.is_timeout();
    failure.delivery = if failure.attempts == 0 { Delivery::NeverSent } else { Delivery::Refused };
    failure.cause = Some(Cause::of(error, &|text| secrets.scrub(text, REDACTED).into_owned()));
    Error::Credentials(Box::new(failure))
}

/// Says that a success cannot be read: what is wrong, and where.
pub(crate) fn decode_error(mut failure: Failure, problem: String, path: Option<String>, reply: FailedReply) -> Error {
    failure.delivery = Delivery::Done;
    failure.problem = Some(problem);
    failure.json_path = path;
    // What a successful reply says is no message about an error.
    failure.reply = Some(FailedReply { message: None, ..reply });
    Error::Decode(Box::new(failure))
}

/// Says that the pages of a list do not add up.
pub(crate) fn incomplete_error(mut failure: Failure, problem: String) -> Error {
    failure.problem = Some(problem);
    failure.delivery = Delivery::Done;
    Error::Incomplete(Box::new(failure))
}
