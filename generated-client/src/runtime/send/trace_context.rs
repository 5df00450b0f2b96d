//! The trace context of an attempt, which its request carries (W3C Trace Context).

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry_033::Context;
use opentelemetry_033::trace::{SpanContext, TraceContextExt};

use crate::runtime::observer::observe;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// Adds the context of the span that is current, unless the caller has set one. Where telemetry is suppressed, as it is in an
/// exporter, there is none.
pub(super) fn add_trace_context(headers: &mut HeaderMap) {
    if headers.contains_key(&TRACEPARENT) {
        return;
    }
    observe(|| {
        Context::map_current(|context| {
            if !context.is_telemetry_suppressed() {
                add(context.span().span_context(), headers);
            }
        });
    });
}

fn add(span: &SpanContext, headers: &mut HeaderMap) {
    if !span.is_valid() {
        return;
    }
    let parent = format!("00-{:032x}-{:016x}-{:02x}", span.trace_id(), span.span_id(), span.trace_flags());
    if let Ok(parent) = HeaderValue::from_str(&parent) {
        headers.insert(TRACEPARENT, parent);
    }
    let state = Some(span.trace_state().header()).filter(|state| !state.is_empty());
    if let Some(Ok(state)) = state.map(HeaderValue::try_from) {
        headers.entry(TRACESTATE).or_insert(state);
    }
}
