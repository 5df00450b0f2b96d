//! HTTP/2 with servers that others wrote.

use tallyfy::{Client, Delivery, HttpTransportBuilder, Method, Retry};

use crate::Test;
use crate::calls::{block_on, client, direct, get, post, send, through};
use crate::servers::certificates::{Pair, authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::openssl::SServer;
use crate::servers::tinyproxy::Tinyproxy;
use crate::servers::{Folder, NGHTTPD, NGINX, OPENSSL, Running, TINYPROXY, free_address};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("http2::the_handshake_decides", &[NGINX, OPENSSL], the_handshake_decides),
        Test::new("http2::it_is_offered", &[OPENSSL], it_is_offered),
        Test::new("http2::a_tunnel_carries_it", &[NGINX, OPENSSL, TINYPROXY], a_tunnel_carries_it),
        Test::new("http2::first_calls_share_a_handshake", &[NGINX, OPENSSL], first_calls_share_a_handshake),
        Test::new("http2::a_server_that_leaves_loses_no_write", &[NGINX, OPENSSL], a_server_that_leaves_loses_no_write),
        Test::new("http2::calls_wait_for_a_stream", &[NGINX, OPENSSL], calls_wait_for_a_stream),
        Test::new("http2::an_early_refusal_is_the_response", &[NGINX, OPENSSL], an_early_refusal_is_the_response),
        Test::new("http2::a_client_certificate_that_is_missing", &[OPENSSL], a_client_certificate_that_is_missing),
        Test::new("http2::prior_knowledge_needs_no_handshake", &[NGHTTPD], prior_knowledge_needs_no_handshake),
        Test::new("http2::http_1_1_to_a_server_of_http_2", &[NGHTTPD], http_1_1_to_a_server_of_http_2),
    ]
}

/// A certificate for 127.0.0.1, and its root.
fn certificate(folder: &Folder) -> (Pair, Pair) {
    let root = authority(folder, "root");
    (server(folder, "server", "IP:127.0.0.1", &root), root)
}

/// nginx with HTTP/2 over TLS.
fn nginx(certificate: &Pair, more: &str) -> Nginx {
    Nginx::start_tls(&["{} ssl http2"], &certificate.certificate, &certificate.key, more)
}

fn trusting(root: &Pair) -> HttpTransportBuilder {
    direct().only_root_certificates(root.certificate_text())
}

/// Makes calls at once on several threads, all of which succeed.
fn all(client: &Client, method: &Method, calls: usize) {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime can be made");
    threads.block_on(async {
        let begin = |_| {
            let (client, method) = (client.clone(), method.clone());
            tokio::spawn(async move { send(&client, method).await })
        };
        let started: Vec<_> = (0..calls).map(begin).collect();
        for call in started {
            call.await.expect("no panic").expect("it is answered");
        }
    });
}

/// Returns the number of connections of so many requests.
fn connections(nginx: &Nginx, requests: usize) -> usize {
    let mut numbers: Vec<String> = nginx.requests(requests).iter().filter_map(|line| line.rsplit('|').next().map(str::to_owned)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

fn the_handshake_decides() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    for (listen, transport, version) in [
        ("{} ssl http2", trusting(&root), "|HTTP/2.0|"),
        ("{} ssl", trusting(&root), "|HTTP/1.1|"),
        ("{} ssl http2", trusting(&root).http1_only(), "|HTTP/1.1|"),
    ] {
        let nginx = Nginx::start_tls(&[listen], &certificate.certificate, &certificate.key, "");
        get(&nginx.url("https", "127.0.0.1"), transport).expect(listen);
        assert!(nginx.requests(1)[0].contains(version), "{listen}: {:?}", nginx.requests(1));
    }
}

fn it_is_offered() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    // A server that knows no such agreement speaks HTTP/1.1.
    let mut plain = SServer::start(&certificate, &[]);
    let address = plain.address;
    let call = std::thread::spawn(move || get(&format!("https://{address}"), trusting(&root)));
    plain.wait_for("GET /things HTTP/1.1");
    plain.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    call.join().expect("no panic").expect("it is answered");
    let (log, folder) = (plain.log(), Folder::new());
    assert!(!log.contains("ALPN protocols advertised by the client: http/1.1"), "{log}");
    // One that knows HTTP/1.1 only is offered both.
    let root = authority(&folder, "root");
    let mut asking = SServer::start(&server(&folder, "server", "IP:127.0.0.1", &root), &["-alpn", "http/1.1"]);
    let address = asking.address;
    let call = std::thread::spawn(move || get(&format!("https://{address}"), trusting(&root)));
    asking.wait_for("GET /things HTTP/1.1");
    asking.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    call.join().expect("no panic").expect("it is answered");
    assert!(asking.log().contains("ALPN protocols advertised by the client: h2, http/1.1"), "{}", asking.log());
}

