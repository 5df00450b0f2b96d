//! Parameters and fields whose values are written by a style: objects, maps, and what a table of styles says of other values.

use std::fmt::Write as _;

use serde::Serialize;

use super::Request;
use crate::runtime::api::InputPlace;
use crate::runtime::body::{Field, Name, PartHeader};
use crate::runtime::secret::in_text;
use crate::runtime::style::{Escape, ParamStyle, expand, pairs};

/// Parameters and fields with a style.
impl Request {
    /// Sets a path parameter. Whatever its value contains, the route stays the same.
    #[must_use]
    pub fn path_styled<T: Serialize + ?Sized>(mut self, name: impl Into<Name>, style: ParamStyle, value: &T) -> Self {
        let name = name.into();
        if let Some(json) = self.json_of(InputPlace::Path, &name, value) {
            let escape = if style.is_reserved() { Escape::ReservedInPath } else { Escape::Percent };
            let text = self.or_problem(expand(style, &name, &json, escape)).flatten().unwrap_or_default();
            self.put_path(name, text.clone(), &text);
        }
        self
    }

    /// Sets a query parameter.
    #[must_use]
    pub fn query_styled<T: Serialize + ?Sized>(mut self, name: impl Into<Name>, style: ParamStyle, value: &T) -> Self {
        let name = name.into();
        if let Some(json) = self.json_of(InputPlace::Query, &name, value) {
            let pairs = self.pairs_of(style, &name, &json, escape_of(style));
            let state = self.state_mut();
            state.members.put(&mut state.query, InputPlace::Query, name, pairs);
        }
        self
    }

    /// Sets the whole query.
    #[must_use]
    pub fn query_string<T: Serialize + ?Sized>(mut self, name: impl Into<Name>, style: ParamStyle, value: &T) -> Self {
        let name = name.into();
        if let Some(json) = self.json_of(InputPlace::Query, &name, value) {
            if style == ParamStyle::URL_ENCODED {
                let pairs = self.pairs_of(style, &name, &json, Escape::Percent);
                let state = self.state_mut();
                state.members.put(&mut state.query, InputPlace::Query, name, pairs);
            } else {
                let text = self.or_problem(expand(style, &name, &json, Escape::Percent));
                self.state_mut().query_string = text.flatten();
            }
        }
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header_styled<T: Serialize + ?Sized>(mut self, name: &'static str, style: ParamStyle, value: &T) -> Self {
        if let Some(json) = self.json_of(InputPlace::Header, name, value) {
            let json = if style.is_json() { ascii_json(&json) } else { json };
            match self.or_problem(expand(style, name, &json, Escape::Nothing)).flatten() {
                Some(text) => self.put_header(name, text),
                // An empty list is no value.
                None => drop(self.state_mut().headers.remove(name)),
            }
        }
        self
    }

    /// Sets a cookie. All cookies of a request are one header.
    #[must_use]
    pub fn cookie_styled<T: Serialize + ?Sized>(mut self, name: impl Into<Name>, style: ParamStyle, value: &T) -> Self {
        let name = name.into();
        if let Some(json) = self.json_of(InputPlace::Cookie, &name, value) {
            let escape = if style.is_cookie() { Escape::Nothing } else { escape_of(style) };
            let pairs = self.pairs_of(style, &name, &json, escape);
            if pairs.iter().any(|(key, value)| [key, value].iter().any(|text| text.contains([';', '\r', '\n', '\0']))) {
                self.problem(|| format!("the value of the cookie `{name}` contains characters that are not allowed"));
            }
            let state = self.state_mut();
            state.members.put(&mut state.cookies, InputPlace::Cookie, name, pairs);
        }
        self
    }

    /// Sets a field of the form that is the body.
    #[must_use]
    pub fn form_styled<T: Serialize + ?Sized>(mut self, name: impl Into<Name>, style: ParamStyle, value: &T) -> Self {
        let name = name.into();
        if let Some(json) = self.json_of(InputPlace::Form, &name, value) {
            let encoded = self.pairs_of(style, &name, &json, escape_of(style));
            let plain = pairs(style, &name, &json, Escape::Content).unwrap_or_default();
            let media = style.is_json().then_some("application/json");
            let fields = plain.into_iter().zip(encoded);
            let fields = fields.map(|((name, text), (_, encoded))| (name, Field { text, encoded: Some(encoded), media }));
            let state = self.state_mut();
            state.members.put(&mut state.payload.form().fields, InputPlace::Form, name, fields.collect());
        }
        self
    }

    /// Sets a header of the parts of a form that have this name.
    #[must_use]
    pub fn part_header<T: Serialize + ?Sized>(mut self, part: &'static str, name: &'static str, style: ParamStyle, value: &T) -> Self {
        if let Some(json) = self.json_of(InputPlace::Form, name, value) {
            let text = self.or_problem(expand(style, name, &json, Escape::Nothing)).flatten();
            if text.as_ref().is_some_and(|text| text.contains(['\r', '\n', '\0'])) {
                self.problem(|| format!("the value of the header `{name}` contains characters that are not allowed"));
            }
            let headers = &mut self.state_mut().payload.multipart().headers;
            headers.retain(|known| (known.part, known.name) != (part, name));
            headers.extend(text.map(|value| PartHeader { part, name, value }));
        }
        self
    }

    /// Writes a value as JSON, which styles are applied to.
    fn json_of<T: Serialize + ?Sized>(&mut self, place: InputPlace, name: &str, value: &T) -> Option<String> {
        self.check_value(place, name, value);
        let before = self.state().secrets.len();
        let json = match self.secretly(|| serde_json::to_string(value)) {
            Ok(json) => json,
            Err(error) => {
                self.problem(|| format!("the value of `{name}` cannot be written: {error}"));
                return None;
            }
        };
        let places = self.state().client.core().secrets.places().clone();
        in_text(&places, &json, &mut |secret| self.state_mut().secrets.push(secret.into()));
        if self.state().secrets.len() > before {
            self.state_mut().secret_names.push(name.to_owned().into());
        }
        Some(json)
    }

    fn pairs_of(&mut self, style: ParamStyle, name: &str, json: &str, escape: Escape) -> Vec<(String, String)> {
        self.or_problem(pairs(style, name, json, escape)).unwrap_or_default()
    }

    fn or_problem<T>(&mut self, written: Result<T, String>) -> Option<T> {
        written.map_err(|problem| self.problem(|| problem)).ok()
    }
}

/// Returns how the values of a query, a form or a cookie are escaped.
fn escape_of(style: ParamStyle) -> Escape {
    if style.is_reserved() { Escape::Reserved } else { Escape::Percent }
}

/// Returns JSON with escapes in place of what is not ASCII: all that a header may contain.
fn ascii_json(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            // Writing to a `String` cannot fail.
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}
