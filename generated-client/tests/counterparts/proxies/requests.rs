//! What a proxy gets of a request, and what the server behind it.

use tallyfy::{Client, Delivery, Error, Method, Proxy};

use crate::Test;
use crate::calls::{block_on, check, client, direct, get, post, send, through};
use crate::peers::{Peer, origin, refusing, tunnel_to};
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::squid::Squid;
use crate::servers::tinyproxy::Tinyproxy;
use crate::servers::{Folder, NGINX, OPENSSL, SQUID, TINYPROXY};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::http_goes_in_absolute_form", &[TINYPROXY], http_goes_in_absolute_form),
        Test::new("proxies::http_has_credentials_in_every_request", &[], http_has_credentials_in_every_request),
        Test::new("proxies::connect_only_is_a_setting", &[TINYPROXY], connect_only_is_a_setting),
        Test::new("proxies::a_407_to_a_request_is_the_proxy_s", &[SQUID, OPENSSL], a_407_to_a_request_is_the_proxy_s),
        Test::new("proxies::a_407_of_the_server_is_the_server_s", &[], a_407_of_the_server_is_the_server_s),
        Test::new("proxies::https_keeps_secrets_apart", &[NGINX, OPENSSL], https_keeps_secrets_apart),
    ]
}

fn http_goes_in_absolute_form() {
    let (proxy, origin) = (Tinyproxy::start(), origin());
    get(&origin.url(), through(&proxy.url())).expect("the proxy passes it on");
    assert_eq!(proxy.requests(1), [format!("GET {}/things HTTP/1.1", origin.url())]);
    assert_eq!(origin.seen()[0].header("host"), Some(origin.address.to_string().as_str()));
}

fn http_has_credentials_in_every_request() {
    let proxy = origin();
    let transport = through(&format!("http://user:word@{}", proxy.address));
    let client = client("http://nowhere.test", transport);
    block_on(async {
        for method in [Method::GET, Method::POST, Method::GET] {
            send(&client, method).await.expect("the proxy answers");
        }
    });
    let seen = proxy.seen();
    assert_eq!(seen.len(), 3);
    for request in seen {
        assert_eq!((request.target.as_str(), request.header("host")), ("http://nowhere.test/things", Some("nowhere.test")));
        assert_eq!(request.header("proxy-authorization"), Some("Basic dXNlcjp3b3Jk"));
    }
}

fn connect_only_is_a_setting() {
    let (proxy, origin) = (Tinyproxy::start(), origin());
    let only = Proxy::all(&proxy.url()).expect("valid").basic_auth("user", "word").connect_only();
    get(&origin.url(), direct().proxy(only)).expect("through the tunnel");
    assert_eq!(proxy.requests(1), [format!("CONNECT {} HTTP/1.1", origin.address)]);
    assert_eq!((origin.seen()[0].target.as_str(), origin.seen()[0].header("proxy-authorization")), ("/things", None));
}

/// A client with secrets of each kind.
fn with_secrets(url: &str, transport: tallyfy::HttpTransportBuilder) -> Client {
    let transport = transport.build().expect("the settings are valid");
    let builder = Client::builder().base_url(url).token("t0ken").header("x-api-key", "k3y");
    builder.header("proxy-authorization", "Basic bXk6b3du").transport(transport).build().expect("the settings are valid")
}

fn https_keeps_secrets_apart() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let certificate = server(&folder, "server", "DNS:nowhere.test,IP:::1", &root);
    let nginx = Nginx::start_tls(&["{} ssl", "[::1]:{port} ssl"], &certificate.certificate, &certificate.key, "");
    let port = nginx.address.port();
    let proxy = tunnel_to(nginx.address, &[b"HTTP/1.1 200 OK\r\n\r\n"]);
    for (number, authority) in [format!("nowhere.test:{port}"), format!("[::1]:{port}")].into_iter().enumerate() {
        let transport = through(&format!("http://user:word@{}", proxy.address)).add_root_certificates(root.certificate_text());
        block_on(send(&with_secrets(&format!("https://{authority}"), transport), Method::GET)).expect("through the tunnel");
        let asked = &proxy.seen()[number];
        assert_eq!((asked.method.as_str(), asked.target.as_str(), asked.header("host")), ("CONNECT", &*authority, Some(&*authority)));
        let names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Host", "Proxy-Authorization"]);
        assert_eq!(asked.header("proxy-authorization"), Some("Basic dXNlcjp3b3Jk"));
        let got = &nginx.requests(number + 1)[number];
        assert!(got.contains("|Bearer t0ken|-|"), "{got}");
    }
    // Without a port in the URL, the one that it stands for.
    let silent = tunnel_to(nginx.address, &[b"HTTP/1.1 200 OK\r\n\r\n"]);
    get("https://nowhere.test", through(&silent.url()).add_root_certificates(root.certificate_text())).expect("through the tunnel");
    assert_eq!(silent.seen()[0].target, "nowhere.test:443");
}

fn a_407_to_a_request_is_the_proxy_s() {
    let refused = |proxy: &str| {
        let error = post("http://nowhere.test", through(proxy)).expect_err("refused");
        check(&error, Delivery::Refused, 1, &["the proxy failed", "407", "Basic"]);
        assert!(!error.is_unauthorized(), "{error}");
    };
    if Squid::has_helper() {
        let squid = Squid::start(Some(("user", "word")));
        refused(&format!("http://user:wrong@{}", squid.address));
        refused(&format!("http://{}", squid.address));
    }
    for head in [
        &b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n"[..],
        b"HTTP/1.0 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
    ] {
        let parts: &'static [&'static [u8]] = Box::leak(Box::new([head]));
        refused(&refusing(parts).url());
    }
}

fn a_407_of_the_server_is_the_server_s() {
    let server: Peer = refusing(&[b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"]);
    let error = get(&server.url(), direct()).expect_err("refused");
    assert!(matches!(error, Error::Status(_)) && !error.to_string().contains("proxy failed"), "{error}");
}
