//! Errors help at first sight: every way by which one comes about, with what it says in a log and where `main` returns it.

mod build;
mod calls;
mod environment;
mod outside;
mod responses;
mod unsent;

use crate::runtime::{Api, Body, Bound, Client, ClientBuilder, Error, Scheme, SchemeKind, Server, Transport, TransportFuture, Variable};
use crate::support::clock::FakeClock;

/// One way by which an error comes about.
struct Row {
    /// What has gone wrong.
    what: &'static str,
    make: fn() -> Error,
    /// The first line of `Debug`, and the beginning of `Display`.
    line: &'static str,
    /// The other lines of `Debug`.
    lines: &'static [&'static str],
    /// The rest of `Display`.
    rest: &'static str,
}

const fn row(what: &'static str, make: fn() -> Error, line: &'static str, lines: &'static [&'static str], rest: &'static str) -> Row {
    Row { what, make, line, lines, rest }
}

/// Checks what the errors say, and that `Debug` is a few lines.
fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for Row { what, make, line, lines, rest } in rows {
        let error = make();
        let display = format!("{line}{rest}");
        let debug: Vec<String> = std::iter::once((*line).to_owned()).chain(lines.iter().map(|line| format!("  {line}"))).collect();
        let (display_is, debug_is) = (error.to_string(), format!("{error:?}"));
        assert!(debug.len() <= 12, "{what}: {debug_is}");
        assert!(!display_is.contains('\n'), "{what}: {display_is}");
        assert_eq!(format!("{error:#?}"), debug_is, "{what}");
        if (&display_is, &debug_is) != (&display, &debug.join("\n")) {
            wrong.push(format!("{what}\n{display_is}\n{debug_is}\n"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// An API in which everything has a name.
static NAMED: Api = Api {
    name: "Named",
    base_url_env: Some("NAMED_URL"),
    token_env: Some("NAMED_TOKEN"),
    log_env: Some("NAMED_LOG"),
    bound: &[Bound { name: "org", env: Some("NAMED_ORG"), setter: "org_id", rebind: "for_org_id" }],
    servers: &[Server { name: "files", url: "http://files.example", env: Some("NAMED_FILES"), setter: "files_url" }],
    schemes: &[Scheme { name: "token", kind: SchemeKind::Bearer }, Scheme { name: "key", kind: SchemeKind::Query("api_key") }],
    auth: &[&["token"], &[]],
    ..BARE
};

/// An API whose base URL has variables.
static TENANTS: Api = Api {
    base_url: Some("http://{tenant}.example/{stage}"),
    base_url_env: Some("TENANTS_URL"),
    variables: &[
        Variable { name: "tenant", env: Some("TENANTS_NAME"), setter: "tenant", default: None, values: &[] },
        Variable { name: "stage", env: None, setter: "stage", default: Some("live"), values: &["live", "test"] },
    ],
    ..BARE
};

const BARE: Api = Api {
    name: "Bare",
    version: "1",
    base_url: None,
    variables: &[],
    base_url_env: None,
    token_env: None,
    log_env: None,
    headers: &[],
    bound: &[],
    servers: &[],
    secrets: &[],
    schemes: &[],
    auth: &[],
};

/// Starts a client of the named API.
fn builder() -> ClientBuilder {
    ClientBuilder::new(&NAMED).base_url("http://named.example:8080/v1").clock(FakeClock::default())
}

/// Answers every request with this status, these headers and this body.
#[derive(Clone)]
struct Says(u16, &'static [(&'static str, &'static str)], &'static str);

impl Transport for Says {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from(self.2));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        for (name, value) in self.1 {
            let value = http::HeaderValue::from_static(value);
            response.headers_mut().insert(http::HeaderName::from_static(name), value);
        }
        Box::pin(async { Ok(response) })
    }
}

/// A client whose server says this.
fn hears(says: Says) -> Client {
    builder().transport(says).build().expect("all is given")
}
