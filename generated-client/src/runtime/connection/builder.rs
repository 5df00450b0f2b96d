//! The builder of the default transport.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::connector::Connector;
use super::dial::Dialer;
use super::exchange::WaitLimits;
use super::http_transport::{HttpTransport, TransportState};
#[cfg(feature = "http2")]
use super::http2::Http2Settings;
use super::origin::{is_host, known_host};
use super::pool::{Pool, PoolLimits};
use super::proxy::{Proxies, Proxy, variable};
use super::target::LastTarget;
use super::tls::{Offer, Tls, TlsSettings};
use crate::runtime::error::Error;

/// Configures an [`HttpTransport`].
///
/// | setting | default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 10 seconds |
/// | [`first_byte_timeout`](Self::first_byte_timeout) | none: the timeout of the attempt counts |
/// | [`read_timeout`](Self::read_timeout) | 60 seconds |
/// | [`pool_idle_timeout`](Self::pool_idle_timeout) | 50 seconds |
/// | [`pool_max_idle_per_host`](Self::pool_max_idle_per_host) | 100 |
/// | [`tcp_keepalive`](Self::tcp_keepalive) | 60 seconds |
/// | [`proxy`](Self::proxy) | those of the environment |
/// | [`add_root_certificates`](Self::add_root_certificates) | the certificates of the system |
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::HttpTransport;
///
/// let transport = HttpTransport::builder()
///     .connect_timeout(Duration::from_secs(5))
///     .read_timeout(Duration::from_secs(20))
///     .pool_max_idle_per_host(10)
///     .build()?;
/// # Ok::<(), tallyfy::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct HttpTransportBuilder {
    connect_timeout: Duration,
    first_byte_timeout: Option<Duration>,
    read_timeout: Duration,
    pool: PoolLimits,
    dialer: Dialer,
    proxies: Vec<Proxy>,
    ignores_environment: bool,
    tls: TlsSettings,
    #[cfg(unix)]
    sockets: Vec<(String, std::path::PathBuf)>,
    #[cfg(feature = "http2")]
    pub(super) http2: Http2Settings,
}

impl HttpTransport {
    /// Starts to configure a transport.
    ///
    /// # Examples
    ///
    /// ```
    /// let transport = tallyfy::HttpTransport::builder().no_proxy().build()?;
    /// # Ok::<(), tallyfy::Error>(())
    /// ```
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }
}

impl Default for HttpTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: None,
            read_timeout: Duration::from_secs(60),
            // Less than the servers and the balancers in front of them, which keep 60 seconds and more.
            pool: PoolLimits { idle_per_host: 100, idle_time: Duration::from_secs(50) },
            dialer: Dialer { keepalive: Some(Duration::from_secs(60)), ..Dialer::default() },
            proxies: Vec::new(),
            ignores_environment: false,
            tls: TlsSettings::default(),
            #[cfg(unix)]
            sockets: Vec::new(),
            #[cfg(feature = "http2")]
            http2: Http2Settings::default(),
        }
    }
}

