//! Spans of calls and attempts, where the feature `tracing` is on.

use std::future::Future;
use std::time::Duration;

use http::StatusCode;

use super::attempt::Ended;
use crate::runtime::error::Error;
use crate::runtime::request::Parts;

#[cfg(feature = "tracing")]
mod spans {
    use tracing::{Instrument as _, Span, field};

    use super::*;

    /// What all spans and events are filed under: the crate's name.
    macro_rules! target {
        () => {
            env!("CARGO_PKG_NAME")
        };
    }

    /// Makes a call inside a span of its own.
    pub(crate) async fn call<T>(
        span: Span,
        call: impl Future<Output = Result<T, Error>>,
        attempts: impl Fn(&T) -> u32,
    ) -> Result<T, Error> {
        let done = call.instrument(span.clone()).await;
        match &done {
            Ok(reply) => {
                span.record("attempts", attempts(reply));
            }
            Err(error) => {
                span.record("attempts", error.attempts());
                span.record("error", field::display(error));
            }
        }
        done
    }

    /// Returns the span of a call.
    pub(crate) fn of_call(parts: &Parts) -> Span {
        tracing::info_span!(
            target: target!(),
            "call",
            "api" = parts.client.core().api.name,
            "http.request.method" = %parts.method,
            "url.template" = &*parts.template,
            "attempts" = field::Empty,
            "error" = field::Empty,
        )
    }

    /// Makes an attempt inside a span of its own.
    pub(crate) async fn attempt(number: u32, attempt: impl Future<Output = Ended>) -> Ended {
        let span = tracing::info_span!(
            target: target!(),
            "attempt",
            number,
            "http.response.status_code" = field::Empty,
            "error.type" = field::Empty,
        );
        let ended = attempt.instrument(span.clone()).await;
        let (status, error): (Option<StatusCode>, _) = match &ended {
            Ended::Reply { status, .. } => (Some(*status), None),
            Ended::Failed { error, status } => (*status, Some(error.kind)),
        };
        if let Some(status) = status {
            span.record("http.response.status_code", status.as_u16());
        }
        if let Some(kind) = error {
            span.record("error.type", field::debug(kind));
        }
        ended
    }

    /// Says that a request is about to be sent again.
    pub(crate) fn again(wait: Duration, retries: u32) {
        tracing::info!(target: target!(), wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), retry = retries + 1, "sending again");
    }
}

#[cfg(not(feature = "tracing"))]
mod spans {
    use super::*;

    /// No span.
    pub(crate) struct Unseen;

    pub(crate) fn call<F>(_: Unseen, call: F, _: impl Sized) -> F {
        call
    }

    pub(crate) fn of_call(_: &Parts) -> Unseen {
        Unseen
    }

    pub(crate) fn attempt<F: Future<Output = Ended>>(_: u32, attempt: F) -> F {
        attempt
    }

    pub(crate) fn again(_: Duration, _: u32) {}
}

pub(crate) use super::trace::{spans::again, spans::attempt, spans::call, spans::of_call};
