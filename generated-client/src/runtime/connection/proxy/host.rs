//! Host and port, as they are written in the address of a proxy and in `NO_PROXY`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host.
pub(super) enum Host {
    /// A name in lower case. A dot at its end is kept: to a resolver, it has a meaning.
    Name(String),
    /// A literal address.
    Ip(IpAddr),
}

/// Reads `host` or `host:port`. An IPv6 address has to be in brackets.
///
/// All errors here are constants: they cannot contain what was read.
pub(super) fn host_and_port(text: &str) -> Result<(Host, Option<u16>), &'static str> {
    if let Some(rest) = text.strip_prefix('[') {
        let (inside, after) = rest.split_once(']').ok_or(NOT_IPV6)?;
        let address: Ipv6Addr = inside.parse().map_err(|_| NOT_IPV6)?;
        let port = match after.strip_prefix(':') {
            Some(digits) => Some(port(digits)?),
            None if after.is_empty() => None,
            None => return Err("after the brackets of its host, there is something other than a port"),
        };
        return Ok((Host::Ip(address.into()), port));
    }
    match text.split_once(':') {
        Some((_, rest)) if rest.contains(':') => Err("its host contains a colon: an IPv6 address has to be in brackets"),
        Some((name, digits)) => Ok((host(name)?, Some(port(digits)?))),
        None => Ok((host(text)?, None)),
    }
}

/// Reads the name of a host, or an IPv4 address.
fn host(text: &str) -> Result<Host, &'static str> {
    if text.is_empty() {
        return Err("it has no host");
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return Ok(Host::Ip(address.into()));
    }
    if name.split('.').any(str::is_empty) {
        return Err("its host name has an empty label");
    }
    let is_in_names = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if !name.chars().all(is_in_names) {
        return Err("its host name contains characters other than ASCII letters, digits, `-`, `_` and `.`");
    }
    Ok(Host::Name(text.to_ascii_lowercase()))
}

/// Reads the number of a port. Rust's numbers may have a plus sign, so the digits are checked.
fn port(digits: &str) -> Result<u16, &'static str> {
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|port| is_number && *port != 0).ok_or("its port is not a number from 1 to 65535")
}

const NOT_IPV6: &str = "what is in the brackets of its host is not an IPv6 address";
