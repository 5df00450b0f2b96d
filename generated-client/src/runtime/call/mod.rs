//! A request that knows its reply.

mod begin;
mod download;
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
use crate::runtime::json::read::Read;
use crate::runtime::paging::{Items, Paged, Pages};
use crate::runtime::request::{Request, preview};
use crate::runtime::response::{RawReply, Reply};
use crate::runtime::send::{SendFuture, send};
use crate::runtime::text::Param;
use crate::runtime::transport::{Progress, Watcher};

pub use self::download::{Download, Downloading};
pub use self::untyped::Raw;
pub use self::with_response::{Response, WithResponse};
#[cfg(feature = "tokio-1")]
pub use self::writer::Tokio1;
pub use self::writer::Writer;

/// A call that has not been made yet: `.await` makes it.
///
/// What the operation takes beside its arguments is set on it first. `K` says what comes back, `O` which
/// operation it is, and `H` which headers its reply is to have.
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
        Sending::new(self.request, finish::<K>)
    }
}

fn finish<K: Reply>(reply: RawReply) -> Result<K::Output, Error> {
    reply.read(K::read).map(|(value, _)| value)
}

/// A call that is being made.
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
pub struct Sending<T> {
    reply: SendFuture,
    /// The only part that differs between types; sending itself is compiled once.
    finish: fn(RawReply) -> Result<T, Error>,
}

impl<T> Sending<T> {
    pub(super) fn new(request: Request, finish: fn(RawReply) -> Result<T, Error>) -> Self {
        Self { reply: send(request), finish }
    }
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

impl<K, O, H> fmt::Debug for Call<K, O, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}
