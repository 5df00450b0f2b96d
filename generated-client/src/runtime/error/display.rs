//! What errors look like.

use std::fmt;

use http::{HeaderMap, HeaderValue};

use super::{Delivery, Error, Failure};
use crate::runtime::text::printable;

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = self.failure();
        let mut line = String::new();
        if !failure.path.is_empty() {
            line = format!("{} {}: ", failure.method, failure.path);
        }
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.status().map(|status| status.to_string()));
        parts.extend(self.message().map(str::to_owned));
        parts.extend(failure.problem.clone());
        parts.extend(failure.cause.as_ref().map(|cause| cause.root().to_owned()));
        parts.dedup();
        line.push_str(&parts.join(": "));
        let mut notes: Vec<String> = Vec::new();
        notes.extend(self.request_id().map(|id| format!("request id {id}")));
        notes.extend((failure.attempts > 1).then(|| format!("{} attempts", failure.attempts)));
        notes.extend(failure.no_budget.then(|| "the client's retry budget is exhausted".to_owned()));
        notes.extend(self.doubt().map(str::to_owned));
        if !notes.is_empty() {
            line.push_str(&format!(" ({})", notes.join(", ")));
        }
        // Whatever a peer or a caller has put in: it stays one line.
        f.write_str(&printable(&line))
    }
}

impl Error {
    /// Returns what is known about the effect of a failed request.
    #[inline]
    fn doubt(&self) -> Option<&'static str> {
        let failure = self.failure();
        match (self.delivery(), failure.repeatable) {
            (Delivery::NeverSent, _) if matches!(self, Self::Transport(_)) => Some("nothing was sent"),
            (Delivery::Unknown, false) => Some("the server may have processed it"),
            (Delivery::Done, false) => Some("the server has processed it"),
            _ => None,
        }
    }
}

impl fmt::Debug for Failure {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Failure");
        out.field("method", &self.method).field("path", &self.path).field("attempts", &self.attempts);
        out.field("delivery", &self.delivery);
        if let Some(problem) = &self.problem {
            out.field("problem", problem);
        }
        if let Some(cause) = &self.cause {
            out.field("cause", cause);
        }
        if let Some(path) = &self.json_path {
            out.field("json_path", path);
        }
        if let Some(response) = &self.response {
            let body = String::from_utf8_lossy(&response.body);
            let start: String = body.chars().take(1024).collect();
            out.field("status", &response.status).field("headers", &ShownHeaders(&response.headers)).field("body", &start);
        }
        out.finish_non_exhaustive()
    }
}

/// Headers without what controls a terminal: their own `Debug` leaves tabs as they are.
struct ShownHeaders<'h>(&'h HeaderMap);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, ShownValue(value)))).finish()
    }
}

struct ShownValue<'h>(&'h HeaderValue);

impl fmt::Debug for ShownValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&format!("{:?}", self.0)))
    }
}
