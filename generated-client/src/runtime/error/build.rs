//! Constructors of errors. They replace the secrets in what an error shows.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, StatusCode};

use super::chain::ErrorChain;
use super::message::{self, excerpt};
use super::{Error, ErrorResponse, Failure, NoToken};
#[cfg(feature = "constraints")]
use crate::runtime::constraints::Violations;
#[cfg(feature = "strict")]
use crate::runtime::json::strict;
use crate::runtime::policy::{RateLimit, retry_after};
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::text::body_text;
use crate::runtime::transport::{Delivery, TransportError, TransportErrorKind};

/// The most bytes of a body that an error keeps.
pub(crate) const KEPT_OF_BODY: usize = 64 * 1024;

/// The most bytes of a body that are searched for secrets. They are more than what is kept, so that a secret which reaches
/// beyond that is found.
pub(crate) const SCANNED_OF_BODY: usize = 2 * KEPT_OF_BODY;

impl Failure {
    /// Returns the error for a request that cannot be sent.
    pub(crate) fn argument(mut self, problem: String) -> Error {
        self.problem = Some(problem);
        Error::Argument(Box::new(self))
    }

    /// Returns the error for a request whose input violates constraints.
    #[cfg(feature = "constraints")]
    pub(crate) fn constraints(mut self, violations: Violations) -> Error {
        self.problem = Some(violations.to_string());
        self.violations = violations.into_vec();
        Error::Constraints(Box::new(self))
    }
}

