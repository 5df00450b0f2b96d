//! Requests, as `fetch` takes them.

use std::future::poll_fn;

use http::Method;
use http::header::AUTHORIZATION;
use http::request::Parts;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Blob, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::headers::{add, can_be_set};
use super::judge::{describe, unavailable};
use crate::runtime::transport::{Body, Delivery, TransportError, TransportErrorKind};

/// Returns the request, whose body has been collected.
pub(super) fn of(head: &Parts, body: &JsValue, credentials: RequestCredentials, signal: &AbortSignal) -> Result<Request, TransportError> {
    let headers = Headers::new().map_err(|_| unavailable("Headers"))?;
    head.headers.iter().filter(|(name, _)| can_be_set(name)).for_each(|(name, value)| add(&headers, name, value));
    let init = RequestInit::new();
    init.set_method(head.method.as_str());
    init.set_headers(&headers);
    init.set_body(body);
    init.set_credentials(credentials);
    if has_cache() {
        init.set_cache(RequestCache::NoStore);
    }
    init.set_redirect(if can_be_led(head) { RequestRedirect::Follow } else { RequestRedirect::Manual });
    init.set_signal(Some(signal));
    let url = head.uri.to_string();
    Request::new_with_str_and_init(&url, &init).map_err(|error| {
        let problem = describe(&error).replace(&url, "the URL");
        TransportError::new(TransportErrorKind::NotSent, format!("the browser does not allow this request: {problem}")).permanent()
    })
}

/// Returns whether requests have a setting for the cache. Some workers on servers have no cache, and refuse it.
fn has_cache() -> bool {
    let request = Reflect::get(&js_sys::global(), &"Request".into());
    let prototype = request.and_then(|request| Reflect::get(&request, &"prototype".into()));
    prototype.and_then(|prototype| Reflect::has(&prototype, &"cache".into())).unwrap_or_default()
}

/// Returns whether the browser may follow redirects: it sends no `Authorization` to another origin, but all other headers, and it
/// does not tell where a write was sent. Outside a browser, where there is no page, redirects are shown, and the client follows
/// them as it does elsewhere.
fn can_be_led(head: &Parts) -> bool {
    if !Reflect::has(&js_sys::global(), &"location".into()).unwrap_or_default() {
        return false;
    }
    let is_secret = head.headers.iter().any(|(name, value)| value.is_sensitive() && name != AUTHORIZATION && can_be_set(name));
    (head.method == Method::GET || head.method == Method::HEAD) && !is_secret
}

/// Collects a body, up to this many bytes of one that streams: only some browsers send a stream, and only with HTTP/2.
pub(super) async fn collected(mut body: Body, most: u64) -> Result<JsValue, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(if bytes.is_empty() { JsValue::UNDEFINED } else { Uint8Array::from(&bytes[..]).into() });
    }
    let (chunks, mut collected) = (Array::new(), 0_u64);
    loop {
        if collected.max(http_body::Body::size_hint(&body).lower()) > most {
            return Err(too_large(most));
        }
        match poll_fn(|context| body.poll_chunk(context)).await.map_err(|error| error.with_delivery(Delivery::NeverSent))? {
            Some(chunk) => {
                collected = collected.saturating_add(chunk.len() as u64);
                chunks.push(&Uint8Array::from(&chunk[..]));
            }
            None => return Blob::new_with_u8_array_sequence(&chunks).map(Into::into).map_err(|_| unavailable("Blob")),
        }
    }
}

fn too_large(most: u64) -> TransportError {
    let problem = format!("the body is a stream of more than {most} bytes, and a browser sends only whole bodies: see `max_upload_bytes`");
    TransportError::new(TransportErrorKind::NotSent, problem).permanent()
}
