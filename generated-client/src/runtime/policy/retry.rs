//! Decides when a request is retried. The decision is a pure function, without clock or sleep.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::clock::random_part;
use super::retry_budget::RetryBudget;
use crate::runtime::transport::{Delivery, TransportError, closes};

/// Which requests are retried, how often, and with which backoff.
///
/// | result of an attempt | retried |
/// |---|---|
/// | 429 | always: the server has not processed the request |
/// | no connection, so nothing was sent | always |
/// | 408 with `Connection: close`: the server had given up waiting for a request | always |
/// | 408, 500, 502, 503, 504 | if a retry is safe |
/// | the connection broke, or the attempt took too long | if a retry is safe |
/// | any of these, after a part of a streamed body was sent | never: a stream can be read once |
/// | any of these, if the client's retry budget is exhausted | never |
/// | any of these, if the wait would pass the deadline | never |
/// | any of these, if the server asks for a longer wait than the limit | never |
/// | any other status | never |
///
/// | the request | a retry is safe |
/// |---|---|
/// | `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` | yes: HTTP defines them as idempotent |
/// | an operation that sends an idempotency key | yes: each attempt sends the same key |
/// | an operation with `x-retry: always` in the definition | yes, whatever its method |
/// | an operation with `x-retry: never` in the definition | no, whatever its method |
/// | a call with [`safe_to_repeat`](crate::runtime::Call::safe_to_repeat) | yes: the caller says so |
/// | any other | no |
///
/// | the server sends | the wait before the retry |
/// |---|---|
/// | nothing, or what is neither seconds nor a date | exponential backoff with full jitter, up to a limit |
/// | `Retry-After`, in seconds or as a date, up to a limit | what the server asks for, but at least half of the backoff's span; a random part of the other half is added |
/// | `Retry-After` beyond the limit | no retry: the error has the wait, [`Error::retry_after`](crate::runtime::Error::retry_after) |
///
/// A date counts from the `Date` of the same response, if it has one: the clock of the server may differ from ours.
///
/// All calls of a client share a retry budget, so that they do not overload a server that is failing: see
/// [`Retry::budget`].
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{Client, Retry};
///
/// let retry = Retry::default()
///     .retries(5)
///     .backoff(Duration::from_millis(200), Duration::from_secs(10))
///     .longest_retry_after(Duration::from_secs(60))
///     .budget(50);
/// let client = Client::builder().retry(retry).base_url("https://api.example.com").build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    retries: u32,
    first: Duration,
    longest: Duration,
    longest_asked_for: Duration,
    budget: u32,
}

impl Default for Retry {
    fn default() -> Self {
        let (first, longest) = (Duration::from_millis(500), Duration::from_secs(8));
        Self { retries: 3, first, longest, longest_asked_for: Duration::from_secs(30), budget: 100 }
    }
}

impl Retry {
    /// Returns a policy without retries.
    #[must_use]
    pub fn never() -> Self {
        Self::default().retries(0)
    }

    /// Sets the maximum number of retries of a request. Default: 3.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the longest possible first wait, and the limit up to which it doubles. Default: 0.5 and 8 seconds.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Sets the limit for `Retry-After`: a server that asks for a longer wait is not asked again, and the call fails with
    /// the error that has the wait. Default: 30 seconds.
    #[must_use]
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_asked_for = longest;
        self
    }

    /// Sets the number of retries that all calls of the client share. Default: 100.
    ///
    /// A retry that succeeds is refunded; so is one per five calls that succeed on the first attempt. While the budget is
    /// exhausted, calls fail with the error of their last attempt.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Returns the maximum number of retries of a request.
    pub(crate) fn most(&self) -> u32 {
        self.retries
    }

    /// Returns a new budget, for the calls of one client.
    pub(crate) fn shared_budget(&self) -> RetryBudget {
        RetryBudget::new(self.budget)
    }

    /// Returns the wait before the next attempt, or `None` for no further attempt.
    pub(crate) fn delay(&self, failed: &FailedAttempt) -> Option<Duration> {
        if failed.retries_before >= self.retries || !failed.failure.allows_repeat(failed.repeat_is_safe) {
            return None;
        }
        let doubled = 2_u32.saturating_pow(failed.retries_before);
        let span = self.first.saturating_mul(doubled).min(self.longest);
        let random = |part| random_part(part, failed.random);
        match failed.retry_after {
            Some(asked) if asked > self.longest_asked_for => None,
            // The client's own caution is the least. Jitter comes on top, because all clients are asked for the same wait.
            Some(asked) => Some(asked.max(span / 2).saturating_add(random(span / 2))),
            // Full jitter: a random part of the span.
            None => Some(random(span)),
        }
    }
}

