//! A request as generated methods build it. Everything is encoded when it is set; nothing fails before it is sent.

#[cfg(feature = "constraints")]
mod constraints;
mod curl;
#[cfg(feature = "test-util")]
mod facts;
#[cfg(not(feature = "constraints"))]
mod no_constraints;
mod patch;
mod prepare;
mod secrets;
mod state;
mod steps;
mod styled;
mod url;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use crate::runtime::api::{Framing, InputPlace};
use crate::runtime::body::{ExtraBody, File, MemberNames, Name, Payload, put, put_all, put_list};
use crate::runtime::client::Client;
use crate::runtime::json::BodyFormat;
use crate::runtime::json::write_request;
use crate::runtime::secret::{DebugFn, SecretCollector};
use crate::runtime::text::{ListStyle, MediaTypes, Param, param_string, percent, percent_except_reserved};

pub(crate) use self::curl::preview;
#[cfg(feature = "test-util")]
pub(crate) use self::facts::RequestFacts;
pub use self::patch::Changes;
pub(crate) use self::prepare::{PreparedRequest, harmless, prepare};
use self::secrets::SentSecrets;
pub(crate) use self::state::RequestState;
pub(crate) use self::url::{further, host_of, kept, origin_of, resolve, same_origin};

/// A request that has not been sent. Errors are collected, and reported when it is sent.
///
/// The state is in a box, because requests are moved often while they are built.
#[derive(Clone)]
pub struct Request(Box<RequestState>);

impl Request {
    pub(crate) fn new(client: Client, method: Method, template: Name, operation: Option<&'static str>) -> Self {
        Self(Box::new(RequestState {
            client,
            method,
            template,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            query_string: None,
            cookies: Vec::new(),
            members: MemberNames::default(),
            headers: HeaderMap::new(),
            payload: Payload::None,
            extra_body: None,
            envelope: None,
            error_envelope: None,
            paging: None,
            framing: Framing::default(),
            end_mark: None,
            stream: None,
            body_format: None,
            #[cfg(feature = "test-util")]
            json_of_body: None,
            may_be_plain_text: false,
            is_plain_text: false,
            redirects: &[],
            accept: None,
            usual_accept: "application/json",
            media_types: MediaTypes::default(),
            auth: None,
            server: None,
            repeatable: None,
            changes: None,
            idempotency: None,
            timeout: None,
            deadline: None,
            until: None,
            retries: None,
            streams: false,
            #[cfg(feature = "gzip")]
            as_stored: false,
            on_upload: None,
            on_download: None,
            address: None,
            is_for_other_server: false,
            problem: None,
            #[cfg(feature = "constraints")]
            constraints: &[],
            #[cfg(feature = "constraints")]
            violations: Vec::new(),
            #[cfg(feature = "constraints")]
            check_constraints: None,
            secrets: Vec::new(),
            secret_names: Vec::new(),
            sent_secrets: SentSecrets::default(),
        }))
    }

    pub(crate) fn state(&self) -> &RequestState {
        &self.0
    }

    pub(crate) fn state_mut(&mut self) -> &mut RequestState {
        &mut self.0
    }

    /// Runs the closure, and remembers the secrets that it writes.
    fn secretly<R>(&mut self, write: impl FnOnce() -> R) -> R {
        let (written, secrets) = SecretCollector::collect(|| write_request(write));
        self.0.secrets.extend(secrets);
        written
    }

    /// Writes the value of a parameter.
    fn string_of(&mut self, place: InputPlace, name: &str, value: &impl Param) -> String {
        let text = self.written(name, value);
        self.check_text(place, name, &text);
        text
    }

    /// Writes the items of a parameter.
    fn strings_of<T: Param>(&mut self, place: InputPlace, name: &str, items: impl IntoIterator<Item = T>) -> Vec<String> {
        let texts: Vec<String> = items.into_iter().map(|item| self.written(name, &item)).collect();
        self.check_texts(place, name, &texts);
        texts
    }

    fn written(&mut self, name: &str, value: &impl Param) -> String {
        let before = self.0.secrets.len();
        let text = self.secretly(|| param_string(value));
        if self.0.secrets.len() > before {
            self.0.secret_names.push(name.to_owned().into());
        }
        text
    }

