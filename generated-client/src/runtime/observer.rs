//! Observers: callbacks of an application that watch what a client does.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls an observer. Returns `false` if it panics: that must not fail the call, nor end what the call does. The panic hook
/// of the program has reported the panic.
///
/// What the observer watches may come many times. After a panic it is not called again for the same response or transfer, so
/// that the same fault is reported once.
pub(crate) fn observe(observer: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(observer)).is_ok()
}
