//! Errors of transports.

use std::fmt;

use super::{ConnectionUse, Delivery};

/// Why there is no response, or an incomplete one.
///
/// # Examples
///
/// ```
/// use tallyfy::{Body, Client, Error, Method, Retry, Transport, TransportError, TransportErrorKind, TransportFuture};
///
/// /// A network that is down.
/// struct Down;
///
/// impl Transport for Down {
///     fn send(&self, _: http::Request<Body>) -> TransportFuture {
///         Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, "the network is down")) })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let builder = Client::builder().base_url("https://api.example.com").retry(Retry::never());
/// let error = builder.transport(Down).build()?.request(Method::GET, "/users/7").await.unwrap_err();
/// assert!(matches!(error, Error::Transport(_)) && error.is_safe_to_retry());
/// assert!(error.to_string().contains("the network is down"), "{error}");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    delivery: Delivery,
    is_permanent: bool,
    /// Whether the connection had been used before, and ended without a byte of the response.
    is_stale: bool,
    connection: Option<ConnectionUse>,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// What went wrong. It says how far a request without a response got, unless
/// [`with_delivery`](TransportError::with_delivery) says otherwise.
///
/// # Examples
///
/// ```
/// use std::io;
/// use tallyfy::{TransportError, TransportErrorKind};
///
/// /// What an adapter for another HTTP library does: it says how far the request came.
/// fn judge(error: io::Error) -> TransportError {
///     let kind = match error.kind() {
///         io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
///         io::ErrorKind::TimedOut => TransportErrorKind::TimedOut,
///         _ => TransportErrorKind::Broken, // when in doubt, it may have arrived
///     };
///     TransportError::new(kind, error)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection, so nothing was sent.
    NotSent,
    /// The connection broke. The server may have received the request, or a part of it.
    Broken,
    /// The timeout has passed. The server may have received the request.
    TimedOut,
    /// The address of the host was not found. Nothing was sent.
    Lookup,
    /// No connection to the host could be opened. Nothing was sent.
    Connect,
    /// The proxy refused, or could not reach the host. Nothing was sent to the host.
    Proxy,
    /// The TLS handshake failed. Nothing was sent.
    Tls,
    /// In a browser: there is no response, and the browser does not tell why. The server may have received the request.
    Network,
    /// What was received is not HTTP, or is larger than the limits. The server may have processed the request.
    Protocol,
}

impl TransportErrorKind {
    /// Returns its name in traces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Broken => "broken",
            Self::TimedOut => "timeout",
            Self::Lookup => "lookup",
            Self::Connect => "connect",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::Network => "network",
            Self::Protocol => "protocol",
        }
    }

    /// Returns how far a request got.
    fn delivery(self) -> Delivery {
        match self {
            Self::NotSent | Self::Lookup | Self::Connect | Self::Proxy | Self::Tls => Delivery::NeverSent,
            Self::Broken | Self::TimedOut | Self::Network | Self::Protocol => Delivery::Unknown,
        }
    }
}

impl TransportError {
    /// Creates an error of this kind, with its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, delivery: kind.delivery(), is_permanent: false, is_stale: false, connection: None, source: source.into() }
    }

    /// Sets what happened to the request, where the kind does not say it.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{Delivery, TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::TimedOut, "connecting took too long").with_delivery(Delivery::NeverSent);
    /// assert_eq!(error.delivery(), Delivery::NeverSent);
    /// ```
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Says that another attempt would fail in the same way, so that none is made: a certificate that is not valid, say.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{TransportError, TransportErrorKind};
    ///
    /// assert!(TransportError::new(TransportErrorKind::Tls, "certificate expired").permanent().is_permanent());
    /// ```
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// Sets whether the request was sent over a new connection or over one that was kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{ConnectionUse, TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::Broken, "reset").with_connection(ConnectionUse::Reused);
    /// assert_eq!(error.connection(), Some(ConnectionUse::Reused));
    /// ```
    #[must_use]
    pub fn with_connection(mut self, connection: ConnectionUse) -> Self {
        self.connection = Some(connection);
        self
    }

    /// Returns the error of a body: its response has begun, so the request was sent, whatever the transport says.
    pub(crate) fn after_head(mut self) -> Self {
        if self.delivery != Delivery::Unknown {
            self = Self { connection: self.connection, ..Self::new(TransportErrorKind::Broken, self.source) };
        }
        self
    }

    /// Says that the error concerns a connection that had been used before: a new one may well work.
    pub(crate) fn stale(mut self) -> Self {
        self.is_stale = true;
        self
    }

    /// Returns whether the request was sent over a new connection or over one that was kept, if that is known.
    pub fn connection(&self) -> Option<ConnectionUse> {
        self.connection
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns what happened to the request.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// Returns whether another attempt would fail in the same way.
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }

    /// Returns whether the connection had been used before, and ended without a byte of the response.
    pub(crate) fn is_stale(&self) -> bool {
        self.is_stale
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotSent | TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::TimedOut if self.delivery == Delivery::NeverSent => "connecting took too long",
            TransportErrorKind::TimedOut => "the server took too long",
            TransportErrorKind::Lookup => "the host was not found",
            TransportErrorKind::Proxy => "the proxy failed",
            TransportErrorKind::Tls => "TLS failed",
            TransportErrorKind::Network => "the browser has no response",
            TransportErrorKind::Protocol => "the response is not valid HTTP",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// Returns the last cause of an error, or the error itself if it has none.
pub(crate) fn last_cause<'e>(error: &'e (dyn std::error::Error + 'static)) -> &'e (dyn std::error::Error + 'static) {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause
}
