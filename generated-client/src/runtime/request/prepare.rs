//! From what a generated method said to what is sent: address, headers and body, all but the sending.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, Uri};

use super::state::Parts;
use super::url::{address, with_query};
use crate::runtime::body::Sent;
use crate::runtime::transport::{Body, Watcher};

/// A request that is ready to be sent, any number of times.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Sent,
    /// Whether a token is asked for with each attempt.
    pub wants_token: bool,
    on_upload: Option<Watcher>,
}

impl Outgoing {
    /// Returns the same request with another method and without a body.
    pub(crate) fn bare(&self, method: Method) -> Self {
        let mut headers = self.headers.clone();
        headers.remove(CONTENT_TYPE);
        Self { method, uri: self.uri.clone(), headers, body: Sent::Bytes(Bytes::new()), wants_token: self.wants_token, on_upload: None }
    }

    /// Returns what a transport takes.
    pub(crate) fn request(&self) -> http::Request<Body> {
        let body = match &self.on_upload {
            Some(watcher) => watcher.watch(self.body.body()),
            None => self.body.body(),
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

/// Makes a request ready, or tells what is wrong with it.
pub(crate) fn prepare(parts: &Parts) -> Result<Outgoing, String> {
    if let Some(problem) = &parts.problem {
        return Err(problem.clone());
    }
    let core = parts.client.core();
    let mut headers = core.headers.clone();
    // What is fixed for all calls wins: some servers tell by it how they write their errors.
    let accept = HeaderValue::from_static(parts.accept.unwrap_or("application/json"));
    headers.entry(ACCEPT).or_insert(accept);
    let mut secret_query = String::new();
    let wants_token = core.credentials.apply(parts.auth, &parts.query, &mut headers, &mut secret_query);
    let mut body = Sent::Bytes(Bytes::new());
    if let Some((media, written)) = parts.payload()?.write()? {
        let media = HeaderValue::from_str(&media).map_err(|_| format!("`{media}` is no media type"))?;
        headers.insert(CONTENT_TYPE, media);
        body = written;
    }
    if body.is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(&parts.method) {
        // Some servers refuse a write that does not say how long it is.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    // What the call itself says comes last, and so wins.
    for (name, value) in &parts.headers {
        headers.insert(name.clone(), value.clone());
    }
    let address = match &parts.address {
        Some(address) => with_query(address.clone(), &secret_query),
        None => address(parts, &secret_query)?,
    };
    let uri = address.parse().map_err(|error| format!("the request's address is not valid: {error}"))?;
    Ok(Outgoing {
        method: parts.method.clone(),
        uri,
        headers,
        body,
        wants_token: wants_token && !parts.headers.contains_key(AUTHORIZATION),
        on_upload: parts.on_upload.clone(),
    })
}