fn a_tunnel_carries_it() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let (nginx, proxy) = (nginx(&certificate, ""), Tinyproxy::start());
    let transport = through(&proxy.url()).only_root_certificates(root.certificate_text());
    get(&nginx.url("https", "127.0.0.1"), transport).expect("through the tunnel");
    assert!(nginx.requests(1)[0].contains("|HTTP/2.0|"));
    assert!(proxy.requests(1)[0].starts_with("CONNECT "));
}

fn first_calls_share_a_handshake() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let nginx = nginx(&certificate, "");
    all(&client(&nginx.url("https", "127.0.0.1"), trusting(&root)), &Method::GET, 64);
    assert_eq!(connections(&nginx, 64), 1);
    // Without HTTP/2, the first call opens a connection, and then each may open its own.
    let nginx = Nginx::start_tls(&["{} ssl"], &certificate.certificate, &certificate.key, "");
    all(&client(&nginx.url("https", "127.0.0.1"), trusting(&root)), &Method::GET, 64);
    assert!(connections(&nginx, 64) <= 64);
}

fn a_server_that_leaves_loses_no_write() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let nginx = nginx(&certificate, "keepalive_requests 50;");
    let transport = trusting(&root).build().expect("the settings are valid");
    let client = Client::builder().base_url(nginx.url("https", "127.0.0.1")).transport(transport).retry(Retry::default());
    all(&client.build().expect("all is given"), &Method::POST, 100);
    assert_eq!(nginx.requests(100).len(), 100, "none was carried out twice");
    assert!(connections(&nginx, 100) <= 4, "{}", connections(&nginx, 100));
}

fn calls_wait_for_a_stream() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let nginx = nginx(&certificate, "http2_max_concurrent_streams 4;");
    all(&client(&nginx.url("https", "127.0.0.1"), trusting(&root)), &Method::POST, 64);
    assert_eq!(connections(&nginx, 64), 1);
}

fn an_early_refusal_is_the_response() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let nginx = nginx(&certificate, "client_max_body_size 1k;");
    let client = client(&nginx.url("https", "127.0.0.1"), trusting(&root));
    for _ in 0..20 {
        let call = client.request(Method::POST, "/things").body("application/octet-stream", vec![0; 5_000_000]);
        let error = block_on(call.into_future()).expect_err("too large");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(413), "{error}");
        assert_eq!(error.delivery(), Delivery::Refused);
    }
}

fn a_client_certificate_that_is_missing() {
    let folder = Folder::new();
    let (certificate, root) = certificate(&folder);
    let demanding = SServer::start(&certificate, &["-Verify", "1", "-tls1_3", "-alpn", "h2"]);
    for run in 0..20 {
        let error = post(&format!("https://{}", demanding.address), trusting(&root)).expect_err("it is demanded");
        let shown = error.to_string();
        assert!(shown.contains("TLS failed") && shown.contains("the server demands a client certificate"), "run {run}: {shown}");
        assert!(matches!(error.delivery(), Delivery::Refused | Delivery::NeverSent), "run {run}: {shown}");
        assert_eq!(error.attempts(), 1, "run {run}: {shown}");
    }
}

/// nghttpd without TLS, which answers every request with a file.
fn nghttpd(folder: &Folder) -> (Running, String) {
    folder.write("things", "{}");
    let address = free_address();
    let mut command = NGHTTPD.command();
    command.args(["--no-tls", "--address=127.0.0.1", "-d"]).arg(folder.path("")).arg(address.port().to_string());
    (Running::listening(&mut command, address), format!("http://{address}"))
}

fn prior_knowledge_needs_no_handshake() {
    let folder = Folder::new();
    let (_nghttpd, url) = nghttpd(&folder);
    all(&client(&url, direct().http2_prior_knowledge()), &Method::GET, 64);
}

fn http_1_1_to_a_server_of_http_2() {
    let folder = Folder::new();
    let (_nghttpd, url) = nghttpd(&folder);
    let error = post(&url, direct()).expect_err("it is no HTTP/1.1");
    // The server speaks first. Where that is seen before anything is written, nothing is.
    assert!(matches!(error.delivery(), Delivery::NeverSent | Delivery::Unknown), "{error}");
}
