//! TLS, by the library of the crate's features.

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod native;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod none;
#[cfg(feature = "rustls")]
mod rustls;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(super) use self::native::{NativeTlsConnector as Tls, in_chain};
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(super) use self::none::{NoTls as Tls, in_chain};
#[cfg(feature = "rustls")]
pub(super) use self::rustls::{RustlsConnector as Tls, in_chain};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// What is set for TLS. Certificates and keys are PEM.
#[derive(Clone, Default)]
pub(super) struct TlsSettings {
    /// Roots beside those of the system.
    pub added_roots: Vec<Vec<u8>>,
    /// Roots in place of those of the system.
    pub only_roots: Option<Vec<Vec<u8>>>,
    /// The certificate of the client with its chain, and its key.
    pub identity: Option<Vec<u8>>,
    /// A configuration of the application's own.
    #[cfg(feature = "rustls-023")]
    pub config: Option<::rustls::ClientConfig>,
}

impl TlsSettings {
    /// Checks that none of them is without effect.
    ///
    /// # Errors
    ///
    /// Returns which settings exclude each other.
    pub fn check(&self) -> Result<(), String> {
        let (adds, replaces) = (!self.added_roots.is_empty(), self.only_roots.is_some());
        #[cfg(feature = "rustls-023")]
        if self.config.is_some() {
            let is_set =
                [("add_root_certificates", adds), ("only_root_certificates", replaces), ("client_certificate", self.identity.is_some())];
            if let Some((setting, _)) = is_set.into_iter().find(|(_, is_set)| *is_set) {
                return Err(format!("`{setting}` has no effect beside `rustls_config`, which holds all of TLS"));
            }
        }
        if adds && replaces {
            return Err("`add_root_certificates` has no effect beside `only_root_certificates`: give that one all of them".to_owned());
        }
        Ok(())
    }
}

/// The protocols that a handshake offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    Http1,
    /// HTTP/2, and HTTP/1.1 for servers that do not speak it.
    #[cfg(feature = "http2")]
    Http2,
}

/// The names of the protocols of [`Offer::Http2`] in ALPN.
#[cfg(feature = "http2")]
const PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

/// The error of a handshake. It is final if the peer was judged, and not if the connection broke.
fn tls_error(authority: &str, text: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Tls, format!("{authority}: {text}"))
}
