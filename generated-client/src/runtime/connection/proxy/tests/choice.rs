use super::{route, value};
use crate::runtime::connection::proxy::{Proxies, Proxy};

/// Returns the proxies of settings together with those of an environment.
fn both(settings: Vec<Proxy>, variables: &[(&str, &str)]) -> Proxies {
    Proxies::of_settings(settings).unwrap().or_env(&|name| value(variables, name)).unwrap()
}

/// Checks what URLs go through.
fn check(proxies: &Proxies, table: &[(&str, &str)]) {
    for (url, expected) in table {
        assert_eq!(route(proxies, url), *expected, "{url}");
    }
}

#[test]
fn a_proxy_is_for_its_schemes() {
    check(&Proxies::default(), &[("http://a", "direct"), ("https://a", "direct")]);
    check(&both(vec![Proxy::all("p").unwrap()], &[]), &[("http://a", "http://p:80"), ("https://a", "tunnel http://p:80")]);
    check(&both(vec![Proxy::http("p").unwrap()], &[]), &[("http://a", "http://p:80"), ("https://a", "direct")]);
    check(&both(vec![Proxy::https("https://p").unwrap()], &[]), &[("http://a", "direct"), ("https://a", "tunnel https://p:443")]);
}

#[test]
fn http_targets_are_tunnelled_only_if_that_is_set() {
    let connect_only = || Proxy::all("https://p").unwrap().connect_only();
    check(&both(vec![connect_only()], &[]), &[("http://a", "tunnel https://p:443"), ("https://a", "tunnel https://p:443")]);
    let table = [("http://a", "tunnel socks5h://p:1080"), ("https://a", "tunnel socks5h://p:1080")];
    check(&both(vec![Proxy::all("socks5h://p").unwrap()], &[]), &table);
    check(&both(vec![], &[("ALL_PROXY", "socks5h://p")]), &table);
}

#[test]
fn the_first_proxy_that_fits_is_used() {
    let settings = vec![
        Proxy::https("first").unwrap().no_proxy("internal.test").no_proxy("bad:entry, *.other.test"),
        Proxy::all("second").unwrap().no_proxy("localhost"),
        Proxy::all("third").unwrap().no_proxy("localhost"),
    ];
    let proxies = both(settings, &[]);
    check(
        &proxies,
        &[
            ("https://example.com", "tunnel http://first:80"),
            ("http://example.com", "http://second:80"),
            ("https://internal.test", "tunnel http://second:80"),
            ("https://a.other.test", "tunnel http://second:80"),
            ("https://localhost", "tunnel http://first:80"),
            ("http://localhost", "direct"),
        ],
    );
    assert_eq!(proxies.skipped_exceptions().count(), 1);
}

#[test]
fn settings_come_before_the_environment() {
    let variables = [("HTTP_PROXY", "env"), ("HTTPS_PROXY", "env"), ("NO_PROXY", "excepted.test")];
    let table = [
        // What is excepted in code is direct, and does not go through a proxy of the environment.
        ("https://internal.test", "direct"),
        ("https://example.com", "tunnel http://code:80"),
        // `NO_PROXY` is for the environment only.
        ("https://excepted.test", "tunnel http://code:80"),
        ("http://excepted.test", "direct"),
        ("http://internal.test", "http://env:80"),
    ];
    check(&both(vec![Proxy::https("code").unwrap().no_proxy("internal.test")], &variables), &table);
    let all = [("http://a", "http://code:80"), ("https://a", "tunnel http://code:80")];
    check(&both(vec![Proxy::all("code").unwrap()], &[("NO_PROXY", "*"), ("ALL_PROXY", "env")]), &all);
    check(&both(vec![], &[("ALL_PROXY", "env")]), &[("http://a", "http://env:80"), ("https://a", "tunnel http://env:80")]);
    let none = [("http://a", "direct"), ("https://[::1]", "direct"), ("http://127.0.0.1", "direct")];
    check(&both(vec![Proxy::all("code").unwrap().no_proxy("*")], &[("ALL_PROXY", "env")]), &none);
}
