//! XML ↔ JSON along a shape.

mod encoding;
mod name;
mod read;
mod shape;
mod tree;
mod write;

pub use self::shape::{Content, Element, Map, Member, Name, Object, Tagged};

pub(crate) use self::read::read;
pub(crate) use self::write::write;

/// What the names of attributes begin with that a shape does not know, in JSON.
const ATTRIBUTE: char = '@';

/// The member of the text of an element that has more than a text, where a shape does not know one.
const TEXT: &str = "#text";

/// The namespace of `nil`, by which an element says that it is null.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

#[cfg(test)]
mod tests;
