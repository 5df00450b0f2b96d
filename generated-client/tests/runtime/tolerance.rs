//! What one reader tolerates, all of them do: a table of what strays × what is read, each cell a call over a transport.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::{PAGES, client};
use crate::runtime::{Body, Bytes, Call, Client, Error, Extra, Json, Method, Paged, Request, Secret, Transport, TransportFuture, object};
use crate::support::memory::block_on;
use crate::types::{Everything, Kind, Pet, Shape};

/// Answers every request with these bytes.
struct Answers(u16, Vec<(&'static str, Vec<u8>)>, Bytes);

impl Transport for Answers {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from(self.2.clone()));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        for (name, value) in &self.1 {
            response.headers_mut().append(*name, http::HeaderValue::from_bytes(value).expect("a value"));
        }
        Box::pin(async { Ok(response) })
    }
}

fn answering(status: u16, body: Vec<u8>) -> Client {
    client()
        .transport(Answers(status, Vec::new(), body.into()))
        .retry(crate::runtime::Retry::default().retries(0))
        .build()
        .expect("all is given")
}

fn get(client: &Client) -> Request {
    client.call(Method::GET, "/things")
}

/// What strays in a body, as the JSON of a value in it, and what a string of the definition becomes.
#[derive(Clone, Copy)]
struct Stray {
    name: &'static str,
    /// The value, or a part of a name.
    json: &'static [u8],
    /// What a string is that has it.
    string: &'static str,
    /// What stands before the whole body.
    before: &'static [u8],
}

/// Where another crate of the program wants all digits, serde_json writes the exponent with its sign, in whatever way it came.
const BEYOND: &str = "1e+999";

const STRAYS: [Stray; 6] = [
    Stray { name: "nothing", json: b"\"x\"", string: "x", before: b"" },
    Stray { name: "a byte order mark", json: b"\"x\"", string: "x", before: b"\xef\xbb\xbf" },
    Stray { name: "bytes that are not UTF-8", json: b"\"caf\xe9\"", string: "caf\u{fffd}", before: b"" },
    Stray { name: "a high half", json: b"\"x\\ud83d\"", string: "x\u{fffd}", before: b"" },
    Stray { name: "a low half before a pair", json: b"\"\\udc00\\ud83d\\ude00\"", string: "\u{fffd}\u{1f600}", before: b"" },
    Stray { name: "a number beyond all", json: BEYOND.as_bytes(), string: BEYOND, before: b"" },
];

impl Stray {
    /// Whether a value holds it: as a string, or with all digits.
    fn is(self, value: &Value) -> bool {
        value == self.string || format!("{value}") == self.string
    }

