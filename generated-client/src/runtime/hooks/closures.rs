//! Closures as hooks.

use std::future::ready;

use http::HeaderMap;

use super::hook::{AttemptInfo, Hook, HookFuture};
use super::outcome::AttemptOutcome;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};

/// A closure that is called before each attempt.
pub(crate) struct BeforeAttempt<F>(pub F);

impl<F: Fn(AttemptInfo<'_>, &mut HeaderMap) + MaybeSend + MaybeSync + 'static> Hook for BeforeAttempt<F> {
    fn before_attempt<'h>(&'h self, attempt: AttemptInfo<'h>, headers: &'h mut HeaderMap) -> HookFuture<'h> {
        (self.0)(attempt, headers);
        Box::pin(ready(()))
    }
}

/// A closure that is called after each attempt.
pub(crate) struct AfterAttempt<F>(pub F);

impl<F: Fn(AttemptInfo<'_>, &AttemptOutcome) + MaybeSend + MaybeSync + 'static> Hook for AfterAttempt<F> {
    fn after_attempt(&self, attempt: AttemptInfo<'_>, outcome: &AttemptOutcome) {
        (self.0)(attempt, outcome);
    }
}
