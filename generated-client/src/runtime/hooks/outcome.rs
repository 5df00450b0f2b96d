//! How attempts end.

use std::time::Duration;

use http::StatusCode;

use crate::runtime::transport::{ConnectionUse, TransportErrorKind};

/// How an attempt ended.
///
/// # Examples
///
/// ```
/// use tallyfy::{AttemptEnd, Client};
///
/// let client = Client::builder()
///     .base_url("https://api.example.com")
///     .on_outcome(|attempt, outcome| {
///         if let AttemptEnd::Failed(kind) = outcome.end {
///             eprintln!("{} {}: {kind:?} after {:?}", attempt.method, attempt.path, outcome.elapsed);
///         }
///     })
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptOutcome {
    /// How far it came.
    pub end: AttemptEnd,
    /// The status of the response, if its head was received.
    pub status: Option<StatusCode>,
    /// The time from its start to its end: to the last byte of the body, also of a download.
    pub elapsed: Duration,
    /// The number of bytes of the response's body that were received.
    pub bytes_received: u64,
    /// Whether it used a new connection or one that was kept, if the transport says so.
    pub connection: Option<ConnectionUse>,
    /// The wait before the next attempt of the call, if one follows. It is zero for a redirect and for another token.
    pub next_attempt_in: Option<Duration>,
}

/// How far an attempt came.
///
/// # Examples
///
/// ```
/// use tallyfy::{AttemptEnd, TransportErrorKind};
///
/// fn label(end: AttemptEnd) -> &'static str {
///     match end {
///         AttemptEnd::Received => "received",
///         AttemptEnd::Failed(TransportErrorKind::TimedOut) => "timeout",
///         AttemptEnd::Failed(_) => "failed",
///         AttemptEnd::Dropped => "dropped",
///         _ => "other",
///     }
/// }
/// assert_eq!(label(AttemptEnd::Dropped), "dropped");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptEnd {
    /// A response was received, whatever its status. Of a refusal, the body may be incomplete; one that is larger than the
    /// limit was not received to its end.
    Received,
    /// There is no response, or its body broke off.
    Failed(TransportErrorKind),
    /// The caller dropped the call, or the download, before it had ended.
    Dropped,
}
