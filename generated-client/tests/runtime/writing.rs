//! What is sent is exactly what was said.

use serde_json::json as value;

use crate::api::{against, call, client, said};
use crate::runtime::{Date, Empty, File, ListStyle, Maybe, Method, Request, Retry};
use crate::support::memory::block_on;
use crate::support::server::{Received, Server, json};
use crate::types::{Everything, Level, Part};

/// Returns the request as the server got it.
fn sent(build: impl FnOnce(Request) -> Request) -> Received {
    let server = Server::start([json(200, "{}")]);
    let (client, _) = against(&server);
    call(build(client.call(Method::POST, "/things/{id}").path("id", "1"))).expect("sent");
    server.received().remove(0)
}

#[test]
fn a_path_value_is_data() {
    for (id, target) in [
        ("../x", "/things/..%2Fx"),
        ("a/b", "/things/a%2Fb"),
        ("é@x.com", "/things/%C3%A9%40x.com"),
        ("a b?c#d%2F", "/things/a%20b%3Fc%23d%252F"),
        ("...", "/things/..."),
        ("%2e%2e", "/things/%252e%252e"),
        ("{org_id}", "/things/%7Borg_id%7D"),
        ("\\..\\", "/things/%5C..%5C"),
    ] {
        assert_eq!(sent(|request| request.path("id", id)).target, target, "{id}");
    }
}

#[test]
fn a_path_value_that_would_change_the_route_is_refused() {
    let server = Server::start([]);
    let (client, _) = against(&server);
    for (id, problem) in [
        ("", "the path parameter `id` is empty"),
        (".", "the path parameter `id` is `.`, which would change the route"),
        ("..", "the path parameter `id` is `..`, which would change the route"),
    ] {
        let error = call(client.call(Method::GET, "/things/{id}").path("id", id)).expect_err(problem);
        assert_eq!(said(&error), format!("GET /things/{{id}}: {problem} (nothing was sent)"));
    }
    let error = call(client.call(Method::GET, "/things/{id}")).expect_err("not filled in");
    assert_eq!(said(&error), "GET /things/{id}: the parameter `id` is not set: set it with `path` (nothing was sent)");
    assert!(server.received().is_empty());
}

#[test]
fn bound_parameters_fill_themselves_in() {
    let server = Server::start((0..4).map(|_| json(200, "{}")));
    let (client, _) = against(&server);
    let things = |client: &crate::runtime::Client| client.call(Method::GET, "/organizations/{org_id}/things");
    call(things(&client)).expect("sent");
    call(things(&client.bind("org_id", "a/b"))).expect("sent");
    call(things(&client).path("org_id", "own")).expect("sent");
    call(client.call(Method::GET, "/all").bound_query("org_id")).expect("sent");
    assert_eq!(
        server.targets(),
        ["/organizations/acme/things", "/organizations/a%2Fb/things", "/organizations/own/things", "/all?org_id=acme"]
    );
    let error = call(things(&client.bind("org_id", ".."))).expect_err("a changed route");
    assert!(error.to_string().contains("the parameter `org_id` of the client is `..`"));
}

#[test]
fn queries_are_encoded_and_lists_keep_their_items_apart() {
    let request = sent(|request| {
        request
            .query("q", "a b+c&d=é")
            .query("flag", true)
            .query("filter[0][type]", -1.5)
            .query("level", Level::Low)
            .query("since", Date::from("2026-01-02"))
            .query("free", value!({ "a": [1] }))
            .query_list("csv", ListStyle::Csv, ["a,b", "c"])
            .query_list("ssv", ListStyle::Ssv, [1, 2])
            .query_list("tsv", ListStyle::Tsv, [1, 2])
            .query_list("pipes", ListStyle::Pipes, [1, 2])
            .query_list("multi", ListStyle::Multi, ["x", "y"])
            .query_list("none", ListStyle::Multi, Vec::<String>::new())
            .query("flag", false)
            .query_list("multi", ListStyle::Multi, ["z"])
    });
    assert_eq!(
        request.target,
        "/things/1?q=a%20b%2Bc%26d%3D%C3%A9&flag=false&filter%5B0%5D%5Btype%5D=-1.5&level=1&since=2026-01-02\
         &free=%7B%22a%22%3A%5B1%5D%7D&csv=a%2Cb,c&ssv=1%202&tsv=1%092&pipes=1%7C2&multi=z"
    );
}

