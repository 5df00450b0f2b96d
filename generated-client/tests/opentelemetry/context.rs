//! The trace context that requests carry (W3C Trace Context).

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use opentelemetry_sdk::trace::Sampler;
use tallyfy::Method;

use crate::server::{Server, status};
use crate::{attempts, client, collector, exporter, spans_of, traced};

/// Sends a request, three times if the server refuses it. Returns nothing that a test would look at.
async fn send(url: &str) {
    client(url).request(Method::GET, "/things").await.expect("answered");
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

#[test]
fn each_attempt_sends_the_context_of_its_span() {
    let server = Server::start([status(503), status(503), status(200)]);
    let (spans, ()) = traced(send(server.url()));
    let expected: Vec<_> = attempts(&spans)
        .iter()
        .map(|span| Some(format!("00-{}-{}-01", span.span_context.trace_id(), span.span_context.span_id())))
        .collect();
    assert_eq!(expected.len(), 3);
    assert_eq!(server.headers("traceparent"), expected);
    assert_eq!(server.headers("tracestate"), [None, None, None]);
    let parents = server.headers("traceparent");
    assert!(parents.iter().flatten().all(|parent| parent.len() == 55 && *parent == parent.to_ascii_lowercase()));
}

#[test]
fn the_state_of_the_trace_is_sent_along() {
    exporter();
    let server = Server::start([status(200)]);
    let state = TraceState::from_key_value([("vendor", "1")]).expect("a state");
    let (trace, span) = (TraceId::from_bytes([7; 16]), SpanId::from_bytes([9; 8]));
    let remote = SpanContext::new(trace, span, TraceFlags::SAMPLED, true, state);
    let attached = Context::new().with_remote_span_context(remote).attach();
    block_on(send(server.url()));
    drop(attached);
    assert_eq!(server.headers("tracestate"), [Some("vendor=1".to_owned())]);
    let sent = server.headers("traceparent")[0].clone().expect("a parent");
    assert!(sent.starts_with(&format!("00-{trace}-")) && !sent.contains(&span.to_string()), "{sent}");
    assert_eq!(spans_of(exporter(), trace).len(), 2);
}

#[test]
fn what_is_not_sampled_says_so() {
    exporter();
    let server = Server::start([status(503), status(200)]);
    let (dispatch, off) = collector(Sampler::AlwaysOff);
    tracing::dispatcher::with_default(&dispatch, || block_on(send(server.url())));
    let parents = server.headers("traceparent");
    assert_eq!(parents.len(), 2);
    assert_ne!(parents[0], parents[1]);
    // The lowest bit is that of the sampler. The SDK may set the one beside it: the id is random.
    assert!(parents.iter().flatten().all(|parent| parent.ends_with("-00") || parent.ends_with("-02")), "{parents:?}");
    assert!(off.get_finished_spans().expect("in memory").is_empty());
}

#[test]
fn without_a_context_nothing_is_sent() {
    exporter();
    let server = Server::start([status(200)]);
    let nobody = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    tracing::dispatcher::with_default(&nobody, || block_on(send(server.url())));
    assert_eq!(server.headers("traceparent"), [None]);
}

#[test]
fn a_context_of_the_caller_is_left_alone() {
    let own = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-00";
    let server = Server::start([status(200)]);
    let tallyfy = client(server.url());
    let hooked = tallyfy::Client::builder().base_url(server.url()).org_id("acme").token("t").on_attempt(move |_, headers| {
        headers.insert("traceparent", own.parse().expect("a value"));
    });
    let hooked = hooked.build().expect("all is given");
    traced(async {
        tallyfy.request(Method::GET, "/things").header("traceparent", own).await.expect("answered");
        hooked.request(Method::GET, "/things").await.expect("answered");
    });
    assert_eq!(server.headers("traceparent"), [Some(own.to_owned()), Some(own.to_owned())]);
    assert_eq!(server.headers("tracestate"), [None, None]);
}

#[test]
fn where_telemetry_is_suppressed_there_are_no_spans() {
    let server = Server::start([status(200)]);
    let (spans, ()) = traced(async {
        let suppressed = Context::enter_telemetry_suppressed_scope();
        client(server.url()).request(Method::GET, "/things").await.expect("answered");
        drop(suppressed);
    });
    assert_eq!(spans.iter().map(|span| &*span.name).collect::<Vec<_>>(), ["test"]);
    assert_eq!(server.headers("traceparent"), [None]);
}
