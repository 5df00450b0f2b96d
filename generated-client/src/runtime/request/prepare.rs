//! From what a generated method said to what is sent: address, headers and body, all but the sending.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, Uri};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{Name, Parts};
use crate::runtime::body::{ExtraBody, Payload, Sent};
use crate::runtime::client::next_placeholder;
use crate::runtime::text::{percent, push_pair};
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

impl Parts {
    /// Returns the body with all that was added to it.
    pub(crate) fn payload(&self) -> Result<Cow<'_, Payload>, String> {
        ExtraBody::added_to(self.extra_body.as_ref(), &self.payload)
    }

    /// Tells whether a repeat is safe.
    pub(crate) fn repeatable(&self) -> bool {
        let idempotent = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
        self.repeatable.unwrap_or_else(|| idempotent.contains(&self.method))
    }

    /// Returns the address that the path is put behind.
    pub(crate) fn base_url(&self) -> Result<&str, &str> {
        match self.server {
            Some(name) => {
                let servers = &self.client.core().servers;
                let server = servers.iter().find(|(known, _)| *known == name);
                server.map(|(_, url)| url.as_str()).ok_or("the operation's server is not known")
            }
            None => self.client.base_url(),
        }
    }

    /// Returns when all attempts have to be over.
    pub(crate) fn until(&self) -> Option<Duration> {
        let core = self.client.core();
        self.until.or_else(|| Some(core.clock.now().saturating_add(self.deadline.or(core.deadline)?)))
    }

    /// Returns how long the next attempt may take.
    pub(crate) fn attempt_timeout(&self, until: Option<Duration>) -> Duration {
        let core = self.client.core();
        let timeout = self.timeout.unwrap_or(core.timeout);
        until.map_or(timeout, |until| timeout.min(until.saturating_sub(core.clock.now())))
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
    let wants_token = core.credentials.apply(parts, &mut headers, &mut secret_query);
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

/// Puts the address together.
fn address(parts: &Parts, secret_query: &str) -> Result<String, String> {
    let mut address = parts.base_url()?.to_owned();
    fill(&mut address, parts, &parts.template, None)?;
    let mut query = String::new();
    for (name, value) in &parts.query {
        push_pair(&mut query, name, value);
    }
    Ok(with_query(with_query(address, &query), secret_query))
}

fn with_query(mut address: String, query: &str) -> String {
    if !query.is_empty() {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(query);
    }
    address
}

/// What a template's own text cannot hold in an address.
const UNFIT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'|');

/// Returns the address of a further page: its path is a template in which a parameter stands for the server's link.
#[inline]
pub(crate) fn further(parts: &Parts, template: &str, name: &str, link: &str) -> Result<String, String> {
    let mut address = parts.base_url()?.to_owned();
    // Both may have a query: the template's comes first.
    let (link, query) = link.split_once('?').unwrap_or((link, ""));
    fill(&mut address, parts, template, Some((name, link)))?;
    Ok(with_query(address, query))
}

/// Returns an address with some of the request's own parameters in its query, in place of what it says of them.
#[inline]
pub(crate) fn kept(parts: &Parts, names: &[&str], address: String) -> String {
    let own: Vec<&(Name, String)> = parts.query.iter().filter(|(name, _)| names.contains(&name.as_ref())).collect();
    let Some((path, query)) = address.split_once('?').filter(|_| !own.is_empty()) else {
        return own.iter().fold(address, |address, (name, value)| with_pair(address, name, value));
    };
    let is_own = |pair: &&str| {
        let name = percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy();
        own.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name))
    };
    let others: Vec<&str> = query.split('&').filter(|pair| !is_own(pair)).collect();
    let rest = with_query(path.to_owned(), &others.join("&"));
    own.iter().fold(rest, |address, (name, value)| with_pair(address, name, value))
}

fn with_pair(address: String, name: &str, value: &str) -> String {
    let mut query = String::new();
    push_pair(&mut query, name, value);
    with_query(address, &query)
}

/// Appends the template with its parameters filled in. One of them may be a reference, which is taken as it is.
fn fill(address: &mut String, parts: &Parts, template: &str, raw: Option<(&str, &str)>) -> Result<(), String> {
    let mut rest = template;
    if !rest.starts_with('/') {
        return Err(format!("the path `{rest}` does not begin with a slash"));
    }
    while let Some((before, name, after)) = next_placeholder(rest) {
        push_literal(address, before);
        let given = parts.path.iter().find(|(known, _): &&(Name, String)| known == name);
        match (given, raw.filter(|(known, _)| *known == name)) {
            (_, Some((_, text))) => push_literal(address, text),
            (Some((_, value)), None) => address.push_str(value),
            (None, None) => push_bound(address, parts, name)?,
        }
        rest = after;
    }
    push_literal(address, rest);
    Ok(())
}

/// Appends a parameter that the client is bound to.
fn push_bound(address: &mut String, parts: &Parts, name: &str) -> Result<(), String> {
    match parts.client.bound(name) {
        Some(value) if matches!(value, "" | "." | "..") => Err(format!("the parameter `{name}` of the client is `{value}`")),
        Some(value) => {
            address.push_str(&percent(value));
            Ok(())
        }
        None => Err(format!("the parameter `{name}` is not set")),
    }
}

/// Appends a piece of the template's own text.
fn push_literal(address: &mut String, text: &str) {
    address.extend(utf8_percent_encode(text, UNFIT));
}
