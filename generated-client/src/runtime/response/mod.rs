//! Successful responses, and their bodies.

mod headers;
mod kinds;
mod operation;
mod raw;

pub use self::headers::DeclaredHeaders;
pub(crate) use self::headers::{header, header_list, headers};
pub(crate) use self::kinds::by_status;
pub use self::kinds::{Binary, Empty, Json, ResponseBody, Text};
pub use self::operation::Operation;
pub(crate) use self::operation::operations;
pub use self::raw::RawResponse;
pub(crate) use self::raw::drift_recorder;
