//! What a request is made of.

use std::borrow::Cow;
use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Method, StatusCode};

use crate::runtime::api::{Alternatives, Paging};
use crate::runtime::body::{ExtraBody, Name, Payload};
use crate::runtime::client::Client;
use crate::runtime::error::{FailedReply, Failure};
use crate::runtime::json::Syntax;
use crate::runtime::secret::{Secret, Secrets};
use crate::runtime::transport::Watcher;

/// What a [`Request`] is made of. It lies in a box: requests are moved a lot while they are built.
#[derive(Clone)]
pub(crate) struct Parts {
    pub client: Client,
    pub method: Method,
    pub template: Name,
    /// Values of the template's parameters, encoded.
    pub path: Vec<(Name, String)>,
    /// The query's parameters, encoded.
    pub query: Vec<(Name, String)>,
    pub headers: HeaderMap,
    pub payload: Payload,
    /// What the body gets beside what the definition knows.
    pub extra_body: Option<ExtraBody>,
    pub envelope: Option<&'static str>,
    pub paging: Option<&'static Paging>,
    /// How the reply becomes JSON, where it is none.
    pub syntax: Option<&'static dyn Syntax>,
    pub accept: Option<&'static str>,
    pub auth: Option<Alternatives>,
    pub server: Option<&'static str>,
    /// Whether a repeat is safe, where the method does not tell.
    pub repeatable: Option<bool>,
    /// The header that carries a key by which the server knows a repeat.
    pub idempotency: Option<&'static str>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    /// When everything has to be over, by the client's clock; set where several requests share a deadline.
    pub until: Option<Duration>,
    pub retries: Option<u32>,
    /// Whether a success is handed over before all of it has come.
    pub streams: bool,
    pub on_upload: Option<Watcher>,
    pub on_download: Option<Watcher>,
    /// The address to use in place of the one that template and query make.
    pub address: Option<String>,
    /// The first thing that was wrong.
    pub problem: Option<String>,
    /// What the request carries that must not be shown.
    pub secrets: Vec<Secret>,
}

impl Parts {
    /// Returns all that must not be shown of the request and of what comes of it: its own secrets and the client's.
    pub(crate) fn secrets(&self) -> Cow<'_, Secrets> {
        let mut secrets = Cow::Borrowed(&self.client.core().secrets);
        let issued = self.client.core().issued.lock().unwrap_or_else(PoisonError::into_inner);
        self.secrets.iter().chain(&*issued).for_each(|secret| secrets.to_mut().add(secret.expose_secret()));
        secrets
    }

    /// Returns what must not be shown of the request alone.
    pub(crate) fn own_secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        self.secrets.iter().for_each(|secret| secrets.add(secret.expose_secret()));
        secrets
    }

    /// Returns the beginnings of an error about the request.
    pub(crate) fn failure(&self, attempts: u32) -> Failure {
        Failure {
            method: self.method.clone(),
            path: self.template.to_string(),
            attempts,
            repeatable: self.repeatable(),
            ..Failure::default()
        }
    }

    /// Returns what an error shows of a response to the request.
    pub(crate) fn failed_reply(&self, status: StatusCode, headers: HeaderMap, body: Bytes) -> FailedReply {
        FailedReply::new(&self.secrets(), self.client.core().clock.unix_seconds(), status, headers, body)
    }

    /// Returns the body with all that was added to it.
    pub(crate) fn payload(&self) -> Result<Cow<'_, Payload>, String> {
        ExtraBody::added_to(self.extra_body.as_ref(), &self.payload)
    }

    /// Tells whether a repeat is safe.
    pub(crate) fn repeatable(&self) -> bool {
        let idempotent = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
        self.repeatable.unwrap_or_else(|| idempotent.contains(&self.method))
    }

    /// Returns the address that the path is put behind.
    pub(crate) fn base_url(&self) -> Result<&str, &str> {
        match self.server {
            Some(name) => {
                let servers = &self.client.core().servers;
                let server = servers.iter().find(|(known, _)| *known == name);
                server.map(|(_, url)| url.as_str()).ok_or("the operation's server is not known")
            }
            None => self.client.base_url(),
        }
    }

    /// Returns when all attempts have to be over.
    pub(crate) fn until(&self) -> Option<Duration> {
        let core = self.client.core();
        self.until.or_else(|| Some(core.clock.now().saturating_add(self.deadline.or(core.deadline)?)))
    }

    /// Returns how long the next attempt may take.
    pub(crate) fn attempt_timeout(&self, until: Option<Duration>) -> Duration {
        let core = self.client.core();
        let timeout = self.timeout.unwrap_or(core.timeout);
        until.map_or(timeout, |until| timeout.min(until.saturating_sub(core.clock.now())))
    }
}
