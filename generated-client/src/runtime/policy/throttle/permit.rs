//! A request that may be sent.

use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::RequestLimit;
use crate::runtime::transport::Body;

/// A request that may be sent. It is in flight until this is dropped.
pub(crate) struct Permit {
    limiter: Arc<dyn RequestLimit>,
    origin: String,
    /// Whether it is one of those in flight.
    is_counted: bool,
}

impl Permit {
    pub(super) fn new(limiter: Arc<dyn RequestLimit>, origin: String, is_counted: bool) -> Self {
        Self { limiter, origin, is_counted }
    }

    /// Obeys what the head of the response says. The request stays in flight until the returned body has been read or dropped.
    pub(crate) fn until_read(self, status: StatusCode, headers: &HeaderMap, body: Body) -> Body {
        self.limiter.obey(&self.origin, status, headers);
        body.with_guard(self)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.is_counted {
            self.limiter.release();
        }
    }
}
