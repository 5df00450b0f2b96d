//! A successful response, not read yet.

use std::borrow::Cow;
use std::cell::RefCell;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};

use crate::runtime::error::{Error, decode_error, message};
use crate::runtime::json::input::Findings;
use crate::runtime::json::read::Read;
use crate::runtime::json::{Unreadable, decode};
use crate::runtime::request::Request;
use crate::runtime::secret::{REDACTED, noted, take_note};
use crate::runtime::transport::Body;

/// A successful reply, not read yet.
pub struct RawReply {
    pub(crate) request: Request,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body of a reply that is handed over before all of it has come.
    pub(crate) stream: Option<Body>,
    pub(crate) attempts: u32,
    /// What is found of drift, if somebody wants to know.
    pub(crate) findings: Option<RefCell<Findings>>,
    /// The address that was asked first, before any redirect.
    pub(crate) uri: Uri,
}

impl RawReply {
    /// Returns the body as text; bytes that are none are replaced.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        // `from_utf8` is several times as fast as the lossy way, which few replies need.
        std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
    }

    /// Returns the body as JSON.
    pub(crate) fn json_text(&self) -> Result<Cow<'_, str>, Unreadable> {
        match self.request.parts().syntax {
            Some(syntax) => syntax.to_json(&self.body).map(Cow::Owned).map_err(Unreadable::Other),
            None => Ok(self.text()),
        }
    }

    /// Reads the body as JSON, out of its envelope.
    pub(crate) fn json<T: Read>(&self) -> Result<T, Unreadable> {
        decode(&self.json_text()?, self.request.parts().envelope, self.findings.as_ref())
    }

    /// Reads the reply, or says that it is not what was promised. Secrets that were in it are not shown then either.
    pub(crate) fn read<T>(mut self, read: impl FnOnce(&Self) -> Result<T, Unreadable>) -> Result<(T, Self), Error> {
        take_note();
        let read = read(&self);
        let secrets = noted();
        let findings = self.findings.take();
        if read.is_err() || findings.is_some() {
            self.request.parts_mut().secrets.extend(secrets);
        }
        let parts = self.request.parts();
        if let (Some(findings), Some(on_drift)) = (findings, &parts.client.core().on_drift) {
            on_drift.tell(&parts.method, &parts.template, &parts.secrets(), findings.into_inner());
        }
        match read {
            Ok(value) => Ok((value, self)),
            Err(why) => Err(undecodable(self, why)),
        }
    }
}

/// Says that a success cannot be read.
fn undecodable(reply: RawReply, why: Unreadable) -> Error {
    let (problem, path) = match why {
        Unreadable::Misfit(misfit) => (misfit.to_string(), Some(misfit.path())),
        Unreadable::Syntax(error) => (not_json(&reply, &error), None),
        Unreadable::Other(problem) => (problem, None),
    };
    let parts = reply.request.parts();
    let problem = parts.secrets().scrub(&problem, REDACTED).into_owned();
    decode_error(parts.failure(reply.attempts), problem, path, parts.failed_reply(reply.status, reply.headers, reply.body))
}

/// Says what a body that is no JSON looks like.
fn not_json(reply: &RawReply, error: &serde_json::Error) -> String {
    let media = reply.headers.get(http::header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let text = reply.text();
    if let Some(encoding) = reply.headers.get(http::header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        let encoding = String::from_utf8_lossy(encoding.as_bytes());
        return format!("expected JSON, found it encoded as {encoding}, which was not asked for");
    }
    match text.trim_start().starts_with('<') {
        true => {
            let title = message::message(&text).map(|title| format!(" titled {title:?}")).unwrap_or_default();
            format!("expected JSON, found a page{title}")
        }
        false => format!("expected JSON, found {}: {error}", media.unwrap_or("something else")),
    }
}
