//! A walk over YAML text with its parser.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Position, Wanted};

/// Finds the wanted places in YAML text that has been read before.
///
/// The parser tells positions only in its errors. A visitor that refuses a key or a scalar has
/// already been given all of it, so that the reading can go on behind it.
pub fn find(text: &str, wanted: &mut Wanted) {
    let first = Walk(wanted).deserialize(serde_yaml::Deserializer::from_str(text));
    wanted.position = first.unwrap_or_else(|error| refused_at(&error)).or(Some((1, 1)));
}

/// What a refusal says, so that the position can be read behind it.
const REFUSED: &str = "refused at the wanted place";

/// The position in the text of an error: `…: refused at the wanted place at line 3 column 5`.
fn refused_at(error: &impl fmt::Display) -> Option<Position> {
    let text = error.to_string();
    let (_, place) = text.rsplit_once(REFUSED)?;
    let Some((line, column)) = place.strip_prefix(" at line ").and_then(|place| place.split_once(" column ")) else {
        // The parser leaves out the very first position.
        return Some((1, 1));
    };
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// Walks along the wanted places; gives the position of the first key or item inside.
struct Walk<'w>(&'w mut Wanted);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<Position>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Option<Position>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        for index in 0usize.. {
            let position = match self.0.below.get_mut(&index.to_string()) {
                Some(below) => match step(items.next_element_seed(Walk(below))) {
                    Some(position) => {
                        below.position = position;
                        position
                    }
                    None => break,
                },
                None if index == 0 => match step(items.next_element_seed(Walk(&mut Wanted::default()))) {
                    Some(position) => position,
                    None => break,
                },
                None if items.next_element::<IgnoredAny>()?.is_some() => None,
                None => break,
            };
            first = first.or(position);
        }
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        loop {
            let mut text = None;
            let key = Key { wanted: self.0, first: first.is_none(), text: &mut text };
            let position = match members.next_key_seed(key) {
                Ok(Some(())) => None,
                Ok(None) => break,
                Err(error) if text.is_some() => refused_at(&error),
                Err(error) => return Err(error),
            };
            first = first.or(position);
            match text.and_then(|text| self.0.below.get_mut(&text)) {
                Some(below) => {
                    below.position = position;
                    if let Err(error) = members.next_value_seed(Walk(below)) {
                        below.position = refused_at(&error).or(position);
                    }
                }
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(first)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        let (_tag, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

/// The outcome of one item: where it is, if it is there at all.
fn step<E: fmt::Display>(item: Result<Option<Option<Position>>, E>) -> Option<Option<Position>> {
    match item {
        Ok(inside) => inside,
        Err(error) => Some(refused_at(&error)),
    }
}

/// Refuses the wanted keys, and the first one of a mapping, once it has their text.
struct Key<'w> {
    wanted: &'w Wanted,
    first: bool,
    text: &'w mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        if self.first || self.wanted.below.contains_key(key) {
            *self.text = Some(key.to_owned());
            return Err(E::custom(REFUSED));
        }
        Ok(())
    }
}
