//! Calls: requests with the type of their response.

mod begin;
mod download;
mod file_name;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod partial_file;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod save;
mod untyped;
mod with_response;
mod writer;

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::mode::Async;
use crate::runtime::paging::{Items, Paged, Pages};
use crate::runtime::request::{Request, preview};
use crate::runtime::response::{RawResponse, ResponseBody};
use crate::runtime::send::{SendFuture, send};
use crate::runtime::text::Param;
use crate::runtime::transport::{Progress, ProgressObserver};

pub(crate) use self::download::start;
pub use self::download::{Download, DownloadFuture};
pub use self::untyped::Raw;
#[cfg(feature = "blocking")]
pub(crate) use self::with_response::finish_with_response;
pub use self::with_response::{Response, WithResponse};
#[cfg(all(feature = "tokio-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::writer::Tokio1;
pub use self::writer::Writer;

/// A call that has not been sent yet. `.await` sends it.
///
/// Optional parameters are set on it first. `K` is the kind of the response's body, `O` the operation, `H` the type of
/// the declared headers, and `M` the [mode](crate::runtime::CallMode): of a blocking client's calls, it is `Blocking`, and `send` sends them.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::Method;
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
/// let call = client.request(Method::GET, "/users/{id}").path("id", 7); // nothing is sent yet
/// let user = call.timeout(Duration::from_secs(5)).retries(1).header("x-trace", "1").await?;
/// assert_eq!(user["name"], "Ada");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a call is made when it is awaited, or sent"]
pub struct Call<K, O = (), H = (), M = Async> {
    pub(crate) request: Request,
    kind: PhantomData<TypeParameters<K, O, H, M>>,
}

/// The type parameters of a call, which has no values of them.
type TypeParameters<K, O, H, M> = fn() -> (K, O, H, M);

/// What generated methods end with.
#[doc(hidden)]
impl<K: ResponseBody, O, H, M> From<Request> for Call<K, O, H, M> {
    fn from(mut request: Request) -> Self {
        request.state_mut().usual_accept = K::ACCEPT;
        #[cfg(feature = "gzip")]
        {
            request.state_mut().as_stored = K::AS_STORED;
        }
        Self { request, kind: PhantomData }
    }
}

/// Options of every call.
impl<K, O, H, M> Call<K, O, H, M> {
    /// Sets the timeout of an attempt. A token provider has as long for a token.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.state_mut().timeout = Some(timeout);
        self
    }

    /// Sets the deadline: the time for all attempts and the waits between them, or for all pages of a stream.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.request.state_mut().deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of retries.
    pub fn retries(mut self, retries: u32) -> Self {
        self.request.state_mut().retries = Some(retries);
        self
    }

    /// With the feature `constraints`: sets whether the input is checked against the constraints of the definition, whatever
    /// the client does. See [`ClientBuilder::check_constraints`](crate::runtime::ClientBuilder::check_constraints).
    #[cfg(feature = "constraints")]
    pub fn check_constraints(mut self, check: bool) -> Self {
        self.request.state_mut().check_constraints = Some(check);
        self
    }

    /// Sends these bytes as the body, with this media type: for operations that accept several media types.
    pub fn body_as(mut self, media: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        self.request = self.request.bytes(media, bytes);
        self
    }

    /// Declares that a retry of this request is safe, whatever its method and its definition say. It is retried like a read
    /// then.
    pub fn safe_to_repeat(mut self) -> Self {
        self.request.state_mut().repeatable = Some(true);
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl Param) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sets a query parameter that the definition does not have.
    pub fn extra_query(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    /// Sets a field of the body that the definition does not have, in a JSON object or in a form. It replaces a field with the
    /// same name.
    pub fn extra_body<T: Serialize + ?Sized>(mut self, name: impl Into<Cow<'static, str>>, value: &T) -> Self {
        self.request = self.request.extra_body(name.into(), value);
        self
    }

    /// Sets the idempotency key, in place of a random one. Another call with the same key is the same request to the server.
    /// This is an error for operations whose definition has no header for the key.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        match self.request.state().idempotency {
            Some(header) => self.request = self.request.header(header, key.as_ref()),
            None => self.request.problem(|| "the operation has no idempotency key".to_owned()),
        }
        self
    }

    /// Sets a callback for the progress of the upload. Each attempt starts at zero.
    pub fn on_upload(mut self, observer: impl Fn(Progress) + MaybeSend + MaybeSync + 'static) -> Self {
        self.request.state_mut().on_upload = Some(ProgressObserver::new(observer));
        self
    }

    /// Returns the request as a curl command line, with shell variables in place of secrets. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if the request is invalid.
    pub fn preview(&self) -> Result<String, Error> {
        preview(&self.request)
    }

    /// Returns the status, the headers and the body along with the value.
    pub fn with_response(self) -> WithResponse<K, H, M> {
        WithResponse { request: self.request, kind: PhantomData }
    }
}

impl<T: FromJson + 'static, O, H> Call<Paged<T>, O, H> {
    /// Returns a stream of the items of all pages, which are fetched as they are needed.
    pub fn stream(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// Returns a stream of the pages, starting with this one.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.request)
    }
}

impl<K: ResponseBody, O, H> IntoFuture for Call<K, O, H> {
    type Output = Result<K::Output, Error>;
    type IntoFuture = CallFuture<K::Output>;

    fn into_future(self) -> CallFuture<K::Output> {
        CallFuture::new(self.request, finish::<K>)
    }
}

pub(crate) fn finish<K: ResponseBody>(response: RawResponse) -> Result<K::Output, Error> {
    response.read(K::read).map(|(value, _)| value)
}

/// The future of a call.
///
/// # Examples
///
/// ```
/// use std::future::IntoFuture;
/// use tallyfy::Method;
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
/// let sending = client.request(Method::GET, "/users/7").into_future(); // what `.await` makes of a call
/// let user = sending.await?;
/// assert_eq!(user["name"], "Ada");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct CallFuture<T> {
    response: SendFuture,
    /// The only part that depends on the types. Sending is compiled once.
    finish: fn(RawResponse) -> Result<T, Error>,
}

impl<T> CallFuture<T> {
    pub(super) fn new(request: Request, finish: fn(RawResponse) -> Result<T, Error>) -> Self {
        Self { response: send(request), finish }
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.response.as_mut().poll(context))?;
        Poll::Ready((self.finish)(response))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

impl<K, O, H, M> fmt::Debug for Call<K, O, H, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}
