//! Arrays whose first items have types of their own. Where exactly these are there, the type is a tuple of Rust; otherwise it is a
//! generated struct, whose fields stand for the items.

mod item_writer;
mod plain;
mod reader;
mod table;

pub use self::item_writer::ItemWriter;
pub use self::reader::read_items;
pub(crate) use self::table::tuple;
