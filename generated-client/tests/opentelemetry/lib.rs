//! Calls under the SDK of OpenTelemetry: the spans that it exports, and the context that requests carry.
//! `generated-client/tests/connection.md` lists what each test is for.

#![cfg(test)]

mod context;
mod server;
mod spans;

use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::trace::{SpanKind, TraceContextExt, TraceId, TracerProvider};
use opentelemetry::{Context, Value};
use opentelemetry_sdk::trace::{InMemorySpanExporter, Sampler, SdkTracerProvider, SpanData};
use tallyfy::{Client, Retry};
use tracing::Instrument;
use tracing_subscriber::layer::SubscriberExt;

/// Returns what collects spans, and the exporter of all that are sampled.
fn collector(sampler: Sampler) -> (tracing::Dispatch, InMemorySpanExporter) {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).with_sampler(sampler).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tests"));
    (tracing::Dispatch::new(tracing_subscriber::registry().with(layer)), exporter)
}

/// Returns the exporter of the whole process.
fn exporter() -> &'static InMemorySpanExporter {
    static EXPORTER: OnceLock<InMemorySpanExporter> = OnceLock::new();
    EXPORTER.get_or_init(|| {
        let (dispatch, exporter) = collector(Sampler::AlwaysOn);
        tracing::dispatcher::set_global_default(dispatch).expect("it is the first one");
        exporter
    })
}

/// Returns a client that waits a moment before it repeats anything.
fn client(url: &str) -> Client {
    let retry = Retry::default().backoff(Duration::from_millis(2), Duration::from_millis(2));
    Client::builder().base_url(url).org_id("acme").token("s3cret-token").retry(retry).build().expect("all is given")
}

/// Runs a future in a span of its own. Returns the spans of the same trace, and what the future returns.
fn traced<T>(work: impl Future<Output = T>) -> (Vec<SpanData>, T) {
    let exporter = exporter();
    let span = tracing::info_span!("test");
    let trace = span.in_scope(|| Context::current().span().span_context().trace_id());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let result = runtime.block_on(work.instrument(span));
    (spans_of(exporter, trace), result)
}

fn spans_of(exporter: &InMemorySpanExporter, trace: TraceId) -> Vec<SpanData> {
    let mut spans = exporter.get_finished_spans().expect("in memory");
    spans.retain(|span| span.span_context.trace_id() == trace);
    spans
}

/// Returns the spans of attempts, in the order in which they ended.
fn attempts(spans: &[SpanData]) -> Vec<&SpanData> {
    spans.iter().filter(|span| span.span_kind == SpanKind::Client).collect()
}

/// Returns the span of the call.
fn call(spans: &[SpanData]) -> &SpanData {
    spans.iter().find(|span| span.span_kind == SpanKind::Internal && span.name != "test").expect("a call")
}

/// Returns an attribute.
fn attribute<'s>(span: &'s SpanData, name: &str) -> Option<&'s Value> {
    span.attributes.iter().find(|attribute| attribute.key.as_str() == name).map(|attribute| &attribute.value)
}

/// Returns an attribute that is a string.
fn string(span: &SpanData, name: &str) -> Option<String> {
    match attribute(span, name)? {
        Value::String(text) => Some(text.to_string()),
        other => panic!("{name} is {other:?}"),
    }
}

/// Returns an attribute that is an integer.
fn integer(span: &SpanData, name: &str) -> Option<i64> {
    match attribute(span, name)? {
        Value::I64(number) => Some(*number),
        other => panic!("{name} is {other:?}"),
    }
}
