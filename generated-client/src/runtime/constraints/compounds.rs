//! Looking at lists and objects.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant};
use serde::ser::{SerializeTuple, SerializeTupleStruct, SerializeTupleVariant};
use serde_json::{Error, Value};

use super::checker::{Checker, Distinct};
use super::constraint::Constraint;
use super::serializer::ValueSerializer;
use super::tables::{Levels, ObjectConstraints};

/// Looks at the items of a list.
pub(super) struct SequenceSerializer<'c, 'n> {
    to: &'c mut Checker<'n>,
    levels: Vec<Levels>,
    count: usize,
    distinct: Distinct,
    /// The variant of an enum whose values these are.
    variant: Option<&'static str>,
}

impl<'c, 'n> SequenceSerializer<'c, 'n> {
    pub(super) fn new(to: &'c mut Checker<'n>, levels: Vec<Levels>) -> Self {
        let distinct = Distinct::of(&levels);
        Self { to, levels, count: 0, distinct, variant: None }
    }

    pub(super) fn of_variant(to: &'c mut Checker<'n>, variant: &'static str) -> Self {
        Self { variant: Some(variant), ..Self::new(to, Vec::new()) }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let index = self.count.to_string();
        self.distinct.add_json(value);
        let levels = inside(&self.levels).into_iter().chain(of_item(&self.levels, self.count)).collect();
        self.count += 1;
        within(self.to, self.variant, |to| to.inside(&index, |to| value.serialize(ValueSerializer::new(to, levels))))
    }

    fn finish(self) -> Result<(), Error> {
        self.to.items(&self.levels, self.count);
        self.to.distinct(&self.levels, &self.distinct);
        Ok(())
    }
}

/// Looks at the fields of an object, or at the entries of a map.
pub(super) struct MapSerializer<'c, 'n> {
    to: &'c mut Checker<'n>,
    levels: Vec<Levels>,
    /// The constraints of the object; none of a map.
    object: Option<&'static ObjectConstraints>,
    count: usize,
    key: String,
    /// Whether it stands for text that is written as it is: a number, perhaps.
    is_text: bool,
    /// The variant of an enum whose fields these are.
    variant: Option<&'static str>,
}

impl<'c, 'n> MapSerializer<'c, 'n> {
    pub(super) fn new(to: &'c mut Checker<'n>, levels: Vec<Levels>, object: Option<&'static ObjectConstraints>) -> Self {
        Self { to, levels, object, count: 0, key: String::new(), is_text: false, variant: None }
    }

    pub(super) fn of_variant(to: &'c mut Checker<'n>, variant: &'static str) -> Self {
        Self { variant: Some(variant), ..Self::new(to, Vec::new(), None) }
    }

    /// Looks at text that is written as it is.
    pub(super) fn of_text(self) -> Self {
        Self { is_text: true, ..self }
    }

    pub(super) fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        if self.is_text {
            if let Ok(Value::String(text)) = serde_json::to_value(value) {
                self.to.number(&self.levels, &text);
            }
            return Ok(());
        }
        self.count += 1;
        let levels = match self.object {
            Some(object) => vec![object.of(name)],
            None => inside(&self.levels),
        };
        within(self.to, self.variant, |to| to.inside(name, |to| value.serialize(ValueSerializer::new(to, levels))))
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        if !self.is_text {
            self.to.properties(&self.levels, self.count);
        }
        Ok(())
    }
}

/// The constraints of what lies in a value.
fn inside(levels: &[Levels]) -> Vec<Levels> {
    levels.iter().filter_map(|levels| levels.get(1..)).filter(|levels| !levels.is_empty()).collect()
}

/// The constraints of one item alone.
fn of_item(levels: &[Levels], at: usize) -> impl Iterator<Item = Levels> {
    levels.iter().filter_map(|levels| levels.first()).copied().flatten().filter_map(move |constraint| match *constraint {
        Constraint::Items(from, to, levels) if (from..to).contains(&at) => Some(levels),
        _ => None,
    })
}

/// Runs a closure for what lies in a variant, if there is one.
fn within<'n, R>(to: &mut Checker<'n>, variant: Option<&'static str>, check: impl FnOnce(&mut Checker<'n>) -> R) -> R {
    match variant {
        Some(variant) => to.inside(variant, check),
        None => check(to),
    }
}

macro_rules! sequences {
    ($($name:ident $method:ident;)*) => {
        $(impl $name for SequenceSerializer<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

sequences! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structs {
    ($($name:ident;)*) => {
        $(impl $name for MapSerializer<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.entry(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

structs! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for MapSerializer<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = match serde_json::to_value(key)? {
            Value::String(key) => key,
            key => key.to_string(),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.entry(&key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}
