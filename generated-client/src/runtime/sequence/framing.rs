//! How the bytes of a body are divided into items.

use bytes::{Bytes, BytesMut};

/// What is wrong with a body that ends in the middle of an item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IncompleteItem;

/// Divides the bytes of a body into items. It keeps what it knows of the item that has begun, so that no byte is looked at twice.
pub(crate) trait Framing {
    /// Takes the next item out of the buffer. Returns `None` if it is not complete.
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<Bytes>;

    /// Takes the last item out of the buffer, to which nothing more will come.
    ///
    /// # Errors
    ///
    /// Returns an error if the item is not complete.
    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, IncompleteItem>;
}
