//! One attempt, as the hooks see it.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::hook::{AttemptInfo, Hook};
use super::outcome::{AttemptEnd, AttemptOutcome};
use crate::runtime::observer::{observe, observe_future};
use crate::runtime::policy::Clock;
use crate::runtime::transport::{ConnectionUse, ReceivedBody, TransportErrorKind};

/// The hooks of a client, in the order in which they were added.
pub(crate) type Hooks = Arc<[Arc<dyn Hook>]>;

/// What hooks learn of an attempt.
pub(crate) struct AttemptFacts {
    pub method: Method,
    pub path: String,
    pub operation: Option<&'static str>,
    pub number: u32,
}

impl AttemptFacts {
    fn info(&self) -> AttemptInfo<'_> {
        AttemptInfo { method: &self.method, path: &self.path, operation: self.operation, number: self.number }
    }
}

/// One attempt: what has been received of it, and the hooks that get its outcome exactly once. It is that the caller has dropped
/// the attempt if it is dropped without another one.
#[derive(Default)]
pub(crate) struct AttemptWatch {
    pub received: ReceivedBody,
    watched: Option<Box<ObservedAttempt>>,
}

/// An attempt that has hooks.
struct ObservedAttempt {
    hooks: Hooks,
    /// The number of hooks that were called before the attempt.
    called: usize,
    facts: AttemptFacts,
    clock: Arc<dyn Clock>,
    start: Duration,
    status: Option<StatusCode>,
    connection: Option<ConnectionUse>,
    /// How it ended, and after which time.
    end: Option<(AttemptEnd, Duration)>,
}

impl AttemptWatch {
    /// Begins to watch an attempt, if there are hooks.
    pub(crate) fn new(hooks: &Hooks, clock: &Arc<dyn Clock>, facts: impl FnOnce() -> AttemptFacts) -> Self {
        if hooks.is_empty() {
            return Self::default();
        }
        let (hooks, clock) = (hooks.clone(), clock.clone());
        let start = clock.now();
        let watched = ObservedAttempt { hooks, called: 0, facts: facts(), clock, start, status: None, connection: None, end: None };
        Self { received: ReceivedBody::default(), watched: Some(Box::new(watched)) }
    }

    /// Calls the hooks before the attempt. Returns the headers that they add; those so far where one panics.
    pub(crate) async fn start(&mut self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(watched) = &mut self.watched {
            for hook in &*watched.hooks {
                watched.called += 1;
                observe_future(|| hook.before_attempt(watched.facts.info(), &mut headers)).await;
            }
        }
        headers
    }

    /// Notes what is known once there is a head of a response, or an error in its place.
    pub(crate) fn head(&mut self, status: Option<StatusCode>, connection: Option<ConnectionUse>) {
        if let Some(watched) = &mut self.watched {
            (watched.status, watched.connection) = (status, connection);
        }
    }

    /// Notes how the attempt has ended: with the whole response, or with an error.
    pub(crate) fn end(&mut self, error: Option<TransportErrorKind>) {
        if let Some(watched) = &mut self.watched {
            let elapsed = watched.clock.now().saturating_sub(watched.start);
            watched.end = Some((error.map_or(AttemptEnd::Received, AttemptEnd::Failed), elapsed));
        }
    }

    /// Reports the outcome, unless that has happened.
    pub(crate) fn report(&mut self, next_attempt_in: Option<Duration>) {
        let Some(watched) = self.watched.take() else { return };
        let dropped = || (AttemptEnd::Dropped, watched.clock.now().saturating_sub(watched.start));
        let (end, elapsed) = watched.end.unwrap_or_else(dropped);
        let (status, connection, bytes_received) = (watched.status, watched.connection, self.received.received());
        let outcome = AttemptOutcome { end, status, elapsed, bytes_received, connection, next_attempt_in };
        for hook in watched.hooks.iter().take(watched.called).rev() {
            observe(|| hook.after_attempt(watched.facts.info(), &outcome));
        }
    }
}

impl Drop for AttemptWatch {
    fn drop(&mut self) {
        self.report(None);
    }
}
