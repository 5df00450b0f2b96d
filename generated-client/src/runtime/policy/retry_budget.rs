//! How many retries all calls of a client have together.

use std::sync::atomic::{AtomicU32, Ordering};

/// A bucket of tokens that retries take from and successes give back to.
///
/// One sick server is met by all calls at once. Each of them alone would be right to try again; together they would
/// keep the server from getting well.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
    capacity: u32,
}

/// What a retry takes. A success at the first attempt gives one token back, so that one call in five may need a retry
/// for as long as it takes.
const COST: u32 = 5;

impl Budget {
    /// Starts full: with as many retries as these.
    pub(crate) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        Self { tokens: AtomicU32::new(capacity), capacity }
    }

    /// Takes what a retry costs; tells whether it was there.
    pub(crate) fn take(&self) -> bool {
        let less = |tokens: u32| tokens.checked_sub(COST);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Takes note of a success: what the last retry took comes back.
    pub(crate) fn give(&self, retried: bool) {
        let given = if retried { COST } else { 1 };
        let more = |tokens: u32| (tokens < self.capacity).then(|| tokens.saturating_add(given).min(self.capacity));
        // Nothing is written while the bucket is full, as it is nearly always.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_costs_what_five_successes_give() {
        let budget = Budget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        (0..4).for_each(|_| budget.give(false));
        assert!(!budget.take());
        budget.give(false);
        assert!(budget.take() && !budget.take());
    }

    #[test]
    fn a_retry_that_helped_is_paid_back_up_to_the_brim() {
        let budget = Budget::new(1);
        assert!(budget.take());
        (0..9).for_each(|_| budget.give(true));
        assert!(budget.take() && !budget.take());
        assert!(!Budget::new(0).take());
    }
}
