//! Reading through serde's own trait.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Read, Slot};
use crate::runtime::json::input::{Key, Source, json_text};

/// Reads a value through serde's own trait: what the generated `Deserialize` implementations call.
///
/// Values are read from text. serde_json hands its text over; from anything else one is made.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = from.deserialize_newtype_struct(RAW_VALUE, TextVisitor)?;
    let mut value = T::default();
    match Source::open(&text, None, |source| source.read_all(Slot(&mut value, source))) {
        Ok(Ok(())) => Ok(value),
        Ok(Err(misfit)) => Err(serde::de::Error::custom(misfit)),
        Err(error) => Err(serde::de::Error::custom(error)),
    }
}

/// The name under which serde_json hands over text, as it does for its `RawValue`. That type itself would do for
/// serde_json alone: under another name, or from another format, what comes is an ordinary value, and takes longer.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Some(name) = members.next_key::<Cow<'de, str>>()? else {
            return Ok("{}".into());
        };
        if name == RAW_VALUE {
            return Ok(members.next_value::<Key>()?.0);
        }
        let mut object = serde_json::Map::new();
        object.insert(name.into_owned(), members.next_value()?);
        while let Some((name, value)) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(json_text(&object).into())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Ok(json_text(&Value::deserialize(from)?).into())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        self.visit_newtype_struct(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        self.visit_newtype_struct(serde::de::value::SeqAccessDeserializer::new(items))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(json_text(value).into())
    }
}

/// Implements [`Deserialize`] for types that are read by the rules of this module.
macro_rules! deserialize_by_reading {
    ($type:ty) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }
    };
}
pub(crate) use deserialize_by_reading;
