//! Redirects. They are followed if it is safe, and credentials are not sent to another host.

use http::header::{HeaderMap, LOCATION};
use http::uri::Scheme;
use http::{Method, StatusCode};

use crate::runtime::request::{PreparedRequest, harmless, resolve, same_origin};
use crate::runtime::text::ascii;

/// A longer chain is taken for a loop.
pub(crate) const MOST_REDIRECTS: usize = 10;

/// What an error says of a response to which the transport was led.
pub(crate) const BY_TRANSPORT: &str = "the transport followed a redirect to this host";

/// What an error says where the response is a redirect, and the transport does not show it.
pub(crate) const LOST: &str = "the response is a redirect, which the transport followed by itself";

/// Why a redirect is not followed.
pub(crate) const NOT_FOLLOWED: &str = "the redirect is not followed";

/// Returns the request that follows a redirect, or why it must not be followed.
///
/// | status | followed |
/// |---|---|
/// | 301, 302, 307, 308 to `GET`, `HEAD` | to any host |
/// | 303 | with `GET`, to any host |
/// | 307, 308 to other methods | within the same origin, with the same body, unless it was streamed |
/// | 301, 302 to other methods | never: servers disagree on whether the body should be sent again |
/// | any from `https` to `http` | never: what is read there could come from anybody |
pub(crate) fn follow(
    sent: &PreparedRequest,
    status: StatusCode,
    headers: &HeaderMap,
    before: usize,
) -> Result<PreparedRequest, &'static str> {
    let location = headers.get(LOCATION).ok_or("the redirect is not followed: it has no `Location`")?;
    let uri = resolve(&sent.uri, &ascii(location.as_bytes())).ok_or("the redirect is not followed: it leads to no http or https URL")?;
    if before >= MOST_REDIRECTS {
        return Err("too many redirects");
    }
    if sent.uri.scheme() == Some(&Scheme::HTTPS) && uri.scheme() != Some(&Scheme::HTTPS) {
        return Err("the redirect is not followed: it leads from https to http");
    }
    let stays = same_origin(&sent.uri, &uri);
    let reads = sent.method == Method::GET || sent.method == Method::HEAD;
    let mut next = match status.as_u16() {
        301 | 302 | 307 | 308 if reads => sent.clone(),
        307 | 308 if stays && sent.body.is_consumed() => {
            return Err("the redirect is not followed: the body of the request was a stream, which cannot be sent again");
        }
        307 | 308 if stays => sent.clone(),
        303 => {
            let method = if reads { sent.method.clone() } else { Method::GET };
            sent.bare(method)
        }
        _ => return Err(NOT_FOLLOWED),
    };
    if !stays {
        next.headers = harmless(&next.headers);
        next.wants_token = false;
        next.is_elsewhere = true;
    }
    next.uri = uri;
    Ok(next)
}
