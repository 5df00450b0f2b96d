//! Nothing raw of a peer is in what people read: each place that a peer can fill, and each character that controls a terminal,
//! a log or an editor.

use crate::api::{PAGES, against, call, client, said};
use crate::runtime::{
    Binary, Body, Call, Client, Error, Json, Method, Paged, Request, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};

/// What must not come through, by kind.
const RAW: [(&str, &str); 12] = [
    ("an escape sequence", "\u{1b}[2J"),
    ("a title", "\u{1b}]0;owned\u{7}"),
    ("a C1 sequence", "\u{9b}2J"),
    ("NUL", "\0"),
    ("a line break", "\n"),
    ("a carriage return", "\r"),
    ("a next line", "\u{85}"),
    ("a line separator", "\u{2028}"),
    ("a right-to-left override", "\u{202e}"),
    ("an isolate", "\u{2066}\u{2069}"),
    ("invisible characters", "\u{200b}\u{feff}\u{2060}\u{ad}"),
    ("tags", "\u{e0041}\u{e007f}"),
];

fn is_raw(letter: char) -> bool {
    letter.is_control() || !letter.is_ascii() && RAW.iter().any(|(_, raw)| raw.contains(letter))
}

fn clean(place: &str, text: &str) {
    assert!(!text.contains(is_raw), "{place}: {text:?}");
}

/// Everything that people read of an error.
fn clean_error(place: &str, error: &Error) {
    clean(place, &error.to_string());
    clean(place, error.message().unwrap_or_default());
    clean(place, error.json_path().unwrap_or_default());
    let lines = format!("{error:?}");
    lines.lines().for_each(|line| clean(place, line));
    assert!(lines.lines().count() <= 12, "{place}: {lines}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        clean(place, &error.to_string());
        cause = error.source();
    }
    if let Err(untyped) = error.typed::<Vec<i64>>() {
        clean(place, &untyped.to_string());
    }
    if let Err(untyped) = error.typed::<std::collections::BTreeMap<String, i64>>() {
        clean(place, &untyped.to_string());
    }
}

/// Writes a string of JSON whose characters are all escaped.
fn escaped(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{units}\"")
}

