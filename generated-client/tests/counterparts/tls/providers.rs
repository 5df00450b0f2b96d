//! The providers of cryptography of a process: none, one, or several.

use std::process::Command;

use rustls::crypto::CryptoProvider;

use crate::Test;
use crate::calls::{direct, get};
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, OPENSSL};

/// Names the program with several providers. The check of CI builds it: here its dependencies would be those of all.
const PROGRAM: &str = "COUNTERPARTS_TWO_PROVIDERS";

pub fn trials() -> Vec<Test> {
    let is_built = std::env::var_os(PROGRAM).is_some();
    vec![
        Test::new("tls::no_provider_is_installed", &[NGINX, OPENSSL], no_provider_is_installed),
        Test::new("tls::two_providers_and_none_installed", &[NGINX, OPENSSL], || two_providers("none")).if_there(is_built, PROGRAM),
        Test::new("tls::two_providers_and_the_other_installed", &[NGINX, OPENSSL], || two_providers("aws-lc-rs"))
            .if_there(is_built, PROGRAM),
    ]
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

fn two_providers(installed: &str) {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), "");
    let program = std::env::var_os(PROGRAM).expect("the test is ignored without it");
    let mut command = Command::new(program);
    let output = command.args([&nginx.url("https", "127.0.0.1"), installed]).arg(&root.certificate).output().expect("it starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !printed.contains("CryptoProvider"), "{printed}");
    assert_eq!(nginx.requests(2).len(), 2);
}
