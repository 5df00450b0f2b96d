//! How a request ends that nobody waits for.

use web_sys::{AbortController, AbortSignal};

use super::judge::unavailable;
use crate::runtime::transport::TransportError;

/// Aborts a request when this is dropped. After the end of the response, that does nothing.
pub(super) struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    pub(super) fn new() -> Result<Self, TransportError> {
        AbortController::new().map(Self).map_err(|_| unavailable("AbortController"))
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
