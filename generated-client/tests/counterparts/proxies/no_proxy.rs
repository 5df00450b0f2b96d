//! `NO_PROXY`: the targets that are reached without a proxy.

use std::net::SocketAddr;

use crate::Test;
use crate::child::{Child, Printed};
use crate::peers::{Peer, origin, origin_on};
use crate::servers::tinyproxy::Tinyproxy;
use crate::servers::{TINYPROXY, wait_until};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::no_proxy_has_names_and_subdomains", &[], no_proxy_has_names_and_subdomains),
        Test::new("proxies::no_proxy_may_have_a_port", &[TINYPROXY], no_proxy_may_have_a_port),
        Test::new("proxies::no_proxy_compares_ipv6_as_addresses", &[TINYPROXY], no_proxy_compares_ipv6_as_addresses),
        Test::new("proxies::no_proxy_has_networks", &[], no_proxy_has_networks),
        Test::new("proxies::no_proxy_is_split_at_commas_and_blanks", &[], no_proxy_is_split_at_commas_and_blanks),
        Test::new("proxies::a_skipped_entry_is_logged", &[], a_skipped_entry_is_logged)
            .if_there(cfg!(feature = "tracing"), "the feature `tracing`"),
    ]
}

/// Two servers, one of which is the proxy: it answers itself.
struct Place {
    direct: Peer,
    proxy: Peer,
}

impl Place {
    fn new() -> Self {
        Self { direct: origin(), proxy: origin() }
    }

    /// Returns which of some hosts are reached directly, and what the child printed.
    fn hosts<'h>(&self, no_proxy: &str, hosts: &[&'h str]) -> (Vec<&'h str>, Printed) {
        self.targets(no_proxy, hosts, self.direct.address)
    }

    fn targets<'h>(&self, no_proxy: &str, hosts: &[&'h str], address: SocketAddr) -> (Vec<&'h str>, Printed) {
        let port = address.port();
        let urls: Vec<String> = hosts.iter().enumerate().map(|(number, host)| format!("http://{host}:{port}/{number}")).collect();
        let names: Vec<(&str, SocketAddr)> = hosts.iter().map(|host| (host.trim_end_matches('.'), address)).collect();
        let child = Child::new().env("HTTP_PROXY", self.proxy.url()).env("NO_PROXY", no_proxy).addresses(&names);
        let printed = child.get(&urls.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(printed.calls.iter().all(|call| call == "ok"), "{printed:?}");
        let through: Vec<String> = self.proxy.seen().into_iter().map(|request| request.target).collect();
        let is_direct = |number: usize| !through.iter().any(|target| target.ends_with(&format!("/{number}/things")));
        (hosts.iter().enumerate().filter(|(number, _)| is_direct(*number)).map(|(_, host)| *host).collect(), printed)
    }
}

fn no_proxy_has_names_and_subdomains() {
    let hosts = ["example.test", "sub.example.test", "a.b.example.test", "EXAMPLE.Test", "example.test.", "notexample.test", "test"];
    for entry in ["example.test", ".example.test", "EXAMPLE.test", "example.test.", ".example.test.", "*.example.test"] {
        let (direct, _) = Place::new().hosts(entry, &hosts);
        assert_eq!(direct, hosts[..5], "{entry}");
    }
}

fn no_proxy_may_have_a_port() {
    let proxy = Tinyproxy::start();
    let (one, two) = (origin(), origin());
    let (with_port, without) = (format!("127.0.0.1:{}", one.address.port()), "127.0.0.1".to_owned());
    for (entry, direct) in [(with_port.as_str(), [1, 0]), (&without, [1, 1]), ("127.0.0.1:1", [0, 0])] {
        let before = proxy.lines().len();
        let child = Child::new().env("HTTP_PROXY", proxy.url()).env("NO_PROXY", entry);
        assert_eq!(child.get(&[&one.url(), &two.url()]).calls, ["ok", "ok"]);
        let through = proxy.requests(before + 2 - direct.iter().sum::<usize>()).split_off(before);
        let is_through = |peer: &Peer| through.iter().any(|line| line.contains(&peer.url()));
        assert_eq!([is_through(&one), is_through(&two)], direct.map(|count| count == 0), "{entry}: {through:?}");
    }
}

