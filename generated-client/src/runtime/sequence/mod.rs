//! Responses that are one value after another, read as they come.
//!
//! How the bytes are divided into items ([`framing`]) is apart from how an item is read ([`item`]): another kind of sequence is
//! another framing.

mod framing;
mod item;
mod items;
mod json_values;
mod kind;

pub use self::items::SequenceItems;
pub use self::kind::Sequence;
