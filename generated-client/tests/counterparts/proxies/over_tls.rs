//! Proxies that are themselves spoken to over TLS.

use crate::Test;
use crate::calls::{final_error, get, repeated_error, through};
use crate::peers::{Peer, mute, origin};
use crate::servers::certificates::{authority, server};
use crate::servers::haproxy::Haproxy;
use crate::servers::nginx::Nginx;
use crate::servers::tinyproxy::Tinyproxy;
use crate::servers::{Folder, HAPROXY, NGINX, OPENSSL, TINYPROXY};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::tls_inside_of_tls", &[HAPROXY, TINYPROXY, NGINX, OPENSSL], tls_inside_of_tls),
        Test::new("proxies::the_certificate_of_a_proxy_is_checked", &[HAPROXY, TINYPROXY, OPENSSL], the_certificate_of_a_proxy_is_checked),
        Test::new("proxies::a_proxy_that_is_mute_in_tls_is_given_up", &[], a_proxy_that_is_mute_in_tls_is_given_up),
    ]
}

fn tls_inside_of_tls() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), "");
    let (tinyproxy, origin) = (Tinyproxy::start(), origin());
    let haproxy = Haproxy::tls(&server(&folder, "proxy", "DNS:localhost,DNS:proxy.test", &root), tinyproxy.address);
    let proxy = format!("https://proxy.test:{}", haproxy.address.port());
    let transport = || through(&proxy).add_root_certificates(root.certificate_text()).resolve("proxy.test", [haproxy.address]);
    get(&nginx.url("https", "127.0.0.1"), transport()).expect("through both");
    get(&origin.url(), transport()).expect("through the outer one");
    let expected = [format!("CONNECT {} HTTP/1.1", nginx.address), format!("GET {}/things HTTP/1.1", origin.url())];
    assert_eq!(tinyproxy.requests(2), expected);
    haproxy.wait_for("alpn=http/1.1,sni=proxy.test");
}

fn the_certificate_of_a_proxy_is_checked() {
    let folder = Folder::new();
    let (root, other) = (authority(&folder, "root"), authority(&folder, "other"));
    let tinyproxy = Tinyproxy::start();
    let haproxy = Haproxy::tls(&server(&folder, "proxy", "DNS:proxy.test", &root), tinyproxy.address);
    let call = |name: &str, root: String, text: &str| {
        let proxy = format!("https://user:s3cret@{name}:{}", haproxy.address.port());
        for url in ["http://nowhere.test", "https://nowhere.test"] {
            let transport = through(&proxy).only_root_certificates(root.clone()).resolve(name, [haproxy.address]);
            final_error(url, transport, &["TLS failed", name, text]);
        }
    };
    call("proxy.test", other.certificate_text(), "UnknownIssuer");
    call("wrong.test", root.certificate_text(), "not valid for name \"wrong.test\"");
    assert!(tinyproxy.lines().is_empty());
}

fn a_proxy_that_is_mute_in_tls_is_given_up() {
    let silent: Peer = mute();
    let limit = std::time::Duration::from_millis(200);
    let transport = through(&format!("https://{}", silent.address)).connect_timeout(limit);
    repeated_error("https://nowhere.test", transport, &["connecting took too long", "phase: tls"]);
}
