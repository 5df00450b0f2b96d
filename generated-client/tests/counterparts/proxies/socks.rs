//! SOCKS proxies.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use tallyfy::{HttpTransportBuilder, Proxy};

use crate::Test;
use crate::calls::{direct, final_error, get, repeated_error, through};
use crate::child::Child;
use crate::peers::{Peer, mute, note, origin, origin_on, relay};
use crate::servers::socks::Socks;
use crate::servers::{DANTE, MICROSOCKS};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::socks_gets_an_address_or_a_name", &[], socks_gets_an_address_or_a_name),
        Test::new("proxies::socks_gets_user_and_password", &[], socks_gets_user_and_password),
        Test::new("proxies::socks_credentials_have_a_limit", &[], socks_credentials_have_a_limit),
        Test::new("proxies::socks_has_a_default_port", &[], socks_has_a_default_port),
        Test::new("proxies::socks_through_microsocks", &[MICROSOCKS], socks_through_microsocks),
        Test::new("proxies::socks_through_dante", &[DANTE], socks_through_dante),
        Test::new("proxies::socks_refusals_are_the_proxy_s", &[MICROSOCKS], socks_refusals_are_the_proxy_s),
    ]
}

/// What a SOCKS proxy is asked: the kind of address, the address, the port, and the credentials.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    kind: u8,
    host: Vec<u8>,
    port: u16,
    credentials: Option<(Vec<u8>, Vec<u8>)>,
}

fn read<const N: usize>(mut stream: &TcpStream) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).ok().map(|()| bytes)
}

/// Reads bytes that have their number before them.
fn read_counted(mut stream: &TcpStream) -> Option<Vec<u8>> {
    let [size] = read(stream)?;
    let mut bytes = vec![0; usize::from(size)];
    stream.read_exact(&mut bytes).ok().map(|()| bytes)
}

