//! Calls that get no response, or no token, and lists that do not add up.

use std::future::pending;

use super::{Row, Says, builder, check, hears, row};
use crate::api::{PAGES, call};
use crate::runtime::{
    Body, Call, Client, ClientBuilder, Error, Method, Paged, Paging, PagingStyle, Renewing, Request, Retry, Secret, TokenFuture,
    TokenSource, Tokens, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

pub(super) fn failed(request: Request) -> Error {
    call(request).expect_err("a failure")
}

/// A transport without a response.
struct Fails(TransportErrorKind, &'static str);

impl Transport for Fails {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let cause = std::io::Error::other(TransportError::new(self.0, self.1));
        let error = TransportError::new(self.0, cause);
        Box::pin(async { Err(error) })
    }
}

fn broken(method: Method, kind: TransportErrorKind, cause: &'static str, retry: Retry) -> Error {
    let client = builder().transport(Fails(kind, cause)).retry(retry).build().expect("all is given");
    failed(client.call(method, "/things"))
}

/// A transport that never responds, while the test's clock lets the attempt time out.
struct Hangs(FakeClock);

impl Transport for Hangs {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let clock = self.0.clone();
        Box::pin(async move {
            clock.time_out();
            pending().await
        })
    }
}

fn hanging() -> Error {
    let clock = FakeClock::default();
    let client = builder().clock(clock.clone()).transport(Hangs(clock)).retry(Retry::never()).build().expect("all is given");
    failed(client.call(Method::POST, "/things"))
}

fn with_provider(change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Error {
    let client = change(builder().transport(Says(200, &[], "{}"))).build().expect("all is given");
    failed(client.call(Method::POST, "/things"))
}

fn late_token() -> Error {
    let clock = FakeClock::default();
    let for_provider = clock.clone();
    with_provider(|builder| {
        builder.clock(clock).token_provider(move || {
            let clock = for_provider.clone();
            async move {
                clock.time_out();
                pending().await
            }
        })
    })
}

/// A source of tokens.
#[derive(Clone, Copy)]
enum Source {
    Refuses,
    /// A server that answers an error.
    Asks,
}

impl TokenSource for Source {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async move {
            match self {
                Self::Refuses => Err(Error::credentials("the refresh token has expired")),
                Self::Asks => {
                    client.request(Method::POST, "/token").await?;
                    Ok(Tokens::new("t", None, None))
                }
            }
        })
    }
}

fn from_source(source: Source, says: Says) -> Error {
    let client = builder().transport(says).token_provider(Renewing::new(source)).build().expect("all is given");
    failed(client.call(Method::POST, "/things"))
}

/// Redirects to another host, which does not respond.
struct Redirects;

impl Transport for Redirects {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        match request.uri().host() {
            Some("named.example") => Says(302, &[("location", "http://me:pass@other.example/x?key=k")], "").send(request),
            _ => Fails(TransportErrorKind::NotSent, "connection refused").send(request),
        }
    }
}

fn redirected() -> Error {
    let client = builder().transport(Redirects).retry(Retry::never()).build().expect("all is given");
    failed(client.call(Method::GET, "/things"))
}

pub(super) static LINKS: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: None }, next: Some("/next"), ..PAGES };

fn walked(body: &'static str, paging: &'static Paging) -> Error {
    let list = Call::<Paged<i64>>::from(hears(Says(200, &[], body)).call(Method::GET, "/things").paging(paging));
    block_on(list.stream().collect()).expect_err("not the whole list")
}

