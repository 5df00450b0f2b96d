//! The transport of a client that is given none.

use std::sync::Arc;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use std::time::Duration;

#[cfg(all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))))]
use crate::runtime::connection::HttpTransport;
use crate::runtime::error::Error;
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
use crate::runtime::fetch::FetchTransport;
use crate::runtime::transport::Transport;

/// What a builder sets of it. A browser connects by itself.
#[derive(Debug, Clone)]
pub(super) struct DefaultTransport {
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub connect_timeout: Duration,
}

impl DefaultTransport {
    pub(super) fn new() -> Self {
        Self {
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            connect_timeout: Duration::from_secs(10),
        }
    }
}

#[cfg(all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub(super) fn default_transport(settings: DefaultTransport, needs_tls: bool) -> Result<Arc<dyn Transport>, Error> {
    let transport = HttpTransport::builder().connect_timeout(settings.connect_timeout).build()?;
    if needs_tls {
        transport.check_tls().map_err(|problem| Error::argument(format!("connections cannot be set up: {problem}")))?;
    }
    Ok(Arc::new(transport))
}

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub(super) fn default_transport(_: DefaultTransport, _: bool) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(FetchTransport::new()))
}

#[cfg(not(any(
    all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))),
    all(feature = "fetch", target_family = "wasm", target_os = "unknown")
)))]
pub(super) fn default_transport(_: DefaultTransport, _: bool) -> Result<Arc<dyn Transport>, Error> {
    let (package, feature) =
        (env!("CARGO_PKG_NAME"), if cfg!(all(target_family = "wasm", target_os = "unknown")) { "fetch" } else { "hyper-1" });
    Err(Error::argument(format!(
        "there is no transport: set one with `transport`, or enable the feature `{feature}` of the crate `{package}`"
    )))
}