impl HttpTransportBuilder {
    /// Sets the timeout for a new connection: looking up the host, all its addresses, the proxy and TLS together.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().connect_timeout(Duration::from_secs(5));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout from the end of the request to the head of its response. It does not run while the request is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().first_byte_timeout(Duration::from_secs(15));
    /// ```
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.first_byte_timeout = Some(timeout);
        self
    }

    /// Sets the longest time without a byte: of the body of a response, and of what the server takes of a request. It begins
    /// anew with every byte, so a large file may take as long as it needs.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().read_timeout(Duration::from_secs(20));
    /// ```
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets how long a connection is kept without a request. A server that announces less in `Keep-Alive` gets its way.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().pool_idle_timeout(Duration::from_secs(4));
    /// ```
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool.idle_time = timeout;
        self
    }

    /// Sets how many connections without a request are kept for a host. With 0, every request has a connection of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().pool_max_idle_per_host(10);
    /// ```
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool.idle_per_host = connections;
        self
    }

    /// Sets after what time without data the system checks whether the peer is still there: a second or more, or `None` for never.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// let builder = tallyfy::HttpTransport::builder().tcp_keepalive(Duration::from_secs(30));
    /// ```
    pub fn tcp_keepalive(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.dialer.keepalive = interval.into();
        self
    }

    /// Sets the local address that connections are opened from.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().local_address([192, 0, 2, 1]);
    /// ```
    pub fn local_address(mut self, address: impl Into<IpAddr>) -> Self {
        self.dialer.local_address = Some(address.into());
        self
    }

    /// Sets the addresses of a host, which is then not looked up. TLS and the header `Host` keep its name. Port 0 stands for
    /// the port of the URL, and a port in the URL has precedence.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().resolve("api.example.com", [([127, 0, 0, 1], 8443).into()]);
    /// ```
    pub fn resolve(mut self, host: impl AsRef<str>, addresses: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.dialer.fixed.push((known_host(host.as_ref()), addresses.into_iter().collect()));
        self
    }

    /// Sends the requests to a host through a Unix socket, without a proxy. The header `Host` keeps its name.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().unix_socket("localhost", "/run/api.sock");
    /// ```
    #[cfg(unix)]
    pub fn unix_socket(mut self, host: impl AsRef<str>, path: impl Into<std::path::PathBuf>) -> Self {
        self.sockets.push((known_host(host.as_ref()), path.into()));
        self
    }

    /// Adds a proxy. See [`Proxy`] for which one is used, and for the variables of the environment.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{HttpTransport, Proxy};
    ///
    /// let builder = HttpTransport::builder().proxy(Proxy::https("http://proxy.example.com:3128")?);
    /// # Ok::<(), tallyfy::InvalidProxy>(())
    /// ```
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// Sends everything directly: removes the proxies that were added, and ignores those of the environment. A proxy that is
    /// added later counts, and the environment still does not.
    ///
    /// # Examples
    ///
    /// ```
    /// let builder = tallyfy::HttpTransport::builder().no_proxy();
    /// ```
    pub fn no_proxy(mut self) -> Self {
        self.proxies.clear();
        self.ignores_environment = true;
        self
    }

    /// Trusts the root certificates of a PEM text, beside those of the system. An error beside
    /// [`only_root_certificates`](Self::only_root_certificates).
    ///
    /// On Linux and its like, those of the system are in files, and the environment variables `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name others. On macOS and Windows these have no effect, and nowhere with
    /// [`only_root_certificates`](Self::only_root_certificates).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let pem = std::fs::read("company.pem")?;
    /// let builder = tallyfy::HttpTransport::builder().add_root_certificates(pem);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.added_roots.push(pem.into());
        self
    }

    /// Trusts the root certificates of a PEM text, and no others. Called again, it adds to them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let pem = std::fs::read("company.pem")?;
    /// let builder = tallyfy::HttpTransport::builder().only_root_certificates(pem);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn only_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.only_roots.get_or_insert_default().push(pem.into());
        self
    }

    /// Sets the client's own certificate: a PEM text with the certificate, those between it and a root, and the private key.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let mut pem = std::fs::read("client.pem")?;
    /// pem.extend(std::fs::read("client.key")?);
    /// let builder = tallyfy::HttpTransport::builder().client_certificate(pem);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.identity = Some(pem.into());
        self
    }

    /// With the feature `rustls-023`: sets the whole configuration of TLS: any provider, any verifier. The other settings for
    /// TLS are errors beside it, and its ALPN protocols are replaced.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// fn with(config: rustls::ClientConfig) -> tallyfy::HttpTransportBuilder {
    ///     tallyfy::HttpTransport::builder().rustls_config(config)
    /// }
    /// ```
    #[cfg(feature = "rustls-023")]
    pub fn rustls_config(mut self, config: rustls::ClientConfig) -> Self {
        self.tls.config = Some(config);
        self
    }

    /// Builds the transport, and reads the environment. This does not open a connection.
    ///
    /// # Errors
    ///
    /// Returns an error for what cannot work, which names the setting or the variable and never shows its value.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = tallyfy::HttpTransport::builder().add_root_certificates("no certificate").build().unwrap_err();
    /// assert!(error.to_string().contains("holds no certificate"), "{error}");
    /// ```
    pub fn build(self) -> Result<HttpTransport, Error> {
        self.checked().map_err(Error::argument)
    }

    fn checked(self) -> Result<HttpTransport, String> {
        let timeouts = [("connect_timeout", Some(self.connect_timeout)), ("first_byte_timeout", self.first_byte_timeout)];
        for (name, timeout) in timeouts.into_iter().chain([("read_timeout", Some(self.read_timeout))]) {
            if timeout == Some(Duration::ZERO) {
                return Err(format!("`{name}` is zero, so that nothing can ever be sent"));
            }
        }
        if self.dialer.fixed.iter().any(|(_, addresses)| addresses.is_empty()) {
            return Err("`resolve` has no address for a host".to_owned());
        }
        // The system counts in seconds, and would keep its own setting.
        if self.dialer.keepalive.is_some_and(|interval| interval < Duration::from_secs(1)) {
            return Err("`tcp_keepalive` is less than a second: use `None` for never".to_owned());
        }
        self.check_hosts()?;
        self.tls.check()?;
        let proxies = Proxies::of_settings(self.proxies)?;
        let proxies = if self.ignores_environment { proxies } else { proxies.or_env(&variable)? };
        #[cfg(feature = "tracing")]
        for (list, entry) in proxies.skipped_exceptions() {
            // The entry itself may be anything, a password among it.
            tracing::warn!(list, entry, "an exception from proxies cannot be read, and is skipped");
        }
        let connector = Connector {
            dialer: self.dialer,
            tls: Tls::new(&self.tls)?,
            proxies,
            #[cfg(unix)]
            sockets: self.sockets,
            connect_timeout: self.connect_timeout,
            #[cfg(feature = "http2")]
            offer: if self.http2.is_off { Offer::Http1 } else { Offer::Http2 },
            #[cfg(not(feature = "http2"))]
            offer: Offer::Http1,
        };
        #[cfg(feature = "http2")]
        self.http2.check()?;
        let limits = WaitLimits { first_byte: self.first_byte_timeout, write: self.read_timeout };
        let pool = Arc::new(Pool::new(self.pool));
        let state = TransportState {
            connector,
            pool,
            last_target: LastTarget::default(),
            limits,
            read_timeout: self.read_timeout,
            #[cfg(feature = "http2")]
            http2: self.http2,
        };
        Ok(HttpTransport { shared: Arc::new(state) })
    }
}

impl HttpTransportBuilder {
    /// Checks what would never be found, so that the requests would go elsewhere.
    fn check_hosts(&self) -> Result<(), String> {
        let of_resolve = self.dialer.fixed.iter().map(|(host, _)| ("resolve", host));
        #[cfg(unix)]
        let of_resolve = of_resolve.chain(self.sockets.iter().map(|(host, _)| ("unix_socket", host)));
        for (setting, host) in of_resolve {
            if !is_host(host) {
                return Err(format!("`{setting}` has a host that is neither a name nor an address: it has no scheme, no port and no path"));
            }
        }
        #[cfg(unix)]
        if self.sockets.iter().any(|(_, path)| std::os::unix::net::SocketAddr::from_pathname(path).is_err() || path.as_os_str().is_empty())
        {
            return Err("`unix_socket` has a path that is empty, too long, or not valid".to_owned());
        }
        Ok(())
    }
}

/// Shows no values: any of them may be a secret.
impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder").finish_non_exhaustive()
    }
}
