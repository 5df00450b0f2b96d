//! Redirects: followed where that is safe, and nothing secret travels to another host.

use crate::api::{against, call, client};
use crate::runtime::{Body, Delivery, Method, Transport, TransportFuture};
use crate::support::server::{Act, Server, json, reply};

fn to(status: u16, location: &str) -> Act {
    Act::Reply(reply(status, &[("location", location)], ""))
}

#[test]
fn within_the_host_everything_goes_along() {
    let server = Server::start([to(302, "/v2/things?moved=1#part"), to(307, "other"), json(200, "{}")]);
    let (client, clock) = against(&server);
    call(client.call(Method::GET, "/things").query("q", "x")).expect("found in the end");
    assert_eq!(server.targets(), ["/things?q=x", "/v2/things?moved=1", "/v2/other"]);
    for request in server.received() {
        assert_eq!(request.header("authorization"), Some("Bearer s3cret-token"));
        assert_eq!(request.header("x-things"), Some("client"));
    }
    assert!(clock.waits().is_empty());
}

#[test]
fn to_another_host_no_secret_travels() {
    let other = Server::start([json(200, "{\"id\": 1}")]);
    let server = Server::start([to(301, &format!("{}/elsewhere", other.url()))]);
    let client = client().base_url(server.url()).header("x-api-key", "k3y-value").user_agent("me/1").build();
    let request = client.expect("all is given").call(Method::GET, "/things").header("cookie", "session=abc");
    call(request).expect("found in the end");
    assert_eq!(server.received()[0].header("x-api-key"), Some("k3y-value"));
    let there = &other.received()[0];
    assert_eq!(there.target, "/elsewhere");
    assert_eq!((there.header("accept"), there.header("user-agent")), (Some("application/json"), Some("me/1")));
    for name in ["authorization", "cookie", "x-api-key", "x-things"] {
        assert_eq!(there.header(name), None, "{name}");
    }
}

#[test]
fn a_write_is_sent_again_only_where_the_server_says_so_and_only_there() {
    for (status, location, followed) in [
        (307, "/moved", Some("POST")),
        (308, "/moved", Some("POST")),
        (303, "/moved", Some("GET")),
        (301, "/moved", None),
        (302, "/moved", None),
        (307, "http://127.0.0.1:1/moved", None),
    ] {
        let server = Server::start([to(status, location), json(200, "{}")]);
        let (client, _) = against(&server);
        let result = call(client.call(Method::POST, "/things").json("x"));
        let second = server.received().get(1).map(|request| request.method.clone());
        assert_eq!((second.as_deref(), result.is_ok()), (followed, followed.is_some()), "{status} {location}");
        if let Err(error) = result {
            assert_eq!(
                (error.status().map(|status| status.as_u16()), error.delivery()),
                (Some(status), if status == 302 { Delivery::Unknown } else { Delivery::Refused })
            );
            assert!(error.to_string().contains("the redirect is not followed"), "{error}");
        }
    }
}

#[test]
fn what_hooks_add_stays_with_the_api() {
    let other = Server::start([to(302, "/further"), json(200, "{}")]);
    let server = Server::start([to(302, &other.url())]);
    let signed = client().base_url(server.url()).on_attempt(|attempt, headers| {
        headers.insert("x-signature", http::HeaderValue::from(attempt.number));
        headers.insert("authorization", http::HeaderValue::from_static("Basic s3cret"));
        headers.insert("accept-language", http::HeaderValue::from_static("de"));
    });
    call(signed.build().expect("all is given").call(Method::GET, "/things")).expect("found in the end");
    assert_eq!(server.received()[0].header("authorization"), Some("Basic s3cret"));
    for there in other.received() {
        assert_eq!((there.header("authorization"), there.header("x-signature")), (None, None), "{}", there.target);
        assert_eq!(there.header("accept-language"), Some("de"));
    }
}

#[test]
fn what_describes_a_body_does_not_go_along_without_it() {
    let server = Server::start([to(303, "/done"), json(200, "{}")]);
    let request = client().base_url(server.url()).build().expect("all is given").call(Method::POST, "/things");
    call(request.header("content-encoding", "gzip").header("content-language", "de")).expect("found in the end");
    assert_eq!(server.received()[0].header("content-length"), Some("0"));
    let there = &server.received()[1];
    for name in ["content-length", "content-encoding", "content-language", "content-type", "transfer-encoding"] {
        assert_eq!(there.header(name), None, "{name}");
    }
}

