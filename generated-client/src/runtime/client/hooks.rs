//! What looks at each attempt.

use std::sync::Arc;

use http::{HeaderMap, Method};

/// What is known of an attempt that is about to be made.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// The request's method.
    pub method: &'a Method,
    /// The request's path with the names of its parameters, not their values.
    pub path: &'a str,
    /// 1 for the first attempt.
    pub number: u32,
}

/// Who looks at each attempt, and may add headers to it.
pub(crate) type OnAttempt = Arc<dyn Fn(AttemptInfo<'_>, &mut HeaderMap) + Send + Sync>;
