//! A successful response, not read yet.

use std::any::TypeId;
use std::borrow::Cow;
use std::cell::RefCell;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;

use crate::runtime::client::Core;
use crate::runtime::encoding::describe_encoded;
use crate::runtime::error::{Error, KEPT_OF_BODY, decode_error, message, status_error};
use crate::runtime::hooks::AttemptWatch;
use crate::runtime::json::input::{DriftRecorder, SharedRecorder};
use crate::runtime::json::read::FromJson;
use crate::runtime::json::{Unreadable, decode};
use crate::runtime::request::Request;
use crate::runtime::secret::{REDACTED, SecretCollector};
use crate::runtime::text::{body_text, header_text, latin_1};
use crate::runtime::transport::Body;

/// A successful response, not read yet.
pub struct RawResponse {
    pub(crate) request: Request,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body, if it is streamed.
    pub(crate) stream: Option<Body>,
    /// Reports the outcome of the attempt when the body has ended, if it is streamed.
    pub(crate) watch: AttemptWatch,
    pub(crate) attempts: u32,
    /// Records drift, if the client observes it.
    pub(crate) findings: Option<RefCell<DriftRecorder>>,
    /// The URL of the request, before any redirect.
    pub(crate) uri: Uri,
}

impl RawResponse {
    /// Returns the body as text. Bytes that are not UTF-8 are replaced, unless the server says that they are ISO 8859-1.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.media_type().is_some_and(|media| is_latin_1(&media)) {
            true => latin_1(&self.body).into(),
            false => body_text(&self.body),
        }
    }

    /// Returns the body as text; of a string that the server sends as JSON, the string.
    pub(crate) fn plain_text(&self) -> Cow<'_, str> {
        let text = self.text();
        let string = || serde_json::from_str(&text).ok();
        match self.is_json().then(string).flatten() {
            Some(string) => Cow::Owned(string),
            None => text,
        }
    }

    /// Returns the `Content-Type`, in lower case.
    fn media_type(&self) -> Option<String> {
        self.headers.get(http::header::CONTENT_TYPE).map(|media| header_text(media.as_bytes()).to_ascii_lowercase())
    }

    /// Returns the body as JSON.
    pub(crate) fn json_text(&self) -> Result<Cow<'_, str>, Unreadable> {
        match self.request.state().body_format {
            Some(format) => {
                let wrong = |problem| Unreadable::Format(describe_encoded(&self.headers).unwrap_or(problem));
                format.to_json(&self.body).map(Cow::Owned).map_err(wrong)
            }
            None => Ok(self.text()),
        }
    }

    /// Returns what records drift.
    pub(crate) fn recorder(&self) -> Option<&SharedRecorder> {
        self.findings.as_ref().map(|findings| findings as &SharedRecorder)
    }

    /// Reads the body as JSON, without its envelope. Plain text is the value itself, if the definition promises it or a string
    /// is not JSON.
    pub(crate) fn json<T: FromJson + 'static>(&self) -> Result<T, Unreadable> {
        let state = self.request.state();
        let text = self.json_text()?;
        // Line ends belong to a string, but not to a date or to a value of an enum.
        let is_string = TypeId::of::<T>() == TypeId::of::<String>();
        if state.is_plain_text && !self.is_json() || state.may_be_plain_text && self.is_plain_text() {
            return decode(&as_json_string(if is_string { &text } else { text.trim_ascii() }), None, self.recorder());
        }
        match decode(&text, state.envelope, self.recorder()) {
            Err(Unreadable::Json(_)) if is_string && self.is_plain_text() && !text.trim_ascii_start().starts_with('<') => {
                decode(&as_json_string(&text), None, self.recorder())
            }
            read => read,
        }
    }

    /// Returns whether the server says that the body is text, rather than JSON or a page.
    fn is_plain_text(&self) -> bool {
        let media = self.media_type();
        media
            .as_deref()
            .map(essence)
            .is_some_and(|essence| essence.starts_with("text/") && !essence.ends_with("json") && essence != "text/html")
    }

    /// Returns whether the server says that the body is JSON.
    fn is_json(&self) -> bool {
        self.media_type().as_deref().map(essence).is_some_and(|essence| essence.ends_with("/json") || essence.ends_with("+json"))
    }

    /// Reads the response. An error does not show the secrets in it.
    pub(crate) fn read<T>(mut self, read: impl FnOnce(&Self) -> Result<T, Unreadable>) -> Result<(T, Self), Error> {
        let value = self.read_part(read)?;
        Ok((value, self))
    }

    /// Reads something of the response, such as one of its items. An error takes the body.
    pub(crate) fn read_part<T>(&mut self, read: impl FnOnce(&Self) -> Result<T, Unreadable>) -> Result<T, Error> {
        let (read, secrets) = SecretCollector::collect(|| read(self));
        let findings = self.findings.take();
        if read.is_err() || findings.is_some() {
            self.request.state_mut().secrets.extend(secrets);
        }
        let state = self.request.state();
        if let (Some(findings), Some(on_drift)) = (findings, &state.client.core().on_drift) {
            let findings = findings.into_inner();
            if !findings.is_empty() {
                on_drift.report(&state.method, &state.shown_path(), &state.secrets(), findings);
            }
        }
        read.map_err(|why| undecodable(self, why))
    }
}

