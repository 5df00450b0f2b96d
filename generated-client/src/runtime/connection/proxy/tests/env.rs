use crate::runtime::transport::HAS_TLS;
use std::cell::RefCell;

use super::{proxies, route, value};
use crate::runtime::connection::proxy::{Proxies, Proxy};

/// Checks what `http://target` and `https://target` go through, by the variables that are set.
fn check(variables: &[(&str, &str)], http: &str, https: &str) {
    let proxies = proxies(variables).unwrap();
    assert_eq!(route(&proxies, "http://target"), http, "{variables:?}");
    assert_eq!(route(&proxies, "https://target"), https, "{variables:?}");
}

#[test]
fn both_cases_are_read_and_upper_case_wins() {
    check(&[], "direct", "direct");
    for name in ["HTTP_PROXY", "http_proxy"] {
        check(&[(name, "http://p:1")], "http://p:1", "direct");
    }
    for name in ["HTTPS_PROXY", "https_proxy"] {
        check(&[(name, "http://p:1")], "direct", "tunnel http://p:1");
    }
    for name in ["ALL_PROXY", "all_proxy"] {
        check(&[(name, "p:1")], "http://p:1", "tunnel http://p:1");
    }
    check(&[("HTTP_PROXY", "upper"), ("http_proxy", "lower")], "http://upper:80", "direct");
    check(&[("HTTPS_PROXY", "upper"), ("https_proxy", "lower")], "direct", "tunnel http://upper:80");
    check(&[("ALL_PROXY", "upper"), ("all_proxy", "lower")], "http://upper:80", "tunnel http://upper:80");
    let both = [("NO_PROXY", "a.test"), ("no_proxy", "b.test"), ("ALL_PROXY", "p")];
    assert_eq!(route(&proxies(&both).unwrap(), "http://a.test"), "direct");
    assert_eq!(route(&proxies(&both).unwrap(), "http://b.test"), "http://p:80");
    // Other cases are other variables.
    check(&[("Http_Proxy", "p"), ("Https_Proxy", "p")], "direct", "direct");
}

#[test]
fn an_empty_variable_counts_as_unset() {
    for empty in ["", " ", "\t\n"] {
        check(&[("HTTP_PROXY", empty), ("http_proxy", "lower")], "http://lower:80", "direct");
        check(&[("HTTPS_PROXY", empty), ("https_proxy", empty), ("ALL_PROXY", "all")], "http://all:80", "tunnel http://all:80");
        check(&[("HTTP_PROXY", empty), ("HTTPS_PROXY", empty), ("ALL_PROXY", empty)], "direct", "direct");
        let lower = proxies(&[("NO_PROXY", empty), ("no_proxy", "target"), ("ALL_PROXY", "p")]).unwrap();
        assert_eq!(route(&lower, "http://target"), "direct");
    }
}

#[test]
fn the_variable_of_the_scheme_wins() {
    check(&[("ALL_PROXY", "all"), ("HTTPS_PROXY", "own")], "http://all:80", "tunnel http://own:80");
    check(&[("ALL_PROXY", "all"), ("HTTP_PROXY", "own")], "http://own:80", "tunnel http://all:80");
    check(&[("ALL_PROXY", "all"), ("https_proxy", "own")], "http://all:80", "tunnel http://own:80");
    check(&[("ALL_PROXY", "all"), ("http_proxy", "a"), ("https_proxy", "b")], "http://a:80", "tunnel http://b:80");
}

#[test]
fn a_cgi_program_does_not_use_the_header_proxy() {
    let cgi = ("REQUEST_METHOD", "GET");
    check(&[cgi, ("HTTP_PROXY", "evil")], "direct", "direct");
    check(&[("REQUEST_METHOD", ""), ("HTTP_PROXY", "evil")], "direct", "direct");
    check(&[cgi, ("HTTP_PROXY", "evil"), ("ALL_PROXY", "all")], "http://all:80", "tunnel http://all:80");
    check(&[cgi, ("HTTP_PROXY", "evil"), ("https_proxy", "own")], "direct", "tunnel http://own:80");
    check(&[cgi, ("HTTPS_PROXY", "own")], "direct", "tunnel http://own:80");
    // It does not fail the build either.
    check(&[cgi, ("HTTP_PROXY", "ftp://evil")], "direct", "direct");
    let lower = if cfg!(windows) { "direct" } else { "http://own:80" };
    check(&[cgi, ("http_proxy", "own")], lower, "direct");
    check(&[cgi, ("HTTP_PROXY", "evil"), ("http_proxy", "own")], lower, "direct");
    let except = proxies(&[cgi, ("HTTPS_PROXY", "own"), ("NO_PROXY", "a.test")]).unwrap();
    assert_eq!(route(&except, "https://a.test"), "direct");
    // What is set in code still counts.
    let settings = Proxies::of_settings(vec![Proxy::all("code").unwrap()]).unwrap();
    let both = settings.or_env(&|name| value(&[cgi, ("HTTP_PROXY", "evil")], name)).unwrap();
    assert_eq!(route(&both, "http://target"), "http://code:80");
}

