//! Errors of calls, and what programs can ask about them.

mod body;
mod build;
mod chain;
mod display;
pub(crate) mod message;
mod problem;
mod typed;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use self::chain::ErrorChain;
#[cfg(feature = "constraints")]
use crate::runtime::constraints::Violation;
use crate::runtime::policy::RateLimit;
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::transport::Delivery;

pub(crate) use self::build::{
    KEPT_OF_BODY, SCANNED_OF_BODY, credentials_error, deadline_error, decode_error, delivery_of, dry_run_error, incomplete_error,
    status_error, throttle_error, token_error, too_large_error, transport_error,
};
#[cfg(feature = "constraints")]
pub(crate) use self::message::excerpt;
pub use self::problem::ProblemDetails;
pub(crate) use self::typed::errors;
pub use self::typed::{ErrorBody, ErrorResponseRef, Untyped};

/// Why a call did not succeed.
///
/// `Display` is one line that can be logged: method, path template, status, the server's own message and request id. No
/// error shows a secret: tokens and keys are replaced in messages and bodies.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"{"message": "no such user"}"#));
/// #         *response.status_mut() = http::StatusCode::NOT_FOUND;
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let error = client.request(Method::GET, "/users/{id}").path("id", 8).await.unwrap_err();
/// assert!(error.is_not_found());
/// assert_eq!(error.message(), Some("no such user"));
/// assert_eq!(error.to_string(), "GET /users/{id} at api.example.com: 404 Not Found: no such user");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
pub enum Error {
    /// The request is invalid. Nothing was sent.
    Argument(Box<Failure>),
    /// With the feature `constraints`: the input violates constraints of the definition, which
    /// [`Error::violations`] lists. Nothing was sent. See
    /// [`ClientBuilder::check_constraints`](crate::runtime::ClientBuilder::check_constraints).
    #[cfg(feature = "constraints")]
    Constraints(Box<Failure>),
    /// The client makes [dry runs](crate::runtime::ClientBuilder::dry_run), and the call would change something. Nothing was sent;
    /// [`Error::preview`] has what would have been.
    DryRun(Box<Failure>),
    /// There is no token. Nothing was sent, unless the server refused an older token.
    Credentials(Box<Failure>),
    /// There is no response, or an incomplete one.
    Transport(Box<Failure>),
    /// The server responded with a status that is not a success, or reported an error in the middle of a
    /// [`Sequence`](crate::runtime::Sequence).
    Status(Box<Failure>),
    /// The server reported success, but the body of its response does not fit the definition, or is larger than the
    /// client's [limit](crate::runtime::ClientBuilder::max_response_bytes).
    Decode(Box<Failure>),
    /// The pages of a list do not add up to the whole list.
    Incomplete(Box<Failure>),
}

/// The details of an [`Error`]. The methods of the error return them.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Error;
///
/// // Its details are read through the methods of `Error`.
/// fn log(error: &Error) {
///     if let Error::Transport(_) = error {
///         eprintln!("{} {} failed after {} attempts", error.method(), error.path(), error.attempts());
///     }
/// }
/// ```
#[derive(Default)]
pub struct Failure {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The host and the port that the request is for.
    pub(crate) host: String,
    /// What went wrong, if it is not the server that reports it.
    pub(crate) problem: Option<String>,
    pub(crate) cause: Option<ErrorChain>,
    pub(crate) timed_out: bool,
    /// The request as a curl command line, if it was only to be shown.
    pub(crate) preview: Option<String>,
    /// Why there is no token, if that is the error.
    pub(crate) no_token: NoToken,
    /// Whether a redirect led to another host, which got no credentials.
    pub(crate) left_host: bool,
    /// The wait for the turn of the request, which comes after the deadline.
    pub(crate) turn_in: Option<Duration>,
    /// Whether the retry budget prevented another attempt.
    pub(crate) no_budget: bool,
    pub(crate) attempts: u32,
    pub(crate) delivery: Delivery,
    pub(crate) repeatable: bool,
    /// Whether the body of the request was a stream, which has been read.
    pub(crate) body_consumed: bool,
    pub(crate) response: Option<ErrorResponse>,
    /// The path in the JSON of the response.
    pub(crate) json_path: Option<String>,
    /// The constraints that the input violates.
    #[cfg(feature = "constraints")]
    pub(crate) violations: Vec<Violation>,
}

