//! Converts between XML and JSON, by a shape.

mod encoding;
mod name;
mod read;
mod shape;
mod tree;
mod write;

pub use self::shape::{Content, Element, Map, Name, Object, Property, Tagged};

pub(crate) use self::read::read;
pub(crate) use self::write::write;

/// The prefix, in JSON, of attributes that a shape does not declare.
const ATTRIBUTE: char = '@';

/// The field, in JSON, of the text of an element that has other content as well, if its shape does not declare one.
const TEXT: &str = "#text";

/// The namespace of the attribute `nil`, which marks an element as null.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

#[cfg(test)]
mod tests;
