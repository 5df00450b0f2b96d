//! What objects are written for: a request leaves read-only fields out, anything else has all fields.

use std::cell::Cell;

thread_local! {
    /// Whether this thread writes a request.
    static IS_REQUEST: Cell<bool> = const { Cell::new(false) };
}

/// Whether what this thread writes is a request.
///
/// A serializer cannot say what it writes for, and a second way of writing would be compiled for each type.
pub(super) fn is_request() -> bool {
    IS_REQUEST.get()
}

/// Runs a closure that writes a request.
pub(crate) fn write_request<R>(write: impl FnOnce() -> R) -> R {
    let _before = Before(IS_REQUEST.replace(true));
    write()
}

/// What was written for before. It is restored at the end, after a panic too.
struct Before(bool);

impl Drop for Before {
    fn drop(&mut self) {
        IS_REQUEST.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_inside_writes_a_request_and_nothing_else_does() {
        assert!(!is_request());
        assert!(write_request(|| write_request(is_request) && is_request()));
        assert!(!is_request());
        let panicked = std::panic::catch_unwind(|| write_request(|| panic!("while writing")));
        assert!(panicked.is_err() && !is_request());
    }
}
