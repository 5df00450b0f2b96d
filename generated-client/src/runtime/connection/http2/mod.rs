//! HTTP/2: one connection to an origin, which all calls share.

mod form;
mod judge;
mod sender;
mod shared;

use std::sync::Arc;
use std::time::Duration;

use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::watch;

pub(super) use self::judge::failed;
pub(super) use self::sender::Http2Sender;
pub(super) use self::shared::{Opening, SharedConnections, Turn};
use super::origin::Origin;
use super::stream::{Activity, ReadState, Stream, Watched};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Servers end connections that ask more often whether they are still there.
const SHORTEST_PING_INTERVAL: Duration = Duration::from_secs(10);

/// The most bytes that all streams of a connection may hold unread: so many that a few bodies which nobody reads do not hold up
/// the others. Each has its own limit.
const CONNECTION_WINDOW: u32 = 1 << 30;

/// What is set for HTTP/2.
#[derive(Debug, Clone)]
pub(super) struct Http2Settings {
    /// Whether it is not used at all.
    pub is_off: bool,
    /// Whether it is spoken over plain connections, too.
    pub prior_knowledge: bool,
    pub stream_window: u32,
    pub header_list_size: u32,
    pub ping_interval: Option<Duration>,
    pub ping_timeout: Duration,
    pub pings_while_idle: bool,
}

impl Default for Http2Settings {
    fn default() -> Self {
        Self {
            is_off: false,
            prior_knowledge: false,
            stream_window: 2 << 20,
            header_list_size: 256 << 10,
            ping_interval: None,
            ping_timeout: Duration::from_secs(20),
            pings_while_idle: false,
        }
    }
}

impl Http2Settings {
    /// Returns what is wrong with a setting.
    pub(super) fn check(&self) -> Result<(), String> {
        // RFC 9113, section 6.5.2.
        const LARGEST_WINDOW: u32 = (1 << 31) - 1;
        if self.is_off && self.prior_knowledge {
            return Err("`http1_only` and `http2_prior_knowledge` contradict each other".to_owned());
        }
        if !(1..=LARGEST_WINDOW).contains(&self.stream_window) {
            return Err(format!("`http2_initial_stream_window_size` is not between 1 and {LARGEST_WINDOW}"));
        }
        if self.header_list_size == 0 {
            return Err("`http2_max_header_list_size` is zero, so that no response can be read".to_owned());
        }
        if self.ping_timeout.is_zero() {
            return Err("`http2_keep_alive_timeout` is zero, so that no answer comes in time".to_owned());
        }
        Ok(())
    }

    /// Returns whether the calls to an origin may share a connection. `is_proxied` means that a proxy gets the requests itself.
    pub(super) fn allows(&self, origin: &Origin, is_proxied: bool) -> bool {
        !self.is_off && (origin.https || self.is_assumed(origin, is_proxied))
    }

    /// Returns whether a server speaks it without being asked.
    pub(super) fn is_assumed(&self, origin: &Origin, is_proxied: bool) -> bool {
        self.prior_knowledge && !origin.https && !is_proxied
    }
}

/// Begins HTTP/2 on a stream. Tasks drive the connection from now on.
pub(super) async fn begin(stream: Stream, origin: &Origin, settings: &Http2Settings) -> Result<Http2Sender, TransportError> {
    let received = Arc::new(ReadState::new());
    let watched = Watched::new(stream, Arc::new(Activity::new())).shared(received.clone());
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .initial_stream_window_size(settings.stream_window)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_header_list_size(settings.header_list_size)
        .keep_alive_interval(settings.ping_interval.map(|interval| interval.max(SHORTEST_PING_INTERVAL)))
        .keep_alive_timeout(settings.ping_timeout)
        .keep_alive_while_idle(settings.pings_while_idle)
        // How many streams there may be is not known before the server has said so, and what is too many would be refused.
        .initial_max_send_streams(1)
        // It would count the calls that are dropped, and end the others.
        .max_local_error_reset_streams(None);
    let begun = builder.handshake(TokioIo::new(watched)).await;
    let wrong = |error| TransportError::new(TransportErrorKind::Connect, format!("{}: {error}", origin.authority()));
    let (sender, driver) = begun.map_err(wrong)?;
    let (ending, ended) = watch::channel(None);
    tokio::spawn(async move {
        let result = driver.await;
        ending.send_replace(Some(result));
    });
    Ok(Http2Sender::new(sender, origin.https, received, ended))
}
