//! The trait of generated structs, and reading and writing them.

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serializer};
use serde_json::Value;

use super::field_reader::{FieldReader, ObjectState};
use super::object_writer::ObjectWriter;
use crate::runtime::json::input::{Extra, FieldName, Mismatch, Outcome, PathStep, Source};
use crate::runtime::json::read::{ContainerReader, ContainerVisitor, FromJson, NUMBER, number};

/// A generated struct, which reads and writes its fields by name.
pub trait Object: Default {
    /// The type in error messages.
    const NAME: &'static str;

    /// The names of the fields, each with whether it is required.
    const FIELDS: &'static [(&'static str, bool)];

    /// The names of the required fields; [`FieldReader::required`] refers to them by index.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of the field with this name.
    fn read_field<'de, M: MapAccess<'de>>(&mut self, key: &str, value: FieldReader<'_, 'de, M>) -> Result<Outcome, M::Error>;

    /// Writes all fields.
    fn write_fields<S: SerializeMap>(&self, to: &mut ObjectWriter<'_, S>) -> Result<(), S::Error>;

    /// Returns the extra fields.
    fn extra(&mut self) -> &mut Extra;
}

/// Reads an object: what the generated [`FromJson`] implementations call.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(object: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    from.deserialize_any(ContainerVisitor(ReadObject(object, source)))
}

struct ReadObject<'a, 'de, T>(&'a mut T, Source<'de>);

impl<'de, T: Object> ContainerReader<'de> for ReadObject<'_, 'de, T> {
    const EXPECTED: &'static str = T::NAME;

    fn object<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outcome, A::Error> {
        let Self(object, source) = self;
        let mut state = ObjectState::new(T::FIELDS, source);
        while let Some(FieldName(key)) = fields.next_key()? {
            if key == NUMBER {
                return Ok(Err(Mismatch::new(T::NAME, &number(fields)?)));
            }
            state.step(&key);
            let field = FieldReader { map: &mut fields, key: &key, state: &mut state };
            if let Err(mismatch) = object.read_field(&key, field)? {
                state.fail(mismatch, &key);
            }
        }
        Ok(state.finish(T::REQUIRED).map(|extra| {
            if let Some(extra) = extra {
                *object.extra() = extra;
            }
        }))
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        Err(Mismatch::new(T::NAME, &value))
    }
}

/// Writes an object: what the generated `Serialize` implementations call.
pub fn write_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    object.write_fields(&mut ObjectWriter::new(&mut map))?;
    map.end()
}
