//! What can be watched of calls.

use std::sync::{Arc, Mutex};

use crate::api::{call, client};
use crate::runtime::{Json, Method, Value, operations};
use crate::support::clock::FakeClock;
use crate::support::server::{Server, json};

operations! {
    Things;
    Read read "readThing" GET "/things/{id}" () => Json<Value>;
}

#[test]
fn somebody_looks_at_each_attempt_and_may_add_headers() {
    let server = Server::start([json(503, ""), json(200, "{}"), json(200, "{}")]);
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let keep = seen.clone();
    let builder = client().base_url(server.url()).clock(FakeClock::default()).on_attempt(move |attempt, headers| {
        assert!(headers.is_empty(), "nobody's secrets are shown");
        let operation = attempt.operation.unwrap_or("no operation");
        keep.lock().expect("not poisoned").push(format!("{} {operation} {} {}", attempt.number, attempt.method, attempt.path));
        headers.insert("traceparent", http::HeaderValue::from(attempt.number));
    });
    let client = builder.build().expect("all is given");
    call(client.begin::<Read>().path("id", "7")).expect("the second attempt succeeds");
    assert_eq!(*seen.lock().expect("not poisoned"), ["1 readThing GET /things/{id}", "2 readThing GET /things/{id}"]);
    let sent: Vec<_> = server.received().iter().map(|request| request.header("traceparent").map(str::to_owned)).collect();
    assert_eq!(sent, [Some("1".to_owned()), Some("2".to_owned())]);
    assert!(server.received().iter().all(|request| request.header("authorization").is_some()));
    call(client.call(Method::GET, "/others")).expect("it is there");
    assert_eq!(seen.lock().expect("not poisoned").last().map(String::as_str), Some("1 no operation GET /others"));
}

#[cfg(feature = "tracing")]
mod spans {
    use std::fmt::{Debug, Write as _};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;
    use crate::runtime::Error;
    use crate::support::server::Act;

    /// Writes down all that it is told.
    #[derive(Clone, Default)]
    struct Book(Arc<Mutex<Vec<String>>>);

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }

    impl Book {
        fn lines(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
            self.0.lock().expect("not poisoned")
        }
    }

    impl Subscriber for Book {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "tallyfy"
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            let mut line = Line(span.metadata().name().to_owned());
            span.record(&mut line);
            self.lines().push(line.0);
            Id::from_u64(self.lines().len() as u64)
        }

        fn record(&self, span: &Id, values: &Record<'_>) {
            let mut line = Line(String::new());
            values.record(&mut line);
            let at = usize::try_from(span.into_u64()).expect("small") - 1;
            self.lines()[at].push_str(&line.0);
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            let mut line = Line("event".to_owned());
            event.record(&mut line);
            self.lines().push(line.0);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn calls_and_attempts_are_spans_with_stable_names_and_without_secrets() {
        let server = Server::start([json(503, ""), json(200, "{}"), json(422, r#"{"message": "s3cret-token is no good"}"#), Act::Cut]);
        let client = client().base_url(server.url()).clock(FakeClock::default()).build().expect("all is given");
        let book = Book::default();
        // Other tests reach the same callsites on other threads. With one dispatcher alone, `tracing` asks only the thread that
        // reaches a callsite first whether anybody listens, and keeps the answer; with two it asks both.
        let dispatchers = [tracing::Dispatch::new(book.clone()), tracing::Dispatch::new(book.clone())];
        let errors: Vec<Error> = tracing::dispatcher::with_default(&dispatchers[0], || {
            call(client.call(Method::GET, "/things/{id}").path("id", "private").query("q", "private"))
                .expect("the second attempt succeeds");
            (0..2).map(|_| call(client.call(Method::POST, "/things")).expect_err("a failure")).collect()
        });
        let lines = book.lines().clone();
        let address = server.url();
        let port = address.rsplit(':').next().expect("a port");
        let attempt = |method: &str, resent: &str, path: &str, ended: &str| {
            format!(
                "attempt otel.name={method:?} otel.kind=\"client\" http.request.method={method:?}{resent} \
                 server.address=\"127.0.0.1\" server.port={port} url.full=\"{address}{path}\" {ended}"
            )
        };
        let call = |ended: &str| format!("call otel.name=\"request\" otel.kind=\"internal\" api=\"Things\" {ended}");
        let failed = |error: &Error| call(&format!("attempts=1 error={error} otel.status_code=\"ERROR\""));
        let refused = |status: u16| format!("http.response.status_code={status} error.type=\"{status}\" otel.status_code=\"ERROR\"");
        let path = "/things/private?q=private";
        let expected = [
            call("attempts=2"),
            attempt("GET", "", path, &refused(503)),
            "event message=retrying wait_ms=500 retry=1".to_owned(),
            attempt("GET", " http.request.resend_count=1", path, "http.response.status_code=200"),
            failed(&errors[0]),
            attempt("POST", "", "/things", &refused(422)),
            failed(&errors[1]),
            attempt("POST", "", "/things", "error.type=\"broken\" otel.status_code=\"ERROR\""),
        ];
        assert_eq!(lines, expected);
        let all = lines.join("\n");
        assert!(!all.contains("s3cret-token"), "{all}");
    }
}
