//! Calls that are not made.

use std::collections::BTreeMap;
use std::time::Duration;

use super::calls::{LINKS, failed};
use super::{Row, Says, builder, check, hears, row};
use crate::api::{PAGES, call};
use crate::runtime::{Body, Call, Error, File, Method, Paged, Request, Transport, TransportFuture};
use crate::support::memory::block_on;

/// A call that cannot be sent.
fn unsent(method: Method, path: &'static str, change: fn(Request) -> Request) -> Error {
    failed(change(hears(Says(200, &[], "{}")).call(method, path)))
}

fn of_another_list() -> Error {
    let bookmark = Call::<Paged<i64>>::from(hears(Says(200, &[], "{}")).call(Method::GET, "/things").paging(&PAGES)).stream().bookmark();
    let bookmark = bookmark.to_string().replace(":s", ":n2").parse().expect("a bookmark");
    let list = Call::<Paged<i64>>::from(hears(Says(200, &[], "{}")).call(Method::GET, "/things").paging(&LINKS));
    block_on(list.stream().resume(&bookmark).collect()).expect_err("another list")
}

fn late() -> Error {
    let client = builder().transport(Says(200, &[], "{}")).deadline(Duration::ZERO).build().expect("all is given");
    failed(client.call(Method::POST, "/things"))
}

fn twice() -> Error {
    let file = File::from_stream("a", None, NoBytes);
    let client = builder().transport(Reads).build().expect("all is given");
    let upload = || client.call(Method::POST, "/files").part("f", file.clone());
    let sent = failed(upload());
    assert!(sent.status().is_some(), "{sent}");
    failed(upload())
}

/// Refuses a request when it has read it.
struct Reads;

impl Transport for Reads {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        Box::pin(async {
            let mut body = request.into_body();
            while std::future::poll_fn(|context| http_body::Body::poll_frame(std::pin::Pin::new(&mut body), context)).await.is_some() {}
            let head = http::Request::new(Body::default());
            Says(422, &[], "{}").send(head).await
        })
    }
}

/// A stream without an item.
struct NoBytes;

impl futures_core::Stream for NoBytes {
    type Item = std::io::Result<crate::runtime::Bytes>;

    fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}

const UNSENT: &[Row] = &[
    row(
        "no value for a parameter",
        || unsent(Method::GET, "/things/{id}", |it| it),
        "GET /things/{id} at named.example:8080: the parameter `id` is not set: set it with `path`",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no value that the client is to give",
        || unsent(Method::POST, "/orgs/{org}/things", |it| it),
        "POST /orgs/{org}/things at named.example:8080: the parameter `org` is not set: set it with `ClientBuilder::org_id` or `Client::for_org_id`, or in the environment variable NAMED_ORG",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no value in the query",
        || unsent(Method::POST, "/things", |it| it.bound_query("org")),
        "POST /things at named.example:8080: the parameter `org` is not set: set it with `ClientBuilder::org_id` or `Client::for_org_id`, or in the environment variable NAMED_ORG",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "an empty parameter",
        || unsent(Method::GET, "/things/{id}", |it| it.path("id", "")),
        "GET /things/{id} at named.example:8080: the path parameter `id` is empty",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "another route",
        || unsent(Method::GET, "/things/{id}", |it| it.path("id", "..")),
        "GET /things/{id} at named.example:8080: the path parameter `id` is `..`, which would change the route",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "the name of a header",
        || unsent(Method::GET, "/things", |it| it.header("a b", "x")),
        "GET /things at named.example:8080: `a b` is not a valid header name",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "the value of a header",
        || unsent(Method::GET, "/things", |it| it.header("a", "\n")),
        "GET /things at named.example:8080: the value of the header `a` contains characters that are not allowed",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no JSON",
        || unsent(Method::POST, "/things", |it| it.json(&BTreeMap::from([((), 1)]))),
        "POST /things at named.example:8080: the body cannot be written as JSON: key must be a string",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no media type",
        || unsent(Method::POST, "/things", |it| it.bytes("a\n", "x")),
        "POST /things at named.example:8080: `a ` is not a valid media type",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no path",
        || unsent(Method::GET, "things", |it| it),
        "GET things at named.example:8080: the path `things` does not start with a slash",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "no file",
        || unsent(Method::POST, "/files", |it| it.part("f", File::from_path("/no/such/file"))),
        "POST /files at named.example:8080: the file /no/such/file cannot be read: No such file or directory (os error 2)",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a stream that is used up",
        twice,
        "POST /files at named.example:8080: the file `a` is a stream that has been sent, and can be sent only once",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a deadline that has passed",
        late,
        "POST /things at named.example:8080: the deadline has passed",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
    row(
        "a bookmark of another list",
        of_another_list,
        "GET /things at named.example:8080: the bookmark belongs to another list",
        &["nothing was sent"],
        " (nothing was sent)",
    ),
];

#[test]
fn a_call_that_is_not_made_says_why() {
    check(UNSENT);
    let preview = hears(Says(200, &[], "")).request(Method::GET, "/orgs/{org}").preview().expect_err("no organization");
    assert_eq!(preview.to_string(), failed(hears(Says(200, &[], "")).call(Method::GET, "/orgs/{org}")).to_string());
}

/// Most paths need no value of the client: they can be called without it.
#[test]
fn a_missing_value_is_an_error_of_the_calls_that_need_it() {
    assert!(call(hears(Says(200, &[], "{}")).call(Method::GET, "/me")).is_ok());
    let bound = hears(Says(200, &[], "{}")).bind("org", "acme");
    assert!(call(bound.call(Method::GET, "/orgs/{org}")).is_ok());
}
