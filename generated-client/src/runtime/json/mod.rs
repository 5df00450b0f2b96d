//! JSON: reading it tolerantly, and writing it exactly.

mod body_format;
mod decode;
pub(crate) mod input;
mod json_lines;
pub(crate) mod object;
pub(crate) mod read;
#[cfg(feature = "strict")]
pub mod strict;

pub use self::body_format::BodyFormat;
pub use self::decode::{Unreadable, UnreadableItem};
pub(crate) use self::decode::{decode, decode_list};
pub use self::json_lines::JsonLines;