impl ErrorResponse {
    /// Keeps what an error shows of a response. `now` is in seconds since 1970.
    ///
    /// All of it is copied: a slice would keep the memory of the whole response.
    pub(crate) fn new(secrets: &Secrets, now: i64, status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Self {
        for (name, value) in headers.iter_mut() {
            *value = secrets.scrub_header(name, value);
        }
        hide_names(secrets, &mut headers);
        let scanned = body.get(..SCANNED_OF_BODY).unwrap_or(&body);
        let scrubbed = secrets.scrub_body(scanned);
        let body = Bytes::copy_from_slice(scrubbed.get(..KEPT_OF_BODY).unwrap_or(&scrubbed));
        // Read before it is cut: what matters may be at the end.
        let value = super::body::json(&scrubbed);
        let message = message::message_of(&body_text(&scrubbed), value.as_ref());
        let summary = value.filter(|_| scrubbed.len() > KEPT_OF_BODY).and_then(|value| super::body::summary(&value));
        let (retry_after, rate_limit) = (retry_after(&headers, now), RateLimit::of(&headers, now));
        Self { status, headers, body, summary, message, retry_after, rate_limit }
    }
}

/// Removes the headers whose very names hold a secret: a server may send back what it got anywhere.
fn hide_names(secrets: &Secrets, headers: &mut HeaderMap) {
    let holds = |name: &&HeaderName| matches!(secrets.scrub_values(name.as_str(), REDACTED), Cow::Owned(_));
    let found: Vec<HeaderName> = headers.keys().filter(holds).cloned().collect();
    for name in found {
        headers.remove(name);
    }
}

/// Returns a string of others as it is shown: without secrets, and on one line.
fn shown(secrets: &Secrets, text: &str) -> String {
    excerpt(&secrets.scrub(text, REDACTED))
}

/// Returns the error for a status that is not a success.
pub(crate) fn status_error(mut failure: Box<Failure>, response: ErrorResponse) -> Error {
    let status = response.status;
    failure.delivery = failure.delivery.then(Delivery::of_response(status, &response.headers));
    failure.response = Some(response);
    Error::Status(failure)
}

/// Returns the error for a missing or incomplete response: what is known of it stays known.
pub(crate) fn transport_error(
    mut failure: Box<Failure>,
    secrets: &Secrets,
    error: &TransportError,
    response: Option<ErrorResponse>,
) -> Error {
    failure.problem = Some(error.to_string());
    failure.cause = std::error::Error::source(error).map(|cause| ErrorChain::of(cause, &|text| shown(secrets, text)));
    failure.timed_out = error.kind() == TransportErrorKind::TimedOut;
    failure.delivery = failure.delivery.then(delivery_of(error, response.is_some()));
    // A message in a successful response is not about an error.
    failure.response = response.map(|response| ErrorResponse { message: None, ..response });
    Error::Transport(failure)
}

/// Returns what an attempt did whose response, a success if it has begun, is not complete.
pub(crate) fn delivery_of(error: &TransportError, has_begun: bool) -> Delivery {
    if has_begun { Delivery::Done } else { error.delivery() }
}

/// Returns the error for a deadline that passed before anything was sent.
pub(crate) fn deadline_error(mut failure: Failure) -> Error {
    failure.problem = Some("the deadline has passed".to_owned());
    failure.timed_out = true;
    Error::Transport(Box::new(failure))
}

/// Returns the error for a request whose turn, by the client's own limit, comes after the deadline: in this time, if it is known.
pub(crate) fn throttle_error(mut failure: Failure, turn_in: Option<Duration>) -> Error {
    failure.problem = Some(match turn_in {
        Some(wait) => format!("the limit of the client allows it in {wait:?}, after the deadline"),
        None => "the limit of the client did not allow it before the deadline".to_owned(),
    });
    failure.turn_in = turn_in;
    failure.timed_out = true;
    Error::Transport(Box::new(failure))
}

/// Returns the error of a provider that has no token.
pub(crate) fn token_error(problem: impl Into<String>, no_token: NoToken) -> Error {
    let timed_out = no_token == NoToken::TimedOut;
    Error::Credentials(Box::new(Failure { problem: Some(problem.into()), timed_out, no_token, ..Failure::default() }))
}

/// Returns the error for a request without a token.
pub(crate) fn credentials_error(mut failure: Failure, secrets: &Secrets, error: &Error) -> Error {
    failure.problem = Some("no token".to_owned());
    failure.no_token = error.no_token();
    failure.timed_out = failure.no_token == NoToken::TimedOut;
    failure.delivery = failure.delivery.then(if failure.attempts == 0 { Delivery::NeverSent } else { Delivery::Refused });
    failure.cause = Some(ErrorChain::of(error, &|text| shown(secrets, text)));
    Error::Credentials(Box::new(failure))
}

/// Returns the error for a request that is only shown.
pub(crate) fn dry_run_error(mut failure: Failure, preview: String) -> Error {
    failure.problem = Some(format!("a dry run sends nothing that changes anything: {preview}"));
    failure.preview = Some(preview);
    Error::DryRun(Box::new(failure))
}

/// Returns the error for a success whose body cannot be read: why, and where.
pub(crate) fn decode_error(mut failure: Failure, problem: String, path: Option<String>, response: ErrorResponse) -> Error {
    failure.delivery = Delivery::Done;
    failure.problem = Some(excerpt(&problem));
    failure.json_path = path.map(|path| excerpt(&path));
    // A message in a successful response is not about an error.
    failure.response = Some(ErrorResponse { message: None, ..response });
    Error::Decode(Box::new(failure))
}

/// Returns the error for a success whose body is larger than the client's limit.
pub(crate) fn too_large_error(failure: Failure, limit: u64, response: ErrorResponse) -> Error {
    let problem = format!("the response is larger than the limit of {limit} bytes (`max_response_bytes`)");
    decode_error(failure, problem, None, response)
}

/// Returns the error for pages that do not add up to the list.
pub(crate) fn incomplete_error(mut failure: Failure, problem: String) -> Error {
    failure.problem = Some(problem);
    failure.delivery = Delivery::Done;
    Error::Incomplete(Box::new(failure))
}

#[cfg(feature = "strict")]
impl From<strict::InputError> for Error {
    fn from(error: strict::InputError) -> Self {
        Self::argument(error.to_string())
    }
}
