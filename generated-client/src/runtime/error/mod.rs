//! What can go wrong with a call, and the questions that programs ask about it.

mod build;
mod chain;
pub(crate) mod message;
mod typed;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use self::chain::Cause;
use crate::runtime::policy::RateLimit;

pub(crate) use self::build::{credentials_error, deadline_error, decode_error, incomplete_error, status_error, transport_error};
pub(crate) use self::typed::errors;
pub use self::typed::{ErrorBody, ErrorReply, Untyped};

/// Why a call did not succeed.
///
/// `Display` is one line that can be logged as it is: method, path template, status, the server's own message and
/// request id. No variant shows a secret: tokens and keys are taken out of messages and bodies.
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
/// assert_eq!(error.to_string(), "GET /users/{id}: 404 Not Found: no such user");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request cannot be sent as it was given. Nothing has been sent.
    Argument(Box<Failure>),
    /// No token could be had. Nothing has been sent, unless the server has refused an older one.
    Credentials(Box<Failure>),
    /// No complete response came back.
    Transport(Box<Failure>),
    /// The server answered with a status that is no success.
    Status(Box<Failure>),
    /// The server reports success, but its reply is not what the definition promises.
    Decode(Box<Failure>),
    /// The pages of a list do not add up to the list.
    Incomplete(Box<Failure>),
}

/// What happened to a request, as far as can be told.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Delivery, Error};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.delivery() {
///         Delivery::NeverSent | Delivery::Refused => "send it again",
///         Delivery::Unknown => "look first, it may have been carried out",
///         Delivery::Done => "it was carried out",
///         _ => "look first",
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Delivery {
    /// Nothing of it has left this machine.
    #[default]
    NeverSent,
    /// The server has declined it.
    Refused,
    /// The server may have carried it out, or not.
    Unknown,
    /// The server has carried it out.
    Done,
}

/// The details of an [`Error`], whose methods tell them.
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
    /// What went wrong, when the server does not say it.
    pub(crate) problem: Option<String>,
    pub(crate) cause: Option<Cause>,
    pub(crate) timed_out: bool,
    /// Whether there would have been another attempt, had the client's budget allowed it.
    pub(crate) no_budget: bool,
    pub(crate) attempts: u32,
    pub(crate) delivery: Delivery,
    pub(crate) repeatable: bool,
    pub(crate) reply: Option<FailedReply>,
    /// Where in the reply's JSON the trouble is.
    pub(crate) json_path: Option<String>,
}

/// The reply behind an error.
pub(crate) struct FailedReply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub message: Option<String>,
    pub retry_after: Option<Duration>,
    pub rate_limit: Option<RateLimit>,
}

impl Error {
    /// Says that a client or a request cannot be made of what was given.
    #[inline]
    pub(crate) fn argument(problem: impl Into<String>) -> Self {
        Self::Argument(Box::new(Failure { problem: Some(problem.into()), ..Failure::default() }))
    }

    /// Says that there is no token, and why: for a [`TokenProvider`](crate::runtime::TokenProvider).
    pub fn credentials(problem: impl Into<String>) -> Self {
        Self::Credentials(Box::new(Failure { problem: Some(problem.into()), ..Failure::default() }))
    }

    #[inline]
    fn failure(&self) -> &Failure {
        match self {
            Self::Argument(failure)
            | Self::Credentials(failure)
            | Self::Transport(failure)
            | Self::Status(failure)
            | Self::Decode(failure)
            | Self::Incomplete(failure) => failure,
        }
    }

    #[inline]
    fn reply(&self) -> Option<&FailedReply> {
        self.failure().reply.as_ref()
    }

    #[inline]
    fn has_status(&self, statuses: &[u16]) -> bool {
        matches!(self, Self::Status(_)) && self.status().is_some_and(|status| statuses.contains(&status.as_u16()))
    }

    /// The server knows no such thing (404, 410).
    #[inline]
    pub fn is_not_found(&self) -> bool {
        self.has_status(&[404, 410])
    }

