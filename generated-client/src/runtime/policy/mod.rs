//! Policies: retries and their budget, rate limits, and the clock.

mod clock;
mod rate_limit;
mod retry;
mod retry_after;
mod retry_budget;

pub use self::clock::{Clock, Sleep};
pub(crate) use self::clock::{SystemClock, before, within};
pub use self::rate_limit::RateLimit;
pub use self::retry::Retry;
pub(crate) use self::retry::{AttemptFailure, FailedAttempt};
pub(crate) use self::retry_after::retry_after;
pub(crate) use self::retry_budget::RetryBudget;
