//! Which roots are trusted.

use std::process::Stdio;

use crate::Test;
use crate::calls::{direct, final_error, get};
use crate::child::Child;
use crate::servers::certificates::{Pair, authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, OPENSSL, Program, shown};

const NEEDS: &[Program] = &[NGINX, OPENSSL];

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("tls::a_system_without_roots", NEEDS, a_system_without_roots),
        Test::new("tls::added_roots_leave_the_others", NEEDS, added_roots_leave_the_others),
        Test::new("tls::roots_from_variables", NEEDS, roots_from_variables),
        Test::new("tls::every_certificate_of_a_bundle_counts", NEEDS, every_certificate_of_a_bundle_counts),
        Test::new("tls::what_is_no_root_fails_at_build", &[OPENSSL], what_is_no_root_fails_at_build),
    ]
}

/// A server with a certificate of an issuer.
fn nginx(folder: &Folder, issuer: &Pair, file: &str) -> Nginx {
    Nginx::tls(&server(folder, file, "IP:127.0.0.1", issuer), "")
}

fn a_system_without_roots() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = nginx(&folder, &root, "server");
    let url = nginx.url("https", "127.0.0.1");
    let empty = folder.write("empty.pem", "");
    let child = || Child::new().env("SSL_CERT_FILE", &empty);
    let printed = child().build(&["https://api.test", "http://api.test"]);
    let line = &printed.calls[0];
    assert!(line.contains("no root certificates") && line.contains("ca-certificates") && line.contains("add your own"), "{line}");
    assert!(line.starts_with("NeverSent 0 ") && printed.calls[1] == "ok", "{printed:?}");
    // A transport that was built before may serve `http`; the same is said when `https` is tried.
    let printed = child().get(&[&url]);
    assert!(printed.calls[0].starts_with("NeverSent 1 ") && printed.calls[0].contains("no root certificates"), "{printed:?}");
    assert_eq!(child().root(&root.certificate).get(&[&url]).calls, ["ok"]);
}

fn added_roots_leave_the_others() {
    let folder = Folder::new();
    let (public, own) = (authority(&folder, "public"), authority(&folder, "own"));
    let (at_public, at_own) = (nginx(&folder, &public, "one"), nginx(&folder, &own, "two"));
    let urls = [at_public.url("https", "127.0.0.1"), at_own.url("https", "127.0.0.1")];
    let urls = [urls[0].as_str(), &urls[1]];
    // The roots of the system are what this variable names.
    let child = || Child::new().env("SSL_CERT_FILE", &public.certificate);
    let alone = child().get(&urls).calls;
    assert!(alone[0] == "ok" && alone[1].contains("UnknownIssuer"), "{alone:?}");
    assert_eq!(child().root(&own.certificate).get(&urls).calls, ["ok", "ok"]);
    let only = child().only_root(&own.certificate).get(&urls).calls;
    assert!(only[0].contains("UnknownIssuer") && only[0].starts_with("NeverSent 1 ") && only[1] == "ok", "{only:?}");
}

fn roots_from_variables() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = nginx(&folder, &root, "server");
    let url = nginx.url("https", "127.0.0.1");
    let names = Folder::new();
    let hash = OPENSSL.command().args(["x509", "-hash", "-noout", "-in", &shown(&root.certificate)]).stdout(Stdio::piped()).output();
    let hash = String::from_utf8_lossy(&hash.expect("openssl runs").stdout).trim().to_owned();
    names.write(&format!("{hash}.0"), root.certificate_text());
    assert_eq!(Child::new().env("SSL_CERT_FILE", &root.certificate).get(&[&url]).calls, ["ok"]);
    assert_eq!(Child::new().env("SSL_CERT_DIR", names.path("")).get(&[&url]).calls, ["ok"]);
    let printed = Child::new().get(&[&url]);
    assert!(printed.calls[0].contains("TLS failed") && printed.calls[0].starts_with("NeverSent 1 "), "{printed:?}");
}

fn every_certificate_of_a_bundle_counts() {
    let folder = Folder::new();
    let roots = ["one", "two", "three"].map(|name| authority(&folder, name));
    let servers = [0, 1, 2].map(|number| nginx(&folder, &roots[number], &format!("server{number}")));
    let bundle: String = roots.iter().map(|root| format!("# a comment\n{}\n", root.certificate_text())).collect();
    for server in &servers {
        let url = server.url("https", "127.0.0.1");
        get(&url, direct().only_root_certificates(bundle.clone())).expect("its root is in the bundle");
        get(&url, direct().add_root_certificates(bundle.clone())).expect("its root is in the bundle");
        // Called again, both add.
        let twice = direct().only_root_certificates(roots[0].certificate_text());
        get(&url, twice.only_root_certificates(roots[1].certificate_text() + &roots[2].certificate_text())).expect("all are trusted");
        let one_of = direct().add_root_certificates(roots[2].certificate_text());
        let both = roots[0].certificate_text() + &roots[1].certificate_text();
        get(&url, one_of.add_root_certificates(both)).expect("all are trusted");
    }
    let alone = direct().only_root_certificates(roots[1].certificate_text());
    final_error(&servers[0].url("https", "127.0.0.1"), alone, &["UnknownIssuer"]);
}

fn what_is_no_root_fails_at_build() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (pem, text) in [
        ("", "holds no certificate"),
        ("nonsense", "holds no certificate"),
        (&root.key_text(), "holds no certificate"),
        (garbage, "cannot be used"),
    ] {
        for builder in [direct().add_root_certificates(pem), direct().only_root_certificates(pem)] {
            let error = builder.build().expect_err(text);
            assert!(error.to_string().contains(text), "{pem:?}: {error}");
        }
    }
    // One that is good does not make up for another.
    let error = direct().add_root_certificates(root.certificate_text()).add_root_certificates("").build().expect_err("one is empty");
    assert!(error.to_string().contains("holds no certificate"), "{error}");
}
