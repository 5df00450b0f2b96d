//! Members of a body that the definition does not know.

use std::borrow::Cow;

use serde_json::Value;

use super::Payload;
use super::pairs::{Name, put};
use crate::runtime::json::input::{RawMembers, object_text};

/// Members that go into the body when it is sent, whatever it is by then.
#[derive(Clone)]
pub(crate) struct ExtraBody {
    /// Each with its value as JSON.
    members: Members,
    /// How they get there. Only programs that add members compile it.
    add: fn(&Members, &Payload) -> Result<Payload, String>,
}

type Members = Vec<(Name, String)>;

impl ExtraBody {
    /// Starts without any.
    pub(crate) fn new() -> Self {
        Self { members: Vec::new(), add }
    }

    /// Adds a member, or replaces one of the same name. Its value is JSON.
    pub(crate) fn set(&mut self, name: Name, json: String) {
        put(&mut self.members, name, json);
    }

    /// Returns the body with the members in it.
    pub(crate) fn added_to<'p>(extra: Option<&Self>, payload: &'p Payload) -> Result<Cow<'p, Payload>, String> {
        match extra {
            Some(extra) => (extra.add)(&extra.members, payload).map(Cow::Owned),
            None => Ok(Cow::Borrowed(payload)),
        }
    }
}

const NOT_AN_OBJECT: &str = "only a form, or a body that is a JSON object, can take more members";

fn add(members: &Members, payload: &Payload) -> Result<Payload, String> {
    match payload {
        Payload::File { .. } => Err(NOT_AN_OBJECT.to_owned()),
        Payload::None => add_to_json("application/json".into(), b"{}", members),
        Payload::Bytes { media, bytes } => add_to_json(media.clone(), bytes, members),
        Payload::Form(form) => {
            let mut form = form.clone();
            for (name, json) in members {
                put(&mut form.fields, name.clone(), form_text(json));
            }
            Ok(Payload::Form(form))
        }
    }
}

/// Returns a value as a form spells it: a text as it is.
fn form_text(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(Value::String(text)) => text,
        _ => json.to_owned(),
    }
}

/// Writes the members behind those that are there; one of the same name gives way. Values stay as they are written.
fn add_to_json(media: Name, object: &[u8], members: &[(Name, String)]) -> Result<Payload, String> {
    let text = std::str::from_utf8(object).map_err(|_| NOT_AN_OBJECT)?;
    let RawMembers(known) = serde_json::from_str(text).map_err(|_| NOT_AN_OBJECT)?;
    let known = known.iter().filter(|(name, _)| members.iter().all(|(added, _)| added != name));
    let all = known.map(|(name, raw)| (&**name, raw.get())).chain(members.iter().map(|(name, json)| (&**name, json.as_str())));
    Ok(Payload::Bytes { media, bytes: object_text(all).into() })
}
