//! Calls as HTTP Archive 1.2: the form that the network panel of every browser exports and imports.

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION};
use http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use crate::runtime::secret::{REDACTED, Secrets, in_header};
use crate::runtime::text::{base64, unbase64};

/// The name of a body's media type where the archive has none.
const UNKNOWN_MEDIA: &str = "application/octet-stream";

/// A request, as it is written down: without secrets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HarRequest {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: HarBody,
}

/// A response, as it is written down: without secrets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HarResponse {
    /// 0, where there was none.
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: HarBody,
    /// Why there was none.
    pub error: Option<String>,
}

/// A body: text, or bytes in base64.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct HarBody {
    pub media: String,
    pub text: String,
    pub is_base64: bool,
    /// Whether the bytes are in the content coding that the headers name. Browsers write them decoded.
    pub is_encoded: bool,
}

impl HarRequest {
    pub(super) fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8], secrets: &Secrets) -> Self {
        Self {
            method: method.to_string(),
            url: secrets.scrub_logged(&uri.to_string(), REDACTED).into_owned(),
            headers: shown(headers, secrets),
            body: HarBody::new(headers, body, secrets),
        }
    }
}

impl HarResponse {
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], secrets: &Secrets) -> Self {
        let body = HarBody::new(headers, body, secrets);
        Self { status: status.as_u16(), headers: shown(headers, secrets), body, error: None }
    }
}

impl HarBody {
    fn new(headers: &HeaderMap, body: &[u8], secrets: &Secrets) -> Self {
        let is_encoded = headers.contains_key(CONTENT_ENCODING);
        let media = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default().to_owned();
        match std::str::from_utf8(body) {
            Ok(text) if !text.contains('\0') => {
                Self { media, text: secrets.scrub_logged(text, REDACTED).into_owned(), is_base64: false, is_encoded }
            }
            _ => Self { media, text: base64(&without_secrets(body, secrets)), is_base64: true, is_encoded },
        }
    }

    /// The bytes; none where they are not the base64 that they should be.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        if self.is_base64 { unbase64(&self.text) } else { Some(self.text.clone().into_bytes()) }
    }

    /// How many bytes it has.
    fn size(&self) -> usize {
        self.bytes().map_or(0, |bytes| bytes.len())
    }
}

/// Bytes without the secrets in the text among them: a form may have a file beside a password.
fn without_secrets(body: &[u8], secrets: &Secrets) -> Vec<u8> {
    let mut clean = Vec::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        clean.extend_from_slice(secrets.scrub_values(chunk.valid(), REDACTED).as_bytes());
        clean.extend_from_slice(chunk.invalid());
    }
    clean
}

/// The headers without their secrets.
fn shown(headers: &HeaderMap, secrets: &Secrets) -> Vec<(String, String)> {
    let value = |(name, value)| String::from_utf8_lossy(secrets.scrub_header(name, value).as_bytes()).into_owned();
    headers.iter().map(|header| (header.0.to_string(), value(header))).collect()
}

/// Adds what the headers show to be secret: a token comes with each attempt anew.
pub(super) fn add_headers(secrets: &mut Secrets, headers: &HeaderMap) {
    for (name, value) in headers {
        if value.is_sensitive() || secrets.places().is_header(name.as_str()) {
            let text = String::from_utf8_lossy(value.as_bytes());
            let mut found = Vec::new();
            in_header(name.as_str(), &text, &mut |secret| found.push(secret.to_owned()));
            found.iter().for_each(|secret| secrets.add(secret));
        }
    }
}

/// One call in an archive.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HarEntry {
    /// When it began, as ISO 8601 has it.
    pub started: String,
    /// How long it took, in milliseconds.
    pub time: f64,
    pub request: HarRequest,
    pub response: HarResponse,
}

