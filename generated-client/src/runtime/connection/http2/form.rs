//! Requests in the form that each protocol has for them.

use http::header::{HOST, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Uri};

/// Moves the host into the target: HTTP/2 has no header for it.
pub(super) fn to_http2<B>(request: &mut Request<B>, is_https: bool) {
    let host = request.headers_mut().remove(HOST);
    let authority = host.as_ref().and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let scheme = if is_https { Scheme::HTTPS } else { Scheme::HTTP };
    if let Some(authority) = authority {
        set_target(request, Some((scheme, authority)));
    }
}

/// Moves the host back into its header.
pub(super) fn to_http1<B>(request: &mut Request<B>) {
    let host = request.uri().authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().insert(HOST, host);
        set_target(request, None);
    }
}

fn set_target<B>(request: &mut Request<B>, origin: Option<(Scheme, Authority)>) {
    let mut parts = request.uri().clone().into_parts();
    (parts.scheme, parts.authority) = origin.map(|(scheme, authority)| (Some(scheme), Some(authority))).unwrap_or_default();
    parts.path_and_query.get_or_insert(PathAndQuery::from_static("/"));
    // Both forms of a target that was valid are valid.
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_was_not_sent_is_as_it_was() {
        let before = Request::get("/a?b=c").header(HOST, "h.test:8443").body(()).expect("a request");
        let mut request = before.clone();
        to_http2(&mut request, true);
        assert_eq!((request.uri().to_string().as_str(), request.headers().len()), ("https://h.test:8443/a?b=c", 0));
        to_http1(&mut request);
        assert_eq!((request.uri(), request.headers()), (before.uri(), before.headers()));
    }
}
