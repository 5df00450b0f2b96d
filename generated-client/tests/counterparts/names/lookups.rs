//! Lookups of names, and addresses that are given instead.

use std::net::SocketAddr;

use crate::Test;
use crate::calls::{client, direct, get, through};
use crate::child::Child;
use crate::peers::{origin, tunnel_to};
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, OPENSSL, UNSHARE, shown};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("names::a_name_that_does_not_exist_is_final", &[UNSHARE], a_name_that_does_not_exist_is_final)
            .if_there(may_unshare(), "namespaces of ordinary users"),
        Test::new("names::a_resolver_that_is_down_is_asked_again", &[UNSHARE], a_resolver_that_is_down_is_asked_again)
            .if_there(may_unshare(), "namespaces of ordinary users"),
        Test::new("names::an_unknown_name_is_named", &[], an_unknown_name_is_named),
        Test::new("names::given_addresses_and_ports", &[], given_addresses_and_ports),
        Test::new("names::behind_a_proxy_nothing_is_looked_up", &[], behind_a_proxy_nothing_is_looked_up),
        Test::new("names::a_given_address_keeps_the_name", &[NGINX, OPENSSL], a_given_address_keeps_the_name),
    ]
}

/// Whether this system lets us have a network of our own, which has nothing in it.
pub fn may_unshare() -> bool {
    let Some(program) = UNSHARE.path() else { return false };
    std::process::Command::new(program).args(["-Urnm", "true"]).output().is_ok_and(|output| output.status.success())
}

fn a_name_that_does_not_exist_is_final() {
    let folder = Folder::new();
    let files_only = shown(&folder.write("nsswitch.conf", "hosts: files\n"));
    let script = format!("mount --bind {files_only} /etc/nsswitch.conf && exec \"$@\"");
    let printed = Child::within(&["unshare", "-Urnm", "sh", "-c", &script, "sh"]).get(&["http://nosuch.invalid"]);
    let line = &printed.calls[0];
    assert!(line.starts_with("NeverSent 1 "), "{line}");
    assert!(line.contains("the host was not found: `nosuch.invalid`: ") && line.contains("nosuch.invalid"), "{line}");
}

fn a_resolver_that_is_down_is_asked_again() {
    let printed = Child::within(&["unshare", "-Urn"]).get(&["http://nosuch.invalid"]);
    let line = &printed.calls[0];
    assert!(line.starts_with("NeverSent 3 ") && line.contains("the host was not found: `nosuch.invalid`: "), "{line}");
}

/// Whatever the resolver of this system says of it.
fn an_unknown_name_is_named() {
    let error = get("http://nosuch.invalid", direct()).expect_err("it does not exist");
    assert!(error.to_string().contains("the host was not found: `nosuch.invalid`: "), "{error}");
    assert_eq!(error.delivery(), tallyfy::Delivery::NeverSent);
}

fn given_addresses_and_ports() {
    let server = origin();
    let port = server.address.port();
    let with = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let cases = [
        (format!("http://api.test:{port}"), with(0), format!("api.test:{port}")),
        // A port in the URL goes first.
        (format!("http://api.test:{port}"), with(1), format!("api.test:{port}")),
        ("http://api.test".to_owned(), with(port), "api.test".to_owned()),
        (format!("http://API.Test:{port}"), with(0), format!("api.test:{port}")),
        (format!("http://api.test.:{port}"), with(0), format!("api.test.:{port}")),
    ];
    for (number, (url, address, host)) in cases.into_iter().enumerate() {
        for (name, half) in [("API.test", 0), ("api.TEST.", 1)] {
            get(&url, direct().resolve(name, [address])).unwrap_or_else(|error| panic!("{url} at {address}: {error}"));
            let seen = server.seen();
            assert_eq!(seen[2 * number + half].header("host").map(str::to_ascii_lowercase), Some(host.clone()));
        }
    }
    // Port 0 stands for that of the scheme; nobody listens there, or somebody else.
    let transport = direct().resolve("api.test", [SocketAddr::from(([127, 0, 0, 9], 0))]);
    let error = get("http://api.test", transport).expect_err("nobody is there");
    assert!(error.to_string().contains("127.0.0.9:80"), "{error}");
}

fn a_given_address_keeps_the_name() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "DNS:api.test", &root), "");
    let transport = || direct().add_root_certificates(root.certificate_text());
    get(&nginx.url("https", "API.test"), transport().resolve("api.test", [([127, 0, 0, 1], 0).into()])).expect("by the port of the URL");
    get("https://api.test", transport().resolve("api.test", [nginx.address])).expect("by the port of the address");
    for (request, host) in nginx.requests(2).iter().zip([format!("api.test:{}", nginx.address.port()), "api.test".to_owned()]) {
        assert!(
            request.to_ascii_lowercase().contains(&format!("|api.test|{host}|")) && request.contains("|api.test|HTTP/1.1|"),
            "{request}"
        );
    }
    let error = get(&nginx.url("https", "other.test"), transport().resolve("other.test", [nginx.address])).expect_err("another name");
    assert!(error.to_string().contains("not valid for name \"other.test\""), "{error}");
}

fn behind_a_proxy_nothing_is_looked_up() {
    let (trap, proxy) = (origin(), origin());
    // The name of the proxy has a given address, and that of the target is not used.
    let transport = || through("http://proxy.test").resolve("proxy.test", [proxy.address]).resolve("nowhere.test", [trap.address]);
    get("http://nowhere.test", transport()).expect("the proxy answers");
    assert_eq!(proxy.seen()[0].target, "http://nowhere.test/things");
    let tunnel = tunnel_to(proxy.address, &[b"HTTP/1.1 200 OK\r\n\r\n"]);
    let port = tunnel.address.port();
    let transport = through(&format!("http://proxy.test:{port}")).resolve("Proxy.Test", [([127, 0, 0, 1], 1).into()]);
    let _ = get("https://nosuch.invalid", transport.resolve("nosuch.invalid", [trap.address]));
    assert_eq!(tunnel.seen()[0].target, "nosuch.invalid:443");
    assert!(trap.seen().is_empty());
    drop(client("http://nowhere.test", direct()));
}