    /// Notes why the request cannot be sent. The first problem is the one that is reported.
    pub(crate) fn problem(&mut self, problem: impl FnOnce() -> String) {
        self.0.problem.get_or_insert_with(problem);
    }

    /// Sets a path parameter. Its value is data: whatever it contains, the route stays the same.
    #[must_use]
    pub fn path(mut self, name: impl Into<Name>, value: impl Param) -> Self {
        let name = name.into();
        let text = self.string_of(InputPlace::Path, &name, &value);
        self.put_path(name, percent(&text), &text);
        self
    }

    /// Sets a path parameter of several segments: slashes in its value separate them, everything else is encoded. No
    /// segment may be empty, `.` or `..`, so that the path cannot leave what precedes the parameter.
    #[must_use]
    pub fn path_reserved(mut self, name: impl Into<Name>, value: impl Param) -> Self {
        let name = name.into();
        let text = self.string_of(InputPlace::Path, &name, &value);
        let segments: Vec<&str> = text.trim_matches('/').split('/').collect();
        for segment in &segments {
            self.check_segment(&name, segment);
        }
        put(&mut self.0.path, name, segments.iter().map(|segment| percent(segment)).collect::<Vec<_>>().join("/"));
        self
    }

    /// Sets a path parameter to a list, which is one segment.
    #[must_use]
    pub fn path_list<T: Param>(mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        let (plain, encoded) = style.separator().unwrap_or((",", ","));
        let name = name.into();
        let items = self.strings_of(InputPlace::Path, &name, items);
        self.put_path(name, all_encoded(&items).join(encoded), &items.join(plain));
        self
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

    /// Sets a query parameter.
    #[must_use]
    pub fn query(mut self, name: impl Into<Name>, value: impl Param) -> Self {
        let name = name.into();
        let text = self.string_of(InputPlace::Query, &name, &value);
        put(&mut self.0.query, name, percent(&text));
        self
    }

    /// Sets a query parameter whose value may contain reserved characters, which are sent as they are.
    #[must_use]
    pub fn query_reserved(mut self, name: impl Into<Name>, value: impl Param) -> Self {
        let name = name.into();
        let text = self.string_of(InputPlace::Query, &name, &value);
        put(&mut self.0.query, name, percent_except_reserved(&text));
        self
    }

    /// Sets a query parameter to a list.
    #[must_use]
    pub fn query_list<T: Param>(mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        let separator = style.separator().map(|(_, encoded)| encoded);
        let name = name.into();
        let items = self.strings_of(InputPlace::Query, &name, items);
        put_list(&mut self.0.query, name, separator, all_encoded(&items));
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl Param) -> Self {
        let text = self.string_of(InputPlace::Header, name.as_ref(), &value);
        self.put_header(name.as_ref(), text);
        self
    }

    /// Sets a header to a list.
    #[must_use]
    pub fn header_list<T: Param>(mut self, name: impl AsRef<str>, style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        // A header that is repeated means the same as one with commas.
        let separator = style.separator().map_or(",", |(separator, _)| separator);
        let items = self.strings_of(InputPlace::Header, name.as_ref(), items);
        self.put_header(name.as_ref(), items.join(separator));
        self
    }

    fn put_header(&mut self, name: &str, text: String) {
        let Ok(key) = name.parse::<HeaderName>() else {
            return self.problem(|| format!("`{name}` is not a valid header name"));
        };
        match HeaderValue::from_maybe_shared(Bytes::from(text)) {
            Ok(mut value) => {
                let is_own = self.0.secret_names.iter().any(|own| own == name);
                value.set_sensitive(is_own || self.0.client.core().secrets.places().is_header(name));
                self.0.headers.insert(key, value);
            }
            Err(_) => self.problem(|| format!("the value of the header `{name}` contains characters that are not allowed")),
        }
    }

    /// Sets a field of the form that is the body.
    #[must_use]
    pub fn form(mut self, name: impl Into<Name>, value: impl Param) -> Self {
        let name = name.into();
        let text = self.string_of(InputPlace::Form, &name, &value);
        put(&mut self.0.payload.form().fields, name, text.into());
        self
    }

    /// Sets a field of the form to a list.
    #[must_use]
    pub fn form_list<T: Param>(mut self, name: impl Into<Name>, style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        let separator = style.separator().map(|(separator, _)| separator);
        let name = name.into();
        let items = self.strings_of(InputPlace::Form, &name, items);
        put_list(&mut self.0.payload.form().fields, name, separator, items);
        self
    }

    /// Sets a file of the form, which is sent as `multipart/form-data` then.
    #[must_use]
    pub fn part(mut self, name: impl Into<Name>, file: impl Into<File>) -> Self {
        put(&mut self.0.payload.multipart().files, name.into(), file.into());
        self
    }

    /// Sets several files of the form under one name.
    #[must_use]
    pub fn part_list(mut self, name: impl Into<Name>, files: impl IntoIterator<Item = impl Into<File>>) -> Self {
        let (name, files): (Name, Vec<File>) = (name.into(), files.into_iter().map(Into::into).collect());
        self.check_count(&name, files.len());
        put_all(&mut self.0.payload.multipart().files, name, files);
        self
    }

    /// Sets the body to a value as JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// Sets the body to a value as JSON of this media type.
    #[must_use]
    pub fn json_as<T: Serialize + ?Sized>(mut self, media: &'static str, body: &T) -> Self {
        self.check_body(body);
        match self.secretly(|| serde_json::to_vec(body)) {
            Ok(json) => self.0.payload = Payload::Bytes { media: media.into(), bytes: json.into() },
            Err(error) => self.problem(|| format!("the body cannot be written as JSON: {error}")),
        }
        self
    }

    /// Sets the body to a value in another format that has a JSON form.
    #[must_use]
    pub fn formatted<T: Serialize + ?Sized>(mut self, media: &'static str, format: &dyn BodyFormat, body: &T) -> Self {
        self.check_body(body);
        let json = self.secretly(|| serde_json::to_string(body));
        #[cfg(feature = "test-util")]
        self.0.json_of_body.clone_from(&json.as_ref().ok().cloned());
        match json.map_err(|error| error.to_string()).and_then(|json| format.from_json(&json)) {
            Ok(bytes) => self.0.payload = Payload::Bytes { media: media.into(), bytes: bytes.into() },
            Err(error) => self.problem(|| format!("the body cannot be written as {media}: {error}")),
        }
        self
    }

    /// Adds a field to the body, whatever the body is when it is sent.
    #[must_use]
    pub(crate) fn extra_body<T: Serialize + ?Sized>(mut self, name: Name, value: &T) -> Self {
        self.forget_field(&name);
        match self.secretly(|| serde_json::to_string(value)) {
            Ok(json) => self.0.extra_body.get_or_insert_with(ExtraBody::new).set(name, json),
            Err(error) => self.problem(|| format!("the value of `{name}` cannot be written as JSON: {error}")),
        }
        self
    }

    /// Sets the body to text.
    #[must_use]
    pub fn text(mut self, media: impl Into<Name>, text: impl Into<String>) -> Self {
        let text = text.into();
        self.check_text(InputPlace::Body, "", &text);
        self.0.payload = Payload::Bytes { media: media.into(), bytes: text.into() };
        self
    }

    /// Sets the body to a file: bytes, a file on disk, or a stream.
    #[must_use]
    pub fn file(mut self, media: impl Into<Name>, file: impl Into<File>) -> Self {
        self.0.payload = Payload::file(media.into(), file.into());
        self
    }

    /// Sets the body to bytes.
    #[must_use]
    pub fn bytes(mut self, media: impl Into<Name>, bytes: impl Into<Bytes>) -> Self {
        self.forget_body();
        self.0.payload = Payload::Bytes { media: media.into(), bytes: bytes.into() };
        self
    }
}

fn all_encoded(items: &[String]) -> Vec<String> {
    items.iter().map(|item| percent(item)).collect()
}

/// Shows names only: any value may be a secret.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.0.query.iter().map(|(name, _)| name).collect();
        let headers: Vec<_> = self.0.headers.keys().collect();
        let shown = DebugFn(|f: &mut fmt::Formatter<'_>| {
            f.debug_struct("Request")
                .field("method", &self.0.method)
                .field("path", &self.0.template)
                .field("query", &query)
                .field("headers", &headers)
                .field("payload", &self.0.payload)
                .finish_non_exhaustive()
        });
        self.0.secrets().write_debug(&shown, f)
    }
}
