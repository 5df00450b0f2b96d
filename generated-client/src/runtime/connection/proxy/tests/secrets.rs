use super::proxies;
use crate::runtime::connection::proxy::{Proxies, Proxy, ProxyAddress};

/// What none of the values below may show.
const SECRETS: [&str; 5] = ["s3cret", "us3r", "h0st", "czNjcmV0", "dXMzcj"];

fn check(shown: &str, value: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{shown} shows {secret} of {value}");
    }
}

#[test]
fn errors_show_nothing_of_a_value() {
    let values = [
        "ftp://us3r:s3cret@h0st",
        "s3cret://us3r@h0st",
        "us3r:s3cret://h0st",
        "http://us3r:s3cret@",
        "http://us3r:s3cret@h0st:s3cret",
        "http://us3r:s3cret@h0st:99999",
        "http://us3r:s3cret@h0st/s3cret",
        "http://us3r:s3cret/x@h0st",
        "http://us3r:s3cret#x@h0st",
        "http://us3r:s3cret?@h0st",
        "http://us3r%3As3cret:x@h0st",
        "http://us3r:s3cret%FF@h0st",
        "http://us3r:s3cret@h0st h0st",
        "http://us3r:s3cret@[h0st]",
        "http://us3r:s3cret@h0st..s3cret",
        "us3r:s3cret",
        "http://us3r:s3cret\u{fffd}@h0st:x",
        "s3cret:s3cret:s3cret",
    ];
    for value in values {
        let error = ProxyAddress::parse(value).err().unwrap_or_else(|| panic!("{value} is read"));
        check(error, value);
        let invalid = Proxy::all(value).unwrap_err();
        check(&format!("{invalid} {invalid:?}"), value);
        for name in ["HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
            check(&proxies(&[(name, value)]).unwrap_err(), value);
        }
    }
    let (user, password) = ("us3r:", "s3cret".repeat(50));
    check(&Proxies::of_settings(vec![Proxy::all("h0st").unwrap().basic_auth(user, &password)]).unwrap_err(), user);
    let socks = Proxy::all("socks5h://h0st").unwrap().basic_auth(user, &password);
    check(&Proxies::of_settings(vec![socks]).unwrap_err(), user);
}

#[test]
fn debug_shows_no_credentials() {
    let values = ["http://us3r:s3cret@proxy", "us3r:a@s3cret@proxy", "https://us3r@proxy:443", "http://s3cret%40us3r:%@proxy"];
    for value in values {
        let address = ProxyAddress::parse(value).unwrap();
        check(&format!("{address} {address:?} {address:#?} {:?}", address.authorization()), value);
        let proxy = Proxy::all(value).unwrap();
        check(&format!("{proxy:?}"), value);
        let env = proxies(&[("ALL_PROXY", value)]).unwrap();
        let code = Proxies::of_settings(vec![proxy.basic_auth("us3r", "s3cret")]).unwrap();
        for proxies in [env, code] {
            check(&format!("{proxies:?} {:?}", proxies.find(true, "a", 443)), value);
        }
    }
    let address = ProxyAddress::parse("socks5h://us3r:s3cret@[::1]").unwrap();
    assert_eq!(format!("{address:?}"), "socks5h://[::1]:1080");
    assert_eq!(format!("{address}"), "socks5h://[::1]:1080");
}
