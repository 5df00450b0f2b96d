use crate::runtime::connection::proxy::{Proxies, Proxy, ProxyAddress, ProxyScheme};
use crate::runtime::text::base64;
use crate::runtime::transport::HAS_TLS;

#[test]
fn addresses_are_read() {
    use ProxyScheme::{Http, Https, Socks5, Socks5h};
    let table = [
        ("http://proxy.example.com:3128", Http, "proxy.example.com", 3128),
        ("proxy.example.com:3128", Http, "proxy.example.com", 3128),
        ("proxy.example.com", Http, "proxy.example.com", 80),
        ("  proxy.example.com\n", Http, "proxy.example.com", 80),
        ("http://proxy.example.com/", Http, "proxy.example.com", 80),
        ("HTTP://Proxy.Example.COM", Http, "proxy.example.com", 80),
        ("https://proxy.example.com", Https, "proxy.example.com", 443),
        ("https://proxy.example.com:8443/", Https, "proxy.example.com", 8443),
        ("socks5://proxy_1", Socks5, "proxy_1", 1080),
        ("SOCKS5H://proxy:65535", Socks5h, "proxy", 65535),
        ("http://192.0.2.1:1", Http, "192.0.2.1", 1),
        ("http://[::1]:3128", Http, "::1", 3128),
        ("[0:0:0:0:0:0:0:1]", Http, "::1", 80),
        ("socks5://[2001:DB8::A]", Socks5, "2001:db8::a", 1080),
        ("http://proxy.example.com.:3128", Http, "proxy.example.com.", 3128),
        ("http://@proxy", Http, "proxy", 80),
        ("http://:@proxy", Http, "proxy", 80),
    ];
    for (text, scheme, host, port) in table {
        let address = ProxyAddress::parse(text).unwrap();
        assert_eq!((address.scheme, address.host.as_str(), address.port), (scheme, host, port), "{text}");
        assert!(address.credentials.is_none() && address.authorization().is_none(), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    const PORT: &str = "its port is not a number from 1 to 65535";
    const HOST: &str = "it has no host";
    const PATH: &str = "it has a path, a query or a fragment";
    const SCHEME: &str = "its scheme is not one of http, https, socks5 and socks5h";
    const LABEL: &str = "its host name has an empty label";
    const LETTER: &str = "its host name contains characters other than ASCII letters, digits, `-`, `_` and `.`";
    const ENCODE: &str = "`/`, `?` and `#` have to be percent-encoded in its user and password";
    const IPV6: &str = "what is in the brackets of its host is not an IPv6 address";
    let table = [
        ("", HOST),
        ("http://", HOST),
        ("http:///", HOST),
        ("http://user@", HOST),
        ("http://:3128", HOST),
        ("//proxy", PATH),
        ("ftp://proxy", SCHEME),
        ("socks://proxy", SCHEME),
        ("socks4://proxy", SCHEME),
        ("\"http://proxy\"", SCHEME),
        ("://proxy", SCHEME),
        ("http://proxy:", PORT),
        ("http://proxy:0", PORT),
        ("http://proxy:+80", PORT),
        ("http://proxy:65536", PORT),
        ("http://proxy:port", PORT),
        ("http:proxy", PORT),
        ("http://[::1]:", PORT),
        ("http://proxy/path", PATH),
        ("http://proxy//", PATH),
        ("http://proxy?query", PATH),
        ("http://proxy/?query", PATH),
        ("http://proxy#fragment", PATH),
        ("http://user:p/ss@proxy", ENCODE),
        ("http://user:p#ss@proxy", ENCODE),
        ("http://user:p?ss@proxy", ENCODE),
        ("http://a..b", LABEL),
        ("http://.", LABEL),
        ("http://.proxy", LABEL),
        ("http://pro xy", LETTER),
        ("http://pröxy", LETTER),
        ("http://proxy\\path", LETTER),
        ("http://%70roxy", LETTER),
        ("http://*", LETTER),
        ("http://[proxy]", IPV6),
        ("http://[::1", IPV6),
        ("http://[127.0.0.1]", IPV6),
        ("http://[fe80::1%25eth0]", IPV6),
        ("http://[::1]3128", "after the brackets of its host, there is something other than a port"),
        ("http://::1", "its host contains a colon: an IPv6 address has to be in brackets"),
        ("http://::1:3128", "its host contains a colon: an IPv6 address has to be in brackets"),
        ("http://us%3Aer:password@proxy", "its user contains a colon"),
        ("https://us%3aer@proxy", "its user contains a colon"),
        ("http://user:%FF@proxy", "its user or its password is not UTF-8"),
    ];
    for (text, problem) in table {
        assert_eq!(ProxyAddress::parse(text).err(), Some(problem), "{text}");
    }
}

#[test]
fn credentials_are_decoded_once() {
    let table = [
        ("http://user:password@proxy", "user", "password"),
        ("user:password@proxy:3128", "user", "password"),
        ("http://user@proxy", "user", ""),
        ("http://user:@proxy", "user", ""),
        ("http://:password@proxy", "", "password"),
        ("http://user:p%40ss%3A@proxy", "user", "p@ss:"),
        ("http://user:p@ss@proxy", "user", "p@ss"),
        ("http://us@er:p@ss@proxy", "us@er", "p@ss"),
        ("http://user:a:b:c@proxy", "user", "a:b:c"),
        ("http://user:%2540@proxy", "user", "%40"),
        ("http://user:c%6q%@proxy", "user", "c%6q%"),
        ("http://user:%é@proxy", "user", "%é"),
        ("http://user:%C3%A9é@proxy", "user", "éé"),
        ("http://user:a%40b%3Ac%256q%23%C3%A9@proxy", "user", "a@b:c%6q#é"),
        ("http://user:a@b%3Ac%6q%23é@proxy", "user", "a@b:c%6q#é"),
        ("http://user:a%2Fb%3Fc@proxy", "user", "a/b?c"),
        ("http://user:a+b c@proxy", "user", "a+b c"),
    ];
    for (text, user, password) in table {
        let address = ProxyAddress::parse(text).unwrap();
        let credentials = address.credentials.as_ref().unwrap();
        assert_eq!((credentials.user.as_str(), credentials.password.as_str()), (user, password), "{text}");
        assert_eq!(address.host, "proxy", "{text}");
        let authorization = address.authorization().unwrap();
        assert_eq!(authorization.to_str().unwrap(), format!("Basic {}", base64(format!("{user}:{password}").as_bytes())), "{text}");
        assert!(authorization.is_sensitive(), "{text}");
    }
    // From RFC 7617, section 2 and 2.1.
    assert_eq!(ProxyAddress::parse("Aladdin:open%20sesame@p").unwrap().authorization().unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(ProxyAddress::parse("test:123%C2%A3@p").unwrap().authorization().unwrap(), "Basic dGVzdDoxMjPCow==");
    assert_eq!(ProxyAddress::parse("user@p").unwrap().authorization().unwrap(), "Basic dXNlcjo=");
}

#[test]
fn credentials_of_socks_have_255_bytes_at_most() {
    const TOO_LONG: &str = "its user or its password is longer than the 255 bytes of SOCKS";
    let (longest, longer) = ("x".repeat(255), "x".repeat(256));
    let address = ProxyAddress::parse(&format!("socks5h://{longest}:{longest}@proxy")).unwrap();
    assert!(address.authorization().is_none());
    assert_eq!(ProxyAddress::parse(&format!("socks5://{longer}@proxy")).err(), Some(TOO_LONG));
    assert_eq!(ProxyAddress::parse(&format!("socks5h://user:{longer}@proxy")).err(), Some(TOO_LONG));
    // Bytes count, not characters, and only after decoding.
    assert_eq!(ProxyAddress::parse(&format!("socks5://user:{}@proxy", "é".repeat(128))).err(), Some(TOO_LONG));
    assert!(ProxyAddress::parse(&format!("socks5://user:{}@proxy", "%41".repeat(255))).is_ok());
    assert!(ProxyAddress::parse(&format!("http://user:{longer}@proxy")).is_ok());
    // Only a header cannot have a colon in the user.
    assert_eq!(ProxyAddress::parse("socks5://a%3Ab:c@proxy").unwrap().credentials.unwrap().user, "a:b");
}

#[test]
fn credentials_can_be_set_apart() {
    let authorization = |proxy: Proxy| {
        let proxies = Proxies::of_settings(vec![proxy])?;
        Ok::<_, String>(proxies.find(true, "example.com", 443).unwrap().address.authorization().unwrap())
    };
    let proxy = Proxy::all("http://other:other@proxy").unwrap();
    assert_eq!(authorization(proxy.clone().basic_auth("user", "p%40ss:")).unwrap(), "Basic dXNlcjpwJTQwc3M6");
    let error = authorization(proxy.basic_auth("us:er", "password")).unwrap_err();
    assert_eq!(error, "the address of the proxy is not valid: its user contains a colon");
}

#[test]
fn addresses_with_other_credentials_differ() {
    let parse = |text| ProxyAddress::parse(text).unwrap();
    assert!(parse("http://proxy/") == parse("PROXY"));
    assert!(parse("http://user:a@proxy") != parse("http://user:b@proxy"));
    assert!(parse("http://user:a@proxy") != parse("http://proxy"));
}

#[test]
fn a_proxy_over_tls_needs_a_feature() {
    for (text, is_socks, is_tls) in
        [("http://proxy", false, false), ("https://proxy", false, true), ("socks5://proxy", true, false), ("socks5h://proxy", true, false)]
    {
        let address = ProxyAddress::parse(text).unwrap();
        assert_eq!(address.scheme.is_socks(), is_socks);
        assert_eq!(address.missing_feature(), (is_tls && !HAS_TLS).then_some("rustls"), "{text}");
        let error = Proxies::of_settings(vec![Proxy::all(text).unwrap()]).err();
        let expected = "the proxy that is set in code needs the feature `rustls`";
        assert_eq!(error.as_deref(), address.missing_feature().map(|_| expected), "{text}");
    }
}
