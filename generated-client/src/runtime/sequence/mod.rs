//! Responses that are one value after another, read as they come.
//!
//! How the bytes are divided into items ([`framing`]) is apart from how an item is read ([`item`]): another kind of sequence is
//! another way to divide.

mod divider;
mod event_stream;
mod framing;
mod item;
mod items;
mod json_values;
mod kind;
mod lines;
mod or_stream;
mod parts;
#[cfg(test)]
mod tests;
#[cfg(feature = "test-util")]
mod written;

pub use self::items::SequenceItems;
pub use self::kind::Sequence;
pub use self::or_stream::OrStream;
#[cfg(feature = "test-util")]
pub(crate) use self::written::written;
