//! Bodies that are forms as a whole: the members of an object that only the value knows, as those of a map or of an alternative.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::descriptor::ParamStyle;
use super::escape::Escape;
use super::expansion::pairs;
use crate::runtime::json::BodyFormat;
use crate::runtime::text::body_text;

/// The members of an object as the fields of a form (`application/x-www-form-urlencoded`). What a member has inside is its JSON.
#[derive(Debug)]
pub struct UrlEncoded;

impl BodyFormat for UrlEncoded {
    fn to_json(&self, body: &[u8]) -> Result<String, String> {
        let mut fields = Map::new();
        let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        for field in body_text(body).split('&').filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            fields.insert(decoded(name), Value::from(decoded(value)));
        }
        Ok(Value::Object(fields).to_string())
    }

    fn from_json(&self, json: &str) -> Result<String, String> {
        if !json.starts_with('{') {
            return Err("it is not an object".to_owned());
        }
        let written = pairs(ParamStyle::URL_ENCODED, "", json, Escape::Percent)?;
        let field = |(name, value): (String, String)| format!("{}={value}", Escape::Percent.of(&name));
        Ok(written.into_iter().map(field).collect::<Vec<_>>().join("&"))
    }
}
