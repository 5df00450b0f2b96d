//! The log of requests and responses: what it shows, what it hides, and what it leaves alone.

use std::pin::Pin;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http_body::Frame;

use crate::api::{API, client};
use crate::runtime::{
    Api, Binary, Body, Bytes, Call, Client, ClientBuilder, Error, File, Json, Log, Method, Retry, Transport, TransportError,
    TransportErrorKind, TransportFuture, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::{Answer, block_on};
use crate::support::server::{Act, Server, json};

/// What was logged.
#[derive(Clone, Default)]
struct Entries(Arc<Mutex<Vec<String>>>);

impl Entries {
    fn log(&self) -> Log {
        let keep = self.0.clone();
        Log::new(move |entry| keep.lock().expect("no panic").push(entry.to_owned()))
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    fn text(&self) -> String {
        self.all().join("\n")
    }
}

fn logged(builder: ClientBuilder) -> (Client, Entries) {
    let entries = Entries::default();
    (builder.clock(FakeClock::default()).log(entries.log()).build().expect("all is given"), entries)
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

#[cfg(feature = "hyper-1")]
#[test]
fn a_call_is_shown_with_its_attempts() {
    let server = Server::start([json(503, "later"), json(200, r#"{"id":7}"#), Act::Cut]);
    let (client, entries) = logged(client().base_url(server.url()));
    block_on(get(&client)).expect("the second attempt succeeds");
    let call = client.call(Method::POST, "/things").json(&serde_json::json!({ "name": "Ada" }));
    block_on(Call::<Json<Value>>::from(call).into_future()).expect_err("cut");
    let agent = concat!("tallyfy/", env!("CARGO_PKG_VERSION"));
    let sent = |label: &str| {
        format!(
            "[{label}] > accept: application/json\n[{label}] > user-agent: {agent}\n[{label}] > x-things: client\n\
             [{label}] > authorization: [redacted]"
        )
    };
    let same = |entry: &str, expected: &str| {
        let sorted = |text: &str| {
            // It depends on the features.
            let mut lines: Vec<&str> = text.lines().filter(|line| !line.contains("> accept-encoding: ")).collect();
            lines[1..].sort_unstable();
            lines.join("\n")
        };
        assert_eq!(sorted(entry), sorted(expected));
    };
    let (url, all) = (server.url(), entries.all());
    same(&all[0], &format!("[1.1] > GET {url}/things\n{}", sent("1.1")));
    let head = "content-length: 5\n[1.1] < content-type: application/json";
    same(&all[1], &format!("[1.1] < 503 Service Unavailable after 0.0ns, new connection\n[1.1] < {head}"));
    assert_eq!(all[2], "[1.1] < later\n[1.1] = received, 5 bytes after 0.0ns, next attempt in 500.0ms");
    same(&all[3], &format!("[1.2] > GET {url}/things\n{}", sent("1.2")));
    assert!(all[4].starts_with("[1.2] < 200 OK after 0.0ns, kept connection\n"), "{}", all[4]);
    assert_eq!(all[5], "[1.2] < {\"id\":7}\n[1.2] = received, 8 bytes after 0.0ns");
    let body = "content-type: application/json\n[2.1] > {\"name\":\"Ada\"}";
    same(&all[6], &format!("[2.1] > POST {url}/things\n{}\n[2.1] > {body}", sent("2.1")));
    assert!(all[7].starts_with("[2.1] = the connection broke: ") && all[7].ends_with(", 0 bytes after 0.0ns"), "{}", all[7]);
    assert_eq!(all.len(), 8);
}

/// Names of the secrets of OAuth 2, with a value for each that occurs nowhere else.
const NAMES: [&str; 9] =
    ["access_token", "refresh_token", "token", "code", "state", "client_secret", "code_verifier", "password", "device_code"];

fn value(place: &str, name: &str) -> String {
    format!("{place}-{}-v4lue", name.replace('_', ""))
}

/// Pairs of a query or a form.
fn pairs(place: &str) -> String {
    NAMES.map(|name| format!("{name}={}", value(place, name))).join("&")
}

fn object(place: &str, is_shown: impl Fn(&&str) -> bool) -> String {
    let members = NAMES.into_iter().filter(is_shown).map(|name| format!("{name:?}: {:?}", value(place, name)));
    format!("{{{}, \"name\": \"sh0wn\"}}", members.collect::<Vec<_>>().join(", "))
}

/// Answers with every secret there can be, and repeats the token.
struct Leaky(u16);

impl Transport for Leaky {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        // What an error of a server says under `code` is its own code, which is shown.
        let object = object("answer", |name| self.0 == 200 || !["code", "state"].contains(name));
        let mut response = http::Response::new(Body::from(format!(r#"[{object}, "s3cret/token", "s3cret%2Ftoken"]"#)));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        let headers = response.headers_mut();
        let location = format!("https://me:{}@elsewhere.example/cb?{}", value("location", "user"), pairs("location"));
        for (name, text) in [
            ("set-cookie", format!("session={}", value("answer", "setcookie"))),
            ("location", location),
            ("x-echo", format!("you sent {}", request.uri())),
        ] {
            headers.insert(name, text.parse().expect("a value"));
        }
        Box::pin(async { Ok(response) })
    }
}

/// Makes the calls that hold all the secrets. Returns everything that is shown of them.
fn shown_of_everything(status: u16) -> String {
    let token = "s3cret/token";
    let builder = ClientBuilder::new(&API).base_url("http://things.example").token(token).transport(Leaky(status));
    let (client, entries) = logged(builder.retry(Retry::never()));
    let mut marked = http::HeaderValue::from_static("marked-v4lue");
    marked.set_sensitive(true);
    let bodies: [&dyn Fn(crate::runtime::Request) -> crate::runtime::Request; 3] = [
        &|request| request.bytes("application/x-www-form-urlencoded", pairs("form")),
        &|request| request.bytes("application/json", object("json", |_| true)),
        &|request| NAMES.iter().fold(request, |request, name| request.form(*name, value("field", name))),
    ];
    let mut shown = Vec::new();
    for body in bodies {
        let request = NAMES.iter().fold(client.call(Method::POST, "/things"), |request, name| request.query(*name, value("query", name)));
        let request = request.header("cookie", value("sent", "cookie")).header("proxy-authorization", value("sent", "proxyauth"));
        let referer = format!("https://me:{}@elsewhere.example/?{}", value("referer", "user"), pairs("referer"));
        let mut request = body(request.header("referer", referer.as_str()));
        request.state_mut().headers.insert("x-marked", marked.clone());
        let call = Call::<Json<Value>>::from(request);
        shown.push(format!("{call:?} {call:#?} {client:?}"));
        match block_on(call.with_response().into_future()) {
            Ok(response) => shown.push(format!("{response:?}")),
            Err(error) => shown.push(format!("{error} {error:?} {error:#?} {:?}", std::error::Error::source(&error))),
        }
    }
    let log = entries.text();
    assert!(log.contains("sh0wn") && log.contains("[redacted]"), "{log}");
    shown.push(log);
    shown.join("\n")
}

#[test]
fn secrets_are_hidden_wherever_they_are() {
    for status in [200, 422] {
        let shown = shown_of_everything(status);
        // Nothing of what is secret has another name for it: all values end alike.
        let found: Vec<&str> = shown.lines().filter(|line| line.contains("v4lue")).collect();
        assert!(found.is_empty(), "{status}:\n{}", found.join("\n"));
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn a_parameter_of_a_signed_url_is_hidden() {
    let (client, entries) = logged(client().transport(Answer("application/json", "{}".into())));
    let keys = ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature"];
    let request = keys.iter().fold(client.call(Method::GET, "/file"), |request, key| request.query(*key, "v4lue"));
    block_on(Call::<Json<Value>>::from(request.query("signature", "other")).into_future()).expect("answered");
    let log = entries.text();
    assert!(!log.contains("v4lue") && log.contains("sig=[redacted]") && log.contains("signature=other"), "{log}");
}

#[test]
fn of_a_body_the_first_kilobyte_is_shown() {
    // The cut is in the middle of a character: each has two bytes.
    let long = format!("x{}", "é".repeat(1000));
    let binary = b"\x89PNG\r\n\x1a\n\0\0".to_vec();
    for (body, expected) in [
        (Bytes::from(long.clone()), format!("x{}… (2001 bytes)", "é".repeat(511))),
        ("short".into(), "short".to_owned()),
        (binary.into(), "10 bytes".to_owned()),
        ("two\nlines\u{1b}[2J".into(), "two lines\u{fffd}[2J".to_owned()),
    ] {
        let (client, entries) = logged(client().transport(Answer("text/plain", body.clone())));
        let call = Call::<Binary>::from(client.call(Method::POST, "/files").bytes("text/plain", body.clone()));
        assert_eq!(block_on(call.into_future()).expect("answered"), body, "it comes whole");
        let all = entries.all();
        assert!(all[0].ends_with(&format!("[1.1] > {expected}")), "{}", all[0]);
        assert!(all[2].starts_with(&format!("[1.1] < {expected}\n")), "{}", all[2]);
    }
}

#[test]
fn a_secret_at_the_end_of_what_is_shown_is_not_shown_in_part() {
    let body = format!("{}s3cret-token{}", "x".repeat(1018), "y".repeat(5000));
    let (client, entries) = logged(client().transport(Answer("text/plain", body.into())));
    block_on(Call::<Binary>::from(client.call(Method::GET, "/file")).into_future()).expect("answered");
    assert!(!entries.text().contains("s3c"), "{}", entries.text());
}

/// A stream that counts how many of its pieces were asked for.
struct Counted {
    left: usize,
    taken: Arc<Mutex<usize>>,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        *self.taken.lock().expect("no panic") += 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 10_000])))))
    }
}

impl futures_core::Stream for Counted {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
        let frame = http_body::Body::poll_frame(self, context);
        frame.map(|frame| frame.map(|frame| Ok(frame.expect("no error").into_data().expect("data"))))
    }
}

/// Answers with a stream of ten megabytes.
struct Streams(Arc<Mutex<usize>>);

impl Transport for Streams {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let body = Counted { left: 1000, taken: self.0.clone() };
        Box::pin(async { Ok(http::Response::new(Body::stream(body))) })
    }
}

#[test]
fn streams_are_neither_collected_nor_delayed() {
    let taken = Arc::<Mutex<usize>>::default();
    let (client, entries) = logged(client().transport(Streams(taken.clone())));
    block_on(async {
        let mut download = Call::<Binary>::from(client.call(Method::GET, "/file")).download().await.expect("it begins");
        assert_eq!((*taken.lock().expect("no panic"), entries.all().len()), (0, 2));
        for pieces in 1..=1000 {
            assert_eq!(download.next().await.expect("a piece").expect("received").len(), 10_000);
            assert_eq!(*taken.lock().expect("no panic"), pieces);
        }
        assert!(download.next().await.is_none());
    });
    assert!(entries.all()[2].ends_with("… (10000000 bytes)\n[1.1] = received, 10000000 bytes after 0.0ns"), "{:?}", &entries.all()[2]);
}

#[cfg(feature = "hyper-1")]
#[test]
fn an_upload_that_streams_is_logged_when_it_has_ended() {
    let server = Server::start([json(200, "{}")]);
    let (client, entries) = logged(client().base_url(server.url()));
    let file = File::from_stream("big.txt", Some(300_000), Counted { left: 30, taken: Arc::default() });
    block_on(Call::<Json<Value>>::from(client.call(Method::PUT, "/file").file("text/plain", file)).into_future()).expect("answered");
    assert_eq!(server.received()[0].body.len(), 300_000);
    assert_eq!(server.received()[0].header("content-length"), Some("300000"));
    let sent = format!("[1.1] > {}… (300000 bytes)", "x".repeat(1024));
    assert!(entries.all().contains(&sent), "{:?}", entries.all());
}

#[test]
fn a_call_that_is_dropped_and_one_that_fails_are_shown() {
    struct Never;
    impl Transport for Never {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            Box::pin(std::future::pending())
        }
    }
    let (client, entries) = logged(client().transport(Never));
    let mut call = Box::pin(get(&client));
    let mut context = Context::from_waker(std::task::Waker::noop());
    block_on(async { assert!(call.as_mut().poll(&mut context).is_pending()) });
    drop(call);
    assert_eq!(entries.all()[1], "[1.1] = dropped by the caller, 0 bytes after 0.0ns");

    struct Down;
    impl Transport for Down {
        fn send(&self, request: http::Request<Body>) -> TransportFuture {
            let problem = format!("no route for {:?}", request.headers()["authorization"].to_str());
            Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, problem).permanent()) })
        }
    }
    let (client, entries) = logged(crate::api::client().transport(Down));
    block_on(get(&client)).expect_err("down");
    assert_eq!(entries.all()[1], "[1.1] = no connection: no route for Ok(\"Bearer [redacted]\"), 0 bytes after 0.0ns");
}

