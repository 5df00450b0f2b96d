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
use tokio::time::{Instant, Sleep, sleep, timeout_at};
use tower_service::Service;

use crate::runtime::transport::{Delivery, TransportError, TransportErrorKind, last_cause};

/// While an address does not answer, the next one is tried after this time (RFC 8305, section 5), or sooner if there are so
/// many that the last ones would have no time left.
const NEXT_ADDRESS: Duration = Duration::from_millis(300);

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
    pub(super) async fn dial(&self, addresses: &[SocketAddr], until: Instant) -> Result<TcpStream, Unreachable> {
        let turns = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
        let turn = (until.saturating_duration_since(Instant::now()) / turns).min(NEXT_ADDRESS);
        let waiting = addresses.iter().rev().copied().collect();
        let mut attempts = Attempts { waiting, running: Vec::new(), failed: Vec::new(), turn, next: None };
        match timeout_at(until, poll_fn(|context| attempts.poll(self, context))).await {
            Ok(Some(stream)) => Ok(stream),
            Ok(None) => Err(Unreachable { failed: attempts.failed, silent: Vec::new() }),
            Err(_) => {
                let running = attempts.running.into_iter().map(|(address, _)| address);
                Err(Unreachable { failed: attempts.failed, silent: running.chain(attempts.waiting).collect() })
            }
        }
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
    /// How long an address has to itself.
    turn: Duration,
    next: Option<Pin<Box<Sleep>>>,
}

impl Attempts {
    /// Returns a connection, or `None` if every address has failed.
    fn poll(&mut self, dialer: &Dialer, context: &mut Context<'_>) -> Poll<Option<TcpStream>> {
        loop {
            let mut has_failed = false;
            let mut index = 0;
            while let Some((address, attempt)) = self.running.get_mut(index) {
                match attempt.as_mut().poll(context) {
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Some(stream)),
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
                    self.next = (!self.waiting.is_empty()).then(|| Box::pin(sleep(self.turn)));
                }
                None if self.running.is_empty() => return Poll::Ready(None),
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
    let cause = last_cause(error);
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

/// Why no address of a host could be connected to.
pub(super) struct Unreachable {
    failed: Vec<(SocketAddr, String)>,
    /// Those that had not answered when the time was over.
    silent: Vec<SocketAddr>,
}

impl Unreachable {
    /// Returns the error, with the reason of each address. One that stands in the URL is not repeated.
    pub(super) fn into_error(self, authority: &str, host: &str, limit: Duration) -> TransportError {
        let is_late = !self.silent.is_empty();
        let silent = self.silent.into_iter().map(|address| (address, format!("no answer within {limit:?}")));
        let mut reasons: Vec<(SocketAddr, String)> = self.failed;
        reasons.extend(silent);
        let shown = match &*reasons {
            [(address, reason)] if host.parse() == Ok(address.ip()) => reason.clone(),
            _ => {
                let each: Vec<String> = reasons.iter().map(|(address, reason)| format!("{address}: {reason}")).collect();
                each.join("; ")
            }
        };
        if !is_late {
            return TransportError::new(TransportErrorKind::Connect, shown);
        }
        let text = format!("no connection to {authority} within {limit:?} (in the phase: connect): {shown}");
        TransportError::new(TransportErrorKind::TimedOut, text).with_delivery(Delivery::NeverSent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookups_that_fail_are_final_if_their_words_say_so() {
        let judged = |text: &str| {
            let error = lookup_error("a.test", &io::Error::other(text));
            assert_eq!((error.kind(), error.delivery()), (TransportErrorKind::Lookup, Delivery::NeverSent));
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            assert_eq!(cause, Some(format!("`a.test`: {text}")));
            error.is_permanent()
        };
        let lookup = "failed to lookup address information";
        for words in ["Name or service not known", "Name does not resolve", "nodename nor servname provided, or not known"] {
            assert!(judged(&format!("{lookup}: {words}")), "{words}");
        }
        for words in ["Temporary failure in name resolution", "Try again", "System error", "Non-recoverable failure in name resolution", ""]
        {
            assert!(!judged(&format!("{lookup}: {words}")), "{words}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_lacks_is_shown() {
        for (code, words) in
            [(99, "no free local port"), (24, "too many open files"), (23, "too many open files"), (111, "Connection refused")]
        {
            let failed = vec![(SocketAddr::from(([192, 0, 2, 1], 80)), reason(&io::Error::from_raw_os_error(code)))];
            let error = Unreachable { failed, silent: Vec::new() }.into_error("a.test:80", "a.test", Duration::from_secs(1));
            assert_eq!((error.kind(), error.delivery()), (TransportErrorKind::Connect, Delivery::NeverSent));
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            assert!(cause.starts_with("192.0.2.1:80: ") && cause.contains(words) && !error.is_permanent(), "{cause}");
        }
    }
}
