//! What the generated client makes of answers that stray from the definition. Ends with 0 when
//! every row is decoded, or is an error that keeps status, headers and body.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use drift::{Client, Error, types::Thing};

/// A thing as the definition promises it.
const OK: &str = r#"{"id":1,"kind":"task","on":true,"note":"n","tags":["a"],"due":"2026-01-02T03:04:05Z","type":"x"}"#;
const JSON: Option<&str> = Some("application/json");

/// Case, status, content type, body.
fn reply(case: &str) -> (u16, Option<&'static str>, String) {
    let with = |from: &str, to: &str| {
        let body = OK.replace(from, to);
        assert_ne!(body, OK, "{case} changes nothing");
        body
    };
    match case {
        "as-specified" => (200, JSON, OK.into()),
        "only-required" => (200, JSON, r#"{"id":1}"#.into()),
        "extra-field" => (200, JSON, with("{", r#"{"new":{"a":1},"#)),
        "null-optional" => (200, JSON, r#"{"id":1,"note":null,"tags":null,"due":null}"#.into()),
        "null-required" => (200, JSON, with(r#""id":1"#, r#""id":null"#)),
        "unknown-enum" => (200, JSON, with("task", "email")),
        "null-enum" => (200, JSON, with(r#""task""#, "null")),
        "switch-true" => (200, JSON, r#"{"on":true}"#.into()),
        "switch-false" => (200, JSON, r#"{"on":false}"#.into()),
        "big-integer" => (200, JSON, with(r#""id":1"#, r#""id":9007199254740993"#)),
        "date-with-offset" => (200, JSON, with("05Z", "05+02:00")),
        "date-no-offset" => (200, JSON, with("02T03:04:05Z", "02 03:04:05")),
        "status-201" => (201, JSON, OK.into()),
        "content-type-charset" => (200, Some("application/json; charset=utf-8"), OK.into()),
        "content-type-vendor" => (200, Some("application/vnd.api+json"), OK.into()),
        "content-type-text" => (200, Some("text/plain"), OK.into()),
        "no-content-type" => (200, None, OK.into()),
        "error-404-typed" => (404, JSON, r#"{"message":"gone"}"#.into()),
        "error-500-html" => (500, Some("text/html"), "<h1>oops</h1>".into()),
        "error-429" => (429, JSON, r#"{"message":"slow down"}"#.into()),
        other => panic!("no case {other}"),
    }
}

fn serve(listener: TcpListener) {
    for stream in listener.incoming() {
        let mut stream = stream.expect("a connection");
        let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
        let Some(Ok(first)) = lines.next() else { continue };
        let key =
            lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).any(|line| line.to_lowercase() == "x-token: key");
        let case = first.split([' ', '/']).nth(3).expect("a path").to_owned();
        let (status, kind, body) = if key { reply(&case) } else { (401, None, String::new()) };
        let kind = kind.map_or_else(String::new, |kind| format!("content-type: {kind}\r\n"));
        let head = format!("HTTP/1.1 {status} X\r\nx-request-id: r1\r\n{kind}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).expect("the reply is taken");
    }
}

fn failed(error: &Error, status: u16, body: &str) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    assert_eq!(error.headers().and_then(|headers| headers.get("x-request-id")).map(|id| id.as_bytes()), Some(&b"r1"[..]), "{error}");
    assert_eq!(error.body().map(|body| &body[..]), Some(body.as_bytes()), "{error}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || serve(listener));
    let client = Client::builder().base_url(url).api_key("key", "key").build().expect("a client");
    let get = async |case: &str| client.things().get(case).retries(0).await;
    let thing = async |case: &str| -> Thing { get(case).await.unwrap_or_else(|error| panic!("{case}: {error}")) };

    let whole = thing("as-specified").await;
    assert_eq!((whole.id, whole.on, whole.note.as_deref()), (1, Some(true), Some("n")));
    for case in ["status-201", "content-type-charset", "content-type-vendor", "content-type-text", "no-content-type"] {
        assert_eq!(thing(case).await, whole, "{case}");
    }
    assert_eq!(thing("only-required").await.kind, None);
    assert_eq!(thing("extra-field").await.extra.get("new").map(|new| new["a"].clone()), Some(1.into()));
    let nulls = thing("null-optional").await;
    assert_eq!((nulls.note, nulls.tags, nulls.due), (None, None, None));
    assert_eq!(thing("unknown-enum").await.kind.map(|kind| kind.to_string()).as_deref(), Some("email"));
    assert_eq!(thing("null-enum").await.kind, None);
    assert_eq!(thing("big-integer").await.id, 9_007_199_254_740_993);
    for (case, text) in [("date-with-offset", "2026-01-02T03:04:05+02:00"), ("date-no-offset", "2026-01-02 03:04:05")] {
        let due = thing(case).await.due.expect("a date");
        assert_eq!(due.as_str(), text);
        assert!(due.unix_seconds().is_some(), "{text} is understood");
    }
    for (case, on) in [("switch-true", true), ("switch-false", false)] {
        assert_eq!(client.switches().get(case).await.expect(case).on, on);
    }

    let error = get("null-required").await.expect_err("a null cannot be an integer");
    failed(&error, 200, &reply("null-required").2);
    assert!(error.to_string().contains("id"), "{error} names the member");
    let error = get("error-404-typed").await.expect_err("404");
    failed(&error, 404, r#"{"message":"gone"}"#);
    assert!(error.is_not_found() && error.message() == Some("gone"), "{error}");
    let error = get("error-500-html").await.expect_err("500");
    failed(&error, 500, "<h1>oops</h1>");
    let error = get("error-429").await.expect_err("429");
    failed(&error, 429, r#"{"message":"slow down"}"#);
    assert!(error.is_rate_limited(), "{error}");
    println!("20 rows passed");
}
