//! The variables of the environment that name proxies.

use crate::Test;
use crate::child::Child;
use crate::peers::{Peer, origin};
use crate::servers::TINYPROXY;
use crate::servers::tinyproxy::Tinyproxy;

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("proxies::both_cases_are_read", &[TINYPROXY], both_cases_are_read),
        Test::new("proxies::the_scheme_goes_before_all", &[TINYPROXY], the_scheme_goes_before_all),
        Test::new("proxies::cgi_ignores_what_a_header_can_set", &[TINYPROXY], cgi_ignores_what_a_header_can_set),
        Test::new("proxies::what_cannot_be_used_fails_at_build", &[TINYPROXY], what_cannot_be_used_fails_at_build),
    ]
}

/// A server, and two proxies.
struct Place {
    origin: Peer,
    one: Tinyproxy,
    two: Tinyproxy,
}

/// How often the server was reached past the proxies, and what the two proxies got.
type Counts = (usize, usize, usize);

impl Place {
    fn new() -> Self {
        Self { origin: origin(), one: Tinyproxy::start(), two: Tinyproxy::start() }
    }

    /// Calls an `http` URL with some variables. The values `1` and `2` stand for the addresses of the proxies.
    fn http(&self, variables: &[(&str, &str)]) -> Counts {
        self.call(&self.origin.url(), variables, "ok")
    }

    /// The same with `https`, which ends with an error of TLS: the server does not speak it.
    fn https(&self, variables: &[(&str, &str)]) -> Counts {
        self.call(&self.origin.url().replace("http:", "https:"), variables, "TLS failed")
    }

    fn call(&self, url: &str, variables: &[(&str, &str)], result: &str) -> Counts {
        let all = || (self.origin.seen().len(), self.one.lines().len(), self.two.lines().len());
        let before = all();
        let value = |text: &str| match text {
            "1" => self.one.url(),
            "2" => self.two.url(),
            _ => text.to_owned(),
        };
        let child = variables.iter().fold(Child::new(), |child, (name, text)| child.env(name, value(text)));
        let printed = child.get(&[url]);
        assert!(printed.calls[0].contains(result), "{variables:?}: {printed:?}");
        // The proxies have written their lines before they go on with the request.
        let after = all();
        let (one, two) = (after.1 - before.1, after.2 - before.2);
        match result {
            "ok" => (after.0 - before.0 - one - two, one, two),
            // The handshake may have been tried more than once.
            _ => (usize::from(one + two == 0), one.min(1), two.min(1)),
        }
    }
}

fn both_cases_are_read() {
    let place = Place::new();
    for (upper, lower) in [("HTTP_PROXY", "http_proxy"), ("ALL_PROXY", "all_proxy")] {
        assert_eq!(place.http(&[(upper, "1")]), (0, 1, 0), "{upper}");
        assert_eq!(place.http(&[(lower, "1")]), (0, 1, 0), "{lower}");
        assert_eq!(place.http(&[(upper, "1"), (lower, "2")]), (0, 1, 0), "{upper} goes first");
        assert_eq!(place.http(&[(upper, ""), (lower, "2")]), (0, 0, 1), "an empty {upper} hides nothing");
        assert_eq!(place.http(&[(upper, ""), (lower, "")]), (1, 0, 0), "both are empty");
    }
    for (upper, lower) in [("HTTPS_PROXY", "https_proxy"), ("ALL_PROXY", "all_proxy")] {
        assert_eq!(place.https(&[(upper, "1")]), (0, 1, 0), "{upper}");
        assert_eq!(place.https(&[(lower, "1")]), (0, 1, 0), "{lower}");
        assert_eq!(place.https(&[(upper, "1"), (lower, "2")]), (0, 1, 0), "{upper} goes first");
        assert_eq!(place.https(&[(upper, ""), (lower, "2")]), (0, 0, 1), "an empty {upper} hides nothing");
    }
    for name in ["NO_PROXY", "no_proxy"] {
        assert_eq!(place.http(&[("HTTP_PROXY", "1"), (name, "127.0.0.")]), (0, 1, 0), "{name}");
        assert_eq!(place.http(&[("HTTP_PROXY", "1"), (name, "*")]), (1, 0, 0), "{name}");
    }
    assert_eq!(place.http(&[("HTTP_PROXY", "1"), ("NO_PROXY", ""), ("no_proxy", "*")]), (1, 0, 0));
    assert_eq!(place.http(&[("HTTP_PROXY", "1"), ("NO_PROXY", "other.test"), ("no_proxy", "*")]), (0, 1, 0));
}

fn the_scheme_goes_before_all() {
    let place = Place::new();
    assert_eq!(place.https(&[("ALL_PROXY", "1"), ("HTTPS_PROXY", "2")]), (0, 0, 1));
    assert_eq!(place.https(&[("ALL_PROXY", "1"), ("https_proxy", "2")]), (0, 0, 1));
    assert_eq!(place.http(&[("ALL_PROXY", "1"), ("HTTPS_PROXY", "2")]), (0, 1, 0));
    assert_eq!(place.http(&[("ALL_PROXY", "1"), ("HTTP_PROXY", "2")]), (0, 0, 1));
    assert_eq!(place.http(&[("HTTPS_PROXY", "2")]), (1, 0, 0), "a proxy for the other scheme");
}

fn cgi_ignores_what_a_header_can_set() {
    let place = Place::new();
    let cgi = ("REQUEST_METHOD", "GET");
    assert_eq!(place.http(&[cgi, ("HTTP_PROXY", "1")]), (1, 0, 0));
    assert_eq!(place.http(&[cgi, ("HTTP_PROXY", "1"), ("http_proxy", "2")]), (0, 0, 1));
    assert_eq!(place.http(&[cgi, ("HTTP_PROXY", "1"), ("ALL_PROXY", "2")]), (0, 0, 1));
    assert_eq!(place.http(&[cgi, ("HTTP_PROXY", "1"), ("ALL_PROXY", "2"), ("NO_PROXY", "127.0.0.1")]), (1, 0, 0));
    assert_eq!(place.https(&[cgi, ("HTTPS_PROXY", "1")]), (0, 1, 0));
    // What cannot be used is no obstacle where it is not looked at.
    assert_eq!(place.http(&[cgi, ("HTTP_PROXY", "ftp://evil")]), (1, 0, 0));
}

fn what_cannot_be_used_fails_at_build() {
    let place = Place::new();
    let url = place.origin.url();
    for value in ["ftp://s3cret.test", "http://", "http://user:s3cret@", "socks4://s3cret.test", "http://s3cret.test:99999", "s3cret test"]
    {
        for name in ["HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
            // Another variable that could serve does not.
            let mut child = Child::new().env("all_proxy", place.one.url()).env(name, value);
            if name != "ALL_PROXY" {
                child = child.env("ALL_PROXY", place.one.url());
            }
            let printed = child.get(&[&url]);
            let line = &printed.calls[0];
            assert!(line.contains(name) && !line.contains("s3cret"), "{name}={value}: {line}");
            assert!(line.starts_with("NeverSent 0 "), "{name}={value}: {line}");
        }
    }
    let (origin, one) = (place.origin.seen().len(), place.one.lines());
    assert_eq!((origin, one), (0, Vec::new()));
    // It would serve no scheme.
    let variables = [("ALL_PROXY", "socks://desktop"), ("HTTP_PROXY", "1"), ("HTTPS_PROXY", "2")];
    assert_eq!(place.http(&variables), (0, 1, 0));
    assert_eq!(place.https(&variables), (0, 0, 1));
}
