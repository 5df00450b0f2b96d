//! Proxies that are set in code.

use std::error::Error;
use std::fmt;

use super::address::{ProxyAddress, ProxyCredentials};
use super::no_proxy::NoProxy;

/// A proxy for the requests of a client.
///
/// | address | proxy |
/// |---|---|
/// | `http://proxy.example.com:3128`, or the same without `http://` | an HTTP proxy |
/// | `https://proxy.example.com` | an HTTP proxy that is spoken to over TLS |
/// | `socks5://proxy.example.com` | a SOCKS proxy; names are looked up here |
/// | `socks5h://proxy.example.com` | a SOCKS proxy, which looks up the names |
///
/// The ports are 80, 443 and 1080 unless the address has one. It may have a user and a password, percent-encoded:
/// `http://user:p%40ss@proxy.example.com`.
///
/// If a client has several proxies, the first one is used that is for the scheme of the target and does not have it as an
/// exception. The environment counts only for a scheme that no proxy is set for, and `NO_PROXY` only for the proxies of the
/// environment:
///
/// | variable, in upper or lower case | proxy for |
/// |---|---|
/// | `HTTPS_PROXY` | `https://` targets |
/// | `HTTP_PROXY` | `http://` targets; in a CGI program, only in lower case |
/// | `ALL_PROXY` | targets whose scheme has no variable of its own |
/// | `NO_PROXY` | none: the targets that these proxies are not used for, in the form of [`no_proxy`](Self::no_proxy) |
///
/// If a variable is set in both cases, the upper-case one is used. One that is empty counts as unset. One that is needed and
/// cannot be used is an error of [`build`](crate::runtime::HttpTransportBuilder::build).
///
/// # Examples
///
/// ```
/// use tallyfy::Proxy;
///
/// let proxy = Proxy::all("http://proxy.example.com:3128")?
///     .basic_auth("user", "password")
///     .no_proxy("localhost, .internal.example.com, 10.0.0.0/8");
/// # Ok::<(), tallyfy::InvalidProxy>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a proxy does nothing until a client has it"]
pub struct Proxy {
    targets: Targets,
    pub(super) address: ProxyAddress,
    pub(super) exceptions: NoProxy,
    pub(super) connect_only: bool,
}

/// The targets that a proxy is for, by their schemes.
#[derive(Debug, Clone, Copy)]
enum Targets {
    All,
    Http,
    Https,
}

impl Proxy {
    /// Returns a proxy for all targets.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be read.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::all("http://proxy.example.com:3128")?;
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn all(address: &str) -> Result<Self, InvalidProxy> {
        Self::new(Targets::All, address)
    }

    /// Returns a proxy for `http://` targets.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be read.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::http("http://proxy.example.com:3128")?;
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn http(address: &str) -> Result<Self, InvalidProxy> {
        Self::new(Targets::Http, address)
    }

    /// Returns a proxy for `https://` targets.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be read.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::https("proxy.example.com:3128")?;
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn https(address: &str) -> Result<Self, InvalidProxy> {
        Self::new(Targets::Https, address)
    }

    /// Reads the address.
    fn new(targets: Targets, address: &str) -> Result<Self, InvalidProxy> {
        let address = ProxyAddress::parse(address).map_err(|problem| InvalidProxy { problem })?;
        Ok(Self { targets, address, exceptions: NoProxy::default(), connect_only: false })
    }

    /// Sets the user and the password for the proxy, as they are: nothing is decoded. They replace those of the address.
    ///
    /// If they cannot be sent, building the client fails: a user with a colon, or for SOCKS, more than 255 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::all("http://proxy.example.com:3128")?.basic_auth("user", "p@ss");
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.address.credentials = Some(ProxyCredentials { user: user.into(), password: password.into() });
        self
    }

    /// Adds targets that this proxy is not used for, in the form of the environment variable `NO_PROXY`.
    ///
    /// | entry | targets |
    /// |---|---|
    /// | `*` | all |
    /// | `example.com`, `.example.com`, `*.example.com` | the name and all its subdomains |
    /// | `example.com:8080` | the same, on this port only |
    /// | `192.0.2.1`, `::1`, `[::1]`, `[::1]:8080` | the address, in any notation |
    /// | `10.0.0.0/8`, `fd07::/64` | the addresses of the network |
    ///
    /// Entries are separated by commas or blanks; those that cannot be read are skipped. Networks and addresses are compared
    /// with addresses in the URL only: no name is looked up.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::all("http://proxy.example.com:3128")?.no_proxy("localhost, 127.0.0.0/8, ::1");
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn no_proxy(mut self, list: &str) -> Self {
        self.exceptions.add(NoProxy::parse(list));
        self
    }

    /// Has requests to `http://` targets sent through a tunnel, too: for a proxy that knows no method but `CONNECT`.
    /// Otherwise they are sent to the proxy itself, because many proxies allow tunnels to port 443 only.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = tallyfy::Proxy::all("http://proxy.example.com:3128")?.connect_only();
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn connect_only(mut self) -> Self {
        self.connect_only = true;
        self
    }

    /// Returns whether the proxy is for targets of a scheme.
    pub(super) fn is_for(&self, is_https: bool) -> bool {
        match self.targets {
            Targets::All => true,
            Targets::Http => !is_https,
            Targets::Https => is_https,
        }
    }

    /// Checks what is not known before all is set. The errors show nothing of the address.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(feature) = self.address.missing_feature() {
            return Err(format!("the proxy that is set in code needs the feature `{feature}`"));
        }
        self.address.check_credentials().map_err(|problem| InvalidProxy { problem }.to_string())
    }
}

/// An address that is not the address of a proxy. It may contain a password, so the error does not show it.
///
/// # Examples
///
/// ```
/// let error = tallyfy::Proxy::all("http://user:password@").unwrap_err();
/// assert_eq!(error.to_string(), "the address of the proxy is not valid: it has no host");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidProxy {
    problem: &'static str,
}

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the address of the proxy is not valid: {}", self.problem)
    }
}

impl Error for InvalidProxy {}
