//! Body fields that the definition does not name.

use std::borrow::Cow;

use serde_json::Value;

use super::Payload;
use super::pairs::{Name, put};
use crate::runtime::json::input::{RawObject, object_text};

/// Fields that are added to the body when it is sent.
#[derive(Clone)]
pub(crate) struct ExtraBody {
    /// The names, and the values as JSON.
    fields: ExtraFields,
    /// Adds the fields to a body. It is a function pointer, so that only programs that use it contain it.
    add: fn(&ExtraFields, &Payload) -> Result<Payload, String>,
}

type ExtraFields = Vec<(Name, String)>;

impl ExtraBody {
    /// Creates an empty list.
    pub(crate) fn new() -> Self {
        Self { fields: Vec::new(), add }
    }

    /// Sets a field. Its value is JSON.
    pub(crate) fn set(&mut self, name: Name, json: String) {
        put(&mut self.fields, name, json);
    }

    /// Returns the body with the fields in it.
    pub(crate) fn added_to<'p>(extra: Option<&Self>, payload: &'p Payload) -> Result<Cow<'p, Payload>, String> {
        match extra {
            Some(extra) => (extra.add)(&extra.fields, payload).map(Cow::Owned),
            None => Ok(Cow::Borrowed(payload)),
        }
    }
}

const NOT_AN_OBJECT: &str = "extra fields can only be added to a form, or to a JSON object";

fn add(fields: &ExtraFields, payload: &Payload) -> Result<Payload, String> {
    match payload {
        Payload::File { .. } => Err(NOT_AN_OBJECT.to_owned()),
        Payload::None => add_to_json("application/json".into(), b"{}", fields),
        Payload::Bytes { media, bytes } => add_to_json(media.clone(), bytes, fields),
        Payload::Form(form) => {
            let mut form = form.clone();
            for (name, json) in fields {
                put(&mut form.fields, name.clone(), form_text(json).into());
            }
            Ok(Payload::Form(form))
        }
    }
}

/// Returns a JSON value as a form field: a string as it is.
fn form_text(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(Value::String(text)) => text,
        _ => json.to_owned(),
    }
}

/// Appends the fields to those of the object, and replaces those of the same name. Other values stay as they are written.
fn add_to_json(media: Name, object: &[u8], fields: &[(Name, String)]) -> Result<Payload, String> {
    let text = std::str::from_utf8(object).map_err(|_| NOT_AN_OBJECT)?;
    let RawObject(known) = serde_json::from_str(text).map_err(|_| NOT_AN_OBJECT)?;
    let known = known.iter().filter(|(name, _)| fields.iter().all(|(added, _)| added != name));
    let all = known.map(|(name, raw)| (&**name, raw.get())).chain(fields.iter().map(|(name, json)| (&**name, json.as_str())));
    Ok(Payload::Bytes { media, bytes: object_text(all).into() })
}
