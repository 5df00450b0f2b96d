//! The headers that say how long a body is. One that is wrong would cut the body off, have the server wait for what does not come, or
//! have it take a part of a body for another request.

use http::Request;
use http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};

use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// Checks the headers that the application, or a hook, has set.
pub(super) fn check_framing(request: &mut Request<Body>) -> Result<(), TransportError> {
    let length = http_body::Body::size_hint(request.body()).exact();
    let headers = request.headers_mut();
    if headers.contains_key(TRANSFER_ENCODING) {
        if !is_chunked(headers) {
            return Err(wrong("the header `transfer-encoding` of a request can only be `chunked`"));
        }
        // One of the two says how long it is (RFC 9112, section 6.2). Of an empty body there are no chunks.
        drop(headers.remove(if length == Some(0) { TRANSFER_ENCODING } else { CONTENT_LENGTH }));
    }
    let mut lengths = headers.get_all(CONTENT_LENGTH).into_iter();
    let (Some(own), other) = (lengths.next(), lengths.next()) else { return Ok(()) };
    let is_number = own.as_bytes().iter().all(u8::is_ascii_digit);
    match own.to_str().ok().filter(|_| is_number && other.is_none()).and_then(|digits| digits.parse::<u64>().ok()) {
        None => Err(wrong("the header `content-length` is not a number")),
        Some(own) if length.is_some_and(|length| length != own) => Err(wrong("the header `content-length` is not the length of the body")),
        Some(_) => Ok(()),
    }
}

fn is_chunked(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).into_iter();
    codings.next().is_some_and(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked")) && codings.next().is_none()
}

/// The request is not sent, and will not be another time.
fn wrong(problem: &str) -> TransportError {
    TransportError::new(TransportErrorKind::NotSent, problem.to_owned()).permanent()
}
