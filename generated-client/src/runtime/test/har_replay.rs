//! A transport that answers from an archive.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde_json::Value;

use super::difference::{differences, shortened};
use super::har::{HarEntry, HarRequest, HarResponse, entries};
use super::har_recorder::{collected, secrets_of};
use crate::runtime::error::Error;
use crate::runtime::transport::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};

/// A transport that answers from an archive: one of a [`HarRecorder`](super::HarRecorder), or any HTTP Archive 1.2 (HAR).
///
/// It is strict: requests have to come in the order of the archive, with the same method, path, query and body. In a
/// [`lenient`](Self::lenient) one, method, path and query decide, in any order and as often as one likes. What differs is in the
/// error of the call, and [`verify`](Self::verify) panics with it. The host does not matter, nor do headers.
///
/// Clones are the same replay.
///
/// # Examples
///
/// ```
/// use tallyfy::test::HarReplay;
/// use tallyfy::{Client, Method};
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let archive = br#"{"log": {"version": "1.2", "entries": [{
///     "request": {"method": "GET", "url": "https://api.example.com/users/7?with=groups"},
///     "response": {"status": 200, "content": {"mimeType": "application/json", "text": "{\"name\": \"Ada\"}"}}
/// }]}}"#;
/// let replay = HarReplay::from_slice(archive)?;
/// let client = Client::builder().base_url("https://elsewhere.example.com").transport(replay.clone()).build()?;
/// let user = client.request(Method::GET, "/users/{id}").path("id", 7).query("with", "groups").await?;
/// assert_eq!(user["name"], "Ada");
/// replay.verify();
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct HarReplay {
    state: Arc<Mutex<ReplayState>>,
    is_lenient: bool,
}

struct ReplayState {
    entries: Vec<(HarEntry, bool)>,
    problems: Vec<String>,
}

impl HarReplay {
    /// Reads an archive.
    ///
    /// # Errors
    ///
    /// It is not an archive: what is wrong with it, and where.
    pub fn from_slice(archive: &[u8]) -> Result<Self, Error> {
        let entries = entries(archive).map_err(|problem| Error::argument(format!("the archive cannot be read: {problem}")))?;
        let entries = entries.into_iter().map(|entry| (entry, false)).collect();
        Ok(Self { state: Arc::new(Mutex::new(ReplayState { entries, problems: Vec::new() })), is_lenient: false })
    }

    /// Answers in any order, and as often as one likes, whatever the body of a request is. An entry that has not been used comes
    /// before those that have.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.is_lenient = true;
        self
    }

    /// Checks that no request differed, and that all of a strict archive came.
    ///
    /// # Panics
    ///
    /// One did, or some did not: the message says what.
    #[track_caller]
    pub fn verify(&self) {
        let state = self.state();
        let missing = state.entries.iter().filter(|(_, is_used)| !is_used && !self.is_lenient);
        let missing = missing.map(|(entry, _)| format!("{} did not come", line(&entry.request)));
        let all: Vec<String> = state.problems.iter().cloned().chain(missing).collect();
        drop(state);
        assert!(all.is_empty(), "{}", all.join("\n"));
    }

    fn state(&self) -> MutexGuard<'_, ReplayState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request, or says what differs.
    fn answer(&self, request: &HarRequest) -> Result<HarResponse, String> {
        let mut state = self.state();
        let found = if self.is_lenient { state.any(request) } else { state.next(request) };
        match found {
            Ok(index) => {
                let (entry, is_used) = &mut state.entries[index];
                *is_used = true;
                Ok(entry.response.clone())
            }
            Err(problem) => {
                state.problems.push(problem.clone());
                Err(problem)
            }
        }
    }
}

impl ReplayState {
    /// The index of the next entry, if a request is that one.
    fn next(&self, request: &HarRequest) -> Result<usize, String> {
        let next = self.entries.iter().position(|(_, is_used)| !is_used);
        let Some(index) = next else {
            return Err(format!("{}: the archive has no more", line(request)));
        };
        let mut problems = target_differences(&self.entries[index].0.request, request);
        problems.extend(body_differences(&self.entries[index].0.request, request));
        if problems.is_empty() {
            Ok(index)
        } else {
            Err(format!("{}, where entry {index} is next: {}", line(request), problems.join(", ")))
        }
    }

