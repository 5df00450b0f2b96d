//! The addresses of requests, of further pages and of redirects.

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::state::Parts;
use crate::runtime::body::Name;
use crate::runtime::client::next_placeholder;
use crate::runtime::text::{percent, push_pair};

/// Puts the address together.
pub(super) fn address(parts: &Parts, secret_query: &str) -> Result<String, String> {
    let mut address = parts.base_url()?.to_owned();
    fill(&mut address, parts, &parts.template, None)?;
    let mut query = String::new();
    for (name, value) in &parts.query {
        push_pair(&mut query, name, value);
    }
    Ok(with_query(with_query(address, &query), secret_query))
}

pub(super) fn with_query(mut address: String, query: &str) -> String {
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

/// Tells whether two addresses belong to the same scheme, host and port.
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().or(if uri.scheme_str() == Some("https") { Some(443) } else { Some(80) });
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    one.scheme_str() == other.scheme_str() && host(one) == host(other) && port(one) == port(other)
}

/// Returns the address that a reference means, as seen from another address.
pub(crate) fn resolve(from: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next()?.trim();
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    let address = match reference {
        "" => return None,
        whole if whole.contains("://") => whole.to_owned(),
        host if host.starts_with("//") => format!("{scheme}:{host}"),
        path if path.starts_with('/') => format!("{scheme}://{authority}{path}"),
        query if query.starts_with('?') => format!("{scheme}://{authority}{}{query}", from.path()),
        sibling => {
            let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{authority}{folder}/{sibling}")
        }
    };
    let uri: Uri = address.parse().ok()?;
    (matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()).then_some(uri)
}
