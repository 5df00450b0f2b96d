//! Responses, and the kinds of values that they carry.

mod headers;
mod kinds;

pub use self::headers::DeclaredHeaders;
pub(crate) use self::headers::{header, header_list, headers};
pub(crate) use self::kinds::by_status;
pub use self::kinds::{Binary, Empty, Json, Paged, Reply, Text};
