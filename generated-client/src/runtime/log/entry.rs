//! What an entry looks like. Secrets are replaced here, whatever the entry is made of.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode, Uri};

use super::body::BodyStart;
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::text::printable;
use crate::runtime::transport::ConnectionUse;

/// Something that is logged of an attempt.
pub(super) enum LogEntry<'e> {
    Request {
        method: &'e Method,
        uri: &'e Uri,
        headers: &'e HeaderMap,
        body: Option<&'e BodyStart>,
    },
    /// The body of a request that was a stream.
    RequestBody(&'e BodyStart),
    /// The head of a response.
    Head {
        status: StatusCode,
        headers: &'e HeaderMap,
        elapsed: Duration,
        connection: Option<ConnectionUse>,
    },
    End {
        body: &'e BodyStart,
        text: &'e str,
        elapsed: Duration,
        next_attempt_in: Option<Duration>,
    },
}

/// Returns an entry as text without secrets. Each line begins with the label.
pub(super) fn write_entry(label: &str, entry: &LogEntry<'_>, secrets: &Secrets) -> String {
    let mut lines = Lines { label, secrets, text: String::new() };
    match entry {
        LogEntry::Request { method, uri, headers, body } => {
            lines.add('>', &format!("{method} {uri}"));
            lines.add_headers('>', headers);
            body.iter().for_each(|body| lines.add_body('>', body));
        }
        LogEntry::RequestBody(body) => lines.add_body('>', body),
        LogEntry::Head { status, headers, elapsed, connection } => {
            let connection = match connection {
                Some(ConnectionUse::New) => ", new connection",
                Some(ConnectionUse::Reused) => ", kept connection",
                None => "",
            };
            lines.add('<', &format!("{status} after {elapsed:.1?}{connection}"));
            lines.add_headers('<', headers);
        }
        LogEntry::End { body, text, elapsed, next_attempt_in } => {
            lines.add_body('<', body);
            let next = next_attempt_in.map(|wait| format!(", next attempt in {wait:.1?}")).unwrap_or_default();
            lines.add('=', &format!("{text}, {} bytes after {elapsed:.1?}{next}", body.total()));
        }
    }
    lines.text
}

/// The lines of an entry.
struct Lines<'e> {
    label: &'e str,
    secrets: &'e Secrets,
    text: String,
}

impl Lines<'_> {
    fn add(&mut self, direction: char, line: &str) {
        let line = self.secrets.scrub_logged(line, REDACTED).into_owned();
        self.add_clean(direction, &line);
    }

    fn add_clean(&mut self, direction: char, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&format!("[{}] {direction} {}", self.label, printable(line)));
    }

    fn add_headers(&mut self, direction: char, headers: &HeaderMap) {
        for (name, value) in headers {
            match std::str::from_utf8(value.as_bytes()) {
                _ if value.is_sensitive() || self.secrets.places().is_header(name.as_str()) => {
                    self.add_clean(direction, &format!("{name}: {REDACTED}"))
                }
                Ok(value) => self.add(direction, &format!("{name}: {value}")),
                Err(_) => self.add(direction, &format!("{name}: {} bytes", value.len())),
            }
        }
    }

    fn add_body(&mut self, direction: char, body: &BodyStart) {
        if let Some(shown) = body.shown(|text| self.secrets.scrub_logged(text, REDACTED).into_owned()) {
            self.add_clean(direction, &shown);
        }
    }
}