    /// The token is missing, wrong or expired (401), or there is none.
    #[inline]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Credentials(_)) || self.has_status(&[401])
    }

    /// The token does not allow it (403).
    #[inline]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(&[403])
    }

    /// The server found fault with what was sent (400, 422).
    #[inline]
    pub fn is_validation(&self) -> bool {
        self.has_status(&[400, 422])
    }

    /// It contradicts what the server holds (409, 412).
    #[inline]
    pub fn is_conflict(&self) -> bool {
        self.has_status(&[409, 412])
    }

    /// Too many requests, and the retries did not help (429).
    #[inline]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429])
    }

    /// It took too long: an attempt, or all of them together.
    #[inline]
    pub fn is_timeout(&self) -> bool {
        self.failure().timed_out || self.has_status(&[408, 504])
    }

    /// It may go well another time: see [`Error::is_safe_to_retry`] for whether another time is safe.
    #[inline]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Transport(_)) || self.has_status(&[408, 429, 500, 502, 503, 504])
    }

    /// Tells what became of the request.
    #[inline]
    pub fn delivery(&self) -> Delivery {
        self.failure().delivery
    }

    /// Tells whether the same call again cannot do the same thing twice.
    #[inline]
    pub fn is_safe_to_retry(&self) -> bool {
        self.failure().repeatable || matches!(self.delivery(), Delivery::NeverSent | Delivery::Refused)
    }

    /// Returns the reply's status, where there is a reply.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|reply| reply.status)
    }

    /// Returns the reply's headers, where there is a reply.
    #[inline]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|reply| &reply.headers)
    }

    /// Returns the beginning of the reply's body, at most 64 KiB, where there is a reply.
    #[inline]
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(|reply| &reply.body)
    }

    /// Returns the reply's body as a type of the caller's choice, where it is that. For what the definition declares,
    /// there is [`Error::typed`].
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(std::str::from_utf8(self.body()?).ok()?).ok()
    }

    /// Returns what the server says, wherever in its reply it says it.
    #[inline]
    pub fn message(&self) -> Option<&str> {
        self.reply()?.message.as_deref()
    }

    /// Returns the server's own code for the error.
    #[inline]
    pub fn code(&self) -> Option<String> {
        message::code(&self.json()?)
    }

    /// Returns what the server says about single fields, by the field's name.
    #[inline]
    pub fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        self.json().map(|body| message::field_errors(&body)).unwrap_or_default()
    }

    /// Returns the name that the server gave to the request.
    #[inline]
    pub fn request_id(&self) -> Option<&str> {
        message::request_id(self.headers()?)
    }

    /// Returns how long the server wants to be left alone.
    #[inline]
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply()?.retry_after
    }

    /// Returns what the server says of its limit on requests, where there is a reply that says it.
    #[inline]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.reply()?.rate_limit
    }

    /// Returns where in the reply's JSON the trouble is (`data[3].id`), of a reply that could not be read.
    #[inline]
    pub fn json_path(&self) -> Option<&str> {
        self.failure().json_path.as_deref()
    }

    /// Returns the method of the request.
    #[inline]
    pub fn method(&self) -> &Method {
        &self.failure().method
    }

    /// Returns the path of the request with the names of its parameters, not their values.
    #[inline]
    pub fn path(&self) -> &str {
        &self.failure().path
    }

    /// Counts how often the request has been sent, or tried to.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.failure().attempts
    }
}

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = self.failure();
        if !failure.path.is_empty() {
            write!(f, "{} {}: ", failure.method, failure.path)?;
        }
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.status().map(|status| status.to_string()));
        parts.extend(self.message().map(str::to_owned));
        parts.extend(failure.problem.clone());
        parts.extend(failure.cause.as_ref().map(|cause| cause.root().to_owned()));
        parts.dedup();
        f.write_str(&parts.join(": "))?;
        let mut notes: Vec<String> = Vec::new();
        notes.extend(self.request_id().map(|id| format!("request id {id}")));
        notes.extend((failure.attempts > 1).then(|| format!("{} attempts", failure.attempts)));
        notes.extend(failure.no_budget.then(|| "the client's retries are used up".to_owned()));
        notes.extend(self.doubt().map(str::to_owned));
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

impl Error {
    /// Returns what a reader of a log should know about a write that failed.
    #[inline]
    fn doubt(&self) -> Option<&'static str> {
        let failure = self.failure();
        match (self.delivery(), failure.repeatable) {
            (Delivery::NeverSent, _) if matches!(self, Self::Transport(_)) => Some("nothing was sent"),
            (Delivery::Unknown, false) => Some("it may have been carried out"),
            (Delivery::Done, false) => Some("it has been carried out"),
            _ => None,
        }
    }
}

impl std::error::Error for Error {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.failure().cause.as_ref().map(|cause| cause as _)
    }
}

impl fmt::Debug for Failure {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Failure");
        out.field("method", &self.method).field("path", &self.path).field("attempts", &self.attempts);
        out.field("delivery", &self.delivery);
        if let Some(problem) = &self.problem {
            out.field("problem", problem);
        }
        if let Some(cause) = &self.cause {
            out.field("cause", cause);
        }
        if let Some(path) = &self.json_path {
            out.field("json_path", path);
        }
        if let Some(reply) = &self.reply {
            let body = String::from_utf8_lossy(&reply.body);
            let start: String = body.chars().take(1024).collect();
            out.field("status", &reply.status).field("headers", &reply.headers).field("body", &start);
        }
        out.finish_non_exhaustive()
    }
}
