//! What happened to a request.

use http::StatusCode;

/// What happened to a request, as far as it is known.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Delivery, Error};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.delivery() {
///         Delivery::NeverSent | Delivery::Refused => "send it again",
///         Delivery::Unknown => "look first, it may have been carried out",
///         Delivery::Done => "it was carried out",
///         _ => "look first",
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Delivery {
    /// Nothing was sent.
    #[default]
    NeverSent,
    /// The server refused it.
    Refused,
    /// The server may have processed it, or not.
    Unknown,
    /// The server processed it.
    Done,
}

impl Delivery {
    /// Returns what an attempt with this status, which is not a success, did.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            // 303 leads to the result of what was carried out.
            303 | 408 | 500.. => Self::Unknown,
            _ => Self::Refused,
        }
    }

    /// Returns what two attempts did together: what the first one may have done is not undone by the second.
    #[must_use]
    pub(crate) fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Done, _) | (_, Self::Done) => Self::Done,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Refused, _) | (_, Self::Refused) => Self::Refused,
            (Self::NeverSent, Self::NeverSent) => Self::NeverSent,
        }
    }
}