    /// A body with the value in the place of `@`, and as a string in that of `#`.
    fn body(&self, template: &str) -> Vec<u8> {
        let mut body = self.before.to_vec();
        for byte in template.bytes() {
            match byte {
                b'@' => body.extend_from_slice(self.json),
                b'#' if self.json.starts_with(b"\"") => body.extend_from_slice(self.json),
                b'#' => body.extend([b"\"".as_slice(), self.json, b"\""].concat()),
                byte => body.push(byte),
            }
        }
        body
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Granted {
    token: Secret,
    kind: String,
    name: Option<String>,
    extra: Extra,
}

object! { Granted; "token" => required token; "kind" => required kind; "name" => optional name; _ => extra; }

/// A success of this type.
fn read<T: crate::runtime::FromJson + 'static>(stray: Stray, template: &str) -> T {
    let client = answering(200, stray.body(template));
    let read = block_on(Call::<Json<T>>::from(get(&client).envelope("data")).into_future());
    read.unwrap_or_else(|error| panic!("{} in {template}: {error}", stray.name))
}

fn refused(stray: Stray, template: &str) -> Error {
    let client = answering(422, stray.body(template));
    block_on(Call::<Json<Value>>::from(get(&client)).into_future()).expect_err("a refusal")
}

fn everything(stray: Stray, template: &str) -> Everything {
    read(stray, template)
}

/// The rows: what is read, from where, and what it must be.
#[allow(clippy::type_complexity, reason = "a table")]
fn readers() -> Vec<(&'static str, Box<dyn Fn(Stray)>)> {
    let mut rows: Vec<(&'static str, Box<dyn Fn(Stray)>)> = Vec::new();
    let mut row = |name, check: fn(Stray)| rows.push((name, Box::new(check)));
    row("a string", |s| assert_eq!(everything(s, r#"{"name":@,"count":1}"#).name.as_deref(), Some(s.string)));
    row("a string in an envelope", |s| assert_eq!(read::<String>(s, r#"{"meta":@,"data":@}"#), s.string));
    row("a string in a list", |s| assert_eq!(everything(s, r#"{"names":["a",@]}"#).names.expect("a list")[1], s.string));
    row("a string in an object in a list", |s| {
        let parts = everything(s, r#"{"parts":[{"id":1,"tags":[@],"step":{},"note":@}]}"#).parts.expect("a list");
        assert_eq!((parts[0].note.as_deref(), parts[0].tags[0].as_str()), (Some(s.string), s.string));
    });
    row("a property with an escape in its name", |s| {
        assert_eq!(everything(s, r#"{"n\u0061me":@,"count":1}"#).name.as_deref(), Some(s.string));
    });
    row("a number", |s| {
        let read = everything(s, r#"{"ratio":@,"count":@,"level":@}"#);
        assert_eq!((read.ratio, read.count, read.level), (None, None, None));
        assert_eq!((read.extra.len(), read.extra.get("ratio").is_some()), (3, true));
    });
    row("an enum", |s| assert_eq!(everything(s, r#"{"kind":@}"#).kind, Some(Kind::Other(s.string.to_owned()))));
    row("a map", |s| assert_eq!(read::<BTreeMap<String, String>>(s, r#"{"data":{"a":@}}"#)["a"], s.string));
    row("the keys of a map", |s| assert_eq!(read::<BTreeMap<String, i64>>(s, r#"{"data":{#:1}}"#)[s.string], 1));
    row("the names of additional properties", |s| {
        let part = everything(s, r#"{"part":{"id":1,"tags":[],"step":{#:2}}}"#).part.expect("an object");
        assert_eq!(part.step.rest[s.string], 2);
    });
    row("the name of an unknown property", |s| {
        let read = everything(s, r#"{"name":"known",#:[1]}"#);
        assert_eq!((read.name.as_deref(), read.extra.get(s.string)), (Some("known"), Some(&json!([1]))));
    });
    row("an unknown property", |s| {
        let read = everything(s, r#"{"name":"known","new":@,"next":2}"#);
        assert_eq!((read.name.as_deref(), read.extra.len()), (Some("known"), 2));
        assert!(read.extra.get("new").is_some_and(Value::is_string));
    });
    row("a wrapped value", |s| {
        let read = everything(s, r#"{"wrapped":{"data":{"id":1,"tags":[@],"step":{}},"meta":@}}"#);
        assert_eq!(read.wrapped.expect("an object").tags, [s.string]);
        assert_eq!(read.extra.len(), 1);
    });
    row("a union", |s| {
        let read = everything(s, r#"{"shape":{"id":1,"tags":[@],"step":{}}}"#).shape;
        assert!(matches!(&read, Some(Shape::Part(part)) if part.tags == [s.string]), "{read:?}");
    });
    row("a union by a tag", |s| {
        let read = everything(s, r#"{"pet":{"first":"dog",#:3}}"#).pet;
        assert!(matches!(&read, Some(Pet::Dog(steps)) if steps.rest[s.string] == 3), "{read:?}");
    });
    row("a union that fits nothing", |s| {
        let read = everything(s, r#"{"pet":{"first":@}}"#).pet;
        assert!(matches!(&read, Some(Pet::Other(value)) if s.is(&value["first"])), "{read:?}");
    });
    row("any value", |s| assert!(s.is(&read::<Value>(s, r#"{"data":{"a":[@]}}"#)["a"][0])));
    row("a value that is given up half way", |s| {
        let read = everything(s, r#"{"numbers":[1,[],@],"name":@}"#);
        assert_eq!((read.numbers, read.name.as_deref(), read.extra.len()), (None, Some(s.string), 1));
    });
    row("serde's own way in", |s| {
        let body = s.body(r#"{"name":@,"parts":[],#:1}"#);
        let read: Everything = serde_json::from_str(String::from_utf8_lossy(&body).trim_start_matches('\u{feff}')).expect(s.name);
        assert_eq!((read.name.as_deref(), read.extra.get(s.string)), (Some(s.string), Some(&json!(1))));
    });
    row("tokens", |s| {
        let granted: Granted = read(s, r#"{"token":"t0ken","kind":@,"name":@,"scope":@}"#);
        assert_eq!((granted.token.expose_secret(), granted.kind.as_str(), granted.name.as_deref()), ("t0ken", s.string, Some(s.string)));
    });
    row("tokens without another required property", |s| {
        let granted: Granted = read(s, r#"{"token":"t0ken","name":@,"new":@}"#);
        assert_eq!((granted.token.expose_secret(), granted.kind.as_str(), granted.extra.len()), ("t0ken", "", 1));
    });
    rows.extend(lists_and_errors());
    rows
}

#[allow(clippy::type_complexity, reason = "a table")]
fn lists_and_errors() -> Vec<(&'static str, Box<dyn Fn(Stray)>)> {
    let mut rows: Vec<(&'static str, Box<dyn Fn(Stray)>)> = Vec::new();
    let mut row = |name, check: fn(Stray)| rows.push((name, Box::new(check)));
    const PAGE: &str = r#"{"data":[@,"b"],"new":@,"meta":{#:1,"by":@,"pagination":{"total":2,"current_page":1,"total_pages":1}}}"#;
    row("the items of a page", |s| {
        let client = answering(200, s.body(PAGE));
        let items = block_on(Call::<Paged<String>>::from(get(&client).paging(&PAGES)).stream().collect());
        assert_eq!(items.expect(s.name), [s.string, "b"]);
    });
    row("what a page says of its list", |s| {
        let client = answering(200, s.body(PAGE));
        let page = block_on(Call::<Paged<String>>::from(get(&client).paging(&PAGES)).into_future()).expect(s.name);
        assert_eq!((page.total, page.number, page.last), (Some(2), Some(1), Some(1)));
        assert!(s.is(&page.info()["new"]) && s.is(&page.info()["meta"]["by"]));
        assert_eq!(page.info()["meta"][s.string], 1);
    });
    row("a bare list", |s| {
        let client = answering(200, s.body(r#"[@,"b"]"#));
        let page = block_on(Call::<Paged<String>>::from(get(&client).paging(&PAGES)).into_future()).expect(s.name);
        assert_eq!(page.items, [s.string, "b"]);
    });
    const REFUSAL: &str = r#"{"message":"Name is taken","code":"dup","errors":{"name":["taken",#]},"by":@,#:[@]}"#;
    row("the message of an error", |s| assert_eq!(refused(s, REFUSAL).message(), Some("Name is taken")));
    row("a message that strays itself", |s| assert_eq!(refused(s, r#"{"message":#}"#).message(), Some(s.string)));
    row("the code of an error", |s| assert_eq!(refused(s, REFUSAL).code().as_deref(), Some("dup")));
    row("the field errors of an error", |s| assert_eq!(refused(s, REFUSAL).field_errors()["name"], ["taken", s.string]));
    row("the JSON of an error", |s| {
        let body: Value = refused(s, REFUSAL).json().expect(s.name);
        assert!(s.is(&body["by"]) && s.is(&body[s.string][0]));
    });
    row("an error with a type of the definition", |s| {
        let body: Everything = refused(s, r#"{"name":@,"numbers":@,#:1}"#).typed().expect(s.name);
        assert_eq!((body.name.as_deref(), body.extra.get(s.string)), (Some(s.string), Some(&json!(1))));
    });
    const LONG_LAST: &str = r#"{"message":"Name is taken","code":"dup","by":@,#:1,"errors":["taken"]}"#;
    row("an error that is longer than what is kept", |s| {
        let long = |template: &str| template.replacen('}', &format!(r#","trace":"{}"}}"#, "y".repeat(70_000)), 1);
        let error = refused(s, &long(LONG_LAST));
        assert_eq!((error.message(), error.code().as_deref()), (Some("Name is taken"), Some("dup")));
        assert_eq!(error.field_errors()[""], ["taken"]);
        assert!(s.is(&error.json::<Value>().expect(s.name)["by"]));
        assert_eq!(error.typed::<Everything>().expect(s.name).extra.get(s.string), Some(&json!(1)));
    });
    row("an error whose message is behind what is kept", |s| {
        let body = format!(r#"{{"trace":["{}"],"#, "y".repeat(70_000)) + REFUSAL.trim_start_matches('{');
        let error = refused(s, &body);
        assert_eq!((error.message(), error.code().as_deref()), (Some("Name is taken"), Some("dup")));
        assert_eq!(error.field_errors()["name"], ["taken", s.string]);
        assert_eq!(error.body().map(|body| body.len()), Some(64 * 1024));
        #[derive(serde::Deserialize)]
        struct Told {
            code: String,
        }
        assert_eq!(error.json::<Told>().expect(s.name).code, "dup");
    });
    rows
}

#[test]
fn each_reader_tolerates_each_stray() {
    let readers = readers();
    for (name, check) in &readers {
        for stray in STRAYS {
            // A number cannot be the name of a property: the template writes it as a string.
            let cell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(stray)));
            assert!(cell.is_ok(), "{name} × {}", stray.name);
        }
    }
    let cells = readers.len() * STRAYS.len();
    println!("{cells} cells");
    assert_eq!(cells, 32 * 6);
}

#[test]
fn what_the_definition_lacks_is_sent_back_as_it_came() {
    for value in [
        "12345678901234567.89",
        "123456789012345678901234567890",
        "-18446744073709551616",
        "100000000000000000000",
        "1.50",
        "1E5",
        "-0",
        "1e999",
        "1e-400",
        "0.1000000000000000055511151231257827",
        r#""x\ud800""#,
        r#"{"a":[1e999,{"b":12345678901234567.89}],"c":"\udc00"}"#,
    ] {
        for sent in [
            format!(r#"{{"name":"ok","new":{value}}}"#),
            format!(r#"{{"new":{value},"next":{value}}}"#),
            // A value of the definition that must be replaced leaves the others as they came.
            format!(r#"{{"name":"\ufffd","a":1e999,"new":{value}}}"#),
            format!(r#"{{"part":{{"id":1,"tags":[],"step":{{}},"new":{value}}}}}"#),
            format!(r#"{{"part":{{"id":[],"new":{value}}}}}"#),
            format!(r#"{{"boxed":{{"boxed":{{"new":{value}}}}}}}"#),
        ] {
            let received = sent.replace(r"\ufffd", r"\ud83d");
            let client = answering(200, received.clone().into());
            let read: Everything = block_on(Call::<Json<Everything>>::from(get(&client)).into_future()).expect(&sent);
            let written = serde_json::to_string(&read).expect("writable");
            assert_eq!(written.replace('\u{fffd}', r"\ufffd"), sent, "{received}");
        }
    }
}

#[test]
fn what_a_program_sets_replaces_what_came() {
    let mut read: Everything = serde_json::from_str(r#"{"a":1.50,"b":1e999,"c":1.50}"#).expect("readable");
    assert_eq!(read.extra.get("b"), Some(&json!("1e999")));
    read.extra.insert("a", 2);
    read.extra.remove("b");
    assert_eq!(serde_json::to_string(&read).expect("writable"), r#"{"a":2,"c":1.50}"#);
    read.extra.insert("b", "own");
    // The order depends on a feature of serde_json.
    let text = serde_json::to_string(&read).expect("writable");
    assert!(text == r#"{"a":2,"b":"own","c":1.50}"# || text == r#"{"a":2,"c":1.50,"b":"own"}"#, "{text}");
}

#[test]
fn what_is_malformed_stays_an_error_with_its_place() {
    for (body, place) in [
        (r#"{"name":"\ud800","count":}"#, "line 1 column 26"),
        ("{\"name\":1e999,\n\"count\":01}", "line 2 column 10"),
        (r#"{"name":"\ud800""#, "line 1 column 16"),
        (r#"{"name":"\u12"}"#, "line 1 column"),
        (r#"{"name":"\ud800"} x"#, "line 1 column 19"),
    ] {
        let client = answering(200, body.into());
        let error = block_on(Call::<Json<Everything>>::from(get(&client)).into_future()).expect_err(body);
        assert!(error.to_string().contains(place), "{body}: {error}");
    }
}

#[test]
fn a_secret_that_is_missing_itself_is_an_error() {
    let client = answering(200, br#"{"kind":"bearer"}"#.to_vec());
    let error = block_on(Call::<Json<Granted>>::from(get(&client)).into_future()).expect_err("no token");
    assert_eq!(error.to_string(), "GET /things at things.example: 200 OK: missing field `token`");
}

#[test]
fn names_in_headers_are_read_beyond_ascii_and_shown_safely() {
    for (header, name) in [
        (b"attachment; filename=\"caf\xc3\xa9.txt\"".to_vec(), Some("café.txt")),
        (b"attachment; filename=\"caf\xe9.txt\"".to_vec(), Some("café.txt")),
        (b"attachment; filename*=UTF-8'en'caf%C3%A9.txt".to_vec(), Some("café.txt")),
        (b"attachment; filename*=iso-8859-1'en'%A3%20rates".to_vec(), Some("£ rates")),
        (b"attachment; filename*=ISO-8859-1''caf%E9.txt; filename=x".to_vec(), Some("café.txt")),
        (b"attachment; filename*=unknown''caf%E9.txt".to_vec(), Some("café.txt")),
        (b"attachment; filename*=\"utf-8''it%27s.txt\"".to_vec(), Some("it's.txt")),
        (b"attachment; filename*=UTF-8''it's.txt".to_vec(), Some("it's.txt")),
        (b"attachment; filename*=UTF-8''%2F; filename=plain.txt".to_vec(), Some("plain.txt")),
        (b"attachment; filename*=UTF-8''gpj%E2%80%AEexe.txt".to_vec(), Some("gpj\u{fffd}exe.txt")),
        (b"attachment; filename=\"a\xe2\x81\xa6b\xe2\x81\xa9.txt\"".to_vec(), Some("a\u{fffd}b\u{fffd}.txt")),
        (b"attachment; filename*=UTF-8''a%1B%5B2Jb%0A.txt".to_vec(), Some("a\u{fffd}[2Jb .txt")),
        (b"attachment; filename*=UTF-8''%00".to_vec(), Some("\u{fffd}")),
    ] {
        let shown = String::from_utf8_lossy(&header).into_owned();
        let transport = Answers(200, vec![("content-disposition", header)], Bytes::new());
        let client = client().transport(transport).build().expect("all is given");
        let download = block_on(Call::<crate::runtime::Binary>::from(get(&client)).download()).expect("begun");
        assert_eq!(download.file_name().as_deref(), name, "{shown}");
    }
}

/// Redirects once, or links to a second page, and writes down what was asked for.
struct Leads(http::HeaderName, Vec<u8>, std::sync::Arc<std::sync::Mutex<Vec<String>>>);

impl Transport for Leads {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut asked = self.2.lock().expect("no panic");
        asked.push(request.uri().to_string());
        let mut response = http::Response::new(Body::from("[1]"));
        if asked.len() == 1 {
            *response.status_mut() = if self.0 == "location" { http::StatusCode::FOUND } else { http::StatusCode::OK };
            response.headers_mut().insert(self.0.clone(), http::HeaderValue::from_bytes(&self.1).expect("a value"));
        }
        Box::pin(async { Ok(response) })
    }
}

#[test]
fn urls_in_headers_may_have_bytes_beyond_ascii() {
    static LINKS: crate::runtime::Paging = crate::runtime::Paging {
        style: crate::runtime::PagingStyle::LinkHeader,
        size: None,
        items: "",
        total: None,
        current: None,
        last: None,
        next: None,
    };
    for (address, asked) in [
        (b"/caf\xc3\xa9?q=\xc3\xbc".as_slice(), "http://things.example/caf%C3%A9?q=%C3%BC"),
        (b"/caf\xe9", "http://things.example/caf%E9"),
        (b"http://things.example/a b", "http://things.example/a%20b"),
    ] {
        for header in ["location", "link"] {
            let value = if header == "link" { [b"<", address, b">; rel=\"next\""].concat() } else { address.to_vec() };
            let seen = std::sync::Arc::<std::sync::Mutex<Vec<String>>>::default();
            let client =
                client().transport(Leads(http::HeaderName::from_static(header), value, seen.clone())).build().expect("all is given");
            let items = block_on(Call::<Paged<i64>>::from(get(&client).paging(&LINKS)).stream().collect()).expect("both");
            assert_eq!(items.len(), if header == "link" { 2 } else { 1 });
            assert_eq!(seen.lock().expect("no panic")[1], asked);
        }
    }
}

#[test]
fn headers_of_errors_are_read_beyond_ascii() {
    let headers = vec![("x-request-id", "ä1".into()), ("content-type", b"text/caf\xe9".to_vec())];
    let client = client().transport(Answers(422, headers, Bytes::from_static(b"{}"))).build().expect("all is given");
    let error = block_on(Call::<Json<Value>>::from(get(&client)).into_future()).expect_err("a refusal");
    assert_eq!(error.request_id(), Some("ä1"));
}
