//! TLS by rustls, with ring. The provider is given explicitly, so the default of the process does not matter.

use std::io;
use std::sync::{Arc, OnceLock};

use rustls::client::WantsClientCert;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{AlertDescription, CertificateError, ClientConfig, ConfigBuilder, Error, InvalidMessage, RootCertStore};
use rustls_platform_verifier::Verifier;
use tokio_rustls::TlsConnector;

#[cfg(feature = "http2")]
use super::PROTOCOLS;
use super::{Offer, TlsSettings, tls_error};
use crate::runtime::connection::stream::Stream;
use crate::runtime::transport::{Delivery, TransportError};

/// Makes TLS connections.
pub(in crate::runtime::connection) struct RustlsConnector {
    /// The configuration, or why there is none: plain HTTP works without.
    config: Result<Arc<ClientConfig>, String>,
}

type Builder = ConfigBuilder<ClientConfig, WantsClientCert>;

impl RustlsConnector {
    /// Prepares the configuration.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with what is set. A system without root certificates is no error yet.
    pub(in crate::runtime::connection) fn new(settings: &TlsSettings) -> Result<Self, String> {
        #[cfg(feature = "rustls-023")]
        if let Some(config) = &settings.config {
            return Ok(Self { config: Ok(with_protocols(config.clone(), &HTTP1)) });
        }
        if settings.added_roots.is_empty() && settings.only_roots.is_none() && settings.identity.is_none() {
            return Ok(Self { config: plain_config() });
        }
        let identity = settings.identity.as_deref().map(identity).transpose()?;
        let builder = match with_roots(settings)? {
            Ok(builder) => builder,
            Err(no_roots) => return Ok(Self { config: Err(no_roots) }),
        };
        let config = match identity {
            Some((chain, key)) => {
                builder.with_client_auth_cert(chain, key).map_err(|error| format!("the client certificate does not work: {error}"))?
            }
            None => builder.with_no_client_auth(),
        };
        Ok(Self { config: Ok(with_protocols(config, &HTTP1)) })
    }

    /// Returns why there can be no connection, if so.
    pub(in crate::runtime::connection) fn check(&self) -> Result<(), &str> {
        self.config.as_ref().map(|_| ()).map_err(String::as_str)
    }

    /// Makes a TLS connection to a host over a stream.
    pub(in crate::runtime::connection) async fn handshake(
        &self,
        host: &str,
        authority: &str,
        stream: Stream,
        offer: Offer,
    ) -> Result<Stream, TransportError> {
        let config = self.config.clone().map_err(|no_roots| tls_error(authority, &no_roots).permanent())?;
        let config = match offer {
            Offer::Http1 => config,
            #[cfg(feature = "http2")]
            Offer::Http2 => with_protocols((*config).clone(), &PROTOCOLS),
        };
        let name = ServerName::try_from(host.trim_end_matches('.').to_owned())
            .map_err(|_| tls_error(authority, "the name of the host is not valid in TLS").permanent())?;
        match TlsConnector::from(config).connect(name, stream).await {
            #[cfg(feature = "http2")]
            Ok(stream) if stream.get_ref().1.alpn_protocol() == Some(PROTOCOLS[0].as_bytes()) => Ok(Stream::Http2(Box::new(stream))),
            Ok(stream) => Ok(Stream::Other(Box::new(stream))),
            Err(error) => Err(in_chain(&error, authority).map_or_else(
                || tls_error(authority, &format!("the connection broke in the handshake ({error})")),
                |error| error.with_delivery(Delivery::NeverSent),
            )),
        }
    }
}

/// The protocols of [`Offer::Http1`] in ALPN.
const HTTP1: [&str; 1] = ["http/1.1"];

fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::ring::default_provider())).clone()
}

fn with_protocols(mut config: ClientConfig, protocols: &[&str]) -> Arc<ClientConfig> {
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    Arc::new(config)
}

