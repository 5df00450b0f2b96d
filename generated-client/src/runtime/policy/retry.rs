//! When a request is sent again: a pure decision, without clock or sleep.

use std::time::Duration;

use http::StatusCode;

use super::retry_budget::Budget;
use crate::runtime::transport::TransportErrorKind;

/// How often, and after which waits, a request is sent again.
///
/// | what came of an attempt | sent again |
/// |---|---|
/// | 429 | always: the server declined |
/// | no connection, nothing was sent | always |
/// | 408, 500, 502, 503, 504 | where a repeat is safe |
/// | the connection broke, or the attempt took too long | where a repeat is safe |
/// | any of these, after a part of a body that streams has been sent | never: the stream is gone |
/// | any of these, with no retries left in the client's budget | never |
/// | any of these, with less of the deadline left than the wait | never |
/// | any other status | never |
///
/// | the request | a repeat is safe |
/// |---|---|
/// | `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` | yes: HTTP calls them idempotent |
/// | an operation that sends an idempotency key | yes: the key is the same with each attempt |
/// | an operation whose definition says `x-retry: always` | yes, whatever its method |
/// | an operation whose definition says `x-retry: never` | no, whatever its method |
/// | any other | no |
///
/// | the wait before a retry | how long it is |
/// |---|---|
/// | `Retry-After` in seconds, or as a date | as long as the server asks, up to a cap |
/// | otherwise | a random part of a span that doubles each time, up to a cap: many clients do not come back at once |
///
/// All calls of a client share a budget of retries, so that a server that is down is not hammered by all of them: see
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
    /// Sends nothing a second time.
    #[must_use]
    pub fn never() -> Self {
        Self::default().retries(0)
    }

    /// Sets how often a request is sent again. Default: 3.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the span of the first wait and the longest it grows to. Default: 0.5 and 8 seconds.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Sets the longest wait that a server may ask for. Default: 30 seconds.
    #[must_use]
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_asked_for = longest;
        self
    }

    /// Sets how many retries all calls of the client have together. Default: 100.
    ///
    /// Each retry takes one out of the budget. A retry that helps puts it back, and so do five calls that succeed at
    /// once. While the budget is empty, calls fail with the error of their last attempt.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Returns the budget that the calls of one client share.
    pub(crate) fn shared_budget(&self) -> Budget {
        Budget::new(self.budget)
    }

    /// Returns how long to wait before the next attempt, or `None` where there is to be none.
    pub(crate) fn delay(&self, failed: &Attempt) -> Option<Duration> {
        if failed.retries_before >= self.retries || !failed.failure.allows_repeat(failed.repeat_is_safe) {
            return None;
        }
        if let Some(asked) = failed.retry_after {
            return Some(asked.min(self.longest_asked_for));
        }
        let doubled = 2_u32.saturating_pow(failed.retries_before);
        let span = self.first.saturating_mul(doubled).min(self.longest);
        // Full jitter: any part of the span is as likely as any other.
        Some(span.mul_f64(failed.random as f64 / u64::MAX as f64))
    }
}

/// An attempt that failed.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// How many attempts were retries already.
    pub retries_before: u32,
    pub failure: Failed,
    pub repeat_is_safe: bool,
    /// What the server asked for.
    pub retry_after: Option<Duration>,
    pub random: u64,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// Nothing was sent.
    NotSent,
    /// Nobody knows whether the server has done something.
    Unknown,
    /// The server answered.
    Status(StatusCode),
}

impl From<TransportErrorKind> for Failed {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::NotSent => Self::NotSent,
            TransportErrorKind::Broken | TransportErrorKind::TimedOut => Self::Unknown,
        }
    }
}

impl Failed {
    fn allows_repeat(self, safe: bool) -> bool {
        match self {
            Self::NotSent => true,
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

    fn attempt(failure: Failed, repeat_is_safe: bool) -> Attempt {
        Attempt { retries_before: 0, failure, repeat_is_safe, retry_after: None, random: u64::MAX }
    }

    #[test]
    fn each_row_of_the_table_holds() {
        let status = |code| Failed::Status(StatusCode::from_u16(code).unwrap_or_default());
        let repeated = |failure, safe| Retry::default().delay(&attempt(failure, safe)).is_some();
        for always in [status(429), Failed::NotSent] {
            assert!(repeated(always, true) && repeated(always, false), "{always:?}");
        }
        for when_safe in [408, 500, 502, 503, 504].map(status).into_iter().chain([Failed::Unknown]) {
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
            let failed = Attempt { retries_before, random, ..attempt(Failed::NotSent, true) };
            retry.delay(&failed).map(|wait| wait.as_millis())
        };
        let spans: Vec<_> = (0..6).map(|before| wait(before, u64::MAX)).collect();
        assert_eq!(spans, [500, 1000, 2000, 4000, 8000, 8000].map(Some));
        assert_eq!(wait(3, 0), Some(0));
        assert_eq!(wait(3, u64::MAX / 2), Some(2000));
        assert_eq!(wait(9, 0), None);
    }

    #[test]
    fn the_server_has_the_last_word_up_to_a_cap() {
        let wait = |seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            Retry::default().delay(&Attempt { retry_after, ..attempt(Failed::NotSent, true) })
        };
        assert_eq!(wait(0), Some(Duration::ZERO));
        assert_eq!(wait(7), Some(Duration::from_secs(7)));
        assert_eq!(wait(3600), Some(Duration::from_secs(30)));
    }
}