/// Why there is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NoToken {
    #[default]
    Unknown,
    /// Time ran out.
    TimedOut,
    /// The server could not be reached, or had a problem of its own.
    Temporary,
    /// Only a person can help.
    SignInRequired,
}

/// The response behind an error.
pub(crate) struct ErrorResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// The JSON of a body that is longer than what is kept of it, with long strings and lists cut.
    pub summary: Option<String>,
    pub message: Option<String>,
    pub retry_after: Option<Duration>,
    pub rate_limit: Option<RateLimit>,
}

impl Error {
    /// Returns the error for an invalid client or request.
    #[inline]
    pub(crate) fn argument(problem: impl Into<String>) -> Self {
        Self::Argument(Box::new(Failure { problem: Some(problem.into()), ..Failure::default() }))
    }

    /// Returns the error of a [`TokenProvider`](crate::runtime::TokenProvider) that has no token, with the reason.
    pub fn credentials(problem: impl Into<String>) -> Self {
        token_error(problem, NoToken::Unknown)
    }

    /// Returns the error of a [`TokenProvider`](crate::runtime::TokenProvider) that has no token until somebody signs in again.
    pub fn sign_in_required(problem: impl Into<String>) -> Self {
        token_error(problem, NoToken::SignInRequired)
    }

    /// Returns why there is no token, if this error is the reason.
    pub(crate) fn no_token(&self) -> NoToken {
        match self.failure().no_token {
            NoToken::SignInRequired => NoToken::SignInRequired,
            _ if self.is_timeout() => NoToken::TimedOut,
            _ if self.is_transient() => NoToken::Temporary,
            _ => NoToken::Unknown,
        }
    }

    /// Returns the error with the secrets in its own description replaced.
    pub(crate) fn scrubbed(mut self, secrets: &Secrets) -> Self {
        let problem = &mut self.failure_mut().problem;
        *problem = problem.take().map(|problem| secrets.scrub(&problem, REDACTED).into_owned());
        self
    }

    /// Returns the error with the refusal that led to it.
    pub(crate) fn after(mut self, refusal: ErrorResponse) -> Self {
        self.failure_mut().response.get_or_insert(refusal);
        self
    }

    fn failure_mut(&mut self) -> &mut Failure {
        match self {
            #[cfg(feature = "constraints")]
            Self::Constraints(failure) => failure,
            Self::Argument(failure)
            | Self::DryRun(failure)
            | Self::Credentials(failure)
            | Self::Transport(failure)
            | Self::Status(failure)
            | Self::Decode(failure)
            | Self::Incomplete(failure) => failure,
        }
    }

    #[inline]
    fn failure(&self) -> &Failure {
        match self {
            #[cfg(feature = "constraints")]
            Self::Constraints(failure) => failure,
            Self::Argument(failure)
            | Self::DryRun(failure)
            | Self::Credentials(failure)
            | Self::Transport(failure)
            | Self::Status(failure)
            | Self::Decode(failure)
            | Self::Incomplete(failure) => failure,
        }
    }

    #[inline]
    fn response(&self) -> Option<&ErrorResponse> {
        self.failure().response.as_ref()
    }

    #[inline]
    fn has_status(&self, statuses: &[u16]) -> bool {
        matches!(self, Self::Status(_)) && self.status().is_some_and(|status| statuses.contains(&status.as_u16()))
    }

    /// Returns whether the resource does not exist (404, 410).
    #[inline]
    pub fn is_not_found(&self) -> bool {
        self.has_status(&[404, 410])
    }

