//! Bodies that are XML.
//!
//! Types read and write themselves as JSON. A shape, which the generated crate has of each value that travels as XML,
//! says which members of the JSON are attributes, elements, texts or lists; along it one is made of the other.

mod convert;

use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

use super::error::message as explain;
use super::body::Name as Media;
use super::secret::{noted, take_note};
use super::{RawReply, Read, Reply, Request, Syntax, Unreadable};

pub use self::convert::{Content, Element, Map, Member, Name, Object, Tagged};

/// What applications see of it.
pub mod face {
    pub use super::Xml;
}

/// One value out of XML.
#[derive(Debug)]
pub struct Xml<T>(PhantomData<T>);

impl<T: Read + 'static> Reply for Xml<T> {
    type Output = T;
    const ACCEPT: &'static str = "application/xml";

    fn read(reply: &RawReply) -> Result<T, Unreadable> {
        reply.json()
    }
}

impl Syntax for Element {
    fn to_json(&self, body: &[u8]) -> Result<String, String> {
        // Some servers answer with JSON, whatever they are asked for.
        if let Some(b'{' | b'[') = body.trim_ascii_start().first() {
            return Ok(String::from_utf8_lossy(body).into_owned());
        }
        match convert::read(body, self) {
            Ok(Some(value)) => Ok(value.to_string()),
            Ok(None) => Ok(String::new()),
            Err(problem) => Err(match page(body) {
                Some(page) => format!("expected XML, found a page{page}"),
                None => format!("expected XML: {problem}"),
            }),
        }
    }
}

/// Returns the title of a page for people, in brackets; none where the body is something else.
fn page(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let start: String = text.trim_start().chars().take(14).collect::<String>().to_ascii_lowercase();
    let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
    is_page.then(|| explain::message(&text).map(|title| format!(" titled {title:?}")).unwrap_or_default())
}

impl Request {
    /// Sets the body to a value as XML of this media type.
    pub fn set_xml<T: Serialize + ?Sized>(&mut self, media: impl Into<Media>, element: &Element, body: &T) {
        take_note();
        let json = serde_json::to_string(body);
        self.parts_mut().secrets.extend(noted());
        // By way of the text, in which a number is as its type writes it.
        let value = json.and_then(|json| serde_json::from_str::<Value>(&json)).map_err(|error| error.to_string());
        match value.and_then(|value| convert::write(&value, element)) {
            Ok(xml) => self.set_bytes(media, xml),
            Err(error) => self.problem(|| format!("the body cannot be written as XML: {error}")),
        }
    }

    /// See [`Request::set_xml`].
    #[must_use]
    pub fn xml<T: Serialize + ?Sized>(mut self, media: impl Into<Media>, element: &Element, body: &T) -> Self {
        self.set_xml(media, element, body);
        self
    }
}
