//! Turns the state of a request into what is sent: URL, headers and body.

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, EXPECT, HeaderMap, HeaderName, HeaderValue,
    TRANSFER_ENCODING, USER_AGENT,
};
use http::{Method, Uri};

use super::state::RequestState;
use super::url::{address, with_query};
use crate::runtime::body::EncodedBody;
use crate::runtime::client::{CredentialPlaces, secret_header};
use crate::runtime::transport::{Body, FreshConnection, ProgressObserver};

/// A request that is ready to be sent, any number of times.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: EncodedBody,
    /// Whether the provider is asked for a token with each attempt.
    pub wants_token: bool,
    /// Whether it is for another host than that of the API, or a redirect has led there: it has no credentials, and gets none.
    pub is_elsewhere: bool,
    /// Whether a connection that has been used before will not do: one has just failed.
    pub needs_fresh_connection: bool,
    on_upload: Option<ProgressObserver>,
    #[cfg(feature = "test-util")]
    facts: std::sync::Arc<super::facts::RequestFacts>,
}

impl PreparedRequest {
    /// Returns the same request with another method, without a body, and without the headers that describe one.
    pub(crate) fn bare(&self, method: Method) -> Self {
        let is_kept = |name: &HeaderName| !name.as_str().starts_with("content-") && *name != TRANSFER_ENCODING && *name != EXPECT;
        let kept = self.headers.iter().filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone()));
        let headers = kept.collect();
        Self {
            method,
            uri: self.uri.clone(),
            headers,
            body: EncodedBody::Bytes(Bytes::new()),
            wants_token: self.wants_token,
            is_elsewhere: self.is_elsewhere,
            needs_fresh_connection: false,
            on_upload: None,
            #[cfg(feature = "test-util")]
            facts: self.facts.clone(),
        }
    }

    /// Returns the request for the transport.
    pub(crate) fn request(&self) -> http::Request<Body> {
        let body = match &self.on_upload {
            Some(watcher) => watcher.watch(self.body.body()),
            None => self.body.body(),
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = without_user(&self.uri);
        *request.headers_mut() = self.headers.clone();
        if self.needs_fresh_connection {
            request.extensions_mut().insert(FreshConnection);
        }
        #[cfg(feature = "test-util")]
        request.extensions_mut().insert(self.facts.clone());
        request
    }
}

/// Returns a URL without the user that a redirect may have put there: some HTTP libraries would send it as credentials.
fn without_user(uri: &Uri) -> Uri {
    let Some((_, host)) = uri.authority().and_then(|authority| authority.as_str().rsplit_once('@')) else { return uri.clone() };
    let mut parts = uri.clone().into_parts();
    parts.authority = host.parse().ok();
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

/// Returns the headers that are sent to another host than that of the API. All others may identify the caller.
pub(crate) fn harmless(headers: &HeaderMap) -> HeaderMap {
    let harmless = [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT].into_iter();
    harmless.filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect()
}

/// Prepares a request, or returns why it is invalid.
pub(crate) fn prepare(state: &RequestState) -> Result<PreparedRequest, String> {
    if let Some(problem) = &state.problem {
        return Err(problem.clone());
    }
    let core = state.client.core();
    let mut headers = if state.is_for_other_server { harmless(&core.headers) } else { core.headers.clone() };
    // What the operation asks for has precedence over the header that the API has for all calls, but not over the application's.
    match state.accept.filter(|_| !core.sets_accept) {
        Some(accept) => drop(headers.insert(ACCEPT, HeaderValue::from_static(accept))),
        None => drop(headers.entry(ACCEPT).or_insert(HeaderValue::from_static(state.usual_accept))),
    }
    let mut secret_query = String::new();
    let mut cookies: Vec<String> = state.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut to = CredentialPlaces { headers: &mut headers, query: &mut secret_query, cookies: &mut cookies };
    let wants_token = core.credentials.apply(state.auth, &state.query, &state.cookies, &mut to);
    let mut body = EncodedBody::Bytes(Bytes::new());
    if let Some((media, written)) = state.payload()?.write()? {
        let media = HeaderValue::from_str(&media).map_err(|_| format!("`{media}` is not a valid media type"))?;
        headers.insert(CONTENT_TYPE, media);
        body = written;
    }
    if body.is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(&state.method) {
        // Some servers refuse a write without a length.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    // The headers of the call come last, so they have precedence.
    let is_multipart = headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"multipart/"));
    for (name, value) in &state.headers {
        // One without the boundary says the same, but for what the parts are found by.
        let lacks_boundary = is_multipart && *name == CONTENT_TYPE && !value.as_bytes().windows(9).any(|part| part == b"boundary=");
        if !lacks_boundary {
            headers.insert(name.clone(), value.clone());
        }
    }
    add_cookies(&mut headers, cookies)?;
    let address = match &state.address {
        Some(address) => with_query(address.clone(), &secret_query),
        None => address(state, &secret_query)?,
    };
    let uri = address.parse().map_err(|error| format!("the URL of the request is not valid: {error}"))?;
    Ok(PreparedRequest {
        method: state.method.clone(),
        uri,
        headers,
        body,
        wants_token: wants_token && !state.headers.contains_key(AUTHORIZATION),
        is_elsewhere: state.is_for_other_server,
        needs_fresh_connection: false,
        on_upload: state.on_upload.clone(),
        #[cfg(feature = "test-util")]
        facts: std::sync::Arc::new(super::facts::RequestFacts::of(state)),
    })
}

/// Adds cookies to those of the header, if there is one: a request has one header for all cookies.
fn add_cookies(headers: &mut HeaderMap, mut cookies: Vec<String>) -> Result<(), String> {
    if cookies.is_empty() {
        return Ok(());
    }
    let own = headers.get(COOKIE).map(|own| String::from_utf8_lossy(own.as_bytes()).into_owned());
    cookies.splice(0..0, own.filter(|own| !own.is_empty()));
    let line = secret_header("", &cookies.join("; ")).ok_or("a cookie contains characters that are not allowed")?;
    headers.insert(COOKIE, line);
    Ok(())
}
