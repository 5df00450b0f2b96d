//! User and password for a proxy.

use tallyfy::Proxy;

use crate::Test;
use crate::calls::{direct, get, through};
use crate::peers::{origin, tunnel_to};
use crate::servers::squid::Squid;
use crate::servers::{OPENSSL, SQUID};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::a_password_is_decoded_once", &[SQUID, OPENSSL], a_password_is_decoded_once)
            .if_there(Squid::has_helper() || SQUID.path().is_none(), "basic_ncsa_auth"),
        Test::new("proxies::credentials_become_basic", &[], credentials_become_basic),
        Test::new("proxies::a_colon_in_the_user_fails_at_build", &[], a_colon_in_the_user_fails_at_build),
    ]
}

fn a_password_is_decoded_once() {
    let squid = Squid::start(Some(("user", "a@b:c%6q#é")));
    let origin = origin();
    for (number, password) in ["a%40b%3Ac%256q%23%C3%A9", "a@b:c%6q%23é", "a@b%3ac%6q%23%c3%a9"].into_iter().enumerate() {
        let proxy = format!("http://user:{password}@{}", squid.address);
        get(&origin.url(), through(&proxy)).unwrap_or_else(|error| panic!("{password}: {error}"));
        assert_eq!(origin.seen().len(), number + 1);
        assert!(!format!("{:?}", Proxy::all(&proxy)).contains("b:c"), "it is shown");
    }
    let set = Proxy::all(&format!("http://{}", squid.address)).map(|proxy| proxy.basic_auth("user", "a@b:c%6q#é"));
    get(&origin.url(), direct().proxy(set.expect("the address is valid"))).expect("nothing is decoded");
}

fn credentials_become_basic() {
    // In base64: `user:`, `:word`, `ü:ß`, `%:%4`.
    for (before, expected) in [("user", "dXNlcjo="), (":word", "OndvcmQ="), ("%C3%BC:%C3%9F", "w7w6w58="), ("%:%4", "JTolNA==")] {
        let proxy = origin();
        get("http://nowhere.test", through(&format!("http://{before}@{}", proxy.address))).expect("the proxy answers");
        let seen = proxy.seen();
        assert_eq!(seen[0].header("proxy-authorization"), Some(format!("Basic {expected}").as_str()), "{before}");
        let tunnel = tunnel_to(proxy.address, &[b"HTTP/1.1 200 OK\r\n\r\n"]);
        let _ = get("https://nowhere.test", through(&format!("http://{before}@{}", tunnel.address)));
        assert_eq!(tunnel.seen()[0].header("proxy-authorization"), Some(format!("Basic {expected}").as_str()), "{before}");
    }
}

fn a_colon_in_the_user_fails_at_build() {
    let error = Proxy::all("http://us%3Aer:s3cret@proxy.test").expect_err("a colon");
    assert!(error.to_string().contains("colon") && !error.to_string().contains("s3cret"), "{error}");
    let set = Proxy::all("http://proxy.test").expect("valid").basic_auth("us:er", "s3cret");
    let error = direct().proxy(set).build().expect_err("a colon");
    assert!(error.to_string().contains("colon") && !error.to_string().contains("s3cret"), "{error}");
}
