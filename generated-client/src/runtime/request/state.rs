//! The state of a request.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use http::{Method, StatusCode};

use super::secrets::SentSecrets;
use super::url::host_of;
use crate::runtime::api::{Alternatives, Framing, Paging, StreamForm};
use crate::runtime::body::{ExtraBody, MemberNames, Name, Payload};
use crate::runtime::client::Client;
#[cfg(feature = "constraints")]
use crate::runtime::constraints::{InputConstraints, Violation};
use crate::runtime::error::{Error, ErrorResponse, Failure};
use crate::runtime::json::BodyFormat;
use crate::runtime::secret::{REDACTED, Secret};
use crate::runtime::text::{MediaTypes, header_text};
use crate::runtime::transport::ProgressObserver;

/// The state of a [`Request`](super::Request).
#[derive(Clone)]
pub(crate) struct RequestState {
    pub client: Client,
    pub method: Method,
    pub template: Name,
    /// The id of the operation, where it is one's.
    pub operation: Option<&'static str>,
    /// The path parameters, encoded.
    pub path: Vec<(Name, String)>,
    /// The query parameters, encoded.
    pub query: Vec<(Name, String)>,
    /// The query as one text, if it is the value of one parameter.
    pub query_string: Option<String>,
    /// The cookies, as they are written.
    pub cookies: Vec<(Name, String)>,
    /// The members of objects among the parameters.
    pub members: MemberNames,
    pub headers: HeaderMap,
    pub payload: Payload,
    /// Fields that are added to the body.
    pub extra_body: Option<ExtraBody>,
    pub envelope: Option<&'static str>,
    /// The field by which an item of the response tells that the server has failed.
    pub error_envelope: Option<&'static str>,
    pub paging: Option<&'static Paging>,
    /// How the response is divided into items, if it is a sequence.
    pub framing: Framing,
    /// The item that only says that no other follows.
    pub end_mark: Option<&'static str>,
    /// The stream that the response can be instead.
    pub stream: Option<&'static StreamForm>,
    /// The format of the response, if it is not JSON.
    pub body_format: Option<&'static dyn BodyFormat>,
    /// The JSON of a body that is sent in another format.
    #[cfg(feature = "test-util")]
    pub json_of_body: Option<String>,
    /// Whether the response may be plain text, which is then the value itself.
    pub may_be_plain_text: bool,
    /// Whether the response is plain text unless it is called JSON.
    pub is_plain_text: bool,
    /// The redirects that are successes.
    pub redirects: &'static [u16],
    /// What the operation asks for.
    pub accept: Option<&'static str>,
    /// What is asked for unless the operation or the client says.
    pub usual_accept: &'static str,
    /// The media types of the response, if there are other methods for some of them.
    pub media_types: MediaTypes,
    pub auth: Option<Alternatives>,
    pub server: Option<&'static str>,
    /// Whether a retry is safe, if the method does not decide.
    pub repeatable: Option<bool>,
    /// Whether it changes something, if the method does not tell.
    pub changes: Option<bool>,
    /// The header of the idempotency key.
    pub idempotency: Option<&'static str>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    /// The deadline by the client's clock, if several requests share one.
    pub until: Option<Duration>,
    pub retries: Option<u32>,
    /// Whether the body of a success is streamed.
    pub streams: bool,
    /// Whether the bytes of the response are passed on as they are stored.
    #[cfg(feature = "gzip")]
    pub as_stored: bool,
    pub on_upload: Option<ProgressObserver>,
    pub on_download: Option<ProgressObserver>,
    /// The URL that replaces the template and the query.
    pub address: Option<String>,
    /// Whether it is for a server that is not the API's, such as one that issues tokens: the client's own headers are not sent to it,
    /// and no redirect is followed.
    pub is_for_other_server: bool,
    /// The first problem.
    pub problem: Option<String>,
    /// The constraints of the operation.
    #[cfg(feature = "constraints")]
    pub constraints: &'static [InputConstraints],
    /// The constraints that are not met.
    #[cfg(feature = "constraints")]
    pub violations: Vec<Violation>,
    /// Whether they are an error, if the client does not decide.
    #[cfg(feature = "constraints")]
    pub check_constraints: Option<bool>,
    /// The secrets of the request.
    pub secrets: Vec<Secret>,
    /// The parameters that were set to a secret.
    pub secret_names: Vec<Name>,
    /// The secrets that attempts have sent besides.
    pub sent_secrets: SentSecrets,
}