#[test]
fn headers_are_sent_or_refused() {
    let request = sent(|request| {
        request.header("X-One", "é").header_list("X-Two", ListStyle::Csv, [1, 2]).header("x-one", "again").accept("text/csv")
    });
    assert_eq!((request.header("x-one"), request.header("x-two")), (Some("again"), Some("1,2")));
    assert_eq!(request.header("accept"), Some("text/csv"));
    assert_eq!(request.header("x-things"), Some("client"));
    assert_eq!((request.header("content-type"), request.header("content-length")), (None, Some("0")));

    let (client, _) = against(&Server::start([]));
    let error = call(client.call(Method::GET, "/x").header("x", "a\r\nb: c")).expect_err("two headers");
    assert_eq!(said(&error), "GET /x: the value of the header `x` contains characters that are not allowed (nothing was sent)");
    let error = call(client.call(Method::GET, "/x").header("a b", "c")).expect_err("no header");
    assert_eq!(said(&error), "GET /x: `a b` is not a valid header name (nothing was sent)");
}

#[test]
fn absent_null_and_empty_are_three_things() {
    let sent = |everything: &Everything| serde_json::to_value(everything).expect("writable");
    let mut everything = Everything::default();
    assert_eq!(sent(&everything), value!({}));
    everything.maybe = Maybe::Null;
    everything.numbers = Some(Vec::new());
    everything.name = Some(String::new());
    assert_eq!(sent(&everything), value!({ "maybe": null, "numbers": [], "name": "" }));
    everything.maybe = "x".into();
    assert_eq!(sent(&everything), value!({ "maybe": "x", "numbers": [], "name": "" }));
    everything.maybe = None.into();
    assert!(everything.maybe.is_null() && !everything.maybe.is_absent());
    assert_eq!(Maybe::from(5).as_option(), Some(&5));
    assert_eq!(Maybe::<i64>::Absent.into_option(), None);
    // What is required is always written.
    assert_eq!(serde_json::to_value(Part::default()).expect("writable"), value!({ "id": 0, "tags": [], "step": {} }));
}

#[test]
fn json_bodies_carry_their_media_type() {
    let request = sent(|request| request.json(&value!({ "a": 1 })));
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("application/json"), &br#"{"a":1}"#[..]));
    let request = sent(|request| request.json_as("application/merge-patch+json", &[1]));
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("application/merge-patch+json"), &b"[1]"[..]));
    let request = sent(|request| request.text("text/plain", "é"));
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("text/plain"), "é".as_bytes()));
}

#[test]
fn a_body_that_cannot_be_written_is_an_argument_error() {
    let unwritable = std::collections::BTreeMap::from([(vec![1], 2)]);
    let (client, _) = against(&Server::start([]));
    let error = call(client.call(Method::POST, "/x").json(&unwritable)).expect_err("no text for a key");
    assert!(said(&error).starts_with("POST /x: the body cannot be written as JSON: "), "{error}");
}

#[test]
fn forms_are_url_encoded_without_a_file() {
    let request = sent(|request| {
        request.form("grant_type", "password").form("user name", "a&b=é").form_list("scope", ListStyle::Ssv, ["x", "y"]).form_list(
            "m",
            ListStyle::Multi,
            [1, 2],
        )
    });
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(String::from_utf8_lossy(&request.body), "grant_type=password&user%20name=a%26b%3D%C3%A9&scope=x%20y&m=1&m=2");
}

#[test]
fn forms_are_multipart_with_one() {
    let request = sent(|request| {
        request
            .part("name", File::new("a\"b\r\n.png", vec![0, 255]).media_type("image/png"))
            .part("raw", vec![1])
            .form("subject_type", "Run")
    });
    let media = request.header("content-type").expect("a media type");
    let boundary = media.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"subject_type\"\r\n\r\nRun\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"name\"; filename=\"a%22b%0D%0A.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    expected.extend([0, 255]);
    expected.extend(
        format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"file\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n\u{1}\r\n--{boundary}--\r\n"
        )
        .into_bytes(),
    );
    assert_eq!(request.body, expected);

    let request = sent(|request| request.multipart().form("a", "b"));
    assert!(request.header("content-type").is_some_and(|media| media.starts_with("multipart/form-data")));
    // A header that says so as well does not take the boundary away. One with a boundary is the caller's own.
    for (given, starts) in [
        ("multipart/form-data", "multipart/form-data; boundary=--"),
        ("application/json", "multipart/form-data; boundary=--"),
        ("multipart/form-data; boundary=own", "multipart/form-data; boundary=own"),
    ] {
        let request = sent(|request| request.multipart().form("a", "b").header("Content-Type", given));
        assert!(request.header("content-type").is_some_and(|media| media.starts_with(starts)), "{given}");
    }
    let server = Server::start([]);
    let file = File::new("x", vec![]).media_type("a\nb");
    call(against(&server).0.call(Method::POST, "/x").part("f", file)).expect_err("no media type");
    assert!(server.received().is_empty(), "it is not sent");
}