impl HarEntry {
    pub(super) fn to_json(&self) -> Value {
        let (request, response) = (&self.request, &self.response);
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({"name": name, "value": value})
        };
        let query: Vec<Value> = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
        let mut sent = json!({
            "method": request.method, "url": request.url, "httpVersion": "HTTP/1.1", "cookies": [], "headers": pairs(&request.headers),
            "queryString": query, "headersSize": -1, "bodySize": request.body.size(),
        });
        if !request.body.text.is_empty() {
            let media = if request.body.media.is_empty() { UNKNOWN_MEDIA } else { &request.body.media };
            sent["postData"] = json!({"mimeType": media, "text": request.body.text});
            if request.body.is_base64 {
                // The format knows no bytes here; a name with an underscore is one of our own.
                sent["postData"]["_encoding"] = json!("base64");
            }
        }
        let media = if response.body.media.is_empty() { "x-unknown" } else { &response.body.media };
        let mut content = json!({"size": response.body.size(), "mimeType": media, "text": response.body.text});
        if response.body.is_base64 {
            content["encoding"] = json!("base64");
        }
        if response.body.is_encoded {
            content["_encoded"] = json!(true);
        }
        let redirect = response.headers.iter().find(|(name, _)| name == LOCATION.as_str()).map_or("", |(_, value)| value.as_str());
        let reason = StatusCode::from_u16(response.status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
        let mut received = json!({
            "status": response.status, "statusText": reason, "httpVersion": "HTTP/1.1", "cookies": [], "headers": pairs(&response.headers),
            "content": content, "redirectURL": redirect, "headersSize": -1, "bodySize": response.body.size(),
        });
        if let Some(error) = &response.error {
            received["_error"] = json!(error);
        }
        json!({
            "startedDateTime": self.started, "time": self.time, "request": sent, "response": received, "cache": {},
            "timings": {"send": 0, "wait": self.time, "receive": 0},
        })
    }

    /// Reads an entry. The error says what is wrong with it.
    pub(super) fn from_json(entry: &Value) -> Result<Self, String> {
        let text = |value: &Value, place: &str| value.pointer(place).and_then(Value::as_str).map(str::to_owned);
        let needed = |place: &str| text(entry, place).ok_or_else(|| format!("`{place}` is missing, or not a string"));
        let status = entry.pointer("/response/status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        let body = |place: &str, encoding: &str| {
            let body = entry.pointer(place).unwrap_or(&Value::Null);
            let media = text(body, "/mimeType").filter(|media| media != "x-unknown").unwrap_or_default();
            let (is_base64, is_encoded) = (text(body, encoding).as_deref() == Some("base64"), body.get("_encoded") == Some(&json!(true)));
            HarBody { media, text: text(body, "/text").unwrap_or_default(), is_base64, is_encoded }
        };
        Ok(Self {
            started: text(entry, "/startedDateTime").unwrap_or_default(),
            time: entry.get("time").and_then(Value::as_f64).unwrap_or_default(),
            request: HarRequest {
                method: needed("/request/method")?,
                url: needed("/request/url")?,
                headers: read_pairs(entry.pointer("/request/headers")),
                body: body("/request/postData", "/_encoding"),
            },
            response: HarResponse {
                status: status.ok_or("`/response/status` is missing, or not a status")?,
                headers: read_pairs(entry.pointer("/response/headers")),
                body: body("/response/content", "/encoding"),
                error: text(entry, "/response/_error"),
            },
        })
    }
}

/// An archive of entries.
pub(super) fn archive(entries: &[HarEntry]) -> Value {
    let creator = json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")});
    json!({"log": {"version": "1.2", "creator": creator, "entries": entries.iter().map(HarEntry::to_json).collect::<Vec<_>>()}})
}

/// The entries of an archive. The error says what is wrong, and where.
pub(super) fn entries(archive: &[u8]) -> Result<Vec<HarEntry>, String> {
    let archive: Value = serde_json::from_slice(archive).map_err(|error| format!("it is not JSON: {error}"))?;
    let entries = archive.pointer("/log/entries").and_then(Value::as_array).ok_or("it has no list `/log/entries`")?;
    let read = |(index, entry)| HarEntry::from_json(entry).map_err(|problem| format!("entry {index}: {problem}"));
    entries.iter().enumerate().map(read).collect()
}

fn pairs(headers: &[(String, String)]) -> Vec<Value> {
    headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn read_pairs(list: Option<&Value>) -> Vec<(String, String)> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    let pair = |pair: &Value| Some((pair.get("name")?.as_str()?.to_owned(), pair.get("value")?.as_str()?.to_owned()));
    list.filter_map(pair).collect()
}
