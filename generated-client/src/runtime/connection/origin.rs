//! Where a request goes: scheme, host and port.

use http::Uri;

/// The scheme, the host and the port of a URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub https: bool,
    /// In lower case; an IPv6 address without brackets.
    pub host: String,
    pub port: u16,
    /// Whether the URL names the port.
    pub has_port: bool,
}

impl Origin {
    /// Returns the origin of an absolute URL.
    pub(super) fn of(uri: &Uri) -> Result<Self, &'static str> {
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("the URL must start with https:// or http://"),
        };
        let host = uri.host().map(bare).filter(|host| !host.is_empty()).ok_or("the URL has no host")?;
        let port = uri.port_u16();
        let default = if https { 443 } else { 80 };
        Ok(Self { https, host: host.to_ascii_lowercase(), port: port.unwrap_or(default), has_port: port.is_some() })
    }

    /// Returns the host and the port as they stand in a URL.
    pub(super) fn authority(&self) -> String {
        join(&self.host, self.port)
    }

    /// Returns the value of the header `Host`: without the port that the scheme implies.
    pub(super) fn host_header(&self) -> String {
        match (self.https, self.port) {
            (true, 443) | (false, 80) => bracketed(&self.host),
            _ => self.authority(),
        }
    }
}

/// Returns a host without the brackets of an IPv6 address.
pub(super) fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Returns the form of a host that settings are found by: in lower case, without brackets and without a dot at its end.
pub(super) fn known_host(host: &str) -> String {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let address = Some(bare(&name)).filter(|inside| inside.parse::<std::net::Ipv6Addr>().is_ok());
    address.map(str::to_owned).unwrap_or(name)
}

/// Returns whether this is a host in that form.
pub(super) fn is_host(host: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte));
    host.parse::<std::net::IpAddr>().is_ok() || host.split('.').all(is_label)
}

/// Returns a host and a port as they stand in a URL.
pub(super) fn join(host: &str, port: u16) -> String {
    format!("{}:{port}", bracketed(host))
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}
