//! TLS by the library of the system.

use native_tls::{Certificate, Identity, TlsConnector};

#[cfg(feature = "http2")]
use super::PROTOCOLS;
use super::{Offer, TlsSettings, tls_error};
use crate::runtime::connection::stream::Stream;
use crate::runtime::transport::TransportError;

/// Makes TLS connections.
pub(in crate::runtime::connection) struct NativeTlsConnector {
    connector: tokio_native_tls::TlsConnector,
    /// One that offers HTTP/2.
    #[cfg(feature = "http2")]
    http2: tokio_native_tls::TlsConnector,
}

impl NativeTlsConnector {
    /// Prepares the configuration.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with what is set.
    pub(in crate::runtime::connection) fn new(settings: &TlsSettings) -> Result<Self, String> {
        let mut builder = TlsConnector::builder();
        let roots = settings.only_roots.as_ref().unwrap_or(&settings.added_roots);
        if settings.only_roots.is_some() {
            builder.disable_built_in_roots(true);
        }
        for text in roots {
            for certificate in certificates(text)? {
                builder.add_root_certificate(certificate);
            }
        }
        if let Some(text) = &settings.identity {
            let identity = Identity::from_pkcs8(text, text)
                .map_err(|_| "the client certificate does not work: the system's TLS library needs a PKCS#8 key that fits it")?;
            builder.identity(identity);
        }
        let wrong = |error| format!("TLS cannot be set up: {error}");
        Ok(Self {
            connector: builder.build().map_err(wrong)?.into(),
            #[cfg(feature = "http2")]
            http2: builder.request_alpns(&PROTOCOLS).build().map_err(wrong)?.into(),
        })
    }

    /// Returns why there can be no connection, if so.
    pub(in crate::runtime::connection) fn check(&self) -> Result<(), &str> {
        Ok(())
    }

    /// Makes a TLS connection to a host over a stream.
    pub(in crate::runtime::connection) async fn handshake(
        &self,
        host: &str,
        authority: &str,
        stream: Stream,
        offer: Offer,
    ) -> Result<Stream, TransportError> {
        let connector = match offer {
            Offer::Http1 => &self.connector,
            #[cfg(feature = "http2")]
            Offer::Http2 => &self.http2,
        };
        let connected = connector.connect(host.trim_end_matches('.'), stream).await;
        // The library does not tell what is final from what is not.
        let stream = connected.map_err(|error| tls_error(authority, &error.to_string()).permanent())?;
        #[cfg(feature = "http2")]
        if stream.get_ref().negotiated_alpn().is_ok_and(|protocol| protocol.as_deref() == Some(PROTOCOLS[0].as_bytes())) {
            return Ok(Stream::Http2(Box::new(stream)));
        }
        Ok(Stream::Other(Box::new(stream)))
    }
}

/// Reads every certificate of a PEM text.
fn certificates(text: &[u8]) -> Result<Vec<Certificate>, String> {
    const END: &str = "-----END CERTIFICATE-----";
    let text = String::from_utf8_lossy(text);
    let mut found = Vec::new();
    for part in text.split_inclusive(END).filter(|part| part.contains(END)) {
        let wrong = |error| format!("the PEM of the root certificates is not valid: {error}");
        found.push(Certificate::from_pem(part.as_bytes()).map_err(wrong)?);
    }
    if found.is_empty() { Err("the PEM of the root certificates holds no certificate".to_owned()) } else { Ok(found) }
}

/// Returns the error of TLS among the causes of another one.
pub(in crate::runtime::connection) fn in_chain(_: &(dyn std::error::Error + 'static), _: &str) -> Option<TransportError> {
    None
}