/// Returns what records drift, if the client observes it.
pub(crate) fn drift_recorder(core: &Core) -> Option<RefCell<DriftRecorder>> {
    core.on_drift.as_ref().map(|_| RefCell::new(DriftRecorder::new(core.drift_values)))
}

/// Returns a media type without its parameters.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a media type, in lower case, says that its text is ISO 8859-1.
fn is_latin_1(media: &str) -> bool {
    let charset = media.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("charset="));
    charset.is_some_and(|charset| ["iso-8859-1", "iso8859-1", "latin1"].contains(&charset.trim_matches('"')))
}

fn as_json_string(text: &str) -> String {
    Value::from(text).to_string()
}

/// Returns the error for a success whose body cannot be read.
fn undecodable(response: &mut RawResponse, why: Unreadable) -> Error {
    let (item, why) = match why {
        Unreadable::Item(item) => {
            response.body = item.body;
            (Some(item.index), item.why)
        }
        why => (None, why),
    };
    let (problem, path) = match why {
        Unreadable::Mismatch(mismatch) => (mismatch.to_string(), Some(mismatch.path())),
        Unreadable::Json(error) => (not_json(response, item.is_some(), &error), None),
        Unreadable::Format(problem) => (problem, None),
        Unreadable::Failed(problem) => {
            let (state, headers) = (response.request.state(), std::mem::take(&mut response.headers));
            let failure = Box::new(state.failure(response.attempts));
            return status_error(failure, state.error_response(response.status, headers, problem.into()));
        }
        Unreadable::Item(_) => (String::new(), None),
    };
    let problem = match item {
        // A path begins with the number of the item.
        Some(index) if path.is_none() => format!("item {}: {problem}", index + 1),
        _ => problem,
    };
    let state = response.request.state();
    let secrets = state.secrets();
    let is_secret = path.as_deref().and_then(|path| path.rsplit('.').next()).is_some_and(|name| secrets.places().is_name(name));
    let problem = match is_secret {
        // The value that was found may be the secret, whatever its type is to be.
        true => "a secret of another type than was expected".to_owned(),
        false => secrets.scrub(&problem, REDACTED).into_owned(),
    };
    let path = path.map(|path| secrets.scrub_values(&path, REDACTED).into_owned());
    // Further items may follow, whose errors have the headers too.
    let (headers, body) = (response.headers.clone(), std::mem::take(&mut response.body));
    decode_error(state.failure(response.attempts), problem, path, state.error_response(response.status, headers, body))
}

/// Describes a body that is not JSON.
fn not_json(response: &RawResponse, is_item: bool, error: &serde_json::Error) -> String {
    let media = response.headers.get(http::header::CONTENT_TYPE).map(|media| header_text(media.as_bytes()));
    let text = response.text();
    if let Some(found) = describe_encoded(&response.headers) {
        return format!("expected JSON, {found}");
    }
    match text.trim_start().starts_with('<') {
        true => {
            let title = message::message(&beginning(&response.body)).map(|title| format!(" titled {title:?}")).unwrap_or_default();
            format!("expected JSON, found an HTML page{title}")
        }
        // The media type is that of all items together.
        false if is_item => format!("expected JSON: {error}"),
        false => format!("expected JSON, found {}: {error}", media.unwrap_or("something else".into())),
    }
}

/// Returns the beginning of a body, which is enough to describe it.
fn beginning(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.get(..KEPT_OF_BODY).unwrap_or(body))
}