/// Returns the configuration with the roots of the system. Reading them takes milliseconds, so it is done once per process.
fn plain_config() -> Result<Arc<ClientConfig>, String> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let builder = with_roots(&TlsSettings::default()).and_then(|builder| builder)?;
    Ok(CONFIG.get_or_init(|| with_protocols(builder.with_no_client_auth(), &HTTP1)).clone())
}

/// Returns a builder with the roots. The inner error: there are none.
fn with_roots(settings: &TlsSettings) -> Result<Result<Builder, String>, String> {
    let versions = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = versions.map_err(|error| format!("TLS cannot be set up: {error}"))?;
    if let Some(only) = &settings.only_roots {
        let mut roots = RootCertStore::empty();
        for certificate in certificates(only)? {
            roots.add(certificate).map_err(|error| format!("a root certificate cannot be used: {error}"))?;
        }
        return Ok(Ok(builder.with_root_certificates(roots)));
    }
    let added = certificates(&settings.added_roots)?;
    let mut checked = RootCertStore::empty();
    for certificate in &added {
        checked.add(certificate.clone()).map_err(|error| format!("a root certificate cannot be used: {error}"))?;
    }
    let no_roots = |error| format!("the system has no root certificates: install some (`ca-certificates`), or add your own ({error})");
    let verifier = Verifier::new_with_extra_roots(added, provider()).map_err(no_roots);
    Ok(verifier.map(|verifier| builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))))
}

/// Reads every certificate of PEM texts.
fn certificates(texts: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut found = Vec::new();
    for text in texts {
        let before = found.len();
        for certificate in CertificateDer::pem_slice_iter(text) {
            found.push(certificate.map_err(|error| format!("the PEM of the root certificates is not valid: {error:?}"))?);
        }
        if found.len() == before {
            return Err("the PEM of the root certificates holds no certificate".to_owned());
        }
    }
    Ok(found)
}

/// Reads a chain of certificates and a key, in either order.
fn identity(text: &[u8]) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), String> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
    let chain = chain.map_err(|error| format!("the PEM of the client certificate is not valid: {error:?}"))?;
    if chain.is_empty() {
        return Err("the PEM of the client certificate holds no certificate".to_owned());
    }
    // No details of what is wrong with a key.
    let key = PrivateKeyDer::from_pem_slice(text).map_err(|_| "the PEM of the client certificate holds no private key that can be read")?;
    Ok((chain, key))
}

/// Returns the error of TLS among the causes of another one: what came before the end of the handshake was not processed, and
/// an alert that comes later refuses the request.
pub(in crate::runtime::connection) fn in_chain(error: &(dyn std::error::Error + 'static), authority: &str) -> Option<TransportError> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<Error>() {
            return Some(tls_error(authority, &describe(found)).with_delivery(Delivery::Refused).permanent());
        }
        // An `io::Error` has what it wraps not as its source, but as its inner error.
        cause = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// Says what an error means, and what can be done.
fn describe(error: &Error) -> String {
    let advice = match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "its issuer is not trusted: add it as a root certificate; or the server does not send its intermediate certificates"
        }
        Error::InvalidCertificate(CertificateError::Other(other)) if other.to_string().contains("CaUsedAsEndEntity") => {
            "a root certificate is used as that of a server: make the server certificate CA:FALSE, with a SAN"
        }
        // Without the times, its words are those of `Debug`.
        Error::InvalidCertificate(CertificateError::Expired) => "certificate expired",
        Error::AlertReceived(AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion) => {
            "no common version or cipher, or the server wants a client certificate"
        }
        Error::InvalidMessage(InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion) => {
            "what the server speaks on this port is not TLS: is it an `http` URL?"
        }
        Error::AlertReceived(AlertDescription::CertificateRequired) => "the server demands a client certificate",
        _ => return error.to_string(),
    };
    format!("{error}: {advice}")
}
