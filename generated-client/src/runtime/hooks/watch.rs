//! One attempt, as the hooks see it.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, Request, StatusCode, response};

use super::hook::{AttemptInfo, Hook};
use super::outcome::{AttemptEnd, AttemptOutcome};
use crate::runtime::log::AttemptLog;
use crate::runtime::observer::{observe, observe_future};
use crate::runtime::policy::Clock;
use crate::runtime::secret::Secrets;
use crate::runtime::transport::{Body, ConnectionUse, ReceivedBody, TransportError, last_cause};

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
    /// What is received of a body that is collected.
    pub received: ReceivedBody,
    watched: Option<Box<ObservedAttempt>>,
}

/// An attempt that has hooks, or is logged.
struct ObservedAttempt {
    hooks: Hooks,
    log: Option<AttemptLog>,
    /// The number of hooks that were called before the attempt.
    called: usize,
    facts: AttemptFacts,
    clock: Arc<dyn Clock>,
    start: Duration,
    status: Option<StatusCode>,
    connection: Option<ConnectionUse>,
    /// How it ended, and after which time.
    end: Option<(AttemptEnd, Duration)>,
    /// What the log says of an error.
    problem: Option<String>,
}

impl ObservedAttempt {
    fn elapsed(&self) -> Duration {
        self.clock.now().saturating_sub(self.start)
    }
}

impl AttemptWatch {
    /// Begins to watch an attempt, if there are hooks or a log.
    pub(crate) fn new(hooks: &Hooks, log: Option<AttemptLog>, clock: &Arc<dyn Clock>, facts: impl FnOnce() -> AttemptFacts) -> Self {
        if hooks.is_empty() && log.is_none() {
            return Self::default();
        }
        let observed = ObservedAttempt {
            hooks: hooks.clone(),
            log,
            called: 0,
            facts: facts(),
            clock: clock.clone(),
            start: clock.now(),
            status: None,
            connection: None,
            end: None,
            problem: None,
        };
        Self { received: ReceivedBody::default(), watched: Some(Box::new(observed)) }
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

    /// Logs the request. Returns it: a body that is a stream is logged on its way.
    pub(crate) fn request(&mut self, request: Request<Body>, secrets: impl FnOnce() -> Arc<Secrets>) -> Request<Body> {
        match self.watched.as_mut().and_then(|watched| watched.log.as_mut()) {
            Some(log) => log.request(request, secrets()),
            None => request,
        }
    }

    /// Notes the head of the response.
    pub(crate) fn head(&mut self, head: &response::Parts) {
        if let Some(watched) = &mut self.watched {
            let connection = head.extensions.get::<ConnectionUse>().copied();
            (watched.status, watched.connection) = (Some(head.status), connection);
            let elapsed = watched.elapsed();
            watched.log.iter_mut().for_each(|log| log.head(head.status, &head.headers, elapsed, connection));
        }
    }

    /// Notes bytes of a body that is streamed.
    pub(crate) fn streamed(&mut self, bytes: &[u8]) {
        self.received.count(bytes.len() as u64);
        if let Some(log) = self.watched.as_mut().and_then(|watched| watched.log.as_mut()) {
            log.received(bytes);
        }
    }

    /// Notes how the attempt has ended: with a response, or with an error.
    pub(crate) fn end(&mut self, error: Option<&TransportError>) {
        let Some(watched) = &mut self.watched else { return };
        watched.end = Some((error.map_or(AttemptEnd::Received, |error| AttemptEnd::Failed(error.kind())), watched.elapsed()));
        watched.connection = watched.connection.or(error.and_then(TransportError::connection));
        if let Some(log) = &mut watched.log {
            log.received(self.received.bytes());
            watched.problem = error.map(|error| format!("{error}: {}", last_cause(error)));
        }
    }

    /// Reports the outcome, unless that has happened.
    pub(crate) fn report(&mut self, next_attempt_in: Option<Duration>) {
        let Some(mut watched) = self.watched.take() else { return };
        let bytes_received = self.received.received();
        let (end, elapsed) = watched.end.unwrap_or_else(|| (AttemptEnd::Dropped, watched.elapsed()));
        if let Some(mut log) = watched.log.take() {
            if end == AttemptEnd::Dropped {
                log.received(self.received.bytes());
            }
            let text = match end {
                AttemptEnd::Received => "received",
                AttemptEnd::Failed(_) => watched.problem.as_deref().unwrap_or_default(),
                AttemptEnd::Dropped => "dropped by the caller",
            };
            log.end(text, bytes_received, elapsed, next_attempt_in);
        }
        let (status, connection) = (watched.status, watched.connection);
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
