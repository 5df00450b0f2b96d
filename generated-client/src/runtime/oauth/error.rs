//! Errors of OAuth 2, with the codes that servers send.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use serde_json::Value;

use crate::runtime::error::message::excerpt;
use crate::runtime::error::{Error, NoToken, token_error};
use crate::runtime::text::printable;

/// Why nobody is signed in, or no token was issued.
///
/// No error shows a code, a token, a verifier or a state.
///
/// # Examples
///
/// ```
/// use tallyfy::oauth::{OAuthError, OAuthErrorCode};
///
/// fn advice(error: &OAuthError) -> &'static str {
///     match error {
///         OAuthError::Refused(refusal) if refusal.code == OAuthErrorCode::AccessDenied => "you have said no",
///         OAuthError::Refused(refusal) if refusal.code == OAuthErrorCode::InvalidGrant => "sign in again",
///         error if error.is_transient() => "try again later",
///         _ => "see the log",
///     }
/// }
/// # assert_eq!(advice(&OAuthError::StateMismatch), "see the log");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum OAuthError {
    /// The authorization server, or the person who was to sign in, refused.
    Refused(Refusal),
    /// What came back is not of this sign-in: its `state` is missing or is another one. No code was exchanged.
    StateMismatch,
    /// What came back is of this sign-in, but cannot be used.
    InvalidCallback(&'static str),
    /// Nobody has come back within the limit.
    TimedOut,
    /// Nothing can listen at this address of loopback.
    Listener {
        /// The address.
        address: SocketAddr,
        /// Why not.
        error: io::Error,
    },
    /// The request could not be made, or its response could not be read.
    Call(Error),
}

/// A refusal, as the server describes it.
///
/// # Examples
///
/// ```
/// use tallyfy::oauth::{OAuthError, Refusal};
///
/// fn log(error: &OAuthError) {
///     if let OAuthError::Refused(Refusal { code, description, .. }) = error {
///         eprintln!("{code}: {}", description.as_deref().unwrap_or("no description"));
///     }
/// }
/// # log(&OAuthError::TimedOut);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The code.
    pub code: OAuthErrorCode,
    /// The server's description for developers.
    pub description: Option<String>,
}

/// The codes of errors in RFC 6749, RFC 7009 and RFC 8628.
///
/// # Examples
///
/// ```
/// use tallyfy::oauth::OAuthErrorCode;
///
/// assert_eq!(OAuthErrorCode::AccessDenied.to_string(), "access_denied");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthErrorCode {
    /// The request is not valid.
    InvalidRequest,
    /// The client is unknown, or its secret is wrong.
    InvalidClient,
    /// The code or the refresh token is expired, revoked or of another client: sign in again.
    InvalidGrant,
    /// The client may not use this grant.
    UnauthorizedClient,
    /// The server does not know this grant.
    UnsupportedGrantType,
    /// The server does not know this type of response.
    UnsupportedResponseType,
    /// A scope is unknown, or may not be granted.
    InvalidScope,
    /// The person, or the server, has said no.
    AccessDenied,
    /// The server had a problem of its own.
    ServerError,
    /// The server is overloaded.
    TemporarilyUnavailable,
    /// The person has not confirmed the sign-in of a device yet.
    AuthorizationPending,
    /// The device asks too often.
    SlowDown,
    /// The person did not confirm the sign-in of a device in time.
    ExpiredToken,
    /// The server cannot revoke tokens of this kind.
    UnsupportedTokenType,
    /// Any other code.
    Other(String),
}

