//! JSON: reading it tolerantly, and writing it exactly.

mod body_format;
#[cfg(feature = "constraints")]
mod constrained;
mod content;
mod decode;
pub(crate) mod input;
mod json_lines;
pub(crate) mod object;
mod purpose;
pub(crate) mod read;
#[cfg(feature = "strict")]
pub mod strict;
pub(crate) mod tuple;

pub use self::body_format::BodyFormat;
#[cfg(feature = "constraints")]
pub use self::constrained::Constrained;
pub use self::content::{InvalidContent, read_content, read_content_items, read_content_values};
pub use self::decode::{Unreadable, UnreadableItem};
pub(crate) use self::decode::{decode, decode_list};
pub use self::json_lines::{JsonLines, JsonRecords};
pub(crate) use self::purpose::write_request;
