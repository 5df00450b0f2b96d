//! Spans of calls and attempts, with the feature `tracing`.

use std::future::Future;
use std::time::Duration;

use http::StatusCode;

use super::attempt::Attempted;
use crate::runtime::error::Error;
use crate::runtime::request::RequestState;

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
            }
        });
        observe(|| drop(span));
        done
    }

    /// Returns the span of a call.
    pub(crate) fn of_call(state: &RequestState) -> Span {
        created(|| {
            tracing::info_span!(
                target: target!(),
                "call",
                "api" = state.client.core().api.name,
                "http.request.method" = %state.method,
                "url.template" = &*state.shown_path(),
                "attempts" = field::Empty,
                "error" = field::Empty,
            )
        })
    }

    /// Instruments an attempt with a span.
    pub(crate) async fn attempt(number: u32, attempt: impl Future<Output = Attempted>) -> Attempted {
        let span = created(|| {
            tracing::info_span!(
                target: target!(),
                "attempt",
                number,
                "http.response.status_code" = field::Empty,
                "error.type" = field::Empty,
            )
        });
        let ended = within_span(&span, attempt).await;
        let (status, error): (Option<StatusCode>, _) = match &ended {
            Attempted::Response { response, .. } | Attempted::TooLarge(response) => (Some(response.status), None),
            Attempted::Failed { error, response } => (response.as_ref().map(|response| response.status), Some(error.kind())),
        };
        observe(|| {
            if let Some(status) = status {
                span.record("http.response.status_code", status.as_u16());
            }
            if let Some(kind) = error {
                span.record("error.type", field::debug(kind));
            }
        });
        observe(|| drop(span));
        ended
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

    pub(crate) fn attempt<F: Future<Output = Attempted>>(_: u32, attempt: F) -> F {
        attempt
    }

    pub(crate) fn again(_: Duration, _: u32) {}
}

pub(crate) use super::trace::{spans::again, spans::attempt, spans::call, spans::of_call};
