//! Collects the secrets that are written or read while a closure runs.

use std::cell::RefCell;

use super::Secret;

thread_local! {
    /// The secrets that this thread has written and read since a collector was started; `None` without one.
    static COLLECTED: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Collects the secrets that are written or read while a closure runs.
///
/// A serializer cannot tell them from other strings, and types that contain them need not know who asks. So each secret
/// reports itself.
pub(crate) struct SecretCollector {
    /// What an outer collector has collected so far.
    outer: Option<Vec<Secret>>,
}

impl SecretCollector {
    /// Runs the closure, and returns the secrets that it has written and read beside its result.
    pub(crate) fn collect<R>(work: impl FnOnce() -> R) -> (R, Vec<Secret>) {
        let collector = Self::start();
        let result = work();
        (result, collector.finish())
    }

    fn start() -> Self {
        Self { outer: COLLECTED.replace(Some(Vec::new())) }
    }

    fn finish(self) -> Vec<Secret> {
        COLLECTED.take().unwrap_or_default()
    }

    /// Adds a secret, if this thread has a collector.
    pub(super) fn report(secret: &Secret) {
        COLLECTED.with_borrow_mut(|collected| collected.iter_mut().for_each(|collected| collected.push(secret.clone())));
    }
}

/// Also ends the collecting after a panic.
impl Drop for SecretCollector {
    fn drop(&mut self) {
        COLLECTED.set(self.outer.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_reported_while_the_closure_runs_is_collected() {
        SecretCollector::report(&"before".into());
        let ((), secrets) = SecretCollector::collect(|| SecretCollector::report(&"while".into()));
        SecretCollector::report(&"after".into());
        assert_eq!(secrets, ["while".into()]);
        assert_eq!(SecretCollector::collect(|| ()).1, []);
    }

    #[test]
    fn a_collector_within_another_keeps_its_secrets_to_itself() {
        let (inner, outer) = SecretCollector::collect(|| {
            SecretCollector::report(&"one".into());
            let ((), inner) = SecretCollector::collect(|| SecretCollector::report(&"two".into()));
            SecretCollector::report(&"three".into());
            inner
        });
        assert_eq!(inner, ["two".into()]);
        assert_eq!(outer, ["one".into(), "three".into()]);
    }

    #[test]
    fn a_panic_ends_the_collecting() {
        let panicked = std::panic::catch_unwind(|| {
            SecretCollector::collect(|| -> () { std::panic::resume_unwind(Box::new(())) });
        });
        assert!(panicked.is_err());
        assert!(COLLECTED.with_borrow(Option::is_none));
    }
}
