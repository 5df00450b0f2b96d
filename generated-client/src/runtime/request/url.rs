//! The URLs of requests, pages and redirects.

use http::Uri;
use percent_encoding::percent_decode_str;

use super::state::RequestState;
use crate::runtime::body::Name;
use crate::runtime::client::{describe_unbound, is_ipv6, next_placeholder};
use crate::runtime::text::{percent, push_pair, push_url};

/// Returns the URL of a request.
pub(super) fn address(state: &RequestState, secret_query: &str) -> Result<String, String> {
    let base = state.base_url()?;
    // Room for the parameters, too: most are ids.
    let mut address = String::with_capacity(base.len() + state.template.len() + 64);
    address.push_str(base);
    fill(&mut address, state, &state.template, None)?;
    let mut query = String::new();
    for (name, value) in &state.query {
        push_pair(&mut query, name, value);
    }
    let address = with_query(address, &query);
    Ok(with_query(with_query(address, state.query_string.as_deref().unwrap_or_default()), secret_query))
}

pub(super) fn with_query(mut address: String, query: &str) -> String {
    if !query.is_empty() {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(query);
    }
    address
}

/// Returns the URL of the next page, from a path template with a parameter for the server's link.
#[inline]
pub(crate) fn further(state: &RequestState, template: &str, name: &str, link: &str) -> Result<String, String> {
    let mut address = state.base_url()?.to_owned();
    // Both may have a query. That of the template comes first.
    let (link, query) = link.split_once('?').unwrap_or((link, ""));
    fill(&mut address, state, template, Some((name, link)))?;
    Ok(with_query(address, query))
}

/// Returns a URL in which some query parameters are replaced by those of the request.
#[inline]
pub(crate) fn kept(state: &RequestState, names: &[&str], address: String) -> String {
    let own: Vec<&(Name, String)> = state.query.iter().filter(|(name, _)| names.contains(&name.as_ref())).collect();
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

/// Appends the template with its parameters filled in. The parameter in `raw` is not encoded.
fn fill(address: &mut String, state: &RequestState, template: &str, raw: Option<(&str, &str)>) -> Result<(), String> {
    let mut rest = template;
    if !rest.starts_with('/') {
        return Err(format!("the path `{rest}` does not start with a slash"));
    }
    while let Some((before, name, after)) = next_placeholder(rest) {
        push_url(address, before);
        let given = state.path.iter().find(|(known, _): &&(Name, String)| known == name);
        match (given, raw.filter(|(known, _)| *known == name)) {
            (_, Some((_, text))) => push_url(address, text),
            (Some((_, value)), None) => address.push_str(value),
            (None, None) => push_bound(address, state, name)?,
        }
        rest = after;
    }
    push_url(address, rest);
    Ok(())
}

/// Appends the value of a parameter that the client is bound to.
fn push_bound(address: &mut String, state: &RequestState, name: &str) -> Result<(), String> {
    match state.client.bound(name) {
        Some(value) if matches!(value, "" | "." | "..") => Err(format!("the parameter `{name}` of the client is `{value}`")),
        Some(value) => {
            address.push_str(&percent(value));
            Ok(())
        }
        None => Err(describe_unbound(&state.client, name)),
    }
}

/// Returns the host of a URL, with its port, and without the user that it may name.
pub(crate) fn host_of(url: &Uri) -> String {
    match (url.host(), url.port_u16()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// Returns whether two URLs have the same scheme, host and port.
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    origin_of(one) == origin_of(other)
}

/// Returns the scheme, the host in lower case, and the port of a URL.
pub(crate) fn origin_of(url: &Uri) -> String {
    let scheme = url.scheme_str().unwrap_or_default();
    let port = url.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    format!("{scheme}://{}:{port}", url.host().unwrap_or_default().to_ascii_lowercase())
}

/// Resolves a reference against a URL, as RFC 3986 says (section 5.2). Returns `None` for anything but an `http` or
/// `https` URL with a host.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next()?.trim();
    if has_scheme(reference) {
        return normalized(reference);
    }
    let (scheme, authority) = (base.scheme_str()?, base.authority()?);
    if reference.starts_with("//") {
        return normalized(&format!("{scheme}:{reference}"));
    }
    let (path, query) = reference.split_at(reference.find('?').unwrap_or(reference.len()));
    let path = match path {
        "" if query.is_empty() => return None,
        "" => base.path().to_owned(),
        absolute if absolute.starts_with('/') => absolute.to_owned(),
        relative => {
            let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{relative}")
        }
    };
    normalized(&format!("{scheme}://{authority}{path}{query}"))
}

/// Returns whether a reference begins with a scheme: `https:`, but not `/path?url=https:`.
fn has_scheme(reference: &str) -> bool {
    reference.split(['/', '?']).next().is_some_and(|start| start.contains(':'))
}

/// Parses a URL, and removes the dot segments from its path. What no URL can contain is encoded.
fn normalized(url: &str) -> Option<Uri> {
    let mut encoded = String::with_capacity(url.len());
    push_url(&mut encoded, url);
    let uri: Uri = encoded.parse().ok()?;
    let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return None;
    };
    let (host, port) = (authority.host(), authority.as_str().rsplit('@').next()?.strip_prefix(authority.host())?);
    // A port that is none would be that of the scheme.
    if host.is_empty() || (host.starts_with('[') && !is_ipv6(host)) || (port.len() > 1 && authority.port_u16().is_none()) {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{}{query}", without_dot_segments(uri.path())).parse().ok()
}

/// Removes the segments `.` and `..` from a path, the latter with what precedes it (RFC 3986, section 5.2.4).
fn without_dot_segments(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if segments.peek().is_none() {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 3986, section 5.4, and a few of our own.
    #[test]
    fn references_are_resolved_as_rfc_3986_says() {
        let base = Uri::from_static("http://a/b/c/d;p?q");
        let resolved = |reference: &str| resolve(&base, reference).map(|uri| uri.to_string());
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("g#s", "http://a/b/c/g"),
            ("g?y#s", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("https://h/x/../y?z", "https://h/y?z"),
            ("/g?to=https://h/", "http://a/g?to=https://h/"),
            ("/é f?ü=|", "http://a/%C3%A9%20f?%C3%BC=%7C"),
            ("/%C3%A9%20f", "http://a/%C3%A9%20f"),
            ("http://a:/g", "http://a:/g"),
            ("HTTP://[::1]:8080/g", "http://[::1]:8080/g"),
        ] {
            assert_eq!(resolved(reference).as_deref(), Some(expected), "{reference}");
        }
        for invalid in [
            "",
            "#s",
            "http:g",
            "mailto:a@b",
            "ftp://a/b",
            "https://",
            "http://a:99999/",
            "http://a:x/",
            "http://[fe80::1%25lo]/",
            "http://[x]/",
        ] {
            assert_eq!(resolved(invalid), None, "{invalid}");
        }
    }
}
