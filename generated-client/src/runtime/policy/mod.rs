//! Policies: retries and their budget, rate limits of servers and of the caller, and the clock.

mod clock;
mod rate_limit;
mod retry;
mod retry_after;
mod retry_budget;
mod throttle;

pub use self::clock::{Clock, Sleep};
pub(crate) use self::clock::{SystemClock, before, random_part, within};
pub use self::rate_limit::RateLimit;
pub use self::retry::Retry;
pub(crate) use self::retry::{AttemptFailure, FailedAttempt};
pub(crate) use self::retry_after::retry_after;
pub(crate) use self::retry_budget::RetryBudget;
pub use self::throttle::Throttle;
pub(crate) use self::throttle::{NewLimit, Permit, RequestLimit};