fn no_proxy_compares_ipv6_as_addresses() {
    let (proxy, server) = (Tinyproxy::start(), origin_on("[::1]:0"));
    let port = server.address.port();
    let urls = [format!("http://[::1]:{port}"), format!("http://[0:0:0:0:0:0:0:1]:{port}")];
    let urls = [urls[0].as_str(), &urls[1]];
    let with_port = format!("[::1]:{port}");
    for entry in ["::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "::1/128", &with_port] {
        let child = Child::new().env("HTTP_PROXY", proxy.url()).env("NO_PROXY", entry);
        assert_eq!(child.get(&urls).calls, ["ok", "ok"]);
        assert!(proxy.lines().is_empty(), "{entry}: {:?}", proxy.lines());
    }
    for (number, entry) in ["::2", "[::1]:1", "1"].into_iter().enumerate() {
        let child = Child::new().env("HTTP_PROXY", proxy.url()).env("NO_PROXY", entry);
        assert_eq!(child.get(&urls).calls, ["ok", "ok"]);
        assert!(wait_until(|| proxy.lines().len() == 2 * (number + 1)), "{entry}: {:?}", proxy.lines());
    }
}

/// Entries, and whether 127.0.0.1 is among their targets. A name of that address never is.
const NETWORKS: [(&str, bool); 20] = [
    ("127.0.0.0/8", true),
    ("127.0.0.1/32", true),
    ("127.0.0.1/0", true),
    ("0.0.0.0/0", true),
    ("127.0.0.9/24", true),
    ("::ffff:127.0.0.0/104", true),
    ("127.0.0.2/32", false),
    ("10.0.0.0/8", false),
    ("fd07::/64", false),
    ("::1/64", false),
    ("fe80::/10", false),
    ("::/0", false),
    ("127.0.0.0/33", false),
    ("127.0.0.0/-1", false),
    ("127.0.0.0/", false),
    ("127.0.0.0/x", false),
    ("a:b:c", false),
    ("[127.0.0.1", false),
    ("http://127.0.0.1/", false),
    ("*.*", false),
];

fn no_proxy_has_networks() {
    for (entry, is_direct) in NETWORKS {
        let (direct, _) = Place::new().hosts(entry, &["127.0.0.1", "name.test"]);
        assert_eq!(direct, if is_direct { vec!["127.0.0.1"] } else { vec![] }, "{entry}");
    }
    let place = Place::new();
    let server = origin_on("[::1]:0");
    for (entry, is_direct) in [("::1/64", true), ("::/0", true), ("fe80::/10", false), ("0.0.0.0/0", false)] {
        let place = Place { direct: origin(), proxy: origin() };
        let (direct, _) = place.targets(entry, &["[::1]"], server.address);
        assert_eq!(!direct.is_empty(), is_direct, "{entry}");
    }
    // All of them together: those that cannot be read take nothing from the others.
    let all: Vec<&str> = NETWORKS.iter().map(|(entry, _)| *entry).collect();
    assert_eq!(place.hosts(&all.join(","), &["127.0.0.1", "name.test"]).0, ["127.0.0.1"]);
}

fn no_proxy_is_split_at_commas_and_blanks() {
    let hosts = ["a.test", "b.test", "c.test", "d.test", "127.0.0.1"];
    for list in ["a.test,b.test,c.test", "a.test b.test c.test", " a.test , b.test,,\tc.test ,"] {
        assert_eq!(Place::new().hosts(list, &hosts).0, hosts[..3], "{list:?}");
    }
    for list in ["*", " * ", "other.test,*", "* other.test"] {
        assert_eq!(Place::new().hosts(list, &hosts).0, hosts, "{list:?}");
    }
    let place = Place::new();
    let server = origin_on("[::1]:0");
    assert_eq!(place.targets("*", &["[::1]"], server.address).0, ["[::1]"]);
}

fn a_skipped_entry_is_logged() {
    let (_, printed) = Place::new().hosts("127.0.0.0/33, a.test, a:b:c, b.test", &["127.0.0.1"]);
    let lines: Vec<&str> = printed.log.lines().filter(|line| line.contains("NO_PROXY")).collect();
    assert_eq!(lines.len(), 2, "{:?}", printed.log);
    assert!(lines.iter().all(|line| line.contains("WARN")), "{lines:?}");
    let (_, printed) = Place::new().hosts("a.test, 10.0.0.0/8", &["127.0.0.1"]);
    assert!(!printed.log.contains("NO_PROXY"), "{:?}", printed.log);
}
