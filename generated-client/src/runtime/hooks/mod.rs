//! Hooks: what an application learns of each attempt.

mod closures;
mod hook;
mod outcome;
mod watch;

pub(crate) use self::closures::{AfterAttempt, BeforeAttempt};
pub use self::hook::{AttemptInfo, Hook, HookFuture};
pub use self::outcome::{AttemptEnd, AttemptOutcome};
pub(crate) use self::watch::{AttemptFacts, AttemptWatch, Hooks};
