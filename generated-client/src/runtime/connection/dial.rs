//! Opens TCP connections: looks a host up, and tries its addresses.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tower_service::Service;

use crate::runtime::transport::{TransportError, TransportErrorKind};

/// While an address does not answer, the next one is tried after this time (RFC 8305, section 5).
const NEXT_ADDRESS: Duration = Duration::from_millis(250);

/// Opens TCP connections.
#[derive(Debug, Clone, Default)]
pub(super) struct Dialer {
    /// Addresses of hosts that are not looked up. Names are in lower case.
    pub fixed: Vec<(String, Vec<SocketAddr>)>,
    pub local_address: Option<IpAddr>,
    pub keepalive: Option<Duration>,
}

impl Dialer {
    /// Returns the addresses of a host, of alternating families.
    pub(super) async fn lookup(&self, host: &str, port: u16, has_port: bool) -> Result<Vec<SocketAddr>, TransportError> {
        let name = host.trim_end_matches('.');
        let fixed = self.fixed.iter().rfind(|(known, _)| known.eq_ignore_ascii_case(name));
        let found: Vec<SocketAddr> = match (fixed, host.parse::<IpAddr>()) {
            (Some((_, addresses)), _) => addresses.iter().map(|address| with_port(*address, port, has_port)).collect(),
            (None, Ok(literal)) => vec![SocketAddr::new(literal, port)],
            (None, Err(_)) => tokio::net::lookup_host((host, port)).await.map_err(|error| lookup_error(host, &error))?.collect(),
        };
        if found.is_empty() {
            return Err(TransportError::new(TransportErrorKind::Lookup, format!("`{host}` has no address")));
        }
        Ok(alternating(found))
    }

    /// Connects to the first address that answers. The others are given up.
    pub(super) async fn dial(&self, addresses: &[SocketAddr], host: &str) -> Result<TcpStream, TransportError> {
        let mut attempts =
            Attempts { waiting: addresses.iter().rev().copied().collect(), running: Vec::new(), failed: Vec::new(), next: None };
        poll_fn(|context| attempts.poll(self, context)).await.map_err(|failed| connect_error(host, &failed))
    }

    fn connect(&self, address: SocketAddr) -> Connecting {
        let mut connector = HttpConnector::new_with_resolver(OneAddress(address));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_keepalive(self.keepalive);
        match self.local_address {
            Some(IpAddr::V4(local)) => connector.set_local_addresses(local, Ipv6Addr::UNSPECIFIED),
            Some(IpAddr::V6(local)) => connector.set_local_addresses(Ipv4Addr::UNSPECIFIED, local),
            None => {}
        }
        Box::pin(async move {
            // The address is in the connector; a URL needs some host.
            let stream = connector.call(http::Uri::from_static("http://known/")).await?;
            Ok(stream.into_inner())
        })
    }
}

type Connecting = Pin<Box<dyn Future<Output = Result<TcpStream, Box<dyn std::error::Error + Send + Sync>>> + Send>>;

/// Resolves every name to one address.
#[derive(Clone)]
struct OneAddress(SocketAddr);

impl Service<Name> for OneAddress {
    type Response = std::iter::Once<SocketAddr>;
    type Error = io::Error;
    type Future = std::future::Ready<io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Name) -> Self::Future {
        std::future::ready(Ok(std::iter::once(self.0)))
    }
}

/// Attempts to connect to one of several addresses, as in RFC 8305: each begins when the one before has failed, or has not
/// answered for a while.
struct Attempts {
    /// The last one is next.
    waiting: Vec<SocketAddr>,
    running: Vec<(SocketAddr, Connecting)>,
    failed: Vec<(SocketAddr, String)>,
    next: Option<Pin<Box<Sleep>>>,
}

impl Attempts {
    fn poll(&mut self, dialer: &Dialer, context: &mut Context<'_>) -> Poll<Result<TcpStream, Vec<(SocketAddr, String)>>> {
        loop {
            let mut has_failed = false;
            let mut index = 0;
            while let Some((address, attempt)) = self.running.get_mut(index) {
                match attempt.as_mut().poll(context) {
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Ok(stream)),
                    Poll::Ready(Err(error)) => {
                        self.failed.push((*address, reason(&*error)));
                        drop(self.running.remove(index));
                        has_failed = true;
                    }
                    Poll::Pending => index += 1,
                }
            }
            let is_time = self.next.as_mut().is_some_and(|next| next.as_mut().poll(context).is_ready());
            match self.waiting.last() {
                Some(_) if has_failed || is_time || self.running.is_empty() => {
                    let started = self.waiting.pop().map(|address| (address, dialer.connect(address)));
                    self.running.extend(started);
                    self.next = (!self.waiting.is_empty()).then(|| Box::pin(sleep(NEXT_ADDRESS)));
                }
                None if self.running.is_empty() => return Poll::Ready(Err(std::mem::take(&mut self.failed))),
                _ => return Poll::Pending,
            }
        }
    }
}

/// A port in the URL has precedence over that of a fixed address; port 0 of an address stands for that of the URL's scheme.
fn with_port(mut address: SocketAddr, port: u16, has_port: bool) -> SocketAddr {
    if has_port || address.port() == 0 {
        address.set_port(port);
    }
    address
}

/// Orders addresses so that the families alternate, beginning with that of the first.
fn alternating(found: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_6 = found.first().is_some_and(SocketAddr::is_ipv6);
    let (first, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|address| address.is_ipv6() == first_is_6);
    let (mut first, mut other) = (first.into_iter(), other.into_iter());
    let mut ordered = Vec::new();
    loop {
        let pair = [first.next(), other.next()];
        if pair == [None, None] {
            return ordered;
        }
        ordered.extend(pair.into_iter().flatten());
    }
}

/// A failed lookup. That there is no such name is final; what the words do not say counts as temporary.
fn lookup_error(host: &str, error: &io::Error) -> TransportError {
    const FINAL: [&str; 5] = [
        "Name or service not known",
        "nodename nor servname provided",
        "No such host is known",
        "Name does not resolve",
        "No address associated with hostname",
    ];
    let text = error.to_string();
    let is_final = FINAL.iter().any(|words| text.contains(words)) || error.kind() == io::ErrorKind::InvalidInput;
    let error = TransportError::new(TransportErrorKind::Lookup, format!("`{host}`: {text}"));
    if is_final { error.permanent() } else { error }
}

/// The last cause of an error, and what it means where the system's words do not say it.
fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let io = cause.downcast_ref::<io::Error>();
    match io {
        Some(io) if io.kind() == io::ErrorKind::AddrNotAvailable => format!("no free local port, or no such local address ({io})"),
        Some(io) if is_too_many_files(io) => format!("too many open files ({io})"),
        _ => cause.to_string(),
    }
}

fn is_too_many_files(error: &io::Error) -> bool {
    // EMFILE and ENFILE; WSAEMFILE.
    let codes: &[i32] = if cfg!(windows) { &[10024] } else { &[24, 23] };
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

/// The error of all addresses, each with its own reason. An address that stands in the URL is not repeated.
fn connect_error(host: &str, failed: &[(SocketAddr, String)]) -> TransportError {
    let text = match failed {
        [(address, reason)] if host.parse() == Ok(address.ip()) => reason.clone(),
        _ => {
            let tried: Vec<String> = failed.iter().map(|(address, reason)| format!("{address}: {reason}")).collect();
            tried.join("; ")
        }
    };
    TransportError::new(TransportErrorKind::Connect, text)
}

/// The name that a fixed address is known by: as `lookup` compares it.
pub(super) fn fixed_name(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}
