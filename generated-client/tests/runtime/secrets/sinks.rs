//! The sinks: every place where something of a client, a request or a response is shown.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use super::doors::{Door, Lock};
use crate::api::PAGES;
use crate::runtime::{
    Binary, Body, Call, Client, ClientBuilder, Error, Json, Paged, Retry, Transport, TransportError, TransportErrorKind, TransportFuture,
    Value,
};
use crate::support::memory::block_on;

/// What the server does with a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Refuses it, and sends back all that came.
    Refuses,
    /// Accepts it, and sends back all that came.
    Accepts,
    /// Breaks the connection, with a cause that shows all that was sent.
    Breaks,
}

/// A server that repeats what it gets.
#[derive(Clone)]
pub struct Echo {
    pub answer: Answer,
    pub secret: &'static str,
    /// Whether it first sets a cookie.
    pub sets_cookie: bool,
    /// Whether it writes secrets where nothing but their value tells what they are.
    pub says_values: bool,
    /// What the transport could log: the headers of the requests.
    pub seen: Arc<Mutex<Vec<String>>>,
    /// All that was sent.
    pub sent: Arc<Mutex<Vec<String>>>,
}

impl Echo {
    /// Makes a server for a door. What is too short to be found by its value is said in its places only.
    pub fn new(door: &Door, answer: Answer, secret: &'static str) -> Self {
        let (seen, sent) = (Arc::default(), Arc::default());
        Self { answer, secret, sets_cookie: door.is_cookie, says_values: secret.len() >= 4, seen, sent }
    }

    fn spellings(&self) -> Vec<String> {
        if !self.says_values {
            return Vec::new();
        }
        let json = serde_json::to_string(self.secret).expect("writable");
        let base64 = |text: String| serde_json::to_value(crate::runtime::Base64::from(text)).expect("writable");
        let escaped: String = self.secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let percent: String = self.secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        vec![
            self.secret.to_owned(),
            json,
            text(base64(self.secret.to_owned())),
            text(base64(format!("me:{}", self.secret))),
            escaped,
            percent,
        ]
    }

    fn body(&self, request: &http::Request<Body>) -> String {
        let body = String::from_utf8_lossy(request.body().as_bytes().map_or(&[], |bytes| bytes)).into_owned();
        let headers: serde_json::Map<String, Value> =
            request.headers().iter().map(|(name, value)| (name.to_string(), text(value).into())).collect();
        let said: Vec<String> = self.spellings();
        let first = said.first().cloned().unwrap_or_default();
        let whole = serde_json::from_str::<Value>(&body).unwrap_or(Value::Null);
        let raw = if self.says_values { body } else { String::new() };
        let echo = serde_json::json!({
            "message": format!("cannot take {first}"), "errors": { "field": said }, "uses": [], "word": self.secret,
            "request": { "uri": request.uri().to_string(), "headers": headers, "json": whole, "body": raw },
        });
        // One that writes escapes that it need not.
        echo.to_string().replace("\"errors\":{", &format!("\"escaped\":\"{}\",\"errors\":{{", said.get(4).cloned().unwrap_or_default()))
    }

    fn text(request: &http::Request<Body>) -> String {
        let body = String::from_utf8_lossy(request.body().as_bytes().map_or(&[], |bytes| bytes)).into_owned();
        let headers: String = request.headers().iter().map(|(name, value)| format!("{name}: {}\n", text(value))).collect();
        format!("{} {}\n{headers}\n{body}", request.method(), request.uri())
    }
}

fn text(value: &http::HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

impl Transport for Echo {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut seen = self.seen.lock().expect("no panic");
        seen.push(format!("{:?}", request.headers()));
        let is_first = seen.len() == 1;
        self.sent.lock().expect("no panic").push(Self::text(&request));
        let mut response = http::Response::new(Body::from(self.body(&request)));
        for (name, value) in request.headers() {
            response.headers_mut().insert(name, text(value).parse().expect("a value"));
        }
        let mut put = |name: &'static str, value: String| drop(response.headers_mut().insert(name, value.parse().expect("a value")));
        put("set-cookie", format!("session={}; Path=/", self.secret));
        if self.says_values {
            put("x-request-id", self.secret.to_owned());
            put("x-echo", self.spellings().join(" ").replace('\n', " "));
            put("link", format!("<https://vault.example/?a={}>; rel=\"next\"", self.secret));
        }
        *response.status_mut() = match self.answer {
            _ if self.sets_cookie && is_first => http::StatusCode::SERVICE_UNAVAILABLE,
            Answer::Accepts => http::StatusCode::OK,
            _ => http::StatusCode::UNPROCESSABLE_ENTITY,
        };
        let breaks = self.answer == Answer::Breaks && !(self.sets_cookie && is_first);
        let cause = std::io::Error::other(format!("cannot send {}", Self::text(&request)));
        Box::pin(async move { if breaks { Err(TransportError::new(TransportErrorKind::Broken, cause)) } else { Ok(response) } })
    }
}