#[test]
fn a_user_in_a_location_reaches_no_transport() {
    struct Leads;
    impl Transport for Leads {
        fn send(&self, request: http::Request<Body>) -> TransportFuture {
            let mut response = http::Response::new(Body::from("{}"));
            match request.uri().path() {
                "/there" => assert_eq!(request.uri().to_string(), "http://other.test:8080/there?q"),
                _ => {
                    *response.status_mut() = http::StatusCode::FOUND;
                    let to = http::HeaderValue::from_static("http://me:w0rd@other.test:8080/there?q");
                    response.headers_mut().insert("location", to);
                }
            }
            Box::pin(async { Ok(response) })
        }
    }
    let client = client().transport(Leads).build().expect("all is given");
    call(client.call(Method::GET, "/things")).expect("found in the end");
}

#[test]
fn a_circle_ends() {
    let server = Server::start((0..20).map(|_| to(302, "/things")));
    let (client, _) = against(&server);
    let error = call(client.call(Method::GET, "/things")).expect_err("no way out");
    assert_eq!((error.status().map(|status| status.as_u16()), server.received().len()), (Some(302), 11));
    assert!(error.to_string().contains(&format!("too many redirects ({})", server.url().trim_start_matches("http://"))), "{error}");
}

#[test]
fn from_https_to_http_nothing_is_followed() {
    let client = client().base_url("https://things.example").transport(LeadsTo("http://things.example/next")).build();
    let error = call(client.expect("all is given").call(Method::GET, "/things")).expect_err("not followed");
    assert!(error.to_string().contains("it leads from https to http"), "{error}");
}

#[test]
fn an_error_of_another_host_says_that_it_got_no_credentials() {
    let elsewhere = Server::start([json(401, "{}")]);
    let server = Server::start([to(302, &format!("{}/there", elsewhere.url()))]);
    let (client, _) = against(&server);
    let error = call(client.call(Method::GET, "/things")).expect_err("refused there");
    assert!(error.to_string().contains("redirected to another host, which got no credentials"), "{error}");
    assert_eq!(elsewhere.received().first().and_then(|request| request.header("authorization").map(str::to_owned)), None);
}

#[test]
fn credentials_stay_away_when_a_chain_comes_back() {
    let last = Server::start([json(200, "{}")]);
    let elsewhere = Server::start([to(302, &format!("{}/home", last.url()))]);
    let server = Server::start([to(302, &format!("{}/there", elsewhere.url()))]);
    let (client, _) = against(&server);
    call(client.call(Method::GET, "/things")).expect("answered");
    assert_eq!(last.received().first().and_then(|request| request.header("authorization").map(str::to_owned)), None);
}

#[test]
fn a_redirect_to_nowhere_is_an_error() {
    for location in ["", "ftp://files.example/x", "http://", "http://a b/"] {
        let server = Server::start([to(302, location)]);
        let (client, _) = against(&server);
        let error = call(client.call(Method::GET, "/things")).expect_err(location);
        assert!(error.to_string().contains("the redirect is not followed"), "{error}");
        assert_eq!(server.received().len(), 1, "{location}");
    }
}

/// Leads every request to another place of this address.
struct LeadsTo(&'static str);

impl Transport for LeadsTo {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from("{}"));
        *response.status_mut() = http::StatusCode::FOUND;
        response.headers_mut().insert(http::header::LOCATION, http::HeaderValue::from_static(self.0));
        Box::pin(async { Ok(response) })
    }
}

#[test]
fn a_secret_in_the_name_of_a_host_is_not_shown() {
    for address in ["http://s3cret-token.example/next", "http://a.s3cret-token:8080/next", "//s3cret-token"] {
        let error = call(client().transport(LeadsTo(address)).build().expect("all is given").call(Method::GET, "/things"))
            .expect_err("it leads on and on");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(shown.contains("[redacted]") && !shown.contains("s3cret-token"), "{address}: {shown}");
        }
    }
}
