//! Answers of proxies to `CONNECT`.

use std::time::{Duration, Instant};

use crate::Test;
use crate::calls::{final_error, get, repeated_error, through};
use crate::peers::{Peer, mute, note, refusing, tunnel_to, write_parts};
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::squid::Squid;
use crate::servers::tinyproxy::Tinyproxy;
use crate::servers::{Folder, NGINX, OPENSSL, SQUID, TINYPROXY, free_address};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::a_407_to_a_tunnel_is_final", &[SQUID, OPENSSL], a_407_to_a_tunnel_is_final),
        Test::new("proxies::a_407_of_http_1_0_is_the_same", &[], a_407_of_http_1_0_is_the_same),
        Test::new("proxies::squid_refuses_a_tunnel", &[SQUID], squid_refuses_a_tunnel),
        Test::new("proxies::tinyproxy_refuses_a_tunnel", &[TINYPROXY], tinyproxy_refuses_a_tunnel),
        Test::new("proxies::each_refusal_is_judged_by_its_status", &[], each_refusal_is_judged_by_its_status),
        Test::new("proxies::a_refusal_shows_no_password", &[], a_refusal_shows_no_password),
        Test::new("proxies::a_mute_proxy_is_given_up", &[], a_mute_proxy_is_given_up),
        Test::new("proxies::what_is_not_http_is_refused", &[], what_is_not_http_is_refused),
        Test::new("proxies::every_answer_that_opens_a_tunnel_does", &[NGINX, OPENSSL], every_answer_that_opens_a_tunnel_does),
        Test::new("proxies::a_tunnel_to_a_mute_server_is_given_up", &[], a_tunnel_to_a_mute_server_is_given_up),
    ]
}

fn a_407_to_a_tunnel_is_final() {
    let squid = Squid::start(Some(("user", "word")));
    for proxy in [format!("http://user:wr0ng@{}", squid.address), format!("http://{}", squid.address)] {
        let error = final_error("https://nowhere.test", through(&proxy), &["the proxy failed", "407", "Basic"]);
        assert!(!error.to_string().contains("wr0ng") && !error.is_unauthorized(), "{error}");
    }
    assert_eq!(squid.tunnels(2), 2);
}

fn a_407_of_http_1_0_is_the_same() {
    let proxy = refusing(&[b"HTTP/1.0 407 Proxy Authentication Required\r\nProxy-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n\
        proxy-authenticate: Basic realm=\"x\"\r\n\r\n"]);
    final_error("https://nowhere.test", through(&proxy.url()), &["the proxy failed", "407", "Digest", "Basic"]);
    assert_eq!(proxy.seen().len(), 1);
}

fn squid_refuses_a_tunnel() {
    let squid = Squid::start(None);
    let proxy = format!("http://{}", squid.address);
    final_error("https://denied.test", through(&proxy), &["the proxy failed", "403"]);
    // Nothing listens there.
    let dead = format!("https://{}", free_address());
    repeated_error(&dead, through(&proxy), &["the proxy failed", "503"]);
}

fn tinyproxy_refuses_a_tunnel() {
    let proxy = Tinyproxy::start();
    let dead = format!("https://{}", free_address());
    let texts = ["the proxy failed", "500"];
    final_error(&dead, through(&proxy.url()), &texts);
}

