//! A program with two providers of cryptography, of which none is installed, or the one that the client does not use.
//!
//! Its arguments are a URL, `none` or `aws-lc-rs`, and a file with a root certificate.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tallyfy::{Client, HttpTransport, HttpTransportBuilder, Method};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, installed, root] = &*args else { panic!("there are three arguments") };
    if installed == "aws-lc-rs" {
        aws_lc_rs::default_provider().install_default().expect("it is the first");
    }
    let before = CryptoProvider::get_default().cloned();
    assert_eq!(before.is_some(), installed == "aws-lc-rs");
    let root = std::fs::read(root).expect("the file is there");
    get(url, HttpTransport::builder().no_proxy().add_root_certificates(root.clone()));
    get(url, HttpTransport::builder().no_proxy().only_root_certificates(root.clone()));
    // A configuration of the program's own, with the other provider. What it holds already is set nowhere else.
    get(url, HttpTransport::builder().no_proxy().rustls_config(config(&root)));
    for beside in
        [HttpTransport::builder().add_root_certificates(root.clone()), HttpTransport::builder().only_root_certificates(root.clone())]
    {
        let error = beside.rustls_config(config(&root)).build().expect_err("it would have no effect");
        assert!(error.to_string().contains("beside `rustls_config`"), "{error}");
    }
    let error = HttpTransport::builder().add_root_certificates("").build().expect_err("it holds nothing");
    assert!(!error.to_string().contains("CryptoProvider"), "{error}");
    // The client of the simplest program.
    Client::builder().base_url("https://api.test").build().expect("the system has roots");
    let is_same = match (CryptoProvider::get_default(), before) {
        (Some(now), Some(before)) => Arc::ptr_eq(now, &before),
        (now, before) => now.is_none() && before.is_none(),
    };
    assert!(is_same, "the client has installed a provider");
}

/// TLS by aws-lc-rs, with this root alone.
fn config(root: &[u8]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(root) {
        roots.add(certificate.expect("it is a certificate")).expect("it is a root");
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions();
    builder.expect("the provider has them").with_root_certificates(roots).with_no_client_auth()
}

fn get(url: &str, transport: HttpTransportBuilder) {
    let transport = transport.build().expect("the settings are valid");
    let client = Client::builder().base_url(url).transport(transport).build().expect("the settings are valid");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(client.request(Method::GET, "/things").into_future()).expect("it is answered");
}
