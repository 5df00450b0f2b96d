//! Reading through serde's `Deserialize`.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::access::{NUMBER, number};
use super::late::Late;
use super::reading::FromJson;
use crate::runtime::json::input::{FieldName, Source, json_text};

/// Reads a value through serde's `Deserialize`: what the generated implementations call.
///
/// Values are read from JSON text. serde_json passes its text on; for any other format, the value is written as JSON first.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = from.deserialize_newtype_struct(RAW_VALUE, TextVisitor)?;
    let read = Source::read(&text, None, &|source| {
        let mut value = Late::default();
        Ok(source.read_all(&mut value.read(source))?.and_then(|()| value.value()))
    });
    match read {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(mismatch)) => Err(serde::de::Error::custom(mismatch)),
        Err(error) => Err(serde::de::Error::custom(error)),
    }
}

/// The name by which serde_json recognizes its `RawValue`, and passes on the text. That type itself would work with
/// serde_json only. If serde_json should change the name, an ordinary value is received, and reading takes longer.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let Some(name) = fields.next_key::<Cow<'de, str>>()? else {
            return Ok("{}".into());
        };
        if name == RAW_VALUE {
            let mut text = Cow::Borrowed("");
            fields.next_value_seed(FieldName(&mut text))?;
            return Ok(text);
        }
        if name == NUMBER {
            return Ok(json_text(&number(&mut fields)?).into());
        }
        let mut object = serde_json::Map::new();
        object.insert(name.into_owned(), fields.next_value()?);
        while let Some((name, value)) = fields.next_entry()? {
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

/// Implements [`Deserialize`] for a type that implements [`FromJson`](super::FromJson).
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
