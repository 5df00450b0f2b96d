//! What happened to a request.

use http::header::CONNECTION;
use http::{HeaderMap, StatusCode};

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
    /// Returns what an attempt with this response, which is not a success, did.
    pub(crate) fn of_response(status: StatusCode, headers: &HeaderMap) -> Self {
        match status.as_u16() {
            // It leads to the result of what was carried out.
            303 => Self::Done,
            408 if closes(headers) => Self::Refused,
            // Frameworks lead to a page with 302 after a write, too.
            302 | 408 | 500.. => Self::Unknown,
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

/// Returns whether the server closes the connection. With 408, it has not waited for the request: it had given up on a
/// connection without one (RFC 9110, section 15.5.9).
pub(crate) fn closes(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CONNECTION).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|option| option.trim().eq_ignore_ascii_case("close"))
}
