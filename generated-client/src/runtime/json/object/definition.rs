//! The traits of generated structs, and reading and writing them.

use std::borrow::Cow;

use serde::Serializer;
use serde::ser::SerializeMap;

use super::field_reader::{FieldReader, ObjectState};
use super::object_writer::ObjectWriter;
#[cfg(feature = "constraints")]
use crate::runtime::constraints::{ObjectConstraints, announce_object, forget_announced};
use crate::runtime::json::input::{Extra, Outcome, Source};
use crate::runtime::json::read::{FieldAccess, Fields, FromJson, RawScalar, ReadInto, ReadValue, Slot, Stopped, TypeInfo};

/// A generated struct, or the parts of one, which reads its fields by name.
pub trait Object {
    /// Reads the value of the field with this name.
    fn read_field(&mut self, key: &str, value: &mut FieldReader<'_, '_>) -> Result<Outcome, Stopped>;

    /// Returns the extra fields.
    fn extra(&mut self) -> &mut Extra;
}

/// The type of a generated struct.
pub trait ObjectType: FromJson {
    /// The constraints of the fields.
    #[cfg(feature = "constraints")]
    const CONSTRAINTS: &'static ObjectConstraints = ObjectConstraints::NONE;

    /// Writes all fields.
    fn write_fields<S: SerializeMap>(&self, to: &mut ObjectWriter<'_, S>);
}

/// A struct with a default is read in place.
impl<T: Object + ObjectType> ReadValue for T {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Err(found.mismatch(T::TYPE.expected))
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        read_object(self, T::TYPE, fields, source)
    }
}

impl<T: Object + ObjectType + Default> Slot for T {
    #[inline]
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {
        *self = T::default();
    }

    #[inline]
    fn extra(&mut self) -> Option<&mut Extra> {
        Some(Object::extra(self))
    }
}

/// Reads an object into a struct, or into its parts.
fn read_object<'de>(
    object: &mut dyn Object,
    of: &'static TypeInfo,
    access: &mut dyn FieldAccess<'de>,
    source: Source<'de>,
) -> Result<Outcome, Stopped> {
    let mut state = ObjectState::new(of.fields.as_ref().unwrap_or(NO_FIELDS), source);
    let mut key = Cow::Borrowed("");
    while access.next_key(&mut key)? {
        state.step(&key);
        let mut field = FieldReader { access, key: &key, state: &mut state };
        if let Err(mismatch) = object.read_field(&key, &mut field)? {
            state.fail(mismatch.in_field(&key));
        }
    }
    Ok(state.finish().map(|extra| {
        if let Some(extra) = extra {
            *object.extra() = extra;
        }
    }))
}

/// The fields of what is no struct.
const NO_FIELDS: &Fields = &Fields::new(&[]);

/// Reads an object that has no value to begin with into its parts: what the generated [`FromJson`](crate::runtime::FromJson)
/// implementations call.
pub fn read_parts<'de>(json: &'de str, parts: &mut dyn Object, of: &'static TypeInfo, source: Source<'de>) -> serde_json::Result<Outcome> {
    ReadInto { slot: &mut ObjectParts { parts, of }, of: &PARTS, source }.piece(json)
}

/// The parts of any object.
const PARTS: TypeInfo = TypeInfo::new("an object");

/// The parts of an object, which are made for one reading.
struct ObjectParts<'a> {
    parts: &'a mut dyn Object,
    of: &'static TypeInfo,
}

impl Slot for ObjectParts<'_> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {}
}

impl ReadValue for ObjectParts<'_> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        Err(found.mismatch(self.of.expected))
    }

    fn object<'de>(&mut self, fields: &mut dyn FieldAccess<'de>, source: Source<'de>) -> Result<Outcome, Stopped> {
        read_object(self.parts, self.of, fields, source)
    }
}

/// Writes an object: what the generated `Serialize` implementations call.
pub fn write_object<T: ObjectType, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    #[cfg(feature = "constraints")]
    announce_object(T::CONSTRAINTS);
    let mut map = to.serialize_map(None)?;
    #[cfg(feature = "constraints")]
    forget_announced();
    let mut writer = ObjectWriter::new(&mut map);
    object.write_fields(&mut writer);
    writer.end()?;
    map.end()
}
