//! Versions of TLS, ciphers, and the protocol that is agreed on.

use tallyfy::HttpTransportBuilder;

use crate::Test;
use crate::calls::{direct, final_error, get};
use crate::servers::certificates::{Pair, Wanted, authority, make, run, server};
use crate::servers::nginx::Nginx;
use crate::servers::openssl::SServer;
use crate::servers::{Folder, NGINX, OPENSSL, shown};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("tls::tls_1_2_with_ecdhe", &[NGINX, OPENSSL], tls_1_2_with_ecdhe),
        Test::new("tls::tls_1_2_without_ecdhe", &[NGINX, OPENSSL], tls_1_2_without_ecdhe),
        Test::new("tls::only_http_1_1_is_offered", &[OPENSSL], only_http_1_1_is_offered),
        Test::new("tls::http_1_1_with_every_server", &[NGINX, OPENSSL], http_1_1_with_every_server),
    ]
}

/// A certificate with an RSA key: ciphers without elliptic curves need one.
fn rsa(folder: &Folder) -> (Pair, Pair) {
    let root = authority(folder, "root");
    let wanted = Wanted { names: "IP:127.0.0.1", rsa: true, ..Wanted::default() };
    (make(folder, "server", wanted, Some(&root)), root)
}

fn tls_1_2_with_ecdhe() {
    let folder = Folder::new();
    let (certificate, root) = rsa(&folder);
    let nginx = Nginx::tls(&certificate, "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;");
    get(&nginx.url("https", "127.0.0.1"), direct().only_root_certificates(root.certificate_text())).expect("both know it");
    assert!(nginx.requests(1)[0].contains("|TLSv1.2|"));
}

fn tls_1_2_without_ecdhe() {
    let folder = Folder::new();
    let (certificate, root) = rsa(&folder);
    let parameters = shown(&folder.path("dh.pem"));
    run(&["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out", &parameters]);
    for ciphers in ["AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256"] {
        let more = format!("ssl_protocols TLSv1.2; ssl_ciphers {ciphers}; ssl_dhparam {parameters};");
        let nginx = Nginx::tls(&certificate, &more);
        let transport = direct().only_root_certificates(root.certificate_text());
        let texts = ["TLS failed", "HandshakeFailure", "no common version or cipher, or the server wants a client certificate"];
        final_error(&nginx.url("https", "127.0.0.1"), transport, &texts);
    }
}

/// A transport as it is without the feature `http2`.
fn http1(root: &Pair) -> HttpTransportBuilder {
    direct().only_root_certificates(root.certificate_text()).http1_only()
}

fn only_http_1_1_is_offered() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let certificate = server(&folder, "server", "IP:127.0.0.1", &root);
    let mut listening = SServer::start(&certificate, &["-alpn", "h2,http/1.1"]);
    let address = listening.address;
    let call = std::thread::spawn(move || get(&format!("https://{address}"), http1(&root)));
    listening.wait_for("GET /things HTTP/1.1");
    listening.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    call.join().expect("no panic").expect("it is answered");
    let log = listening.log();
    let offered: Vec<&str> = log.lines().filter(|line| line.starts_with("ALPN protocols advertised")).collect();
    assert_eq!(offered, ["ALPN protocols advertised by the client: http/1.1"]);
}

fn http_1_1_with_every_server() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let certificate = server(&folder, "server", "IP:127.0.0.1", &root);
    for listen in ["{} ssl", "{} ssl http2"] {
        let nginx = Nginx::start_tls(&[listen], &certificate.certificate, &certificate.key, "");
        get(&nginx.url("https", "127.0.0.1"), http1(&root)).expect(listen);
        assert!(nginx.requests(1)[0].contains("|HTTP/1.1|"), "{listen}");
    }
    // A server that knows no such agreement.
    let mut plain = SServer::start(&certificate, &[]);
    let address = plain.address;
    let call = std::thread::spawn(move || get(&format!("https://{address}"), http1(&root)));
    plain.wait_for("GET /things HTTP/1.1");
    plain.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    call.join().expect("no panic").expect("it is answered");
}
