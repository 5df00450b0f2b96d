//! A request as generated methods build it: everything that is encoded, nothing that can fail before it is sent.

mod curl;
mod patch;
mod prepare;
mod state;
mod steps;
mod url;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use crate::runtime::body::{ExtraBody, File, Name, Payload, put, put_all, put_list};
use crate::runtime::client::Client;
use crate::runtime::secret::{noted, take_note};
use crate::runtime::text::{ListStyle, Param, but_reserved, percent, text_of};

pub(crate) use self::curl::preview;
pub use self::patch::Changes;
pub(crate) use self::prepare::{Outgoing, prepare};
pub(crate) use self::state::Parts;
pub(crate) use self::url::{further, kept, resolve, same_origin};

/// One request, not sent yet. Problems are collected and reported when it is sent.
#[derive(Clone)]
pub struct Request(Box<Parts>);

impl Request {
    pub(crate) fn new(client: Client, method: Method, template: Name) -> Self {
        Self(Box::new(Parts {
            client,
            method,
            template,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            payload: Payload::None,
            extra_body: None,
            envelope: None,
            paging: None,
            syntax: None,
            accept: None,
            auth: None,
            server: None,
            repeatable: None,
            idempotency: None,
            timeout: None,
            deadline: None,
            until: None,
            retries: None,
            streams: false,
            on_upload: None,
            on_download: None,
            address: None,
            problem: None,
            secrets: Vec::new(),
        }))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.0
    }

    fn spell(&mut self, value: &impl Param) -> String {
        take_note();
        let text = text_of(value);
        self.0.secrets.extend(noted());
        text
    }

    fn spell_all<T: Param>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<String> {
        items.into_iter().map(|item| self.spell(&item)).collect()
    }

    pub(crate) fn problem(&mut self, problem: impl FnOnce() -> String) {
        self.0.problem.get_or_insert_with(problem);
    }

    /// Sets a parameter of the path. Its value is data: whatever it holds, the route stays the same.
    pub fn set_path(&mut self, name: impl Into<Name>, value: impl Param) {
        let text = self.spell(&value);
        self.put_path(name.into(), percent(&text), &text);
    }

    /// Sets a parameter of the path whose value is several segments: slashes stand for themselves, nothing else does. No
    /// segment may be empty or lead upwards, so that whatever it holds, it stays below what is before it.
    pub fn set_path_reserved(&mut self, name: impl Into<Name>, value: impl Param) {
        let (name, text) = (name.into(), self.spell(&value));
        let segments: Vec<&str> = text.trim_matches('/').split('/').collect();
        for segment in &segments {
            self.check_segment(&name, segment);
        }
        put(&mut self.0.path, name, segments.iter().map(|segment| percent(segment)).collect::<Vec<_>>().join("/"));
    }

    /// Sets a parameter of the path to a list, which is one segment.
    pub fn set_path_list<T: Param>(&mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) {
        let (plain, encoded) = style.separator().unwrap_or((",", ","));
        let items = self.spell_all(items);
        self.put_path(name.into(), all_encoded(&items).join(encoded), &items.join(plain));
    }

    fn put_path(&mut self, name: Name, encoded: String, text: &str) {
        self.check_segment(&name, text);
        put(&mut self.0.path, name, encoded);
    }

    fn check_segment(&mut self, name: &str, text: &str) {
        match text {
            "" => self.problem(|| format!("the path parameter `{name}` is empty")),
            "." | ".." => self.problem(|| format!("the path parameter `{name}` is `{text}`, which would change the route")),
            _ => {}
        }
    }

    /// Sets a parameter of the query.
    pub fn set_query(&mut self, name: impl Into<Name>, value: impl Param) {
        let text = self.spell(&value);
        put(&mut self.0.query, name.into(), percent(&text));
    }

    /// Sets a parameter of the query whose value's reserved characters stand for themselves, as an address has them.
    pub fn set_query_reserved(&mut self, name: impl Into<Name>, value: impl Param) {
        let text = self.spell(&value);
        put(&mut self.0.query, name.into(), but_reserved(&text));
    }

    /// Sets a list in the query.
    pub fn set_query_list<T: Param>(&mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) {
        let separator = style.separator().map(|(_, encoded)| encoded);
        let items = self.spell_all(items);
        put_list(&mut self.0.query, name.into(), separator, all_encoded(&items));
    }