/// An attempt that failed.
#[derive(Debug, Clone)]
pub(crate) struct FailedAttempt {
    /// The number of retries so far.
    pub retries_before: u32,
    pub failure: AttemptFailure,
    pub repeat_is_safe: bool,
    /// The server's `Retry-After`.
    pub retry_after: Option<Duration>,
    pub random: u64,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttemptFailure {
    /// The server did not process the request.
    NotSent,
    /// Another attempt would fail in the same way.
    Permanent,
    /// The server may have processed the request, or not.
    Unknown,
    /// The server responded with this status.
    Status(StatusCode),
}

impl From<&TransportError> for AttemptFailure {
    fn from(error: &TransportError) -> Self {
        match error.delivery() {
            _ if error.is_permanent() => Self::Permanent,
            Delivery::NeverSent | Delivery::Refused => Self::NotSent,
            Delivery::Unknown | Delivery::Done => Self::Unknown,
        }
    }
}

impl AttemptFailure {
    /// Returns how an attempt with this response failed.
    pub(crate) fn of_response(status: StatusCode, headers: &HeaderMap) -> Self {
        if status == StatusCode::REQUEST_TIMEOUT && closes(headers) { Self::NotSent } else { Self::Status(status) }
    }

    fn allows_repeat(self, safe: bool) -> bool {
        match self {
            Self::NotSent => true,
            Self::Permanent => false,
            Self::Unknown => safe,
            Self::Status(status) => match status.as_u16() {
                429 => true,
                408 | 500 | 502 | 503 | 504 => safe,
                _ => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(failure: AttemptFailure, repeat_is_safe: bool) -> FailedAttempt {
        FailedAttempt { retries_before: 0, failure, repeat_is_safe, retry_after: None, random: u64::MAX }
    }

    #[test]
    fn each_row_of_the_table_holds() {
        let status = |code| AttemptFailure::Status(StatusCode::from_u16(code).unwrap_or_default());
        let repeated = |failure, safe| Retry::default().delay(&attempt(failure, safe)).is_some();
        for always in [status(429), AttemptFailure::NotSent] {
            assert!(repeated(always, true) && repeated(always, false), "{always:?}");
        }
        for when_safe in [408, 500, 502, 503, 504].map(status).into_iter().chain([AttemptFailure::Unknown]) {
            assert!(repeated(when_safe, true) && !repeated(when_safe, false), "{when_safe:?}");
        }
        for never in [200, 301, 400, 401, 403, 404, 409, 422, 501, 505].map(status) {
            assert!(!repeated(never, true) && !repeated(never, false), "{never:?}");
        }
    }

    #[test]
    fn waits_double_up_to_a_cap_and_keep_within_their_span() {
        let retry = Retry::default().retries(9);
        let wait = |retries_before, random| {
            let failed = FailedAttempt { retries_before, random, ..attempt(AttemptFailure::NotSent, true) };
            retry.delay(&failed).map(|wait| wait.as_millis())
        };
        let spans: Vec<_> = (0..6).map(|before| wait(before, u64::MAX)).collect();
        assert_eq!(spans, [500, 1000, 2000, 4000, 8000, 8000].map(Some));
        assert_eq!(wait(3, 0), Some(0));
        assert_eq!(wait(3, u64::MAX / 2), Some(2000));
        assert_eq!(wait(9, 0), None);
    }

    #[test]
    fn what_the_server_asks_for_is_never_less_than_the_backoff_and_never_cut() {
        let wait = |seconds, random| {
            let retry_after = Some(Duration::from_secs(seconds));
            let failed = FailedAttempt { retry_after, random, ..attempt(AttemptFailure::NotSent, true) };
            Retry::default().delay(&failed).map(|wait| wait.as_millis())
        };
        for (seconds, least, most) in [(0, 250, 500), (1, 1000, 1250), (7, 7000, 7250), (30, 30_000, 30_250)] {
            assert_eq!((wait(seconds, 0), wait(seconds, u64::MAX)), (Some(least), Some(most)), "{seconds}");
        }
        assert_eq!((wait(31, 0), wait(u64::MAX, u64::MAX)), (None, None));
    }
}
