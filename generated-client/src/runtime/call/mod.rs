//! A request that knows its reply.

mod download;
mod untyped;
mod writer;

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::runtime::error::Error;
use crate::runtime::json::read::Read;
use crate::runtime::paging::{Items, Pages};
use crate::runtime::policy::RateLimit;
use crate::runtime::request::{Request, preview};
use crate::runtime::response::{DeclaredHeaders, Paged, Reply};
use crate::runtime::send::{RawReply, SendFuture, send};
use crate::runtime::text::Param;
use crate::runtime::transport::{Progress, Watcher};

pub use self::download::{Download, Downloading};
pub use self::untyped::Raw;
#[cfg(feature = "tokio-1")]
pub use self::writer::Tokio1;
pub use self::writer::Writer;

/// A call that has not been made yet: `.await` makes it.
///
/// What the operation takes beside its arguments is set on it first. `K` says what comes back, `O` which
/// operation it is, and `H` which headers its reply is to have.
#[must_use = "a call is made when it is awaited"]
pub struct Call<K, O = (), H = ()> {
    pub(crate) request: Request,
    kind: PhantomData<Kind<K, O, H>>,
}

/// Types that a call is of, without having a value of them.
type Kind<K, O, H> = fn() -> (K, O, H);

impl<K: Reply, O, H> Call<K, O, H> {
    pub(crate) fn new(mut request: Request) -> Self {
        request.parts_mut().accept.get_or_insert(K::ACCEPT);
        Self { request, kind: PhantomData }
    }
}

/// What can be said of every call.
impl<K, O, H> Call<K, O, H> {
    /// Sets how long one attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.parts_mut().timeout = Some(timeout);
        self
    }

    /// Sets how long all attempts may take together with the waits between them; of a stream, all its pages.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.request.parts_mut().deadline = Some(deadline);
        self
    }

    /// Sets how often the request is sent again.
    pub fn retries(mut self, retries: u32) -> Self {
        self.request.parts_mut().retries = Some(retries);
        self
    }

    /// Sends these bytes as the body, of this media type: for operations that take more media types than one.
    pub fn body_as(mut self, media: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        self.request.set_bytes(media, bytes);
        self
    }

    /// Says that the server takes a repeat of this request for the same one, whatever its method and its definition
    /// say: then it is sent again after failures like a read is.
    pub fn safe_to_repeat(mut self) -> Self {
        self.request.parts_mut().repeatable = Some(true);
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl Param) -> Self {
        self.request.set_header(name, value);
        self
    }

    /// Sets a parameter of the query that the definition does not know.
    pub fn extra_query(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request.set_query(name, value);
        self
    }

    /// Sets a member of the body that the definition does not know: of a JSON object, or of a form. It takes the place
    /// of one with the same name.
    pub fn extra_body<T: Serialize + ?Sized>(mut self, name: impl Into<Cow<'static, str>>, value: &T) -> Self {
        self.request.set_extra_body(name.into(), value);
        self
    }

    /// Sets the key by which the server knows a repeat, in place of a random one. The same key again, in another call,
    /// is the same request to the server. Only for operations whose definition names a header for it.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        match self.request.parts().idempotency {
            Some(header) => self.request.set_header(header, key.as_ref()),
            None => self.request.problem(|| "the operation takes no idempotency key".to_owned()),
        }
        self
    }

    /// Has somebody told how far the body has come that is sent; with each attempt from the beginning.
    pub fn on_upload(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.request.parts_mut().on_upload = Some(Watcher::new(tell));
        self
    }

    /// Returns the request as a line for a shell, with names of variables in place of secrets. Nothing is sent.
    ///
    /// # Errors
    ///
    /// The request cannot be sent as it is.
    pub fn preview(&self) -> Result<String, Error> {
        preview(&self.request)
    }

    /// Asks for status, headers and body beside the value.
    pub fn with_response(self) -> WithResponse<K, H> {
        WithResponse { request: self.request, kind: PhantomData }
    }
}

impl<T: Read + 'static, O, H> Call<Paged<T>, O, H> {
    /// Returns every item of every page; pages are fetched as they are needed.
    pub fn stream(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// Returns the pages one by one, from this one on.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.request)
    }
}

impl<K: Reply, O, H> IntoFuture for Call<K, O, H> {
    type Output = Result<K::Output, Error>;
    type IntoFuture = Sending<K::Output>;

    fn into_future(self) -> Sending<K::Output> {
        Sending { reply: send(self.request), finish: finish::<K> }
    }
}

fn finish<K: Reply>(reply: RawReply) -> Result<K::Output, Error> {
    reply.read(K::read).map(|(value, _)| value)
}

/// A call that is being made.
pub struct Sending<T> {
    reply: SendFuture,
    /// The only part that differs between types; sending itself is compiled once.
    finish: fn(RawReply) -> Result<T, Error>,
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(context))?;
        Poll::Ready((self.finish)(reply))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// A call whose status, headers and body are asked for too.
#[must_use = "a call is made when it is awaited"]
pub struct WithResponse<K, H = ()> {
    request: Request,
    kind: PhantomData<fn() -> (K, H)>,
}

impl<K, H> fmt::Debug for WithResponse<K, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// A value with the response it came in. The body shows in its `Debug` form by its length only: there may be secrets in it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T, H = ()> {
    /// The value.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// Those headers that the definition declares, read: a struct with an optional field for each, or `()`.
    pub declared: H,
    /// The body as it came.
    pub body: Bytes,
    /// What the server says of its limit on requests.
    pub rate_limit: Option<RateLimit>,
}

impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

impl<K: Reply, H: DeclaredHeaders> IntoFuture for WithResponse<K, H> {
    type Output = Result<Response<K::Output, H>, Error>;
    type IntoFuture = Sending<Response<K::Output, H>>;

    fn into_future(self) -> Self::IntoFuture {
        Sending { reply: send(self.request), finish: finish_with_response::<K, H> }
    }
}

fn finish_with_response<K: Reply, H: DeclaredHeaders>(reply: RawReply) -> Result<Response<K::Output, H>, Error> {
    let (value, RawReply { request, status, headers, body, .. }) = reply.read(K::read)?;
    let rate_limit = RateLimit::of(&headers, request.parts().client.core().clock.unix_seconds());
    Ok(Response { value, status, declared: H::of(&headers), headers, body, rate_limit })
}

impl<K, O, H> fmt::Debug for Call<K, O, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}