/// What is shown, with what shows it.
pub type Shown = Vec<(&'static str, String)>;

fn debug(what: &'static str, value: &(impl Debug + ?Sized)) -> Shown {
    vec![(what, format!("{value:?}")), (what, format!("{value:#?}"))]
}

/// Everything that an error shows.
pub fn error(error: &Error) -> Shown {
    let mut shown = debug("Debug", error);
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        shown.push(("a cause", error.to_string()));
        shown.extend(debug("the Debug of a cause", error));
        cause = error.source();
    }
    shown.push(("message", error.message().unwrap_or_default().to_owned()));
    shown.push(("request id", error.request_id().unwrap_or_default().to_owned()));
    shown.push(("path", error.path().to_owned()));
    shown.push(("json path", error.json_path().unwrap_or_default().to_owned()));
    shown.push(("body", String::from_utf8_lossy(error.body().map_or(&[], |body| body)).into_owned()));
    let headers = error.headers().into_iter().flatten().map(|(name, value)| format!("{name}: {}\n", text(value)));
    shown.push(("headers", headers.collect()));
    shown.extend(debug("fields", &error.field_errors()));
    shown.extend(debug("JSON", &(error.code(), error.json::<Value>())));
    shown.extend(error.typed::<Vec<i64>>().err().map(|untyped| ("no type", untyped.to_string())));
    shown
}

/// A sink shows something of a client into which a secret came by a door.
pub struct Sink {
    pub name: &'static str,
    pub answer: Answer,
    pub show: fn(&Door, ClientBuilder, &'static str) -> Shown,
    /// Whether it writes the request as text.
    pub is_text: bool,
    /// Whether it shows what there is before anything is sent.
    pub is_before: bool,
}

const fn before(name: &'static str, show: fn(&Door, ClientBuilder, &'static str) -> Shown) -> Sink {
    Sink { name, answer: Answer::Accepts, show, is_text: false, is_before: true }
}

const fn after(name: &'static str, answer: Answer, show: fn(&Door, ClientBuilder, &'static str) -> Shown) -> Sink {
    Sink { name, answer, show, is_text: matches!(answer, Answer::Breaks), is_before: false }
}

fn built(builder: ClientBuilder) -> Client {
    builder.retry(Retry::default().retries(1)).build().expect("all is given")
}

fn failed<T>(outcome: Result<T, Error>) -> Error {
    outcome.err().expect("a failure")
}

