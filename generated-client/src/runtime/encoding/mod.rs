//! Content codings: bodies that are compressed on their way.

#[cfg(feature = "gzip")]
mod body;
#[cfg(feature = "gzip")]
mod decoder;

use http::HeaderMap;
use http::header::CONTENT_ENCODING;
#[cfg(feature = "gzip")]
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderValue, RANGE};

#[cfg(feature = "gzip")]
use self::{body::DecodedBody, decoder::Coding};
use crate::runtime::text::header_text;
#[cfg(feature = "gzip")]
use crate::runtime::transport::Body;

/// The most codings of one body that are undone.
const MOST_CODINGS: usize = 5;

/// The codings that are registered with IANA. Servers write other things into the header that say nothing about the bytes: `utf-8`.
const REGISTERED: [&str; 12] =
    ["aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress", "x-gzip", "zstd"];

/// Returns the codings of a body in the order in which they were applied. `identity` is none.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).into_iter().map(|value| header_text(value.as_bytes()).to_ascii_lowercase());
    let mut codings = Vec::new();
    for value in values {
        codings.extend(value.split(',').map(str::trim).filter(|coding| !["", "identity"].contains(coding)).map(str::to_owned));
    }
    codings
}

/// Says how a body is encoded that was not decoded.
pub(crate) fn describe_encoded(headers: &HeaderMap) -> Option<String> {
    let codings = codings(headers);
    if codings.len() > MOST_CODINGS {
        return Some(format!("found more than {MOST_CODINGS} content encodings"));
    }
    let is_encoded = codings.iter().any(|coding| REGISTERED.contains(&coding.as_str()));
    is_encoded.then(|| {
        format!("found the content encoding {}, which was not requested (the feature `gzip` reads gzip and deflate)", codings.join(", "))
    })
}

/// Asks for a compressed response, unless the request says what it accepts. Bytes that are passed on as they are stored are not
/// asked for in another form, and a range counts the bytes of the form that it is for.
#[cfg(feature = "gzip")]
pub(crate) fn ask(headers: &mut HeaderMap, as_stored: bool) {
    let accepted = match headers.contains_key(RANGE) {
        true => "identity",
        false if as_stored => return,
        false => "gzip, deflate",
    };
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static(accepted));
}

/// Returns the decoded form of a body, at most this many bytes of each form of it. The headers that describe the encoded form
/// are removed. A body with a coding that is not known stays as it is.
#[cfg(feature = "gzip")]
pub(crate) fn decoded(headers: &mut HeaderMap, body: Body, most: u64) -> Body {
    let codings = codings(headers);
    let known: Option<Vec<Coding>> = codings.iter().map(|name| Coding::named(name)).collect();
    let Some(known) = known.filter(|known| !known.is_empty() && known.len() <= MOST_CODINGS) else { return body };
    if http_body::Body::is_end_stream(&body) {
        return body;
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    known.into_iter().rev().fold(body, |body, coding| Body::stream(DecodedBody::new(body, coding, most)))
}
