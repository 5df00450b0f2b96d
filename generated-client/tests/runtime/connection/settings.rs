//! Settings that cannot work: they fail when the transport or the client is built, by their name and without their value.

use std::time::Duration;

use crate::api::API;
use crate::runtime::{ClientBuilder, HttpTransport, HttpTransportBuilder};

fn problem(builder: HttpTransportBuilder) -> Option<String> {
    builder.build().err().map(|error| error.to_string())
}

fn direct() -> HttpTransportBuilder {
    HttpTransport::builder().no_proxy()
}

#[test]
fn a_host_that_no_url_has_is_refused() {
    let resolve = |host: &str| problem(direct().resolve(host, [([127, 0, 0, 1], 0).into()]));
    for host in ["https://s3cret.test", "s3cret.test:443", "s3cret.test/", "", ".", "s3cret..test", "s3cret test", "[s3cret]"] {
        let problem = resolve(host).unwrap_or_else(|| panic!("{host}"));
        assert!(problem.starts_with("`resolve`") && !problem.contains("s3cret"), "{problem}");
    }
    for host in ["a.test", "A.Test.", "a_b.test", "127.0.0.1", "::1", "[::1]", "localhost"] {
        assert_eq!(resolve(host), None, "{host}");
    }
    let none = problem(direct().resolve("s3cret.test", [])).expect("there is no address");
    assert!(none.starts_with("`resolve`") && !none.contains("s3cret"), "{none}");
}

#[cfg(unix)]
#[test]
fn a_unix_socket_that_cannot_be_is_refused() {
    let long = "/s3cret".repeat(100);
    for (host, path) in
        [("a.test:80", "/run/s3cret"), ("http://a.test", "/run/s3cret"), ("a.test", ""), ("a.test", &*long), ("a.test", "/s3cret\0")]
    {
        let problem = problem(direct().unix_socket(host, path)).unwrap_or_else(|| panic!("{host}"));
        assert!(problem.starts_with("`unix_socket`") && !problem.contains("s3cret") && !problem.contains("a.test"), "{problem}");
    }
    assert_eq!(problem(direct().unix_socket("A.test.", "/run/s")), None);
}

#[test]
fn a_time_that_the_system_cannot_count_is_refused() {
    for interval in [Duration::ZERO, Duration::from_millis(999)] {
        assert!(problem(direct().tcp_keepalive(interval)).is_some_and(|problem| problem.starts_with("`tcp_keepalive`")));
    }
    assert_eq!(problem(direct().tcp_keepalive(None)), None);
    assert_eq!(problem(direct().tcp_keepalive(Duration::from_secs(1))), None);
    let client = ClientBuilder::new(&API).base_url("http://a.test").timeout(Duration::ZERO).build().expect_err("no call can end");
    assert!(client.to_string().starts_with("`timeout`"), "{client}");
}

#[cfg(feature = "http2")]
#[test]
fn settings_that_contradict_each_other_are_refused() {
    let both = problem(direct().http1_only().http2_prior_knowledge()).expect("it can be one of them");
    assert!(both.contains("`http1_only`") && both.contains("`http2_prior_knowledge`"), "{both}");
}

#[test]
fn a_client_whose_requests_would_all_be_wrong_is_not_built() {
    let client = || ClientBuilder::new(&API).base_url("http://a.test");
    for name in ["content-length", "Transfer-Encoding"] {
        let error = client().header(name, "77").build().expect_err(name).to_string();
        assert!(error.contains(&format!("`{name}`")) && !error.contains("77"), "{error}");
    }
    let error = client().basic_auth("me:s3cret", "word").build().expect_err("the server would cut it in two").to_string();
    assert!(error.contains("`basic_auth`") && !error.contains("s3cret"), "{error}");
}

#[test]
fn a_host_that_cannot_be_connected_to_is_refused() {
    for (url, words) in [
        ("http://m\u{fc}nchen.test", "xn--"),
        ("http://[fe80::1%25lo]:8080", "zone"),
        ("http://[fe80::1%lo]", "zone"),
        ("http://[a.test]", "IPv6"),
        ("http://a.test:99999", "port"),
    ] {
        let error = ClientBuilder::new(&API).base_url(url).build().expect_err(url).to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn roots_that_would_not_be_trusted_are_refused() {
    let pem = "-----BEGIN CERTIFICATE-----\ns3cret\n-----END CERTIFICATE-----\n";
    let both = problem(direct().only_root_certificates(pem).add_root_certificates(pem)).expect("it cannot be both");
    assert!(both.starts_with("`add_root_certificates`") && both.contains("`only_root_certificates`") && !both.contains("s3cret"), "{both}");
}
