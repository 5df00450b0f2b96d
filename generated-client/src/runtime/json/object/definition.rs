//! The traits of generated structs, and reading and writing them.

use std::borrow::Cow;

use serde::Serializer;
use serde::ser::SerializeMap;

use super::field_reader::{FieldReader, ObjectState};
use super::object_writer::ObjectWriter;
#[cfg(feature = "constraints")]
use crate::runtime::constraints::{ObjectConstraints, announce_object, forget_announced};
use crate::runtime::json::input::{Extra, Outcome, Source};
use crate::runtime::json::read::{FieldAccess, ReadInto, Slot, Stopped, TypeInfo};

/// A generated struct, which reads its fields by name.
pub trait Object {
    /// Reads the value of the field with this name.
    fn read_field(&mut self, key: &str, value: &mut FieldReader<'_, '_>) -> Result<Outcome, Stopped>;

    /// Returns the extra fields.
    fn extra(&mut self) -> &mut Extra;
}

/// The type of a generated struct.
pub trait ObjectType: Sized {
    /// What is known of the fields.
    const FIELDS: &'static Fields;

    /// The constraints of the fields.
    #[cfg(feature = "constraints")]
    const CONSTRAINTS: &'static ObjectConstraints = ObjectConstraints::NONE;

    /// Writes all fields.
    fn write_fields<S: SerializeMap>(&self, to: &mut ObjectWriter<'_, S>) -> Result<(), S::Error>;
}

/// The fields of a generated struct.
#[derive(Debug)]
pub struct Fields {
    /// The names, each with whether the field is required.
    pub names: &'static [(&'static str, bool)],
    /// The names of the required fields; [`FieldReader::required`] refers to them by index.
    pub required: &'static [&'static str],
}

/// Reads an object: what the generated [`ReadValue`](crate::runtime::ReadValue) implementations call.
pub fn read_object<'de>(
    object: &mut dyn Object,
    fields: &'static Fields,
    access: &mut dyn FieldAccess<'de>,
    source: Source<'de>,
) -> Result<Outcome, Stopped> {
    let mut state = ObjectState::new(fields.names, source);
    let mut key = Cow::Borrowed("");
    while access.next_key(&mut key)? {
        state.step(&key);
        let mut field = FieldReader { access, key: &key, state: &mut state };
        if let Err(mismatch) = object.read_field(&key, &mut field)? {
            state.fail(mismatch, &key);
        }
    }
    Ok(state.finish(fields.required).map(|extra| {
        if let Some(extra) = extra {
            *object.extra() = extra;
        }
    }))
}

/// The parts of any object.
const PARTS: TypeInfo = TypeInfo::new("an object");

/// Reads an object that has no value to begin with into its parts: what the generated [`FromJson`](crate::runtime::FromJson)
/// implementations call.
pub fn read_parts<'de>(json: &'de str, parts: &mut dyn Slot, source: Source<'de>) -> serde_json::Result<Outcome> {
    ReadInto { slot: parts, of: &PARTS, source }.piece(json)
}

/// Writes an object: what the generated `Serialize` implementations call.
pub fn write_object<T: ObjectType, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    #[cfg(feature = "constraints")]
    announce_object(T::CONSTRAINTS);
    let mut map = to.serialize_map(None)?;
    #[cfg(feature = "constraints")]
    forget_announced();
    object.write_fields(&mut ObjectWriter::new(&mut map))?;
    map.end()
}
