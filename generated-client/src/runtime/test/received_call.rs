//! A call that a mock has received.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::difference::shortened;
use crate::runtime::request::RequestFacts;
use crate::runtime::response::MockInput;

/// A call that a mock has received: one attempt of it.
///
/// # Examples
///
/// ```
/// use tallyfy::test::{Mock, MockResponse};
/// use tallyfy::{Client, Method};
///
/// let mock = Mock::new();
/// mock.on_request(Method::POST, "/users/{id}").responds(MockResponse::status(204));
/// let client = Client::builder().mock(&mock).build()?;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// client.request(Method::POST, "/users/{id}").path("id", 7).query("notify", true).json(&["admin"]).await?;
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// let call = &mock.calls()[0];
/// assert_eq!((call.path("id"), call.query("notify"), call.json()), (Some("7"), Some("true"), ["admin"].as_slice().into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ReceivedCall {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    query: Vec<(String, String)>,
    pub(super) facts: Arc<RequestFacts>,
}

impl ReceivedCall {
    pub(super) fn new(head: http::request::Parts, body: Bytes) -> Self {
        let facts = head.extensions.get::<Arc<RequestFacts>>().cloned().unwrap_or_default();
        let query = pairs(head.uri.query().unwrap_or_default());
        Self { method: head.method, uri: head.uri, headers: head.headers, body, query, facts }
    }

    /// Returns the id of the operation; none for a request that is no operation's.
    pub fn operation(&self) -> Option<&'static str> {
        self.facts.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the whole URL.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the value of a path parameter, by its name in the definition.
    pub fn path(&self, name: &str) -> Option<&str> {
        first(&self.facts.path, name)
    }

    /// Returns the first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// Returns the pairs of the query, decoded, in their order.
    pub fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the headers. They contain the credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the first value of a field of the form; for a file, its name.
    pub fn form(&self, name: &str) -> Option<&str> {
        first(&self.facts.form, name)
    }

    /// Returns the body as it was sent.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as JSON; that of XML as the types of the crate have it. Null where it is neither.
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.facts.json.as_ref().map_or(&self.body, |json| json.as_bytes())).unwrap_or_default()
    }

    /// Reads the body, or says why it cannot be read.
    pub(super) fn read<T: MockInput>(&self) -> Result<T, String> {
        T::read_body(&self.body, &self.headers, &self.facts)
    }

    /// What it is in one line, without its headers.
    pub(super) fn line(&self) -> String {
        let target = self.uri.path_and_query().map_or("/", |target| target.as_str());
        match self.operation() {
            Some(id) => format!("{id} ({} {target})", self.method),
            None => format!("{} {target}", self.method),
        }
    }

    /// The body for a report: text, not too long.
    pub(super) fn shown_body(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.body).ok().filter(|text| !text.is_empty());
        text.map(shortened).or_else(|| (!self.body.is_empty()).then(|| format!("{} bytes", self.body.len())))
    }
}

/// Without headers and body, which may contain secrets.
impl fmt::Debug for ReceivedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedCall")
            .field("operation", &self.operation())
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The pairs of a query.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}
