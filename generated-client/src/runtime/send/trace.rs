//! Spans of calls and attempts, with the feature `tracing`.

use std::future::Future;
use std::time::Duration;

use http::{StatusCode, Uri};

use super::attempt::Attempted;
use crate::runtime::error::Error;
use crate::runtime::request::{PreparedRequest, RequestState, host_of};

/// What the span of an attempt shows.
pub(crate) struct AttemptScene<'s> {
    pub state: &'s RequestState,
    pub prepared: &'s PreparedRequest,
    /// The number of the request within its call.
    pub number: u32,
    /// The path template, if an operation has it and no redirect has led elsewhere.
    pub template: Option<&'s str>,
}

#[cfg(feature = "tracing")]
mod spans {
    use std::future::poll_fn;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::pin;

    use tracing::{Span, field};

    use super::*;
    use crate::runtime::observer::observe;

    /// The target of all spans and events: the name of the crate.
    macro_rules! target {
        () => {
            env!("CARGO_PKG_NAME")
        };
    }

    /// Runs a future in a span. A panic of what collects the spans does not fail it.
    async fn within_span<F: Future>(span: &Span, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(|context| {
            let entered = catch_unwind(AssertUnwindSafe(|| span.enter()));
            let polled = work.as_mut().poll(context);
            observe(|| drop(entered));
            polled
        })
        .await
    }

    /// Creates a span, or none if what collects the spans panics.
    fn created(create: impl FnOnce() -> Span) -> Span {
        catch_unwind(AssertUnwindSafe(create)).unwrap_or_else(|_| Span::none())
    }

    /// Instruments a call with a span.
    pub(crate) async fn call<T>(
        span: Span,
        call: impl Future<Output = Result<T, Error>>,
        attempts: impl Fn(&T) -> u32,
    ) -> Result<T, Error> {
        let done = within_span(&span, call).await;
        observe(|| match &done {
            Ok(response) => {
                span.record("attempts", attempts(response));
            }
            Err(error) => {
                span.record("attempts", error.attempts());
                span.record("error", field::display(error));
                span.record("otel.status_code", "ERROR");
            }
        });
        observe(|| drop(span));
        done
    }

    /// Returns the span of a call. It has no attributes of HTTP: its attempts have them.
    pub(crate) fn of_call(state: &RequestState) -> Span {
        created(|| {
            tracing::info_span!(
                target: target!(),
                "call",
                "otel.name" = state.operation.unwrap_or("request"),
                "otel.kind" = "internal",
                "otel.status_code" = field::Empty,
                "api" = state.client.core().api.name,
                "attempts" = field::Empty,
                "error" = field::Empty,
            )
        })
    }

    /// Instruments an attempt with a span, which has the attributes of HTTP client spans in OpenTelemetry.
    pub(crate) async fn attempt(scene: AttemptScene<'_>, attempt: impl Future<Output = Attempted>) -> Attempted {
        let span = created(|| of_attempt(&scene));
        let ended = within_span(&span, attempt).await;
        observe(|| record_end(&span, &ended));
        observe(|| drop(span));
        ended
    }

    fn of_attempt(AttemptScene { state, prepared, number, template }: &AttemptScene<'_>) -> Span {
        let (uri, method) = (&prepared.uri, prepared.method.as_str());
        let is_known = METHODS.contains(&method);
        let word = if is_known { method } else { "HTTP" };
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        tracing::info_span!(
            target: target!(),
            "attempt",
            "otel.name" = template.map_or_else(|| word.to_owned(), |template| format!("{word} {template}")),
            "otel.kind" = "client",
            "otel.status_code" = field::Empty,
            "http.request.method" = if is_known { method } else { "_OTHER" },
            "http.request.method_original" = (!is_known).then_some(method),
            "http.request.resend_count" = (*number > 1).then(|| i64::from(*number) - 1),
            "server.address" = &*state.shown_host(uri.host().unwrap_or_default().trim_matches(['[', ']'])),
            "server.port" = i64::from(port),
            "url.full" = full_url(state, uri),
            "http.response.status_code" = field::Empty,
            "error.type" = field::Empty,
        )
    }

    /// The methods that OpenTelemetry knows.
    const METHODS: [&str; 9] = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

    /// What OpenTelemetry writes in place of a secret.
    const REDACTED: &str = "REDACTED";

    /// Returns the URL of a request without secrets.
    fn full_url(state: &RequestState, uri: &Uri) -> String {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let user = if authority.contains('@') { "REDACTED:REDACTED@" } else { "" };
        let (scheme, path) = (uri.scheme_str().unwrap_or_default(), uri.path_and_query().map_or("/", |path| path.as_str()));
        let path = state.secrets().scrub_logged(path, REDACTED).into_owned();
        format!("{scheme}://{user}{}{path}", state.shown_host(&host_of(uri)))
    }

    /// Records how an attempt has ended.
    fn record_end(span: &Span, ended: &Attempted) {
        let (status, error) = match ended {
            Attempted::Response { response, .. } => (Some(response.status), None),
            Attempted::TooLarge(response) => (Some(response.status), Some("too_large")),
            Attempted::Failed { error, response } => (response.as_ref().map(|response| response.status), Some(error.kind().as_str())),
        };
        if let Some(status) = status {
            span.record("http.response.status_code", i64::from(status.as_u16()));
        }
        let refused = status.filter(|status| status.is_client_error() || status.is_server_error());
        let problem = error.or(refused.as_ref().map(StatusCode::as_str));
        if let Some(problem) = problem {
            span.record("error.type", problem);
            span.record("otel.status_code", "ERROR");
        }
    }

    /// Emits the event of a retry.
    pub(crate) fn again(wait: Duration, retries: u32) {
        observe(|| {
            tracing::info!(target: target!(), wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), retry = retries + 1, "retrying");
        });
    }
}

#[cfg(not(feature = "tracing"))]
mod spans {
    use super::*;

    /// A span without the feature.
    pub(crate) struct Unseen;

    pub(crate) fn call<F>(_: Unseen, call: F, _: impl Sized) -> F {
        call
    }

    pub(crate) fn of_call(_: &RequestState) -> Unseen {
        Unseen
    }

    pub(crate) fn attempt<F: Future<Output = Attempted>>(_: AttemptScene<'_>, attempt: F) -> F {
        attempt
    }

    pub(crate) fn again(_: Duration, _: u32) {}
}

pub(crate) use super::trace::{spans::again, spans::attempt, spans::call, spans::of_call};