#[test]
fn a_variable_that_cannot_be_used_fails() {
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let fails = |value: &str, problem: &str| {
            let error = proxies(&[(name, value)]).unwrap_err();
            assert_eq!(error, format!("the environment variable {name} is not the address of a proxy: {problem}"));
        };
        fails("ftp://proxy", "its scheme is not one of http, https, socks5 and socks5h");
        fails("http://", "it has no host");
        fails("http://proxy:port", "its port is not a number from 1 to 65535");
        fails("http://a%3Ab:c@proxy", "its user contains a colon");
        fails("http://u:\u{fffd}@proxy", "it is not UTF-8");
        let error = proxies(&[(name, "https://proxy")]).err();
        let expected = format!("the proxy of the environment variable {name} needs the feature `rustls`");
        assert_eq!(error, (!HAS_TLS).then_some(expected));
    }
    // No other variable stands in for it.
    let broken = [("HTTPS_PROXY", "ftp://p"), ("https_proxy", "p"), ("ALL_PROXY", "p")];
    assert!(proxies(&broken).unwrap_err().contains(" HTTPS_PROXY "));
    assert!(proxies(&[("HTTP_PROXY", "p"), ("all_proxy", "http://p/path")]).unwrap_err().contains(" all_proxy "));
}

#[test]
fn a_variable_that_serves_no_scheme_is_not_read() {
    check(&[("HTTP_PROXY", "a"), ("HTTPS_PROXY", "b"), ("ALL_PROXY", "socks://c")], "http://a:80", "tunnel http://b:80");
    check(&[("HTTP_PROXY", "a"), ("http_proxy", "ftp://c")], "http://a:80", "direct");
    check(&[("ALL_PROXY", "socks://c"), ("NO_PROXY", "*")], "direct", "direct");
    let asked = RefCell::new(Vec::new());
    let get = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        value(&[("HTTP_PROXY", "a"), ("HTTPS_PROXY", "b")], name)
    };
    Proxies::from_env(&get).unwrap();
    assert!(asked.take().iter().all(|name| !name.eq_ignore_ascii_case("all_proxy")));
    // A proxy in code replaces the variable.
    for (proxy, broken) in [(Proxy::all("code"), "ALL_PROXY"), (Proxy::http("code"), "HTTP_PROXY"), (Proxy::https("code"), "HTTPS_PROXY")] {
        let settings = Proxies::of_settings(vec![proxy.unwrap()]).unwrap();
        assert!(settings.or_env(&|name| value(&[(broken, "ftp://p")], name)).is_ok(), "{broken}");
    }
}

#[test]
fn no_proxy_is_for_all_proxies_of_the_environment() {
    let list = "localhost, .internal.test 10.0.0.0/8,[::1]:8080,a:b:c";
    let proxies = proxies(&[("HTTP_PROXY", "p"), ("HTTPS_PROXY", "p"), ("no_proxy", list)]).unwrap();
    for direct in ["localhost", "a.internal.test", "internal.test:81", "10.1.2.3", "[::1]:8080", "[0::1]:8080"] {
        assert_eq!(route(&proxies, &format!("http://{direct}")), "direct");
        assert_eq!(route(&proxies, &format!("https://{direct}")), "direct");
    }
    for proxied in ["example.com", "11.1.2.3", "[::1]", "127.0.0.1"] {
        assert_eq!(route(&proxies, &format!("http://{proxied}")), "http://p:80");
        assert_eq!(route(&proxies, &format!("https://{proxied}")), "tunnel http://p:80");
    }
    assert_eq!(proxies.skipped_exceptions().count(), 1);
    for target in ["http://127.0.0.1", "https://[::1]", "http://example.com"] {
        assert_eq!(route(&super::proxies(&[("ALL_PROXY", "p"), ("NO_PROXY", "*")]).unwrap(), target), "direct");
    }
    // Without a proxy, nobody needs to hear of it.
    assert_eq!(super::proxies(&[("NO_PROXY", "a:b:c")]).unwrap().skipped_exceptions().count(), 0);
}
