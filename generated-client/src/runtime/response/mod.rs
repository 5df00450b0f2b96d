//! Successful responses, and their bodies.

mod headers;
mod kinds;
#[cfg(feature = "test-util")]
mod mockable;
mod operation;
mod raw;

pub use self::headers::DeclaredHeaders;
pub(crate) use self::headers::{header, header_list, header_object, headers};
pub(crate) use self::kinds::by_status;
pub use self::kinds::{Binary, Empty, Json, ResponseBody, Text};
#[cfg(feature = "test-util")]
pub use self::mockable::{MockInput, Mockable, WrittenResponse};
#[cfg(feature = "test-util")]
pub(crate) use self::mockable::{as_json, enveloped, is_mockable};
pub use self::operation::Operation;
pub(crate) use self::operation::method_of;
pub(crate) use self::operation::{method_name, operations};
pub use self::raw::RawResponse;
pub(crate) use self::raw::drift_recorder;