    /// Sets a header.
    pub fn set_header(&mut self, name: impl AsRef<str>, value: impl Param) {
        let text = self.spell(&value);
        self.put_header(name.as_ref(), text);
    }

    /// Sets a header to a list.
    pub fn set_header_list<T: Param>(&mut self, name: impl AsRef<str>, style: ListStyle, items: impl IntoIterator<Item = T>) {
        // A header that comes several times means the same as one with commas.
        let separator = style.separator().map_or(",", |(separator, _)| separator);
        let items = self.spell_all(items);
        self.put_header(name.as_ref(), items.join(separator));
    }

    fn put_header(&mut self, name: &str, text: String) {
        let Ok(key) = name.parse::<HeaderName>() else {
            return self.problem(|| format!("`{name}` is no name of a header"));
        };
        match HeaderValue::from_maybe_shared(Bytes::from(text)) {
            Ok(value) => drop(self.0.headers.insert(key, value)),
            Err(_) => self.problem(|| format!("the header `{name}` cannot carry this value")),
        }
    }

    /// Sets a field of the form that is the body.
    pub fn set_form(&mut self, name: impl Into<Name>, value: impl Param) {
        let text = self.spell(&value);
        put(&mut self.0.payload.form().fields, name.into(), text);
    }

    /// Sets a field of the form to a list.
    pub fn set_form_list<T: Param>(&mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) {
        let separator = style.separator().map(|(separator, _)| separator);
        let items = self.spell_all(items);
        put_list(&mut self.0.payload.form().fields, name.into(), separator, items);
    }

    /// Sets a file of the form, which travels as `multipart/form-data` then.
    pub fn set_part(&mut self, name: impl Into<Name>, file: impl Into<File>) {
        put(&mut self.0.payload.multipart().files, name.into(), file.into());
    }

    /// Sets several files of the form under one name.
    pub fn set_part_list(&mut self, name: impl Into<Name>, files: impl IntoIterator<Item = impl Into<File>>) {
        put_all(&mut self.0.payload.multipart().files, name.into(), files.into_iter().map(Into::into).collect());
    }

    /// Sets the body to a value as JSON.
    pub fn set_json<T: Serialize + ?Sized>(&mut self, body: &T) {
        self.set_json_as("application/json", body);
    }

    /// Sets the body to a value as JSON of this media type.
    pub fn set_json_as<T: Serialize + ?Sized>(&mut self, media: &'static str, body: &T) {
        take_note();
        let json = serde_json::to_vec(body);
        self.0.secrets.extend(noted());
        match json {
            Ok(json) => self.set_bytes(media, json),
            Err(error) => self.problem(|| format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Adds a member to the body.
    pub(crate) fn set_extra_body<T: Serialize + ?Sized>(&mut self, name: Name, value: &T) {
        take_note();
        let json = serde_json::to_string(value);
        self.0.secrets.extend(noted());
        let json = match json {
            Ok(json) => json,
            Err(error) => return self.problem(|| format!("the value of `{name}` cannot be written as JSON: {error}")),
        };
        self.0.extra_body.get_or_insert_with(ExtraBody::new).set(name, json);
    }

    /// Sets the body to a text.
    pub fn set_text(&mut self, media: impl Into<Name>, text: impl Into<String>) {
        self.set_bytes(media, text.into());
    }

    /// Sets the body to a file: bytes, one on disk, or a stream.
    pub fn set_file(&mut self, media: impl Into<Name>, file: impl Into<File>) {
        self.0.payload = Payload::file(media.into(), file.into());
    }

    /// Sets the body to bytes.
    pub fn set_bytes(&mut self, media: impl Into<Name>, bytes: impl Into<Bytes>) {
        self.0.payload = Payload::Bytes { media: media.into(), bytes: bytes.into() };
    }
}

fn all_encoded(items: &[String]) -> Vec<String> {
    items.iter().map(|item| percent(item)).collect()
}

/// Names only: values may be anybody's secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.0.query.iter().map(|(name, _)| name).collect();
        let headers: Vec<_> = self.0.headers.keys().collect();
        f.debug_struct("Request")
            .field("method", &self.0.method)
            .field("path", &self.0.template)
            .field("query", &query)
            .field("headers", &headers)
            .field("payload", &self.0.payload)
            .finish_non_exhaustive()
    }
}