    /// The index of an entry for the same target: of one that has not been used, if there is one.
    fn any(&self, request: &HarRequest) -> Result<usize, String> {
        let fits = |index: &usize| target_differences(&self.entries[*index].0.request, request).is_empty();
        let all: Vec<usize> = (0..self.entries.len()).filter(fits).collect();
        let fresh = all.iter().find(|index| !self.entries[**index].1);
        fresh.or(all.last()).copied().ok_or_else(|| {
            let same_path = |(entry, _): &&(HarEntry, bool)| path(&entry.request.url) == path(&request.url);
            let close: Vec<String> = self.entries.iter().filter(same_path).map(|(entry, _)| line(&entry.request)).collect();
            let close = if close.is_empty() { "nothing for that path".to_owned() } else { close.join(", ") };
            format!("{}: the archive has {close}", line(request))
        })
    }
}

/// How the target of a request differs.
fn target_differences(expected: &HarRequest, found: &HarRequest) -> Vec<String> {
    let mut list = Vec::new();
    if expected.method != found.method {
        list.push(format!("the method: expected {}, found {}", expected.method, found.method));
    }
    if path(&expected.url) != path(&found.url) {
        list.push(format!("the path: expected {}, found {}", path(&expected.url), path(&found.url)));
    }
    let (expected, found) = (query(&expected.url), query(&found.url));
    if expected != found {
        list.push(format!("the query: expected {:?}, found {:?}", expected.join("&"), found.join("&")));
    }
    list
}

/// How the body of a request differs: JSON by its values, other text as it is, a form of parts but for its boundary.
fn body_differences(expected: &HarRequest, found: &HarRequest) -> Vec<String> {
    let json = |request: &HarRequest| serde_json::from_str::<Value>(&request.body.text).ok();
    match (json(expected), json(found)) {
        (Some(expected), Some(found)) => differences(&expected, &found, false),
        _ => {
            let (expected, found) = (without_boundary(expected), without_boundary(found));
            let differs = expected != found;
            differs.then(|| format!("the body: expected {:?}, found {:?}", shortened(&expected), shortened(&found))).into_iter().collect()
        }
    }
}

fn without_boundary(request: &HarRequest) -> String {
    match request.body.media.split_once("boundary=") {
        Some((_, boundary)) => request.body.text.replace(boundary.trim_matches('"'), "boundary"),
        None => request.body.text.clone(),
    }
}

/// The path of a URL, without its host.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let start = rest.find('/').unwrap_or(rest.len());
    let path = rest.get(start..).unwrap_or_default();
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The pairs of a query, sorted.
fn query(url: &str) -> Vec<&str> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    pairs
}

fn line(request: &HarRequest) -> String {
    let query = query(&request.url).join("&");
    format!("{} {}{}{query}", request.method, path(&request.url), if query.is_empty() { "" } else { "?" })
}

impl Transport for HarReplay {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let replay = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = collected(body).await?;
            let request = HarRequest::new(&head.method, &head.uri, &head.headers, &body, &secrets_of(&head));
            let wrong = |problem: String| TransportError::new(TransportErrorKind::NotSent, problem).permanent();
            response(replay.answer(&request).map_err(wrong)?)
        })
    }
}

fn response(recorded: HarResponse) -> Result<http::Response<Body>, TransportError> {
    if let Some(error) = recorded.error {
        return Err(TransportError::new(TransportErrorKind::Broken, error));
    }
    let invalid = |what: &str| TransportError::new(TransportErrorKind::Protocol, format!("the archive has {what}")).permanent();
    let body = recorded.body.bytes().ok_or_else(|| invalid("a body that is not base64"))?;
    let mut response = http::Response::new(Body::from(body));
    *response.status_mut() = http::StatusCode::from_u16(recorded.status).map_err(|_| invalid("a status that is none"))?;
    for (name, value) in &recorded.headers {
        let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) else {
            // Browsers write names of HTTP/2, such as `:status`, among them.
            continue;
        };
        let is_of_transfer = [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name);
        if !is_of_transfer && (name != CONTENT_ENCODING || recorded.body.is_encoded) {
            response.headers_mut().append(name, value);
        }
    }
    Ok(response)
}

impl fmt::Debug for HarReplay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let used = state.entries.iter().filter(|(_, is_used)| *is_used).count();
        f.debug_struct("HarReplay")
            .field("entries", &state.entries.len())
            .field("used", &used)
            .field("is_lenient", &self.is_lenient)
            .finish()
    }
}