impl RequestState {
    /// Returns whether a response of this status is a success.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.redirects.contains(&status.as_u16())
    }

    /// Says what is wrong with the media type of a success, if another method of the operation reads it.
    pub(crate) fn media_mismatch(&self, headers: &HeaderMap) -> Option<String> {
        self.media_types.mismatch(&header_text(headers.get(CONTENT_TYPE)?.as_bytes()))
    }

    /// Returns the details that all errors about the request have.
    pub(crate) fn failure(&self, attempts: u32) -> Failure {
        Failure {
            method: self.method.clone(),
            path: self.shown_path().into_owned(),
            host: self.host(),
            attempts,
            repeatable: self.repeatable(),
            body_consumed: self.payload.is_consumed(),
            ..Failure::default()
        }
    }

    /// Returns the error for a request that cannot be sent.
    pub(crate) fn argument_error(&self, problem: &str) -> Error {
        self.failure(0).argument(self.secrets().scrub(problem, REDACTED).into_owned())
    }

    /// Returns whether the request may change something.
    pub(crate) fn may_change(&self) -> bool {
        self.changes.unwrap_or(!self.method.is_safe() && self.method.as_str() != "QUERY")
    }

    /// Returns the host of the request, with its port, if they are known.
    fn host(&self) -> String {
        let url = self.address.as_deref().or_else(|| self.base_url().ok());
        url.and_then(|url| url.parse().ok()).map(|url| self.shown_host(&host_of(&url))).unwrap_or_default()
    }

    /// Returns a host as it is shown. A server may lead to any, and put into its name what it was sent.
    pub(crate) fn shown_host(&self, host: &str) -> String {
        self.secrets().scrub_values(host, REDACTED).into_owned()
    }

    /// Returns what an error shows of a response to the request.
    pub(crate) fn error_response(&self, status: StatusCode, headers: HeaderMap, body: Bytes) -> ErrorResponse {
        ErrorResponse::new(&self.secrets(), self.client.core().clock.unix_seconds(), status, headers, body)
    }

    /// Returns the body with the added fields.
    pub(crate) fn payload(&self) -> Result<Cow<'_, Payload>, String> {
        ExtraBody::added_to(self.extra_body.as_ref(), &self.payload)
    }

    /// Returns whether a retry is safe.
    pub(crate) fn repeatable(&self) -> bool {
        /// The method of HTTP's searches that have a body, which `http` does not name.
        const QUERY: &str = "QUERY";
        let idempotent = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
        self.repeatable.unwrap_or_else(|| idempotent.contains(&self.method) || self.method.as_str() == QUERY)
    }

    /// Returns the base URL.
    pub(crate) fn base_url(&self) -> Result<&str, &str> {
        match self.server {
            Some(name) => {
                let servers = &self.client.core().servers;
                let server = servers.iter().find(|(known, _)| *known == name);
                server.map(|(_, url)| url.as_str()).ok_or("the server of the operation is not known")
            }
            None => self.client.base_url(),
        }
    }

    /// Returns the deadline of all attempts, by the client's clock.
    pub(crate) fn until(&self) -> Option<Duration> {
        let core = self.client.core();
        self.until.or_else(|| Some(core.clock.now().saturating_add(self.deadline.or(core.deadline)?)))
    }

    /// Returns the timeout of the next attempt.
    pub(crate) fn attempt_timeout(&self, until: Option<Duration>) -> Duration {
        let core = self.client.core();
        let timeout = self.timeout.unwrap_or(core.timeout);
        until.map_or(timeout, |until| timeout.min(until.saturating_sub(core.clock.now())))
    }
}
