//! Whether a transport has handed a request to a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Among the extensions of a request: how far a transport has come with it. A call that is given up knows by it that nothing was sent.
/// A transport that says nothing may have sent the request, and so may one that has sent it once and tries again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Handover(Arc<AtomicU8>);

const UNKNOWN: u8 = 0;
const WAITS: u8 = 1;
const BEGUN: u8 = 2;

impl Handover {
    /// Notes that the request waits for a connection.
    #[cfg_attr(not(feature = "hyper-1"), allow(dead_code))]
    pub(crate) fn wait(&self) {
        let _ = self.0.compare_exchange(UNKNOWN, WAITS, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Notes that a connection has the request.
    #[cfg_attr(not(feature = "hyper-1"), allow(dead_code))]
    pub(crate) fn begin(&self) {
        self.0.store(BEGUN, Ordering::Release);
    }

    /// Returns whether nothing was sent.
    pub(crate) fn is_unsent(&self) -> bool {
        self.0.load(Ordering::Acquire) == WAITS
    }
}