#[test]
fn a_function_that_panics_fails_no_call() {
    let log = Log::new(|_| std::panic::resume_unwind(Box::new("the application panics")));
    let client = client().transport(Answer("application/json", "{}".into())).log(log).build().expect("all is given");
    block_on(get(&client)).expect("answered");
}

/// An API whose log can be switched on.
static LOGGED: Api = Api {
    name: "Logged",
    version: "1",
    base_url: Some("http://logged.example"),
    variables: &[],
    base_url_env: None,
    token_env: None,
    log_env: Some("LOGGED_LOG"),
    headers: &[],
    bound: &[],
    servers: &[],
    secrets: &[],
    schemes: &[],
    auth: &[],
};

/// Marks the process that logs.
const MARK: &str = "LOGS_TO_STANDARD_ERROR";

#[test]
fn the_environment_switches_it_on() {
    if std::env::var_os(MARK).is_some() {
        let builder = ClientBuilder::new(&LOGGED).token("s3cret-token").transport(Answer("application/json", r#"{"id":7}"#.into()));
        match builder.from_env().and_then(ClientBuilder::build) {
            Ok(client) => drop(block_on(get(&client)).expect("answered")),
            Err(error) => eprintln!("{error}"),
        }
        return;
    }
    let run = |value: Option<&str>| {
        let mut command = Command::new(std::env::current_exe().expect("a test has a file"));
        command.args(["--exact", "logs::the_environment_switches_it_on", "--nocapture"]).env(MARK, "1");
        command.env_remove("LOGGED_LOG").envs(value.map(|value| ("LOGGED_LOG", value)));
        String::from_utf8_lossy(&command.output().expect("it runs").stderr).into_owned()
    };
    for on in ["1", "true", " on "] {
        let text = run(Some(on));
        assert!(text.contains("[1.1] > GET http://logged.example/things\n") && text.contains("[1.1] < {\"id\":7}\n"), "{on}: {text}");
        assert!(text.contains("authorization: [redacted]") && !text.contains("s3cret"), "{on}: {text}");
    }
    for off in [None, Some(""), Some("0"), Some("off"), Some("false")] {
        assert!(!run(off).contains("[1.1]"), "{off:?}");
    }
    let text = run(Some("yes-s3cret"));
    assert!(text.contains("the environment variable LOGGED_LOG must be `1`") && !text.contains("s3cret"), "{text}");
}