/// A SOCKS proxy that notes what it is asked, and leads to one address whatever that is. It wants a password if one is offered.
fn recorder(target: SocketAddr) -> Peer<Asked> {
    Peer::start(move |stream, seen| {
        let [5] = read(&stream)? else { return None };
        let wants_password = read_counted(&stream)?.contains(&2);
        (&stream).write_all(&[5, if wants_password { 2 } else { 0 }]).ok()?;
        let mut credentials = None;
        if wants_password {
            let [1] = read(&stream)? else { return None };
            credentials = Some((read_counted(&stream)?, read_counted(&stream)?));
            (&stream).write_all(&[1, 0]).ok()?;
        }
        let [5, 1, 0, kind] = read(&stream)? else { return None };
        let host = match kind {
            1 => read::<4>(&stream)?.to_vec(),
            4 => read::<16>(&stream)?.to_vec(),
            _ => read_counted(&stream)?,
        };
        note(seen, Asked { kind, host, port: u16::from_be_bytes(read(&stream)?), credentials });
        // In three parts, with a name as the address.
        for part in [&[5, 0][..], &[0, 3, 4, b'n'], b"ame\x01\x02"] {
            (&stream).write_all(part).ok()?;
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        relay(stream, TcpStream::connect(target).ok()?)
    })
}

fn asked(scheme: &str, url: &str, more: impl Fn(HttpTransportBuilder) -> HttpTransportBuilder) -> Asked {
    let proxy = recorder(origin().address);
    get(url, more(through(&format!("{scheme}://{}", proxy.address)))).unwrap_or_else(|error| panic!("{scheme} {url}: {error}"));
    proxy.seen().remove(0)
}

fn socks_gets_an_address_or_a_name() {
    let as_they_are = |builder| builder;
    let fixed = |builder: HttpTransportBuilder| builder.resolve("name.test", [([192, 0, 2, 7], 0).into()]);
    let address = |kind, host: &[u8], port| Asked { kind, host: host.to_vec(), port, credentials: None };
    let six = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert_eq!(asked("socks5h", "http://nowhere.test", as_they_are), address(3, b"nowhere.test", 80));
    assert_eq!(asked("socks5h", "http://nowhere.test:8080", as_they_are), address(3, b"nowhere.test", 8080));
    // A name that has an address here is still the proxy's to look up.
    assert_eq!(asked("socks5h", "http://name.test", fixed), address(3, b"name.test", 80));
    assert_eq!(asked("socks5", "http://name.test", fixed), address(1, &[192, 0, 2, 7], 80));
    let with_port = |builder: HttpTransportBuilder| builder.resolve("name.test", [([192, 0, 2, 7], 81).into()]);
    assert_eq!(asked("socks5", "http://name.test", with_port), address(1, &[192, 0, 2, 7], 81));
    assert_eq!(asked("socks5", "http://name.test:82", with_port), address(1, &[192, 0, 2, 7], 82));
    for scheme in ["socks5", "socks5h"] {
        assert_eq!(asked(scheme, "http://192.0.2.8:81", as_they_are), address(1, &[192, 0, 2, 8], 81));
        assert_eq!(asked(scheme, "http://[::1]:82", as_they_are), address(4, &six, 82));
    }
    // `localhost` is in every resolver: an address is sent, of either family.
    let local = asked("socks5", "http://localhost:83", as_they_are);
    assert!([address(1, &[127, 0, 0, 1], 83), address(4, &six, 83)].contains(&local), "{local:?}");
    // Without a resolver that knows the name, there is nothing to send.
    let proxy = recorder(origin().address);
    let error = get("http://nosuch.invalid", through(&format!("socks5://{}", proxy.address))).expect_err("it is not found");
    assert!(error.to_string().contains("the host was not found") && proxy.seen().is_empty(), "{error}");
}

fn socks_gets_user_and_password() {
    let proxy = recorder(origin().address);
    for scheme in ["socks5", "socks5h"] {
        get("http://192.0.2.8", through(&format!("{scheme}://us%3Aer:p%40ss@{}", proxy.address))).expect("through the proxy");
    }
    for asked in proxy.seen() {
        assert_eq!(asked.credentials, Some((b"us:er".to_vec(), b"p@ss".to_vec())));
    }
    assert_eq!(proxy.seen().len(), 2);
}

fn socks_credentials_have_a_limit() {
    let long = "s".repeat(256);
    for pair in [format!("{long}:x"), format!("x:{long}")] {
        let error = Proxy::all(&format!("socks5://{pair}@proxy.test")).expect_err("too long");
        assert!(error.to_string().contains("255") && !error.to_string().contains("ssss"), "{error}");
    }
    for (user, password) in [(&*long, "x"), ("x", &*long)] {
        let set = Proxy::all("socks5h://proxy.test").expect("valid").basic_auth(user, password);
        let error = direct().proxy(set).build().expect_err("too long");
        assert!(error.to_string().contains("255") && !error.to_string().contains("ssss"), "{error}");
    }
    let proxy = recorder(origin().address);
    let longest = "s".repeat(255);
    get("http://192.0.2.8", through(&format!("socks5://{longest}:{longest}@{}", proxy.address))).expect("just short enough");
    assert_eq!(proxy.seen()[0].credentials, Some((longest.clone().into_bytes(), longest.into_bytes())));
}

fn socks_has_a_default_port() {
    // Whether something listens there or not: the error, if any, names the port.
    let transport = through("socks5://127.0.0.2").connect_timeout(std::time::Duration::from_secs(2));
    let error = get("http://192.0.2.8", transport).expect_err("there is no such proxy");
    assert!(error.to_string().contains("127.0.0.2:1080"), "{error}");
}

/// Checks that requests go through a proxy: to an IPv4 address, to a name that it looks up, and by a variable.
fn check_socks(proxy: &str, listen: &str) {
    let server = origin_on(listen);
    let localhost = format!("http://localhost:{}", server.address.port());
    for scheme in ["socks5", "socks5h"] {
        get(&server.url(), through(&format!("{scheme}://{proxy}"))).unwrap_or_else(|error| panic!("{scheme}: {error}"));
    }
    get(&localhost, through(&format!("socks5h://{proxy}"))).expect("the proxy knows the name");
    assert_eq!(Child::new().env("ALL_PROXY", format!("socks5h://{proxy}")).get(&[&server.url()]).calls, ["ok"]);
    assert_eq!(server.seen().len(), 4);
}

fn socks_through_microsocks() {
    let open = Socks::micro(None);
    check_socks(&open.address.to_string(), "127.0.0.1:0");
    let closed = Socks::micro(Some(("user", "p@ss")));
    check_socks(&format!("user:p%40ss@{}", closed.address), "127.0.0.1:0");
}

fn socks_through_dante() {
    let dante = Socks::dante();
    check_socks(&dante.address.to_string(), "127.0.0.1:0");
}

fn socks_refusals_are_the_proxy_s() {
    let socks = Socks::micro(Some(("user", "word")));
    let closed = format!("http://{}", crate::servers::free_address());
    for proxy in [format!("socks5://user:wr0ng@{}", socks.address), format!("socks5h://{}", socks.address)] {
        let error = final_error(&closed, through(&proxy), &["the proxy failed"]);
        assert!(!error.to_string().contains("wr0ng"), "{error}");
    }
    // The proxy is content, and the server is not there.
    repeated_error(&closed, through(&format!("socks5://user:word@{}", socks.address)), &["the proxy failed", "refused"]);
    let limit = std::time::Duration::from_millis(200);
    let transport = through(&mute().url().replace("http:", "socks5:")).connect_timeout(limit);
    let error = repeated_error(&closed, transport, &["connecting took too long", "phase: proxy"]);
    assert!(error.is_timeout(), "{error}");
}
