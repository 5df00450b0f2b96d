//! `fetch` as a transport.

use http::Request;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCredentials;

use super::abort::AbortOnDrop;
use super::judge::{no_response, unavailable};
use super::{request, response};
use crate::runtime::platform::method;
use crate::runtime::transport::{Body, Transport, TransportError, TransportFuture};

/// The default of [`FetchTransport::max_upload_bytes`].
const MAX_UPLOAD_BYTES: u64 = 64 * 1024 * 1024;

/// In browsers and workers (`wasm32-unknown-unknown`), with the feature `fetch`: the default transport, which sends requests with
/// the `fetch` of the global object.
///
/// A browser decides more of a request than a program does. So this differs from the transport elsewhere:
///
/// | | |
/// |---|---|
/// | connections, proxies, TLS | those of the browser; nothing of them can be set |
/// | another origin | the server has to allow the page's (CORS), and each header that it is sent |
/// | headers of responses | from another origin, only those that the server exposes: `Access-Control-Expose-Headers: Retry-After, Location, X-Request-Id, …`. One that is not exposed is not known, rather than not there |
/// | errors | a browser does not tell why it has no response. The kind is [`TransportErrorKind::Network`](crate::runtime::TransportErrorKind::Network), whatever it was |
/// | redirects | the browser follows those of `GET` and `HEAD`, and sends no `Authorization` to another origin. With a secret in another header, and with any other method, none is followed, and the call fails. In workers on servers, redirects are visible, and followed as elsewhere |
/// | compressed responses | the browser unpacks them, so that `Content-Encoding` and `Content-Length` are left out |
/// | uploads that stream | collected first, up to [`max_upload_bytes`](Self::max_upload_bytes). Progress counts what is collected |
/// | cookies, `User-Agent` | those of the browser: a program cannot set them |
/// | the cache of the browser | is not used |
///
/// A call that is dropped, or takes longer than its timeout, aborts the request.
///
/// # Examples
///
/// ```ignore
/// use tallyfy::{Client, FetchCredentials, FetchTransport};
///
/// // The cookies of this origin are sent, and kept.
/// let transport = FetchTransport::new().credentials(FetchCredentials::SameOrigin);
/// let client = Client::builder().base_url("https://api.example.com").transport(transport).build()?;
/// # Ok::<(), tallyfy::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FetchTransport {
    credentials: FetchCredentials,
    max_upload_bytes: u64,
}

/// To whom a browser sends its cookies and certificates, and from whom it keeps cookies.
///
/// # Examples
///
/// ```ignore
/// use tallyfy::{FetchCredentials, FetchTransport};
///
/// let transport = FetchTransport::new().credentials(FetchCredentials::Include);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FetchCredentials {
    /// To nobody. A token is sent all the same: it is in a header.
    #[default]
    Omit,
    /// To the origin of the page.
    SameOrigin,
    /// To all servers. One of another origin has to allow it, and to name the page's origin: `*` is not enough then.
    Include,
}

impl FetchTransport {
    /// Creates the transport that a client has by default.
    #[must_use]
    pub fn new() -> Self {
        Self { credentials: FetchCredentials::default(), max_upload_bytes: MAX_UPLOAD_BYTES }
    }

    /// Sets to whom the browser sends its cookies. Default: to nobody.
    #[must_use]
    pub fn credentials(mut self, credentials: FetchCredentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the most bytes of an upload that streams: a browser sends a body only as a whole. A larger one is an error, and nothing
    /// is sent. Default: 67,108,864 (64 MiB).
    #[must_use]
    pub fn max_upload_bytes(mut self, bytes: u64) -> Self {
        self.max_upload_bytes = bytes;
        self
    }
}

impl Default for FetchTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl FetchCredentials {
    fn for_request(self) -> RequestCredentials {
        match self {
            Self::Omit => RequestCredentials::Omit,
            Self::SameOrigin => RequestCredentials::SameOrigin,
            Self::Include => RequestCredentials::Include,
        }
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: Request<Body>) -> TransportFuture {
        Box::pin(fetch(self.clone(), request))
    }
}

async fn fetch(transport: FetchTransport, request: Request<Body>) -> Result<http::Response<Body>, TransportError> {
    let (head, body) = request.into_parts();
    let body = request::collected(body, transport.max_upload_bytes).await?;
    let abort = AbortOnDrop::new()?;
    let request = request::of(&head, &body, transport.credentials.for_request(), &abort.signal())?;
    let global = js_sys::global();
    let fetch = method(&global, "fetch").ok_or_else(|| unavailable("fetch"))?;
    let sent: Promise = fetch.call1(&global, &request).and_then(JsCast::dyn_into).map_err(|error| no_response(&error))?;
    let response = JsFuture::from(sent).await.and_then(JsCast::dyn_into).map_err(|error| no_response(&error))?;
    response::read(&response, abort)
}
