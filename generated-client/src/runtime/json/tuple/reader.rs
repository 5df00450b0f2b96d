//! Reading the items of an array into the fields of a struct.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::runtime::json::input::{Mismatch, Outcome, PathStep, Source};
use crate::runtime::json::object::{FieldReader, Object, ObjectState};
use crate::runtime::json::read::{FieldAccess, Fields, ReadInto, Stopped, TypeInfo};

/// An array, in error messages.
pub(super) const ARRAY: &str = "an array";

/// The items of an array, which are not parsed.
pub(super) fn raw_items(json: &str) -> serde_json::Result<Result<Vec<&RawValue>, Box<Mismatch>>> {
    if json.trim_ascii_start().starts_with('[') {
        return serde_json::from_str(json).map(Ok);
    }
    Ok(Err(Mismatch::new(ARRAY, &serde_json::from_str(json)?)))
}

/// Reads the items of an array into an object whose fields are named by their numbers: what the generated
/// [`FromJson`](crate::runtime::FromJson) implementations call.
pub fn read_items<'de>(json: &'de str, into: &mut dyn Object, of: &'static TypeInfo, source: Source<'de>) -> serde_json::Result<Outcome> {
    let items = match raw_items(json)? {
        Ok(items) => items,
        Err(mismatch) => return Ok(Err(mismatch)),
    };
    let depth = source.depth();
    let mut state = ObjectState::new(of.fields.as_ref().unwrap_or(NO_FIELDS), source);
    for (at, item) in items.into_iter().enumerate() {
        source.step(depth, PathStep::Item(at));
        // No name is borrowed from the text: a field is read from the text of its item.
        let key = Cow::Owned(at.to_string());
        let mut access = ItemText { text: item.get(), error: None };
        match into.read_field(&key, &mut FieldReader { access: &mut access, key: &key, state: &mut state }) {
            Ok(Ok(())) => {}
            Ok(Err(mismatch)) => state.fail(mismatch.in_item(at)),
            Err(Stopped) => match access.error {
                Some(error) => return Err(error),
                None => return Ok(Err(Mismatch::new(ARRAY, &Value::Null))),
            },
        }
    }
    Ok(state.finish().map(|extra| {
        if let Some(extra) = extra {
            *into.extra() = extra;
        }
    }))
}

/// The fields of what is no struct.
const NO_FIELDS: &Fields = &Fields::new(&[]);

/// One item, which is read as the value of a field.
struct ItemText<'de> {
    text: &'de str,
    error: Option<serde_json::Error>,
}

impl<'de> FieldAccess<'de> for ItemText<'de> {
    /// The name is known.
    fn next_key(&mut self, _: &mut Cow<'de, str>) -> Result<bool, Stopped> {
        Ok(false)
    }

    fn value(&mut self, value: ReadInto<'_, 'de>) -> Result<Outcome, Stopped> {
        value.piece(self.text).map_err(|error| self.fail(error))
    }

    fn text(&mut self) -> Result<&'de str, Stopped> {
        Ok(self.text)
    }

    fn parsed(&mut self) -> Result<Value, Stopped> {
        serde_json::from_str(self.text).map_err(|error| self.fail(error))
    }

    fn skip(&mut self) -> Result<(), Stopped> {
        Ok(())
    }

    fn fail(&mut self, error: serde_json::Error) -> Stopped {
        self.error = Some(error);
        Stopped
    }
}
