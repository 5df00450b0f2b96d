//! How the bytes of a body are divided into items.

use bytes::{Bytes, BytesMut};

/// An item, as its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawItem {
    pub item: Bytes,
    /// How many bytes it came in, without what every item has around it.
    pub size: usize,
    /// Whether the item is not complete, and another one follows all the same.
    pub is_cut: bool,
}

impl RawItem {
    /// An item that is complete.
    pub(crate) fn whole(item: Bytes) -> Self {
        Self { size: item.len(), item, is_cut: false }
    }
}

/// What is wrong with a body that ends in the middle of an item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IncompleteItem;

/// Divides the bytes of a body into items. It keeps what it knows of the item that has begun, so that no byte is looked at twice.
pub(crate) trait Divide {
    /// Takes the next item out of the buffer. Returns `None` if it is not complete.
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem>;

    /// Takes the last item out of the buffer, to which nothing more will come.
    ///
    /// # Errors
    ///
    /// Returns an error if the item is not complete.
    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem>;

    /// The number of bytes of the item that has begun which are not in the buffer any more.
    fn taken(&self) -> usize {
        0
    }
}
