//! The choice of a proxy.

use super::address::ProxyAddress;
use super::env::{self, Environment};
use super::no_proxy::NoProxy;
use super::setting::Proxy;

/// The proxies of a client. By default, there are none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    /// The proxies that are set in code, in the order in which they are tried.
    settings: Vec<Proxy>,
    /// The proxy of the environment for `http://` targets.
    http: Option<ProxyAddress>,
    /// The same for `https://` targets.
    https: Option<ProxyAddress>,
    /// `NO_PROXY`. It does not apply to the settings: whoever sets a proxy in code says there what it is not for.
    exceptions: NoProxy,
}

/// How to reach a target through a proxy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route<'a> {
    /// Where to connect to.
    pub address: &'a ProxyAddress,
    /// Whether the connection goes on to the target: by `CONNECT`, or by SOCKS, which knows nothing else. Otherwise the
    /// requests are sent to the proxy, in absolute form.
    pub tunnel: bool,
}

impl Proxies {
    /// Uses the proxies of the environment.
    ///
    /// # Errors
    ///
    /// Returns an error that names the variable which cannot be used, and does not show its value.
    pub(crate) fn from_env(env: Environment<'_>) -> Result<Self, String> {
        Self::default().or_env(env)
    }

    /// Uses proxies that are set in code.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials of one cannot be sent, or if one needs a feature that is not enabled.
    pub(crate) fn of_settings(settings: Vec<Proxy>) -> Result<Self, String> {
        settings.iter().try_for_each(Proxy::check)?;
        Ok(Self { settings, ..Self::default() })
    }

    /// Adds the proxies of the environment, for the schemes that no proxy is set for. Variables that are needed for no
    /// scheme are not read: desktops set some that we cannot use.
    ///
    /// # Errors
    ///
    /// Returns an error that names the variable which cannot be used, and does not show its value.
    pub(crate) fn or_env(mut self, env: Environment<'_>) -> Result<Self, String> {
        let exceptions = env::no_proxy(env);
        if exceptions.has_all() {
            return Ok(self);
        }
        if !self.is_set(false) {
            self.http = env::http_proxy(env)?;
        }
        if !self.is_set(true) {
            self.https = env::https_proxy(env)?;
        }
        if self.http.is_some() || self.https.is_some() {
            self.exceptions = exceptions;
        }
        Ok(self)
    }

    /// Returns the proxy for a target, or `None` if it is reached directly. An IPv6 address may be in brackets.
    pub(crate) fn find(&self, is_https: bool, host: &str, port: u16) -> Option<Route<'_>> {
        if self.is_set(is_https) {
            let is_for = |proxy: &&Proxy| proxy.is_for(is_https) && !proxy.exceptions.matches(host, port);
            let proxy = self.settings.iter().find(is_for)?;
            return Some(Route::new(&proxy.address, is_https || proxy.connect_only));
        }
        let address = if is_https { &self.https } else { &self.http }.as_ref();
        address.filter(|_| !self.exceptions.matches(host, port)).map(|address| Route::new(address, is_https))
    }

    /// Returns the exceptions that could not be read: where they are set, and their number there.
    #[cfg(any(test, feature = "tracing"))]
    pub(crate) fn skipped_exceptions(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let in_code = self.settings.iter().flat_map(|proxy| &proxy.exceptions.skipped).map(|number| ("Proxy::no_proxy", *number));
        in_code.chain(self.exceptions.skipped.iter().map(|number| ("NO_PROXY", *number)))
    }

    /// Returns whether a proxy is set in code for a scheme. If so, its exceptions are reached directly, and not through a
    /// proxy of the environment.
    fn is_set(&self, is_https: bool) -> bool {
        self.settings.iter().any(|proxy| proxy.is_for(is_https))
    }
}

impl<'a> Route<'a> {
    /// SOCKS has no absolute form of requests, so it is a tunnel for every target.
    fn new(address: &'a ProxyAddress, tunnel: bool) -> Self {
        Self { address, tunnel: tunnel || address.scheme.is_socks() }
    }
}
