//! TLS on the side of the server.

use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tallyfy::HttpTransport;

/// The certificate of the server with its key, for nothing but this. It is its own root, and valid until 2120.
const CERTIFICATE: &str = include_str!("server.pem");

/// A transport that trusts the server.
pub fn transport() -> HttpTransport {
    HttpTransport::builder().no_proxy().only_root_certificates(CERTIFICATE).build().expect("the settings are valid")
}

/// Speaks TLS over a connection.
pub fn over(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    static CONFIG: OnceLock<Arc<ServerConfig>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| Arc::new(config(&[]))).clone();
    StreamOwned::new(ServerConnection::new(config).expect("the configuration is valid"), stream)
}

/// A configuration with these protocols.
pub fn config(protocols: &[&str]) -> ServerConfig {
    let chain = CertificateDer::pem_slice_iter(CERTIFICATE.as_bytes()).collect::<Result<_, _>>().expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("it knows them");
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).expect("they fit");
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    config
}
