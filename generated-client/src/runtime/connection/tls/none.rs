//! In place of TLS, where the crate is built without it.

use super::{Offer, TlsSettings, tls_error};
use crate::runtime::connection::stream::Stream;
use crate::runtime::transport::{NO_TLS, TransportError};

/// Refuses every handshake.
pub(in crate::runtime::connection) struct NoTls;

impl NoTls {
    /// Fails if something is set that needs TLS.
    pub(in crate::runtime::connection) fn new(settings: &TlsSettings) -> Result<Self, String> {
        let is_set = !settings.added_roots.is_empty() || settings.only_roots.is_some() || settings.identity.is_some();
        if is_set { Err(format!("certificates are set: {NO_TLS}")) } else { Ok(Self) }
    }

    pub(in crate::runtime::connection) fn check(&self) -> Result<(), &str> {
        Err(NO_TLS)
    }

    pub(in crate::runtime::connection) async fn handshake(
        &self,
        _: &str,
        authority: &str,
        _: Stream,
        _: Offer,
    ) -> Result<Stream, TransportError> {
        Err(tls_error(authority, NO_TLS).permanent())
    }
}

/// Returns the error of TLS among the causes of another one.
pub(in crate::runtime::connection) fn in_chain(_: &(dyn std::error::Error + 'static), _: &str) -> Option<TransportError> {
    None
}