const WITHOUT_RESPONSE: &[Row] = &[
    row(
        "no connection",
        || broken(Method::GET, TransportErrorKind::NotSent, "no such host", Retry::never()),
        "GET /things at named.example:8080: no connection: no such host",
        &["nothing was sent", "caused by no connection"],
        " (nothing was sent)",
    ),
    row(
        "no connection for a write",
        || broken(Method::POST, TransportErrorKind::NotSent, "refused", Retry::never()),
        "POST /things at named.example:8080: no connection: refused",
        &["nothing was sent", "caused by no connection"],
        " (nothing was sent)",
    ),
    row(
        "a broken read",
        || broken(Method::GET, TransportErrorKind::Broken, "reset", Retry::never()),
        "GET /things at named.example:8080: the connection broke: reset",
        &["caused by the connection broke"],
        "",
    ),
    row(
        "a broken write",
        || broken(Method::POST, TransportErrorKind::Broken, "reset", Retry::never()),
        "POST /things at named.example:8080: the connection broke: reset",
        &["the server may have processed it", "caused by the connection broke"],
        " (the server may have processed it)",
    ),
    row(
        "a broken write that can be repeated",
        || broken(Method::PUT, TransportErrorKind::Broken, "reset", Retry::never()),
        "PUT /things at named.example:8080: the connection broke: reset",
        &["the server may have processed it", "caused by the connection broke"],
        " (the server may have processed it)",
    ),
    row(
        "a read after retries",
        || broken(Method::GET, TransportErrorKind::Broken, "reset", Retry::default().retries(2)),
        "GET /things at named.example:8080: the connection broke: reset",
        &["3 attempts", "caused by the connection broke"],
        " (3 attempts)",
    ),
    row(
        "too slow a connection",
        || broken(Method::PATCH, TransportErrorKind::TimedOut, "15 s", Retry::never()),
        "PATCH /things at named.example:8080: the server took too long: 15 s",
        &["the server may have processed it", "caused by the server took too long"],
        " (the server may have processed it)",
    ),
    row(
        "no response in time",
        hanging,
        "POST /things at named.example:8080: the server took too long: no complete response within 60s",
        &["the server may have processed it"],
        " (the server may have processed it)",
    ),
    row(
        "no connection after a redirect",
        redirected,
        "GET /things at other.example: no connection: connection refused",
        &["nothing was sent", "caused by no connection"],
        " (nothing was sent)",
    ),
];

#[test]
fn a_call_without_a_response_says_how_far_it_came() {
    check(WITHOUT_RESPONSE);
}

const WITHOUT_TOKEN: &[Row] = &[
    row(
        "no token",
        || with_provider(|it| it.token_provider(|| async { Err(Error::credentials("locked")) })),
        "POST /things at named.example:8080: no token: locked",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a token with a line break",
        || with_provider(|it| it.token_provider(|| async { Ok("a\nb".into()) })),
        "POST /things at named.example:8080: no token: the token contains characters that are not allowed in a header",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no token in time",
        late_token,
        "POST /things at named.example:8080: no token: no token was provided within 60s",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a refused renewal",
        || from_source(Source::Refuses, Says(200, &[], "{}")),
        "POST /things at named.example:8080: no token: the refresh token has expired",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a renewal that the server refuses",
        || from_source(Source::Asks, Says(400, &[], r#"{"error":"invalid_grant"}"#)),
        "POST /things at named.example:8080: no token: POST /token at named.example:8080: 400 Bad Request: invalid_grant (the server did not process it)",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
];

#[test]
fn a_call_without_a_token_says_why() {
    check(WITHOUT_TOKEN);
}

const LISTS: &[Row] = &[
    row(
        "a page on another host",
        || walked(r#"{"data":[1],"next":"http://other.example/"}"#, &LINKS),
        "GET /things at named.example:8080: the next page is on another host, to which credentials are not sent",
        &[],
        "",
    ),
    row(
        "no URL of a page",
        || walked(r#"{"data":[1],"next":"mailto:x"}"#, &LINKS),
        "GET /things at named.example:8080: the URL of the next page is not valid",
        &[],
        "",
    ),
    row(
        "a total that is not reached",
        || walked(r#"{"data":[1],"meta":{"pagination":{"total":2,"total_pages":1}}}"#, &PAGES),
        "GET /things at named.example:8080: the server reports 2 items, but 1 were received",
        &[],
        "",
    ),
];

#[test]
fn a_list_that_does_not_add_up_says_so() {
    check(LISTS);
}