fn each_refusal_is_judged_by_its_status() {
    const REPEATED: [(u16, &[&[u8]]); 3] = [
        (502, &[b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 19\r\n\r\nno upstream\nignored\n"]),
        (503, &[b"HTTP/1.1 503 Busy\r\n\r\n", b"no upstream"]),
        (504, &[b"HTTP/1.0 504 Late\n\n\n  no upstream  \n<p>"]),
    ];
    const FINAL: [(u16, &[&[u8]]); 6] = [
        (400, &[b"HTTP/1.1 400 No\r\n\r\nno upstream"]),
        (403, &[b"HTTP/1.1 403 No\r\n\r\nno upstream"]),
        (404, &[b"HTTP/1.1 404\r\n\r\nno upstream"]),
        (429, &[b"HTTP/1.1 429 No\r\n\r\nno upstream"]),
        (500, &[b"HTTP/1.1 500 No\r\n\r\nno upstream"]),
        (301, &[b"HTTP/1.1 301 No\r\nLocation: http://elsewhere.test\r\n\r\nno upstream"]),
    ];
    for (status, parts) in REPEATED {
        let proxy = refusing(parts);
        let error =
            repeated_error("https://nowhere.test", through(&proxy.url()), &["the proxy failed", &status.to_string(), "no upstream"]);
        assert!(!error.to_string().contains("ignored"), "{error}");
        assert_eq!(proxy.seen().len(), 3, "{status}");
    }
    for (status, parts) in FINAL {
        let proxy = refusing(parts);
        final_error("https://nowhere.test", through(&proxy.url()), &["the proxy failed", &status.to_string(), "no upstream"]);
        assert_eq!(proxy.seen().len(), 1, "{status}");
    }
}

fn a_refusal_shows_no_password() {
    let proxy = Peer::start(|stream, seen| {
        let head = crate::peers::head_of(&stream)?;
        let echo = format!("HTTP/1.1 403 No\r\n\r\nnot for {} with s3cret", head.header("proxy-authorization")?);
        note(seen, head);
        write_parts(&stream, &[echo.as_bytes()])
    });
    let error = final_error("https://nowhere.test", through(&format!("http://user:s3cret@{}", proxy.address)), &["403"]);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("dXNlcjpzM2NyZXQ") && !text.contains("s3cret"), "{text}");
    }
}

/// The parts that open a tunnel, sent a moment apart.
const OPENING: [&[&[u8]]; 8] = [
    &[b"HTTP/1.1 2", b"00 Connection established\r\n\r\n"],
    &[b"HTTP/1.1 200 OK\r\n", b"Via: x\r\n", b"\r", b"\n"],
    &[b"HTTP/1.1 201 Created\r\n\r\n"],
    &[b"HTTP/1.0 200 OK\r\n\r\n"],
    &[b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"],
    &[b"HTTP/1.1 299 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    &[b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
    &[b"HTTP/1.1 102 Wait\r\nX: y\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"],
];

fn every_answer_that_opens_a_tunnel_does() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "DNS:nowhere.test", &root), "");
    for parts in OPENING {
        let proxy = tunnel_to(nginx.address, parts);
        let transport = through(&proxy.url()).add_root_certificates(root.certificate_text());
        get("https://nowhere.test", transport).unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(&parts.concat())));
        assert_eq!(proxy.seen().len(), 1);
    }
}

/// Checks that a call ends with its limit for connecting, and names the phase.
fn check_limit(url: &str, proxy: &str, phase: &str) {
    let limit = Duration::from_millis(300);
    let start = Instant::now();
    let error = repeated_error(url, through(proxy).connect_timeout(limit), &["connecting took too long", phase, "300ms"]);
    assert!(error.is_timeout(), "{error}");
    let elapsed = start.elapsed();
    assert!(elapsed >= 3 * limit && elapsed < 3 * limit + Duration::from_secs(1), "{elapsed:?}");
}

fn a_mute_proxy_is_given_up() {
    check_limit("https://nowhere.test", &mute().url(), "phase: proxy");
    // It says something now and then, but never all of it.
    let endless = Peer::<()>::start(|stream, _| {
        loop {
            write_parts(&stream, &[b"HTTP/1.1 100 Continue\r\n\r\n"])?;
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    check_limit("https://nowhere.test", &endless.url(), "phase: proxy");
}

fn a_tunnel_to_a_mute_server_is_given_up() {
    let silent: Peer = mute();
    let proxy = tunnel_to(silent.address, &[b"HTTP/1.1 200 OK\r\n\r\n"]);
    check_limit("https://nowhere.test", &proxy.url(), "phase: tls");
}

fn what_is_not_http_is_refused() {
    let proxy = refusing(&[b"SSH-2.0-x\r\n\r\n"]);
    final_error("https://nowhere.test", through(&proxy.url()), &["the proxy failed", "not HTTP"]);
    // It closes without a word, which may be better the next time.
    let proxy = Peer::<()>::start(|_, _| None);
    repeated_error("https://nowhere.test", through(&proxy.url()), &["the proxy failed", "the proxy"]);
    let nobody = format!("http://{}", free_address());
    repeated_error("https://nowhere.test", through(&nobody), &["the proxy failed", "cannot be reached", "refused"]);
}
