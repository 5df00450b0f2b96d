//! A program with two providers of cryptography, of which none is installed, or the one that the client does not use.
//!
//! Its arguments are a URL, `none` or `aws-lc-rs`, and a file with a root certificate.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
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
    get(url, HttpTransport::builder().no_proxy().only_root_certificates(root));
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

fn get(url: &str, transport: HttpTransportBuilder) {
    let transport = transport.build().expect("the settings are valid");
    let client = Client::builder().base_url(url).transport(transport).build().expect("the settings are valid");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(client.request(Method::GET, "/things").into_future()).expect("it is answered");
}
