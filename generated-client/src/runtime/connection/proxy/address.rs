//! The address of a proxy.

use std::fmt;

use http::HeaderValue;
use percent_encoding::percent_decode_str;

use super::host::{Host, host_and_port};
use crate::runtime::text::base64;
use crate::runtime::transport::HAS_TLS;

/// How a proxy is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ProxyScheme {
    /// HTTP.
    Http,
    /// HTTP over TLS.
    Https,
    /// SOCKS 5 with addresses: names are looked up here.
    Socks5,
    /// SOCKS 5 with names: the proxy looks them up.
    Socks5h,
}

impl ProxyScheme {
    /// Returns the scheme with a name, in any case.
    fn of(name: &str) -> Result<Self, &'static str> {
        match name.to_ascii_lowercase().as_str() {
            "http" => Ok(Self::Http),
            "https" => Ok(Self::Https),
            "socks5" => Ok(Self::Socks5),
            "socks5h" => Ok(Self::Socks5h),
            _ => Err("its scheme is not one of http, https, socks5 and socks5h"),
        }
    }

    /// Returns how the scheme is written.
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Socks5 => "socks5",
            Self::Socks5h => "socks5h",
        }
    }

    /// Returns the port of an address without one.
    fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
            Self::Socks5 | Self::Socks5h => 1080,
        }
    }

    /// Returns whether the proxy speaks SOCKS, not HTTP.
    pub(crate) fn is_socks(self) -> bool {
        matches!(self, Self::Socks5 | Self::Socks5h)
    }
}

/// User and password, decoded. There is no `Debug`, so that nothing shows them by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ProxyCredentials {
    /// Empty if there is only a password.
    pub user: String,
    /// Empty if there is none.
    pub password: String,
}

/// Where a proxy is, and who asks. `Debug` and `Display` leave out the credentials.
///
/// Addresses with different credentials are not equal: they must not share connections.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ProxyAddress {
    /// How it is spoken to.
    pub scheme: ProxyScheme,
    /// In lower case, and an IPv6 address without brackets.
    pub host: String,
    /// That of the scheme, unless there is another one.
    pub port: u16,
    /// Whether there is another one.
    pub has_port: bool,
    /// Sent to the proxy only.
    pub credentials: Option<ProxyCredentials>,
}

impl ProxyAddress {
    /// Reads a URL, or a URL without its scheme, which is HTTP then.
    ///
    /// User and password end at the last `@`, because many people write an `@` in a password as it is.
    ///
    /// # Errors
    ///
    /// Returns what is wrong. The value may contain a password, so the errors are constants, which show no part of it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = match text.trim().split_once("://") {
            Some((name, rest)) => (ProxyScheme::of(name)?, rest),
            None => (ProxyScheme::Http, text.trim()),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        match rest.strip_prefix(authority).unwrap_or_default() {
            "" | "/" => {}
            after if after.contains('@') => return Err("`/`, `?` and `#` have to be percent-encoded in its user and password"),
            _ => return Err("it has a path, a query or a fragment"),
        }
        let (user_info, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = host_and_port(host)?;
        let host = match host {
            Host::Name(name) => name,
            Host::Ip(address) => address.to_string(),
        };
        let credentials = ProxyCredentials::parse(user_info)?;
        let address = Self { scheme, host, port: port.unwrap_or(scheme.default_port()), has_port: port.is_some(), credentials };
        address.check_credentials()?;
        Ok(address)
    }

    /// Checks that the credentials can be sent.
    pub(super) fn check_credentials(&self) -> Result<(), &'static str> {
        let Some(ProxyCredentials { user, password }) = &self.credentials else { return Ok(()) };
        // The proxy would take what follows the colon for the password (RFC 7617, section 2).
        if !self.scheme.is_socks() && user.contains(':') {
            return Err("its user contains a colon");
        }
        // RFC 1929 has one byte for each length.
        if self.scheme.is_socks() && user.len().max(password.len()) > 255 {
            return Err("its user or its password is longer than the 255 bytes of SOCKS");
        }
        Ok(())
    }

    /// Returns the feature of this crate that the scheme needs, if it is not enabled.
    pub(crate) fn missing_feature(&self) -> Option<&'static str> {
        (self.scheme == ProxyScheme::Https && !HAS_TLS).then_some("rustls")
    }

    /// Returns the value of `Proxy-Authorization`, marked as sensitive. SOCKS has no headers, and so no value.
    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        let ProxyCredentials { user, password } = self.credentials.as_ref().filter(|_| !self.scheme.is_socks())?;
        let pair = base64(format!("{user}:{password}").as_bytes());
        let mut value = HeaderValue::try_from(format!("Basic {pair}")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host, port) = (self.scheme.name(), &self.host, self.port);
        if host.contains(':') { write!(f, "{scheme}://[{host}]:{port}") } else { write!(f, "{scheme}://{host}:{port}") }
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ProxyCredentials {
    /// Reads what is before the `@`. If both parts are empty, there are no credentials.
    fn parse(user_info: &str) -> Result<Option<Self>, &'static str> {
        let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        let credentials = Self { user: decode(user)?, password: decode(password)? };
        Ok(Some(credentials).filter(|known| !known.user.is_empty() || !known.password.is_empty()))
    }
}

/// Decodes once. A `%` without two hexadecimal digits after it stays as it is.
fn decode(text: &str) -> Result<String, &'static str> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| "its user or its password is not UTF-8")?;
    Ok(decoded.into_owned())
}
