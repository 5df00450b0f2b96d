use crate::runtime::connection::proxy::NoProxy;

/// Checks a list against targets (`host`, which stands for port 443, or `host|port`).
fn check(list: &str, direct: &[&str], proxied: &[&str]) {
    let no_proxy = NoProxy::parse(list);
    for (targets, expected) in [(direct, true), (proxied, false)] {
        for target in targets {
            let (host, port) = target.split_once('|').unwrap_or((target, "443"));
            assert_eq!(no_proxy.matches(host, port.parse().unwrap()), expected, "`{list}` with {target}");
        }
    }
}

#[test]
fn names_match_with_their_subdomains() {
    let direct = ["example.com", "EXAMPLE.com", "example.com.", "a.example.com", "a.b.example.com.", "example.com|8080"];
    let proxied = ["notexample.com", "example.com.evil", "example.co", "com", "example.org", "", ".", "127.0.0.1", "[::1]"];
    for entry in ["example.com", ".example.com", "*.example.com", "Example.COM", "example.com.", ".example.com.", "*.EXAMPLE.com."] {
        check(entry, &direct, &proxied);
        assert_eq!(NoProxy::parse(entry).skipped.len(), 0, "{entry}");
    }
    check("localhost", &["localhost", "LOCALHOST.", "a.localhost"], &["127.0.0.1", "[::1]", "localhost.example.com"]);
    check("my_host-1", &["my_host-1"], &["my_host-2"]);
    check("", &[], &["example.com", "127.0.0.1", "[::1]", ""]);
}

#[test]
fn a_port_is_the_only_one() {
    check("host:8080", &["host|8080", "a.host|8080", "HOST.|8080"], &["host|80", "host|443", "other|8080"]);
    for entry in [".host:8080", "*.host:8080", "host.:8080"] {
        check(entry, &["host|8080", "a.host|8080"], &["host|443"]);
    }
    check("host", &["host|80", "host|443", "host|8080"], &[]);
    check("[::1]:8080", &["[::1]|8080", "::1|8080", "[0:0:0:0:0:0:0:1]|8080"], &["[::1]|80", "[::2]|8080"]);
    check("127.0.0.1:8080", &["127.0.0.1|8080"], &["127.0.0.1|80", "127.0.0.2|8080"]);
    check("host:8080,host:9090", &["host|8080", "host|9090"], &["host|443"]);
}

#[test]
fn addresses_are_compared_as_addresses() {
    for entry in ["::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "0000::0001"] {
        check(entry, &["[::1]", "::1", "[0:0::1]", "[::1]|8080"], &["[::2]", "127.0.0.1", "localhost"]);
    }
    check("2001:DB8::A", &["[2001:db8:0::a]"], &["[2001:db8::b]"]);
    check("127.0.0.1", &["127.0.0.1", "127.0.0.1.", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"], &["127.0.0.2", "[::127.0.0.1]"]);
    check("127.0.0.1.", &["127.0.0.1"], &[]);
    check("::ffff:192.0.2.1", &["192.0.2.1", "[::ffff:192.0.2.1]", "[::FFFF:c000:201]"], &["192.0.2.2"]);
    // A part of an address is no domain of it, and a name is never looked up.
    check("0.0.1,.1", &["0.0.1"], &["127.0.0.1", "10.0.0.1"]);
    check("127.0.0.1,::1", &[], &["localhost", "127.0.0.1.example.com"]);
    // Without brackets, this is an address and no port.
    check("::1:8080", &["[::1:8080]", "[0:0:0:0:0:0:1:8080]|80"], &["[::1]|8080"]);
}

#[test]
fn networks_match_addresses_in_them() {
    check("10.0.0.0/8", &["10.0.0.0", "10.255.255.255", "[::ffff:10.1.2.3]", "10.1.2.3|8080"], &["11.0.0.0", "9.255.255.255", "[::a00:1]"]);
    check("10.1.2.3/8", &["10.9.9.9"], &["11.1.2.3"]);
    check("192.168.1.128/25", &["192.168.1.128", "192.168.1.255"], &["192.168.1.127", "192.168.2.128"]);
    check("192.0.2.1/32", &["192.0.2.1"], &["192.0.2.0", "192.0.2.2"]);
    check("0.0.0.0/0", &["1.2.3.4", "255.255.255.255", "[::ffff:1.2.3.4]"], &["[::1]", "example.com"]);
    check("fd07::/64", &["[fd07::1]", "[fd07:0:0:0:ffff::]"], &["[fd07:0:0:1::]", "[fd08::1]"]);
    check("::1/64", &["[::1]", "[::2]", "[::ffff:ffff:ffff:ffff]"], &["[0:0:0:1::1]", "127.0.0.1"]);
    check("::1/128", &["[::1]"], &["[::]", "[::2]"]);
    check("fe80::/10", &["[fe80::1]", "[febf:ffff::1]"], &["[fec0::1]", "[fe7f::1]"]);
    check("::/0", &["[::1]", "[2001:db8::1]"], &["127.0.0.1", "example.com"]);
    check("::ffff:10.0.0.0/104", &["10.1.2.3", "[::ffff:10.1.2.3]"], &["11.0.0.0"]);
    check("10.0.0.0/8", &[], &["10.example.com", "ten.example.com", "10"]);
}

#[test]
fn a_star_is_everything() {
    for list in ["*", " * ", "*,", "localhost,*", "*,a:b:c"] {
        check(list, &["example.com", "127.0.0.1", "[::1]", "10.0.0.1|8080", "", "localhost"], &[]);
    }
}

#[test]
fn commas_and_blanks_separate_alike() {
    for list in ["a.test,b.test,::1", "a.test b.test ::1", " a.test , b.test,\t::1\n", ",,a.test,,b.test  ::1,", "a.test\r\nb.test\n::1"] {
        check(list, &["a.test", "b.test", "[::1]", "x.b.test"], &["c.test", "test"]);
        assert_eq!(NoProxy::parse(list).skipped.len(), 0, "{list:?}");
    }
}

#[test]
fn what_cannot_be_read_is_skipped() {
    let garbage = [
        "a:b:c",
        "a:b",
        "host:",
        "host:0",
        "host:+1",
        "host:65536",
        ":8080",
        ".",
        "..",
        "*.",
        "**",
        "*example.com",
        "a.*.com",
        "192.168.*",
        "*:8080",
        "..example.com",
        "a..b",
        "http://example.com",
        "example.com/",
        "/8",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/+8",
        "10.0.0.0/-1",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "::1/129",
        "[fd07::]/64",
        "fe80::1%eth0",
        "[::1",
        "::1]",
        "[::1]8080",
        "[]",
        "[example.com]",
        ".127.0.0.1",
        "*.[::1]",
        "bücher.example",
        "user@host",
        ";",
    ];
    for entry in garbage {
        check(entry, &[], &["a", "b", "host|8080", "example.com", "a..b", "127.0.0.1", "10.0.0.1", "[::1]", "[::1]|8080", "[fd07::1]", ""]);
        assert_eq!(NoProxy::parse(entry).skipped, [1], "{entry}");
        // What is beside it still counts.
        check(&format!("first.test,{entry} last.test"), &["first.test", "last.test"], &["example.com"]);
    }
    assert_eq!(NoProxy::parse(&garbage.join(",")).skipped.len(), garbage.len());
}
