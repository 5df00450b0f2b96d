//! The retries that all calls of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

/// A token bucket: retries take tokens out, successful calls put some back.
///
/// When a server fails, all calls fail at the same time. Each of them alone would be right to retry; together they would
/// keep the server overloaded.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tokens: AtomicU32,
    capacity: u32,
}

/// The tokens that a retry takes. A call that succeeds at its first attempt puts one back, so that one call in five may
/// need a retry all the time.
const COST: u32 = 5;

impl RetryBudget {
    /// Starts full, with this many retries.
    pub(crate) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        Self { tokens: AtomicU32::new(capacity), capacity }
    }

    /// Takes the tokens of one retry. Returns whether there were enough.
    pub(crate) fn take(&self) -> bool {
        let less = |tokens: u32| tokens.checked_sub(COST);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Gives back what a retry took, because it succeeded.
    pub(crate) fn refund(&self) {
        self.give(COST);
    }

    /// Returns a guard for a retry whose tokens have been taken, and which has to wait.
    pub(crate) fn waiting(&self) -> WaitingRetry<'_> {
        WaitingRetry(Some(self))
    }

    /// Gives back a little, because a call succeeded at its first attempt.
    pub(crate) fn credit(&self) {
        self.give(1);
    }

    fn give(&self, given: u32) {
        let more = |tokens: u32| (tokens < self.capacity).then(|| tokens.saturating_add(given).min(self.capacity));
        // The bucket is full nearly always. Then nothing is written.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

/// A retry that waits. If its call is dropped before it is made, its tokens go back.
pub(crate) struct WaitingRetry<'b>(Option<&'b RetryBudget>);

impl WaitingRetry<'_> {
    /// Ends the wait: the retry is made.
    pub(crate) fn made(mut self) {
        self.0 = None;
    }
}

impl Drop for WaitingRetry<'_> {
    fn drop(&mut self) {
        self.0.iter().for_each(|budget| budget.refund());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_that_is_not_made_costs_nothing() {
        let budget = RetryBudget::new(1);
        assert!(budget.take());
        drop(budget.waiting());
        assert!(budget.take());
        budget.waiting().made();
        assert!(!budget.take());
    }

    #[test]
    fn a_retry_costs_what_five_successes_give() {
        let budget = RetryBudget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        (0..4).for_each(|_| budget.credit());
        assert!(!budget.take());
        budget.credit();
        assert!(budget.take() && !budget.take());
    }

    #[test]
    fn a_retry_that_succeeded_is_refunded_up_to_the_capacity() {
        let budget = RetryBudget::new(1);
        assert!(budget.take());
        (0..9).for_each(|_| budget.refund());
        assert!(budget.take() && !budget.take());
        assert!(!RetryBudget::new(0).take());
    }
}
