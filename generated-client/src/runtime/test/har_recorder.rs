//! A transport that writes down what goes through another one.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::ACCEPT_ENCODING;
use serde_json::Value;

use super::har::{HarBody, HarEntry, HarRequest, HarResponse, add_headers, archive};
use crate::runtime::platform;
use crate::runtime::request::RequestFacts;
use crate::runtime::secret::Secrets;
use crate::runtime::time::{TimeForm, Timestamp};
use crate::runtime::transport::{Body, Transport, TransportError, TransportFuture};

/// A transport that writes down the calls that go through another one, as HTTP Archive 1.2 (HAR).
///
/// The network panels of browsers open the file, and a [`HarReplay`](super::HarReplay) answers from it. Secrets are hidden: credentials,
/// what the definition calls a password, and what is called like a secret. Bodies are collected before they are passed on.
///
/// Clones write into the same archive.
///
/// # Examples
///
/// ```
/// use tallyfy::test::{Mock, MockResponse, HarRecorder, HarReplay};
/// use tallyfy::{Client, Method};
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let mock = Mock::new();
/// mock.on_request(Method::GET, "/version").responds(MockResponse::json(&"1.2"));
/// let recorder = HarRecorder::new(mock.transport()); // or an `HttpTransport`
/// let client = Client::builder().mock(&mock).transport(recorder.clone()).build()?;
/// client.request(Method::GET, "/version").await?;
///
/// let replay = HarReplay::from_slice(recorder.to_har().to_string().as_bytes())?;
/// let client = Client::builder().mock(&mock).transport(replay.clone()).build()?;
/// assert_eq!(client.request(Method::GET, "/version").await?, "1.2");
/// replay.verify();
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct HarRecorder {
    inner: Arc<dyn Transport>,
    entries: Arc<Mutex<Vec<HarEntry>>>,
}

impl HarRecorder {
    /// Writes down what goes through a transport.
    pub fn new(inner: impl Transport) -> Self {
        Self { inner: Arc::new(inner), entries: Arc::default() }
    }

    /// Returns the archive of the calls so far that have ended.
    pub fn to_har(&self) -> Value {
        archive(&self.entries())
    }

    /// Writes the archive to a file, which is never seen half-written.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn save(&self, path: impl AsRef<std::path::Path>) -> std::io::Result<()> {
        let path = path.as_ref();
        let mut aside = path.as_os_str().to_owned();
        aside.push(".part");
        std::fs::write(&aside, self.to_har().to_string())?;
        std::fs::rename(&aside, path)
    }

    fn entries(&self) -> MutexGuard<'_, Vec<HarEntry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for HarRecorder {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let recorder = self.clone();
        Box::pin(async move {
            let start = platform::since_1970();
            let (mut head, body) = request.into_parts();
            // So that people can read what is written down.
            head.headers.remove(ACCEPT_ENCODING);
            let body = collected(body).await?;
            let secrets = secrets_of(&head);
            let sent = HarRequest::new(&head.method, &head.uri, &head.headers, &body, &secrets);
            let end = |response| {
                let time = platform::since_1970().saturating_sub(start).as_secs_f64() * 1000.0;
                recorder.entries().push(HarEntry { started: started(start), time, request: sent, response });
            };
            let failed = |error: &TransportError| HarResponse {
                status: 0,
                headers: Vec::new(),
                body: HarBody::default(),
                error: Some(secrets.scrub_logged(&error.to_string(), crate::runtime::secret::REDACTED).into_owned()),
            };
            let received = async {
                let response = recorder.inner.send(http::Request::from_parts(head, body.into())).await?;
                let (head, body) = response.into_parts();
                Ok((head, collected(body).await?))
            };
            match received.await {
                Ok((head, body)) => {
                    let mut secrets = Secrets::clone(&secrets);
                    add_headers(&mut secrets, &head.headers);
                    end(HarResponse::new(head.status, &head.headers, &body, &secrets));
                    Ok(http::Response::from_parts(head, body.into()))
                }
                Err(error) => {
                    end(failed(&error));
                    Err(error)
                }
            }
        })
    }
}

/// What must not be written of a request.
pub(super) fn secrets_of(head: &http::request::Parts) -> Arc<Secrets> {
    let known = head.extensions.get::<Arc<RequestFacts>>().map(|facts| facts.secrets.clone()).unwrap_or_default();
    let mut secrets = known;
    add_headers(Arc::make_mut(&mut secrets), &head.headers);
    secrets
}

/// The bytes of a body.
pub(super) async fn collected(mut body: Body) -> Result<Bytes, TransportError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| body.poll_chunk(context)).await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn started(since_1970: Duration) -> String {
    let nanos = i128::try_from(since_1970.as_nanos()).unwrap_or_default();
    Timestamp::from_unix_nanos(nanos).and_then(|time| time.to_text(TimeForm::Rfc3339)).unwrap_or_default()
}

impl fmt::Debug for HarRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HarRecorder").field("entries", &self.entries().len()).finish_non_exhaustive()
    }
}
