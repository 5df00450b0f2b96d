//! Objects. Generated types map names to fields; the loop is here.

mod definition;
mod field_reader;
mod object_writer;
mod table;

pub use self::definition::{Object, ObjectType, read_parts, write_object};
pub use self::field_reader::FieldReader;
pub(crate) use self::field_reader::ObjectState;
pub use self::object_writer::ObjectWriter;
pub(crate) use self::object_writer::writes_json_text;
pub(crate) use self::table::object;