/// The codes, and how they are written.
const CODES: [(&str, OAuthErrorCode); 14] = [
    ("invalid_request", OAuthErrorCode::InvalidRequest),
    ("invalid_client", OAuthErrorCode::InvalidClient),
    ("invalid_grant", OAuthErrorCode::InvalidGrant),
    ("unauthorized_client", OAuthErrorCode::UnauthorizedClient),
    ("unsupported_grant_type", OAuthErrorCode::UnsupportedGrantType),
    ("unsupported_response_type", OAuthErrorCode::UnsupportedResponseType),
    ("invalid_scope", OAuthErrorCode::InvalidScope),
    ("access_denied", OAuthErrorCode::AccessDenied),
    ("server_error", OAuthErrorCode::ServerError),
    ("temporarily_unavailable", OAuthErrorCode::TemporarilyUnavailable),
    ("authorization_pending", OAuthErrorCode::AuthorizationPending),
    ("slow_down", OAuthErrorCode::SlowDown),
    ("expired_token", OAuthErrorCode::ExpiredToken),
    ("unsupported_token_type", OAuthErrorCode::UnsupportedTokenType),
];

impl OAuthErrorCode {
    fn of(code: &str) -> Self {
        let known = CODES.iter().find(|(written, _)| *written == code);
        known.map_or_else(|| Self::Other(excerpt(code)), |(_, code)| code.clone())
    }

    /// Returns the code as servers write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(code) => code,
            known => CODES.iter().find(|(_, code)| code == known).map_or("", |(written, _)| written),
        }
    }
}

impl fmt::Display for OAuthErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Refusal {
    /// Creates a refusal of strings that others wrote.
    pub(super) fn new(code: &str, description: Option<&str>) -> Self {
        Self { code: OAuthErrorCode::of(code), description: description.map(excerpt) }
    }

    /// Reads a refusal. Some servers send it with a status of success.
    pub(super) fn of_body(body: &Value) -> Option<Self> {
        Some(Self::new(body.get("error")?.as_str()?, body.get("error_description").and_then(Value::as_str)))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.description {
            Some(description) => write!(f, "{}: {description}", self.code),
            None => self.code.fmt(f),
        }
    }
}

impl OAuthError {
    /// Returns the error for settings that cannot work.
    pub(super) fn settings(problem: impl Into<String>) -> Self {
        Self::Call(Error::argument(problem))
    }

    /// Returns the error of a call, which may be a refusal.
    pub(super) fn of_call(error: Error) -> Self {
        let is_refusal = error.status().is_some_and(|status| status.is_client_error());
        match error.json::<Value>().filter(|_| is_refusal).and_then(|body| Refusal::of_body(&body)) {
            Some(refusal) => Self::Refused(refusal),
            None => Self::Call(error),
        }
    }

    /// Returns the code of a refusal.
    #[must_use]
    pub fn code(&self) -> Option<&OAuthErrorCode> {
        match self {
            Self::Refused(refusal) => Some(&refusal.code),
            _ => None,
        }
    }

    /// Returns whether the same may succeed later: the network or the server had a problem. Tokens are still good then.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Call(error) => error.is_transient(),
            Self::Refused(refusal) => {
                matches!(refusal.code, OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable | OAuthErrorCode::SlowDown)
            }
            Self::TimedOut => true,
            Self::StateMismatch | Self::InvalidCallback(_) | Self::Listener { .. } => false,
        }
    }

    /// Returns whether the server does not accept what the token is requested with any more.
    pub(super) fn is_invalid_grant(&self) -> bool {
        self.code() == Some(&OAuthErrorCode::InvalidGrant)
    }

    /// Returns the error of a call that needs a token.
    pub(super) fn into_no_token(self) -> Error {
        let no_token = match &self {
            Self::Call(error) => error.no_token(),
            error if error.is_transient() => NoToken::Temporary,
            _ => NoToken::Unknown,
        };
        token_error(self.to_string(), no_token)
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(&printable(&refusal.to_string())),
            Self::StateMismatch => f.write_str("what came back is not of this sign-in: its `state` is missing or is another one"),
            Self::InvalidCallback(problem) => write!(f, "what came back cannot be used: {problem}"),
            Self::TimedOut => f.write_str("nobody has signed in within the limit"),
            Self::Listener { address, error } => write!(f, "nothing can listen at {address}: {error}"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OAuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => std::error::Error::source(error),
            Self::Listener { error, .. } => std::error::Error::source(error),
            _ => None,
        }
    }
}
