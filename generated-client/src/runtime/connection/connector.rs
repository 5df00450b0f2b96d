//! Opens connections: lookup, TCP or a Unix socket, proxy, TLS. All of it together has one limit.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::dial::Dialer;
use super::origin::Origin;
#[cfg(unix)]
use super::origin::known_host;
use super::proxy::{Destination, Proxies, ProxyAddress, ProxyScheme, Route, socks, tunnel};
use super::stream::Stream;
use super::tls::{Offer, Tls};
use crate::runtime::transport::{Delivery, TransportError, TransportErrorKind};

/// Opens connections.
pub(super) struct Connector {
    pub dialer: Dialer,
    pub tls: Tls,
    pub proxies: Proxies,
    /// The hosts that are reached through Unix sockets. Names are in lower case.
    #[cfg(unix)]
    pub sockets: Vec<(String, std::path::PathBuf)>,
    pub connect_timeout: Duration,
    /// The protocols that servers are offered. Proxies are spoken to by HTTP/1.1.
    pub offer: Offer,
}

/// The time until which a connection must be there.
#[derive(Clone, Copy)]
struct Limit {
    until: Instant,
    is: Duration,
}

impl Limit {
    /// Runs one phase.
    async fn run<T>(
        self,
        authority: &str,
        phase: &str,
        work: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        timeout_at(self.until, work).await.unwrap_or_else(|_| {
            let text = format!("no connection to {authority} within {:?} (in the phase: {phase})", self.is);
            Err(TransportError::new(TransportErrorKind::TimedOut, text).with_delivery(Delivery::NeverSent))
        })
    }
}

impl Connector {
    /// Returns the proxy for an origin, if there is one.
    pub(super) fn route(&self, origin: &Origin) -> Option<Route<'_>> {
        if self.is_socket(origin) { None } else { self.proxies.find(origin.https, &origin.host, origin.port) }
    }

    #[cfg(unix)]
    fn socket(&self, origin: &Origin) -> Option<&std::path::Path> {
        self.sockets.iter().rfind(|(host, _)| *host == known_host(&origin.host)).map(|(_, path)| &**path)
    }

    #[cfg(unix)]
    fn is_socket(&self, origin: &Origin) -> bool {
        self.socket(origin).is_some()
    }

    #[cfg(not(unix))]
    fn is_socket(&self, _: &Origin) -> bool {
        false
    }

    /// Opens a connection for the requests to an origin, in one of the protocols that are offered.
    pub(super) async fn connect(&self, origin: &Origin, offer: Offer) -> Result<Stream, TransportError> {
        // A time that the clock cannot hold is no limit.
        let now = Instant::now();
        let far = || now + Duration::from_secs(86_400 * 365);
        let limit = Limit { until: now.checked_add(self.connect_timeout).unwrap_or_else(far), is: self.connect_timeout };
        let authority = origin.authority();
        let stream = match self.route(origin) {
            Some(route) => self.through_proxy(origin, &authority, route, limit).await?,
            None => self.direct(origin, limit).await?,
        };
        if !origin.https {
            return Ok(stream);
        }
        limit.run(&authority, "tls", self.tls.handshake(&origin.host, &authority, stream, offer)).await
    }

    async fn direct(&self, origin: &Origin, limit: Limit) -> Result<Stream, TransportError> {
        #[cfg(unix)]
        if let Some(path) = self.socket(origin) {
            let shown = path.display().to_string();
            let connecting = async {
                let stream = tokio::net::UnixStream::connect(path).await;
                stream.map_err(|error| TransportError::new(TransportErrorKind::Connect, format!("{shown}: {error}")))
            };
            return Ok(Stream::Other(Box::new(limit.run(&shown, "connect", connecting).await?)));
        }
        self.tcp(&origin.host, origin.port, origin.has_port, limit).await
    }

    async fn tcp(&self, host: &str, port: u16, has_port: bool, limit: Limit) -> Result<Stream, TransportError> {
        let authority = super::origin::join(host, port);
        let addresses = limit.run(&authority, "lookup", self.dialer.lookup(host, port, has_port)).await?;
        let tcp = self.dialer.dial(&addresses, limit.until).await.map_err(|failed| failed.into_error(&authority, host, limit.is))?;
        Ok(Stream::Tcp(tcp))
    }

    async fn through_proxy(&self, origin: &Origin, authority: &str, route: Route<'_>, limit: Limit) -> Result<Stream, TransportError> {
        let proxy = route.address;
        let name = format!("the proxy {}", super::origin::join(&proxy.host, proxy.port));
        let mut stream = self.tcp(&proxy.host, proxy.port, proxy.has_port, limit).await.map_err(|error| of_proxy(&name, &error))?;
        if proxy.scheme == ProxyScheme::Https {
            let handshake = self.tls.handshake(&proxy.host, &name, stream, Offer::Http1);
            stream = limit.run(&name, "tls to the proxy", handshake).await?;
        }
        if !route.tunnel {
            return Ok(stream);
        }
        match proxy.scheme {
            ProxyScheme::Http | ProxyScheme::Https => limit.run(authority, "proxy", tunnel(stream, &name, authority, proxy)).await,
            ProxyScheme::Socks5 | ProxyScheme::Socks5h => self.through_socks(origin, authority, proxy, &name, stream, limit).await,
        }
    }

    async fn through_socks(
        &self,
        origin: &Origin,
        authority: &str,
        proxy: &ProxyAddress,
        name: &str,
        stream: Stream,
        limit: Limit,
    ) -> Result<Stream, TransportError> {
        let host = &*origin.host;
        let literal = host.parse().ok();
        let (destination, port) = match literal {
            Some(address) => (Destination::Address(address), origin.port),
            None if proxy.scheme == ProxyScheme::Socks5h => (Destination::Name(host), origin.port),
            None => {
                let looking_up = self.dialer.lookup(host, origin.port, origin.has_port);
                let addresses = limit.run(authority, "lookup", looking_up).await?;
                let first = addresses.first().map(|address| (Destination::Address(address.ip()), address.port()));
                first.unwrap_or((Destination::Name(host), origin.port))
            }
        };
        let credentials = proxy.credentials.as_ref().map(|known| (&*known.user, &*known.password));
        limit.run(authority, "proxy", socks(stream, name, destination, port, credentials)).await
    }
}

/// That a proxy cannot be reached is an error of the proxy; that the time is over stays what it is.
fn of_proxy(name: &str, error: &TransportError) -> TransportError {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let kind = if error.kind() == TransportErrorKind::TimedOut { error.kind() } else { TransportErrorKind::Proxy };
    let wrapped = TransportError::new(kind, format!("{name} cannot be reached: {cause}")).with_delivery(Delivery::NeverSent);
    if error.is_permanent() { wrapped.permanent() } else { wrapped }
}
