//! Access to the items of an array and the fields of an object, whatever deserializer they come from.

use std::borrow::Cow;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::value::{ArrayAccess, FieldAccess, ReadInto, Stopped};
use crate::runtime::json::input::{FieldName, Outcome};

/// The first error of an access.
struct FirstError<E>(Option<E>);

impl<E: Error> FirstError<E> {
    #[inline]
    fn keep<T>(&mut self, result: Result<T, E>) -> Result<T, Stopped> {
        result.map_err(|error| self.stop(error))
    }

    #[cold]
    fn stop(&mut self, error: E) -> Stopped {
        self.0 = Some(error);
        Stopped
    }

    #[inline]
    fn end(self, outcome: Result<Outcome, Stopped>) -> Result<Outcome, E> {
        outcome.map_err(|Stopped| self.0.unwrap_or_else(|| E::custom("stopped")))
    }
}

/// The items of an array that serde reads.
pub(super) struct ArrayItems<A, E> {
    access: A,
    error: FirstError<E>,
}

impl<'de, A: SeqAccess<'de>> ArrayItems<A, A::Error> {
    pub(super) fn new(access: A) -> Self {
        Self { access, error: FirstError(None) }
    }

    pub(super) fn end(self, outcome: Result<Outcome, Stopped>) -> Result<Outcome, A::Error> {
        self.error.end(outcome)
    }
}

impl<'de, A: SeqAccess<'de>> ArrayAccess<'de> for ArrayItems<A, A::Error> {
    fn next(&mut self, mut item: ReadInto<'_, 'de>) -> Result<Option<Outcome>, Stopped> {
        self.error.keep(self.access.next_element_seed(&mut item))
    }

    fn collect(&mut self) -> Result<Value, Stopped> {
        let mut items = Vec::new();
        while let Some(item) = self.error.keep(self.access.next_element())? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn skip(&mut self) -> Result<(), Stopped> {
        while self.error.keep(self.access.next_element::<IgnoredAny>())?.is_some() {}
        Ok(())
    }
}

/// The fields of an object that serde reads.
pub(super) struct ObjectFields<A, E> {
    access: A,
    /// Whether no name has been read yet: a number that is passed on as an object has one name, so that a later one is a field.
    is_new: bool,
    /// Whether it turned out to be such a number.
    is_number: bool,
    error: FirstError<E>,
}

impl<'de, A: MapAccess<'de>> ObjectFields<A, A::Error> {
    pub(super) fn new(access: A) -> Self {
        Self { access, is_new: true, is_number: false, error: FirstError(None) }
    }

    /// Returns the number, if it is one and no object.
    pub(super) fn number(&mut self) -> Result<Option<Value>, A::Error> {
        if self.is_number { number(&mut self.access).map(Some) } else { Ok(None) }
    }

    pub(super) fn end(self, outcome: Result<Outcome, Stopped>) -> Result<Outcome, A::Error> {
        self.error.end(outcome)
    }
}

impl<'de, A: MapAccess<'de>> FieldAccess<'de> for ObjectFields<A, A::Error> {
    fn next_key(&mut self, name: &mut Cow<'de, str>) -> Result<bool, Stopped> {
        let is_first = std::mem::take(&mut self.is_new);
        let is_there = self.error.keep(self.access.next_key_seed(FieldName(name)))?.is_some();
        if is_first && is_there && *name == NUMBER {
            self.is_number = true;
            return Err(Stopped);
        }
        Ok(is_there)
    }

    fn value(&mut self, mut value: ReadInto<'_, 'de>) -> Result<Outcome, Stopped> {
        self.error.keep(self.access.next_value_seed(&mut value))
    }

    fn text(&mut self) -> Result<&'de str, Stopped> {
        self.error.keep(self.access.next_value::<&RawValue>()).map(RawValue::get)
    }

    fn parsed(&mut self) -> Result<Value, Stopped> {
        self.error.keep(self.access.next_value())
    }

    fn skip(&mut self) -> Result<(), Stopped> {
        self.error.keep(self.access.next_value::<IgnoredAny>()).map(drop)
    }

    fn fail(&mut self, error: serde_json::Error) -> Stopped {
        self.error.stop(A::Error::custom(error))
    }
}

/// The name under which serde_json passes on a number, as a map, if any crate of the program asks for its feature
/// `arbitrary_precision`.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// Returns the number that is passed on as a map, after its name.
#[cold]
pub(super) fn number<'de, A: MapAccess<'de>>(fields: &mut A) -> Result<Value, A::Error> {
    let digits: Value = fields.next_value()?;
    // An object of the response may have this name as well; it is no number then.
    while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    let number = digits.as_str().and_then(|digits| serde_json::from_str::<Number>(digits).ok());
    Ok(number.map_or_else(|| Value::Object([(NUMBER.to_owned(), digits)].into_iter().collect()), Value::Number))
}
