//! Redirects: followed where that is safe, and credentials never travel to another host.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, LOCATION, USER_AGENT};
use http::{Method, StatusCode};

use crate::runtime::request::{Outgoing, resolve, same_origin};

/// A chain longer than this is a circle.
const MOST_REDIRECTS: u32 = 10;

/// Headers that tell nothing about who is asking. All others may, and stay with the host they were meant for.
const HARMLESS: [http::HeaderName; 3] = [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT];

/// Returns the request that a redirect asks for, or `None` where it is not to be followed.
///
/// | the server says | followed |
/// |---|---|
/// | 301, 302, 307, 308 to `GET`, `HEAD` | to any host |
/// | 303 | with `GET`, to any host |
/// | 307, 308 to other methods | within the same origin: the same request again, unless its body streams |
/// | 301, 302 to other methods | never: whether the body is meant to go along is anybody's guess |
pub(crate) fn follow(sent: &Outgoing, status: StatusCode, headers: &HeaderMap, before: u32) -> Option<Outgoing> {
    if before >= MOST_REDIRECTS {
        return None;
    }
    let uri = resolve(&sent.uri, headers.get(LOCATION)?.to_str().ok()?)?;
    let stays = same_origin(&sent.uri, &uri);
    let reads = sent.method == Method::GET || sent.method == Method::HEAD;
    let mut next = match status.as_u16() {
        301 | 302 | 307 | 308 if reads => sent.clone(),
        307 | 308 if stays && !sent.body.is_gone() => sent.clone(),
        303 => {
            let method = if reads { sent.method.clone() } else { Method::GET };
            sent.bare(method)
        }
        _ => return None,
    };
    if !stays {
        let mut harmless = HeaderMap::new();
        for name in HARMLESS {
            if let Some(value) = next.headers.get(&name) {
                harmless.insert(name, value.clone());
            }
        }
        next.headers = harmless;
        next.wants_token = false;
    }
    next.uri = uri;
    Some(next)
}
