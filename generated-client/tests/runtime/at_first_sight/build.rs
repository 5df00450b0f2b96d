//! Clients that cannot be built.

use super::{NAMED, Row, TENANTS, builder, check, row};
use crate::runtime::{ClientBuilder, Error};

fn refused(builder: ClientBuilder) -> Error {
    builder.build().map(drop).expect_err("it can never work")
}

fn with_url(url: &str) -> Error {
    refused(builder().base_url(url))
}

fn of_tenant(name: &str, value: &str) -> Error {
    refused(ClientBuilder::new(&TENANTS).bind("tenant", "acme").bind(name.to_owned(), value))
}

const ROWS: &[Row] = &[
    row(
        "no base URL",
        || refused(ClientBuilder::new(&NAMED)),
        "no base URL: set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "another scheme",
        || with_url("ftp://x/api"),
        "`ftp://x/api` is not a valid base URL: it must start with https:// or http://; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "no scheme",
        || with_url("127.0.0.1:80/api"),
        "`127.0.0.1:80/api` is not a valid base URL: it must start with https:// or http://; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "an empty URL",
        || with_url(""),
        "`` is not a valid base URL: it must start with https:// or http://; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a URL with a space",
        || with_url("http://a b/"),
        "`http://a b/` is not a valid base URL: it is not a URL; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a URL with a query",
        || with_url("http://x/api?x=1"),
        "`http://x/api` is not a valid base URL: it has a query or a fragment; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a URL with a fragment",
        || with_url("http://x/api#x"),
        "`http://x/api` is not a valid base URL: it has a query or a fragment; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a URL with a user",
        || with_url("http://me:pass@x/api"),
        "`x/api` is not a valid base URL: it contains a user; use `basic_auth`; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a port that is too large",
        || with_url("http://x:65536"),
        "`http://x:65536` is not a valid base URL: its port is not a number; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a port that is empty",
        || with_url("http://x:/api"),
        "`http://x:/api` is not a valid base URL: its port is not a number; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a host with an empty label",
        || with_url("http://a..b/"),
        "`http://a..b/` is not a valid base URL: its host name has an empty label; set it with `base_url`, or in the environment variable NAMED_URL",
        &[],
        "",
    ),
    row(
        "a variable without a value",
        || refused(ClientBuilder::new(&TENANTS)),
        "the base URL `http://{tenant}.example/{stage}` needs `tenant`, which is not set: set it with `tenant`, or in the environment variable TENANTS_NAME",
        &[],
        "",
    ),
    row(
        "a variable with a value that is not listed",
        || of_tenant("stage", "old"),
        "`stage` cannot be `old`: it must be one of live, test",
        &[],
        "",
    ),
    row(
        "a variable that is no host",
        || of_tenant("tenant", "a/b"),
        "`tenant` cannot be `a/b` in the base URL `http://{tenant}.example/{stage}`: it is not valid in a host name",
        &[],
        "",
    ),
    row(
        "another server",
        || refused(builder().server("files", "files.example")),
        "`files.example` is not a valid base URL: it must start with https:// or http://; set it with `files_url`, or in the environment variable NAMED_FILES",
        &[],
        "",
    ),
    row("the name of a header", || refused(builder().header("a b", "x")), "`a b` is not a valid header name", &[], ""),
    row(
        "the value of a header",
        || refused(builder().header("a", "x\n")),
        "the value of the header `a` contains characters that are not allowed",
        &[],
        "",
    ),
    row(
        "an empty token",
        || refused(builder().token(" ")),
        "the token is empty: set it with `token`, or in the environment variable NAMED_TOKEN",
        &[],
        "",
    ),
    row(
        "a token with a line break",
        || refused(builder().token("to\nken")),
        "the secret for the header `authorization` contains characters that are not allowed in a header",
        &[],
        "",
    ),
    row("a key of no scheme", || refused(builder().api_key("kay", "x")), "Named has no security scheme `kay`", &[], ""),
    row(
        "an empty key",
        || refused(builder().api_key("key", "")),
        "the key of the security scheme `key` is empty: set it with `api_key`",
        &[],
        "",
    ),
    row(
        "an empty parameter",
        || refused(builder().bind("org", "")),
        "the parameter `org` is empty: set it with `ClientBuilder::org_id` or `Client::for_org_id`, or in the environment variable NAMED_ORG",
        &[],
        "",
    ),
];

#[test]
fn a_client_that_can_never_work_is_not_built() {
    assert!(builder().build().is_ok() && builder().bind("org", "acme").token("t").build().is_ok());
    check(ROWS);
}

/// Without a TLS library, `https` can never work: with one it does.
#[test]
fn https_needs_a_feature() {
    let urls: [fn() -> Result<crate::runtime::Client, Error>; 2] =
        [|| builder().base_url("https://x/api").build(), || builder().server("files", "https://files.example").build()];
    for build in urls {
        let built = build();
        assert_eq!(built.is_ok(), cfg!(any(feature = "rustls", feature = "native-tls")));
        if let Err(error) = built {
            let feature = "needs TLS, which this build has not: enable the feature `rustls` or `native-tls` of the crate `tallyfy`";
            assert!(error.to_string().contains(feature), "{error}");
        }
    }
    // Another transport has its own TLS.
    let other = builder().base_url("https://x/api").transport(super::Says(200, &[], ""));
    assert!(other.build().is_ok());
}