pub const SINKS: &[Sink] = &[
    before("a builder", |_, it, _| debug("Debug", &it)),
    before("a client", |_, it, _| debug("Debug", &built(it))),
    before("a call", |door, it, secret| {
        let request = door.request(&built(it), secret);
        let mut shown = debug("a request", &request);
        let list = Call::<Paged<Value>>::from(request.clone().paging(&PAGES));
        let call = Call::<Json<Value>>::from(request);
        shown.extend(debug("a call", &call));
        shown.extend(debug("a call with its response", &call.with_response()));
        shown.extend(debug("pages", &list.stream()));
        shown
    }),
    before("a preview", |door, it, secret| {
        let call = Call::<Json<Value>>::from(door.request(&built(it), secret));
        vec![("curl", call.preview().expect("all is given"))]
    }),
    before("a refused preview", |door, it, secret| {
        let call = Call::<Json<Value>>::from(door.request(&built(it), secret).header(format!("a b {secret}"), "x"));
        if secret.len() < 4 { Vec::new() } else { error(&failed(call.preview())) }
    }),
    after("a refusal", Answer::Refuses, |door, it, secret| {
        error(&failed(block_on(Call::<Json<Value>>::from(door.request(&built(it), secret)).into_future())))
    }),
    after("a broken connection", Answer::Breaks, |door, it, secret| {
        error(&failed(block_on(Call::<Json<Value>>::from(door.request(&built(it), secret)).into_future())))
    }),
    after("a success that cannot be read", Answer::Accepts, |door, it, secret| {
        error(&failed(block_on(Call::<Json<Lock>>::from(door.request(&built(it), secret)).into_future())))
    }),
    after("a response", Answer::Accepts, |door, it, secret| {
        let call = Call::<Json<Value>>::from(door.request(&built(it), secret));
        let response = block_on(call.with_response().into_future()).expect("a value");
        let mut shown = debug("Debug", &response);
        shown.extend(debug("headers", &response.headers));
        shown
    }),
    after("a download", Answer::Accepts, |door, it, secret| {
        let call = Call::<Binary>::from(door.request(&built(it), secret));
        let download = block_on(call.download()).expect("it begins");
        let mut shown = debug("Debug", &download);
        shown.extend(debug("headers", download.headers()));
        shown.extend(error(&failed(block_on(download.bytes(1)))));
        shown
    }),
    after("a walk", Answer::Refuses, |door, it, secret| {
        let list = Call::<Paged<Value>>::from(door.request(&built(it), secret).paging(&PAGES));
        error(&failed(block_on(list.stream().collect())))
    }),
    after("the log of a refusal", Answer::Refuses, |door, it, secret| log(Answer::Refuses, door, it, secret)),
    after("the log of a success", Answer::Accepts, |door, it, secret| log(Answer::Accepts, door, it, secret)),
    after("the log of a broken connection", Answer::Breaks, |door, it, secret| log(Answer::Breaks, door, it, secret)),
    #[cfg(feature = "drift")]
    after("drift", Answer::Accepts, drift),
    #[cfg(feature = "tracing")]
    after("a trace of a refusal", Answer::Refuses, trace),
    #[cfg(feature = "tracing")]
    after("a trace of a broken connection", Answer::Breaks, trace),
];

/// What the log of a call holds.
fn log(answer: Answer, door: &Door, builder: ClientBuilder, secret: &'static str) -> Shown {
    let entries = Arc::<Mutex<Shown>>::default();
    let keep = entries.clone();
    let log = crate::runtime::Log::new(move |entry| keep.lock().expect("no panic").push(("an entry", entry.to_owned())));
    let _ = block_on(Call::<Json<Value>>::from(door.request(&built(builder.log(log)), secret)).into_future());
    let entries = entries.lock().expect("no panic").clone();
    assert!(entries.len() >= if answer == Answer::Breaks { 2 } else { 3 }, "{}", door.name);
    entries
}

/// What a log of spans holds.
#[cfg(feature = "tracing")]
fn trace(door: &Door, builder: ClientBuilder, secret: &'static str) -> Shown {
    use tracing_subscriber::fmt::format::FmtSpan;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no panic").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let (log, client) = (Log::default(), built(builder));
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_span_events(FmtSpan::FULL).finish();
    // With one dispatcher alone, `tracing` asks only the thread that reaches a callsite first whether anybody listens.
    let dispatchers =
        [tracing::Dispatch::new(subscriber), tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish())];
    tracing::dispatcher::with_default(&dispatchers[0], || {
        failed(block_on(Call::<Json<Value>>::from(door.request(&client, secret)).into_future()));
    });
    let written = log.0.lock().expect("no panic").clone();
    let text = String::from_utf8_lossy(&written).into_owned();
    assert!(text.contains("url.full") && text.contains("error="), "{text}");
    vec![("spans", text)]
}

#[cfg(feature = "drift")]
fn drift(door: &Door, builder: ClientBuilder, secret: &'static str) -> Shown {
    let seen = Arc::<Mutex<Shown>>::default();
    let sink = seen.clone();
    let tell = move |drift: crate::runtime::Drift| {
        let mut shown = debug("Debug", &drift);
        shown.push(("Display", drift.to_string()));
        shown.push(("JSON", serde_json::to_string(&drift).expect("writable")));
        sink.lock().expect("no panic").extend(shown);
    };
    let client = built(builder.on_drift(tell).drift_values(true));
    let _ = block_on(Call::<Json<Lock>>::from(door.request(&client, secret)).into_future());
    let seen = seen.lock().expect("no panic");
    assert!(!seen.is_empty(), "{}", door.name);
    seen.clone()
}