#[test]
fn operations_can_live_on_another_server() {
    let (server, account) = (Server::start([]), Server::start([json(200, "{}")]));
    let client = client().base_url(server.url() + "/").server("files", account.url()).build().expect("all is given");
    call(client.call(Method::POST, "/oauth/token").server("files").auth(&[])).expect("sent");
    let request = &account.received()[0];
    assert_eq!((request.target.as_str(), request.header("authorization")), ("/oauth/token", None));
}

#[test]
fn the_raw_request_goes_the_same_way() {
    let server = Server::start([json(200, "{\"a\": 1}"), json(200, "{}")]);
    let (client, _) = against(&server);
    let reply = client.request(Method::GET, "/organizations/{org_id}/new?x=1").query("y", 2).extra_query("z", 3);
    assert_eq!(block_on(reply.into_future()).expect("sent"), value!({ "a": 1 }));
    let write = client.request(Method::POST, String::from("/new/{id}")).path("id", "a/b").json(&value!([1]));
    block_on(write.header("x-trace", 7).into_future()).expect("sent");
    assert_eq!(server.targets(), ["/organizations/acme/new?x=1&y=2&z=3", "/new/a%2Fb"]);
    assert_eq!(server.received()[1].body, b"[1]");
    let error = block_on(client.request(Method::GET, "https://elsewhere.example/").into_future()).expect_err("a whole address");
    assert!(error.to_string().contains("does not start with a slash"), "{error}");
}

#[test]
fn what_a_client_cannot_be_made_of_is_refused() {
    let problem = |builder: crate::runtime::ClientBuilder| builder.build().expect_err("refused").to_string();
    for (url, why) in [
        ("things.example", "it must start with https:// or http://"),
        ("ftp://things.example", "it must start with https:// or http://"),
        ("http://things.example?x=1", "it has a query or a fragment"),
        ("http://", "it is not a URL"),
        ("", "it must start with https:// or http://"),
    ] {
        // What may be a secret is not shown.
        let shown = url.split('?').next().unwrap_or_default();
        assert_eq!(problem(client().base_url(url)), format!("`{shown}` is not a valid base URL: {why}; set it with `base_url`"));
    }
    assert_eq!(
        problem(client().base_url("https://me:passw0rd@things.example")),
        "`things.example` is not a valid base URL: it contains a user; use `basic_auth`; set it with `base_url`"
    );
    assert_eq!(problem(client().token(" ")), "the token is empty: set it with `token`, or in the environment variable THINGS_TOKEN");
    assert_eq!(problem(client().api_key("nope", "k")), "Things has no security scheme `nope`");
    assert_eq!(problem(client().header("a b", "c")), "`a b` is not a valid header name");
    assert_eq!(problem(client().header("a", "\n")), "the value of the header `a` contains characters that are not allowed");
    let unset = crate::runtime::ClientBuilder::new(&crate::api::API);
    assert_eq!(problem(unset.clone()), "no base URL: set it with `base_url`");
    let error = unset.from_env().expect_err("no token").to_string();
    assert_eq!(
        error,
        "the environment variable THINGS_TOKEN is not set: set it to a token, or use `token`, `token_provider`, `api_key` or `basic_auth` of \
         the builder"
    );
    assert!(client().retry(Retry::never()).from_env().is_ok(), "a token was given");
}

#[test]
fn a_response_without_use_may_be_anything() {
    let server = Server::start([json(200, "<html>"), json(204, "")]);
    let (client, _) = against(&server);
    for _ in 0..2 {
        let call = crate::runtime::Call::<Empty>::from(client.call(Method::DELETE, "/things/{id}").path("id", 5));
        block_on(call.into_future()).expect("deleted");
    }
}
