//! Headers, whose values are bytes here, and strings of characters up to U+00FF in JavaScript.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue};
use js_sys::Array;
use web_sys::Headers;

/// The headers that only a browser sets. All but `user-agent` are those of the Fetch standard.
const OF_BROWSER: [&str; 22] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
];

/// Returns whether a program can set a header. A browser says in its console that it refuses the others.
pub(super) fn can_be_set(name: &HeaderName) -> bool {
    let name = name.as_str();
    !(OF_BROWSER.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-") || name == "set-cookie")
}

/// Adds a header.
pub(super) fn add(headers: &Headers, name: &HeaderName, value: &HeaderValue) {
    let value: String = value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
    // Each name and value of `http` is one of Fetch as well.
    let _ = headers.append(name.as_str(), &value);
}

/// Returns the headers of a response, but those of the form in which it came: the browser has unpacked it.
pub(super) fn received(headers: &Headers) -> HeaderMap {
    let mut received = HeaderMap::new();
    for entry in headers.entries().into_iter().flatten() {
        let entry = Array::from(&entry);
        let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) else { continue };
        let bytes: Vec<u8> = value.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(&bytes)) {
            if name != CONTENT_ENCODING && name != CONTENT_LENGTH {
                received.append(name, value);
            }
        }
    }
    received
}
