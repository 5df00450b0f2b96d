//! The log of one attempt.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Request, StatusCode};

use super::Log;
use super::body::{BodyStart, LoggedBody};
use super::entry::LogEntry;
use crate::runtime::secret::{Secrets, in_header};
use crate::runtime::transport::{Body, ConnectionUse};

/// Logs one attempt.
pub(crate) struct AttemptLog {
    log: Log,
    /// The number of the call, and that of the attempt.
    label: String,
    secrets: Arc<Secrets>,
    /// What has been received of the body of the response.
    received: BodyStart,
}

impl AttemptLog {
    pub(crate) fn new(log: &Log, call: u64, number: u32, secrets: Arc<Secrets>) -> Self {
        Self { log: log.clone(), label: format!("{call}.{number}"), secrets, received: BodyStart::default() }
    }

    /// Logs a request that is about to be sent. Returns it: a body that is a stream is logged on its way.
    pub(crate) fn request(&mut self, request: Request<Body>, secrets: Arc<Secrets>) -> Request<Body> {
        self.secrets = secrets;
        let start = request.body().as_bytes().map(|bytes| {
            let mut start = BodyStart::default();
            start.add(bytes);
            start
        });
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        self.record(&LogEntry::Request { method, uri, headers, body: start.as_ref() });
        if start.is_some() {
            return request;
        }
        let (log, label, secrets) = (self.log.clone(), self.label.clone(), self.secrets.clone());
        request.map(|body| Body::stream(LoggedBody { body, start: BodyStart::default(), log, label, secrets }))
    }

    /// Logs the head of a response. What it sets as a secret is one from here on.
    pub(crate) fn head(&mut self, status: StatusCode, headers: &HeaderMap, elapsed: Duration, connection: Option<ConnectionUse>) {
        for (name, value) in headers {
            if self.secrets.places().is_header(name.as_str()) {
                let (text, secrets) = (String::from_utf8_lossy(value.as_bytes()), Arc::make_mut(&mut self.secrets));
                in_header(name.as_str(), &text, &mut |secret| secrets.add(secret));
            }
        }
        self.record(&LogEntry::Head { status, headers, elapsed, connection });
    }

    /// Notes what has been received of a body.
    pub(crate) fn received(&mut self, bytes: &[u8]) {
        self.received.add(bytes);
    }

    /// Logs how the attempt has ended, after this number of bytes.
    pub(crate) fn end(mut self, text: &str, bytes: u64, elapsed: Duration, next_attempt_in: Option<Duration>) {
        self.received.set_total(bytes);
        self.record(&LogEntry::End { body: &self.received, text, elapsed, next_attempt_in });
    }

    fn record(&self, entry: &LogEntry<'_>) {
        self.log.record(&self.label, entry, &self.secrets);
    }
}
