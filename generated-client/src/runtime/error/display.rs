//! What errors look like: one line in a log, a few lines where `main` returns them.

use std::collections::BTreeMap;
use std::fmt;

use http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body;
use super::message::{self, excerpt};
use super::{Error, ErrorResponse, Failure};
use crate::runtime::text::printable;
use crate::runtime::transport::Delivery;

/// The most messages about fields that are shown. The others are counted.
const MOST_FIELDS: usize = 5;

/// The most causes that the lines show.
const MOST_CAUSES: usize = 5;

/// One line: the request, the status, the messages, and in parentheses what else is known.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = self.failure();
        let fields = failure.shown_fields();
        let mut line = failure.headline(&fields);
        push_part(&mut line, &fields.join("; "));
        let notes = failure.notes();
        if !notes.is_empty() {
            line.push_str(&format!(" ({})", notes.join(", ")));
        }
        // Whatever a peer or a caller has put in: it stays one line.
        f.write_str(&printable(&line))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure().fmt(f)
    }
}

/// The same in a few lines, as `main` prints an error that it returns, with the causes and the beginning of the response.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.shown_fields();
        f.write_str(&printable(&self.headline(&fields)))?;
        let mut lines = self.notes();
        lines.extend(self.causes());
        lines.extend(self.response.as_ref().filter(|_| fields.is_empty()).and_then(ErrorResponse::beginning));
        fields.iter().chain(&lines).try_for_each(|line| write!(f, "\n  {}", printable(line)))
    }
}

/// The bytes of a body that are enough for its excerpt.
const MOST_OF_BODY: usize = 2048;

impl ErrorResponse {
    /// Returns a line with the beginning of the body, unless the message is all of it.
    fn beginning(&self) -> Option<String> {
        let body = String::from_utf8_lossy(self.body.get(..MOST_OF_BODY).unwrap_or(&self.body));
        let body = excerpt(body.trim());
        (!body.is_empty() && self.message.as_deref() != Some(&body)).then(|| format!("response: {body}"))
    }
}

impl Failure {
    /// Deserializes the body of the response, or else its summary.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        let response = self.response.as_ref()?;
        body::json(&response.body).or_else(|| body::json(response.summary.as_ref()?.as_bytes()))
    }

    /// Finds something in the body, or else in its summary.
    pub(super) fn find<R>(&self, find: impl Fn(&Value) -> Option<R>) -> Option<R> {
        let response = self.response.as_ref()?;
        let find = |body: &[u8]| find(&body::json(body)?);
        find(&response.body).or_else(|| find(response.summary.as_ref()?.as_bytes()))
    }

    /// Returns the server's messages about fields, by the name of the field.
    pub(super) fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        self.find(|body| Some(message::field_errors(body)).filter(|fields| !fields.is_empty())).unwrap_or_default()
    }

    /// Returns the id that the server gave to the request.
    pub(super) fn request_id(&self) -> Option<&str> {
        message::request_id(&self.response.as_ref()?.headers)
    }

    /// Returns the first messages about fields, and the number of the others.
    fn shown_fields(&self) -> Vec<String> {
        // A success may have properties of the same names.
        if self.response.as_ref().is_none_or(|response| response.status.is_success()) {
            return Vec::new();
        }
        let mut shown = Vec::new();
        let mut others = 0;
        for (field, messages) in self.field_errors() {
            for message in messages {
                match shown.len() < MOST_FIELDS {
                    true if field.is_empty() => shown.push(excerpt(&message)),
                    true => shown.push(format!("{}: {}", excerpt(&field), excerpt(&message))),
                    false => others += 1,
                }
            }
        }
        if others > 0 {
            shown.push(format!("and {others} more"));
        }
        shown
    }

    /// Returns the request and what went wrong.
    fn headline(&self, fields: &[String]) -> String {
        let mut line = String::new();
        match (self.path.as_str(), self.host.as_str()) {
            ("", _) => {}
            (path, "") => line = format!("{} {path}", self.method),
            (path, host) => line = format!("{} {path} at {host}", self.method),
        }
        let mut parts: Vec<String> = Vec::new();
        let response = self.response.as_ref();
        parts.extend(response.map(|response| response.status.to_string()));
        let message = response.and_then(|response| response.message.as_deref());
        // The message may be that of a field, which is shown with all the others.
        let is_of_field = |message: &str| fields.iter().any(|field| field == message || field.ends_with(&format!(": {message}")));
        let is_of_fields = |message: &str| is_of_field(message) || message.split_once(": ").is_some_and(|(_, last)| is_of_field(last));
        parts.extend(message.filter(|message| !is_of_fields(message)).map(str::to_owned));
        parts.extend(self.problem.clone());
        parts.extend(self.cause.as_ref().map(|cause| cause.root().to_owned()));
        parts.dedup();
        parts.iter().for_each(|part| push_part(&mut line, part));
        line
    }

    /// Returns what else is known.
    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        notes.extend(self.request_id().map(|id| format!("request id {id}")));
        let wait = self.response.as_ref().and_then(|response| response.retry_after);
        notes.extend(wait.map(|wait| format!("the server asked to wait {wait:?}")));
        notes.extend((self.attempts > 1).then(|| format!("{} attempts", self.attempts)));
        notes.extend(self.no_budget.then(|| "the client's retry budget is exhausted".to_owned()));
        let wants_length = self.response.as_ref().is_some_and(|response| response.status == StatusCode::LENGTH_REQUIRED);
        notes.extend(wants_length.then(|| "the length of the body is unknown: give it to `File::from_stream`".to_owned()));
        notes.extend(self.left_host.then(|| "redirected to another host, which got no credentials".to_owned()));
        notes.extend(self.effect().map(str::to_owned));
        notes
    }

    /// Returns what is known about the effect of a request.
    fn effect(&self) -> Option<&'static str> {
        let reads = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(&self.method) && self.repeatable;
        match self.delivery {
            _ if self.path.is_empty() => None,
            Delivery::NeverSent => Some("nothing was sent"),
            _ if reads => None,
            Delivery::Refused => Some("the server did not process it"),
            Delivery::Unknown => Some("the server may have processed it"),
            Delivery::Done => Some("the server has processed it"),
        }
    }

    /// Returns the causes between the problem and the last one, which the first line shows.
    fn causes(&self) -> Vec<String> {
        let Some(first) = &self.cause else { return Vec::new() };
        let mut causes = vec![first.to_string()];
        let mut next = std::error::Error::source(first);
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        causes.pop();
        causes.truncate(MOST_CAUSES);
        causes.iter().map(|cause| format!("caused by {cause}")).collect()
    }
}

/// Appends a part of a line: after a sentence as the next one, and otherwise as its detail.
fn push_part(line: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    match line.chars().next_back() {
        None => {}
        Some('.' | '!' | '?') => line.push(' '),
        Some(_) => line.push_str(": "),
    }
    line.push_str(part);
}