/// Bodies in which a peer says something, for each place that a message is found in.
fn bodies(raw: &str) -> Vec<String> {
    let said = escaped(&format!("a{raw}b"));
    let json = [
        format!(r#"{{"message":{said}}}"#),
        format!(r#"{{"error":{{"message":{said},"code":{said}}}}}"#),
        format!(r#"{{"errors":{{{said}:[{said}]}}}}"#),
        format!(r#"{{"errors":[{{"field":{said},"message":{said}}}]}}"#),
        format!(r#"[{said}]"#),
        format!(r#"{{{said}:{said}}}"#),
        said.clone(),
    ];
    let text = [format!("a{raw}b"), format!("<title>a{raw}b</title>"), format!("<x><message>a{raw}b</message></x>")];
    json.into_iter().chain(text).collect()
}

#[test]
fn what_a_server_says_of_a_failure_cannot_control_what_it_is_shown_in() {
    let mut checked = 0;
    for (kind, raw) in RAW {
        for body in bodies(raw) {
            for status in [400, 422, 500, 302] {
                let server = Server::start([Act::Reply(reply(status, &[], &body))]);
                let error = call(against(&server).0.call(Method::POST, "/things")).expect_err("a failure");
                clean_error(&format!("{kind} in {status} {body:?}"), &error);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, RAW.len() * 10 * 4);
}

#[test]
fn the_words_around_stay_readable() {
    for (sent, shown) in [
        ("a\u{1b}[2Jb", "a\u{fffd}[2Jb"),
        ("a\r\nb\tc", "a b c"),
        ("a\u{202e}b", "a\u{fffd}b"),
        ("häuser 你好 שלום 👩\u{200d}🔧", "häuser 你好 שלום 👩\u{200d}🔧"),
    ] {
        let server = Server::start([Act::Reply(reply(400, &[], &format!(r#"{{"message":{}}}"#, escaped(sent))))]);
        let error = call(against(&server).0.call(Method::POST, "/things")).expect_err("a failure");
        assert_eq!(error.message(), Some(shown));
        assert_eq!(said(&error), format!("POST /things: 400 Bad Request: {shown} (the server did not process it)"));
    }
}

#[test]
fn a_success_that_does_not_fit_is_described_without_what_is_raw() {
    type Read = fn(Request) -> Option<Error>;
    let ways: [(&str, Read); 4] = [
        ("a number", |request| block_on(Call::<Json<i64>>::from(request).into_future()).err()),
        ("a list", |request| block_on(Call::<Json<Vec<i64>>>::from(request).into_future()).err()),
        ("a map", |request| block_on(Call::<Json<std::collections::BTreeMap<String, i64>>>::from(request).into_future()).err()),
        ("a page", |request| block_on(Call::<Paged<i64>>::from(request.paging(&PAGES)).into_future()).err()),
    ];
    for (kind, raw) in RAW {
        for body in bodies(raw) {
            for (what, read) in ways {
                let server = Server::start([Act::Reply(reply(200, &[], &body))]);
                if let Some(error) = read(against(&server).0.call(Method::GET, "/things")) {
                    clean_error(&format!("{kind} as {what} in {body:?}"), &error);
                }
            }
        }
    }
}

/// Answers from memory with any header that HTTP lets a value be.
struct Answers(u16, &'static str, Vec<u8>);

impl Transport for Answers {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from("{"));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        let value = http::HeaderValue::from_bytes(&self.2).expect("a value");
        response.headers_mut().insert(http::HeaderName::from_static(self.1), value);
        Box::pin(async { Ok(response) })
    }
}

#[test]
fn headers_are_shown_without_what_is_raw() {
    let names = ["x-request-id", "content-type", "content-encoding", "retry-after", "ratelimit-limit", "location", "set-cookie", "date"];
    // What a header value can hold: tabs, and bytes beyond ASCII.
    let values = ["a\tb".as_bytes(), "a\u{202e}b".as_bytes(), "a\u{85}b".as_bytes(), b"a\xff\xfeb", b"a\x9b2Jb"];
    for name in names {
        for value in values {
            for status in [200, 302, 404, 501] {
                let transport = Answers(status, name, value.to_vec());
                let client: Client = client().transport(transport).clock(FakeClock::default()).build().expect("all is given");
                let error = call(client.call(Method::POST, "/things")).expect_err("no JSON");
                clean_error(&format!("{status} {name}: {value:?}"), &error);
            }
        }
    }
}

/// Fails with a chain of causes that repeat what a peer said.
struct Fails(String, TransportErrorKind);

impl Transport for Fails {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let cause = TransportError::new(self.1, std::io::Error::other(self.0.clone()));
        let error = TransportError::new(self.1, std::io::Error::other(cause));
        Box::pin(async { Err(error) })
    }
}

#[test]
fn causes_are_shown_without_what_is_raw() {
    for (kind, raw) in RAW {
        for failure in [TransportErrorKind::NotSent, TransportErrorKind::Broken, TransportErrorKind::TimedOut] {
            let transport = Fails(format!("a{raw}b"), failure);
            let client = client().transport(transport).clock(FakeClock::default()).build().expect("all is given");
            clean_error(kind, &call(client.call(Method::POST, "/things")).expect_err("it fails"));
            let file = Call::<Binary>::from(client.call(Method::GET, "/files/1"));
            clean_error(kind, &block_on(file.download()).expect_err("it fails"));
        }
        let said = format!("a{raw}b");
        let provider = move || {
            let said = said.clone();
            async move { Err(Error::credentials(said)) }
        };
        let builder = crate::runtime::ClientBuilder::new(&crate::api::API).base_url("http://things.example");
        let client = builder.token_provider(provider).build().expect("all is given");
        clean_error(kind, &call(client.call(Method::POST, "/things")).expect_err("no token"));
    }
}

#[test]
fn lists_that_do_not_add_up_are_described_without_what_is_raw() {
    static LINKS: crate::runtime::Paging = crate::runtime::Paging {
        style: crate::runtime::PagingStyle::NextLink { keep: &[], path: None },
        items: "/data",
        next: Some("/next"),
        ..PAGES
    };
    for (kind, raw) in RAW {
        let next = escaped(&format!("http://elsewhere.example/{raw}"));
        let server = Server::start([Act::Reply(reply(200, &[], &format!(r#"{{"data":[1],"next":{next}}}"#)))]);
        let list = Call::<Paged<i64>>::from(against(&server).0.call(Method::GET, "/things").paging(&LINKS));
        clean_error(kind, &block_on(list.stream().collect()).expect_err("elsewhere"));
    }
}

#[cfg(feature = "drift")]
#[test]
fn drift_is_reported_without_what_is_raw() {
    use std::sync::{Arc, Mutex};
    for (kind, raw) in RAW {
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let sink = seen.clone();
        let body = format!(r#"{{"id":1,{}:{}}}"#, escaped(&format!("a{raw}b")), escaped(raw));
        let server = Server::start([Act::Reply(reply(200, &[], &body))]);
        let tell = move |drift: crate::runtime::Drift| {
            let texts = [drift.to_string(), drift.json_path.clone(), drift.value.clone().unwrap_or_default()];
            sink.lock().expect("no test panics here").extend(texts);
        };
        let client = client().base_url(server.url()).on_drift(tell).drift_values(true).build().expect("all is given");
        let _ = block_on(Call::<Json<crate::policies::Thing>>::from(client.call(Method::GET, "/things")).into_future());
        let seen = seen.lock().expect("no test panics here");
        assert!(!seen.is_empty(), "{kind}");
        seen.iter().for_each(|text| clean(kind, text));
    }
}

#[test]
fn what_is_no_peers_is_one_line_as_well() {
    let error = call(client().transport(Answers(200, "date", Vec::new())).build().expect("all is given").call(Method::GET, "/a\n\u{1b}b"));
    clean("a path", &error.map(drop).map_err(|error| error.to_string()).err().unwrap_or_default());
}
