//! Bodies that are XML.
//!
//! Types are read from JSON and written as JSON. The generated crate has a shape of each value that is sent as XML. It
//! declares which fields of the JSON are attributes, elements, text or arrays, and JSON and XML are converted by it.

mod convert;

use std::marker::PhantomData;

use serde_json::Value;

use super::error::message as explain;
use super::{BodyFormat, RawResponse, FromJson, ResponseBody, Unreadable};

pub use self::convert::{Content, Element, Map, Property, Name, Object, Tagged};

/// The public items.
pub mod face {
    pub use super::Xml;
}

/// One value from XML.
#[derive(Debug)]
pub struct Xml<T>(PhantomData<T>);

impl<T: FromJson + 'static> ResponseBody for Xml<T> {
    type Output = T;
    const ACCEPT: &'static str = "application/xml";

    fn read(response: &RawResponse) -> Result<T, Unreadable> {
        response.json()
    }
}

#[cfg(feature = "test-util")]
impl<T: FromJson + serde::Serialize + super::MaybeSend + super::MaybeSync + 'static> super::Mockable for Xml<T> {
    type Given = T;

    fn write(value: &T, facts: &super::RequestFacts) -> super::WrittenResponse {
        super::WrittenResponse::json(200, super::as_json(value), facts)
    }
}

impl BodyFormat for Element {
    fn to_json(&self, body: &[u8]) -> Result<String, String> {
        // Some servers respond with JSON, whatever they are asked for.
        if let Some(b'{' | b'[') = body.trim_ascii_start().first() {
            return Ok(String::from_utf8_lossy(body).into_owned());
        }
        match convert::read(body, self) {
            Ok(Some(value)) => Ok(value.to_string()),
            Ok(None) => Ok(String::new()),
            Err(problem) => Err(match page(body) {
                Some(page) => format!("expected XML, found an HTML page{page}"),
                None => format!("expected XML: {problem}"),
            }),
        }
    }

    fn from_json(&self, json: &str) -> Result<String, String> {
        // By way of the JSON text, in which each type writes its numbers.
        let value: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        convert::write(&value, self)
    }
}

/// Returns the title of an HTML page, with its prefix; `None` if the body is not HTML.
fn page(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let start: String = text.trim_start().chars().take(14).collect::<String>().to_ascii_lowercase();
    let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
    is_page.then(|| explain::message(&text).map(|title| format!(" titled {title:?}")).unwrap_or_default())
}
