//! The providers of cryptography of a process.

use rustls::crypto::CryptoProvider;

use crate::Test;
use crate::calls::{direct, get};
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, OPENSSL};

pub fn trials() -> Vec<Test> {
    vec![Test::new("tls::no_provider_is_installed", &[NGINX, OPENSSL], no_provider_is_installed)]
}

fn no_provider_is_installed() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), "");
    for transport in [direct().add_root_certificates(root.certificate_text()), direct().only_root_certificates(root.certificate_text())] {
        get(&nginx.url("https", "127.0.0.1"), transport).expect("it works without");
    }
    assert!(get(&nginx.url("https", "127.0.0.1"), direct()).is_err(), "the roots of the system");
    assert!(CryptoProvider::get_default().is_none(), "somebody has installed one");
}