    /// Returns whether the token is invalid or expired (401), or missing.
    #[inline]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Credentials(_)) || self.has_status(&[401])
    }

    /// Returns whether the token does not allow the call (403).
    #[inline]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(&[403])
    }

    /// Returns whether the server reports invalid input (400, 422).
    #[inline]
    pub fn is_validation(&self) -> bool {
        self.has_status(&[400, 422])
    }

    /// Returns whether the call conflicts with the state of the resource (409, 412).
    #[inline]
    pub fn is_conflict(&self) -> bool {
        self.has_status(&[409, 412])
    }

    /// Returns whether there were too many requests (429), after all retries.
    #[inline]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429])
    }

    /// Returns whether an attempt timed out, or the deadline has passed.
    #[inline]
    pub fn is_timeout(&self) -> bool {
        self.failure().timed_out || self.has_status(&[408, 504])
    }

    /// Returns the request that a [dry run](crate::runtime::ClientBuilder::dry_run) did not send, as a curl command line with shell
    /// variables in place of secrets.
    #[inline]
    pub fn preview(&self) -> Option<&str> {
        self.failure().preview.as_deref()
    }

    /// Returns whether the same call may succeed later. [`Error::is_safe_to_retry`] returns whether that is safe.
    #[inline]
    pub fn is_transient(&self) -> bool {
        let may_pass = matches!(self.failure().no_token, NoToken::TimedOut | NoToken::Temporary);
        matches!(self, Self::Transport(_)) || self.has_status(&[408, 429, 500, 502, 503, 504]) || may_pass
    }

    /// Returns whether there is no token until somebody signs in again: the server does not accept the refresh token any more.
    #[inline]
    pub fn is_sign_in_required(&self) -> bool {
        self.failure().no_token == NoToken::SignInRequired
    }

    /// Returns what happened to the request.
    #[inline]
    pub fn delivery(&self) -> Delivery {
        self.failure().delivery
    }

    /// Returns whether the same call can be made again without doing the same thing twice. It cannot if its body was a stream
    /// that has been read: see [`File`](crate::runtime::File).
    #[inline]
    pub fn is_safe_to_retry(&self) -> bool {
        let failure = self.failure();
        !failure.body_consumed && (failure.repeatable || matches!(failure.delivery, Delivery::NeverSent | Delivery::Refused))
    }

    /// Returns the status of the response, if there is one.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// Returns the headers of the response, if there is one. Values hold no secrets, and headers whose names hold one are left out.
    #[inline]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Returns the body of the response, cut after 64 KiB, if there is a response.
    #[inline]
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(|response| &response.body)
    }

    /// Deserializes the body of the response. Returns `None` if it does not fit. [`Error::typed`] returns the type of the
    /// definition.
    ///
    /// It is read with the tolerance of a success. Of a body that is longer than 64 KiB, the beginning is read, or else a
    /// summary in which long strings and lists are cut.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        self.failure().json()
    }

    /// Returns the server's error message, wherever it is in the response.
    #[inline]
    pub fn message(&self) -> Option<&str> {
        self.response()?.message.as_deref()
    }

    /// Returns the server's error code.
    #[inline]
    pub fn code(&self) -> Option<String> {
        self.failure().find(message::code)
    }

    /// Returns the server's messages about fields, by the name of the field.
    #[inline]
    pub fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        self.failure().field_errors()
    }

    /// Returns the id that the server gave to the request.
    #[inline]
    pub fn request_id(&self) -> Option<&str> {
        self.failure().request_id()
    }

    /// Returns how long the server asked to wait before retrying (`Retry-After`). If the client's own
    /// [limit](crate::runtime::Throttle) does not let the call go before its deadline, this is the time until it does.
    #[inline]
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure().turn_in.or_else(|| self.response()?.retry_after)
    }

    /// Returns the rate limit that the server reported.
    #[inline]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.response()?.rate_limit
    }

    /// Returns the path of the value that does not fit (`data[3].id`), in the JSON of a response that could not be read.
    #[inline]
    pub fn json_path(&self) -> Option<&str> {
        self.failure().json_path.as_deref()
    }

    /// With the feature `constraints`: returns the constraints that the input violates, if that is the error.
    #[cfg(feature = "constraints")]
    #[inline]
    pub fn violations(&self) -> &[Violation] {
        &self.failure().violations
    }

    /// Returns the method of the request.
    #[inline]
    pub fn method(&self) -> &Method {
        &self.failure().method
    }

    /// Returns the path template of the request: it has the names of parameters, not their values.
    #[inline]
    pub fn path(&self) -> &str {
        &self.failure().path
    }

    /// Returns the number of attempts.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.failure().attempts
    }
}

impl std::error::Error for Error {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.failure().cause.as_ref().map(|cause| cause as _)
    }
}
