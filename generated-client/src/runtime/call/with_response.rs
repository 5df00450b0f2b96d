//! Calls that return the whole response.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{CallFuture, TypeParameters};
use crate::runtime::error::Error;
use crate::runtime::mode::Async;
use crate::runtime::policy::RateLimit;
use crate::runtime::request::Request;
use crate::runtime::response::{DeclaredHeaders, RawResponse, ResponseBody};
use crate::runtime::secret::{DebugFn, Secrets};

/// A call that returns a [`Response`]: status, headers and body along with the value.
///
/// # Examples
///
/// ```
/// use tallyfy::{Method, StatusCode};
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let response = client.request(Method::GET, "/users/7").with_response().await?;
/// assert_eq!(response.status, StatusCode::OK);
/// assert_eq!(response.value["name"], "Ada");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a call is made when it is awaited, or sent"]
pub struct WithResponse<K, H = (), M = Async> {
    pub(crate) request: Request,
    pub(super) kind: PhantomData<TypeParameters<K, (), H, M>>,
}

impl<K, H, M> fmt::Debug for WithResponse<K, H, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// A value with its response. The `Debug` form shows only the length of the body, which may contain secrets, and no secret that
/// the server sends back. The headers are there as they came, and those with secrets are marked: their own `Debug` form is
/// `Sensitive`.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
/// #         response.headers_mut().insert("x-request-id", http::HeaderValue::from_static("r1"));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let response = client.request(Method::GET, "/users/7").with_response().await?;
/// assert_eq!(response.headers["x-request-id"], "r1");
/// assert_eq!(&response.body[..], br#"{"name": "Ada"}"#);
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T, H = ()> {
    /// The value.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The headers that the definition declares: a struct with an optional field for each, or `()`.
    pub declared: H,
    /// The body as it was received.
    pub body: Bytes,
    /// The rate limit that the server reported.
    pub rate_limit: Option<RateLimit>,
    /// What its `Debug` form does not show.
    secrets: Arc<Secrets>,
}

impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = DebugFn(|f: &mut fmt::Formatter<'_>| {
            f.debug_struct("Response")
                .field("value", &self.value)
                .field("status", &self.status)
                .field("headers", &self.headers)
                .field("body", &format_args!("{} bytes", self.body.len()))
                .field("rate_limit", &self.rate_limit)
                .finish_non_exhaustive()
        });
        self.secrets.write_debug(&shown, f)
    }
}

impl<K: ResponseBody, H: DeclaredHeaders> IntoFuture for WithResponse<K, H> {
    type Output = Result<Response<K::Output, H>, Error>;
    type IntoFuture = CallFuture<Response<K::Output, H>>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture::new(self.request, finish_with_response::<K, H>)
    }
}

pub(crate) fn finish_with_response<K: ResponseBody, H: DeclaredHeaders>(response: RawResponse) -> Result<Response<K::Output, H>, Error> {
    let (value, RawResponse { request, status, mut headers, body, .. }) = response.read(K::read)?;
    let secrets = request.state().secrets();
    secrets.mark(&mut headers);
    let rate_limit = RateLimit::of(&headers, request.state().client.core().clock.unix_seconds());
    Ok(Response { value, status, declared: H::of(&headers), headers, body, rate_limit, secrets })
}
